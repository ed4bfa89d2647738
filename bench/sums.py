"""Made-up figures of many units with everything an officer may answer, and their totals in plain
Python, worked out unit by unit without any of the product's adding up.

Every state is there, and rows nobody answered; percentages with their parts and without; codes;
texts; and rows computed from others, which a unit has only when it has both parts. The computed
ones come from the product's own computation, and are compared with one made here.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.answer_types.text import TextType
from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.forms.row import Basis
from conversations.forms.row import Row as FormRow
from conversations.reports.model import Report
from conversations.rules import computed
from conversations.workflow.rollup import RowTotal
from storage.reports.figures import figure_of
from templates.loading.sample import SampleAnswers

Row = dict[str, object]
STATES = ("value", "none", "not_applicable", "pending", "blank", "")  # "": no figure at all
WEIGHTS = (80, 7, 3, 3, 3, 4)
TEXTS = ("Không có", "Tổ chức hội thi trực tuyến", "Một cửa lưu động", "Ký số 100% văn bản đi")
WITHOUT_PARTS = 0.1  # of the percentages
_OPERANDS = re.compile(r"\[([^\]]+)\]")


def figures_of(form: Form, empty: Report, chance: random.Random, number: int) -> list[Row]:
    """One unit's figures of one period, as the table holds them."""
    found = {
        row.key: made
        for row in form.rows
        if row.answer is not None
        and row.computed is None
        and (made := _figure(row, chance, number)) is not None
    }
    for row in form.rows:
        if row.computed is not None:
            operands = {key: found[key] for key in _OPERANDS.findall(row.computed) if key in found}
            answers = {key: _answer(one) for key, one in operands.items()}
            report = empty.model_copy(update={"answers": answers})
            for change in computed.computed_answers(form, report):
                if change.key == row.key:
                    found[row.key] = figure_of(number, row.key, change.answer)
    return [*found.values()]


def _figure(row: FormRow, chance: random.Random, number: int) -> Row | None:
    state = chance.choices(STATES, WEIGHTS)[0]
    if not state:
        return None
    one: Row = {"report": number, "key": row.key, "state": state}
    one |= {"amount": None, "base": None, "code": None, "text": None}
    if state != "value":
        return one
    match row.answer:
        case CountType():
            one["amount"] = chance.randrange(0, 1_000) * 100
        case PercentType():
            one["amount"] = chance.randrange(0, 1_000) * 100
            if chance.random() >= WITHOUT_PARTS:
                one["base"] = chance.randrange(1, 1_000) * 100
        case ChoiceType(options=options):
            one["code"] = chance.choice(options).code
        case TextType():
            one["text"] = chance.choice(TEXTS)
    return one


def _answer(one: Row) -> Answer:
    amount = one["amount"]
    value = Number(amount=Decimal(str(amount)) / 100) if amount is not None else None
    return Answer(state=AnswerState(str(one["state"])), value=value)


def empty_report(form: Form, sample: SampleAnswers, period: Period) -> Report:
    key, version = form.key, form.version
    unit, issue = sample.unit, sample.issue
    return Report(form_key=key, form_version=version, unit=unit, period=period, issue=issue)


@dataclass
class Plain:
    """A row's total as it is worked out here; amounts in hundredths."""

    amounts: list[int] = field(default_factory=list)
    parts: list[tuple[int, int]] = field(default_factory=list)
    codes: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    apart: int = 0


@dataclass(frozen=True)
class Filed:
    """The figures of a round by report, and how many reports it should have."""

    reports: dict[int, dict[str, Row]]
    expected: int


def filed(numbers: Iterable[int], rows: Iterable[Row], expected: int) -> Filed:
    reports: dict[int, dict[str, Row]] = {number: {} for number in numbers}
    for row in rows:
        reports[int(str(row["report"]))][str(row["key"])] = row
    return Filed(reports, expected)


def plain_totals(form: Form, rounds: Sequence[Filed]) -> dict[str, tuple[object, ...]]:
    """Each row's total: flows over all rounds, the rest of the last one."""
    found: dict[str, tuple[object, ...]] = {}
    for row in form.rows:
        if row.answer is None:
            continue
        used = rounds if row.basis in (Basis.IN_PERIOD, None) else rounds[-1:]
        sums = Plain()
        for one in used:
            for cells in one.reports.values():
                _add(row, cells, sums)
        missing = sum(one.expected - len(one.reports) for one in used)
        found[row.key] = (*_comes_to(row, sums), missing)
    return found


def _add(row: FormRow, cells: dict[str, Row], sums: Plain) -> None:
    if row.computed is not None:
        part, base = (_amount(cells.get(key)) for key in _OPERANDS.findall(row.computed))
        if part is None or not base:
            sums.states["blank"] += 1
        else:
            sums.states["value"] += 1
            sums.parts.append((part, base))
        return
    cell = cells.get(row.key)
    state = str(cell["state"]) if cell else "blank"
    sums.states[state] += 1
    if cell is None or state != "value":
        return
    amount, base = _amount(cell), cell["base"]
    if isinstance(row.answer, PercentType) and amount is not None:
        if base is None:
            sums.apart += 1
        else:
            sums.parts.append((amount, int(str(base))))
    elif amount is not None:
        sums.amounts.append(amount)
    if cell["code"] is not None:
        sums.codes[str(cell["code"])] += 1
    if cell["text"] is not None:
        sums.texts[str(cell["text"])] += 1


def _amount(cell: Row | None) -> int | None:
    if cell is None or cell["state"] not in ("value", "none"):
        return None
    if cell["state"] == "none":
        return 0
    return int(str(cell["amount"])) if cell["amount"] is not None else None


def _comes_to(row: FormRow, sums: Plain) -> tuple[object, ...]:
    value: object = None
    if isinstance(row.answer, PercentType):
        if sums.parts:
            wholes = [sum(column) for column in zip(*sums.parts, strict=True)]
            value = tuple(Decimal(one) / 100 for one in wholes)
    elif sums.amounts:
        value = Decimal(sum(sums.amounts)) / 100
    states = {state: count for state, count in sums.states.items() if count}
    return value, dict(sums.codes), dict(sums.texts), states, sums.apart


def ours(one: RowTotal) -> tuple[object, ...]:
    """The product's total of a row in the same shape."""
    value: object = None
    match one.value:
        case Ratio(numerator=numerator, denominator=denominator):
            value = (numerator, denominator)
        case Number(amount=amount):
            value = amount
    states = {state.value: count for state, count in one.units.items()}
    return value, dict(one.codes), dict(one.texts), states, one.apart, one.missing
