"""The web chat as a channel: tells every open page what the desk has committed."""

from __future__ import annotations

import asyncio

from bot.channel import ChannelError, Limits, Outgoing
from bot.web import protocol
from conversations.messages import Capabilities

WAITING_LIMIT = 1_000  # messages one page may be behind before it is sent away
PAGES_LIMIT = 100


class Page:
    """One open page: what is to be written to it, in order. Lines of the conversation wait
    until the transcript is out, so that none is overtaken by it or lost between the two."""

    def __init__(self) -> None:
        self._writing: asyncio.Queue[str] = asyncio.Queue(WAITING_LIMIT)
        self._held: list[str] | None = []
        self.behind = False

    def tell(self, message: str) -> None:
        """Write this, before or after the transcript."""
        try:
            self._writing.put_nowait(message)
        except asyncio.QueueFull:
            self.behind = True

    def push(self, message: str) -> None:
        """Write this, after the transcript."""
        if self._held is None:
            self.tell(message)
        else:
            self._held.append(message)

    def begin(self, transcript: str) -> None:
        """Write the transcript, and what has happened since it was asked for."""
        held, self._held = self._held or [], None
        for message in [transcript, *held]:
            self.tell(message)

    async def next(self) -> str:
        return await self._writing.get()


class WebChannel:
    """Pushes to the pages that are open. A message counts as sent without any: it stands in the
    transcript, which a page fetches whenever it connects."""

    name = protocol.CHANNEL
    capabilities = Capabilities(buttons=100, edits=True, files=True, text_limit=16_000)
    limits = Limits()

    def __init__(self) -> None:
        self._pages: set[Page] = set()

    async def send(self, outgoing: Outgoing) -> str:
        if outgoing.conversation == protocol.LOCAL:
            self.push(protocol.bot_line(outgoing))
        return str(outgoing.id)

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """The web chat stores its files with the desk when they come, and has none itself."""
        message = f"no file {file_ref}"
        raise ChannelError(message, permanent=True)

    @property
    def full(self) -> bool:
        return len(self._pages) >= PAGES_LIMIT

    def join(self, page: Page) -> None:
        self._pages.add(page)

    def leave(self, page: Page) -> None:
        self._pages.discard(page)

    def push(self, message: str, *, but: Page | None = None) -> None:
        """Tell all pages, except the one that knows already."""
        for page in self._pages:
            if page is not but:
                page.push(message)
