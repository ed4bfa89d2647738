"""A real mail server in this process, that refuses, puts off and dies as it is told."""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "baocao", "mat-khau-rieng"
FOREVER = 3_600.0  # seconds
UNKNOWN = "550 5.1.1 no such user"


@dataclass
class TakenLetter:
    """A letter that the server took."""

    sender: str
    recipient: str
    letter: EmailMessage

    @property
    def text(self) -> str:
        part = self.letter.get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")

    @property
    def markup(self) -> str:
        part = self.letter.get_body(("html",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


@dataclass
class FakeMailServer:
    """`recipients` and `letters` are answers to be given for an address, one each time. A letter
    for one of `cut` is taken whole, and then the line goes dead; it is kept if `keeps_cut`. Of one
    of `silent` it is kept, and never answered."""

    port: int = 0
    taken: list[TakenLetter] = field(default_factory=list)
    recipients: dict[str, list[str]] = field(default_factory=dict)
    letters: dict[str, list[str]] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)
    keeps_cut: bool = False
    silent: list[str] = field(default_factory=list)
    connections: int = 0
    signed_in: int = 0
    encrypted: int = 0

    async def handle_RCPT(  # noqa: N802 - the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.recipients.get(address):
            return self.recipients[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        assert server.transport is not None
        wrapped = server.transport.get_extra_info("ssl_object")
        self.encrypted += session.ssl is not None or wrapped is not None
        if self.letters.get(recipient):
            return self.letters[recipient].pop(0)
        cut = recipient in self.cut
        if not cut or self.keeps_cut:
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.taken.append(TakenLetter(envelope.mail_from, recipient, letter))
        if recipient in self.silent:
            self.silent.remove(recipient)
            await asyncio.sleep(FOREVER)
        if cut:
            self.cut.remove(recipient)
            server.transport.abort()
        return "250 2.0.0 taken"

    def authenticate(self, server: Any, session: Any, envelope: Any, how: str, given: Any) -> Any:
        good = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            PASSWORD.encode(),
        )
        self.signed_in += good
        return AuthResult(success=good, handled=False)

    def texts_to(self, recipient: str) -> list[str]:
        return [one.text for one in self.taken if one.recipient == recipient]


@asynccontextmanager
async def mail_server(
    tls: ssl.SSLContext | None = None, *, wrapped: bool = False, asks: bool = False
) -> AsyncIterator[FakeMailServer]:
    """Serve: STARTTLS where there is a certificate, TLS from the start if it is `wrapped`; `asks`
    for a password."""
    fake, loop = FakeMailServer(), asyncio.get_running_loop()
    sessions: list[SMTP] = []

    def session() -> SMTP:
        fake.connections += 1
        more: dict[str, Any] = {}
        if tls is not None and not wrapped:
            more |= {"tls_context": tls, "require_starttls": True}
        if asks:
            more |= {"authenticator": fake.authenticate, "auth_required": True}
            more |= {"auth_require_tls": not wrapped}
        with warnings.catch_warnings():  # it does not see that the whole line is encrypted
            warnings.simplefilter("ignore")
            sessions.append(SMTP(fake, hostname="mail.test", loop=loop, **more))
        return sessions[-1]

    served = await loop.create_server(session, "127.0.0.1", 0, ssl=tls if wrapped else None)
    fake.port = served.sockets[0].getsockname()[1]
    try:
        yield fake
    finally:
        served.close()
        for one in sessions:
            if one.transport is not None:
                one.transport.abort()
        await asyncio.sleep(0)


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server at this machine shows, and what a client trusts it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(file)
    trusted = ssl.create_default_context(cadata=made.public_bytes(serialization.Encoding.DER))
    return shown, trusted
