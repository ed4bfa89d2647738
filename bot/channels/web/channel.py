"""The web chat as a channel: tells every open page what the dispatcher has committed."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.channels.web import protocol
from bot.delivery.rate_limit import RateBucket
from bot.ports.channel import ChannelError, ChannelLimits, Outgoing, OutgoingFile
from conversations.protocol.messages import Capabilities

WAITING_LIMIT = 1_000  # messages one page may be behind before it is sent away
PAGES_LIMIT = 1_000  # open at once
PAGES_EACH = 20  # of one conversation
HELLOS_EACH = 40  # of one conversation at once: each brings the whole transcript
HELLO_EVERY = 2.0  # seconds between two of them after that
_REMEMBERED = 10_000  # conversations


class OpenPage:
    """One open page: what is to be written to it, in order. Lines of the conversation wait
    until the transcript is out, so that none is overtaken by it or lost between the two."""

    def __init__(self, who: str = protocol.LOCAL) -> None:
        self.who = who
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
        elif len(self._held) < WAITING_LIMIT:
            self._held.append(message)
        else:
            self.behind = True

    def begin(self, transcript: str) -> None:
        """Write the transcript, and what has happened since it was asked for."""
        held, self._held = self._held or [], None
        for message in [transcript, *held]:
            self.tell(message)

    def look_again(self) -> None:
        """Have the page's right asked again now."""
        self.tell("")

    async def next(self) -> str:
        """What is to be written next; empty when the page's right is to be asked again."""
        return await self._writing.get()


class WebChannel:
    """Pushes to the pages that are open. A message counts as sent without any: it stands in the
    transcript, which a page fetches whenever it connects."""

    name = protocol.CHANNEL
    capabilities = Capabilities(buttons=100, edits=True, files=True, text_limit=16_000)
    limits = ChannelLimits()

    def __init__(self, prefix: str = "") -> None:
        """`prefix` begins the name of every file that is handed out."""
        self._prefix = prefix
        self._open: set[OpenPage] = set()
        self._pages: set[OpenPage] = set()  # those that have said hello
        self._hellos: dict[str, RateBucket] = {}

    async def send(self, outgoing: Outgoing) -> str:
        if outgoing.file is not None and self._prefix:
            named = OutgoingFile(self._prefix + outgoing.file.name, outgoing.file.content)
            outgoing = replace(outgoing, file=named)
        self.push(protocol.bot_line(outgoing), outgoing.conversation)
        return str(outgoing.id)

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """The files of the web chat are stored when they come; the page has none."""
        message = f"no file {file_ref}"
        raise ChannelError(message, permanent=True)

    @property
    def is_watched(self) -> bool:
        """Whether any page is open."""
        return bool(self._open)

    def enter(self, who: str) -> OpenPage | None:
        """One more page of this conversation; None when there are enough. It counts from now on."""
        mine = sum(page.who == who for page in self._open)
        if len(self._open) >= PAGES_LIMIT or mine >= PAGES_EACH:
            return None
        page = OpenPage(who)
        self._open.add(page)
        return page

    def join(self, page: OpenPage) -> None:
        """Tell this page what happens from now on."""
        self._pages.add(page)

    def leave(self, page: OpenPage) -> None:
        """The page is gone."""
        self._open.discard(page)
        self._pages.discard(page)

    def admits_hello(self, who: str) -> bool:
        """Whether the conversation may be fetched once more, or has been too often just now."""
        now = asyncio.get_running_loop().time()
        if len(self._hellos) >= _REMEMBERED:
            self._hellos = {name: one for name, one in self._hellos.items() if one.due > now}
        bucket = self._hellos.setdefault(who, RateBucket(HELLO_EVERY, HELLOS_EACH))
        if bucket.wait(now) > 0:
            return False
        bucket.take(now)
        return True

    def look_again(self, who: str) -> None:
        """Have the right of all pages of a conversation asked again now."""
        for page in self._open:
            if page.who == who:
                page.look_again()

    def push(self, message: str, who: str = protocol.LOCAL, *, but: OpenPage | None = None) -> None:
        """Tell all pages of a conversation, except the one that knows already."""
        for page in self._pages:
            if page is not but and page.who == who:
                page.push(message)
