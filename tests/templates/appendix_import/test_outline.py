"""The prose of a Word file, put under the headings of a form, and sheets of several blocks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from templates.appendix_import.outline import WordParagraph, read_outline
from templates.appendix_import.reader import read_filed
from templates.appendix_import.tables.filed_table import Filing
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from tests.support.list_form import FORM as LIST_FORM
from tests.support.list_form import list_form, named
from tests.support.reports import blank_report

FORM = load_catalog().forms["mat-tran"]
FACTS = """\
    kind: facts
    rows:
      {key}1: {{label: Số cuộc họp {key}, answer: count}}
      {key}2: {{label: Số người dự {key}, answer: count}}
"""
NOTED = """\
form: noted
model: 2
version: 1
title: Số liệu có ghi chú
name: Số liệu
blocks:
  S:
    kind: facts
    note: Ghi chú
    rows:
      S1: {label: Số cuộc họp, answer: count}
      S2: {label: Số người dự, answer: count}
"""


def outline(*paragraphs: str | WordParagraph) -> dict[str, str]:
    """What stands under each heading."""
    given = [WordParagraph(one) if isinstance(one, str) else one for one in paragraphs]
    filing = Filing()
    found = read_outline(FORM, filing, given)
    said = zip(found.rows, filing.rows, strict=True)
    return {row.key: one.value for row, one in said if row is not None}


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("1. Ưu điểm nổi bật", "Đã làm tốt."), {"III1": "Đã làm tốt."}),
        (("ưu điểm nổi bật:", "Đã làm tốt.", "Hai ý."), {"III1": "Đã làm tốt.\nHai ý."}),
        (("Ưu điểm nổi bật: Đã làm tốt.", "Hai ý."), {"III1": "Đã làm tốt.\nHai ý."}),
        (("1. Ưu điểm nổi bật: ……",), {"III1": ""}),
        (("1. Ưu điểm nổi bật", "……………", "___"), {"III1": ""}),
        (
            ("Ưu điểm nổi bật", "Tốt.", "III. ĐÁNH GIÁ CHUNG", "Câu này ở ngoài."),
            {"III1": "Tốt."},
        ),
        (("Ưu điểm nổi bật", "Tốt.", "Ghi chú: số tạm", "Mã bản: A1"), {"III1": "Tốt."}),
        (
            ("Ưu điểm nổi bật", "Tốt.", WordParagraph("", is_table=True), "sau bảng"),
            {"III1": "Tốt."},
        ),
        (
            (
                "Ưu điểm nổi bật",
                WordParagraph("Một ý.", number="1."),
                WordParagraph("Hai ý.", "2."),
            ),
            {"III1": "1. Một ý.\n2. Hai ý."},
        ),
        (("Việc khác", "Ưu điểm nổi bật của năm nay là tốt."), {}),
    ],
)
def test_texts_stand_under_their_headings(
    paragraphs: tuple[str | WordParagraph, ...], expected: dict[str, str]
) -> None:
    assert outline(*paragraphs) == expected


def test_a_heading_is_taken_once() -> None:
    found = outline("Ưu điểm nổi bật", "Tốt.", "Ưu điểm nổi bật", "Không phải mục mới.")
    assert found == {"III1": "Tốt.\nƯu điểm nổi bật\nKhông phải mục mới."}


def sheets_of(form: Form, answers: dict[str, Answer]) -> dict[str, dict[str, Answer]]:
    report = blank_report(form).model_copy(update={"answers": answers})
    made = {
        "docx": render_word(form, report),
        "xlsx": render_sheet(form, report),
        "fill": render_fill(form, report),
    }
    return {
        kind: dict(read_filed(form, "a.docx" if kind == "docx" else "a.xlsx", content).answers)
        for kind, content in made.items()
    }


def counted(form: Form, **more: Answer) -> dict[str, Answer]:
    """Another number for each row."""
    rows = [row for row in fit_form(form, more).rows if row.answer is not None]
    asked = [row for row in rows if row.computed is None and not row.holds_names]
    return more | {
        row.key: Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(at)))
        for at, row in enumerate(asked, 1)
    }


def test_a_sheet_is_cut_into_its_blocks_a_list_among_them() -> None:
    text = LIST_FORM.replace("  L:\n", f"  P:\n{FACTS.format(key='P')}  L:\n")
    text = text.replace("checks:", f"  M:\n{FACTS.format(key='M')}checks:")
    form = list_form(text)
    answers = counted(form, **{"L:ds": named("Đất đai", "Y tế")})
    for kind, found in sheets_of(form, answers).items():
        read = {key: found[key].value for key in answers}
        assert read == {key: one.value for key, one in answers.items()}, kind


def test_a_note_stands_beside_the_only_figure_of_its_row() -> None:
    form = list_form(NOTED)
    answers = counted(form)
    answers["S1"] = answers["S1"].model_copy(update={"note": "21 là số tạm"})
    for kind, found in sheets_of(form, answers).items():
        assert {key: found[key].value for key in answers} == {
            key: one.value for key, one in answers.items()
        }, kind
        assert found["S1"].note == "21 là số tạm", kind
