"""The signatures on a PDF, without a network: by whom, when, and what became of the file since."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms, tsp, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import extract_signer_info
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_tst_data_iter,
    get_hash_spec_for_tst_digest,
    message_imprint_checker,
    validate_sig_integrity,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel

from conversations.reports.file_signatures import UNREADABLE, FileSignature, SignatureState
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.signatures.certificates import find_root, load_roots, name_of

MOST_SIGNATURES = 20  # of a file
_NAMED = ("common_name", "organization_name")


@dataclass(frozen=True)
class _Stamp:
    """A time stamp: its time, and the certificate of the server that made it."""

    moment: datetime
    server: x509.Certificate
    others: list[x509.Certificate]

    @property
    def name(self) -> str:
        return name_of(self.server.subject, *_NAMED)

    def root(self, roots: list[x509.Certificate]) -> str | None:
        """The root that the server's certificate leads to, if there is one."""
        return find_root(self.server, self.others, roots, self.moment) if roots else None


def read_signatures(packed_roots: bytes, content: bytes) -> bytes:
    """The task of the process: a list of `FileSignature` as JSON, in the order they were made."""
    roots = load_roots(packed_roots)
    return json.dumps(
        [one.model_dump(mode="json") for one in find_signatures(content, roots)]
    ).encode()


def find_signatures(content: bytes, roots: list[x509.Certificate]) -> list[FileSignature]:
    """FileRefusedError for a file whose structure cannot be read."""
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        fields = [*enumerate_sig_fields(reader, filled_status=True)][:MOST_SIGNATURES]
    except Exception as error:  # the library meets damage with errors of every kind
        raise FileRefusedError("file.broken") from error
    found = [_read(reader, name, field, roots) for name, _, field in fields]
    return [one for _, one in sorted(found, key=lambda each: each[0])]


def _read(
    reader: PdfFileReader, name: str, field: Any, roots: list[x509.Certificate]
) -> tuple[int, FileSignature]:
    """A signature with its place in their order."""
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        return signature.signed_revision, _judge(signature, roots)
    except Exception:  # as above; what cannot be read is told as such
        return 0, UNREADABLE


def _judge(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> FileSignature:
    signer = signature.signer_cert
    is_stamp = signature.sig_object_type == "/DocTimeStamp"
    stamp = _told_by(signature.signed_data) if is_stamp else _stamp(signature.signer_info)
    claimed = _aware(signature.self_reported_timestamp)
    stamp_root = stamp.root(roots) if stamp is not None else None
    moment = stamp.moment if stamp is not None and stamp_root is not None else claimed
    root = stamp_root
    if not is_stamp:
        others = signature.other_embedded_certs
        root = find_root(signer, others, roots, moment) if roots and moment is not None else None
    return FileSignature(
        signer=name_of(signer.subject, *_NAMED) or name_of(signer.subject),
        organization=name_of(signer.subject, "organization_name"),
        issuer=name_of(signer.issuer, *_NAMED),
        claimed=claimed,
        stamped=stamp.moment if stamp else None,
        stamped_by=stamp.name if stamp else "",
        stamp_trusted=stamp_root is not None,
        is_stamp=is_stamp,
        state=_state(signature, is_stamp=is_stamp),
        chain="not_checked" if not roots else "trusted" if root else "failed",
        root=root or "",
    )


def _state(signature: Any, *, is_stamp: bool) -> SignatureState:
    try:
        signature.compute_integrity_info()
        fits = _stamp_fits(signature) if is_stamp else _fits(signature)
    except PdfError:
        return "broken"
    if not fits:
        return "broken"
    if signature.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "unchanged"
    if signature.coverage != SignatureCoverageLevel.ENTIRE_REVISION:
        return "partial"
    since = signature.diff_result
    if not isinstance(since, DiffResult):
        return "changed"
    if since.modification_level > ModificationLevel.FORM_FILLING:
        return "changed"
    return "unchanged" if since.modification_level == ModificationLevel.NONE else "extended"


def _fits(signature: EmbeddedPdfSignature) -> bool:
    """Whether the bytes are those that were signed, by the certificate that is told."""
    return all(
        validate_sig_integrity(
            signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
        )
    )


def _stamp_fits(signature: EmbeddedPdfSignature) -> bool:
    told = signature.signed_data["encap_content_info"]["content"].parsed
    imprint = told["message_imprint"]["hashed_message"].native
    return bool(imprint == signature.compute_digest()) and _is_signed(signature.signed_data)


def _stamp(signer: cms.SignerInfo) -> _Stamp | None:
    """The time of a time stamp that was made of this signature, and whose it is; a stamp that does
    not fit is none."""
    for token in _tokens(signer):
        told = _token_info(token)
        if told is None:
            continue
        imprint = told["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        own = message_imprint_checker(signer)(algorithm)
        if own == imprint["hashed_message"].native and _is_signed(token):
            return _told_by(token)
    return None


def _tokens(signer: cms.SignerInfo) -> Iterator[cms.SignedData]:
    try:
        yield from extract_tst_data_iter(signer, signed=False)
    except (KeyError, ValueError):
        return


def _token_info(token: cms.SignedData) -> tsp.TSTInfo | None:
    told = token["encap_content_info"]["content"].parsed
    return told if isinstance(told, tsp.TSTInfo) else None


def _told_by(token: cms.SignedData) -> _Stamp | None:
    told = _token_info(token)
    if told is None:
        return None
    known = extract_certs_for_validation(token)
    return _Stamp(told["gen_time"].native, known.signer_cert, list(known.other_certs))


def _is_signed(token: cms.SignedData) -> bool:
    """Whether a time stamp is signed by the certificate that it brings."""
    signer = extract_signer_info(token)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    digest = hashes.Hash(get_hash_spec_for_tst_digest(algorithm))
    digest.update(bytes(token["encap_content_info"]["content"]))
    server = extract_certs_for_validation(token).signer_cert
    return all(validate_sig_integrity(signer, server, "tst_info", digest.finalize()))


def _aware(moment: datetime | None) -> datetime | None:
    """A time without a zone is none: it could be any hour of the day."""
    return moment if moment is not None and moment.tzinfo is not None else None
