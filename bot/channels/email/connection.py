"""Connections to the mail server: some at once, each used for many letters."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.channels.email.server import (
    MailServer,
    refused_letter,
    refused_recipient,
    refused_setting,
    unreached,
)
from bot.ports.channel import ChannelError

AT_ONCE = 4  # connections; mail servers allow few from one client
LETTERS_EACH = 50  # over one connection
IDLE_SECONDS = 20.0  # after that a connection is not trusted any more
STEP_SECONDS, WHOLE_SECONDS = 15.0, 40.0  # one command, one letter: a claim holds for 60


@dataclass
class OpenLine:
    """One connection, how many letters went over it, and when the last one did."""

    smtp: SMTP
    letters: int = 0
    used_at: float = 0.0


@dataclass
class MailLines:
    """Hands letters over. `tls` is what a server's certificate is checked by, the machine's own
    authorities unless told otherwise."""

    server: MailServer
    tls: ssl.SSLContext | None = None
    _free: list[OpenLine] = field(default_factory=list)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def deliver(self, recipient: str, letter: bytes, attempts: int) -> str:
        """Hand one letter over; the server's word for it. ChannelError: `unknown` only when the
        line went dead after the letter was sent and before its answer came."""
        handed = False
        try:
            async with asyncio.timeout(WHOLE_SECONDS), self._line() as line:
                smtp = line.smtp
                await self._envelope(smtp, recipient, attempts)
                handed = True
                response = await smtp.data(letter)
                line.letters += 1
                return response.message
        except SMTPResponseException as error:
            raise refused_letter(error, attempts) from None
        except (SMTPException, OSError, TimeoutError) as error:
            if handed:
                said = f"{type(error).__name__} after the letter was sent"
                raise ChannelError(said, permanent=False, unknown=True) from None
            raise unreached(error) from None

    async def close(self) -> None:
        """End the connections that wait."""
        while self._free:
            await _end(self._free.pop())

    async def _envelope(self, smtp: SMTP, recipient: str, attempts: int) -> None:
        """Tell who writes to whom."""
        try:
            await smtp.mail(self.server.address)
        except SMTPSenderRefused as error:
            raise (unreached if error.code < 500 else refused_setting)(error) from None
        try:
            await smtp.rcpt(recipient)
        except SMTPRecipientRefused as error:
            raise refused_recipient(error, attempts) from None

    @asynccontextmanager
    async def _line(self) -> AsyncIterator[OpenLine]:
        """A connection for one letter. Whatever goes wrong on it ends it, but a plain refusal."""
        async with self._places:
            line = await self._fresh()
            keep = False
            try:
                yield line
                keep = True
            except (SMTPResponseException, ChannelError):
                keep = await _is_sound(line)
                raise
            finally:
                line.used_at = asyncio.get_running_loop().time()
                if keep and line.letters < LETTERS_EACH:
                    self._free.append(line)
                else:
                    await _end(line)

    async def _fresh(self) -> OpenLine:
        now = asyncio.get_running_loop().time()
        while self._free:
            line = self._free.pop()
            if line.smtp.is_connected and now - line.used_at < IDLE_SECONDS:
                return line
            await _end(line)
        return OpenLine(await self._connect())

    async def _connect(self) -> SMTP:
        """A new connection, signed in. ChannelError."""
        server = self.server
        smtp = SMTP(
            hostname=server.host,
            port=server.usual_port,
            username=server.user or None,
            password=server.password or None,
            use_tls=server.security == "tls",
            start_tls=server.security == "starttls",
            tls_context=(self.tls or ssl.create_default_context())
            if server.security != "none"
            else None,
            timeout=STEP_SECONDS,
        )
        try:
            await smtp.connect()
        except (SMTPAuthenticationError, SMTPNotSupported, ssl.SSLError) as error:
            refused = not isinstance(error, SMTPAuthenticationError) or error.code >= 500
            raise (refused_setting if refused else unreached)(error) from None
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            raise unreached(error) from None
        return smtp


async def _is_sound(line: OpenLine) -> bool:
    """Whether the connection may carry another letter after a refusal."""
    if not line.smtp.is_connected:
        return False
    try:
        await line.smtp.rset()
    except (SMTPException, OSError, TimeoutError):
        return False
    return True


async def _end(line: OpenLine) -> None:
    with suppress(SMTPException, OSError, TimeoutError):
        if line.smtp.is_connected:
            await line.smtp.quit(timeout=2.0)
    line.smtp.close()


async def try_server(server: MailServer) -> str:
    """Connect and sign in, and nothing more; "" or what is wrong."""
    lines = MailLines(server)
    try:
        async with asyncio.timeout(STEP_SECONDS), lines._line():
            return ""
    except ChannelError as error:
        return str(error)
    except TimeoutError:
        return "no answer"
    finally:
        await lines.close()
