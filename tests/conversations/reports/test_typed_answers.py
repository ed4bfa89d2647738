"""What stands in an edited cell is read as the very same answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.dialog.cells.cell_writer import write_cells
from conversations.dialog.cells.entries import CellEntry
from conversations.forms.dated import date_form
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.model import Report
from conversations.reports.typed_answers import type_answer
from templates.loading.catalog import load_catalog
from tests.support.reports import blank_report
from tests.support.typed_form import typed_form, typed_report

NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)
CATALOG = load_catalog()
COUNT = CATALOG.forms["cchc-so"].row("I.01.01")
SHARE = CATALOG.forms["cchc-so"].row("I.03.01")


def _answers() -> list[tuple[Form, Report]]:
    found = [(typed_form()[0], typed_report())]
    for form in CATALOG.forms.values():
        if form.growths:
            continue
        entries = [
            CellEntry(key=key, text=text, choice=0)
            for key, text in CATALOG.sample(form.key).texts.items()
        ]
        found.append((form, write_cells(form, blank_report(form), entries, now=NOW).report))
    return found


def _read_again(form: Form, report: Report) -> tuple[int, list[str]]:
    form = date_form(fit_form(form, report.answers), report.period, date(2023, 3, 14))
    wrong, count = [], 0
    for key, answer in report.answers.items():
        row = form.row(key)
        if row.answer is None or answer.state is AnswerState.BLANK or row.computed is not None:
            continue
        count += 1
        text = type_answer(row, answer)
        reading = read_answer(row, text)
        same = isinstance(reading, ReadValue | ReadState) and as_answer(reading).says_as(
            answer.model_copy(update={"note": None})
        )
        wrong += [] if same else [f"{key}: {text!r} -> {reading!r} for {answer!r}"]
    return count, wrong


def test_every_answer_of_every_sample_is_read_back() -> None:
    counts = [_read_again(*one) for one in _answers()]
    assert [line for _, wrong in counts for line in wrong] == []
    assert sum(count for count, _ in counts) > 300


@given(st.integers(0, 999))
def test_any_count_is_read_back(amount: int) -> None:
    value = Number(amount=Decimal(amount))
    answer = Answer(state=AnswerState.VALUE, value=value)
    assert as_answer(_settled(COUNT, answer)) == answer


@given(st.integers(0, 500), st.integers(1, 500))
def test_any_share_of_two_numbers_is_read_back(part: int, whole: int) -> None:
    value = Ratio(numerator=Decimal(min(part, whole)), denominator=Decimal(whole))
    answer = Answer(state=AnswerState.VALUE, value=value)
    assert as_answer(_settled(SHARE, answer)) == answer


def _settled(row: object, answer: Answer) -> ReadValue | ReadState:
    reading = read_answer(row, type_answer(row, answer))  # type: ignore[arg-type]
    assert isinstance(reading, ReadValue | ReadState), reading
    return reading
