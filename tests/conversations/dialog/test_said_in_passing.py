"""What is said beside an answer or a yes: a reminder, a command, thanks; and numbers of rows that
are not there."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.reports.model import ReminderChange
from tests.support.dialog import SCARCE, Talk


def talk(*said: str, by_list: bool = False) -> Talk:
    made = Talk()
    for text in ("/start", *(("theo nhóm",) if by_list else ()), *said):
        made.say(text)
    return made


def reminded(made: Talk) -> tuple[str, ...]:
    assert made.last is not None
    changes = [one for one in made.last.changes if isinstance(one, ReminderChange)]
    return changes[0].rows if changes else ()


@pytest.mark.parametrize(
    "text", ["khoảng 20, nhắc tôi mai", "không có, nhắc tôi mai", "kps, mai nhắc lại chị"]
)
def test_a_reminder_said_in_a_choice_of_readings_is_set(text: str) -> None:
    made = talk(text)
    made.tap("chưa có số")
    assert reminded(made) == ("I.01.01",)
    assert made.report.answer("I.01.01").remark is None


def test_a_number_that_is_chosen_has_no_reminder_for_an_explanation() -> None:
    made = talk("khoảng 20, nhắc tôi mai")
    made.tap("20")
    stored = made.report.answer("I.01.01")
    assert (stored.amount, stored.remark) == (20, None)


@pytest.mark.parametrize("text", ["3 không có, nhắc tôi mai", "3=20, nhắc tôi mai"])
def test_a_reminder_in_a_doubtful_line_is_set(text: str) -> None:
    made = talk(text, "chưa có số", by_list=True)
    made.say("ghi")
    assert reminded(made) == ("I.01.03",)


def test_a_reminder_for_several_rows_is_set_for_each() -> None:
    made = talk("mấy dòng 3 tới 5 không có, nhắc tôi mai", "3", by_list=True)
    made.say("ghi")
    assert reminded(made) == ("I.01.03", "I.02.01", "I.02.02")


@pytest.mark.parametrize("text", ["🙏", "🙏🙏🙏", "cảm ơn em 🙏"])
def test_thanks_are_no_consent(text: str) -> None:
    made = talk("24; 9; 5")
    before = made.session.focus
    made.say(text)
    assert not made.report.answers
    assert made.session.focus == before


def test_a_yes_may_come_with_folded_hands() -> None:
    made = talk("24; 9; 5")
    made.say("ok 🙏")
    assert made.report.answer("I.01.01").amount == 24


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("ghi rồi sang phần II", "II.01.01"),
        ("đúng rồi em, qua phần III nha", "III.01"),
        ("ok ghi xong sang phần 2", "II.01.01"),
    ],
)
def test_a_yes_and_the_way_on_in_one_breath(text: str, row: str) -> None:
    made = talk("24; 9; 5")
    made.say(text)
    assert made.report.answer("I.01.03").amount == 5
    assert made.focus.startswith(row[:3])


def test_a_yes_and_a_change_in_one_breath_store_nothing_unchanged() -> None:
    made = talk("24; 9; 5")
    made.say("ok, sửa dòng 3 thành 6")
    assert made.report.answer("I.01.03").amount != 5


@pytest.mark.parametrize(
    "text", ["ghi rồi sang", "ghi đi rồi qua phần II luôn", "ghi rồi làm tiếp"]
)
def test_what_stood_unsaved_is_stored_before_the_way_on(text: str) -> None:
    made = talk("24; 9; 5", "sang phần II")
    made.say(text)
    assert made.report.answer("I.01.01").amount == 24
    assert made.focus.startswith("II.")


@pytest.mark.parametrize(
    "text", ["tới phần III đi em", "sang phần III nha", "qua phần ba giúp chị", "sang phần 3"]
)
def test_a_section_is_found_among_polite_words(text: str) -> None:
    made = talk()
    made.say(text)
    assert made.focus.startswith("III.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("câu 200 là 3", "không có câu 200, chỉ có câu 1–152"),
        ("dạ câu 153 bên em là 15 ạ", "không có câu 153"),
        ("dòng 7: 3", "Câu 7 là “Số vấn đề phát hiện qua kiểm tra”"),
    ],
)
def test_a_number_that_no_row_has_is_said(text: str, told: str) -> None:
    made = talk()
    said = made.say(text)
    assert told in said
    assert not made.report.answers


def test_a_list_that_is_done_is_left_after_its_preview() -> None:
    made = talk("1=24; 2=9\nxong", by_list=True)
    made.say("ghi")
    assert made.report.answer("I.01.02").amount == 9
    assert "I.01.03" not in made.session.listed


def test_a_reason_is_held_to_its_length_where_all_are_asked_together() -> None:
    made = Talk(can=SCARCE)
    for text in ("/start", "1=21; 2=22", "nộp"):
        made.say(text)
    said = made.say("1: " + "do huyện giao thêm nhiệm vụ " * 40)
    assert not made.report.reasons
    assert "quá 1000" in said


def test_what_did_not_change_is_not_said_again() -> None:
    made = talk()
    first = made.shown[-1].plain
    second = made.say("21")
    assert "I. Công tác chỉ đạo" in first
    assert "Công tác chỉ đạo" not in second
    assert "Số nhiệm vụ đã hoàn thành (Nhiệm vụ)" in second
    assert "I. Công tác chỉ đạo" in made.say("tiếp")  # asked for, all of it is shown


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("8 là 80 phần trăm, 9 năm bài, 10 mười một bài", {"I.03.01": 80, "I.03.02": 5}),
        ("9 có 6 bài, 10 có 14 bài", {"I.03.02": 6, "I.03.03": 14}),
        ("4 8, 5 7, 6 1", {"I.02.01": 8, "I.02.02": 7, "I.02.03": 1}),
        ("5 anh Tuấn báo là 1", {"I.02.02": 1}),
        ("dòng 4 hồi sáng phòng báo có 2", {"I.02.01": 2}),
        ("11: 20, 12 co nha", {"I.03.04": 20}),
    ],
)
def test_rows_of_a_list_are_named_as_people_name_them(text: str, values: dict[str, int]) -> None:
    made = talk(text, "ghi", by_list=True)
    assert {key: made.report.answer(key).amount for key in values} == values


@pytest.mark.parametrize(
    "text", ["tu cau 4 den cau 7 khong phat sinh het", "4, 5, 6, 7 khong phat sinh gi het a"]
)
def test_a_state_of_many_rows_may_end_in_any_word_for_all(text: str) -> None:
    made = talk(text, "ghi", by_list=True)
    states = {made.report.answer(f"I.02.0{n}").state for n in (1, 2, 3, 4)}
    assert states == {AnswerState.NONE}


@pytest.mark.parametrize(
    "text", ["toi gio lam xong 19 cai roi", "den nay xong 19", "toi da nhap sai, phai la 8"]
)
def test_what_only_begins_like_a_command_opens_nothing(text: str) -> None:
    made = talk("1=24; 2=9", by_list=True)
    said = made.say(text)
    assert "Không thấy chỉ tiêu" not in said
    assert made.session.focus.at == "previewing"


@pytest.mark.parametrize(
    "text", ["sửa câu 4", "câu 12", "tới phần II", "tóm tắt phần I", "xem lại phần 1", "mở câu 5"]
)
def test_a_command_with_a_place_is_no_text(text: str) -> None:
    made = talk("tới I.9")
    made.say(text)
    assert not made.report.answers


@pytest.mark.parametrize(
    ("text", "value"), [("à xử lý 5 thôi", 5), ("nhầm, xử lý 4", 4), ("xu ly 3 thoi em", 3)]
)
def test_a_line_of_a_preview_is_named_in_few_words(text: str, value: int) -> None:
    made = talk("tới câu 7", "6; 6")
    made.say(text)
    made.say("ghi")
    assert made.report.answer("I.02.04").amount == value


def test_lines_are_changed_and_dropped_in_one_message() -> None:
    made = talk("24; 9; 5; 3")
    made.say("khoan, dòng 3 năm nay là 7, dòng 4 bỏ")
    made.say("ghi")
    assert made.report.answer("I.01.03").amount == 7
    assert made.report.answer("I.02.01").state is AnswerState.BLANK


def test_a_row_of_a_pasted_table_is_known_by_those_before_it() -> None:
    rows = ("Số đơn vị trực thuộc đã kiểm tra", "Số vấn đề phát hiện qua kiểm tra")
    made = talk("\n".join(f"{row}\t{n}" for n, row in enumerate(rows, 1)), "ghi")
    assert made.report.answer("I.02.03").amount == 2
    assert made.report.answer("IV.06.03").state is AnswerState.BLANK


def test_a_heading_beside_an_answer_is_no_explanation() -> None:
    made = talk("tới II.1", "II.1: 5; II.2: 7", "ghi")
    assert made.report.answer("II.01").remark is None


@pytest.mark.parametrize("text", ["hết phần này không phát sinh nữa", "mấy cái này chưa có số đâu"])
def test_a_state_said_at_a_warning_is_not_kept_as_its_reason(text: str) -> None:
    made = talk("4", "7", text)
    assert not made.report.reasons


@pytest.mark.parametrize("text", ["12 văn bản"])
def test_a_figure_at_a_warning_is_asked_for_its_row(text: str) -> None:
    assert "dòng nào" in talk("tới II.2", "4", "10").say(text)


def test_answers_run_on_from_a_percentage() -> None:
    made = talk("tới câu 9", "85%\n6\n22\n30\ncó", "ghi")
    assert made.report.answer("I.03.01").amount == 85
    assert made.report.answer("I.03.04").amount == 30


def test_a_percentage_may_be_told_with_words_of_its_row() -> None:
    made = talk("tới câu 9", "tỷ lệ 100")
    assert made.report.answer("I.03.01").amount == 100


def test_a_number_of_the_list_may_be_asked_about() -> None:
    made = talk(by_list=True)
    said = made.say("9 hỏi gì vậy em")
    assert "Chuyên trang CCHC" in said
    assert not made.report.answers


@pytest.mark.parametrize(
    "text",
    [
        "ghi, xong xem còn bao nhiêu dòng",
        "ghi đi em còn bao nhiêu dòng nữa",
        "luu di em con may cau nua",
        "còn mấy dòng nữa vậy, ghi luôn đi",
    ],
)
def test_an_order_and_a_question_are_both_done(text: str) -> None:
    made = talk("1=20; 2=15", text, by_list=True)
    assert made.report.answer("I.01.02").value is not None
    assert "đã trả lời 3/152" in " ".join(one.plain for one in made.said)


@pytest.mark.parametrize(
    "text", ["đúng rồi, dòng 2 là gì vậy em", "ghi rồi sau này sửa được không", "ghi chưa em"]
)
def test_a_question_before_lines_are_sure_stores_nothing(text: str) -> None:
    made = talk("1=20; 2=15", text, by_list=True)
    assert made.report.answer("I.01.02").value is None


def test_what_cannot_be_undone_is_asked_although_something_is_asked() -> None:
    made = talk("1=20; 2=15", "ghi", "nộp luôn, khi nào hạn?", by_list=True)
    assert made.report.editable
    assert "Nộp báo cáo?" in made.shown[-1].plain
    made.say("nộp luôn, khi nào hạn?")
    assert made.report.editable  # whoever asks something has not agreed
