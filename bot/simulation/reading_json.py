"""A reading as JSON, for `phuluc read`."""

from __future__ import annotations

from typing import Any

from conversations.answers.values import Coded, Codes, Day, Names, Number, Ratio, Text, Value
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
)
from conversations.reports.printed_answers import print_answer


def reading_json(row: Row, reading: Reading) -> dict[str, Any]:
    """`outcome` value | state | ask | refuse; `value` as stored (a decimal or a code, as text);
    `note` what stood beside it; `state`; `code` of the choice, the question or the refusal;
    `readings` to choose from."""
    blank: dict[str, Any] = dict.fromkeys(("value", "note", "state", "code"))
    found = {"row": row.key, "outcome": reading.outcome, **blank, "readings": []}
    match reading:
        case ReadValue(value=value, remark=remark):
            code = value.code if isinstance(value, Coded) else None
            return found | {
                "value": plain_value(value),
                "note": remark,
                "code": code,
                "state": "value",
            }
        case ReadState(state=state, remark=remark):
            return found | {"state": state.value, "note": remark}
        case AmbiguousReading(code=code, readings=readings):
            return found | {"code": code, "readings": [_option(row, one) for one in readings]}
        case RefusedReading(code=code, data=data):
            return found | {"code": code, "data": data}


def _option(row: Row, reading: ReadValue | ReadState) -> dict[str, Any]:
    full = reading_json(row, reading)
    kept = {key: full[key] for key in ("outcome", "value", "note", "state")}
    return kept | {"printed": print_answer(row, as_answer(reading))}


def plain_value(value: Value) -> str:
    """A value as it is stored, without what it is printed with."""
    match value:
        case Number() | Ratio():
            return format(value.amount, "f")
        case Coded(code=code):
            return code
        case Text(text=text):
            return text
        case Codes(codes=codes):
            return ",".join(codes)
        case Day(day=day):
            return day.isoformat()
        case Names(names=names):
            return "; ".join(names)
