"""Answers as they would be typed: what stands in a cell that is edited, and what is copied."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from conversations.answers.values import Answer, AnswerState, Coded, Names, Number, Ratio, Value
from conversations.forms.row import Row
from conversations.reports.printed_answers import STATE_WORDS, bracket_remark
from conversations.text.numbers import print_number

THOUSANDTHS = 3  # decimals that look like the thousands of another way of writing


class CellPart(StrEnum):
    """What of a row a cell of the sheet holds."""

    VALUE = "value"
    NOTE = "note"
    ITEM = "item"  # the name of an item of a list
    REASON = "reason"  # why a check is kept; its row is the check


def type_answer(row: Row, answer: Answer) -> str:
    """The answer as a text that is read as the same answer again; empty when it is blank."""
    if answer.state is AnswerState.VALUE and answer.value is not None:
        words = _type_value(row, answer.value)
    else:
        words = STATE_WORDS.get(answer.state, "")
    remark = bracket_remark(answer.remark)
    return f"{words} {remark}" if words and remark else words


def type_part(row: Row, answer: Answer, part: CellPart) -> str:
    """The same of one part of the row."""
    return (answer.note or "") if part is CellPart.NOTE else type_answer(row, answer)


def _type_value(row: Row, value: Value) -> str:
    match value:
        case Number():
            return _type_number(value.amount)
        case Ratio():
            return f"{_type_number(value.numerator)}/{_type_number(value.denominator)}"
        case Coded():
            return value.code if row.answer is None else row.answer.label_of(value.code)
        case Names():
            return "; ".join(value.names)
        case _:
            return value.printed


def _type_number(amount: Decimal) -> str:
    """The number; one more zero behind three decimals, as `1,125` may be meant for 1125."""
    words = print_number(amount)
    return f"{words}0" if len(words.partition(",")[2]) == THOUSANDTHS else words
