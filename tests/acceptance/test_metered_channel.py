"""Where every message counts: lists as long as a message, answers stored and told at once, notes
beside them, and all contradictions asked together."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.protocol.check_states import CheckExplanations
from conversations.protocol.messages import utf16_length
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import ListInput
from conversations.protocol.session import AskingMode, SubmitConfirmation, Summary
from conversations.reports.previous import PreviousReport
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report
from tests.support.dialog import SCARCE, Talk
from tests.support.metered_officer import Frugal
from tests.support.reports import LAST_QUARTER
from tests.support.sample_walk import facts, sample_replay

CATALOG = load_catalog()
FORM, SAMPLE = CATALOG.forms["cchc-so"], CATALOG.sample("cchc-so")


def talk(*said: str) -> Talk:
    made = Talk(can=SCARCE)
    for text in ("xin chào", *said):
        made.say(text)
    return made


def rows(made: Talk) -> tuple[str, ...]:
    assert isinstance(made.session.focus, ListInput)
    return made.session.focus.rows


def test_the_whole_appendix_in_few_messages() -> None:
    made, officer = talk(), Frugal(FORM, SAMPLE)
    while (text := officer.next_text(made.report, made.session)) is not None:
        made.say(text)
    assert facts(made.report) == facts(sample_replay().report)
    assert len(made.shown) <= 15
    assert all(utf16_length(text.plain) <= 2_000 for text in made.shown)


def test_every_list_is_one_message_and_every_row_is_in_one() -> None:
    made, asked = talk(), []
    while isinstance(made.session.focus, ListInput):
        asked += rows(made)
        made.say("bỏ qua")
    assert asked == [key for key in FORM.order if FORM.row(key).computed is None]
    assert all(utf16_length(text.plain) <= 2_000 for text in made.shown)
    assert made.session.mode is AskingMode.ROW  # on other channels the officer chooses the mode


def test_plain_answers_are_stored_at_once_and_told() -> None:
    made = talk("21; 7; 5")
    assert made.report.answer("I.01.02").amount == 7
    said = made.shown[-1].plain
    assert "✓ Đã ghi: 1. Số nhiệm vụ đề ra trong kế hoạch: 21 · 2. " in said
    assert "Còn 17 dòng trống: 4–20" in said
    assert isinstance(made.session.focus, ListInput)


def test_the_list_and_its_numbers_stay_until_it_is_done() -> None:
    made = talk("1=18 nhiệm vụ; 2=15 nhiệm vụ; 3 = 6 văn bản")
    here = rows(made)
    said = made.say("4=3; 6=0; 7=0")
    assert rows(made) == here
    assert made.report.answer("I.02.01").amount == 3
    assert "4. Số phòng ban đã kiểm tra: 3" in said
    assert "Còn 14 dòng trống: 5, 8–20" in said
    assert utf16_length(said) < 600
    assert "1. Số nhiệm vụ đề ra" in made.say("danh sách")
    assert "Để trống dòng 5, 8–20" in made.say("xong")
    assert rows(made) != here
    made.say("quay lại")
    made.say("giữ nguyên")


def test_a_list_may_be_answered_and_left_in_one_message() -> None:
    made = talk()
    here = rows(made)
    said = made.say("1=18; 2=15\nxong")
    assert made.report.answer("I.01.02").amount == 15
    assert "Để trống dòng 3–20" in said
    assert rows(made) != here


def test_row_by_row_is_not_promised() -> None:
    made = talk()
    here = rows(made)
    assert "Kênh này có hạn số tin" in made.say("từng câu")
    assert rows(made) == here


def test_the_last_list_comes_back_to_be_mended() -> None:
    made = talk("21; 7; 5", "quay lại")
    assert "1. Số nhiệm vụ đề ra trong kế hoạch: 21" in made.shown[-1].plain
    assert "21 → 22" in made.say("1=22")  # nothing is written over unseen
    assert made.report.answer("I.01.01").amount == 22
    made.say("quay lại")
    made.say("bỏ")
    assert made.report.answer("I.01.01").amount == 21


def test_all_that_was_written_last_may_be_taken_back() -> None:
    made = talk("21; 7; 5", "quay lại", "bỏ cả 3")
    assert made.report.answer("I.01.01").state is AnswerState.BLANK
    assert made.report.answer("I.01.03").state is AnswerState.BLANK
    assert rows(made)[0] == "I.01.01"


@pytest.mark.parametrize(
    "text",
    [
        "1=khoảng 21",  # in doubt
        "1=21; 2=bảy tám",  # not understood
        "1 234 5",  # two numbers or three
        "21",  # whose?
        "1=21; 40=3",  # no such row
        "\n".join(["1"] * 30),  # more than there are
        "1\n2",  # fewer than there are, in a column
    ],
)
def test_what_is_not_plain_is_asked_first(text: str) -> None:
    made = talk(text)
    assert not made.report.answers
    assert not isinstance(made.session.focus, ListInput)


def test_notes_stand_beside_the_answers() -> None:
    made = talk(
        "1=21; 2=7\n"
        "ghi chú 2: Kế hoạch số 72\n"
        "gc I.2: Kế hoạch số 19\n"
        "ghi chú mục 8: Kế hoạch số 11"
    )
    notes = {key: answer.note for key, answer in made.report.answers.items() if answer.note}
    assert notes == {
        "I.01.02": "Kế hoạch số 72",
        "I.02": "Kế hoạch số 19",
        "I.03": "Kế hoạch số 11",
    }
    assert ": 7 · 3 ghi chú" in made.shown[-1].plain


def test_notes_may_come_first_or_alone() -> None:
    made = talk("ghi chú 2: Kế hoạch số 72: nhiệm kỳ\n1=21; 2=7")
    assert made.report.answer("I.01.02").note == "Kế hoạch số 72: nhiệm kỳ"
    assert made.report.answer("I.01.02").amount == 7
    alone = talk("ghi chú 2: a\nghi chú 3: b")
    assert alone.report.answer("I.01.03").note == "b"
    assert alone.report.answer("I.01.03").state is AnswerState.BLANK


def test_a_note_too_long_is_refused_and_the_answers_stay() -> None:
    made = talk(f"1=21\nghi chú 2: {'x' * 1_001}")
    assert "quá 1000" in made.shown[-1].plain
    assert made.report.answer("I.01.01").amount == 21
    assert made.report.answer("I.01.02").note is None


def test_notes_of_a_doubtful_list_wait_with_it() -> None:
    made = talk("1=khoảng 21; 2=7\nghi chú 2: a")
    assert isinstance(made.session.focus, Preview)
    assert not made.report.answers
    made.say("đồng ý")
    assert made.report.answer("I.01.02").note == "a"


def with_last() -> Talk:
    made = Talk(can=SCARCE)
    past = PreviousReport(period=LAST_QUARTER, answers=sample_report().answers)
    made.report = made.report.with_past(past)
    made.say("xin chào")
    return made


def test_last_periods_answers_stand_in_the_list_and_are_kept_in_the_same_message() -> None:
    made = with_last()
    while "IV.02.01" not in rows(made):
        made.say("bỏ qua")
    here = rows(made)
    assert "kỳ trước 46" in made.shown[-1].plain
    assert "thêm dòng giữ nguyên để lấy" in made.shown[-1].plain
    number = here.index("IV.02.02") + 1
    made.say(f"{number}=45\ngiữ nguyên")
    assert made.report.answer("IV.02.02").amount == 45
    assert made.report.answer("IV.05.01").amount == 4
    assert f"{number}. Tổng số biên chế có mặt tại thời…: 45" in made.shown[-1].plain


def test_keeping_alone_needs_no_second_look() -> None:
    made = with_last()
    while "IV.02.01" not in rows(made):
        made.say("bỏ qua")
    before = len(made.shown)
    made.say("giữ nguyên")
    assert len(made.shown) == before + 1
    assert made.report.answer("IV.02.02").amount == 46


def at_the_checks() -> Talk:
    """Contradictions R02 (soft) and R03 (hard), before submitting."""
    made = talk("1=4; 2=7; 13=4; 14=9", "nộp")
    assert isinstance(made.session.focus, CheckExplanations)
    return made


def test_contradictions_are_told_and_asked_together_at_the_end() -> None:
    made = talk("1=4; 2=7")
    assert "⚠" in made.shown[-1].plain
    assert isinstance(made.session.focus, ListInput)
    said = at_the_checks().shown[-1].plain
    assert "1. ⛔" in said
    assert "2. ⚠" in said


def test_each_reason_goes_to_its_own_check() -> None:
    made = at_the_checks()
    assert isinstance(made.session.focus, CheckExplanations)
    hard, soft, *_ = made.session.focus.checks
    made.say("1: số này đúng rồi mà\n2: nhiệm vụ bổ sung trong kỳ")
    assert made.report.reasons[soft].text == "nhiệm vụ bổ sung trong kỳ"
    assert hard not in made.report.reasons
    assert "bắt buộc phải sửa số" in made.shown[-1].plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("vâng", "vẫn chờ"),
        ("2: ok", "chưa phải lý do"),
        ("9: nhiệm vụ bổ sung trong kỳ", "điểm 9: không có"),
    ],
)
def test_what_is_no_reason_changes_nothing(text: str, said: str) -> None:
    made = at_the_checks()
    made.say(text)
    assert said in made.shown[-1].plain
    assert not made.report.reasons


def test_one_reason_may_do_for_several() -> None:
    made = talk("1=4; 2=7; 6=3; 7=5", "nộp", "1, 2, 3: chuyển từ kỳ trước sang")
    assert len(made.report.reasons) == 3
    assert isinstance(made.session.focus, SubmitConfirmation)


def test_a_number_may_be_mended_instead() -> None:
    made = talk("1=4; 2=7", "nộp", "số nhiệm vụ đề ra trong kế hoạch = 9")
    assert isinstance(made.session.focus, Preview)
    made.say("đồng ý")
    assert made.report.answer("I.01.01").amount == 9
    assert isinstance(made.session.focus, SubmitConfirmation)


@pytest.mark.parametrize("text", ["để sau", "bỏ qua", "hủy"])
def test_the_checks_may_wait(text: str) -> None:
    made = talk("1=4; 2=7", "nộp", text)
    assert isinstance(made.session.focus, Summary)
    assert made.report.state == "draft"
