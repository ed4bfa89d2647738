"""Numbers and answers as people read them: 1.234 and 33,33."""

from __future__ import annotations

from decimal import Decimal

from conversations.forms.model import ChoiceType, Row
from conversations.reports.values import Answer, Coded, Number, Ratio, State, Text, Value

STATE_WORDS = {
    State.NONE: "không phát sinh",
    State.NOT_APPLICABLE: "không thuộc thẩm quyền",
    State.PENDING: "chưa có số",
    State.BLANK: "",
}


def print_number(amount: Decimal) -> str:
    """The number in Vietnamese format: full stops between thousands, a decimal comma, no zeros
    at the end of the fraction."""
    whole, _, fraction = f"{amount:,f}".partition(".")
    fraction = fraction.rstrip("0")
    whole = whole.replace(",", ".")
    return f"{whole},{fraction}" if fraction else whole


def print_answer(row: Row, answer: Answer) -> str:
    """The answer in the chat: the value with its remark, or the words for the state; nothing
    when it is blank."""
    words = STATE_WORDS.get(answer.state, "")
    if answer.state is State.VALUE and answer.value is not None:
        words = print_value(row, answer.value)
    if not answer.remark:
        return words
    return f"{words} ({answer.remark.removeprefix('(').removesuffix(')')})"


def print_value(row: Row, value: Value) -> str:
    """A value in the chat: `Có (1)`, and `7/21 = 33,33` for a percentage of two numbers."""
    match value:
        case Number(amount=amount):
            return print_number(amount)
        case Ratio(numerator=numerator, denominator=denominator):
            parts = f"{print_number(numerator)}/{print_number(denominator)}"
            return f"{parts} = {print_number(value.amount)}"
        case Coded(code=code):
            return _choice(row, code)
        case Text(text=text):
            return text


def _choice(row: Row, code: str) -> str:
    options = row.answer.options if isinstance(row.answer, ChoiceType) else ()
    labels = [option.label for option in options if option.code == code]
    return f"{labels[0]} ({code})" if labels else code
