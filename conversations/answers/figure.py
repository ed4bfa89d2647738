"""An answer as figures that can be added up over many reports."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

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
)
from conversations.frozen import Frozen


class Figure(Frozen):
    """One unit's number: an amount, of a percentage with its base, or a code, or a text. Several
    codes and a day are kept as they are printed, names of items in lines."""

    state: AnswerState
    amount: Decimal | None = None
    base: Decimal | None = None
    code: str | None = None
    text: str | None = None


def as_figure(given: Answer) -> Figure:
    """The answer's figure; of a percentage of two numbers both."""
    match given.value:
        case Coded(code=code):
            return Figure(state=given.state, code=code)
        case Ratio(numerator=numerator, denominator=denominator):
            return Figure(state=given.state, amount=numerator, base=denominator)
        case Text(text=text):
            return Figure(state=given.state, text=text)
        case Codes() | Day():
            return Figure(state=given.state, text=given.value.printed)
        case Names(names=names):
            return Figure(state=given.state, text="\n".join(names))
        case Number(amount=amount):
            return Figure(state=given.state, amount=amount)
        case None:
            return Figure(state=given.state)


def sum_amounts(figures: Iterable[Figure]) -> Decimal | None:
    """The sum of the amounts; None when there is none."""
    amounts = [one.amount for one in figures if one.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def sum_bases(figures: Iterable[Figure]) -> Decimal | None:
    """The sum of the bases; None when there is none."""
    bases = [one.base for one in figures if one.base is not None]
    return sum(bases, Decimal(0)) if bases else None
