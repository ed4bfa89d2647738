"""Working days, kinds of period and due days, against dates looked up by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.runtime.preflight import calendar_problems
from conversations.calendar.period_kinds import due_day, leaves_a_day
from conversations.calendar.period_words import parse_period
from conversations.calendar.workdays import Calendar
from templates.loading.calendars import load_calendars
from templates.loading.problems import CatalogError

CALENDARS = load_calendars()
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("words", "name", "start", "end"),
    [
        ("quý I/2026", "Quý I/2026", date(2025, 12, 15), date(2026, 3, 14)),
        ("quy 3 nam 2026", "Quý III/2026", date(2026, 6, 15), date(2026, 9, 14)),
        ("quý tư năm 2025", "Quý IV/2025", date(2025, 9, 15), date(2025, 12, 14)),
        ("6 tháng đầu năm 2026", "6 tháng/2026", date(2025, 12, 15), date(2026, 6, 14)),
        ("9 tháng 2026", "9 tháng/2026", date(2025, 12, 15), date(2026, 9, 14)),
        ("năm 2025", "Năm 2025", date(2024, 12, 15), date(2025, 12, 14)),
        ("quý I", "Quý I/2026", date(2025, 12, 15), date(2026, 3, 14)),
        (
            "quý II dương lịch 2026",
            "Quý II/2026 (dương lịch)",
            date(2026, 4, 1),
            date(2026, 6, 30),
        ),
        (
            "từ 1/4/2026 đến ngày 30.6.2026",
            "Từ 01/04/2026 đến 30/06/2026",
            date(2026, 4, 1),
            date(2026, 6, 30),
        ),
    ],
)
def test_periods_are_named(words: str, name: str, start: date, end: date) -> None:
    found = parse_period(words, CALENDARS.windows, TODAY)
    assert found is not None
    assert (found.name, found.start, found.end) == (name, start, end)


@pytest.mark.parametrize(
    "words", ["", "quý V/2026", "tháng 3", "từ 31/2/2026 đến 1/3/2026", "từ 2/3/2026 đến 1/3/2026"]
)
def test_other_words_name_none(words: str) -> None:
    assert parse_period(words, CALENDARS.windows, TODAY) is None


@pytest.mark.parametrize(
    ("words", "kind", "due"),
    [
        ("quý I/2026", "department", date(2026, 3, 20)),
        ("quý I/2026", "commune", date(2026, 3, 17)),  # two working days after a Saturday
        ("6 tháng 2026", "department", date(2026, 6, 19)),  # the 20th is a Saturday: before it
        ("quý II dương lịch 2026", "department", date(2026, 7, 6)),  # cut off after the 20th
    ],
)
def test_due_days(words: str, kind: str, due: date) -> None:
    period = parse_period(words, CALENDARS.windows, TODAY)
    assert period is not None
    rule = CALENDARS.due.kinds.get(kind, CALENDARS.due.default)
    assert due_day(rule, period, CALENDARS.days) == due
    assert leaves_a_day(period, due, CALENDARS.days)
    assert not leaves_a_day(period, period.end, CALENDARS.days)


def test_tet_is_off() -> None:
    days = CALENDARS.days
    assert days.shift(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert days.between(date(2026, 2, 13), date(2026, 2, 23)) == 1
    assert days.next_working(date(2026, 2, 16)) == date(2026, 2, 23)
    assert days.last_working(date(2026, 2, 22)) == date(2026, 2, 13)


def test_a_calendar_without_any_working_day_ends() -> None:
    with pytest.raises(ValueError, match="no working day"):
        Calendar(weekend=frozenset(range(7))).shift(TODAY, 1)


def test_an_installation_adds_days_and_takes_some_back(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text('days_off: ["2026-03-02"]\nworked: ["2026-03-07"]\n', encoding="utf-8")
    days = load_calendars(own).days
    assert not days.is_working(date(2026, 3, 2))
    assert days.is_working(date(2026, 3, 7))  # a Saturday


def test_saturdays_in_exchange_for_a_bridge_day_are_worked() -> None:
    days = CALENDARS.days
    assert days.is_working(date(2026, 8, 22))  # a Saturday, for Monday 31/8
    assert not days.is_working(date(2026, 8, 31))
    assert days.between(date(2026, 8, 21), date(2026, 8, 24)) == 2


@pytest.mark.parametrize(
    "span",
    [
        *("2027-02-05..2027-02-11", "2027-02-05 đến 2027-02-11", "5/2/2027 - 11/2/2027"),
        *("2027-02-05 – 2027-02-11", "05.02.2027 … 11.02.2027"),
    ],
)
def test_a_span_of_days_is_each_of_them(tmp_path: Path, span: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(f'days_off: ["{span}", "2027-03-01"]\n', encoding="utf-8")
    days = load_calendars(own).days
    assert {date(2027, 2, day) for day in range(5, 12)} <= days.days_off
    assert days.next_working(date(2027, 2, 5)) == date(2027, 2, 12)
    assert not days.is_working(date(2027, 3, 1))


def test_an_own_file_takes_a_worked_saturday_back(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("days_off: [2026-08-22]\nworked: [2026-08-31]\n", encoding="utf-8")
    days = load_calendars(own).days
    assert not days.is_working(date(2026, 8, 22))
    assert days.is_working(date(2026, 8, 31))


def test_the_check_reads_the_installations_own_files(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("days_off: [5/2]\n", encoding="utf-8")
    assert "own.yaml:1: days_off/0" in str(calendar_problems(own, None)[0])
    assert str(tmp_path / "none.yaml") in str(calendar_problems(None, tmp_path / "none.yaml")[0])
    own.write_text("days_off: [5/2/2027]\n", encoding="utf-8")
    assert calendar_problems(own, None) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("days_off: [5/2/2027 - 1/2/2027]\n", "a span from a day to a later one"),
        ("days_off: [2027-01-01..2027-12-31]\n", "at most 60 days"),
        ("worked: [mai]\n", "a day or a span of days: 2027-02-05"),
        ('days_off: ["2026-02-30"]\n', "own.yaml:1: days_off/0: found '2026-02-30'"),
        ("dayz: []\n", "own.yaml:1: dayz: found the unknown field dayz"),
        ("days_off: [\n", "own.yaml:"),
    ],
)
def test_a_broken_file_is_named_by_line(tmp_path: Path, text: str, found: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as error:
        load_calendars(own)
    assert found in str(error.value)


def test_an_installation_has_its_own_rules(tmp_path: Path) -> None:
    own = tmp_path / "rules.yaml"
    own.write_text(
        """
windows:
  - {key: q, name: "Quý một {year}", start: {day: 1, month: 1}, end: {day: 31, month: 3},
     called: [quy mot]}
due: {default: {working_days: 2, weekend: keep}}
""",
        encoding="utf-8",
    )
    found = load_calendars(own_rules=own)
    period = parse_period("quý một 2026", found.windows, TODAY)
    assert period is not None
    assert due_day(found.due.default, period, found.days) == date(2026, 4, 2)
