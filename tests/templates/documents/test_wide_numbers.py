"""Numbers stand in one line in their cell, in any format; long texts break over pages whole."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from conversations.answers.values import Answer, AnswerState, Number, Text
from conversations.reports.model import Report
from templates.documents.appendix_table import template_context
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.excel.workbook import ListSheet, write_workbook
from templates.documents.pdf.page_model import read_page
from templates.documents.pdf.render import render_pdf
from templates.documents.word.render import render_word, word_template
from templates.documents.word.template import fit_template
from tests.support.appendix import form, sample_report
from tests.support.libreoffice import words

LAYOUTS = [layout.name for layout in form().layouts]
FREE_TEXT = next(
    row.key for row in form().rows if row.answer is not None and row.answer_type.is_free_text
)
LONG = " ".join(f"chữ{number:04}" for number in range(500))  # 3,999 characters
VALUE, DIGIT, DOT = 3, 0.5, 0.25  # the column of values; widths to the size of the font


def with_number(amount: int, *, remark: str | None = None) -> Report:
    answer = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(amount)), remark=remark)
    return sample_report().with_answer("I.01.01", answer)


def page_of(report: Report, layout: str) -> dict:
    values = template_context(form(), report)
    parts = fit_template(word_template(form(), layout), values).rendered(values)
    (table,) = [one for one in read_page(parts)["blocks"] if one["kind"] == "table"]
    return table


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("digits", [1, 4, 7, 15])
def test_the_column_is_wide_enough_for_the_longest_number(layout: str, digits: int) -> None:
    table = page_of(with_number(int("9" * digits)), layout)
    usual = page_of(sample_report(), layout)
    size = max(
        run["size"]
        for row in table["rows"]
        for block in row["cells"][min(VALUE, len(row["cells"]) - 1)]["blocks"]
        for run in block["runs"]
    )
    width = (digits * DIGIT + (digits - 1) // 3 * DOT) * size
    room = table["widths"][VALUE] - table["inset"]["left"] - table["inset"]["right"]
    assert room >= width
    assert sum(table["widths"]) == pytest.approx(sum(usual["widths"]))
    if digits <= 4:
        assert table["widths"] == usual["widths"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_number_is_one_word_of_the_pdf(layout: str) -> None:
    report = with_number(123_456_789_012_345, remark="HĐ theo NĐ 111")
    assert "123.456.789.012.345" in words(render_pdf(form(), report, layout=layout))


def sheet(content: bytes) -> str:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def width_of(content: bytes, column: int) -> float:
    found = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet(content))
    return max(float(width) for first, last, width in found if int(first) <= column <= int(last))


def test_columns_of_workbooks_show_numbers_as_a_whole() -> None:
    for amount in (7, 1_234_567, 123_456_789_012_345):
        report = with_number(amount)
        least = len(f"{amount:,}") + 1
        assert width_of(render_sheet(form(), report), 4) >= least
        assert width_of(render_fill(form(), report), 5) >= least
        listed = write_workbook([ListSheet("a", ("Số",), [(Decimal(amount),)], (5,))])
        assert width_of(listed, 1) >= least


def long_report() -> Report:
    text = Answer(state=AnswerState.VALUE, value=Text(text=LONG))
    noted = sample_report().answer("I.04.01").model_copy(update={"note": LONG})
    return sample_report().with_answer(FREE_TEXT, text).with_answer("I.04.01", noted)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_long_text_may_break_over_pages_and_a_short_one_may_not(layout: str) -> None:
    rows = [row for row in page_of(long_report(), layout)["rows"] if not row["header"]]
    broken = {form().rows[n].key for n, row in enumerate(rows) if not row["whole"]}
    assert broken == {FREE_TEXT, "I.04.01"}
    with ZipFile(BytesIO(render_word(form(), long_report(), layout=layout))) as archive:
        document = archive.read("word/document.xml").decode()
    lines = re.findall(r"<w:tr[ >].*?</w:tr>", document, re.DOTALL)
    assert sum("<w:cantSplit" not in line for line in lines) == 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_word_of_a_long_text_is_lost_in_the_pdf(layout: str) -> None:
    found = words(render_pdf(form(), long_report(), layout=layout))
    assert all(found.count(word) == 2 for word in LONG.split())


def test_a_row_of_excel_is_never_higher_than_it_can_be() -> None:
    heights = re.findall(r'ht="([\d.]+)"', sheet(render_sheet(form(), long_report())))
    assert max(map(float, heights)) <= 409
