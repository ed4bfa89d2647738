"""Questions are answered from what is known; nothing is written, and what stands open stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.model import AnswerChange, Contacts, Report, ReportState, ReturnedRow
from tests.support.dialog import NOW, SCARCE, Talk

ASKED = """
hạn nộp khi nào | còn bao nhiêu câu | lưu chưa em | nộp rồi có sửa được không | ai duyệt |
duyệt chưa em | có gì hỏi ai | chị có phải điền hết không em | VBQPPL là gì | QLNN là gì vậy em |
câu này hỏi gì vậy em | kỳ tính từ ngày nào em | không phát sinh khác 0 chỗ nào | em là ai vậy |
kỳ trước báo bao nhiêu vậy em | sao lại cảnh báo vậy em | giờ làm gì nữa em | nộp sao vậy em |
gửi file được không em | lấy file ở đâu vậy em | ai ghi số này vậy em | dòng 4 là gì vậy em |
giao phần II cho Tuấn được không em
"""
PEOPLE = Contacts(("Trần Văn Sơn",), ("Lê Thị Mai",), "Sở Nội vụ")


def questions() -> list[str]:
    return [one.strip() for one in ASKED.replace("\n", " ").split("|") if one.strip()]


def talk_with(**facts: Any) -> Talk:
    """A conversation under way on a report with these facts."""
    talk = Talk()
    talk.say("/start")
    talk.report = talk.report.model_copy(update={"contacts": PEOPLE, **facts})
    return talk


STATES = {
    "a question": [],
    "a list": ["theo nhóm"],
    "a preview": ["theo nhóm", "1=21; 2=7"],
    "a choice of a value": ["1,234"],
    "a choice of a row": ["biên chế"],
    "a warning": ["1 = 21", "tới IV.2.1", "46", "47"],
    "a note": ["ghi chú"],
    "a text": ["tới I.9"],
    "the summary": ["tóm tắt"],
    "a pause": ["tạm dừng"],
}


@pytest.mark.parametrize("before", STATES.values(), ids=STATES)
def test_a_question_changes_nothing_in_any_state(before: list[str]) -> None:
    talk = talk_with()
    for text in before:
        talk.say(text)
    stood, report = talk.session.focus, talk.report
    for text in questions():
        said = talk.say(text)
        assert talk.last is not None
        assert talk.last.changes == (), text
        assert talk.session.focus == stood or stood.at == "pause", text
        assert talk.report == report, text
        assert said.strip(), text
        assert "Em chưa hiểu" not in said, text
        assert len(said) <= 700, (text, said)


@pytest.mark.parametrize("can", [None, SCARCE], ids=["a phone", "a metered channel"])
def test_a_question_never_brings_the_list_again(can: Any) -> None:
    talk = Talk(can=can) if can else Talk()
    talk.say("/start")
    talk.say("theo nhóm")
    for text in [*questions(), "trưa nay ăn gì vậy em?", "hôm nay trời đẹp quá"]:
        said = talk.say(text)
        assert "Số phòng ban đã kiểm tra" not in said or "dòng 4" in text, (text, said)


def told(text: str, **facts: Any) -> str:
    return talk_with(**facts).say(text)


def test_the_due_day() -> None:
    due = NOW + timedelta(days=5)
    assert "còn 5 ngày" in told("hạn nộp khi nào", due=due)
    assert "là hôm nay" in told("hạn nộp khi nào", due=NOW)
    late = told("nộp trễ có sao không", due=NOW - timedelta(days=2))
    assert "đã quá 2 ngày" in late
    assert "Lê Thị Mai" in late
    assert "chưa đặt hạn" in told("hạn nộp khi nào")
    assert "đã nộp rồi" in told("hạn nộp khi nào", due=due, state=ReportState.SUBMITTED)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "chưa nộp"),
        ({"state": ReportState.SUBMITTED, "version": 2}, "đang chờ Trần Văn Sơn"),
        ({"state": ReportState.APPROVED, "version": 1}, "đã được duyệt"),
        (
            {
                "state": ReportState.RETURNED,
                "returned": {"I.01.01": ReturnedRow(reason="sai", revision=1)},
            },
            "trả lại 1 dòng",
        ),
        ({"state": ReportState.CORRECTING, "in_force": {}}, "đính chính"),
        ({"closed": True}, "khóa sổ"),
        ({"only": frozenset({"I.01.01"})}, "Cán bộ của"),
    ],
)
def test_who_has_the_report(facts: dict[str, Any], said: str) -> None:
    assert said in told("báo cáo của chị tới đâu rồi em", **facts)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "sửa lúc nào cũng được"),
        ({"state": ReportState.SUBMITTED}, "mở lại"),
        ({"state": ReportState.APPROVED}, "đính chính"),
        ({"closed": True}, "mở khóa"),
    ],
)
def test_whether_it_can_be_changed(facts: dict[str, Any], said: str) -> None:
    assert said in told("nộp rồi có sửa được không", **facts)


def test_the_people_are_named() -> None:
    assert "Trần Văn Sơn" in told("ai duyệt vậy em")
    assert "Sở Nội vụ: Lê Thị Mai" in told("đầu mối là ai")
    unknown = told("ai duyệt", contacts=Contacts())
    assert "chưa có tên người duyệt" in unknown


def test_what_is_saved() -> None:
    answer = Answer(
        state=AnswerState.VALUE, value=Number(amount=21), revision=1, author="Hoa", at=NOW
    )
    said = told("lưu chưa em", answers={"I.01.01": answer})
    assert "“Số nhiệm vụ đề ra trong kế hoạch”: 21" in said
    talk = talk_with()
    talk.say("theo nhóm")
    talk.say("1=21; 2=7")
    assert "Còn 2 dòng đang xem lại, chưa ghi" in talk.say("lưu chưa em")
    talk = talk_with(answers={"I.01.01": answer})
    assert "21, do Hoa ghi" in talk.say("câu 1 ai ghi vậy em")


def test_a_warning_is_explained() -> None:
    talk = talk_with()
    for text in ("tới IV.2.1", "46", "47"):
        talk.say(text)
    said = talk.say("sao lại cảnh báo vậy em")
    assert "46" in said
    assert "47" in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dòng 3 hỏi gì vậy em", "Số văn bản chỉ đạo CCHC đã ban hành"),
        ("mục II.2 là sao", "Rà soát VBQPPL"),
        ("biên chế có mặt tính sao em", "Tổng số biên chế có mặt"),
        ("câu này hỏi gì", "hỏi dòng nào"),
        ("số con mèo tính sao em", "chưa thấy là dòng nào"),
    ],
)
def test_what_a_row_of_a_list_asks(text: str, said: str) -> None:
    talk = talk_with()
    talk.say("theo nhóm")
    assert said in talk.say(text)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("tải", "tải về"),
        ("xem muc luc", "mục lục"),
        ("tro gup", "trợ giúp"),
        ("còn lại không phat sin", "còn lại không phát sinh"),
        ("hôm nay trời đẹp quá", "trợ giúp"),
    ],
)
def test_what_is_not_understood_is_told_with_the_likeliest_steps(text: str, offered: str) -> None:
    talk = talk_with()
    talk.say("theo nhóm")
    said = talk.say(text)
    assert f"Em chưa hiểu “{text}”, chưa ghi gì." in said
    assert "Trả lời dòng 1 (1=" in said
    assert offered in said
    assert talk.last is not None
    assert not [change for change in talk.last.changes if isinstance(change, AnswerChange)]


def test_a_report_keeps_names_as_they_are_given() -> None:
    assert Report.model_fields["contacts"].default == Contacts()


def test_two_questions_are_answered_in_one_message() -> None:
    said = told("hạn nộp khi nào và ai duyệt vậy em", due=NOW + timedelta(days=3))
    assert "còn 3 ngày" in said
    assert "Trần Văn Sơn" in said
    assert said.count("Đang ở câu 1") == 1


def test_rows_that_may_be_meant_are_named() -> None:
    said = told("lãnh đạo cấp phòng trong đơn vị tính sao em")
    assert "có ở nhiều dòng" in said
    assert "Số lượng lãnh đạo cấp phòng trong đơn vị trực thuộc" in said


def test_a_number_asked_about_beside_a_preview_is_that_of_its_list() -> None:
    talk = talk_with()
    talk.say("theo nhóm")
    talk.say("1=21; 2=7")
    assert "Số văn bản chỉ đạo CCHC đã ban hành" in talk.say("dòng 3 hỏi gì vậy em")


def test_figures_before_a_question_are_told_to_be_unwritten() -> None:
    talk = Talk()
    talk.say("bắt đầu")
    talk.say("theo nhóm")
    told = talk.say("1, 2 không phát sinh. dòng 3 không có số thì để trống được không")
    assert "Bỏ trống vẫn nộp được" in told
    assert "“1, 2 không phát sinh”: phần này chưa ghi" in told
    assert "chưa ghi" not in talk.say("Nghị định 45 là gì vậy em. Hạn nộp khi nào")


@pytest.mark.parametrize("yes", ["phải", "ừ phải rồi cháu", "đúng rồi chú ạ", "đúng cả rồi em"])
def test_a_command_that_is_asked_about_is_run_by_a_yes(yes: str) -> None:
    talk = talk_with()
    talk.say("tóm tắt")
    assert "Có phải: nộp báo cáo?" in talk.say("nộp báo cá đi cháu")
    talk.say(yes)
    assert talk.session.focus.at == "submitting"


def test_a_yes_later_on_runs_nothing() -> None:
    talk = talk_with()
    for text in ("tóm tắt", "nộp báo cá đi cháu", "cảm ơn cháu", "phải"):
        talk.say(text)
    assert talk.session.focus.at == "summary"


def test_a_rule_is_answered_from_the_row_that_is_asked_and_not_from_another() -> None:
    talk = talk_with()
    talk.say("tới I.1.3")
    assert "Số văn bản chỉ đạo" in talk.say("có cần cả công văn đôn đốc không")
    talk.say("theo nhóm")
    assert "hỏi dòng nào" in talk.say("có cần cả công văn đôn đốc không")
    talk.say("1=21; 2=7")
    assert "hỏi dòng nào" in talk.say("có cần cả công văn đôn đốc không")


@pytest.mark.parametrize("asked", ["câu 1 ghi chưa em", "dòng 1 đang ghi là mấy vậy em"])
def test_what_is_stored_of_a_row_is_told(asked: str) -> None:
    talk = talk_with()
    talk.say("theo nhóm")
    talk.say(asked)
    assert "Số nhiệm vụ đề ra trong kế hoạch”: chưa có trả lời" in talk.said[-1].plain
    talk.say("1=21")
    talk.say("ghi")
    talk.say(asked)
    assert "Số nhiệm vụ đề ra trong kế hoạch”: đã ghi 21" in talk.said[-1].plain


def test_the_first_rows_that_are_left_are_named() -> None:
    talk = talk_with()
    talk.say("21")
    talk.say("còn thiếu câu nào vậy em")
    assert "câu 2 Số nhiệm vụ đã hoàn thành, câu 4" in talk.said[-1].plain


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("phần II còn mấy câu", "“Cải cách thể chế”: còn 9/9"),
        ("mục 2 ghi chưa em", "“Kiểm tra CCHC”: còn 4/4"),
        ("mục 3 phần IV nhập chưa", "còn 4/4"),
        ("phần này còn mấy câu nữa", "“Công tác chỉ đạo điều hành CCHC”: còn"),
    ],
)
def test_what_is_left_below_a_heading_is_told(asked: str, told: str) -> None:
    talk = talk_with()
    assert told in talk.say(asked)
    assert not talk.report.answers
