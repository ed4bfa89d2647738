"""Whatever an officer types stands in the document as text: it never acts, never breaks it."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers.values import Answer, AnswerState, Number, Text
from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference, OrgUnit, Report
from templates.documents.safe_text import clean_xml_text, mark_italics
from templates.documents.word.reader import ReadAppendix, read_word
from templates.documents.word.render import render_word
from tests.support.appendix import MAIN, empty_report, form, part

pytestmark = pytest.mark.long

TEXT_ROW, COUNT_ROW, NOTE_ROW = "I.09", "IV.02.03", "VII"
NASTY = [
    "{{ 7*7 }}",
    "{% for row in rows %}x{% endfor %}",
    "{%tr for row in rows %}",
    "{# comment #}",
    "{{ ''.__class__.__mro__ }}",
    "<w:p/>",
    "</w:t></w:r></w:p></w:tc>",
    "<i>nghiêng</i>",
    "]]> <!-- -->",
    "A & B < C > D \" ' &amp; &lt;w:br/&gt; &#0;",
    "\\1 \\g<0> $1",
    "Số \ud83d lẻ \udfff",
    "😀 👨‍👩‍👧 🇻🇳",
    "مرحبا \u202e abc \u2066 x",
    "a\u0300\u0323 Tiê\u0301ng Viê\u0323t",
    "\ufdd0nghiêng\ufdd1 \ufdd2",
    "\ufeff \ufffe \uffff",
    "một\nhai\r\nba\vbốn\fnăm\x85sáu\u2028bảy",
    "\x00\x01\x08\x0b\x0c\x1f\x7f",
    "=cmd|' /C calc'!A0",
    "rất dài " * 2_000,
    "dính" * 5_000,
]
texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.lists(st.sampled_from([*"{}%#<>&/\\\"'\n\t ", "{{", "}}", "{%", "%}", "w:t", "i"])).map(
        "".join
    ),
)


def _report(text: str) -> Report:
    """A report with the text wherever a text from outside can stand."""
    report = empty_report()
    period = Period(name=text, start=report.period.start, end=report.period.end)
    unit = OrgUnit(name=text, short_name=text, abbreviation=text)
    report = report.model_copy(
        update={
            "period": period,
            "unit": unit,
            "issue": LetterReference(number=text, month=3, year=2023),
        }
    )
    number = Answer(state=AnswerState.VALUE, value=Number(amount=8), remark=text, note=text)
    report = report.with_answer(TEXT_ROW, Answer(state=AnswerState.VALUE, value=Text(text=text)))
    return report.with_answer(COUNT_ROW, number).with_answer(NOTE_ROW, Answer(note=text))


def _row(document: ReadAppendix, key: str) -> tuple[str, ...]:
    return document.rows[[row.key for row in form().rows].index(key)]


def _one_line(text: str) -> str:
    return " ".join(clean_xml_text(text).split())


@settings(max_examples=40, deadline=None)
@given(texts)
def test_a_text_stands_where_it_belongs_and_changes_nothing_else(text: str) -> None:
    """Letter for letter; the same table, the other rows empty, every part of the file sound XML."""
    document = render_word(form(), _report(text))
    printed = read_word(document)
    _holds_text(printed, _one_line(text))
    _is_else_unchanged(document, printed)


def _holds_text(printed: ReadAppendix, wanted: str) -> None:
    assert _row(printed, TEXT_ROW)[3:] == (wanted, "")
    assert _row(printed, COUNT_ROW)[4] == wanted
    assert _row(printed, COUNT_ROW)[3] in ({f"8 ({wanted})", f"8 {wanted}"} if wanted else {"8"})
    assert _row(printed, NOTE_ROW)[3:] == ("", wanted)


def _is_else_unchanged(document: bytes, printed: ReadAppendix) -> None:
    plain = _plain()
    assert printed.header == plain.header
    assert [row[:3] for row in printed.rows] == [row[:3] for row in plain.rows]
    touched = {TEXT_ROW, COUNT_ROW, NOTE_ROW}
    others = [_row(printed, row.key) for row in form().rows if row.key not in touched]
    assert {row[3:] for row in others} == {("", "")}
    for name in (MAIN, "word/header1.xml", "docProps/core.xml"):
        ElementTree.fromstring(part(document, name))


@cache
def _plain() -> ReadAppendix:
    return read_word(render_word(form(), empty_report()))


@pytest.mark.parametrize("text", NASTY)
def test_no_hostile_text_changes_the_structure(text: str) -> None:
    """As many rows, cells, paragraphs, runs and italics as with a harmless text."""
    harmless = "x" if clean_xml_text(text) else ""
    nasty = part(render_word(form(), _report(text)))
    plain = part(render_word(form(), _report(harmless)))
    for tag in ("w:tbl", "w:tr", "w:tc", "w:p", "w:r", "w:i"):
        opened = re.compile(f"<{tag}[ />]")
        assert (tag, len(opened.findall(nasty))) == (tag, len(opened.findall(plain)))


@given(st.text(st.characters(exclude_categories=())))
def test_a_cleaned_text_fits_into_xml_and_is_cleaned_for_good(text: str) -> None:
    cleaned = clean_xml_text(text)
    assert clean_xml_text(cleaned) == cleaned
    cleaned.encode()
    escaped = cleaned.replace("&", "&amp;").replace("<", "&lt;")
    assert ElementTree.fromstring(f"<t>{escaped}</t>").text == (cleaned or None)


def test_lines_stay_lines() -> None:
    document = render_word(form(), _report("một\r\nhai\n\nbốn"))
    assert part(document).count('<w:t xml:space="preserve">hai</w:t><w:br/>') >= 3


def test_italics_come_from_the_form_only() -> None:
    assert mark_italics("a <i>b</i> <b>c</b>") == "a \ufdd0b\ufdd1 <b>c</b>"
    assert mark_italics("\ufdd0a\ufdd1") == "a"


def test_direction_overrides_cannot_turn_the_words_around() -> None:
    assert clean_xml_text("12\u202e34\u2066 مرحبا") == "1234 مرحبا"
