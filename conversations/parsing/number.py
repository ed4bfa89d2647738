"""Counts, decimals, percentages and money, strict and generous at once: what has two meanings is
asked."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from conversations.answers.values import AnswerState, Number, Ratio
from conversations.parsing.amount import Amount, leading_amount, leading_figures
from conversations.parsing.appointment import read_appointment
from conversations.parsing.explanation import is_explanation
from conversations.parsing.further_numbers import counts_more
from conversations.parsing.money import count_money, spell_money
from conversations.parsing.number_meanings import ask_anyway, fit_meanings, settle_amount
from conversations.parsing.number_rule import NumberRule
from conversations.parsing.number_task import NumberTask
from conversations.parsing.qualifiers import (
    amount_or_about,
    is_idle_zero,
    said_once,
    without_about,
    without_label,
    without_lead,
)
from conversations.parsing.ratio import PART_CODE, is_result, is_same, leading_ratio
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
)
from conversations.parsing.sign import SignedText, counts_change, take_sign
from conversations.parsing.states import (
    doubt_remark,
    read_begun_state,
    read_none_at_all,
    read_none_of,
    read_state,
    read_unclear_state,
    read_waiting,
)
from conversations.parsing.suffix import MeasuredRow, Suffix, is_own_measure, is_own_noun, read_rest
from conversations.parsing.total import HOMOGRAPHS, find_total
from conversations.text.courtesy import is_courtesy, strip_courtesy, without_courtesy
from conversations.text.normalize import shorten_text
from conversations.text.numbers import print_number

_FRACTION_ALONE = re.compile(r",(\d{1,2})\s*%?")
_OF = re.compile(r"\d\s*[/⁄]\s*\d|\s(?:trên|tren|trong)\s", re.IGNORECASE)
_YEARS = range(1_990, 2_100)
MAX_PART = Decimal(999_999_999)  # of a count that names no limit, and of a percentage's numbers


def read_number(row: MeasuredRow, text: str, rule: NumberRule) -> Reading:
    """What the text means for a row that takes such numbers."""
    task = NumberTask(row, text, text, rule)
    figures = leading_figures(text, whole=task.whole)
    if figures is not None and not figures.rest:  # as most answers: there are no words to look at
        return _settle_figures(task, figures)
    bare = without_courtesy(text)
    return _read_words(replace(task, text=spell_money(bare) if rule.unit else bare))


def _read_words(task: NumberTask) -> Reading:
    state = read_state(task.text) or read_none_at_all(task.text) or read_appointment(task.text)
    if state is not None:
        return _state_or_number(task, state)
    return (
        read_waiting(task.text)
        or _unclear(task)
        or _fraction_alone(task)
        or _total(task)
        or _read(task, task.text, remarks=True)
    )


def _total(task: NumberTask) -> Reading | None:
    """`1 giám đốc, 3 phó, tổng 4`: the parts stay beside the number as a remark."""
    found = None if task.rule.unit or task.rule.percent else find_total(task.text, whole=task.whole)
    if found is None:
        return None
    amount, parts = found
    behind = amount.rest if is_courtesy(amount.rest) else strip_courtesy(amount.rest)
    rest = read_rest(behind, task.row, glued=amount.glued)
    if rest.kind != "nothing":
        return None
    return settle_amount(task, amount, parts, about=False)


def _fraction_alone(task: NumberTask) -> AmbiguousReading | None:
    """`,77` in a percentage: most likely 0,77."""
    match = None if task.whole else _FRACTION_ALONE.fullmatch(task.text)
    if match is None:
        return None
    value = task.rule.fit(Decimal(f"0.{match[1]}"))
    if value is None:
        return None
    return task.which("which.number", ReadValue(value=Number(amount=value)))


def _settle_figures(task: NumberTask, amount: Amount) -> Reading:
    if not amount.meanings:
        return task.refused("refused.figures")
    return settle_amount(task, _likely(task, amount), None, about=False)


def _likely(task: NumberTask, amount: Amount) -> Amount:
    """In money a full stop before three figures parts thousands, where less than three decimals
    are kept, and what would lose something is not meant."""
    if task.rule.unit is None or any(map(str.isalpha, amount.text)):
        return amount
    if task.rule.groups and (figures := leading_figures(amount.text, whole=True)) is not None:
        amount = replace(amount, meanings=figures.meanings)
    return _exact(task, amount)


def _unclear(task: NumberTask) -> AmbiguousReading | None:
    """`không` may also be the number; `không phát sinh gì thêm` has more words than a state."""
    if begun := read_begun_state(task.text):
        return begun
    unclear = read_unclear_state(task.text) or read_none_of(task.text)
    if unclear is None or ReadState(state=AnswerState.PENDING) in unclear.readings:
        return unclear
    zero = ReadValue(value=Number(amount=Decimal(0)))
    return unclear.model_copy(update={"readings": (zero, *unclear.readings)})


def _read(task: NumberTask, text: str, *, remarks: bool) -> Reading:
    """A number with what is behind it; without `remarks` a number and nothing else."""
    signed = take_sign(text)
    if signed is not None:
        return _read_signed(task, text, signed, remarks=remarks)
    behind = take_sign(without_about(text)) if task.rule.negative else None
    if behind is not None and behind.mark in ("minus", "fall"):  # `khoảng -35`
        return _read_plain(task, behind.text, remarks=remarks, sign=-1, about=True)
    return _read_plain(task, text, remarks=remarks)


def _read_signed(task: NumberTask, text: str, signed: SignedText, *, remarks: bool) -> Reading:
    """A number behind its sign. Where none is below zero `(5)` may be 5, and so may `giảm 5` where
    the row counts how much something fell."""
    falls = signed.mark == "fall" and counts_change(task.row.label, "giam")
    rises = signed.mark == "rise" and counts_change(task.row.label, "tang")
    if (falls or rises) and not task.rule.negative:
        return _read_plain(task, signed.text, remarks=remarks)
    if signed.mark == "rise":  # `tăng 2` of a total says how much it changed
        bare = signed.text if task.rule.negative else text
        return _read_plain(task, bare, remarks=remarks)
    if task.rule.negative:
        below = _read_plain(task, signed.text, remarks=remarks, sign=-1)
        if signed.mark == "plain" and isinstance(below, ReadValue):
            return task.which("which.sign", below)
        if not falls or not isinstance(below, ReadValue):
            return below
        above = _read_plain(task, signed.text, remarks=remarks)
        both = (below, above) if isinstance(above, ReadValue) else (below,)
        return task.which("which.sign", *both)
    if signed.mark == "plain":
        return _read_plain(task, text, remarks=remarks)
    if signed.mark != "brackets":
        return task.refused("refused.negative")
    reading = _read_plain(task, signed.text, remarks=False)
    if not isinstance(reading, ReadValue):
        return _read_plain(task, text, remarks=remarks)
    return task.which("which.number", reading)


def _read_plain(
    task: NumberTask, text: str, *, remarks: bool, sign: int = 1, about: bool = False
) -> Reading:
    """The same of a text without a sign."""
    bare = said_once(without_lead(without_label(text, task.row.label)), whole=task.whole)
    amount, is_about = amount_or_about(bare, whole=task.whole)
    about = about or is_about
    if amount is None or is_idle_zero(amount):
        return task.refused("refused.unclear")
    if not amount.meanings:
        return task.refused("refused.figures")
    if task.rule.percent and sign > 0 and (ratio := _ratio(task, bare, remarks=remarks)):
        return ratio
    if sign > 0 and not about and (part := _part_of_whole(task, bare)):
        return part
    if task.rule.unit is not None:
        amount = _likely(task, amount) if not amount.rest else amount
        return _read_money(task, amount.signed(sign), remarks=remarks, about=about)
    return _read_rest(task, amount.signed(sign), remarks=remarks, about=about)


def _part_of_whole(task: NumberTask, text: str) -> AmbiguousReading | None:
    """`151/152`, `15 trên 20` where things are counted: the row may ask for either number."""
    counts = task.whole and not task.rule.percent and task.rule.unit is None
    if not counts or _OF.search(text) is None:
        return None
    found = leading_ratio(task.row, text)
    if found is None or found[2].kind != "nothing":
        return None
    above, below = found[0].meanings[0].value, found[1].meanings[0].value
    if above > below or below in _YEARS or None in (task.rule.fit(above), task.rule.fit(below)):
        return None  # `5/3` is a day, `6/2023` a month
    both = [*dict.fromkeys((above, below))]
    readings = [ReadValue(value=Number(amount=one)) for one in both]
    return task.which(PART_CODE, *readings, values=[*map(print_number, both)])


def _read_money(task: NumberTask, said: Amount, *, remarks: bool, about: bool) -> Reading:
    """The amount in the unit of the row; where that is not what was said it is read back."""
    assert task.rule.unit is not None  # noqa: S101 - callers have looked
    money = count_money(said, task.rule.unit, grouped=task.rule.groups)
    if not money.amount.meanings:
        return task.refused("refused.figures")
    amount = money.amount if money.doubt else _exact(task, money.amount)
    reading = _read_rest(task, amount, remarks=remarks, about=about)
    if money.doubt and isinstance(reading, AmbiguousReading) and reading.code == "which.number":
        return reading.model_copy(update={"code": "which.unit", "data": _of_unit(task, reading)})
    if money.told and isinstance(reading, ReadValue) and reading.value.amount:
        minus = "-" if reading.value.amount < 0 else ""
        return reading.model_copy(update={"heard": f"{minus}{money.amount.text}"})
    return reading


def _exact(task: NumberTask, amount: Amount) -> Amount:
    """Of several meanings those of which nothing is lost in the unit of the row, if any."""
    kept = tuple(one for one in amount.meanings if task.rule.fit(one.value) == one.value)
    return replace(amount, meanings=kept) if kept and len(kept) < len(amount.meanings) else amount


def _of_unit(task: NumberTask, reading: AmbiguousReading) -> dict[str, object]:
    return {**reading.data, "unit": task.rule.unit}


def _read_rest(task: NumberTask, amount: Amount, *, remarks: bool, about: bool) -> Reading:
    rest = read_rest(amount.rest, task.row, glued=amount.glued)
    if rest.kind == "percent" and (task.rule.percent or "%" in task.row.measure):
        rest = _behind_percent(task, rest)
    if rest.kind in ("remark", "aside") and not remarks:
        return task.refused("refused.unclear")
    return _with_rest(task, amount, rest, about=about)


def _with_rest(task: NumberTask, amount: Amount, rest: Suffix, *, about: bool) -> Reading:
    match rest.kind:
        case "remark" if is_own_noun(rest.text, task.row, short=False):  # `4 (phòng)`
            return settle_amount(task, amount, None, about=about)
        case "remark":
            return _with_remark(task, amount, rest.text, about=about)
        case "aside":
            return _beside(task, amount, rest, about=about)
        case "nothing" if _is_homograph(task, amount):
            return task.which("which.number", *fit_meanings(task, amount.meanings, None))
        case "nothing":
            return settle_amount(task, amount, None, about=about)
        case "doubt":
            return settle_amount(task, amount, None, about=True)
        case "range":
            return task.refused("refused.range")
        case "percent":
            return ask_anyway(task, amount, "which.percent")
        case "measure":
            return ask_anyway(task, amount, "which.measure", measure=rest.text)
        case "words" if leading_amount(rest.text, whole=True) is None:
            return ask_anyway(
                task, amount, "which.remark", remark=shorten_text(rest.text, 30), words=rest
            )
        case _:
            return task.refused("refused.unclear")


def _beside(task: NumberTask, amount: Amount, rest: Suffix, *, about: bool) -> Reading:
    """Words behind a comma: they explain the number, or are meant for somebody."""
    if without_courtesy(f"0 {rest.text}").strip(" .,") == "0":  # `21, ạ luôn nha`
        return settle_amount(task, amount, None, about=about)
    reading = _with_remark(task, amount, rest.text, about=about)
    plain = is_explanation(rest.text) and not counts_more(task.row, amount, rest.text)
    if plain or not isinstance(reading, ReadValue):
        return reading
    remark = shorten_text(rest.text, 30)
    return ask_anyway(task, amount, "which.remark", remark=remark, words=rest)


def _behind_percent(task: NumberTask, rest: Suffix) -> Suffix:
    after = read_rest(rest.text, task.row, glued=False)
    if after.kind == "measure":
        return Suffix("words", rest.text.strip())
    return after if after.kind not in ("percent", "junk") else Suffix("junk", rest.text)


def _is_homograph(task: NumberTask, amount: Amount) -> bool:
    """`nam` alone may be năm or nam (giới), `sau` sáu or để sau, `tam` tám or tạm."""
    return amount.text.casefold() in HOMOGRAPHS and not is_own_measure(amount.rest, task.row)


def _with_remark(task: NumberTask, amount: Amount, remark: str, *, about: bool) -> Reading:
    """A remark that is a number or a state of its own has to agree with the answer."""
    value = _sole_value(task, remark)
    told = amount.meanings[0].value
    other, is_about = amount_or_about(remark, whole=task.whole)
    if is_about and other is not None and not other.rest:  # `5, khoảng 6`
        return task.refused("refused.range")
    if _is_homograph(task, amount):
        return task.refused("refused.unclear")
    if isinstance(value, Ratio) and value.amount != told and is_same(value, told):
        whole, rounded = ReadValue(value=value), fit_meanings(task, amount.meanings, remark)
        return task.which("which.number", whole, *rounded)
    if value is not None and value.amount != told:
        return task.refused("refused.range")
    if isinstance(value, Number):
        return settle_amount(task, amount, None, about=about)
    state, unclear = read_state(remark), read_unclear_state(remark)
    if state is not None and state.remark is None:
        return task.which("which.state", *fit_meanings(task, amount.meanings, None), state)
    if unclear is not None:
        return task.which(
            "which.state", *fit_meanings(task, amount.meanings, None), *unclear.readings
        )
    return settle_amount(task, amount, remark, about=about)


def _sole_value(task: NumberTask, text: str) -> Number | Ratio | None:
    """The number the text is, when it is a number and nothing else."""
    reading = _read(task, text, remarks=False)
    value = reading.value if isinstance(reading, ReadValue) else None
    return value if isinstance(value, Number | Ratio) else None


def _state_or_number(task: NumberTask, state: ReadState) -> Reading:
    """`không phát sinh (5 người)` says two things."""
    if state.remark is None or state.state is AnswerState.PENDING:
        return state
    value = _sole_value(task, state.remark)
    if value is not None:
        return task.which("which.state", state, ReadValue(value=value))
    return doubt_remark(task.text, state) or state


def _ratio(task: NumberTask, text: str, *, remarks: bool) -> Reading | None:
    """`7/21` or `7 trên 21` in a percentage: both numbers are kept."""
    found = leading_ratio(task.row, text)
    if found is None:
        return None
    above, below, rest = found
    if below.meanings[0].value == 0:
        return task.refused("refused.zero_below")
    if max(above.meanings[0].value, below.meanings[0].value) > MAX_PART:
        return task.refused("refused.over_limit", limit=print_number(MAX_PART))
    ratio = Ratio(numerator=above.meanings[0].value, denominator=below.meanings[0].value)
    if ratio.amount > task.rule.most:
        return task.refused("refused.over_limit", limit=print_number(task.rule.most))
    if ratio.amount < task.rule.least:
        return task.refused("refused.under_limit", limit=print_number(task.rule.least))
    if rest.kind == "nothing" or is_result(ratio, rest):
        return ReadValue(value=ratio)
    if rest.kind not in ("remark", "aside") or not remarks:
        return None
    value = _sole_value(task, rest.text)
    if value is None:
        return ReadValue(value=ratio, remark=rest.text)
    agrees = is_same(ratio, value.amount)
    return ReadValue(value=ratio) if agrees else task.refused("refused.range")
