"""An inbox that only records, with crashes on demand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from bot.ports.channel import FileReceipt, Incoming, OutgoingFile, TranscriptEntry
from tests.support.patience import PATIENCE


class FakeDoor:
    """Keeps every new event; `before` and `after` may raise, as a crash on either side of the
    commit would."""

    def __init__(self) -> None:
        self.events: list[Incoming] = []
        self.deliveries = 0
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self._seen: set[str] = set()
        self._changed = asyncio.Event()

    async def receive(self, events: Sequence[Incoming]) -> None:
        self.deliveries += len(events)
        self.before()
        for event in events:
            if event.event_id not in self._seen:
                self._seen.add(event.event_id)
                self.events.append(event)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()
        self.after()

    async def wait_for(self, count: int) -> None:
        """Until so many different events are kept."""
        async with asyncio.timeout(PATIENCE):
            while len(self.events) < count:
                await self._changed.wait()

    @property
    def texts(self) -> list[str]:
        return [event.text for event in self.events]

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        raise NotImplementedError

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        return []

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        return None
