"""The report in words as Word and PDF, alone and with the appendix behind it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from docx import Document

from conversations.answers.values import Answer, AnswerState, Text
from conversations.narrative.report_text import text_of
from conversations.reports.model import Report
from conversations.reports.seal import make_seal
from templates.documents.words.render import render_words, render_words_pdf
from tests.support.appendix import empty_report, form, sample_report
from tests.support.breadth import share
from tests.support.libreoffice import converted, pictures, words
from tests.support.words import QUESTIONS
from tests.templates.documents.test_ooxml import NASTY, problems

pytestmark = pytest.mark.long

MOST_APART = 0.012  # of the dots of a page that may be clearly another grey
PROSE = "Việc số hóa hồ sơ còn chậm do thiếu máy quét và cán bộ kiêm nhiệm nhiều việc. " * 4
LAYOUTS = [layout.name for layout in form().layouts]


def answered(report: Report, said: str) -> Report:
    """The report with these words to each question."""
    for key in QUESTIONS:
        answer = Answer(state=AnswerState.VALUE, value=Text(text=said))
        report = report.with_answer(key, answer)
    return report


def filed(report: Report) -> Report:
    update = {"state": "submitted", "version": 1, "text": text_of(form(), report)}
    return report.model_copy(update={**update, "parent_name": "Ủy ban nhân dân tỉnh"})


@cache
def written() -> Report:
    return filed(answered(sample_report(), f"{PROSE}\n{PROSE}"))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """Our PDF of words and appendix, and LibreOffice's of our Word file."""
    word = render_words(form(), written(), "nd30", whole=True)
    theirs = converted(tmp_path_factory.mktemp("office"), "report.docx", word)
    return render_words_pdf(form(), written(), "nd30", whole=True), theirs


def test_the_pages_are_those_of_the_word_file(pair: tuple[bytes, bytes]) -> None:
    ours, theirs = map(pictures, pair)
    assert len(ours) == len(theirs)
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), 1):
        assert mine.differs(other) < MOST_APART, number
    mine, other = (Counter("".join(words(pdf))) for pdf in pair)
    assert mine == other


def nasty():
    return answered(empty_report(), NASTY)


@pytest.mark.parametrize(
    ("report", "whole", "layout"),
    share([*product((written, empty_report, nasty), (False, True), LAYOUTS)], 3),
)
def test_every_file_is_valid(report, whole: bool, layout: str, tmp_path: Path) -> None:
    content = render_words(form(), report(), layout, whole=whole)
    assert problems(tmp_path, "a.docx", content) == []


@pytest.mark.parametrize("whole", [False, True])
def test_the_same_report_gives_the_same_bytes(whole: bool) -> None:
    for render in (render_words, render_words_pdf):
        assert render(form(), written(), whole=whole) == render(form(), written(), whole=whole)


def test_all_of_the_text_is_printed_in_order() -> None:
    text = text_of(form(), written())
    assert text is not None
    printed = paragraphs(render_words(form(), written()))
    assert text.title in printed
    left = iter(printed)
    assert [line for line in text.lines if line not in left] == []


def test_an_officers_braces_and_tags_are_letters() -> None:
    said = "{{ unit.name }} {%p if x %} <b>đậm</b> & hết."
    assert said in paragraphs(render_words(form(), answered(empty_report(), said)))


def test_words_and_appendix_are_two_sections_with_one_seal() -> None:
    document = Document(BytesIO(render_words(form(), written(), whole=True)))
    assert len(document.sections) == 2
    assert all(one.header.paragraphs for one in document.sections)
    lines = [one.text for one in document.paragraphs]
    sealed = make_seal(written())
    assert sealed is not None
    assert sum(sealed.code in line for line in lines) >= 1
    pdf = render_words_pdf(form(), written(), whole=True)
    assert sealed.code in " ".join(words(pdf)) or sealed.code.encode() in pdf


def test_what_was_handed_in_is_printed_whatever_the_answers_say_now() -> None:
    later = written().with_answer(QUESTIONS[0], Answer(state=AnswerState.NONE))
    said, before = (paragraphs(render_words(form(), one))[:-1] for one in (later, written()))
    assert said == before  # but for the seal in the last line


def test_a_form_without_words_has_no_such_file() -> None:
    bare = form().model_copy(update={"narrative": None, "words": ()})
    with pytest.raises(ValueError, match=re.escape(bare.key)):
        render_words(bare, empty_report())


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in Document(BytesIO(content)).paragraphs]
