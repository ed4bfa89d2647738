"""What a trial hands out says so in its name: it lies among other files once it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ports.channel import FileReceipt, Inbox, Incoming, OutgoingFile, TranscriptEntry

PREFIX = "BAN-THU_"


@dataclass(frozen=True)
class TrialInbox:
    """Implements `bot.ports.channel.Inbox` over that of a trial."""

    inside: Inbox

    async def receive(self, events: Sequence[Incoming]) -> None:
        await self.inside.receive(events)

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        return await self.inside.receive_file(event, content)

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        lines = await self.inside.transcript(channel, conversation, limit=limit)
        return [
            replace(one, file_name=PREFIX + one.file_name)
            if one.file_name and not one.mine
            else one
            for one in lines
        ]

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        found = await self.inside.file(channel, conversation, message)
        return OutgoingFile(PREFIX + found.name, found.content) if found else None
