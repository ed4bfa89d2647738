"""Periods: kinds, order, and which earlier one speaks to a report."""

from __future__ import annotations

from datetime import date

import pytest

from conversations.calendar.periods import (
    Period,
    PeriodKind,
    choose_previous_periods,
    kind_of,
    previous_period,
)

Q1 = Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14))
Q3 = Period(name="Quý III/2022", start=date(2022, 6, 15), end=date(2022, 9, 14))
YEAR = Period(name="Năm 2022", start=date(2021, 12, 15), end=date(2022, 12, 14))
Q1_BEFORE = Period(name="Quý I/2022", start=date(2021, 12, 15), end=date(2022, 3, 14))
HALF = Period(name="6 tháng/2023", start=date(2022, 12, 15), end=date(2023, 6, 14))
NINE = Period(name="9 tháng/2023", start=date(2022, 12, 15), end=date(2023, 9, 14))
MONTH = Period(name="Tháng 3/2023", start=date(2023, 2, 15), end=date(2023, 3, 14))


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        (Q1, PeriodKind.QUARTER),
        (Q3, PeriodKind.QUARTER),
        (HALF, PeriodKind.HALF),
        (NINE, PeriodKind.NINE_MONTHS),
        (YEAR, PeriodKind.YEAR),
        (MONTH, PeriodKind.MONTH),
    ],
)
def test_the_kind_is_told_by_the_length(period: Period, kind: PeriodKind) -> None:
    assert kind_of(period) is kind


def test_the_period_before() -> None:
    assert previous_period(Q1) == Period(
        name="Quý IV/2022", start=date(2022, 9, 15), end=date(2022, 12, 14)
    )
    assert previous_period(Q3).name == "Quý II/2022"
    assert previous_period(MONTH) == Period(
        name="Tháng 2/2023", start=date(2023, 1, 15), end=date(2023, 2, 14)
    )
    assert previous_period(YEAR) == Period(
        name="Năm 2021", start=date(2020, 12, 15), end=date(2021, 12, 14)
    )


def test_the_last_of_the_same_kind_the_year_before_and_a_later_one_of_another_kind() -> None:
    known = {one: one.name for one in (Q3, YEAR, Q1_BEFORE, HALF)}
    assert choose_previous_periods(Q1, known) == ("Quý III/2022", "Quý I/2022", "Năm 2022")


def test_an_earlier_one_of_another_kind_is_of_no_use_beside_a_later_one_of_the_same() -> None:
    assert choose_previous_periods(Q1, {previous_period(Q1): 4, YEAR: 1}) == (4, None, None)


def test_what_is_not_over_before_the_period_begins_is_not_earlier() -> None:
    assert choose_previous_periods(Q1, {HALF: 1, Q1: 2, MONTH: 3}) == (None, None, None)
