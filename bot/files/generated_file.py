"""A file that is made outside of the transaction that asks for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.files.report_file import ReportFile
from conversations.protocol.messages import Reply
from storage.transaction import Transaction

Gathering = Callable[[Transaction], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    """A file to be handed out, with the words that go with it. It is made outside of any
    transaction, from what was read in one. `of` is the file of one report that it is, if any. One
    with `gather` is made of more than a transaction that writes may read: it reads for itself, in
    one that keeps nobody waiting."""

    file_name: str
    make: Callable[[], bytes]
    reply: Reply
    of: ReportFile | None = None
    gather: Gathering | None = None
