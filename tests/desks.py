"""A desk on a real store, with channels that only remember what they were given to send."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.channel import ChannelError, Incoming, Kind, Outgoing
from bot.desk import Desk
from bot.office.visit import Books
from bot.sender import Sender
from conversations.messages import Capabilities
from conversations.office.slots import Plan
from conversations.report import Report
from storage.store import Store
from templates.calendars.reading import load_calendars
from templates.catalog import load_catalog
from templates.wording import load_wording

NOON = datetime(2023, 3, 14, 5, tzinfo=UTC)
BUTTONS = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
PLAIN = Capabilities(buttons=0, edits=False, files=True, text_limit=4096)


@dataclass
class FakeChannel:
    """Remembers what it sent; `errors` are raised first, one for each attempt."""

    name: str
    capabilities: Capabilities = BUTTONS
    sent: list[Outgoing] = field(default_factory=list)
    errors: list[ChannelError] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(outgoing)
        return f"{self.name}-{outgoing.id}"

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        raise ChannelError("no files here", permanent=True)

    @property
    def texts(self) -> list[str]:
        return ["".join(span.text for span in outgoing.spans) for outgoing in self.sent]

    def payload(self, label: str) -> str:
        """The payload of this button on the newest message that has it."""
        for outgoing in reversed(self.sent):
            for button in (button for row in outgoing.buttons for button in row):
                if button.label == label:
                    return button.payload
        raise AssertionError(f"no button {label!r}")


@dataclass
class Office:
    """One running product without its outer doors."""

    store: Store
    desk: Desk
    sender: Sender
    channels: dict[str, FakeChannel]
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def handle(self, event: Incoming) -> str:
        """Take an event in, handle and answer it; what was said, all messages in one."""
        channel = self.channels[event.channel]
        before = len(channel.sent)
        await self.desk.receive([event])
        await self.desk.idle()
        await self.sender.drain(channel)
        return "\n\n".join(channel.texts[before:])

    def event(
        self,
        kind: Kind,
        text: str = "",
        *,
        channel: str = "telegram",
        who: str = "42",
        button: str = "",
        ref: str = "",
    ) -> Incoming:
        number = f"e{next(self._numbers)}"
        return Incoming(
            channel=channel,
            event_id=number,
            conversation=who,
            sender=who,
            kind=kind,
            text=text,
            button=button,
            message_ref=ref or number,
        )

    async def say(self, text: str, *, channel: str = "telegram", who: str = "42") -> str:
        return await self.handle(self.event(Kind.SAID, text, channel=channel, who=who))

    async def report(self, number: int = 1) -> Report:
        async with self.store.transaction() as tx:
            return await tx.load_report(number)


@asynccontextmanager
async def office(folder: Path) -> AsyncIterator[Office]:
    """Open (again) the office whose database is in this folder."""
    channels = [FakeChannel("telegram"), FakeChannel("web"), FakeChannel("terminal", PLAIN)]
    store = await Store.open(f"sqlite:///{folder / 'office.db'}")
    ticks = itertools.count(1)

    def clock() -> datetime:
        """Every look at it is a millisecond later than the last."""
        return NOON + timedelta(milliseconds=next(ticks))

    sender = Sender(store, channels, clock)
    wording = load_wording()
    desk = Desk(store, open_books(), wording, channels, clock, sender.wake)
    yield Office(store, desk, sender, {channel.name: channel for channel in channels})
    await desk.close()
    await store.close()


def open_books() -> Books:
    """The product's own forms and calendar."""
    return Books(load_catalog(), load_calendars(), Plan())
