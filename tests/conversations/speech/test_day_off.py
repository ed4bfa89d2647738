"""What is said when a named day is a day off: Saturday, 18/3/2023, between Friday and Monday."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from conversations.speech.day_off import DayOffWay, read_day_off

NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)
FRIDAY, MONDAY = date(2023, 3, 17), date(2023, 3, 20)
SOONER, LATER, KEPT = DayOffWay

CASES = {
    SOONER: ("ừ", "dạ được em", "đồng ý", "lấy thứ sáu", "thu sau di em", "hôm trước đó"),
    LATER: ("thứ hai", "lấy thứ hai nha", "ngày sau đó", "lùi lại bữa sau"),
    KEPT: ("giữ nguyên", "cứ để vậy", "vẫn ngày đó", "đúng ngày đó luôn", "cứ nhắc đúng bữa đó"),
    date(2023, 3, 22): ("22/3", "đổi sang 22/3", "nhắc ngày 22/3", "thứ tư tuần sau"),
    date(2023, 3, 27): ("thứ hai tuần tới nữa", "27-3"),
    MONDAY: ("nhac thu 2", "thứ hai tuần sau"),
    None: ("21", "không phát sinh", "hạn nộp khi nào", "theo nhóm", "45 người", "nộp", ""),
}


@pytest.mark.parametrize(("meant", "texts"), CASES.items(), ids=str)
def test_a_way_or_another_day(meant: object, texts: tuple[str, ...]) -> None:
    read = {text: read_day_off(text, NOW, [FRIDAY], [MONDAY]) for text in texts}
    assert read == dict.fromkeys(texts, meant)


def test_where_no_working_day_is_left_before_it() -> None:
    assert read_day_off("ừ", NOW, [], [MONDAY]) is LATER
    assert read_day_off("hôm trước", NOW, [], [MONDAY]) is None
