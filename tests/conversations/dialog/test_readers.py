"""What a typed text is taken for where it may be several things, and what waits meanwhile."""

from __future__ import annotations

import pytest

from conversations.answers.values import Number
from conversations.protocol.preview_states import Preview, ReadingChoice, RowChoice
from conversations.protocol.row_states import FillRest, ListInput
from tests.support.dialog import Talk


def talk(*said: str) -> Talk:
    made = Talk()
    made.say("/start")
    for one in said:
        made.say(one)
    return made


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("biên chế có mặt 46", "IV.02.02"),
        ("IV.2.2 46", "IV.02.02"),
        ("giao 24 nhiệm vụ, làm xong 9 cái, trễ hạn 2", "I.04.01"),
    ],
)
def test_where_a_text_is_asked_the_answer_of_another_row_is_asked_about(
    text: str, row: str
) -> None:
    made = talk("tới I.09", text)
    focus = made.session.focus
    assert isinstance(focus, ReadingChoice)
    assert [way.entries[0].row for way in focus.bursts] == [row, "I.09"]
    assert not made.report.answers
    made.say("2")
    made.say("ghi")
    assert {*made.report.answers} == {"I.09"}


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức 3 lớp tập huấn cải cách hành chính cho 120 người",
        "Tham mưu Quyết định số 12 về ai làm việc gì",
    ],
)
def test_a_text_with_numbers_is_a_text(text: str) -> None:
    assert {*talk("tới I.09", text).report.answers} == {"I.09"}


@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("trừ 1 2 3 còn lại không phát sinh", (1, 2, 3)),
        ("ngoài dòng 4 đến 6 ra, còn lại kps", (4, 5, 6)),
        ("tất cả kps trừ 2 và 5", (2, 5)),
        ("tru 7 con lai khong phat sinh", (7,)),
    ],
)
def test_what_is_said_of_the_rest_leaves_rows_out(text: str, left_out: tuple[int, ...]) -> None:
    made = talk("theo nhóm")
    assert isinstance(made.session.focus, ListInput)
    rows = made.session.focus.rows
    made.say(text)
    focus = made.session.focus
    assert isinstance(focus, FillRest)
    assert focus.rows == tuple(key for n, key in enumerate(rows, 1) if n not in left_out)


def test_rows_that_the_list_does_not_have_are_not_left_out() -> None:
    made = talk("theo nhóm", "trừ 99 còn lại không phát sinh")
    assert isinstance(made.session.focus, ListInput)
    assert "chưa ghi gì" in made.shown[-1].plain


@pytest.mark.parametrize("mode", ["từng câu", "theo nhóm"])
@pytest.mark.parametrize(
    "first", ["Phòng 9 báo cáo", "số liệu đợt 2 của xã", "bc quý 1", "Phong 9 gui so lieu"]
)
def test_a_first_line_that_is_a_name_takes_no_row(first: str, mode: str) -> None:
    focus = talk(mode, f"{first}\n21\n7\n5").session.focus
    assert isinstance(focus, Preview)
    told = {line.entry.said: line.entry.row for line in focus.lines}
    assert told == {"21": "I.01.01", "7": "I.01.02", "5": "I.01.03", first: None}


def test_a_paste_waits_for_the_choice_that_is_asked() -> None:
    made = talk("5\t7\n6\t8")
    assert isinstance(made.session.focus, ReadingChoice)
    assert "Em giữ" in made.say("3\t4\n5\t6")
    assert isinstance(made.session.focus, ReadingChoice)
    assert made.session.focus.said == "5 7 6 8" or made.session.focus.said.startswith("5")
    made.say("hủy")
    assert isinstance(made.session.focus, ReadingChoice)
    assert "3" in made.session.focus.said


def test_a_list_waits_for_the_row_that_is_asked() -> None:
    made = talk("số vấn đề phát hiện qua kiểm tra 3", "21\n7")
    assert isinstance(made.session.focus, RowChoice)
    made.say("1")
    assert made.report.answer("I.02.03").amount == 3
    focus = made.session.focus
    assert isinstance(focus, Preview)
    assert [line.entry.said for line in focus.lines] == ["21", "7"]


def test_a_row_with_several_answers_in_a_sentence_keeps_none_as_its_remark() -> None:
    made = talk("tới IV.01.01", "khối văn phòng sở có 7 phòng, tổ chức hành chính trực thuộc 2 cái")
    focus = made.session.focus
    assert isinstance(focus, Preview)
    assert [line.entry.row for line in focus.lines] == ["IV.01.01", "IV.01.02"]


@pytest.mark.parametrize(
    ("place", "figures"),
    [
        ("I.01.01", ("21", "1.234", "0")),
        ("I.07.03", ("33,33", "33,3%", "12,5 %")),
        ("theo nhóm", ("21 7 5", "21, 7, 5", "21;7;5")),
    ],
)
def test_figures_are_heard_for_nothing_else(
    place: str, figures: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most frequent answers are cheap: no reader of sentences, questions or commands runs."""
    readers = ("parse_command", "recognise_question", "read_correction")
    names = ("dialog.sentences.hear_answers", *(f"speech.recognition.{one}" for one in readers))
    for typed in figures:
        made = talk(place if place == "theo nhóm" else f"tới {place}")
        with monkeypatch.context() as watched:
            for name in names:
                watched.setattr(f"conversations.{name}", _never)
            made.say(typed)
        assert made.report.answers or isinstance(made.session.focus, Preview), typed


def _never(*_: object, **__: object) -> None:
    raise AssertionError("a figure was heard for something else")


@pytest.mark.parametrize(
    "text",
    [
        "8 (chưa kể 2 nhiệm vụ mới giao)",
        "8 (2 quá hạn, 3 đúng hạn)",
        "8 nhiệm vụ (trong đó 2 đúng hạn)",
        "8 ( phòng ban 3, đơn vị 2 )",
        "tám (gồm cả ba văn bản chỉ đạo)",
    ],
)
def test_what_stands_in_brackets_explains_the_number_before_them(text: str) -> None:
    """Whatever numbers and words of other rows it has."""
    talk = Talk()
    talk.say("xin chào")
    talk.say("21")
    talk.say(text)
    answer = talk.report.answer("I.01.02")
    assert talk.report.answer("I.01.01").value == Number(amount=21)
    assert answer.value == Number(amount=8)
    assert answer.remark is not None
    assert answer.remark in text.replace("( ", "(").replace(" )", ")")
