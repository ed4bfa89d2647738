"""What a text gives for one row or for several, as JSON for `phuluc read`: cells, doubts, and what
was not read, with why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.simulation.reading_json import plain_value
from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.composing.markup import strip_markup
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from templates.loading.wording import WordingCatalog, load_wording

Told = dict[str, Any]


def cells_json(report: Report, form: Form, rows: Sequence[str], text: str) -> Told:
    """The text read for rows that stand before the officer as a list; for one alone when it is
    no list. Rows that different ways of reading fill differently are doubtful."""
    wording = load_wording()
    ways = read_burst(form, report, rows, text, listed=True) if len(rows) > 1 else ()
    if not ways:
        ways = (BulkAnswers(entries=(_single(form, rows[0], text),)),)
    told: Told = {"cells": [], "doubtful": [], "unread": []}
    for entries in _by_row(ways):
        _tell(told, form, entries, len(ways), wording)
    warnings = dict.fromkeys(code for way in ways for code in way.warnings)
    told["warnings"] = [{"code": code, "words": _say(wording, code, {})} for code in warnings]
    return told


def _single(form: Form, key: str, text: str) -> BulkEntry:
    return BulkEntry(row=key, said=text, reading=read_answer(form.row(key), text))


def _by_row(ways: Sequence[BulkAnswers]) -> list[list[BulkEntry]]:
    """The entries of all ways, those of one row together; one without a row stands alone."""
    found: dict[object, list[BulkEntry]] = {}
    for way in ways:
        for entry in way.entries:
            found.setdefault(entry.row or ("", entry.said), []).append(entry)
    return [*found.values()]


def _tell(
    told: Told, form: Form, entries: list[BulkEntry], ways: int, wording: WordingCatalog
) -> None:
    first = entries[0]
    alike = len(entries) == ways and all(one.reading == first.reading for one in entries)
    row = form.row(first.row) if first.row else None
    reading = first.reading
    if alike and row is not None and isinstance(reading, ReadValue | ReadState):
        told["cells"].append({"row": row.key, **_settled(row, reading), "note": first.note})
    elif row is not None and (choices := _choices(entries)):
        code = reading.code if isinstance(reading, AmbiguousReading) else "ways"
        readings = [_settled(row, one) for one in choices]
        told["doubtful"].append(
            {"row": row.key, "said": first.said, "code": code, "readings": readings}
        )
    elif isinstance(reading, RefusedReading):
        why = _say(wording, reading.code, reading.data)
        told["unread"].append(
            {"row": first.row, "said": first.said, "code": reading.code, "why": why}
        )


def _choices(entries: Sequence[BulkEntry]) -> list[ReadValue | ReadState]:
    found: dict[ReadValue | ReadState, None] = {}
    for entry in entries:
        match entry.reading:
            case AmbiguousReading(readings=readings):
                found |= dict.fromkeys(readings)
            case ReadValue() | ReadState() as reading:
                found[reading] = None
    return [*found]


def _settled(row: Row, reading: ReadValue | ReadState) -> Told:
    """State, value as it is stored, text as it is printed, and the remark beside it."""
    answer = as_answer(reading)
    return {
        "state": answer.state.value,
        "value": plain_value(answer.value) if answer.value is not None else None,
        "text": print_answer(row, answer),
        "remark": reading.remark,
    }


def say_plainly(code: str, data: dict[str, Any]) -> str:
    """The sentence that the officer would read, on one line."""
    return _say(load_wording(), code, data)


def _say(wording: WordingCatalog, code: str, data: dict[str, Any]) -> str:
    known = code if code in wording.codes else f"why.{code}"
    return " ".join(strip_markup(wording.say(known, data)).split())
