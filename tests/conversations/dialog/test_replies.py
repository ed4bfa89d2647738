"""A reply is for the rows of the message that it answers, whatever stands open meanwhile; and files
that come together wait for each other."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.dialog.previews.waiting_files import MOST_WAITING
from conversations.protocol.check_states import FailedCheck
from conversations.protocol.events import TextSaid
from conversations.protocol.preview_states import FileImport, Preview, UnsavedWork
from conversations.reports.model import ReportState
from tests.support.dialog import Talk
from tests.support.scenario import FILES

LIST = ("I.02.01", "I.02.02", "I.02.03", "I.02.04")
LAST_QUARTER, THIS_ONE = FILES["PL_Q4-2022.docx"](), FILES["PL_Q1-2023.docx"]()


def talk(*said: str) -> Talk:
    made = Talk()
    for text in ("/start", *said):
        made.say(text)
    return made


def amount(made: Talk, key: str) -> object:
    return made.report.answer(key).amount


@pytest.mark.parametrize(
    ("text", "row", "value"),
    [
        ("28", "I.01.01", 28),
        ("dạ 28 nhiệm vụ ạ", "I.01.01", 28),
        ("sửa thành 28", "I.01.01", 28),
        ("sửa lại là 28", "I.01.01", 28),
        ("hai mươi tám", "I.01.01", 28),
    ],
)
def test_a_value_in_people_s_words(text: str, row: str, value: int) -> None:
    made = talk("21", "7", "5")
    focus = made.session.focus
    said = made.reply(text, row=row)
    assert (amount(made, row), made.session.focus) == (value, focus)
    assert "21 → 28" in said


@pytest.mark.parametrize("text", ["mục lục", "còn thiếu", "tình hình", "trợ giúp", "tải về"])
def test_a_command_is_a_command(text: str) -> None:
    made = talk("21", "7")
    before = made.report
    made.reply(text, row="I.01.01")
    assert made.report.answers == before.answers


def test_a_note_and_what_is_kept_are_for_the_row_that_is_quoted() -> None:
    made = talk("21", "7")
    made.reply("ghi chú Kế hoạch số 11", row="I.01.01")
    assert made.report.answer("I.01.01").note == "Kế hoạch số 11"
    assert "Chưa có số kỳ trước" in made.reply("giữ nguyên", row="I.01.01")
    assert made.report.answer("I.01.03").state is AnswerState.BLANK


@pytest.mark.parametrize("text", ["à nhầm 28", "nhầm rồi, 28", "21 là sai, 28 mới đúng"])
def test_a_correction_is_for_the_row_that_is_quoted(text: str) -> None:
    made = talk("21", "7", "5")
    made.reply(text, row="I.01.01")
    assert [amount(made, key) for key in ("I.01.01", "I.01.02", "I.01.03")] == [28, 7, 5]


@pytest.mark.parametrize("text", ["dòng này là sao em?", "cái này ghi gì vậy em?"])
def test_a_question_is_about_the_row_that_is_quoted(text: str) -> None:
    made = talk("21", "7", "5")
    before = made.report
    assert "Số nhiệm vụ đề ra trong kế hoạch" in made.reply(text, row="I.01.01")
    assert made.report.answers == before.answers


def test_what_is_taken_back_is_the_answer_that_is_quoted() -> None:
    made = talk("21", "7", "5")
    made.reply("xóa giúp chị", row="I.01.02")
    assert [amount(made, key) for key in ("I.01.01", "I.01.02", "I.01.03")] == [21, None, 5]


@pytest.mark.parametrize("text", ["đồng ý", "dạ đúng rồi em", "không", "👍"])
@pytest.mark.parametrize("quotes", [(), ("I.01.01",), LIST])
def test_a_yes_to_an_earlier_message_is_none_to_what_stands_open(
    text: str, quotes: tuple[str, ...]
) -> None:
    made = talk("21", "7", "nộp")
    while made.session.focus.at not in ("submitting", "asking"):
        made.say("bỏ qua")
    assert made.session.focus.at == "submitting"
    made.handle(TextSaid(text=text, quotes=quotes))
    assert made.report.state is ReportState.DRAFT
    assert [amount(made, key) for key in ("I.01.01", "I.01.02")] == [21, 7]


def test_a_command_by_the_number_of_a_quoted_list_is_for_its_row() -> None:
    made = talk("21", "7")
    made.handle(TextSaid(text="ghi chú 2: theo báo cáo", quotes=LIST))
    assert made.report.answer("I.02.02").note == "theo báo cáo"
    made.handle(TextSaid(text="sửa 3", quotes=LIST))
    assert made.focus == "I.02.03"


@pytest.mark.parametrize("text", ["ghi chú theo báo cáo", "giữ nguyên", "xóa câu vừa rồi"])
@pytest.mark.parametrize("quotes", [(), LIST])
def test_what_names_no_row_is_not_for_the_open_one(text: str, quotes: tuple[str, ...]) -> None:
    made = talk("21", "7")
    before = made.report
    assert "Chưa làm gì" in made.handle(TextSaid(text=text, quotes=quotes))
    assert made.report.answers == before.answers


def test_a_reply_does_not_disturb_a_preview() -> None:
    made = talk("tới I.02.01", "theo nhóm", "4, 3")
    made.say("tới I.02.01") if not isinstance(made.session.focus, Preview) else None
    preview = made.session.focus
    assert isinstance(preview, Preview)
    made.handle(TextSaid(text="21", quotes=("I.01.01",)))
    assert (amount(made, "I.01.01"), made.session.focus) == (21, preview)
    made.handle(TextSaid(text="9", quotes=("I.02.02",)))  # a line of the preview itself
    assert made.report.answer("I.02.02").state is AnswerState.BLANK
    made.say("đồng ý")
    assert amount(made, "I.02.02") == 9


def test_a_reply_while_a_check_does_not_hold_is_no_reason() -> None:
    made = talk("tới IV.02.01", "46")
    while not isinstance(made.session.focus, FailedCheck):
        made.say("47")
    checks = made.session.focus.checks
    made.handle(TextSaid(text="21", quotes=("I.01.01",)))
    assert amount(made, "I.01.01") == 21
    assert not made.report.reasons
    assert isinstance(made.session.focus, FailedCheck)
    assert made.session.focus.checks == checks


def test_a_quoted_list_is_still_meant_after_something_was_asked_between() -> None:
    made = talk("theo nhóm")
    made.send("PL_Q4-2022.docx", LAST_QUARTER)
    assert isinstance(made.session.focus, FileImport)
    made.handle(TextSaid(text="1=4, 2=6", quotes=LIST))
    assert isinstance(made.session.focus, UnsavedWork)
    made.say("bỏ")
    made.say("đồng ý")
    assert (amount(made, "I.02.01"), amount(made, "I.02.02")) == (4, 6)
    assert made.report.answer("I.01.01").state is AnswerState.BLANK


@pytest.mark.parametrize("quotes", [(), ("nowhere",), ("I.01.01", "nowhere")])
def test_what_is_about_no_row_writes_nothing(quotes: tuple[str, ...]) -> None:
    made = talk()
    said = made.handle(TextSaid(text="28", quotes=quotes))
    assert "Chưa ghi “28”" in said
    assert made.report.answers == {}


def test_a_row_that_is_computed_is_not_written() -> None:
    made = talk("21", "7")
    made.handle(TextSaid(text="50", quotes=("I.01",)))
    assert made.report.answer("I.01").revision == 1


def test_files_wait_for_each_other_and_none_is_lost() -> None:
    made = talk()
    made.send("PL_Q4-2022.docx", LAST_QUARTER)
    names = [f"PL-{n}.docx" for n in range(MOST_WAITING)]
    for name in names:
        assert f"Đã nhận {name}" in made.send(name, LAST_QUARTER)
    assert "Chưa nhận PL-sau.docx" in made.send("PL-sau.docx", LAST_QUARTER)
    shown = []
    while isinstance(focus := made.session.focus, FileImport):
        shown.append(focus.filed.file_name)
        made.say("hủy")
    assert shown == ["PL_Q4-2022.docx", *names]
    assert made.session.waiting == ()


def test_a_third_file_waits_while_the_first_is_asked_about() -> None:
    made = talk("theo nhóm", "4, 3")
    assert isinstance(made.session.focus, Preview)
    made.send("PL_Q1-2023.docx", THIS_ONE)
    assert isinstance(made.session.focus, UnsavedWork)
    made.send("PL_Q4-2022.docx", LAST_QUARTER)
    made.say("đồng ý")
    assert amount(made, "I.01.01") == 4
    assert isinstance(made.session.focus, Preview)  # the file of this period
    made.say("hủy")
    assert isinstance(made.session.focus, FileImport)


@pytest.mark.parametrize(
    "text",
    [
        "có nhiệm vụ bổ sung trong năm theo công văn 15",
        "lý do: có nhiệm vụ bổ sung trong năm",
        "do huyện giao thêm 3 nhiệm vụ đột xuất",
    ],
)
def test_a_reason_that_replies_to_an_old_warning_is_kept_for_it(text: str) -> None:
    made = talk("21", "22", "để sau", "để sau", "4")
    said = made.reply(text, back=4)
    assert [*made.report.reasons] == ["R02"]
    assert "nhiều hơn số đề ra" in said
    assert made.focus == "I.02.01"


def test_what_may_be_a_reason_is_asked_and_what_is_none_is_not_kept() -> None:
    made = talk("21", "22", "để sau", "để sau", "4")
    made.reply("số này do tỉnh giao thêm đó em", back=4)
    assert not made.report.reasons
    made.say("đúng")
    assert [*made.report.reasons] == ["R02"]


def test_a_reason_for_a_warning_that_is_gone_is_not_kept() -> None:
    made = talk("21", "22", "sửa 2", "20", "4")
    said = made.reply("lý do: có nhiệm vụ bổ sung", back=4)
    assert not made.report.reasons
    assert "không còn cảnh báo" in said
