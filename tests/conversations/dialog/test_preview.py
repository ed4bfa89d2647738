"""A preview: mended by line, stored when the officer says so, never over somebody else's answer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.parsing.result import AmbiguousReading, RefusedReading
from conversations.protocol.session import Preview
from conversations.reports.model import ReminderChange
from tests.support.damaged.files import word_with
from tests.support.damaged.rows import values_merged_downwards
from tests.support.dialog import Talk


def talk(*said: str) -> Talk:
    made = Talk()
    for text in ("/start", "theo nhóm", *said):
        made.say(text)
    return made


def lines(made: Talk) -> list[tuple[int, str]]:
    focus = made.session.focus
    assert isinstance(focus, Preview)
    return [(line.number, line.entry.said) for line in focus.lines]


def test_nothing_is_stored_before_the_word_is_given() -> None:
    made = talk("21 7 5", "3=6", "xin chào", "bỏ 1")
    assert not made.report.answers
    made.say("đồng ý")
    assert set(made.report.answers) >= {"I.01.02", "I.01.03"}
    assert "I.01.01" not in made.report.answers


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2=8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sửa 2 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sua dong 2 = 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("2: tám", [(1, "21"), (2, "tám"), (3, "5")]),
        ("2=8; 3=9", [(1, "21"), (2, "8"), (3, "9")]),
        ("2=8\n3=9", [(1, "21"), (2, "8"), (3, "9")]),
        ("5=2", [(1, "21"), (2, "7"), (3, "5"), (5, "2")]),  # a row of the list, not answered yet
        ("bỏ 2", [(1, "21"), (3, "5")]),
        ("bỏ 1, 3", [(2, "7")]),
        ("4 4", [(1, "4"), (2, "4")]),  # typed anew
        ("40=2", [(1, "21"), (2, "7"), (3, "5")]),  # no such line: not understood
    ],
)
def test_lines_are_mended(said: str, expected: list[tuple[int, str]]) -> None:
    made = talk("21 7 5", said)
    assert lines(made) == expected


def test_dropping_every_line_leaves_the_preview() -> None:
    made = talk("21 7", "bỏ 1 2")
    assert made.focus == "listing"
    assert not made.report.answers


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten() -> None:
    made = talk("21 7 5")
    theirs = Answer(
        state=AnswerState.VALUE, value=Number(amount=Decimal(99)), revision=1, author="Minh"
    )
    made.report = made.report.with_answer("I.01.02", theirs)
    said = made.say("đồng ý")
    assert "người khác vừa sửa các dòng này" in said
    assert "99 → 7" in said
    assert made.report.answer("I.01.02").amount == 99
    assert made.report.answer("I.01.01").amount == 21
    made.say("đồng ý")
    assert made.report.answer("I.01.02").amount == 7


def test_a_doubtful_line_is_asked_after_the_sure_ones_are_stored() -> None:
    made = talk("21; khoảng 7; 5", "đồng ý")
    assert made.report.answer("I.01.03").amount == 5
    assert made.report.answer("I.01.02").state is AnswerState.BLANK
    assert made.focus == "I.01.02"


def test_a_note_that_stands_is_kept_and_a_new_one_written() -> None:
    made = talk("ghi chú 1: Kế hoạch 72", "1=21; 2=7", "đồng ý", "quay lại")
    assert made.report.answer("I.01.01").note == "Kế hoạch 72"
    table = "Số nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t22\tKế hoạch 80"
    made.say(table)
    made.say("đồng ý")
    assert made.report.answer("I.01.01").note == "Kế hoạch 80"
    assert made.report.answer("I.01.01").amount == 22


def test_a_computed_row_in_a_pasted_table_is_not_written() -> None:
    label = "Tỷ lệ hoàn thành Kế hoạch CCHC năm (Lũy kế đến thời điểm báo cáo)"
    made = talk(f"{label}\t50\nSố nhiệm vụ đề ra trong kế hoạch\t21")
    assert "máy tự tính, không ghi" in made.shown[-1].plain
    made.say("đồng ý")
    assert set(made.report.answers) == {"I.01.01"}


def test_a_flood_is_refused_and_nothing_is_lost() -> None:
    made = talk("1 " * 9_000)
    assert "dài quá, xin chia làm nhiều tin" in made.shown[-1].plain
    made.say("hủy")
    assert made.focus == "listing"


def test_a_filed_report_takes_no_list() -> None:
    made = talk("nộp", "nộp")
    assert "đang khóa" in made.say("21 7 5")
    assert not made.report.answers


def test_going_elsewhere_says_that_nothing_was_stored() -> None:
    made = talk("21 7 5")
    assert made.say("tới III").startswith("Chưa ghi gì.")
    assert not made.report.answers


def reminders(made: Talk) -> list[tuple[tuple[str, ...], date]]:
    assert made.last is not None
    changes = made.last.changes
    return [(one.rows, one.day) for one in changes if isinstance(one, ReminderChange)]


def test_reminders_named_in_a_list_are_set_when_it_is_stored() -> None:
    made = talk()
    made.say("1=ccs, nhắc tôi ngày 20/3; 2=chưa có số, nhắc tôi 20/3; 3=ccs, nhắc lại ngày 25/3")
    assert reminders(made) == []
    made.say("đồng ý")
    march = date(2023, 3, 20)
    assert reminders(made) == [
        (("I.01.01", "I.01.02"), march),
        (("I.01.03",), march.replace(day=25)),
    ]
    stored = made.report.answer("I.01.02")
    assert (stored.state, stored.remark) == (AnswerState.PENDING, None)


def test_no_number_yet_with_a_day_is_for_all_that_is_open_in_the_list() -> None:
    made = talk()
    assert "12 chỉ tiêu" in made.say("chưa có số, nhắc tôi ngày 20/3")
    made.say("đồng ý")
    assert [len(rows) for rows, _ in reminders(made)] == [12]


def test_a_day_to_remind_that_cannot_be_read_is_said() -> None:
    made = Talk()
    made.say("/start")
    said = made.say("chưa có số, nhắc tôi ngày 32/13")
    assert "32/13" in said
    assert "ví dụ" in said.lower()
    assert reminders(made) == []
    assert "ngày" not in made.say("chưa có số, nhắc phòng Tài chính gửi").partition("\n")[0]


def test_a_value_of_a_merged_cell_is_not_offered_for_the_upper_row() -> None:
    """In a file of this very period, whose lines are previewed for the report."""
    made = Talk()
    made.say("/start")
    file = word_with(values_merged_downwards)
    assert "nằm trong ô gộp" in made.send(file.name, file.content)
    focus = made.session.focus
    assert isinstance(focus, Preview)
    merged = [line for line in focus.lines if isinstance(line.entry.reading, RefusedReading)]
    assert {line.entry.reading.code for line in merged if line.entry.row} == {"burst.merged"}
    assert not any(isinstance(line.entry.reading, AmbiguousReading) for line in focus.lines)


@pytest.mark.parametrize("text", ["90=5; 91=3", "xin chào; chào anh", "99=5"])
def test_what_names_no_row_leaves_the_preview_as_it_is(text: str) -> None:
    made = talk("21 7")
    before = lines(made)
    made.say(text)
    assert lines(made) == before


def test_consent_to_nothing_stores_nothing_and_stays() -> None:
    made = talk("abc; xyz")
    before = lines(made)
    assert "Chưa có dòng nào ghi được" in made.say("đồng ý")
    assert (lines(made), made.report.answers) == (before, {})
