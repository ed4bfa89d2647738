"""Clauses that each say a state of several rows of a list by words, beside other answers: `3 dòng
khảo sát chưa có số, chấp hành chỉ thị 10 thì tốt`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from conversations.bulk.mixed import find_clearer_mix, is_plain
from conversations.bulk.model import (
    BulkEntry,
    once_each,
    read_entry,
    split_outside_brackets,
)
from conversations.bulk.parser import read_burst
from conversations.bulk.sentences import hear_answers
from conversations.dialog.readers.row_groups import (
    RowGroup,
    give_state,
    read_group,
    read_in_two,
    rows_left_empty,
)
from conversations.dialog.sentences import count_placed, hear_lines
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState

LONGEST = 1_500  # characters of such a message
MOST_CLAUSES = 30
_BETWEEN = re.compile(r"(?<!\d),|,(?!\d)|[;\n]|[.!](?=\s|$)")
Rows = tuple[str, ...]
Entries = tuple[BulkEntry, ...]


@dataclass(frozen=True)
class ReadClause:
    """A clause, with the rows that it names and what it says of them, or that it leaves empty."""

    text: str
    group: RowGroup | None = None
    empty: Rows = ()

    @property
    def is_other(self) -> bool:
        return self.group is None and not self.empty


def read_clauses(turn: Turn, rows: Rows, text: str) -> tuple[ReadClause, ...]:
    """The clauses of the text, where one of them says a state of several rows of the list, or
    leaves some empty; none for other texts, and where the text is read as well as a whole."""
    parts = _read_parts(turn, rows, _cut(text))
    if not any(one.group or one.empty for one in parts):
        return ()
    return tuple(parts)


def entries_of(turn: Turn, rows: Rows, text: str, parts: Sequence[ReadClause]) -> Entries:
    """The answers of the clauses; none where the text is read as well as a whole. What is said of
    one row goes before what is said of its group."""
    entries = _entries_of(turn, rows, parts)
    whole = _of_others(turn, rows, text)
    if len(whole) >= count_placed(entries) and all(is_plain(one) for one in whole):
        return ()
    return entries


def _entries_of(turn: Turn, rows: Rows, parts: Sequence[ReadClause]) -> Entries:
    read: list[tuple[bool, BulkEntry]] = []
    for other, run in groupby(parts, lambda one: one.is_other):
        if other:
            text = ", ".join(one.text for one in run)
            read += [(False, one) for one in _of_others(turn, rows, text)]
        else:
            groups = [one.group for one in run if one.group is not None]
            read += [(True, one) for group in groups for one in answer_group(turn, group)]
    alone = {one.row for grouped, one in read if not grouped and one.is_placed}
    return once_each(one for grouped, one in read if not grouped or one.row not in alone)


def _cut(text: str) -> list[str]:
    if len(text) > LONGEST or "\t" in text:
        return []
    parts = [part.strip() for part in split_outside_brackets(_BETWEEN, text) if part.strip()]
    return parts if len(parts) <= MOST_CLAUSES else []


def _read_parts(turn: Turn, rows: Rows, clauses: list[str]) -> list[ReadClause]:
    """What each clause is; one that only says the state of the group before it is a part of it."""
    found: list[ReadClause] = []
    for clause in clauses:
        group = _taken(turn, read_group(turn, rows, clause))
        empty = () if group is not None else rows_left_empty(turn, rows, clause)
        last = found[-1] if found and not group and not empty else None
        whole = _with_state(turn, rows, last, clause) if last is not None else None
        if last is not None and whole is not None:
            found[-1] = ReadClause(f"{last.text}, {clause}", whole)
        else:
            found.append(ReadClause(clause, group, empty))
    return found


def _taken(turn: Turn, group: RowGroup | None) -> RowGroup | None:
    """The group, if all of its rows take what is said: `có` is no number."""
    if group is None or group.reading is not None:
        return group
    sure = all(read_entry(turn.form, key, group.said).is_sure for key in group.rows)
    return group if sure else None


def _with_state(turn: Turn, rows: Rows, last: ReadClause, clause: str) -> RowGroup | None:
    if last.group is not None:
        return give_state(last.group, clause)
    whole = read_in_two(turn, rows, last.text, clause) if last.is_other else None
    return None if whole is None or _answers(turn, rows, last.text) else whole


def _answers(turn: Turn, rows: Rows, clause: str) -> bool:
    return any(one.is_sure for one in hear_answers(turn.form, rows, clause, listed=True))


def answer_group(turn: Turn, group: RowGroup) -> Entries:
    """The state for each row; words that a row would take as its text are none."""
    reading = group.reading
    read = (read_entry(turn.form, key, group.said) for key in group.rows)
    return tuple(
        one
        if reading is None or isinstance(one.reading, ReadState) or (one.is_sure and group.is_code)
        else one.model_copy(update={"reading": reading})
        for one in read
    )


def _of_others(turn: Turn, rows: Rows, text: str) -> Entries:
    """What clauses answer that name no group: the way to read them that answers most."""
    bursts = hear_lines(turn, read_burst(turn.form, turn.report, rows, text, listed=True))
    mixed = find_clearer_mix(turn.form, turn.report, rows, text, lambda: bursts)
    heard = hear_answers(turn.form, rows, text, listed=True)
    ways = [mixed.entries if mixed is not None else (), heard]
    ways += [one.entries for one in bursts if len(bursts) == 1]
    best = max(ways, key=count_placed)
    return best or (read_entry(turn.form, None, text),)
