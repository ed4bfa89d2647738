"""Working days, kinds of period and due days, against dates looked up by hand."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.preflight import calendar_problems
from conversations.calendar.period_kinds import DueRule, due_day, leaves_a_day
from conversations.calendar.period_words import parse_period
from conversations.calendar.periods import Period
from conversations.calendar.workdays import Calendar, DaySwap
from templates.loading.calendars import load_calendars
from templates.loading.day_files import CalendarDays, read_day_file
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


ANNOUNCED = [  # off, worked in exchange, where it was announced
    (
        "2024-04-29",
        "2024-05-04",
        "https://baophapluat.vn/media/thu-tuong-chinh-phu-dong-y-nghi-5-ngay-lien-tiep-dip-304-va-15-post12513.html",
    ),
    (
        "2025-05-02",
        "2025-04-26",
        "https://thoidai.com.vn/nguoi-lao-dong-se-co-ky-nghi-304-15-dai-5-ngay-209915.html",
    ),
    (
        "2026-01-02",
        "2026-01-10",
        "https://www.24h.com.vn/tin-tuc-trong-ngay/ai-duoc-hoan-doi-de-nghi-tet-duong-lich-4-ngay-c46a1724830.html",
    ),
    ("2026-08-31", "2026-08-22", "(the library's own source)"),
]
OFF = [  # first and last day of a holiday, and where it was announced
    ("2023-04-29", "2023-05-03", "https://todaycnews.com/thaonguyen/nghi-le-30-4"),
    ("2026-02-14", "2026-02-22", "http://www.congan.com.vn/?catid=702&id=388656&mod=detnews"),
]


@pytest.mark.parametrize(("off", "worked", "source"), ANNOUNCED, ids=lambda one: one[:10])
def test_announced_exchanges_count(off: str, worked: str, source: str) -> None:
    assert not CALENDARS.days.is_working(date.fromisoformat(off)), source
    assert CALENDARS.days.is_working(date.fromisoformat(worked)), source


@pytest.mark.parametrize(("first", "last", "source"), OFF, ids=lambda one: one[:10])
def test_announced_holidays_are_off_and_the_days_beside_them_are_not(
    first: str, last: str, source: str
) -> None:
    begun, ended = date.fromisoformat(first), date.fromisoformat(last)
    days = CALENDARS.days
    off = [begun + timedelta(days=n) for n in range((ended - begun).days + 1)]
    assert not any(map(days.is_working, off)), source
    assert days.is_working(begun - timedelta(days=1))
    assert days.is_working(ended + timedelta(days=1))


def test_2023_had_no_exchange() -> None:
    saturdays = (date(2023, 1, 7) + timedelta(weeks=n) for n in range(51))
    assert not any(map(CALENDARS.days.is_working, saturdays))


def test_a_worked_saturday_is_a_working_day_everywhere() -> None:
    """Figures of the acceptance: five working days before 28/8/2026 is 22/8, not 21/8."""
    days = CALENDARS.days
    assert days.shift(date(2026, 8, 28), -5) == date(2026, 8, 22)
    kept = DueRule(day=22, weekend="before")
    august = Period(name="Tháng 8/2026", start=date(2026, 7, 15), end=date(2026, 8, 14))
    assert due_day(kept, august, days) == date(2026, 8, 22)
    assert days.last_working(date(2026, 8, 23)) == date(2026, 8, 22)
    assert days.next_working(date(2026, 1, 10)) == date(2026, 1, 10)
    assert days.between(date(2025, 12, 31), date(2026, 1, 10)) == 6


def test_the_shipped_table_has_nothing_that_the_library_has_learnt() -> None:
    """Once the library knows a day, its line can be taken out of `vn.yaml`."""
    raw = (files("templates") / "calendars" / "vn.yaml").read_bytes()
    shipped = read_day_file(raw, "vn.yaml")
    assert isinstance(shipped, CalendarDays)
    known = country_holidays("VN", years=range(2020, 2051))
    learnt = [
        one
        for one in shipped.changes
        if (one.off is None or one.off in known)
        and (one.worked is None or one.worked in known.weekend_workdays)
    ]
    assert learnt == [], "the library has these now: take them out of templates/calendars/vn.yaml"
    assert all(one.source.startswith("http") for one in shipped.swaps)


def test_years_whose_exchanges_are_known(tmp_path: Path) -> None:
    assert 2026 in CALENDARS.known_years
    assert 2027 not in CALENDARS.known_years
    own = tmp_path / "own.yaml"
    own.write_text("swaps:\n- {off: 3/5/2027, worked: 8/5/2027}\nno_swaps: [2028]\n", "utf-8")
    calendars = load_calendars(own)
    assert {2027, 2028} <= calendars.known_years
    assert calendars.days.is_working(date(2027, 5, 8))


def test_what_is_entered_comes_last_and_can_be_taken_back() -> None:
    calendars = load_calendars()
    swap = DaySwap(off=date(2026, 8, 21), worked=date(2026, 8, 31))
    calendars.enter([swap], [2027], 1)
    assert not calendars.days.is_working(date(2026, 8, 21))
    assert calendars.days.is_working(date(2026, 8, 31))
    assert 2027 in calendars.known_years
    calendars.enter([], [], 2)
    assert calendars.days == CALENDARS.days
    assert calendars.known_years == CALENDARS.known_years


@given(
    changes=st.lists(
        st.builds(
            DaySwap,
            off=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
            worked=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        max_size=6,
    )
)
def test_the_last_change_of_a_day_decides(changes: list[DaySwap]) -> None:
    days = CALENDARS.days.with_changes(changes)
    said: dict[date, bool] = {}
    for one in changes:
        said |= {day: False for day in (one.off,) if day}
        said |= {day: True for day in (one.worked,) if day}
    assert {day: days.is_working(day) for day in said} == said
