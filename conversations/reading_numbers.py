"""Counts and percentages, strict and generous at once: what has two meanings is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from conversations.amounts import Amount, leading_amount
from conversations.form import CountType, PercentType, Row
from conversations.number_words import Meaning
from conversations.printing import print_number
from conversations.reading import Ambiguous, Reading, ReadState, ReadValue, Refused
from conversations.reading_rest import Rest, read_rest
from conversations.reading_states import read_state, read_unclear_state
from conversations.text import may_mean, shown
from conversations.values import Number, Ratio, State

HUNDREDTH = Decimal("0.01")
_ABOUT = (
    *("khoảng", "tầm", "chừng", "cỡ", "độ", "ước", "ước tính", "xấp xỉ", "gần", "hơn"),
    *("trên", "dưới", "ít nhất", "tối thiểu", "tối đa", "không quá", "khoảng chừng", "gần như"),
)
_ABOUT_SIGN = re.compile(r"[~≈><≥≤]=?\s*(?=\d)")
_OVER = re.compile(r"[/:]\s*(?=\d)|(?:trên|tren|trong)\s+(?:tổng\s+số\s+|tong\s+so\s+)?")
_BEFORE = re.compile(
    r"(?:dạ|vâng|là|có|sl|số lượng|tổng số|tổng cộng|tổng)\s+(?=\d)", re.IGNORECASE
)
_MINUS = re.compile(r"[-−–—]\s*(?=\d)")
NumberType = CountType | PercentType


@dataclass(frozen=True)
class Task:
    """One row's type, the text that is read for it, and an accepted answer to show."""

    row: Row
    kind: NumberType
    text: str
    example: str

    @property
    def whole(self) -> bool:
        return isinstance(self.kind, CountType)

    def refused(self, code: str, **data: object) -> Refused:
        words = {"read": shown(self.text), "example": self.example}
        return Refused(code=code, data=words | data)

    def which(self, code: str, *readings: ReadValue | ReadState, **data: object) -> Ambiguous:
        return Ambiguous(code=code, data={"read": shown(self.text)} | data, readings=readings)


def read_number(row: Row, kind: NumberType, text: str, example: str) -> Reading:
    """What the text means for a count or a percentage."""
    task = Task(row, kind, text, example)
    state = read_state(text) or read_unclear_state(text)
    if state is not None:
        return state
    if _is_negative(text):
        return task.refused("refused.negative")
    bare = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text.removeprefix("+")
    amount, about = _amount(bare, whole=task.whole)
    if amount is None or _is_idle_zero(amount):
        return task.refused("refused.unclear")
    if not amount.meanings:
        return task.refused("refused.figures")
    rest = read_rest(amount.rest, row, glued=amount.glued)
    if not task.whole and (ratio := _ratio(task)):
        return ratio
    return _with_rest(task, amount, rest, about=about)


def _is_negative(text: str) -> bool:
    first = text.split(maxsplit=1)
    said = len(first) == 2 and may_mean(first[0], "âm") and first[0].casefold() != "am"
    return bool(_MINUS.match(text)) or (said and leading_amount(first[1], whole=True) is not None)


def _is_idle_zero(amount: Amount) -> bool:
    """`không biết` begins with the word for zero and is no number."""
    word = amount.text.split()[0]
    return bool(amount.rest) and word.isalpha() and all(m.value == 0 for m in amount.meanings)


def _amount(text: str, *, whole: bool) -> tuple[Amount | None, bool]:
    """The number the text begins with, and whether it is only about so much. `tam` is eight,
    before it is `tầm` without its accent."""
    amount = leading_amount(text, whole=whole)
    if amount is not None and leading_amount(amount.rest, whole=whole) is None:
        return amount, False
    bare = _without_about(text)
    return (amount, False) if bare == text else (leading_amount(bare, whole=whole), True)


def _without_about(text: str) -> str:
    if sign := _ABOUT_SIGN.match(text):
        return text[sign.end() :]
    words = text.split()
    for count in (2, 1):
        head = words[:count]
        for phrase in _ABOUT:
            names = phrase.split()
            if len(names) == count == len(head) and all(map(may_mean, head, names)):
                return " ".join(words[count:])
    return text


def _with_rest(task: Task, amount: Amount, rest: Rest, *, about: bool) -> Reading:
    if rest.kind == "percent" and not task.whole:
        after = read_rest(rest.text, task.row, glued=False)
        follows = ("nothing", "remark", "doubt", "range")
        rest = after if after.kind in follows else Rest("junk", rest.text)
    remark = rest.text if rest.kind == "remark" else None
    if remark is not None and _contradicts(task, amount, remark):
        return task.refused("refused.range")
    match rest.kind:
        case "nothing" | "remark":
            return _settle(task, amount, remark, about=about)
        case "doubt":
            return _settle(task, amount, None, about=True)
        case "range":
            return task.refused("refused.range")
        case "percent":
            return _ask_anyway(task, amount, "which.percent")
        case "measure":
            return _ask_anyway(task, amount, "which.measure", measure=rest.text)
        case "words" if leading_amount(rest.text, whole=True) is None:
            return _ask_anyway(
                task, amount, "which.remark", remark=shown(rest.text, 30), words=rest
            )
        case _:
            return task.refused("refused.unclear")


def _contradicts(task: Task, amount: Amount, remark: str) -> bool:
    """Whether the remark is nothing but another number: `21 (22)`, `33% (7/20)`."""
    reading = read_number(task.row, task.kind, remark, task.example) if remark else None
    if not isinstance(reading, ReadValue) or reading.remark is not None:
        return False
    value = reading.value
    return isinstance(value, Number | Ratio) and value.amount != amount.meanings[0].value


def _settle(task: Task, amount: Amount, remark: str | None, *, about: bool) -> Reading:
    """The value, when it is beyond doubt and fits; else a question, else a refusal."""
    readings = _readings(task, amount.meanings, remark)
    if not readings:
        return _why_not(task, amount.meanings)
    exact = readings[0].value == Number(amount=amount.meanings[0].value)
    if about:
        return task.which("which.about", *readings, ReadState(state=State.PENDING))
    if amount.is_sure and (exact or _same(readings[0], amount.meanings[0])):
        return readings[0]
    code = "which.rounded" if amount.is_sure else "which.number"
    return task.which(code, *readings)


def _same(reading: ReadValue, meaning: Meaning) -> bool:
    return isinstance(reading.value, Number) and reading.value.amount == meaning.value


def _ask_anyway(
    task: Task, amount: Amount, code: str, words: Rest | None = None, **data: object
) -> Reading:
    readings = _readings(task, amount.meanings, None)
    if not readings:
        return _why_not(task, amount.meanings)
    with_words = _readings(task, amount.meanings, words.text) if words else ()
    return task.which(code, *with_words, *readings, **data)


def _readings(task: Task, told: Iterable[Meaning], remark: str | None) -> tuple[ReadValue, ...]:
    """The meanings that this row can take, each once."""
    found: dict[Decimal, ReadValue] = {}
    for meaning in told:
        value = _fitted(task, meaning.value)
        if value is not None:
            found.setdefault(value, ReadValue(value=Number(amount=value), remark=remark))
    return tuple(found.values())


def _fitted(task: Task, value: Decimal) -> Decimal | None:
    """The value as the row stores it; None when it cannot be one. A percentage has two decimals."""
    if value > task.kind.limit:
        return None
    if task.whole:
        return value.to_integral_value() if value == value.to_integral_value() else None
    rounded = value.quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    return value if rounded == value else rounded


def _why_not(task: Task, told: tuple[Meaning, ...]) -> Refused:
    if all(meaning.value > task.kind.limit for meaning in told):
        return task.refused("refused.over_limit", limit=print_number(task.kind.limit))
    return task.refused("refused.fraction")


def _ratio(task: Task) -> Reading | None:
    """`7/21` or `7 trên 21` in a percentage: both numbers are kept."""
    above = leading_amount(task.text, whole=True)
    match = _OVER.match(above.rest) if above is not None else None
    if above is None or match is None or not above.is_sure:
        return None
    below = leading_amount(above.rest[match.end() :], whole=True)
    if below is None or not below.is_sure:
        return None
    rest = read_rest(below.rest, task.row, glued=below.glued)
    if rest.kind not in ("nothing", "remark"):
        return None
    numerator, denominator = above.meanings[0].value, below.meanings[0].value
    if numerator % 1 or denominator % 1:
        return None
    if denominator == 0:
        return task.refused("refused.zero_below")
    ratio = Ratio(numerator=numerator, denominator=denominator)
    if ratio.amount > task.kind.limit:
        return task.refused("refused.over_limit", limit=print_number(task.kind.limit))
    return ReadValue(value=ratio, remark=rest.text or None)
