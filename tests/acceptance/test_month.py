"""Thirty days of a province over Tết: every message that nobody asked for, once and only once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from tests.support.month import COMMUNES, DEPARTMENTS, LATE, SLOW, Told, play

DAY = timedelta(days=1)
FIRST, DUE = date(2026, 2, 2), date(2026, 2, 24)
LEFT = {date(2026, 2, 10): 5, date(2026, 2, 13): 2, date(2026, 2, 23): 1}  # working days
BEFORE_TET = (date(2026, 2, 12), date(2026, 2, 13))
AFTER_TET = tuple(
    day for n in range(12) if (day := date(2026, 2, 23) + DAY * n).weekday() not in (5, 6)
)  # until 6 March
LATE_DAYS = (date(2026, 2, 25), date(2026, 2, 26), date(2026, 2, 27), *AFTER_TET[5:7])
HEADS = tuple(code for code, _ in DEPARTMENTS)
UNITS = (*HEADS, *COMMUNES)


def officers(code: str) -> tuple[str, str]:
    return f"{code}-a", f"{code}-b"


def of(told: list[Told], words: str) -> Counter[tuple[date, str]]:
    """Who was told something with these words, and on which day."""
    return Counter((one.day, one.who) for one in told if words in one.text)


def once(*pairs: tuple[date, str]) -> Counter[tuple[date, str]]:
    return Counter(pairs)


def reminders() -> Counter[tuple[date, str]]:
    """Worked out by hand from the calendar: all on the fifth working day before, then who has not
    handed in; the late ones every working day until they do."""
    found = once(*((date(2026, 2, 10), who) for code in UNITS for who in officers(code)))
    for day in (date(2026, 2, 13), date(2026, 2, 23)):
        found += once(*((day, who) for code in (LATE, SLOW) for who in officers(code)))
    return found + once(*((day, who) for day in (DUE, *LATE_DAYS) for who in officers(LATE)))


async def test_every_message_of_a_month_is_told_once(tmp_path: Path) -> None:
    told = (await play(tmp_path)).told
    twice = Counter((one.day, one.who, one.text) for one in told)
    assert [one for one, count in twice.items() if count > 1] == []
    assert of(told, "Còn thiếu") == reminders()
    for day, left in LEFT.items():
        said = [one.text for one in told if one.day == day and "Còn thiếu" in one.text]
        assert all(f"còn {left} ngày làm việc, hạn 24/02/2026" in text for text in said)
    assert of(told, "đã quá hạn") == once(
        *((day, who) for day in LATE_DAYS for who in officers(LATE))
    )
    everybody = [who for code in UNITS for who in officers(code)]
    assert of(told, "📋 Đã mở báo cáo") == once(*((FIRST, who) for who in everybody))
    _handed_over(told)
    _reviewed(told)
    _watched(told)
    _counted(told)


def _handed_over(told: list[Told]) -> None:
    fourth = date(2026, 2, 4)
    assert of(told, "📌 Anh/chị được giao") == once((fourth, "NV-b"))
    assert of(told, "đã trả lời “") == once((fourth, "NV-a"))
    assert of(told, "đã nhận trả lời giúp") == once((fourth, "NV-a"))
    assert of(told, "Hôm nay anh/chị hẹn bổ sung") == once((date(2026, 2, 18), f"{SLOW}-a"))


def _reviewed(told: list[Told]) -> None:
    """A reviewer hears of each submission, is reminded of what waits, and no more (the coordinator
    has it all in a digest); the officers hear what became of it."""
    filed = date(2026, 2, 11)
    heard = once(*((filed, f"{code}-gd") for code in HEADS))
    heard += once((filed, "NV-gd"), (date(2026, 2, 26), "NV-gd"))  # again, and the correction
    assert of(told, "📥") == heard
    assert of(told, "↩ ") == once(*((filed, who) for who in officers("NV")))
    approved = once(*((day, who) for day in (filed, date(2026, 2, 26)) for who in officers("NV")))
    assert of(told, "đã duyệt báo cáo") == approved
    # after 2, 5 and 10 working days, and the working day before the due day
    days = (*BEFORE_TET[1:], date(2026, 2, 23), date(2026, 2, 25), date(2026, 3, 4))
    waits = [(day, f"{code}-gd") for day in days for code in ("TC", "YT")]
    assert of(told, "chờ anh/chị duyệt, đã chờ") == once(*waits)
    assert of(told, "mở đính chính báo cáo") == once(
        (date(2026, 2, 26), "NV-gd"), (date(2026, 2, 26), "NV-b")
    )


def _watched(told: list[Told]) -> None:
    """The coordinator: what waits for them, the late unit from its second day on, the correction
    of what they had used."""
    after_the_slow = (date(2026, 2, 24), date(2026, 2, 25), date(2026, 3, 2))
    after_the_late = (date(2026, 3, 4), date(2026, 3, 5))
    days = (*BEFORE_TET, date(2026, 2, 23), *after_the_slow, *after_the_late)
    assert of(told, "báo cáo chờ anh/chị duyệt") == once(*((day, "dau-moi") for day in days))
    late = [(day, "dau-moi") for day in LATE_DAYS if day > date(2026, 2, 25)]
    assert of(told, "1 đơn vị trễ hạn") == once(*late)
    assert of(told, "đã đính chính báo cáo") == once((date(2026, 2, 26), "dau-moi"))


def _counted(told: list[Told]) -> None:
    """On Tết's days off, and on Saturdays and Sundays, nothing but what somebody asked for; and
    nothing was told that is not looked at above, but that colleagues handed in."""
    off = {date(2026, 2, 14) + DAY * n for n in range(9)}
    assert [one.who for one in told if one.day in off] == [f"{SLOW}-a"]
    assert [one for one in told if one.day not in off and one.day.weekday() > 4] == []
    known = (
        "Còn thiếu",
        "📋",
        "📌",
        "đã trả lời “",
        "đã nhận trả lời giúp",
        "hẹn bổ sung",
        "📥",
        "↩",
    )
    known += ("đã duyệt báo cáo", "chờ anh/chị duyệt", "đính chính", "đơn vị trễ hạn")
    rest = [one for one in told if not any(words in one.text for words in known)]
    colleagues = Counter(one.who for one in rest)
    expected = Counter({f"{code}-b": 1 for code in UNITS})
    expected["NV-a"] += 1  # Bình handed in again what was returned
    expected["NV-b"] += 1  # the correction
    assert all("vừa nộp báo cáo" in one.text for one in rest)
    assert colleagues == expected
