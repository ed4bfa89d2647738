"""What people say of a row among many in other words than an answer: that it stays as it was
(`12=giữ nguyên`), and states with who says them (`5=xã không có`)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers, BulkEntry, refuse_entry
from conversations.bulk.said_states import means_keep, read_said_state
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    RefusedReading,
    as_reading,
)
from conversations.parsing.states import PHRASES
from conversations.reports.kept_answers import carried_answer
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before

_COUNTED = re.compile(r"[1-9]\d{0,2}\s+[^\W\d]")


def settle_kept(form: Form, report: Report, burst: BulkAnswers) -> BulkAnswers:
    """The answers with these words read."""
    entries = tuple(_settled(form, report, entry) for entry in burst.entries)
    return burst if entries == burst.entries else burst.model_copy(update={"entries": entries})


def _settled(form: Form, report: Report, entry: BulkEntry) -> BulkEntry:
    if entry.row is None or not entry.said:
        return entry
    row = form.row(entry.row)
    if means_keep(entry.said):
        return entry.model_copy(update={"reading": _kept(report, row, entry.said)})
    if isinstance(entry.reading, RefusedReading) and entry.reading.code != "burst.twice":
        state = read_said_state(entry.said) or _as_having(row, entry.said)
        return entry if state is None else entry.model_copy(update={"reading": state})
    return entry


def _as_having(row: Row, said: str) -> Reading | None:
    """`1 sáng kiến` where yes or no is asked: there is one."""
    if not row.options or not _COUNTED.match(said):
        return None
    reading = read_answer(row, f"có {said}")
    return None if isinstance(reading, RefusedReading) else reading


def _kept(report: Report, row: Row, said: str) -> Reading:
    """Last period's answer; a refusal that says why it cannot stand."""
    answer = carried_answer(report, row)
    if answer is not None:
        return as_reading(answer)
    known = bool(printed_before(report, row))
    return refuse_entry("burst.not_kept" if known else "burst.no_last", said)


def split_states(entries: Sequence[BulkEntry]) -> tuple[BulkAnswers, ...]:
    """One way for each state that the same words may mean for all of these rows; none where
    they are answered in different words."""
    if len(entries) < 2 or len({entry.said for entry in entries}) > 1:
        return ()
    reading = read_said_state(entries[0].said)
    if not isinstance(reading, AmbiguousReading) or any(entry.row is None for entry in entries):
        return ()
    states = [one for one in reading.readings if isinstance(one, ReadState)]
    return tuple(
        BulkAnswers(
            entries=tuple(entry.model_copy(update={"reading": state}) for entry in entries),
            words=PHRASES[state.state][0],
        )
        for state in states
    )
