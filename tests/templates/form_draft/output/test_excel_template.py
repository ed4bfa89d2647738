"""The ministry's own workbook as a template: figures in its cells, the rest as it came."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from conversations.answers.values import Answer, AnswerState, Names
from conversations.forms.growth import grow_form, item_key
from conversations.forms.model import Form
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.letters import column_letters
from templates.documents.excel.own_check import workbook_problems
from templates.documents.excel.sheet_shift import shift_reference
from templates.form_draft.model import FilePlace, FormDraft
from templates.form_draft.output.excel_template import make_excel_template
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.loading.form_files import FormFiles
from templates.loading.form_folder import read_folder
from tests.templates.form_draft.output.drafts import make_price_draft
from tests.templates.form_draft.output.test_word_template import report_of
from tests.templates.form_draft.output.word_files import change_part, read_part

SHEET = "xl/worksheets/sheet1.xml"


def make_price_workbook() -> bytes:
    """A total, two blank lines, a line for the signer below; a formula, a link, a merged line."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        page = book.add_worksheet("Giá")
        page.merge_range(0, 0, 0, 5, "BÁO CÁO GIÁ")
        share = book.add_format({"num_format": "0.0%", "border": 1})
        page.write_row(1, 0, ["TT", "Mặt hàng", "Kỳ trước", "Kỳ này", "Mức", "%"])
        page.write_row(2, 1, ["Tổng cộng"])
        page.write_formula(2, 4, "=WEBSERVICE(A1)", None, 5)
        for line in (3, 4):
            page.write_blank(line, 5, None, share)
        page.write_url(6, 0, "http://evil.example", string="NGƯỜI LẬP")
        page.merge_range(6, 3, 6, 5, "THỦ TRƯỞNG")
        page.print_area(0, 0, 6, 5)
        book.define_name("Evil", "='[other.xlsx]Sheet1'!$A$1")
    return buffer.getvalue()


def place_price_sheet() -> FormDraft:
    draft = make_price_draft()
    table = draft.tables[0]
    lines = tuple(tuple(FilePlace(0, at, c) for c in range(1, 6)) for at in (3, 4))
    cells = (None, *(FilePlace(0, 2, c) for c in range(2, 6)))
    rows = (replace(table.rows[0], cells=cells, place=FilePlace(0, 2, 1)),)
    return replace(draft, tables=(replace(table, rows=rows, blank_lines=lines),))


def load(draft: FormDraft, template: bytes) -> Form:
    text = write_form_text(draft, FormAbout(draft.name, "2026.1", "appendix.xlsx"))
    files = FormFiles("gia", {"form.yaml": text.encode(), "appendix.xlsx": template})
    read = read_folder(files, "forms")
    assert read.problems == []
    return read.forms[0]


def lines_of(content: bytes) -> list[list[Any]]:
    page = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return page.to_python(skip_empty_area=False)


def test_added_rows_go_into_blank_lines_and_push_down_what_is_below() -> None:
    made = make_excel_template(place_price_sheet(), make_price_workbook())
    form = load(place_price_sheet(), made.content)
    assert workbook_problems(form, made.content, "appendix.xlsx") == []
    names = ("Gạo", "=Muối", "Đường")
    grown = grow_form(form, {"T:ds": names})
    texts = {f"{item_key('T', name)}:4": str(at) for at, name in enumerate(names, 7)}
    report = report_of(grown, texts).with_answer(
        "T:ds", Answer(state=AnswerState.VALUE, value=Names(names=names))
    )
    printed = render_sheet(form, report)
    assert printed == render_sheet(form, report)
    lines = lines_of(printed)
    assert [line[:2] for line in lines[3:6]] == [["1", "Gạo"], ["2", "=Muối"], ["3", "Đường"]]
    assert [line[3] for line in lines[3:6]] == [7.0, 8.0, 9.0]
    assert lines[7][0] == "NGƯỜI LẬP"
    assert 'ref="D8:F8"' in read_part(printed, SHEET)
    assert "$F$8" in read_part(printed, "xl/workbook.xml")
    assert read_part(printed, SHEET).count("s=") > 4


def test_a_report_without_items_leaves_the_lines_blank() -> None:
    made = make_excel_template(place_price_sheet(), make_price_workbook())
    form = load(place_price_sheet(), made.content)
    lines = lines_of(render_sheet(form, report_of(form, {"A:4": "12"})))
    assert lines[2][3] == 12.0
    assert lines[3] == [""] * 6


def test_nothing_that_acts_is_left() -> None:
    file = change_part(make_price_workbook(), "xl/vbaProject.bin", "", "macro")
    made = make_excel_template(place_price_sheet(), file)
    book = read_part(made.content, "xl/workbook.xml")
    sheet = read_part(made.content, SHEET)
    assert "WEBSERVICE" not in sheet
    assert "hyperlink" not in sheet
    assert "Evil" not in book
    told = " ".join(made.told)
    for words in ("công thức", "siêu liên kết", "macro", "tên vùng"):
        assert words in told


def test_a_cell_without_a_tag_is_told() -> None:
    made = make_excel_template(place_price_sheet(), make_price_workbook())
    form = load(place_price_sheet(), made.content)
    torn = change_part(made.content, SHEET, 'cells["A:4"]', 'cells["X:4"]')
    assert "the unknown X:4" in str(workbook_problems(form, torn, "appendix.xlsx"))
    assert "not a workbook" in str(workbook_problems(form, b"PK", "appendix.xlsx"))


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ("B5:C9", "B5:C11"),
        ("B7", "B9"),
        ("A1 C6", "A1 C8"),
        ("$5:$9", "$5:$11"),
        ("$A$1:$F$7", "$A$1:$F$9"),
    ],
)
def test_what_is_below_a_row_moves_down(said: str, moved: str) -> None:
    assert shift_reference(said, 5, 2) == moved


def test_letters_of_columns() -> None:
    assert [column_letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
