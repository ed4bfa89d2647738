"""The questions of a report in words as rows that are no part of the appendix."""

from __future__ import annotations

from conversations.answers.values import Answer, AnswerState, Text
from conversations.desk.review_lines import build_review
from conversations.desk.sheet_tables import lay_out_sheet
from conversations.forms.form_changes import compare_forms
from conversations.narrative.own_words import TOP, with_narrative
from conversations.narrative.report_text import text_of
from conversations.narrative.strangers import list_strangers
from conversations.reports.seal import make_seal
from conversations.workflow.partial_form import narrow_form
from conversations.workflow.report_status import filled_by_section
from templates.documents.word.render import render_word
from tests.support.reports import blank_report
from tests.support.words import FIRST, FORM, QUESTIONS

BARE = with_narrative(FORM, None)


def answered(said: str):
    report = blank_report(FORM)
    for key in QUESTIONS:
        report = report.with_answer(key, Answer(state=AnswerState.VALUE, value=Text(text=said)))
    return report


def test_no_question_is_among_the_rows_of_the_appendix() -> None:
    assert {*QUESTIONS}.isdisjoint(row.key for row in FORM.rows)
    assert {*QUESTIONS}.isdisjoint(FORM.order)
    assert (FORM.asked_count, FORM.sections, FORM.rows) == (
        BARE.asked_count,
        BARE.sections,
        BARE.rows,
    )
    assert compare_forms(BARE, FORM).new == ()


def test_a_question_is_found_under_its_headings() -> None:
    row = FORM.row(FIRST)
    assert row.answer is not None
    assert row.answer.most_letters
    assert next(one.key for one in FORM.headings_of(FIRST)) == TOP
    assert FORM.is_of_words(FIRST)
    assert not FORM.is_of_words(FORM.order[0])


def test_words_change_no_count_no_file_and_no_page_of_the_appendix() -> None:
    empty, report = blank_report(FORM), answered("Đã làm 12 việc.")
    assert filled_by_section(FORM, report) == filled_by_section(FORM, empty)
    assert render_word(FORM, report) == render_word(FORM, empty)
    assert lay_out_sheet(FORM, report).counts == lay_out_sheet(FORM, empty).counts
    assert build_review(FORM, report).lines == build_review(FORM, empty).lines


def test_a_colleague_who_was_asked_for_rows_has_no_words() -> None:
    narrow = narrow_form(FORM, [FORM.order[0]])
    assert narrow.words == ()
    assert text_of(narrow, blank_report(narrow)) is None


def test_numbers_of_own_words_do_not_vouch_for_each_other() -> None:
    found = list_strangers(FORM, answered("Còn 12 hồ sơ chậm."))
    assert {*found} == {*QUESTIONS}
    assert {*found.values()} == {("12 hồ sơ",)}
    assert list_strangers(FORM, answered("Theo Kế hoạch số 12/KH-UBND ngày 01/3/2023.")) == {}


def test_a_report_without_words_has_the_seal_that_it_had() -> None:
    filed = blank_report(BARE).model_copy(update={"state": "submitted", "version": 1})
    with_text = filed.model_copy(update={"text": text_of(FORM, blank_report(FORM))})
    assert make_seal(filed) != make_seal(with_text)
    assert make_seal(filed) == make_seal(filed.model_copy(update={"form_name": "x"}))
