"""A form is told of which period and day it is read."""

from __future__ import annotations

from datetime import date

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Day
from conversations.forms.dated import date_form
from conversations.parsing.result import ReadValue, RefusedReading
from tests.support.answer_rows import PERIOD, TODAY
from tests.support.appendix import form
from tests.support.typed_form import typed_form


def test_a_form_without_days_stays_as_it_is() -> None:
    assert date_form(form(), PERIOD, TODAY) is form()


def test_a_day_without_a_year_is_of_the_period() -> None:
    typed, _ = typed_form()
    unbound = read_answer(typed.row("II.01"), "20/12")
    assert isinstance(unbound, RefusedReading)
    assert unbound.code == "refused.no_year"
    dated = date_form(typed, PERIOD, TODAY)
    assert read_answer(dated.row("II.01"), "20/12") == ReadValue(value=Day(day=date(2025, 12, 20)))
    assert date_form(typed, PERIOD, TODAY) is dated
    assert date_form(typed, PERIOD, date(2026, 3, 11)) is not dated
    assert dated.row("I.01") is typed.row("I.01")
