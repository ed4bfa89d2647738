"""A long text in several messages: `thêm: …`."""

from __future__ import annotations

import pytest

from conversations.answers.values import Text
from conversations.reports.printed_answers import tell_answer
from templates.loading.catalog import load_catalog
from tests.support.dialog import Talk
from tests.support.reports import blank_report

FORM = load_catalog().forms["mat-tran"]


def talk(*texts: str) -> Talk:
    made = Talk(FORM, blank_report(FORM))
    for text in ("bắt đầu", *texts):
        made.say(text)
    return made


def text_of(made: Talk, key: str) -> str | None:
    value = made.report.answer(key).value
    return value.text if isinstance(value, Text) else None


FIRST, MORE = "Nhân dân phấn khởi, tin tưởng.", "Mở 3 hội nghị, 250 người dự."


@pytest.mark.parametrize("said", [f"thêm: {MORE}", f"Thêm : {MORE}", f"viết tiếp: {MORE}"])
def test_more_goes_to_the_text_that_was_written_last(said: str) -> None:
    made = talk(FIRST, said)
    assert text_of(made, "I1") == f"{FIRST}\n{MORE}"
    assert text_of(made, "I2") is None


def test_more_goes_there_also_where_a_number_is_asked() -> None:
    made = talk(FIRST, "Đã giải quyết 12 vụ việc.", f"thêm: {MORE}")
    assert text_of(made, "I2") == f"Đã giải quyết 12 vụ việc.\n{MORE}"
    assert "S1" not in made.report.answers


def test_a_number_is_never_more_of_a_text() -> None:
    made = talk(FIRST, "Đã giải quyết 12 vụ việc.", "thêm: 5")
    assert text_of(made, "I2") == "Đã giải quyết 12 vụ việc."


def test_where_there_is_no_text_yet_it_is_one() -> None:
    assert text_of(talk(f"thêm: {MORE}"), "I1") == MORE


def test_what_would_be_too_long_is_refused() -> None:
    long = "Nội dung dài. " * 200
    made = talk(long, f"thêm: {long}")
    assert text_of(made, "I1") == long.strip()


def test_of_a_long_text_the_beginning_is_told() -> None:
    made = talk("Nội dung dài. " * 200)
    told = tell_answer(FORM.row("I1"), made.report.answer("I1"))
    assert told.startswith("Nội dung dài.")
    assert told.endswith("… (2.799 ký tự)")
    assert len(told) < 500
