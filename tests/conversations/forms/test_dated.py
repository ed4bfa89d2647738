"""A form is told of which period and day it is read."""

from __future__ import annotations

from datetime import date

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Day
from conversations.calendar.periods import Period
from conversations.forms.dated import date_form
from conversations.forms.row import Carry, Row
from conversations.parsing.result import ReadValue, RefusedReading
from conversations.reports.kept_answers import may_keep
from conversations.reports.previous import PreviousReport
from tests.support.answer_rows import PERIOD, TODAY
from tests.support.appendix import form
from tests.support.typed_form import typed_form, typed_report


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


def test_a_day_of_the_last_period_is_not_kept_where_this_one_is_asked() -> None:
    typed, _ = typed_form()
    before = Period(name="Quý IV/2025", start=date(2025, 9, 15), end=date(2025, 12, 14))
    last = PreviousReport(period=before, answers=dict(typed_report().answers))
    report = typed_report().model_copy(update={"last": last, "latest": last})

    def slow(row: Row) -> Row:
        return row.model_copy(update={"carry": Carry.SLOW})

    next_year = PERIOD.model_copy(update={"start": date(2026, 1, 1)})
    kept = {
        period.start: may_keep(report, slow(date_form(typed, period, TODAY).row("II.01")))
        for period in (PERIOD, next_year)
    }
    assert kept == {PERIOD.start: True, next_year.start: False}
