"""What an amount means for a row: a value beyond doubt that fits, a question, or a refusal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from conversations.answers.values import AnswerState, Number
from conversations.parsing.amount import Amount
from conversations.parsing.money import is_unheard_of
from conversations.parsing.number_task import NumberTask
from conversations.parsing.number_words import NumberMeaning
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.parsing.size import SHORTEST_ODD, odd_likeness
from conversations.parsing.suffix import Suffix
from conversations.text.numbers import print_number


def settle_amount(task: NumberTask, amount: Amount, remark: str | None, *, about: bool) -> Reading:
    """The value, when it is beyond doubt and fits; else a question, else a refusal."""
    readings = fit_meanings(task, amount.meanings, remark)
    if not readings:
        return _of_dong(task, amount) or _why_not(task, amount.meanings)
    if about:
        return task.which("which.about", *readings, ReadState(state=AnswerState.PENDING))
    if amount.is_sure and _same(readings[0], amount.meanings[0]):
        return _doubt_size(task, amount, readings[0]) or readings[0]
    if amount.is_sure:
        places = task.rule.places
        return task.which("which.rounded", *readings, places=places, unit=task.rule.unit)
    return task.which("which.number", *readings)


def _doubt_size(task: NumberTask, amount: Amount, reading: ReadValue) -> AmbiguousReading | None:
    if task.rule.unit is not None:
        return _doubt_unit(task, amount, reading)
    if len(amount.text) < SHORTEST_ODD or not task.whole:
        return None
    like = odd_likeness(amount.text, amount.meanings[0].value, is_open=task.rule.is_open)
    return task.which("which.size", reading, like=like) if like else None


def _doubt_unit(task: NumberTask, amount: Amount, reading: ReadValue) -> AmbiguousReading | None:
    """`350.000.000` where millions are counted is more likely a number of đồng."""
    meant = _of_dong(task, amount)
    if meant is None:
        return None
    return meant.model_copy(update={"readings": (*meant.readings, reading)})


def _of_dong(task: NumberTask, amount: Amount) -> AmbiguousReading | None:
    """What so many đồng come to, where figures alone say more than anybody has."""
    unit, value = task.rule.unit, amount.meanings[0].value
    if unit is None or any(map(str.isalpha, amount.text)) or not is_unheard_of(value, unit):
        return None
    fewer = task.rule.fit(value / unit.worth)
    if fewer is None:
        return None
    return task.which("which.unit", ReadValue(value=Number(amount=fewer)), unit=unit)


def _same(reading: ReadValue, meaning: NumberMeaning) -> bool:
    return isinstance(reading.value, Number) and reading.value.amount == meaning.value


def ask_anyway(
    task: NumberTask, amount: Amount, code: str, words: Suffix | None = None, **data: object
) -> Reading:
    """A question even where one meaning is left; `words` may be kept with it as a remark."""
    readings = fit_meanings(task, amount.meanings, None)
    if not readings:
        return _why_not(task, amount.meanings)
    with_words = fit_meanings(task, amount.meanings, words.text) if words else ()
    return task.which(code, *readings, *with_words, **data)


def fit_meanings(
    task: NumberTask, told: Iterable[NumberMeaning], remark: str | None
) -> tuple[ReadValue, ...]:
    """The meanings that this row can take, each once."""
    found: dict[Decimal, ReadValue] = {}
    for meaning in told:
        value = task.rule.fit(meaning.value)
        if value is not None:
            found.setdefault(value, ReadValue(value=Number(amount=value), remark=remark))
    return tuple(found.values())


def _why_not(task: NumberTask, told: tuple[NumberMeaning, ...]) -> RefusedReading:
    rule = task.rule
    if all(meaning.value > rule.most for meaning in told):
        return task.refused("refused.over_limit", limit=print_number(rule.most))
    if all(meaning.value < rule.least for meaning in told):
        return task.refused("refused.under_limit", limit=print_number(rule.least))
    return task.refused("refused.fraction" if rule.exact else "refused.too_small", unit=rule.unit)
