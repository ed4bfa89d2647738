"""Days and periods as people type them, case by case: a text, a tab, and what it names on 30
November 2026, a Monday; `!` and why when it names none."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from conversations.calendar.dates import NoDay, find_day, print_weekday, read_date, read_day_to_come
from conversations.calendar.period_titles import titled_periods
from conversations.calendar.period_words import parse_period
from templates.loading.calendars import load_calendars

TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 3, tzinfo=UTC)
WINDOWS = load_calendars().windows
FOLDER = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str]]:
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


@pytest.mark.parametrize(("text", "named"), cases("dates"))
def test_a_day_is_what_the_table_says(text: str, named: str) -> None:
    found = read_date(text, TODAY)
    assert (f"! {found.why}" if isinstance(found, NoDay) else found.isoformat()) == named


@pytest.mark.parametrize(("text", "named"), cases("periods"))
def test_a_period_is_what_the_table_says(text: str, named: str) -> None:
    found = parse_period(text, WINDOWS, TODAY)
    assert (f"{found.name} {found.start} {found.end}" if found else "!") == named


@pytest.mark.parametrize(("title", "named"), cases("titles"))
def test_a_title_names_the_period_it_reports_on_or_several(title: str, named: str) -> None:
    found = titled_periods(title, WINDOWS, TODAY)
    assert (" | ".join(one.name for one in found) or "!") == named


def test_a_weekday_that_contradicts_its_date_is_told_with_the_right_one() -> None:
    found = read_day_to_come("thứ năm 4/12", NOW)
    assert found == NoDay(why="weekday", day=date(2026, 12, 4))
    assert print_weekday(date(2026, 12, 4)) == "04/12/2026 (thứ sáu)"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("chiều mai hỏi lại phòng nội vụ", date(2026, 12, 1)),
        ("2 ngày nữa có", date(2026, 12, 2)),
        ("kỳ họp ngày 20/12 mới thông qua", date(2026, 12, 20)),
        ("tuần sau bổ sung", date(2026, 12, 7)),
        ("chờ chị Mai gửi", None),
        ("nhắc em thứ năm 17/12 chứ không phải thứ sáu", date(2026, 12, 17)),
        ("thứ năm 18/12 có", None),
        ("phòng 3/4 chưa gửi", None),
        ("công văn 12/2", None),
        ("hôm qua đã hỏi", None),
        ("một số đơn vị chưa gửi", None),
    ],
)
def test_a_day_is_found_among_other_words(text: str, day: date | None) -> None:
    assert find_day(text, NOW) == day
