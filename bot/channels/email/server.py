"""The mail server that the settings name, and what its answers mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from typing import Literal

from aiosmtplib import SMTPResponseException

from bot.ports.channel import ChannelError

Security = Literal["starttls", "tls", "none"]
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SHUT_PAUSE = 60.0  # seconds; nothing helps before the operator mends what is set
FIRST_WAIT, LONGEST_WAIT = 30.0, 3_600.0  # seconds before a mailbox is tried again
MOST_TRIES = 20  # of one letter that is put off again and again: some 15 hours
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_NO_MAILBOX = {("1", str(one)) for one in (1, 2, 3, 6, 10)} | {("2", "1")}
_ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+")
_POLICY = re.compile(r"relay|polic|block|spam|denied|auth|reputation|blacklist|greylist", re.I)


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `port` 0: the usual one; without a `user` nobody signs in."""

    host: str
    sender: str
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    security: Security = "starttls"

    @property
    def address(self) -> str:
        """The sender's address, without the name beside it."""
        return parseaddr(self.sender)[1]

    @property
    def usual_port(self) -> int:
        return self.port or PORTS[self.security]


def refused_setting(error: Exception) -> ChannelError:
    """The server takes nothing from us: a wrong password or sender, no TLS, a bad certificate. The
    operator has to mend it, so everything waits."""
    return ChannelError(_words(error), permanent=False, retry_after=SHUT_PAUSE)


def unreached(error: Exception) -> ChannelError:
    """The server cannot be reached, or went away before it had the letter."""
    return ChannelError(_words(error), permanent=False, retry_after=FIRST_WAIT)


def refused_recipient(error: SMTPResponseException, attempts: int) -> ChannelError:
    """What an answer to the recipient means. Where the server does not know the mailbox, nobody is
    there. Any other refusal may be about us, relaying or a full mailbox: it is tried again."""
    if error.code == 421:
        return unreached(error)
    if error.code >= 500 and is_no_mailbox(error):
        return no_mailbox(error)
    return put_off(error, attempts)


def refused_letter(error: SMTPResponseException, attempts: int) -> ChannelError:
    """What an answer to the letter itself means: one that is not wanted never will be."""
    if error.code < 500 or is_no_mailbox(error):
        return refused_recipient(error, attempts)
    return ChannelError(_words(error), permanent=True)


def no_mailbox(error: Exception) -> ChannelError:
    """Nobody can be written to there."""
    return ChannelError(_words(error), permanent=True, gone=True)


def put_off(error: Exception, attempts: int) -> ChannelError:
    """This mailbox takes nothing now: later, after a longer wait each time; in the end never."""
    if attempts + 1 >= MOST_TRIES:
        gone = not isinstance(error, SMTPResponseException) or error.code < 500
        return ChannelError(_words(error), permanent=True, gone=gone)
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 12))
    return ChannelError(_words(error), permanent=False, retry_after=wait, alone=True)


def is_no_mailbox(error: SMTPResponseException) -> bool:
    """Whether a refusal for good says that there is no such mailbox, rather than that its server
    does not want the letter. Without the longer code the words tell."""
    found = _ENHANCED.search(error.message)
    if found is not None:
        return (found[2], found[3]) in _NO_MAILBOX
    return error.code in (550, 551, 553) and not _POLICY.search(error.message)


def _words(error: Exception) -> str:
    """What went wrong, short, on one line, and without the address: it goes into the log."""
    code = error.code if isinstance(error, SMTPResponseException) else type(error).__name__
    said = error.message if isinstance(error, SMTPResponseException) else str(error)
    return f"{code} {' '.join(_ADDRESS.sub('…', said).split())}"[:300]
