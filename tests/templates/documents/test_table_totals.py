"""Forms of tables added up: every form that ships, as Word and as a workbook."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import docx
import pytest
from python_calamine import CalamineWorkbook

from bot.simulation.replay import replay_sample
from conversations.answers.figure import Figure, as_figure
from conversations.answers.values import AnswerState
from conversations.reports.model import Report
from conversations.reports.printed_answers import value_cell
from conversations.tables.cell_names import name_line
from conversations.workflow.rollup import FigureGroup, FormTotal, as_answers, consolidate_reports
from templates.documents.excel.rollup import RollupDetails, UnitCells, total_sheets
from templates.documents.excel.workbook import write_workbook
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report

CATALOG = load_catalog()
WIDE = [key for key, form in CATALOG.forms.items() if any(one.is_wide for one in form.blocks)]


@cache
def filled(key: str) -> Report:
    return replay_sample(CATALOG.forms[key], CATALOG.sample(key)).report


def figures(key: str) -> dict[str, Figure]:
    answers = filled(key).answers
    return {
        row: as_figure(answer)
        for row, answer in answers.items()
        if answer.state is not AnswerState.BLANK
    }


def twice(key: str) -> FormTotal:
    """The total of two units that both handed the sample in."""
    tallies = [
        FigureGroup(
            **one.model_dump(exclude={"amount", "base"}),
            amount=None if one.amount is None else one.amount * 2,
            base=None if one.base is None else one.base * 2,
            key=row,
            units=2,
        )
        for row, one in figures(key).items()
    ]
    return consolidate_reports(CATALOG.forms[key], [tallies], [2], [2], [2])


@pytest.mark.parametrize("key", [key for key, form in CATALOG.forms.items() if form.blocks])
def test_a_total_is_printed_cell_by_cell(key: str) -> None:
    form, total = CATALOG.forms[key], twice(key)
    report = blank_report(form, CATALOG.sample(key))
    report = report.model_copy(update={"answers": as_answers(form, total, {})})
    tables = docx.Document(BytesIO(render_word(form, report))).tables
    printed = {cell.text.strip() for table in tables for row in table.rows for cell in row.cells}
    for row in form.rows:
        if row.answer is not None and row.answer.is_number and row.adds_up:
            assert value_cell(report.answer(row.key), row.answer) in {*printed, ""}, row.key


@pytest.mark.parametrize("key", WIDE)
def test_a_printed_row_is_a_line_of_the_workbook(key: str) -> None:
    form, total = CATALOG.forms[key], twice(key)
    units = [UnitCells(name, figures(key)) for name in ("Xã A", "Xã B")]
    report = blank_report(form, CATALOG.sample(key))
    sheets = total_sheets(form, report, total, RollupDetails(units, []))
    book = CalamineWorkbook.from_filelike(BytesIO(write_workbook(sheets)))
    (block,) = [one for one in form.blocks if one.is_wide]
    _, head, *lines = book.get_sheet_by_name("Bảng").to_python()
    assert head == ["Dòng", *(column.title for column in block.columns)]
    assert [line[0] for line in lines] == [
        name_line(form, form.row(line.key)) for line in block.lines
    ]
    _, _, *by_unit = book.get_sheet_by_name("Từng đơn vị").to_python()
    assert len(by_unit) == 2 * sum(bool(line.cells) for line in block.lines)
    at = {line.key: cells for line, cells in zip(block.lines, lines, strict=True)}
    for line in block.lines:
        for number, column in enumerate(block.columns, 1):
            cell = line.cells.get(column.key)
            value = total.rows[cell].value if cell is not None else None
            found = at[line.key][number] if number < len(at[line.key]) else ""
            assert found == ("" if value is None else float(value.amount)), (line.key, column.key)


def test_a_mean_is_in_no_total() -> None:
    total = twice("btp-13a")
    assert total.rows["1:18"].value is not None
    assert [total.rows[key].value for key in ("1:20", "1:21")] == [None, None]
    assert total.rows["1:20"].units == {AnswerState.VALUE: 2}
