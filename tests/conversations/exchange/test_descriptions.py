"""What others read: windows, rows and values, each state apart from the others."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from conversations.calendar.periods import Period
from conversations.exchange.descriptions import (
    describe_answer,
    describe_answers,
    describe_options,
    describe_period,
    describe_rows,
)
from conversations.exchange.records import print_exact
from conversations.forms.growth import fit_form
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report

CATALOG = load_catalog()


@pytest.mark.parametrize(
    ("first", "last", "window"),
    [
        (date(2022, 12, 15), date(2023, 3, 14), "2022-12-15/P3M"),
        (date(2026, 1, 1), date(2026, 6, 30), "2026-01-01/P6M"),
        (date(2025, 12, 15), date(2026, 12, 14), "2025-12-15/P1Y"),
        (date(2026, 3, 1), date(2026, 3, 31), "2026-03-01/P1M"),
        (date(2026, 3, 1), date(2026, 3, 1), "2026-03-01/P1D"),
        (date(2025, 12, 15), date(2026, 3, 20), "2025-12-15/P96D"),
        (date(2026, 8, 31), date(2026, 9, 29), "2026-08-31/P30D"),
    ],
)
def test_a_window_is_told_as_it_was(first: date, last: date, window: str) -> None:
    assert describe_period(Period(name="Kỳ", start=first, end=last)).time_period == window


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 800))
def test_a_window_leads_back_to_its_last_day(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    start, _, duration = describe_period(
        Period(name="Kỳ", start=first, end=last)
    ).time_period.partition("/")
    number, unit = int(duration[1:-1]), duration[-1]
    assert start == first.isoformat()
    if unit == "D":
        after = first + timedelta(days=number)
    else:
        months = first.year * 12 + first.month - 1 + number * (12 if unit == "Y" else 1)
        after = first.replace(year=months // 12, month=months % 12 + 1)
    assert after - timedelta(days=1) == last


def test_the_sample_has_a_value_or_a_state_in_each_row() -> None:
    report = sample_report()
    form = CATALOG.forms["cchc-so"]
    values = [*describe_answers(form, report.answers)]
    asked = [one for one in values if form.row(one.row).answer is not None]
    assert len(asked) == 152
    assert sum(one.state is AnswerState.VALUE for one in asked) == 52
    assert sum(one.state is AnswerState.BLANK for one in asked) == 100
    assert sum(bool(one.note) for one in values) == 5


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (Number(amount=Decimal("1234.50")), {"value": "1234.50"}),
        (Number(amount=Decimal("1E+3")), {"value": "1000"}),
        (
            Ratio(numerator=Decimal(7), denominator=Decimal(21)),
            {"value": "33.33", "numerator": "7", "denominator": "21"},
        ),
        (Coded(code="0"), {"code": "0"}),
        (Codes(codes=("0", "2")), {"code": "0;2"}),
        (Text(text="=1+1"), {"text": "=1+1"}),
        (Day(day=date(2026, 3, 1)), {"text": "2026-03-01"}),
        (Names(names=("Đất đai", "Xây dựng")), {"text": "Đất đai\nXây dựng"}),
    ],
)
def test_each_kind_of_value_stands_in_its_own_field(value: Value, told: dict[str, str]) -> None:
    row = CATALOG.forms["cchc-so"].row("I.01.01")
    found = describe_answer(row, Answer(state=AnswerState.VALUE, value=value, remark="r", note="n"))
    fields = {
        "value": print_exact(found.value),
        "numerator": print_exact(found.numerator),
        "denominator": print_exact(found.denominator),
        "code": found.code,
        "text": found.text,
    }
    assert {name: text for name, text in fields.items() if text} == told
    assert (found.row, found.remark, found.note) == ("I.01.01", "r", "n")


@pytest.mark.parametrize("state", [one for one in AnswerState if one is not AnswerState.VALUE])
def test_a_state_is_told_without_a_value(state: AnswerState) -> None:
    row = CATALOG.forms["cchc-so"].row("I.01.01")
    found = describe_answer(row, Answer(state=state))
    assert (found.state, found.value, found.code, found.text) == (state, None, "", "")


@pytest.mark.parametrize("key", CATALOG.forms)
def test_rows_of_every_form_are_told_once_and_hang_together(key: str) -> None:
    form = CATALOG.forms[key]
    rows = [*describe_rows(form)]
    keys = {one.row for one in rows}
    assert len(keys) == len(rows)
    tables = {block.key for block in form.blocks}
    assert all(one.parent in keys | tables | {""} for one in rows)
    assert {one.row for one in describe_options(form)} <= keys


def test_an_item_of_a_list_is_a_row_of_its_report() -> None:
    form = CATALOG.forms["tcd-01"]
    names = Answer(state=AnswerState.VALUE, value=Names(names=("Xã A", "Xã B")))
    grown = fit_form(form, {"T:ds": names})
    rows = {one.row: one for one in describe_rows(grown)}
    items = [one for one in rows.values() if one.item and not one.column]
    assert [one.label for one in items if one.parent == "T"] == ["Xã A", "Xã B"]
    values = {one.row for one in describe_answers(grown, {"T:ds": names})}
    assert values <= {*rows}
    assert any(rows[one].item for one in values)
