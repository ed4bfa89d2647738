"""A text that was too long for one message, and that the person's client cut into several.

Each part is stored, and read, when it comes: nothing waits for a part that may never come. A part
that follows at once is read together with those before it, as if they had come as one text; so
the row through which the cut went is mended, and a table's head holds for all of it. What had been
written of the earlier parts is changed, as by an edit. Where the next part is stored already, the
earlier one is read with it at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from bot.dispatch.stale_events import order_of
from bot.ports.channel import Incoming, IncomingKind
from conversations.commands.report import parse_command
from conversations.dialog.engine import MAX_SAID
from conversations.protocol.messages import utf16_length
from conversations.speech.consent import read_consent
from storage.transaction import Transaction

FULL = 7 / 8  # of a message that is cut; a line is rarely longer than the rest
LONGEST_WORD = 60  # characters of a yes, a no or a command that may be said right behind a text
TOGETHER = 2  # seconds by the channel's clock between two parts
MOST_PARTS = 20
_BEGINS_ROW = re.compile(r"(?:\d{1,3}|[IVX]{1,4})[.)]\s")

ASKED = ("ghi", "lưu", "nộp")  # what may be asked about

Body = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WholeText:
    """The parts put together: what the first one answered, if it was a reply, and the row whose
    answer one of them became, if there is such."""

    text: str
    replies_to: str
    quoted: str
    row: str | None


def is_part(said: Body, cut_at: int) -> bool:
    """Whether a text may go on in the next message: clients cut at the limit of a message, or at
    the end of a line or a word shortly before it."""
    if not cut_at or said.get("kind") != IncomingKind.SAID or not said.get("said_at"):
        return False
    return utf16_length(said["text"]) >= cut_at * FULL


async def rest_waits(tx: Transaction, number: int, incoming: Incoming, cut_at: int) -> bool:
    """Whether the next part of this text, the event of this number, is stored and will be read
    together with it."""
    if not is_part(incoming.as_dict(), cut_at):
        return False
    coming = await tx.inbox.next_waiting(incoming.channel, incoming.conversation, number)
    if coming is None or not _goes_on(incoming.as_dict(), coming, cut_at):
        return False
    parts = await _parts(tx, incoming, cut_at)
    return len(_join([*parts, coming], cut_at)) <= MAX_SAID


async def whole_text(tx: Transaction, incoming: Incoming, cut_at: int) -> WholeText | None:
    """The text with the parts before it; None when there are none."""
    parts = await _parts(tx, incoming, cut_at) if cut_at and incoming.said_at else []
    if len(parts) < 2:
        return None
    rows = [await _answered_alone(tx, incoming, part["message_ref"]) for part in parts[:-1]]
    first = parts[0]
    answers = (first.get("replies_to", ""), first.get("quoted", ""))
    row = next((row for row in rows if row is not None), None)
    return WholeText(_join(parts, cut_at), *answers, row)


async def _answered_alone(tx: Transaction, incoming: Incoming, reference: str) -> str | None:
    """The row whose answer all of an earlier part became."""
    part = (incoming.channel, incoming.conversation, reference)
    read, wrote = await tx.inbox.row_of(*part), await tx.inbox.row_written(*part)
    return read.key if read is not None and read == wrote else None


async def _parts(tx: Transaction, incoming: Incoming, cut_at: int) -> list[Body]:
    """The parts up to this one, as many of the last ones as are looked at in one text."""
    place = (incoming.channel, incoming.conversation)
    chain: list[Body] = [incoming.as_dict()]
    for earlier in await tx.inbox.list_handled(*place, MOST_PARTS):
        if not _goes_on(earlier, chain[0], cut_at):
            break
        chain.insert(0, earlier)
    parts: list[Body] = []
    for part in chain:
        parts = [*parts, part] if len(_join([*parts, part], cut_at)) <= MAX_SAID else [part]
    return parts


def _goes_on(earlier: Body, later: Body, cut_at: int) -> bool:
    """Whether the second text came right behind a first one that may go on."""
    if not is_part(earlier, cut_at) or later.get("kind") != IncomingKind.SAID:
        return False
    if _stands_alone(str(later["text"])):
        return False
    apart = int(later.get("said_at", 0)) - int(earlier["said_at"])
    return 0 <= apart <= TOGETHER and order_of(earlier) < order_of(later)


def _stands_alone(text: str) -> bool:
    """Whether it is a yes, a no or a command, said right behind a long text."""
    if len(text) > LONGEST_WORD:
        return False
    return read_consent(text, ASKED) is not None or parse_command(text) is not None


def _join(parts: Sequence[Body], cut_at: int) -> str:
    texts = [str(part["text"]) for part in parts]
    joined = texts[0]
    for before, after in pairwise(texts):
        joined += _between(before, after, cut_at) + after
    return joined


def _between(before: str, after: str, cut_at: int) -> str:
    """What stood where the cut is. Clients cut at an end of line or a blank and leave it out, and
    so do they with empty cells beside it; only a message that is full to the last letter may
    have been cut within a word."""
    last, first = before.rpartition("\n")[2], after.partition("\n")[0]
    torn = utf16_length(before) == cut_at and last[-1:].isalnum() and first[:1].isalnum()
    cells = max(line.count("\t") for line in before.split("\n"))
    if cells:
        return _between_cells(last.count("\t"), first.count("\t"), cells, torn=torn)
    if torn and not _BEGINS_ROW.match(after):
        return ""
    return "\n" if "\n" in before[len(before) // 2 :] else " "


def _between_cells(last: int, first: int, cells: int, *, torn: bool) -> str:
    """The same in a table, by the tabs in the lines before and after the cut, and in a row."""
    if last + first > cells:
        return "\n" + "\t" * (cells - first)
    if last + first < cells:
        return "\t" * (cells - last - first)
    return "" if torn else " "
