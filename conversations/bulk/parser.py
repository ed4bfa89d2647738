"""Reading several answers from one message: typed in a line or in lines, addressed by number,
key or label, or pasted from a table. What has two meanings is given twice, to be asked."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.addressed import read_addressed, read_numbered
from conversations.bulk.labelled_lines import read_lines
from conversations.bulk.model import (
    MAX_CELLS,
    MAX_ENTRIES,
    MAX_TEXT,
    BulkAnswers,
    BulkEntry,
    refuse_entry,
)
from conversations.bulk.ordered import read_lists
from conversations.bulk.table import read_table
from conversations.forms.model import Form
from conversations.parsing.result import Reading, ReadState, ReadValue, RefusedReading
from conversations.reports.model import Report
from conversations.text.normalize import clean_text, shorten_text

_PIECES = ("\n", ";", "=")  # more of one of them than rows that may be answered
_APART = frozenset("\t\n=:")  # what sets lines, cells and addresses apart


def read_burst(
    form: Form, report: Report, rows: Sequence[str], text: str, *, listed: bool
) -> tuple[BulkAnswers, ...]:
    """The ways in which the text is several answers; none when it is not.

    `rows` are in hand, in order. `listed`: they stand before the officer as a list, numbered
    from 1; else the first is the open question and the others would be asked after it.
    """
    hand = tuple(rows)
    if _is_too_much(text):
        free = not listed and hand and form.row(hand[0]).is_free_text
        return () if free else (_too_long(text),)
    table = read_table(form, hand if listed else (), text)
    if table is not None:
        return (BulkAnswers(entries=table),) if table else ()
    addressed = read_addressed(form, hand, text, listed=listed)
    if addressed:
        return (BulkAnswers(entries=addressed),)
    lines = read_lines(form, hand, text, listed=listed) if hand else None
    if lines is not None:
        return (BulkAnswers(entries=lines),) if lines else ()
    numbered = read_numbered(form, hand, text) if listed else ()
    lists = read_lists(form, report, hand, text, listed=listed)
    return (_too_long(text),) if lists is None else _that_hold((*numbered, *lists))


def _is_too_much(text: str) -> bool:
    """Whether the text has more pieces than any message of answers; counted, not read."""
    if len(text) > MAX_TEXT or text.count("\t") > MAX_ENTRIES * MAX_CELLS:
        return True
    return any(text.count(sign) > MAX_ENTRIES for sign in _PIECES)


def _too_long(text: str) -> BulkAnswers:
    return BulkAnswers(
        entries=(
            BulkEntry(
                row=None, said=shorten_text(text), reading=refuse_entry("burst.too_long", text)
            ),
        )
    )


def _that_hold(ways: tuple[BulkAnswers, ...]) -> tuple[BulkAnswers, ...]:
    """The ways whose answers all have a row that can take them, if there are such. One alone
    needs no words to be told from others."""
    held = tuple(way for way in ways if not _fails(way)) or ways
    return held if len(held) != 1 else (held[0].model_copy(update={"words": ""}),)


def _fails(burst: BulkAnswers) -> bool:
    return any(isinstance(one.reading, RefusedReading) for one in burst.entries)


def is_single(text: str, reading: Reading) -> bool:
    """Whether a text that was read as one answer beyond doubt can be nothing but that."""
    if not isinstance(reading, ReadValue | ReadState) or len(text) > MAX_TEXT:
        return False
    return _APART.isdisjoint(text) and _APART.isdisjoint(clean_text(text))
