"""The terminal channel: the conversation on stdin and stdout, which it can record."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.ports.channel import (
    ChannelError,
    ChannelLimits,
    FileTooLargeError,
    Incoming,
    IncomingKind,
    Outgoing,
)
from bot.simulation.recorded_talk import Recording
from conversations.protocol.messages import Capabilities, Span
from conversations.text.normalize import fold_text

NAME = "terminal"
CONVERSATION = "local"
SEND = "/gui"
_BOLD, _ITALIC, _PLAIN = "\x1b[1m", "\x1b[3m", "\x1b[0m"


class TerminalChannel:
    """Prints what the bot says; files are written into a folder."""

    name = NAME
    capabilities = Capabilities(buttons=0, edits=False, files=True, text_limit=100_000)
    limits = ChannelLimits()

    def __init__(self, out: TextIO, folder: Path, record: Recording | None = None) -> None:
        self._out = out
        self._folder = folder
        self._record = record

    async def send(self, outgoing: Outgoing) -> str:
        plain = "".join(span.text for span in outgoing.spans)
        if self._record is not None:
            self._record.bot_says(plain)
        styled = "".join(map(self._styled, outgoing.spans)) if self._out.isatty() else plain
        print(f"\n{styled}\n", file=self._out, flush=True)
        if outgoing.file is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / outgoing.file.name
            path.write_bytes(outgoing.file.content)
            print(f"[{path}]\n", file=self._out, flush=True)
        return str(outgoing.id)

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """Read the file at this path; raise ChannelError or FileTooLargeError."""
        return await asyncio.to_thread(_read_file, Path(file_ref), limit)

    @staticmethod
    def _styled(span: Span) -> str:
        style = _BOLD * span.bold + _ITALIC * span.italic
        return f"{style}{span.text}{_PLAIN}" if style else span.text


def opening_event() -> Incoming:
    """The officer came to the terminal."""
    return _incoming(IncomingKind.OPENED, "")


def typed_event(text: str) -> Incoming:
    """A line that was typed; `/gui path` sends the file at that path."""
    command, _, path = text.strip().partition(" ")
    if fold_text(command) != SEND or not path.strip():
        return _incoming(IncomingKind.SAID, text)
    file = Path(path.strip().strip("\"'")).expanduser().absolute()
    return replace(_incoming(IncomingKind.SENT, ""), file_name=file.name, file_ref=str(file))


def _read_file(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        raise ChannelError(str(error), permanent=True) from error
    if len(content) > limit:
        raise FileTooLargeError
    return content


def _incoming(kind: IncomingKind, text: str) -> Incoming:
    event = str(uuid.uuid4())
    return Incoming(
        channel=NAME,
        event_id=event,
        conversation=CONVERSATION,
        sender=CONVERSATION,
        kind=kind,
        text=text,
        message_ref=event,
    )


async def read_line(prompt: str = "> ") -> str | None:
    """One line from stdin without holding up the loop; None at its end."""
    read: Callable[[], bytes] = sys.stdin.buffer.readline
    if sys.stdin.isatty():
        print(prompt, end="", flush=True)
    line = await asyncio.to_thread(read)
    return decode_line(line) if line else None


def decode_line(line: bytes) -> str:
    """A typed line without its end; a byte that is no letter, as other keyboards or a pipe may
    send it, becomes U+FFFD."""
    return line.decode(sys.stdin.encoding or "utf-8", "replace").rstrip("\r\n")
