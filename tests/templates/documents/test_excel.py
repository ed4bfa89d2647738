"""The appendix as an Excel table: the golden rows with real numbers, codes and texts."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from python_calamine import CalamineWorkbook

from conversations.answers.values import Answer, AnswerState, Number, Text
from conversations.reports.printed_answers import note_cell, value_cell
from conversations.text.numbers import print_number
from templates.appendix_import.reader import read_filed
from templates.documents.excel.appendix import render_sheet
from tests.support.appendix import empty_report, form, golden, sample_report

FIRST = 4  # lines above the rows


def rows_of(content: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_name("Phụ lục").to_python()[FIRST:]


def plain(cell: str) -> str:
    return " ".join(cell.replace("<i>", "").replace("</i>", "").split())


def test_the_sample_gives_the_golden_rows() -> None:
    rows = rows_of(render_sheet(form(), sample_report()))
    assert len(rows) == 185 + 1  # and the line of the seal
    for row, found, wanted in zip(form().rows, rows, golden(), strict=False):
        stt, label, measure, value, remark, note, key = found
        assert key == row.key
        assert [stt, plain(str(label)), plain(str(measure)), note] == [
            wanted[0],
            plain(wanted[1]),
            wanted[2],
            wanted[4],
        ]
        printed = print_number(Decimal(str(value))) if isinstance(value, float) else value
        assert " ".join(filter(None, (printed, f"({remark})" if remark else ""))) == wanted[3]


def test_numbers_and_codes_are_numbers_and_texts_are_texts() -> None:
    report = sample_report().with_answer(
        "I.09", Answer(state=AnswerState.VALUE, value=Text(text='=HYPERLINK("http://x")'))
    )
    cells = {row[6]: row[3] for row in rows_of(render_sheet(form(), report))[:185]}
    assert cells["I.01.01"] == 21.0
    assert cells["I.01"] == 33.33
    assert cells["I.08"] == 1.0
    assert cells["I.09"] == '=HYPERLINK("http://x")'
    assert cells["I.02.01"] == ""


def test_no_text_becomes_a_formula_or_a_link() -> None:
    report = empty_report()
    for key, sign in zip(form().order, "=+-@\t=+-@", strict=False):
        text = f"{sign}SUM(1+1)*cmd|' /C calc'!A0"
        answer = Answer(state=AnswerState.VALUE, value=Number(amount=1), remark=text, note=text)
        report = report.with_answer(key, answer)
    content = render_sheet(form(), report)
    with ZipFile(BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet.replace(b"<formula", b"")
    assert b"hyperlink" not in sheet


def test_the_round_trip() -> None:
    report = sample_report()
    filed = read_filed(form(), "PL.xlsx", render_sheet(form(), report))
    assert (filed.matched, filed.unread, filed.unplaced) == (185, (), ())
    for key, answer in report.answers.items():
        found = filed.answers[key]
        assert (value_cell(found), note_cell(found)) == (value_cell(answer), note_cell(answer))


def test_a_state_without_a_value_prints_blank_with_its_remark_in_the_notes() -> None:
    none = Answer(state=AnswerState.NOT_APPLICABLE, remark="thuộc huyện", note="x")
    rows = rows_of(render_sheet(form(), empty_report().with_answer("I.01.01", none)))
    row = next(row for row in rows if row[6] == "I.01.01")
    assert row[3:6] == ["", "", "x; thuộc huyện"]
