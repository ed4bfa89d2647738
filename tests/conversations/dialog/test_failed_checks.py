"""While a check that does not hold stands before the officer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.parsing.reason import is_reason
from tests.support.dialog import Talk


def soft() -> Talk:
    """More tasks done than planned: R02."""
    talk = Talk()
    for text in ("/start", "4", "7"):
        talk.say(text)
    return talk


def hard() -> Talk:
    """More tasks done in time than given: R03."""
    talk = Talk()
    for text in ("/start", "tới I.4", "10", "12", "0"):
        talk.say(text)
    return talk


@pytest.mark.parametrize(
    "text",
    [
        "đúng",
        "không",
        "chưa có số",
        "không phát sinh",
        "không biết",
        "21",
        "3 (gõ nhầm)",
        "aaaaaaaaaa",
        "đồng ý",
        "sao lại thế?",
        "sửa lại thành 3",
        "…",
        "",
    ],
)
def test_an_answer_or_a_shrug_is_no_reason(text: str) -> None:
    assert not is_reason(text)
    talk = soft()
    said = talk.say(text) if text else ""
    assert not talk.report.reasons
    if text:
        assert "Đã ghi lý do" not in said


@pytest.mark.parametrize(
    "text",
    [
        "văn bản gửi song song đã được tính",
        "2 đơn vị mới sáp nhập trong kỳ",
        "bổ sung nhiệm vụ theo Quyết định 12",
        "so lieu cua ky truoc chuyen sang",
    ],
)
def test_an_explanation_is_a_reason(text: str) -> None:
    talk = soft()
    assert f"Đã ghi lý do: {text}" in talk.say(text)
    assert [reason.text for reason in talk.report.reasons.values()] == [text]


@pytest.mark.parametrize("head", ["tất cả: ", "Cả: ", "các cái còn lại: ", "toàn bộ - "])
def test_a_reason_for_all_is_that_of_the_one_check(head: str) -> None:
    talk = soft()
    talk.say(f"{head}bổ sung nhiệm vụ theo Quyết định 12")
    told = [reason.text for reason in talk.report.reasons.values()]
    assert told == ["bổ sung nhiệm vụ theo Quyết định 12"]


@pytest.mark.parametrize("text", ["để sau", "de sau", "Để sau.", "bỏ qua"])
def test_later_can_be_typed(text: str) -> None:
    for talk in (soft(), hard()):
        before = talk.focus
        while talk.session.focus.at == "raised":
            talk.say(text)
        assert before == "raised"
        assert not talk.report.reasons


@pytest.mark.parametrize("text", ["1", "sửa 1", "sua 1", "Sửa dòng 1."])
def test_a_row_is_opened_by_its_number_in_the_list(text: str) -> None:
    talk = hard()
    assert "Đang ghi: 10" in talk.say(text)
    assert talk.focus == "I.04.01"


def test_a_number_that_is_not_in_the_list_is_no_row() -> None:
    talk = hard()
    talk.say("9")
    assert talk.focus == "raised"


def test_going_elsewhere_works_from_a_check() -> None:
    talk = soft()
    assert "Câu 24/152" in talk.say("tới II")


def test_a_hard_check_takes_no_reason() -> None:
    talk = hard()
    assert "bắt buộc phải sửa số" in talk.say("văn bản gửi song song đã được tính")
    assert not talk.report.reasons


def test_an_edit_that_mends_a_check_leaves_it_behind() -> None:
    talk = hard()
    said = talk.edit("20", "I.04.01")
    assert "Không còn:" in said
    assert "Phải sửa" not in said
    assert talk.focus == "I.05"


def test_an_edit_that_does_not_mend_leaves_the_check_standing() -> None:
    talk = hard()
    assert "Phải sửa trước khi nộp" in talk.edit("11", "I.04.01")


def test_checks_come_in_the_same_order_every_time_hard_ones_first() -> None:
    talk = soft()
    focus = talk.session.focus
    assert focus.at == "raised"
    assert focus.checks == ("R02", "R58b")


def test_behind_a_computed_row_its_parts_can_be_mended() -> None:
    talk = soft()
    talk.say("để sau")  # R02 names the parts alone
    said = talk.say("1")
    assert talk.focus == "raised"  # the first in the list is the computed row
    assert "là số mới của dòng nào" in said
    assert "Đang ghi: 4" in talk.say("2")
    assert talk.focus == "I.01.01"


def test_a_reason_has_an_end() -> None:
    talk = soft()
    said = talk.say("số liệu của kỳ trước chuyển sang " * 100)
    assert "quá 1000" in said
    assert not talk.report.reasons
    assert talk.say("số liệu của kỳ trước chuyển sang")
    assert talk.report.reasons


@pytest.mark.parametrize("check", [soft, hard])
def test_what_is_not_taken_is_quoted_in_short(check: Callable[[], Talk]) -> None:
    said = check().say("(" * 4_000)
    assert "(" * 59 in said
    assert len(said) < 1_000


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("sửa câu 2", "I.01.02"),
        ("sửa câu 5 nha em", "I.02.01"),
        ("câu số 4", "I.01.03"),
        ("sửa 2", "I.01.02"),
        ("dòng 1", "I.01.01"),
    ],
)
def test_a_question_is_opened_by_its_own_number_and_a_line_by_that_of_the_warning(
    text: str, row: str
) -> None:
    talk = soft()
    talk.say(text)
    assert talk.focus == row


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("câu 4 là 9", "I.01.03", 9),
        ("sửa câu 4 thành 9", "I.01.03", 9),
        ("à câu số 5 là 3 nha", "I.02.01", 3),
        ("dòng 2 là 3", "I.01.02", 3),
        ("sửa dòng 2 thành 3", "I.01.02", 3),
    ],
)
def test_an_answer_goes_to_the_question_or_the_line_that_is_named(
    text: str, key: str, value: int
) -> None:
    talk = soft()
    talk.say(text)
    assert talk.report.answer(key).amount == value
    assert not talk.report.reasons


@pytest.mark.parametrize("text", ["câu 3 là 22", "sửa câu 3 thành 22", "câu 3 = 22 nha em"])
def test_a_row_that_is_computed_is_never_written(text: str) -> None:
    talk = soft()
    before = talk.report.answer("I.01")
    said = talk.say(text)
    assert talk.report.answer("I.01") == before
    assert "máy tính từ" in said


def test_a_line_that_the_warning_does_not_have_is_said() -> None:
    assert "chỉ có dòng 1–2" in soft().say("sửa 7")


@pytest.mark.parametrize("text", ["nộp", "nộp luôn đi em", "nộp báo cáo"])
def test_asked_to_submit_again_it_says_in_short_why_not(text: str) -> None:
    talk = soft()
    for one in ("để sau", "để sau", "nộp"):
        talk.say(one)
    said = talk.say(text)
    assert said.startswith("Chưa nộp được: còn 2 điểm cần lý do.")
    assert "Số nhiệm vụ" not in said
    assert talk.session.focus.at == "explaining"


def test_several_questions_are_answered_by_their_own_numbers() -> None:
    talk = hard()
    talk.say("câu 1 là 21, câu 2 là 14")
    assert talk.report.answer("I.01.01").amount == 21
    assert talk.report.answer("I.01.02").amount == 14
    assert talk.report.answer("I.04.01").amount == 10


@pytest.mark.parametrize(
    "text", ["cũng lý do đấy", "lý do như trên", "như cái trước", "như hồi nãy"]
)
def test_the_reason_of_the_warning_before_is_said_and_confirmed(text: str) -> None:
    talk = soft()
    assert not talk.report.reasons
    assert "chưa phải lý do" in talk.say(text)  # there is none yet
    talk.say("do huyện giao thêm 3 việc")
    kept = len(talk.report.reasons)
    assert "do huyện giao thêm 3 việc" in talk.say(text)
    assert len(talk.report.reasons) == kept
    talk.say("đúng")
    assert {one.text for one in talk.report.reasons.values()} == {"do huyện giao thêm 3 việc"}
    assert len(talk.report.reasons) == kept + 1
