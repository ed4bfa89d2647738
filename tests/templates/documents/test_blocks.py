"""Forms of blocks as files: what is printed, on which page, and that all of it reads back."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest

from bot.runtime.preflight import document_problems
from bot.runtime.print_check import print_problems
from bot.simulation.replay import replay_sample
from conversations.answers.values import Answer, AnswerState, Number
from conversations.forms.header_grid import lay_out_header
from conversations.reports.model import Report
from conversations.reports.printed_answers import value_cell
from templates.appendix_import.reader import read_filed
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.pdf.render import render_pdf
from templates.documents.word.blocks.table_widths import LANDSCAPE, PORTRAIT, set_page
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from tests.support.breadth import share
from tests.support.libreoffice import converted, words

CATALOG = load_catalog()
FORMS = [key for key, form in CATALOG.forms.items() if form.blocks]
RENDER = {"docx": render_word, "xlsx": render_sheet, "fill": render_fill}


@cache
def filled(key: str) -> Report:
    return replay_sample(CATALOG.forms[key], CATALOG.sample(key)).report


def tables_of(content: bytes) -> list[list[list[str]]]:
    found = docx.Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in found]


@pytest.mark.parametrize("key", FORMS)
def test_the_sample_and_what_is_printed_of_it_are_sound(key: str) -> None:
    form = CATALOG.forms[key]
    assert document_problems(form, made=True) == []
    assert print_problems(form, CATALOG.sample(key)) == []


@pytest.mark.parametrize("key", FORMS)
def test_what_an_officer_handed_in_reads_back_to_every_cell(key: str) -> None:
    """In one kind of file for each form, in turn."""
    form, report = CATALOG.forms[key], filled(key)
    for kind, render in share([*RENDER.items()], len(RENDER), FORMS.index(key)):
        ending = "docx" if kind == "docx" else "xlsx"
        found = read_filed(form, f"a.{ending}", render(form, report))
        for row in form.rows:
            read = found.answers.get(row.key, Answer())
            stored = report.answer(row.key)
            assert value_cell(read, row.answer) == value_cell(stored, row.answer), (kind, row.key)
        assert found.unread == ()
        count = found.count
        parts = (count.own, count.empty, count.read, count.doubtful, count.unread)
        assert count.held == sum(parts)


def test_a_value_that_is_changed_in_print_is_not_taken_for_the_same() -> None:
    form = CATALOG.forms["bnv-0605n"]
    changed = Answer(state=AnswerState.VALUE, value=Number(amount=99))  # type: ignore[arg-type]
    report = filled(form.key).with_answer("05:2", changed)
    found = read_filed(form, "a.docx", render_word(form, report))
    assert value_cell(found.answers["05:2"]) == "99"


def test_the_header_stands_over_its_columns() -> None:
    form = CATALOG.forms["bnv-0601n"]
    table = tables_of(render_word(form, filled(form.key)))[1]
    under = "Số phong trào thi đua chia theo cấp chủ trì phát động thi đua"
    assert table[0] == ["", "Mã số", "Tổng số", under, under, under]
    assert table[1][:3] == ["", "Mã số", "Tổng số"]
    assert table[2] == ["A", "B", "1=(2+3+4)", "2", "3", "4"]
    assert table[3] == ["Tổng số", "01", "112", "43", "36", "33"]
    assert table[5] == ["- Toàn quốc", "02", "43", "43", "", ""]


def test_grey_cells_are_grey_and_headings_bold() -> None:
    form = CATALOG.forms["bnv-0601n"]
    with ZipFile(io.BytesIO(render_word(form, filled(form.key)))) as archive:
        text = archive.read("word/document.xml").decode()
    assert text.count('w:fill="D9D9D9"') == 8
    assert "<w:b/>" in text.partition("1. Chia theo phạm vi tổ chức thi đua")[0][-80:]


def test_a_code_that_is_printed_twice_stays() -> None:
    form = CATALOG.forms["bnv-0605n"]
    table = tables_of(render_word(form, filled(form.key)))[1]
    assert [line[1] for line in table[-2:]] == ["14", "14"]


def test_notes_stand_in_their_column_or_below_the_table() -> None:
    with_column, without = CATALOG.forms["pli-02"], CATALOG.forms["bnv-0605n"]
    assert tables_of(render_word(with_column, filled("pli-02")))[1][3][-1] == "số liệu đến 31/5"
    report = filled("bnv-0605n").with_answer("02", Answer(note="theo phòng Nội vụ"))
    lines = docx.Document(io.BytesIO(render_word(without, report))).paragraphs
    told = [line.text for line in lines]
    assert told[told.index("Ghi chú:") + 1] == "- Từ 30 trở xuống: theo phòng Nội vụ"
    assert "Ghi chú:" not in [
        line.text
        for line in docx.Document(io.BytesIO(render_word(without, filled("bnv-0605n")))).paragraphs
    ]


def test_wide_tables_are_turned_and_no_table_is_wider_than_its_page() -> None:
    turned = {}
    for key in FORMS:
        form = CATALOG.forms[key]
        setting = set_page(form, {})
        turned[key] = setting.landscape
        room = LANDSCAPE if setting.landscape else PORTRAIT
        assert all(sum(one.columns) <= room for one in setting.tables.values()), key
    assert turned["btp-13a"]
    assert turned["pli-02"]
    assert not turned["bnv-0605n"]


def test_a_column_is_as_wide_as_its_longest_number() -> None:
    form = CATALOG.forms["btp-13a"]
    narrow = set_page(form, {"T": [2] * 22}).tables["T"]
    wide = set_page(form, {"T": [15, *([2] * 21)]}).tables["T"]
    assert wide.columns[0] > narrow.columns[0]
    assert wide.columns[0] >= 15 * wide.size / 2 * 20 * 0.5


def test_the_same_report_gives_the_same_bytes() -> None:
    form, report = CATALOG.forms["btp-13a"], filled("btp-13a")
    for render in (render_word, render_pdf, render_sheet, render_fill):
        assert render(form, report) == render(form, report)


def test_a_pdf_is_made_of_every_form() -> None:
    for key in FORMS:
        assert render_pdf(CATALOG.forms[key], filled(key)).startswith(b"%PDF")


def test_only_what_is_asked_can_be_filled_in() -> None:
    form = CATALOG.forms["bnv-0601n"]
    with ZipFile(io.BytesIO(render_fill(form, filled(form.key)))) as archive:
        styles = archive.read("xl/styles.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.partition("<cellXfs")[2], re.DOTALL)
    open_ = {str(n) for n, one in enumerate(formats) if 'locked="0"' in one}
    written = re.findall(r'<c r="([A-Z]+)(\d+)" s="(\d+)"', sheet)
    cells = {(column, int(line)) for column, line, style in written if style in open_}
    first = min(line for _, line in cells)
    assert "<sheetProtection" in sheet
    assert {column for column, line in cells if line == first} == {"D", "E", "F"}  # C is computed
    assert {column for column, line in cells if line == first + 2} == {"D"}  # the others are grey
    assert len(cells) == sum(form.row(key).computed is None for key in form.order)


def test_no_word_of_a_head_is_broken(tmp_path: Path) -> None:
    """Of 22 columns under six lines of heads, as another program sets them."""
    form = CATALOG.forms["btp-13a"]
    (table,) = [one for one in form.blocks if one.is_table]
    set_there = words(converted(tmp_path, "a.docx", render_word(form, filled(form.key))))
    wanted = Counter(word for head in lay_out_header(table).heads for word in head.text.split())
    assert wanted - Counter(set_there) == Counter()


def ministry_file() -> bytes:
    """Form 14a as it is issued: one column of figures, which two rows have in two."""
    form, report = CATALOG.forms["btp-14a"], filled("btp-14a")
    lines = form.blocks[0].lines
    document = docx.Document()
    table = document.add_table(len(lines) + 2, 3)
    for at, heads in enumerate((("SỰ KIỆN HỘ TỊCH", "Tổng số"), ("A", "1"))):
        table.cell(at, 0).text, table.cell(at, 1).text = heads
        table.cell(at, 1).merge(table.cell(at, 2))
    for at, line in enumerate(lines, 2):
        table.cell(at, 0).text = form.row(line.key).label
        values = [value_cell(report.answer(key)) for key in line.cells.values()]
        for place, said in enumerate(values or ("Nam", "Nữ"), 1):
            table.cell(at, place).text = said
        if len(values) == 1:
            table.cell(at, 1).merge(table.cell(at, 2))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_columns_that_a_ministry_prints_over_each_other_are_read_apart() -> None:
    form, report = CATALOG.forms["btp-14a"], filled("btp-14a")
    found = read_filed(form, "a.docx", ministry_file())
    for key in form.order:
        assert value_cell(found.answers.get(key, Answer())) == value_cell(report.answer(key)), key
    assert not found.left_out
    assert not found.unread
