"""Last period's answers that may stay, with the rows below them that need a new number."""

from __future__ import annotations

from copy import copy
from functools import cache

import pytest

from conversations.answers.values import AnswerState
from conversations.dialog.carry_over import MOST_WANTED
from conversations.protocol.preview_states import Preview
from templates.documents.word.render import render_word
from tests.support.appendix import sample_report
from tests.support.dialog import Talk
from tests.support.reports import LAST_QUARTER, blank_report, past

LAST = {"IV_01_01": 8, "IV_02_02": 46, "IV_05_01": 4, "I_01_01": 21, "I_01_02": 7, "I_01_03": 5}
NEEDED = ("I.01.01", "I.01.02", "I.01.03")  # lines 4–6


@cache
def _offered() -> Talk:
    made = Talk(report=blank_report(Talk().form).with_past(past(**LAST)))
    for text in ("/start", "giữ nguyên tất cả"):
        made.say(text)
    return made


def offered(*said: str) -> Talk:
    made = copy(_offered())
    made.shown, made.said = [*made.shown], [*made.said]
    for text in said:
        made.say(text)
    return made


def given(made: Talk) -> dict[str, str]:
    """What the preview would write, by row, in figures or words."""
    focus = made.session.focus
    assert isinstance(focus, Preview)
    return {str(line.entry.row): line.entry.said for line in focus.lines if line.entry.said}


def stored(made: Talk) -> dict[str, object]:
    return {
        key: answer.amount if answer.state is AnswerState.VALUE else answer.state
        for key, answer in made.report.answers.items()
        if made.form.row(key).computed is None
    }


KEPT = {"IV.01.01": 8, "IV.02.02": 46, "IV.05.01": 4}


def test_what_needs_a_new_number_stands_below_what_may_be_kept() -> None:
    made = offered()
    assert isinstance(made.session.focus, Preview)
    assert made.session.focus.wanted == {key: n for n, key in enumerate(NEEDED, 4)}
    assert "4. Số nhiệm vụ đề ra trong kế hoạch (21)" in made.shown[-1].plain
    assert not made.report.answers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("21; 14; 6", {"I.01.01": "21", "I.01.02": "14", "I.01.03": "6"}),
        ("21; 14", {"I.01.01": "21", "I.01.02": "14"}),
        ("_; 14; 6", {"I.01.02": "14", "I.01.03": "6"}),
        ("4=21; 6=6", {"I.01.01": "21", "I.01.03": "6"}),
        ("2=45; 4=21", {"IV.02.02": "45", "I.01.01": "21"}),
        ("Số nhiệm vụ đề ra trong kế hoạch\t21", {"I.01.01": "21"}),
        ("2=45, còn lại giữ nguyên", {"IV.02.02": "45"}),
        ("giữ hết, 2=45", {"IV.02.02": "45"}),
        ("giữ nguyên các dòng kia, đổi dòng 2 thành 45", {"IV.02.02": "45"}),
        ("5-6 chưa có số", {"I.01.02": "chưa có số", "I.01.03": "chưa có số"}),
    ],
)
def test_new_numbers_join_what_is_kept(text: str, said: dict[str, str]) -> None:
    made = offered(text)
    assert given(made) == said
    assert not made.report.answers


def test_all_of_it_is_stored_with_one_word() -> None:
    made = offered("21; 7; 6", "ghi")
    assert stored(made) == {**KEPT, "I.01.01": 21, "I.01.02": 7, "I.01.03": 6}


@pytest.mark.parametrize(
    "text", ["đồng ý", "giữ nguyên tất cả", "giữ nguyên phần còn lại", "giữ hết", "giữ nguyên nha"]
)
def test_words_that_keep_all_of_it_agree(text: str) -> None:
    made = offered(text)
    assert stored(made) == KEPT
    assert "Chưa ghi gì" not in made.shown[-1].plain


def test_before_one_section_all_means_the_whole_report() -> None:
    made = Talk(report=blank_report(Talk().form).with_past(past(VII_08=88, VII_09=29, **LAST)))
    for text in ("/start", "tới IV"):
        made.say(text)
    assert "3 chỉ tiêu ít thay đổi" in made.shown[-1].plain
    assert "5 chỉ tiêu ít thay đổi" in made.say("giữ nguyên tất cả")
    assert not made.report.answers
    made.say("giữ nguyên tất cả")
    assert stored(made) == {**KEPT, "VII.08": 88, "VII.09": 29}


def test_what_is_kept_and_what_was_typed_are_stored_when_the_rest_is_kept() -> None:
    made = offered("2=45", "giữ nguyên phần còn lại")
    assert stored(made) == {**KEPT, "IV.02.02": 45}


def test_the_same_may_be_said_of_all_that_need_a_number() -> None:
    made = offered("4=21", "còn lại chưa có số", "ghi")
    pending = dict.fromkeys(("I.01.02", "I.01.03"), AnswerState.PENDING)
    assert stored(made) == {**KEPT, "I.01.01": 21, **pending}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("21; 14; 6; 2", "có 4 số mà chỉ 3 dòng cần số mới (4–6)"),
        ("5", "Dòng 5, “Số nhiệm vụ đã hoàn thành”, kỳ trước 7"),
        ("sửa 5", "Số kỳ này thì gõ 5=…"),
        ("14 nhiệm vụ", "gõ 4=14 nhiệm vụ"),
    ],
)
def test_what_is_not_taken_is_said(text: str, said: str) -> None:
    made = offered()
    assert said in made.say(text)
    assert made.session.focus.at == "previewing"


def test_what_still_needs_a_number_is_said() -> None:
    assert "Chưa có số mới: dòng 5, 6." in offered().say("4=21")


def test_a_note_by_the_number_on_the_screen_is_that_rows() -> None:
    made = offered("ghi chú 5: Kế hoạch 72")
    assert made.report.answer("I.01.02").note == "Kế hoạch 72"


def test_many_rows_that_need_a_number_are_asked_as_usual() -> None:
    made = Talk()
    keys = [key for key in made.form.order if made.form.row(key).holds_number]
    numbers = {key.replace(".", "_"): 9 for key in keys}
    made.report = made.report.with_past(past(**numbers))
    made.say("/start")
    made.say("giữ nguyên tất cả")
    assert isinstance(made.session.focus, Preview)
    assert len(keys) - len(made.session.focus.lines) > MOST_WANTED
    assert not made.session.focus.wanted


def test_a_file_of_the_last_period_is_kept_and_shown_at_once() -> None:
    made = Talk()
    made.say("/start")
    last = sample_report().model_copy(update={"period": LAST_QUARTER})
    made.send("PL.docx", render_word(made.form, last))
    made.say("đồng ý")
    assert isinstance(made.session.focus, Preview)
    assert made.session.focus.wanted
    assert made.report.last is not None


def pasted(rows: int) -> str:
    form = Talk().form
    keys = [key for key in form.order if form.row(key).holds_number][:rows]
    titles = [form.row(key).title for key in keys]
    known = [title for title in titles if titles.count(title) == 1]
    return "\n".join(f"{title}\t0" for title in known)


def test_a_long_preview_may_be_stored_and_submitted_in_one_go() -> None:
    made = Talk()
    for text in ("/start", pasted(40)):
        made.say(text)
    assert "ghi rồi nộp" in made.shown[-1].plain
    made.tap("Ghi rồi nộp")
    assert made.report.answers
    assert made.session.focus.at in ("submitting", "raised", "explaining")


def test_a_short_preview_does_not_offer_it() -> None:
    made = Talk()
    for text in ("/start", pasted(5)):
        made.say(text)
    assert "ghi rồi nộp" not in made.shown[-1].plain


NOTES = "ghi chú I.2: Kế hoạch số 19, v.v...\nghi chú I.3: Kế hoạch số 11"


def test_notes_on_lines_of_their_own_are_each_for_their_row() -> None:
    made = Talk()
    for text in ("/start", NOTES):
        made.say(text)
    assert made.report.answer("I.02").note == "Kế hoạch số 19, v.v..."
    assert made.report.answer("I.03").note == "Kế hoạch số 11"


def test_notes_typed_before_a_preview_wait_with_it() -> None:
    made = Talk()
    for text in ("/start", "I.1.1=21; I.1.2=7"):
        made.say(text)
    said = made.say(NOTES)
    assert "Kế hoạch số 11" in said
    assert not made.report.answers
    made.say("ghi")
    assert made.report.answer("I.01.02").amount == 7
    assert made.report.answer("I.03").note == "Kế hoạch số 11"
