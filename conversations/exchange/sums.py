"""Values that others have written, read back and added up, as the totals of the product are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from conversations.answers.figure import as_figure
from conversations.answers.values import (
    Answer,
    AnswerState,
    Coded,
    Codes,
    Day,
    Names,
    Number,
    Ratio,
    Text,
    Value,
)
from conversations.exchange.descriptions import APART
from conversations.exchange.records import ValueRecord
from conversations.forms.row import Row
from conversations.workflow.rollup import FigureGroup

MOST_TEXTS = 1_000  # different texts of a row that are kept apart
OTHER_TEXTS = "(nội dung khác)"
_Alike = tuple[str, AnswerState, str | None, str | None, bool]
_Sum = tuple[int, Decimal | None, Decimal | None]  # units, their amounts, their bases


class UnfitValueError(Exception):
    """A value that the row it is said to be of cannot have."""


def read_value(row: Row, told: ValueRecord) -> Value | None:
    """The value that a record tells of. UnfitValueError when it is none that the row can have, or
    when there is one beside a state without a value. A text that was left out is none."""
    if told.state is not AnswerState.VALUE:
        if told.value is not None or told.code or told.text or told.numerator is not None:
            raise UnfitValueError
        return None
    if row.is_free_text and not told.text:
        return None
    try:
        value = _made(row, told)
    except (ValueError, ArithmeticError):
        raise UnfitValueError from None
    if value is None or (row.computed is None and not row.answer_type.fits(value)):
        raise UnfitValueError
    if isinstance(value, Ratio) and told.value != value.amount:
        raise UnfitValueError  # the quotient that is written is not that of the two numbers
    return value


def _made(row: Row, told: ValueRecord) -> Value | None:
    kind = row.answer_type
    if told.numerator is not None and told.denominator is not None:
        return Ratio(numerator=told.numerator, denominator=told.denominator)
    if told.value is not None:
        return Number(amount=told.value)
    if kind.several and told.code:
        return Codes(codes=tuple(told.code.split(APART)))
    if told.code:
        return Coded(code=told.code)
    if kind.is_list and told.text:
        return Names(names=tuple(told.text.split("\n")), closed=True)
    if kind.type == "date" and told.text:
        return Day(day=date.fromisoformat(told.text))
    return Text(text=told.text) if told.text else None


class FigureSums:
    """Figures of many reports, summed as they come: what is kept grows with what is told apart,
    not with how many there are."""

    def __init__(self) -> None:
        self._sums: dict[_Alike, _Sum] = {}
        self._texts: dict[str, int] = {}

    def add(self, key: str, row: Row, state: AnswerState, value: Value | None) -> None:
        """Add what a report says in a row. `key` is the row's key in the total."""
        figure = as_figure(Answer(state=state, value=value))
        text = figure.text
        if text is not None and row.is_free_text:
            text = self._kept_text(key, state, text)
        alike = (key, state, figure.code, text, bool(figure.base))
        units, amount, base = self._sums.get(alike, (0, None, None))
        self._sums[alike] = (units + 1, _plus(amount, figure.amount), _plus(base, figure.base))

    def _kept_text(self, key: str, state: AnswerState, text: str) -> str:
        if (key, state, None, text, False) in self._sums:
            return text
        kept = self._texts.get(key, 0)
        if kept >= MOST_TEXTS:
            return OTHER_TEXTS
        self._texts[key] = kept + 1
        return text

    def groups(self) -> Iterator[FigureGroup]:
        """The figures that are alike, as a total takes them."""
        for (key, state, code, text, _), (units, amount, base) in self._sums.items():
            yield FigureGroup(
                key=key,
                state=state,
                code=code,
                text=text,
                units=units,
                amount=amount,
                base=base,
            )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return one if other is None else other if one is None else one + other
