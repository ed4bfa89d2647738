"""A number far above the last period's: a figure too many, or a number meant for something else."""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.values import Number
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, ReadValue
from conversations.reports.previous_lookup import past_of
from conversations.text.numbers import print_number

LEAST_ODD = Decimal(1_000)  # smaller numbers may grow as they like
TIMES = 100  # as much as in the last period


def doubt_growth(turn: Turn, row: Row, reading: ReadValue) -> AmbiguousReading | None:
    """The question whether so much is meant; None for a number that is not out of proportion."""
    value = reading.value
    if not isinstance(value, Number) or abs(value.amount) < LEAST_ODD:
        return None
    past = past_of(turn.report, row)
    last = past.answer(row.key).amount if past is not None else None
    if past is None or not last or abs(value.amount) < abs(last) * TIMES:
        return None
    data = {
        "read": print_number(value.amount),
        "last": print_number(last),
        "period": past.period.name,
    }
    return AmbiguousReading(code="which.growth", data=data, readings=(reading,))
