"""A form with every type of answer: from the chat to the workbooks and back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from conversations.answers.values import AnswerState, Ratio
from conversations.reports.file_request import FileFormat
from conversations.rules.computed import computed_answers
from templates.appendix_import.reader import read_filed
from templates.documents.appendix_table import printed_row
from templates.documents.excel.fill_in import render_fill
from templates.documents.formats import FORMATS
from templates.loading.sample import blank_report
from tests.support.typed_form import typed_form, typed_report

FORM, SAMPLE = typed_form()
REPORT = typed_report()


def render(what: FileFormat) -> bytes:
    return FORMATS[what].render(FORM, REPORT, layout="")


@pytest.mark.parametrize("what", [FileFormat.EXCEL, FileFormat.FILL])
def test_every_cell_comes_back(what: FileFormat) -> None:
    found = read_filed(FORM, "tệp.xlsx", render(what))
    assert (found.unread, found.unplaced) == ((), ())
    for key in FORM.order:
        stored, read = REPORT.answer(key), found.answers[key]
        if isinstance(stored.value, Ratio):
            assert read.amount == stored.amount
        else:
            assert (read.value, read.note) == (stored.value, stored.note)


def test_days_and_money_are_cells_of_their_kind() -> None:
    content = render(FileFormat.EXCEL)
    lines = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    cells = {line[6]: line[3] for line in lines if line[6]}
    assert (cells["I.03"], cells["I.04"], cells["I.05"]) == (1250, 1250.3, -0.3)
    assert (cells["II.01"], cells["II.03"]) == (date(2025, 12, 20), "0, 1")
    with ZipFile(BytesIO(content)) as archive:
        styles = archive.read("xl/styles.xml").decode()
    for look in ("#,##0.0;(#,##0.0)", "#,##0.0##", "dd/mm/yyyy"):
        assert f'formatCode="{look}"' in styles


def test_cells_to_fill_take_what_their_rows_take() -> None:
    with ZipFile(BytesIO(render_fill(FORM, blank_report(FORM, SAMPLE)))) as archive:
        page = archive.read("xl/worksheets/sheet1.xml").decode()
    rule = re.compile(
        r'<dataValidation type="(\w+)"[^>]*?sqref="E(\d+)"[^>]*><formula1>([^<]*)</formula1>'
        r"<formula2>([^<]*)</formula2>"
    )
    found = {int(line): (kind, least, most) for kind, line, least, most in rule.findall(page)}
    first = min(found) - 1  # the section above the first row
    rules = {row.key: found.get(first + at) for at, row in enumerate(FORM.rows)}
    assert rules["I.03"] == ("decimal", "0.0", "1000000000.0")
    assert rules["I.07"] == ("whole", "-999999999", "999999999")
    assert rules["II.01"] is not None
    assert rules["II.01"][0] == "date"
    assert rules["II.03"] == ("textLength", "0", "500")


def test_a_cell_in_print_is_as_the_form_says() -> None:
    printed = {row.key: printed_row(row, REPORT.answer(row.key)).value for row in FORM.rows}
    assert printed["I.01"] == "1.250,5"
    assert printed["I.05"] == "(0,3)"
    assert printed["I.07"] == "-35"
    assert printed["I.08"] == "1.250.300.000"
    assert (printed["II.01"], printed["II.03"]) == ("20/12/2025", "0, 1")


def test_rows_are_computed_and_a_share_of_nothing_is_no_value() -> None:
    assert REPORT.answer("I.05").amount == Decimal("-0.3")
    assert REPORT.answer("II.05").amount == 16
    nothing = REPORT.answer("I.03").model_copy(update={"state": AnswerState.NONE, "value": None})
    changes = computed_answers(FORM, REPORT.with_answer("I.03", nothing))
    found = {one.key: one.answer for one in changes}
    assert found["I.05"].amount == Decimal("-1250.3")
    assert found["I.06"].state is AnswerState.BLANK
