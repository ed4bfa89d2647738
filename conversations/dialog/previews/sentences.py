"""Sentences that give answers with words of their rows: they are shown before they are stored."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers
from conversations.bulk.named_answers import read_named
from conversations.dialog.turn import Turn
from conversations.parsing.result import RefusedReading
from conversations.protocol.session import ListInput, Preview

SEVERAL = 2  # answers that make a sentence one of answers, whatever else it may be


def named_way(
    turn: Turn, text: str, rows: Sequence[str] = (), least: int = 1
) -> tuple[BulkAnswers, ...]:
    """The way to read the sentence as at least so many answers; none when it gives fewer."""
    hand = tuple(rows) or _in_hand(turn)
    entries = read_named(turn.form, hand, text)
    way = BulkAnswers(entries=entries)
    return (way,) if count_placed(way) >= least else ()


def names_only(turn: Turn, text: str, key: str) -> bool:
    """Whether the sentence is one answer, and that of this row."""
    ways = named_way(turn, text)
    return bool(ways) and [one.row for one in ways[0].entries] == [key]


def count_placed(way: BulkAnswers) -> int:
    """How many of its answers have a row that takes them."""
    return sum(one.row is not None and _is_read(one.reading) for one in way.entries)


def _is_read(reading: object) -> bool:
    return not isinstance(reading, RefusedReading)


def _in_hand(turn: Turn) -> tuple[str, ...]:
    """The rows that the officer is likely to speak of: of the list, or of the same section."""
    focus = turn.session.focus
    if isinstance(focus, ListInput):
        return focus.rows
    if isinstance(focus, Preview):
        lines = [line.entry.row for line in focus.lines if line.entry.row is not None]
        return (*dict.fromkeys((*lines, *(focus.rows or _section_of(turn)))),)
    if turn.session.listed and turn.open_row is None:
        return turn.session.listed
    return _section_of(turn)


def _section_of(turn: Turn) -> tuple[str, ...]:
    key = turn.open_row
    if key is None or key not in turn.form.by_key:
        return ()
    section = turn.form.section_of(key).key
    return tuple(one for one in turn.form.order if turn.form.section_of(one).key == section)
