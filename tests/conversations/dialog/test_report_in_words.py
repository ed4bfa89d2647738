"""The questions of the report in words in the chat: whatever is typed at one stays there."""

from __future__ import annotations

import pytest

from conversations.answers.values import Answer, AnswerState, Text
from conversations.commands.report import Command
from conversations.reports.file_request import FilePart, parse_file_request, read_wanted
from conversations.reports.model import ReportState
from templates.loading.catalog import load_catalog
from tests.support.dialog import SCARCE, Talk
from tests.support.reports import blank_report, past
from tests.support.words import FIRST, FORM, PLACES, QUESTIONS

LAST = "Lời của kỳ trước."


def talk(*texts: str, can=None) -> Talk:
    made = Talk(FORM, blank_report(FORM), **({"can": can} if can else {}))
    for text in ("bắt đầu", "viết báo cáo", "1", *texts):
        made.say(text)
    return made


def said(made: Talk, key: str = FIRST) -> str | None:
    value = made.report.answer(key).value
    return value.text if isinstance(value, Text) else None


@pytest.mark.parametrize(
    "text",
    [
        "Số nhiệm vụ đề ra trong kế hoạch: 21, đã hoàn thành 7.",
        "biên chế giao 47, có mặt 46",
        "1=21; 2=7",
        "Đã họp 2 lần.\n1. Việc thứ nhất\n2. Việc thứ hai",
    ],
)
def test_words_that_look_like_answers_of_the_appendix_are_words(text: str) -> None:
    made = talk(text)
    assert said(made) == text
    assert [key for key in made.report.answers if not FORM.is_of_words(key)] == []


@pytest.mark.parametrize("text", ["không có", "Không có gì.", "không phát sinh"])
def test_there_may_be_nothing_to_write(text: str) -> None:
    assert talk(text).report.answer(FIRST).state is AnswerState.NONE


def test_last_periods_words_are_kept_or_written_anew() -> None:
    last = past().model_copy(
        update={"answers": {FIRST: Answer(state=AnswerState.VALUE, value=Text(text=LAST))}}
    )
    made = Talk(FORM, blank_report(FORM).model_copy(update={"last": last}))
    for text in ("bắt đầu", "viết báo cáo"):
        made.say(text)
    assert LAST in made.say("1")
    made.tap("Giữ lời kỳ trước")
    assert said(made) == LAST
    made.say("viết báo cáo")
    made.say("1")
    made.say("thêm: Việc mới của kỳ này.")
    assert said(made) == f"{LAST}\nViệc mới của kỳ này."


def test_too_long_words_are_refused_with_their_length() -> None:
    made = talk("Còn khó khăn về kinh phí. " * 400)
    assert said(made) is None
    assert "ký tự" in made.messages[-1]


@pytest.mark.parametrize("command", [*Command])
@pytest.mark.parametrize("can", [None, SCARCE], ids=["phone", "scarce"])
def test_every_command_can_be_given_at_a_question(command: Command, can) -> None:
    made = talk("Đã họp giao ban.", "viết báo cáo", "2", can=can)
    made.say(command.spec.phrases[0])
    made.say("thôi")
    assert said(made) == "Đã họp giao ban."
    assert said(made, QUESTIONS[1]) is None


def test_a_report_is_handed_in_without_a_word_and_keeps_its_text() -> None:
    made = Talk(FORM, blank_report(FORM))
    for text in ("bắt đầu", "21", "7", "nộp", "nộp"):
        made.say(text)
    assert made.report.state is ReportState.SUBMITTED
    assert made.report.text is not None
    assert any("7/21" in line for line in made.report.text.lines)
    assert "7/21" in made.say("bản thảo")
    assert "đã viết" in made.say("viết báo cáo")


def test_a_form_without_words_says_so() -> None:
    form = load_catalog().forms["mat-tran"]
    made = Talk(form, blank_report(form))
    made.say("bắt đầu")
    for text in ("/viếtbáocáo", "/đọcbáocáo", "tải báo cáo"):
        assert "chỉ có phụ lục" in made.say(text)
    assert "Báo cáo lời" not in made.say("tóm tắt")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("tải về", FilePart.APPENDIX),
        ("tải phụ lục pdf", FilePart.APPENDIX),
        ("tải báo cáo", FilePart.WORDS),
        ("tải báo cáo lời pdf", FilePart.WORDS),
        ("tải báo cáo bản 1", FilePart.WORDS),
        ("tải cả báo cáo và phụ lục", FilePart.WHOLE),
        ("tải phụ lục và báo cáo", FilePart.WHOLE),
        ("tải trọn bộ pdf", FilePart.WHOLE),
    ],
)
def test_which_part_is_asked_for(text: str, part: FilePart) -> None:
    words = parse_file_request(text)
    assert words is not None
    wanted = read_wanted(words, FORM.layouts)
    assert wanted is not None
    assert wanted.part is part


def test_each_question_is_opened_by_its_number() -> None:
    made = talk()
    for key, place in PLACES.items():
        made.say("viết báo cáo")
        made.say(str(place))
        assert made.focus == key
