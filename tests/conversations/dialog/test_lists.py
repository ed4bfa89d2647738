"""A list in the conversation: items are added, changed and taken out, and the list is ended."""

from __future__ import annotations

import pytest

from conversations.answers.values import Answer, AnswerState, Names, Number
from conversations.forms.growth import fit_form, item_key
from conversations.protocol.preview_states import Preview, ReadingChoice
from conversations.protocol.row_states import ListInput, RowQuestion
from conversations.protocol.session import Summary
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.printed_answers import print_answer
from tests.support.dialog import SCARCE, Talk
from tests.support.list_form import list_form, list_report, list_talk, named
from tests.support.reports import LAST_QUARTER

LAND, HEALTH = item_key("L", "Đất đai"), item_key("L", "Y tế")


def names(report: Report) -> tuple[str, ...]:
    value = report.answer("L:ds").value
    return value.names if isinstance(value, Names) else ()


def figures(report: Report, name: str) -> list[str]:
    form = fit_form(list_form(), report.answers)
    line = item_key("L", name)
    keys = (f"{line}:{column}" for column in "3456")
    return [print_answer(form.row(key), report.answer(key)) for key in keys]


def at_list(talk: Talk) -> bool:
    return isinstance(talk.session.focus, RowQuestion) and talk.session.focus.row == "L:ds"


@pytest.mark.parametrize(
    "said", ["Đất đai 21 15 6", "dat dai 21 15 6", "Đất đai: 21 15 6", "thêm Đất đai; 21; 15; 6"]
)
def test_an_item_with_its_figures_is_stored_at_once(said: str) -> None:
    talk = list_talk(None, said)
    assert names(talk.report) == ("Đất đai",)
    assert figures(talk.report, "Đất đai") == ["21", "15", "6", "0"]
    assert at_list(talk)


def test_an_item_without_figures_is_asked_for_them_and_then_the_list_again() -> None:
    talk = list_talk(None, "Đất đai")
    assert isinstance(talk.session.focus, ListInput)
    talk.say("21 15 6")
    assert at_list(talk)
    talk.say("Y tế 5 3")
    assert talk.session.focus == ListInput(rows=tuple(f"{HEALTH}:{n}" for n in "345"))


def test_sums_and_checks_are_of_all_items() -> None:
    talk = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2")
    assert print_answer(list_form().row("TC:3"), talk.report.answer("TC:3")) == "26"
    assert "nhiều hơn" in talk.say("Tư pháp 3 5 0")
    assert isinstance(talk.session.focus, Preview)
    talk.say("hủy")
    assert names(talk.report) == ("Đất đai", "Y tế")
    assert "Tổng số quá lớn" in talk.say("Tư pháp 300 5 0")


def test_words_alone_are_no_item_before_the_officer_says_so() -> None:
    talk = list_talk(None, "Môi trường")
    assert isinstance(talk.session.focus, Preview)
    assert not names(talk.report)
    talk.say("đồng ý")
    assert names(talk.report) == ("Môi trường",)
    assert isinstance(talk.session.focus, ListInput)
    for said in ("cảm ơn em", "đồng ý", "21 7 5"):
        talk = list_talk(None, said)
        assert at_list(talk)
        assert not talk.report.answers


def test_a_name_that_may_be_a_known_one_is_asked_about() -> None:
    talk = list_talk(None, "Đất đay 3 2 1")
    assert isinstance(talk.session.focus, ReadingChoice)
    talk.say("1")
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai",)
    talk = list_talk(None, "Đất đay 3 2 1", "2", "đồng ý")
    assert names(talk.report) == ("Đất đay",)


def test_a_name_that_is_there_already_is_changed_only_after_a_look() -> None:
    talk = list_talk(None, "Đất đai 21 15 6", "Đất đai 22 15 6")
    assert isinstance(talk.session.focus, Preview)
    assert figures(talk.report, "Đất đai")[0] == "21"
    talk.say("đồng ý")
    assert (names(talk.report), figures(talk.report, "Đất đai")[0]) == (("Đất đai",), "22")


def test_a_name_twice_in_a_text_and_one_too_many_are_told() -> None:
    said = list_talk(None).say("Đất đai 21 15 6\nĐất đai 5 3 2")
    assert "hai lần" in said
    many = "\n".join(f"Lĩnh vực mới {chr(97 + n)} 1 1 0" for n in range(7))
    assert "đã đủ số mục" in list_talk(None).say(many)


def test_a_list_ends_by_the_officers_word_alone() -> None:
    talk = list_talk(None, "hết")
    assert at_list(talk)
    talk.say("Đất đai 21 15 6")
    assert "L:ds" in {one for one in ("L:ds",) if talk.report.waits(one)}
    talk.say("hết")
    assert not talk.report.waits("L:ds")
    assert isinstance(talk.session.focus, Summary)
    assert talk.report.answer("L:ds").value == Names(names=("Đất đai",), closed=True)


def test_an_empty_list_is_a_confirmed_none_and_its_sums_are_zero() -> None:
    talk = list_talk(None, "không phát sinh")
    assert talk.report.answer("L:ds").state is AnswerState.NONE
    assert print_answer(list_form().row("TC:3"), talk.report.answer("TC:3")) == "0"


def test_a_state_is_not_said_of_a_list_with_items() -> None:
    talk = list_talk(None, "Đất đai 21 15 6")
    assert "xóa hết" in talk.say("không phát sinh")
    assert names(talk.report) == ("Đất đai",)
    talk.say("còn lại không phát sinh")
    assert names(talk.report) == ("Đất đai",)


def test_an_item_is_taken_out_after_a_look_and_comes_back_with_all_it_said() -> None:
    talk = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2", "ghi chú 2: kỳ trước chuyển sang")
    talk.say("xóa dòng 2")
    assert isinstance(talk.session.focus, Preview)
    assert names(talk.report) == ("Đất đai", "Y tế")
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai",)
    assert talk.report.answer(f"{HEALTH}:3").state is AnswerState.BLANK
    assert print_answer(list_form().row("TC:3"), talk.report.answer("TC:3")) == "21"
    assert "Y tế · Tổng số" in talk.say("quay lại")
    talk.say("bỏ cả")
    assert names(talk.report) == ("Đất đai", "Y tế")
    assert figures(talk.report, "Y tế") == ["5", "3", "2", "0"]
    assert talk.report.answer(HEALTH).note == "kỳ trước chuyển sang"
    assert at_list(talk)


@pytest.mark.parametrize("said", ["xóa dòng 5", "xóa Tư pháp", "bỏ mục 0"])
def test_what_names_no_item_takes_none_out(said: str) -> None:
    talk = list_talk(None, "Đất đai 21 15 6")
    assert "chưa bỏ gì" in talk.say(said)
    assert names(talk.report) == ("Đất đai",)


def test_an_item_gets_another_name_with_all_that_was_said_of_it() -> None:
    talk = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2", "đổi tên 1 thành Đất đai, môi trường")
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai, môi trường", "Y tế")
    assert figures(talk.report, "Đất đai, môi trường") == ["21", "15", "6", "0"]
    assert talk.report.answer(f"{LAND}:3").state is AnswerState.BLANK
    assert "đã có mục" in talk.say("đổi tên 1 thành Y tế")


def test_the_last_periods_items_are_offered_with_what_may_stand() -> None:
    number = Answer(state=AnswerState.VALUE, value=Number(amount=12))  # type: ignore[arg-type]
    answers = {
        "L:ds": named("Đất đai", "Tư pháp"),
        f"{LAND}:3": number,
        f"{LAND}:4": number,
    }
    past = PreviousReport(period=LAST_QUARTER, answers=answers)
    talk = list_talk(list_report().with_past(past), "như kỳ trước")
    assert isinstance(talk.session.focus, Preview)
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai", "Tư pháp")
    assert figures(talk.report, "Đất đai")[:2] == ["", "12"]
    assert isinstance(talk.session.focus, ListInput)
    assert "kỳ trước: 12" in talk.messages[-1]


PASTED = """\
STT\tLĩnh vực\tTổng số\tĐúng hạn\tQuá hạn\tCòn lại\tGhi chú
1\tĐất đai\t22\t15\t6\t1\t
2\tTư pháp\t5\t5\t0\t0\t
\tTổng cộng\t27\t20\t6\t1\t"""


@pytest.mark.parametrize("at_cells", [False, True])
def test_a_pasted_table_adds_items_and_changes_those_that_are_there(at_cells: bool) -> None:
    talk = list_talk(None, "Đất đai 21 15 6", *(["Y tế"] if at_cells else []))
    said = talk.say(PASTED)
    assert isinstance(talk.session.focus, Preview)
    assert "thêm “Tư pháp”" in said
    assert "21 → 22" in said
    talk.say("đồng ý")
    assert names(talk.report)[0] == "Đất đai"
    assert "Tư pháp" in names(talk.report)
    assert figures(talk.report, "Tư pháp") == ["5", "5", "0", "0"]


def test_another_item_may_be_typed_while_one_is_asked() -> None:
    talk = list_talk(None, "Đất đai", "Y tế 5 3 2")
    assert names(talk.report) == ("Đất đai", "Y tế")
    assert figures(talk.report, "Y tế")[0] == "5"
    talk.say("tổng số 21")
    assert figures(talk.report, "Đất đai")[0] == "21"


def test_the_list_is_spoken_of_while_an_item_of_it_is_asked() -> None:
    talk = list_talk(None, "Đất đai 21 15 6", "thêm Y tế", "đổi tên mục này thành Y tế, dân số")
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai", "Y tế, dân số")
    talk.say("xóa mục này")
    talk.say("đồng ý")
    assert names(talk.report) == ("Đất đai",)
    assert at_list(talk)


def test_who_comes_back_to_an_item_that_is_gone_is_asked_what_waits() -> None:
    talk = list_talk(None, "Đất đai", "_")
    talk.report = list_report()
    said = talk.say("tiếp")
    assert "Lĩnh vực" in said
    assert not talk.report.answers


def test_what_others_add_meanwhile_stays_in_the_list() -> None:
    talk = list_talk(None, "Đất đai 21 15 6")
    other = list_talk(talk.report, "Y tế 5 3 2")
    talk.report = other.report
    talk.tap("Hết (1 mục)")
    assert talk.report.answer("L:ds").value == Names(names=("Đất đai", "Y tế"), closed=True)
    other.say("Tư pháp 1 1 0")
    talk.report = other.report
    talk.say("tới lĩnh vực")
    talk.say("Nội vụ 1 1 0")
    assert names(talk.report) == ("Đất đai", "Y tế", "Tư pháp", "Nội vụ")


def test_a_list_is_asked_alone_where_messages_count() -> None:
    talk = Talk(list_form(), list_report(), SCARCE)
    talk.say("bắt đầu")
    assert at_list(talk)
    talk.say("Đất đai 21 15 6\nY tế 5 3 2")
    assert names(talk.report) == ("Đất đai", "Y tế")
    assert at_list(talk)
    talk.say("hết")
    assert isinstance(talk.session.focus, Summary)


def test_a_report_with_a_list_is_submitted_and_says_what_is_missing() -> None:
    talk = list_talk(None, "Đất đai 21 15 6")
    assert "Lĩnh vực" in talk.say("còn thiếu")
    talk.say("hết")
    talk.say("nộp")
    talk.say("nộp")
    assert talk.report.filed
