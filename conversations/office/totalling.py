"""Many reports as one: sums of flows, last values of stocks, percentages from their parts.

A percentage is never the mean of percentages: it is the sum of the parts that were counted over
the sum of what they were counted among. What was given without its parts is left out, and told.
Every total knows how many units stand behind it and how their blanks were treated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from pydantic import Field

from conversations import applying
from conversations.form import Basis, Form, PercentType, Row, TextType
from conversations.report import Report
from conversations.values import Answer, Frozen, Number, Ratio, State, Text, Value


class Figure(Frozen):
    """One unit's number: an amount, of a percentage with its base, or a code."""

    state: State
    amount: Decimal | None = None
    base: Decimal | None = None
    code: str | None = None


class Tally(Figure):
    """The figures of one row that are alike in state, code and having a base: how many units
    gave them, and their sums."""

    key: str
    units: int


class RowTotal(Frozen):
    """What a row comes to. `units` counts the reports by the state of their answer, `missing`
    those that were not handed in; `apart` gave a percentage without its parts."""

    key: str
    value: Value | None = None
    codes: Mapping[str, int] = Field(default_factory=dict)
    units: Mapping[State, int] = Field(default_factory=dict)
    apart: int = 0
    missing: int = 0


def total_row(
    row: Row, rounds: Sequence[Sequence[Tally]], counted: Sequence[int], expected: Sequence[int]
) -> RowTotal:
    """The total of a row over some rounds, the oldest first, each with its tallies of the row,
    the reports that count and those expected. What flows is summed over all of them; what is
    counted at a date is taken from the last."""
    flows = row.basis in (Basis.IN_PERIOD, None)
    if not flows:
        rounds, counted, expected = rounds[-1:], counted[-1:], expected[-1:]
    tallies = [tally for one in rounds for tally in one]
    units = Counter[State]()
    codes = Counter[str]()
    for tally in tallies:
        units[tally.state] += tally.units
        if tally.code is not None:
            codes[tally.code] += tally.units
    units[State.BLANK] += sum(counted) - sum(units.values())
    percent = isinstance(row.answer, PercentType)
    valued = [one for one in tallies if one.state is State.VALUE]
    apart = sum(one.units for one in valued if percent and one.base is None)
    return RowTotal(
        key=row.key,
        value=_ratio(valued) if percent else _sum(row, valued),
        codes=dict(sorted(codes.items())),
        units={state: number for state, number in units.items() if number},
        apart=apart,
        missing=sum(expected) - sum(counted),
    )


def _sum(row: Row, valued: Iterable[Tally]) -> Number | None:
    if isinstance(row.answer, TextType):
        return None
    amounts = [one.amount for one in valued if one.amount is not None]
    return Number(amount=sum(amounts, Decimal(0))) if amounts else None


def _ratio(valued: Iterable[Tally]) -> Ratio | None:
    parts = [(one.amount, one.base) for one in valued if one.amount is not None and one.base]
    base = sum((base for _, base in parts if base is not None), Decimal(0))
    if not base:
        return None
    return Ratio(numerator=sum((part for part, _ in parts), Decimal(0)), denominator=base)


class Total(Frozen):
    """A whole form added up."""

    rows: Mapping[str, RowTotal]
    expected: int
    counted: int
    approved: int

    @property
    def complete(self) -> bool:
        """Whether every report is in and approved; until then it is a draft."""
        return self.approved == self.expected


def consolidate(
    form: Form,
    empty: Report,
    tallies: Sequence[Sequence[Tally]],
    counted: Sequence[int],
    approved: Sequence[int],
    expected: Sequence[int],
) -> Total:
    """Add the rounds up, row by row, and compute again what is computed from other rows.
    `empty` is the report that the total will be: of whom, of which period."""
    by_key: list[dict[str, list[Tally]]] = []
    for one in tallies:
        found: dict[str, list[Tally]] = {}
        for tally in one:
            found.setdefault(tally.key, []).append(tally)
        by_key.append(found)
    rows = {
        row.key: total_row(row, [one.get(row.key, []) for one in by_key], counted, expected)
        for row in form.rows
        if row.answer is not None
    }
    total = Total(rows=rows, expected=sum(expected), counted=sum(counted), approved=sum(approved))
    return total.model_copy(update={"rows": _recomputed(form, empty, rows)})


def _recomputed(form: Form, empty: Report, rows: Mapping[str, RowTotal]) -> dict[str, RowTotal]:
    """The totals with percentages computed from the totals of the rows they are made of."""
    answers = {key: _answer(one) for key, one in rows.items() if one.value is not None}
    made = empty.model_copy(update={"answers": answers})
    again = {one.key: one.answer.value for one in applying.computed_answers(form, made)}
    for row in form.rows:
        helper = row.helper
        if helper is None or row.key in again:
            continue
        part, base = _amount(rows, helper.numerator_row), _amount(rows, helper.denominator_row)
        if part is not None and base:
            again[row.key] = Ratio(numerator=part, denominator=base)
    return {
        key: one.model_copy(update={"value": again[key]}) if key in again else one
        for key, one in rows.items()
    }


def _amount(rows: Mapping[str, RowTotal], key: str | None) -> Decimal | None:
    value = rows[key].value if key is not None and key in rows else None
    return value.amount if isinstance(value, Number) else None


def _answer(one: RowTotal) -> Answer:
    return Answer(state=State.VALUE, value=one.value)


def as_answers(form: Form, total: Total, words: Mapping[str, str]) -> dict[str, Answer]:
    """The total as the answers of one report: sums as numbers, codes as how often each was
    given, and beside each row the `words` that explain it."""
    return {key: _printed(form.row(key), one, words.get(key)) for key, one in total.rows.items()}


def _printed(row: Row, one: RowTotal, note: str | None) -> Answer:
    value = one.value
    if one.codes:
        counts = "; ".join(f"{code}: {units}" for code, units in one.codes.items())
        value = Text(text=counts)
    state = State.VALUE if value is not None else State.BLANK
    return Answer(state=state, value=value, note=note)


def differing(total: Total, other: Total) -> tuple[str, ...]:
    """The rows whose value is another in each of the two totals, both having one."""
    return tuple(
        key
        for key, one in total.rows.items()
        if one.value is not None
        and (there := other.rows[key].value) is not None
        and one.value != there
    )
