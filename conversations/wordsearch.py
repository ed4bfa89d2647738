"""Words of a label, typed where an answer was awaited: the rows that match, or an answer for
the one that does."""

from __future__ import annotations

from conversations import previewing
from conversations.burst import Burst, Entry
from conversations.finding import find_rows, split_trailing_value, sure_row
from conversations.form import Row
from conversations.placing import MAX_LIST
from conversations.reader import read
from conversations.reading import Refused
from conversations.session import ChoosingRow
from conversations.turn import Turn


def by_words(turn: Turn, text: str) -> bool:
    """`biên chế` lists the rows that match; `biên chế có mặt 46` proposes the answer for the
    row it names. False when no row matches."""
    parts = split_trailing_value(text)
    if parts is not None and _propose(turn, *parts):
        return True
    rows = find_rows(turn.form, text)
    if rows:
        _list(turn, text, rows, "")
    return bool(rows)


def _propose(turn: Turn, words: str, value: str) -> bool:
    rows = [row for row in find_rows(turn.form, words) if _takes(row, value)]
    sure = sure_row(turn.form, words)
    if sure is not None and _takes(sure, value):
        entry = Entry(row=sure.key, said=value, reading=read(sure, value))
        previewing.show(turn, (Burst(entries=(entry,)),), value, ())
    elif rows:
        _list(turn, words, rows, value)
    return bool(rows)


def _takes(row: Row, value: str) -> bool:
    return not isinstance(read(row, value), Refused)


def _list(turn: Turn, words: str, rows: list[Row], value: str) -> None:
    keys = tuple(row.key for row in rows[:MAX_LIST])
    turn.look_at(ChoosingRow(words=words, rows=keys, value=value, back_to=turn.open_row))
