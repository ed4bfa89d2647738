"""The channel of letters. It speaks only: nobody is heard over it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from hashlib import sha256

from bot.access.mail_tokens import STOP_PATH, make_stop_token
from bot.access.signatures import signing_key
from bot.channels.email.connection import MailLines
from bot.channels.email.letter import LetterFrame, LetterStamp, build_letter
from bot.channels.email.server import MailServer
from bot.delivery.letters import MAIL_CAPABILITIES, WAITS
from bot.ports.channel import ChannelError, ChannelLimits, LetterHead, Outgoing
from bot.ports.clock import Clock
from conversations.protocol.messages import Wording
from conversations.text.addresses import read_email
from storage.core.sender_spaces import MAIL
from storage.store import Store

SERVER_WORDS = 120  # characters of the server's answer that are kept


@dataclass(frozen=True)
class MailKeys:
    """Where the key of the links is, and what time it is."""

    store: Store
    clock: Clock


class EmailChannel:
    """Letters over one server, with links under the `public_url`. The sender may have a name
    beside its address."""

    name = MAIL
    capabilities = MAIL_CAPABILITIES

    def __init__(
        self,
        server: MailServer,
        public_url: str,
        wording: Wording,
        *,
        per_second: float = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = ChannelLimits(per_second=per_second)
        self._server = server
        self._domain = server.address.partition("@")[2]
        self._url = public_url.rstrip("/")
        self._wording = wording
        self._lines = MailLines(server, tls)
        self._keys: MailKeys | None = None
        self._key = b""

    def open(self, store: Store, clock: Clock) -> None:
        """From now on it can send: the key of its links is in this store."""
        self._keys = MailKeys(store, clock)

    async def send(self, outgoing: Outgoing) -> str:
        """Hand the letter to the server; what it says of it. ChannelError."""
        if read_email(outgoing.conversation) != outgoing.conversation:
            message = "no address of a mailbox"
            raise ChannelError(message, permanent=True, gone=True)
        if self._keys is None:
            message = "the store is not open yet"
            raise ChannelError(message, permanent=False)
        if not self._key:
            async with self._keys.store.transaction() as tx:
                self._key = await signing_key(tx)
        head = outgoing.letter or LetterHead(self._say(WAITS.subject))
        who = (self._server.sender, outgoing.conversation)
        stamp = LetterStamp(*who, head.subject, self._number(outgoing), self._keys.clock())
        letter = build_letter(stamp, outgoing.spans, self._frame(outgoing, head))
        said = await self._lines.deliver(outgoing.conversation, letter, outgoing.attempts)
        return " ".join(said.split())[:SERVER_WORDS]

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """Nobody sends anything over this channel."""
        message = "no files over this channel"
        raise ChannelError(message, permanent=True)

    async def close(self) -> None:
        await self._lines.close()

    def _number(self, outgoing: Outgoing) -> str:
        """It stays the same when a message is tried again, so that mailboxes know a letter that
        comes twice; that of another installation is another one."""
        mark = sha256(b"mail message 1:" + self._key).hexdigest()[:16]
        return f"<{abs(outgoing.id)}.{mark}@{self._domain}>"

    def _frame(self, outgoing: Outgoing, head: LetterHead) -> LetterFrame:
        stops = f"{self._url}{STOP_PATH}/{make_stop_token(self._key, outgoing.conversation)}"
        return LetterFrame(
            opens=self._url + head.path if head.path else "",
            open_words=self._say("mail.open"),
            stops=stops if head.stops else "",
            stop_words=self._say("mail.stop"),
            footer=self._say("mail.footer"),
        )

    def _say(self, code: str) -> str:
        return self._wording.say(code, {}).strip()
