"""The sheet of a report: its rows, what each cell says, and what the rows are picked out by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.desk.sheet import ReportSheet, RowFlag, SheetRow, SheetRowKind
from conversations.desk.sheet_tables import lay_out_sheet
from conversations.forms.model import Form
from conversations.protocol.person_names import member_name
from conversations.reports.model import Report, ReportState, ReturnedRow
from templates.loading.catalog import load_catalog
from tests.support.list_form import list_form, list_report, named
from tests.support.reports import blank_report, past

CATALOG = load_catalog()
FORM = CATALOG.forms["cchc-so"]
TASKS, DONE = "I.01.01", "I.01.02"


def _number(amount: int, **more: object) -> Answer:
    value = Number(amount=Decimal(amount))
    return Answer.model_validate({"state": AnswerState.VALUE, "value": value, **more})


def _row(sheet: ReportSheet, key: str) -> SheetRow:
    return next(row for row in sheet.rows if row.key == key)


def _report(**answers: int) -> Report:
    report = blank_report(FORM)
    for key, amount in answers.items():
        report = report.with_answer(key.replace("_", "."), _number(amount, revision=1))
    return report


@pytest.mark.parametrize("name", CATALOG.forms)
def test_every_asked_cell_of_every_form_stands_once(name: str) -> None:
    form: Form = CATALOG.forms[name]
    sheet = lay_out_sheet(form, blank_report(form))
    cells = [cell.address for row in sheet.rows for cell in row.parts]
    assert len(cells) == len({*cells})
    asked = {f"value {key}" for key in form.order}
    assert asked <= {*cells}
    assert sheet.counts.filled == 0


def test_a_row_tells_last_period_change_and_what_does_not_hold() -> None:
    report = _report(I_01_01=5, I_01_02=9).with_past(past(I_01_01=12, I_01_02=9))
    row = _row(lay_out_sheet(FORM, report), TASKS)
    cell = row.cells[0]
    assert cell is not None
    assert (cell.text, cell.last, cell.change) == ("5", "12", "−7")
    assert [check.open for check in row.checks] == [True]
    assert {RowFlag.WARNED, RowFlag.CHANGED} <= {*row.flags}
    assert RowFlag.BLANK not in row.flags
    same = _row(lay_out_sheet(FORM, report), DONE).cells[0]
    assert same is not None
    assert same.change == ""


def test_a_returned_row_waits_though_it_is_filled_and_others_are_locked() -> None:
    returned = {TASKS: ReturnedRow(reason="Xem lại", revision=1)}
    report = _report(I_01_01=5, I_01_02=3).model_copy(
        update={"state": ReportState.RETURNED, "returned": returned}
    )
    sheet = lay_out_sheet(FORM, report)
    row, other = _row(sheet, TASKS), _row(sheet, DONE)
    assert row.returned == "Xem lại"
    assert {RowFlag.RETURNED, RowFlag.WAITING} <= {*row.flags}
    assert RowFlag.BLANK not in row.flags
    assert [cell.writable for cell in (row.cells[0], other.cells[0]) if cell] == [True, False]
    assert sheet.counts.waiting == 1


def test_a_row_is_mine_by_whom_it_was_handed_or_written() -> None:
    report = blank_report(FORM).with_answer(TASKS, _number(5, author=member_name("Lan", 7)))
    sheet = lay_out_sheet(FORM, report, mine=frozenset({DONE}), me="m7")
    assert RowFlag.MINE in _row(sheet, TASKS).flags
    assert RowFlag.MINE in _row(sheet, DONE).flags
    assert RowFlag.MINE not in _row(lay_out_sheet(FORM, report, me="m70"), TASKS).flags


def test_only_some_rows_are_laid_out_as_in_the_whole() -> None:
    report = _report(I_01_01=5, I_01_02=9)
    whole = lay_out_sheet(FORM, report)
    some = lay_out_sheet(FORM, report, only={TASKS, DONE})
    assert [*some.rows] == [_row(whole, TASKS), _row(whole, DONE)]
    assert some.counts == whole.counts


def test_a_list_ends_in_a_row_where_the_next_item_is_added() -> None:
    form, report = list_form(), list_report()
    names = form.growths[0].names
    (empty,) = [row for row in lay_out_sheet(form, report).rows if row.key == names]
    assert empty.kind is SheetRowKind.GROWTH
    assert empty.name is not None
    assert any(cell is not None for cell in empty.cells)  # the state of the whole list
    full = lay_out_sheet(form, report.with_answer(names, named("Đất đai", "Y tế")))
    items = [row for row in full.rows if row.kind is SheetRowKind.ITEM]
    assert [row.name.text for row in items if row.name] == ["Đất đai", "Y tế"]
    last = _row(full, names)
    assert all(cell is None for cell in last.cells)
