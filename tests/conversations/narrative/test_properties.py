"""Whatever the answers are: every number of the text comes from a row, nothing is said of a row
without a number, and the text reads as one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers.values import Answer, AnswerState, Ratio, Text
from conversations.forms.model import Form
from conversations.narrative.composition import compose_narrative
from conversations.narrative.suggestions import suggest_words
from conversations.narrative.text import NarrativeParagraph, NumberSource, SaidNumber
from conversations.reports.model import Report
from templates.form_draft.narrative.skeleton_text import draft_narrative
from templates.loading.catalog import load_catalog
from tests.conversations.narrative.random_reports import random_report
from tests.support.narrative_form import plan_of, read_plan, small_form

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
OWED = (AnswerState.PENDING, AnswerState.BLANK)
KEYS = ("loi", "cchc-so", "drafted cchc-so", "drafted mat-tran", "drafted btp-13a")
SEEDS = st.integers(0, 1_000_000_000)


def skeleton_of(key: str) -> Form:
    """A form with the report in words that is drafted from its rows."""
    form = load_catalog().forms[key].model_copy(update={"narrative": None})
    plan, problems = read_plan(draft_narrative(form), form)
    assert not problems
    return form.model_copy(update={"narrative": plan})


@cache
def form_of(key: str) -> Form:
    """Written by hand, or drafted: of rows, of prose and facts, of columns."""
    if key == "loi":
        return small_form()
    drafted = key.removeprefix("drafted ")
    return load_catalog().forms[key] if drafted == key else skeleton_of(drafted)


EACH = pytest.mark.parametrize("key", [*KEYS])


@EACH
@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_every_number_comes_from_a_row(key: str, seed: int) -> None:
    form = form_of(key)
    report = random_report(form, seed)
    text = compose_narrative(form, plan_of(form), report)
    for paragraph in text.paragraphs:
        check_numbers(form, report, paragraph.text, paragraph.numbers)


@EACH
@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_every_number_that_is_suggested_comes_from_a_row(key: str, seed: int) -> None:
    form = form_of(key)
    plan, report = plan_of(form), random_report(form, seed)
    for question in plan.questions:
        for one in suggest_words(form, plan, report, question):
            check_numbers(form, report, one.text, one.numbers)
            assert "{" not in one.text
            assert one.text.endswith(".")


def check_numbers(form: Form, report: Report, text: str, numbers: tuple[SaidNumber, ...]) -> None:
    printed = {(found.start(), found[0]) for found in FIGURE.finditer(text)}
    assert {(one.at, one.text) for one in numbers} == printed, text
    for number in numbers:
        assert number.text in {*_printed(form, report, number)}, (number, text)


def _printed(form: Form, report: Report, number: SaidNumber) -> Iterator[str]:
    """All ways in which the rows of a number can be printed where it comes from."""
    match number.source:
        case NumberSource.ROW:
            yield from map(_vietnamese, _amounts(report.answers, number.rows[0]))
        case NumberSource.EARLIER:
            yield from map(_vietnamese, _earlier(report, number.rows))
        case NumberSource.WORKED_OUT:
            yield from map(_vietnamese, _worked_out(report, number.rows))
        case NumberSource.NAME:
            yield from _figures(_names(form, number.rows))
        case NumberSource.QUOTED:
            yield from _figures(_quoted(report, number.rows))
        case NumberSource.PERIOD:
            pasts = (report.last, report.year_before, report.latest)
            yield from _figures(one.period.name for one in pasts if one is not None)


def _vietnamese(amount: Decimal) -> str:
    """The product's own format, written down once more."""
    whole, _, fraction = f"{amount:.10f}".rstrip("0").partition(".")
    groups: list[str] = []
    while len(whole) > 3:
        whole, groups = whole[:-3], [whole[-3:], *groups]
    return ".".join([whole, *groups]) + (f",{fraction}" if fraction else "")


def _amounts(answers: Mapping[str, Answer], key: str) -> Iterator[Decimal]:
    answer = answers.get(key)
    if answer is None:
        return
    if answer.state is AnswerState.NONE:
        yield Decimal(0)
    if answer.amount is not None:
        yield answer.amount
    if isinstance(answer.value, Ratio):
        yield from (answer.value.numerator, answer.value.denominator)


def _earlier(report: Report, rows: tuple[str, ...]) -> Iterator[Decimal]:
    for past in (report.last, report.year_before, report.latest):
        if past is not None:
            yield from (amount for row in rows for amount in _amounts(past.answers, row))
            yield from _shares(_all(past.answers, rows))


def _all(answers: Mapping[str, Answer], rows: tuple[str, ...]) -> list[Decimal]:
    return [amount for row in rows for amount in _amounts(answers, row)]


def _shares(amounts: list[Decimal]) -> Iterator[Decimal]:
    for part in amounts:
        for base in filter(None, amounts):
            exact = part * 100 / base
            rounded = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
            yield rounded
            if exact != rounded and rounded in (0, 100):  # trên 99,99%, dưới 0,01%
                yield Decimal("99.99") if rounded else Decimal("0.01")


def _worked_out(report: Report, rows: tuple[str, ...]) -> Iterator[Decimal]:
    """Percentages, sums, what is left of the first row, and differences to earlier periods."""
    now = _all(report.answers, rows)
    yield from _shares(now)
    amounts = [[*_amounts(report.answers, row)][:1] for row in rows]
    firsts = [one[0] for one in amounts if one]
    yield sum(firsts, Decimal(0))
    yield firsts[0] - sum(firsts[1:], Decimal(0))
    then = {*_earlier(report, rows)}
    for one in (*now, *_shares(now)):
        yield from (abs(one - other) for other in then)


def _figures(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        yield from FIGURE.findall(text)


def _names(form: Form, rows: tuple[str, ...]) -> Iterator[str]:
    for key in rows:
        row = form.row(key)
        above = () if row.parent is None else (form.row(row.parent),)
        for one in (row, *form.headings_of(key), *above):
            yield from (one.label, one.measure)
        yield from (option.label for option in row.options)
        yield row.cell.title if row.cell is not None else ""


def _quoted(report: Report, rows: tuple[str, ...]) -> Iterator[str]:
    for key in rows:
        answer = report.answer(key)
        yield from filter(None, (answer.note, answer.remark))
        yield answer.value.text if isinstance(answer.value, Text) else ""


@EACH
@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_nothing_is_said_of_a_row_without_an_answer(key: str, seed: int) -> None:
    form = form_of(key)
    plan, report = plan_of(form), random_report(form, seed)
    text = compose_narrative(form, plan, report)
    papers = {row for one in plan.sentences for row in one.other_rows}
    said = {row for one in text.paragraphs for row in one.rows}
    assert not [row for row in said - papers if report.answer(row).state in OWED]
    unwritten = {one.row for one in text.unwritten}
    assert not unwritten & (said - papers)
    pending = {row for row in plan.said_rows if report.answer(row).state is AnswerState.PENDING}
    assert pending <= unwritten


@EACH
@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_it_reads_as_a_text(key: str, seed: int) -> None:
    form = form_of(key)
    report = random_report(form, seed)
    text = compose_narrative(form, plan_of(form), report)
    for paragraph in text.paragraphs:
        assert well_written(paragraph), paragraph.text
    assert text == compose_narrative(form, plan_of(form), report.model_copy())
    assert all(line and "{" not in line for line in text.lines)


def well_written(paragraph: NarrativeParagraph) -> bool:
    words = paragraph.text.replace("...", "…")  # as labels have it
    signs = ("{", "}", "  ", " .", " ,", ",,", ":.", ";.", "..", "\n")
    begins = words[0].isupper() or words[0].isdigit()
    return begins and words.endswith(".") and not any(sign in words for sign in signs)


def test_a_difference_of_numbers_is_told_of_periods_that_are_alike() -> None:
    """Over many reports: cumulative rows are never compared with the quarter before."""
    form = form_of("loi")
    numbers = [
        number
        for seed in range(120)
        for paragraph in compose_narrative(
            form, plan_of(form), random_report(form, seed)
        ).paragraphs
        for number in paragraph.numbers
        if number.source is NumberSource.EARLIER
    ]
    assert len(numbers) > 30
    assert {one.rows[0] for one in numbers} >= {"A.01.01", "A.02.01", "A.02.03"}


def test_all_kinds_of_sources_are_met() -> None:
    """What the properties speak of is there to be spoken of."""
    form = form_of("cchc-so")
    seen = {
        number.source
        for seed in range(30)
        for paragraph in compose_narrative(
            form, plan_of(form), random_report(form, seed)
        ).paragraphs
        for number in paragraph.numbers
    }
    assert seen >= {*NumberSource} - {NumberSource.PERIOD}
