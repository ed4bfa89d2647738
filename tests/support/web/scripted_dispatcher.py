"""A dispatcher that records events and answers by a small script, for the web chat's tests."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from bot.channels.web.channel import WebChannel
from bot.ports.channel import (
    FileOutcome,
    FileReceipt,
    Incoming,
    IncomingKind,
    Outgoing,
    OutgoingButton,
    OutgoingFile,
    TranscriptEntry,
)
from conversations.protocol.messages import Span

ALL = 152
FILE = OutgoingFile(name="Phụ lục quý I năm 2023 – Sở Đ.docx", content=bytes(range(256)) * 40)
QUESTION = (
    Span(text="Phần I. Công tác chỉ đạo, điều hành\n", bold=True),
    Span(text="Số văn bản chỉ đạo đã ban hành (nếu có)\n"),
    Span(text="Đơn vị tính: Văn bản. Ví dụ: 12", italic=True),
)
LABELS = (("Không phát sinh", "Chưa có số"), ("↩ Câu trước", "Bỏ qua", "Ghi chú"))
KILL_BEFORE, KILL_AFTER = "chết trước khi lưu", "chết sau khi lưu"


class FakeDesk:
    """Implements Inbox. With a `journal` it survives its process: heard events are lines of that
    file, and the answers follow from them."""

    def __init__(self, web: WebChannel, journal: Path | None = None) -> None:
        self.events: list[Incoming] = []
        self.lines: list[TranscriptEntry] = []
        self.kept: list[bytes] = []
        self.speaks = True
        self.refuses: FileReceipt | None = None
        self._web = web
        self._journal = journal
        self._jobs: set[asyncio.Task[None]] = set()
        if journal and journal.exists():
            for text in journal.read_text(encoding="utf-8").splitlines():
                body = json.loads(text)
                self._record(Incoming(**body | {"kind": IncomingKind(body["kind"])}))

    async def receive(self, events: Sequence[Incoming]) -> None:
        for event in (event for event in events if event.kind is not IncomingKind.RETURNED):
            self._die(event, KILL_BEFORE)
            if event.event_id in {known.event_id for known in self.events}:
                continue
            if self._journal:
                with self._journal.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(event)) + "\n")
            outgoing = self._record(event)
            self._die(event, KILL_AFTER)
            if outgoing:
                job = asyncio.create_task(self.say(outgoing))
                self._jobs.add(job)
                job.add_done_callback(self._jobs.discard)

    async def say(self, outgoing: Outgoing) -> None:
        await self._web.send(outgoing)

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        if event.event_id in {known.event_id for known in self.events}:
            return FileReceipt(FileOutcome.REPEATED)
        if self.refuses is None:
            self.kept.append(content)
            await self.receive([replace(event, file_ref=str(len(self.kept)))])
        return self.refuses or FileReceipt(FileOutcome.STORED)

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        return self.lines[-limit:]

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        named = [line for line in self.lines if line.id == message and line.file_name]
        return FILE if named and not named[0].mine else None

    def _die(self, event: Incoming, word: str) -> None:
        """End the process as a power cut would, the first time this text comes."""
        if self._journal is None or event.text != word:
            return
        mark = self._journal.with_suffix(".died")
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    def _record(self, event: Incoming) -> Outgoing | None:
        self.events.append(event)
        if event.kind is not IncomingKind.OPENED:
            spans = (Span(text=event.text),)
            own = {"file_name": event.file_name, "ref": event.message_ref, "event": event.event_id}
            own["replies_to"] = event.replies_to
            self.lines.append(TranscriptEntry(len(self.events), True, spans, **own))
        return self.compose(answer(event)) if self.speaks else None

    def compose(self, spans: tuple[Span, ...], *, file: OutgoingFile | None = None) -> Outgoing:
        """A new line of the bot, with buttons and the count of what was said."""
        number = len(self.lines) + 100
        buttons = tuple(
            tuple(OutgoingButton(label, f"{number}.{label[:3]}") for label in row) for row in LABELS
        )
        done = (len([event for event in self.events if event.kind is IncomingKind.SAID]), ALL)
        wants_file = bool(self.events) and self.events[-1].text == "phụ lục"
        file = file or (FILE if wants_file else None)
        name = file.name if file else ""
        self.lines.append(TranscriptEntry(number, False, spans, buttons, name, done))
        return Outgoing(number, "local", spans, buttons, file, done)


def answer(event: Incoming) -> tuple[Span, ...]:
    match event.kind:
        case IncomingKind.OPENED:
            return (Span(text="Chào anh/chị.\n\n"), *QUESTION)
        case IncomingKind.SAID if event.text == "phụ lục":
            return (Span(text="Phụ lục đã xong. Mời tải về."),)
        case IncomingKind.TAPPED:
            return (Span(text=f"Đã bấm: {event.button}\n\n"), *QUESTION)
        case IncomingKind.EDITED:
            return (Span(text="Đã sửa thành "), Span(text=event.text, bold=True))
    return (Span(text="Đã ghi: "), Span(text=event.text, bold=True), Span(text="\n\n"), *QUESTION)
