"""Lists as files: as many rows as there are items, empty ones to be filled, and what reads back."""

from __future__ import annotations

import io
from functools import cache

import docx
import pytest
from python_calamine import CalamineWorkbook

from bot.simulation.replay import replay_sample
from conversations.answers.values import Answer, AnswerState, Names
from conversations.forms.growth import fit_form, item_key
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.printed_answers import value_cell
from templates.appendix_import.reader import read_filed
from templates.documents.appendix_table import template_context
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.pdf.render import render_pdf
from templates.documents.word.blocks.form_template import make_template
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from tests.support.list_form import list_form, list_report, list_talk
from tests.support.paths import TESTS

CATALOG = load_catalog()
LISTS = [key for key, form in CATALOG.forms.items() if form.growths]
FILED = TESTS / "support/filed/lists"
RENDER = {"docx": render_word, "xlsx": render_sheet, "fill": render_fill}


@cache
def filled(key: str) -> Report:
    return replay_sample(CATALOG.forms[key], CATALOG.sample(key)).report


def word_rows(form: Form, report: Report) -> list[list[str]]:
    table = docx.Document(io.BytesIO(render_word(form, report))).tables[1]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_row_is_printed_for_each_item() -> None:
    report = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2", "ghi chú 2: một hồ sơ cũ").report
    assert word_rows(list_form(), report)[2:] == [
        ["", "Tổng cộng", "26", "18", "8", "0", ""],
        ["1", "Đất đai", "21", "15", "6", "0", ""],
        ["2", "Y tế", "5", "3", "2", "0", "một hồ sơ cũ"],
    ]
    assert render_pdf(list_form(), report).startswith(b"%PDF")


def test_the_page_does_not_hang_on_what_is_in_the_lists() -> None:
    one, two = (fit_form(list_form(), list_talk(None, said).report.answers) for said in NAMES)
    assert make_template(one) == make_template(two)


NAMES = ("Đất đai 1 1 0", "Đất đai 1 1 0\nY tế 1 1 0")


def test_a_name_is_printed_as_it_was_typed_and_never_carried_out() -> None:
    name = "{{ 7 * 7 }} & <w:b/> {% for %}"
    names = Answer(state=AnswerState.VALUE, value=Names(names=(name,)))
    report = list_report(answers={"L:ds": names})
    assert word_rows(list_form(), report)[3][1] == name
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(render_sheet(list_form(), report)))
    assert name in [cell for row in sheet.get_sheet_by_index(0).to_python() for cell in row]


def test_a_list_without_items_says_so_in_print_and_reads_back() -> None:
    report = list_talk(None, "không phát sinh").report
    assert word_rows(list_form(), report)[3][1] == "Không phát sinh"
    for kind, render in RENDER.items():
        name = "a.docx" if kind == "docx" else "a.xlsx"
        found = read_filed(list_form(), name, render(list_form(), report))
        assert found.answers["L:ds"].state is AnswerState.NONE
        blank = read_filed(list_form(), name, render(list_form(), list_report()))
        assert "L:ds" not in blank.answers


def test_a_workbook_to_fill_has_empty_rows_for_more() -> None:
    report = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2").report
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_fill(list_form(), report)))
    rows = book.get_sheet_by_index(0).to_python()
    at = next(n for n, row in enumerate(rows) if row[1] == "Y tế")
    assert len(rows) - at - 1 >= 0
    assert "open" not in str(rows[at])


@pytest.mark.parametrize("key", LISTS)
def test_every_item_that_was_handed_in_reads_back(key: str) -> None:
    form, report = CATALOG.forms[key], filled(key)
    grown = fit_form(form, report.answers)
    for kind, render in RENDER.items():
        found = read_filed(form, "a.docx" if kind == "docx" else "a.xlsx", render(form, report))
        for row in grown.rows:
            read = found.answers.get(row.key, Answer())
            stored = report.answer(row.key)
            assert value_cell(read, row.answer) == value_cell(stored, row.answer), (kind, row.key)
        assert found.unread == ()
        count = found.count
        assert count.held == count.own + count.empty + count.read + count.doubtful + count.unread


MINISTRY = (
    ("tcd-01", "tcd-01.filled.xlsx", "T", {"Văn phòng": ("4", "10"), "Thanh tra": ("29", "")}),
    ("gia-thi-truong", "gia-thi-truong.filled.docx", "A", {"01.002": ("3", "Gạo tẻ")}),
    ("gia-thi-truong", "gia-thi-truong.filled.docx", "B", {"02.002": ("7", "15.800")}),
    ("nd73-2d", "nd73-2d.filled.xlsx", "T", {"Trường Tiểu học B": ("13", "36.370.439")}),
)


@pytest.mark.parametrize(("key", "file", "place", "expected"), MINISTRY)
def test_the_ministrys_file_gives_its_lines_as_items(
    key: str, file: str, place: str, expected: dict[str, tuple[str, str]]
) -> None:
    form = CATALOG.forms[key]
    found = read_filed(form, file, (FILED / file).read_bytes())
    value = found.answers[f"{place}:ds"].value
    assert isinstance(value, Names)
    assert {*expected} <= {*value.names}
    grown = fit_form(form, found.answers)
    for name, (column, text) in expected.items():
        cell = f"{item_key(place, name)}:{column}"
        assert value_cell(found.answers.get(cell, Answer()), grown.row(cell).answer) == text
    assert found.unread == ()


def test_a_template_by_hand_has_the_rows_of_each_table() -> None:
    report = list_talk(None, "Đất đai 21 15 6").report
    table = template_context(list_form(), report)["tables"]["L"]
    assert [line.label for line in table["rows"]] == ["Tổng cộng", "Đất đai"]
    assert [line.cells["3"] for line in table["added"]["L"]] == ["21"]


def test_a_file_sent_into_the_chat_adds_its_items_and_keeps_those_that_are_there() -> None:
    other = list_talk(None, "Đất đai 22 15 6\nTư pháp 5 3 2").report
    talk = list_talk(None, "Đất đai 21 15 6\nY tế 5 3 2")
    said = talk.send("PL.docx", render_word(list_form(), other))
    assert "thêm “Tư pháp”" in said
    assert "21 → 22" in said
    talk.say("đồng ý")
    value = talk.report.answer("L:ds").value
    assert isinstance(value, Names)
    assert value.names == ("Đất đai", "Y tế", "Tư pháp")
