"""Digital signatures on PDFs, with certificates that are made for a test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

_SINCE, _UNTIL = datetime(2020, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - as certificates have it


@dataclass(frozen=True)
class Identity:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: Any

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @cached_property
    def plain(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(Encoding.DER))

    @property
    def private(self) -> asn1_keys.PrivateKeyInfo:
        kept = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(kept)


def _identity(
    name: str, organization: str, by: Identity | None = None, *, stamps: bool = False
) -> Identity:
    key: Any = (
        rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
    )
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
        ]
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_SINCE)
        .not_valid_after(_UNTIL)
        .add_extension(x509.BasicConstraints(by is None, None), critical=True)
    )
    uses = (by is not None, by is not None, False, False, False, by is None, by is None)
    made = made.add_extension(x509.KeyUsage(*uses, False, False), critical=True)
    if stamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        made = made.add_extension(usage, critical=True)
    return Identity(made.sign(by.key if by else key, hashes.SHA256()), key)


@cache
def root() -> Identity:
    return _identity("Gốc thử nghiệm", "Ban Cơ yếu thử")


@cache
def other_root() -> Identity:
    return _identity("Gốc khác", "Nơi khác")


@cache
def officer() -> Identity:
    return _identity("Nguyễn Văn A", "Sở Nội vụ tỉnh Mẫu", root())


@cache
def clock() -> Identity:
    return _identity("Dấu thời gian thử", "Ban Cơ yếu thử", root(), stamps=True)


def sign(content: bytes, field: str = "Ky1", *, stamped: bool = False) -> bytes:
    """The file with one signature more."""
    who = signers.SimpleSigner(officer().plain, officer().private, _store())
    return signers.sign_pdf(
        IncrementalPdfFileWriter(BytesIO(content)),
        signers.PdfSignatureMetadata(field_name=field),
        signer=who,
        timestamper=_stamper() if stamped else None,
    ).getvalue()


def stamp(content: bytes) -> bytes:
    """The file with a time stamp of its own."""
    made = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(content))
    PdfTimeStamper(_stamper()).timestamp_pdf(writer, "sha256", output=made)
    return made.getvalue()


def edit_page(content: bytes) -> bytes:
    """The file with its first page changed behind the signature, as an editor saves it."""
    writer = IncrementalPdfFileWriter(BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/UserUnit"] = generic.NumberObject(1)
    writer.update_container(page)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def change_byte(content: bytes) -> bytes:
    """The file with another day in what was signed."""
    at = content.index(b"%PDF-1.") + 7
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _store() -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register(root().plain)
    return store


def _stamper() -> DummyTimeStamper:
    return DummyTimeStamper(clock().plain, clock().private, _store())
