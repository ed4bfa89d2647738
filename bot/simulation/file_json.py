"""What is read from a file, as JSON for `phuluc file read`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.simulation.cells_json import say_plainly
from bot.simulation.reading_json import plain_value
from conversations.answers.values import Answer
from conversations.bulk.filed_cells import read_cell
from conversations.calendar.periods import Period, previous_period
from conversations.dialog.previews.file_origin import describe_signatures
from conversations.forms.model import Form
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, as_answer
from conversations.reports.previous import FiledAppendix, UnreadCell
from conversations.reports.printed_answers import print_answer
from templates.loading.wording import load_wording

Told = dict[str, Any]
UNCLEAR = "refused.unclear"


def refusal_json(form: Form, code: str, data: Mapping[str, Any]) -> Told:
    """A file that cannot be taken, with the sentence that the officer would read."""
    return _blank(form) | {"kind": "refused", "refused": code, "why": say_plainly(code, dict(data))}


def file_json(form: Form, filed: FiledAppendix, ours: Period | None) -> Told:
    """`ours` is the period of the report at hand: a file that names none is of the one before."""
    told = _blank(form) | {"kind": "fill_in" if filed.fill_in else "filed"}
    told |= {"format": filed.kind, "signatures": [*_signatures(filed)]}
    if filed.period is not None:
        told["period"] = filed.period.name
    elif filed.periods:
        told["doubtful"]["period"] = [one.name for one in filed.periods]
    elif ours is not None:
        told["period"] = previous_period(ours).name
    told["cells"] = {key: _cell(form, key, answer) for key, answer in filed.answers.items()}
    for cell in filed.unread:
        readings = _readings(form, cell)
        if readings:
            told["doubtful"][cell.key] = readings
        else:
            why = _why(cell.code)
            told["unread"].append({"where": _where(cell), "text": cell.read, "why": why})
    told["unread"] += _left_out(filed)
    told["counts"] = filed.count.model_dump() | {"matched": filed.matched, "rows": len(form.rows)}
    return told


def _blank(form: Form) -> Told:
    return {
        "form": form.key,
        "period": None,
        "kind": "",
        "format": "",
        "signatures": [],
        "refused": None,
        "cells": {},
        "doubtful": {},
        "unread": [],
        "counts": {},
    }


def _cell(form: Form, key: str, answer: Answer) -> Told:
    return {
        "value": plain_value(answer.value) if answer.value is not None else None,
        "remark": answer.remark,
        "note": answer.note,
        "state": answer.state.value,
        "text": print_answer(form.row(key), answer),
    }


def _signatures(filed: FiledAppendix) -> Iterator[str]:
    """Each signature in the sentence that the officer would read."""
    for one in filed.signatures:
        yield say_plainly("file.signatures", describe_signatures((one,))).strip()


def _readings(form: Form, cell: UnreadCell) -> list[str]:
    reading = read_cell(form, cell).reading
    if not isinstance(reading, AmbiguousReading):
        return []
    row = form.row(cell.key)
    settled = (one for one in reading.readings if isinstance(one, ReadValue | ReadState))
    return [print_answer(row, as_answer(one)) for one in settled]


def _why(code: str) -> str:
    """Why something is not taken, in a few words."""
    known = f"why.{code}" in load_wording().codes
    return say_plainly(f"why.{code if known else UNCLEAR}", {})


def _where(cell: UnreadCell) -> str:
    return f"{cell.where} ({cell.key})" if cell.where else cell.key


def _left_out(filed: FiledAppendix) -> Iterator[Told]:
    no_row = _why("burst.no_row")
    for where, said in zip(filed.unplaced_at, filed.unplaced, strict=True):
        yield {"where": where, "text": said, "why": no_row}
    for one in filed.left_out:
        yield {"where": one.where, "text": one.text, "why": _why(one.why)}
