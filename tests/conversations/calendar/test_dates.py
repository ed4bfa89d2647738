"""Days as officers name them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conversations.calendar.dates import read_day

NOW = datetime(2023, 3, 14, 20, tzinfo=UTC)  # already Wednesday, 15/3, in Vietnam


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20/3", date(2023, 3, 20)),
        ("ngày 20/3", date(2023, 3, 20)),
        ("nhắc tôi ngày 20/3/2023", date(2023, 3, 20)),
        ("nhac lai toi vao ngay 20-3", date(2023, 3, 20)),
        ("20 tháng 3", date(2023, 3, 20)),
        ("ngày 5 tháng 4 năm 2023.", date(2023, 4, 5)),
        ("1/2/2024", date(2024, 2, 1)),
        ("29/2/2024", date(2024, 2, 29)),
        ("31/12", date(2023, 12, 31)),
        ("hôm nay", date(2023, 3, 15)),
        ("mai", date(2023, 3, 16)),
        ("ngày mai", date(2023, 3, 16)),
        ("ngày kia", date(2023, 3, 17)),
        ("thứ sáu", date(2023, 3, 17)),
        ("thứ 6 tới", date(2023, 3, 17)),
        ("thứ tư", date(2023, 3, 22)),  # today is one: the next
        ("chủ nhật", date(2023, 3, 19)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_day(text, NOW) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14/3/2023",
        "1/2",
        "14/3",
        "29/2",
        "31/4",
        "20/3/2025",
        "32/1",
        "sớm",
        "20",
        "cuối quý",
        "20/3 hay 21/3",
    ],
)
def test_what_names_no_day_to_come_is_not_read(text: str) -> None:
    assert read_day(text, NOW) is None


def test_in_december_january_is_near() -> None:
    december = datetime(2026, 12, 20, tzinfo=UTC)
    assert read_day("5/1", december) == date(2027, 1, 5)
    assert read_day("1/9", december) is None
