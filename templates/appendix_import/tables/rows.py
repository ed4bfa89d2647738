"""The lines of the tables of indicators, and what is left out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conversations.forms.search import plain_label
from conversations.reports.printed_answers import bracket_remark
from conversations.text.legacy_fonts import find_decoder
from conversations.text.normalize import clean_text, fold_text
from templates.appendix_import import limits
from templates.appendix_import.cell_text import HIDDEN, MARKS, NUMBERING
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.tables.columns import (
    FiledColumns,
    find_header,
    is_header,
    without_hiding,
)
from templates.appendix_import.tables.filed_table import FiledRow, FiledTable, Filing, Line

PROMPTS = frozenset(  # of Word's content controls, when another program made words of them
    {
        "click or tap here to enter text.",
        "click here to enter text.",
        "click or tap to enter a date.",
        "click here to enter a date.",
        "choose an item.",
        "bam vao day de nhap van ban.",
        "bam hoac go nhe vao day de nhap van ban.",
        "bam hoac nhan vao day de nhap van ban.",
        "bam hoac go nhe de nhap ngay.",
        "bam vao day de nhap ngay.",
        "chon mot muc.",
    }
)
OUTSIDE, OTHER_COLUMN, HIDDEN_SHEET = "aside.outside", "aside.column", "aside.sheet"
LETTERHEAD = "aside.words"  # outside of the table, without a figure
OWN_LISTS = "danh muc"  # the sheet of the drop-downs of the workbook to fill


def read_tables(sheets: Iterable[FiledTable]) -> Filing:
    """FileRefusedError when no table has the columns."""
    filing, columns = Filing(), None
    outside: list[FiledTable] = []
    for number, sheet in enumerate(map(_in_unicode, sheets)):
        if number > limits.MAX_TABLES:
            raise FileRefusedError("file.too_many_rows")
        found = None if sheet.hidden else find_header(sheet)
        if found is not None:
            start, columns = found
            if not filing.rows:
                filing.titles = (*sheet.titles, *_above(sheet, columns))
            _own_lines(filing, sheet, start)
        elif sheet.hidden or columns is None or _width(sheet.lines) != columns.width:
            outside.append(sheet)
            _take_asides(filing, sheet, None)
            continue
        else:
            start = 0
        _take_asides(filing, sheet, columns)
        _take_rows(filing, sheet, start, columns)
        if len(filing.rows) > limits.MAX_LINES:
            raise FileRefusedError("file.too_many_rows")
    if columns is None:
        if any(not one.hidden and find_header(without_hiding(one)) for one in outside):
            raise FileRefusedError("file.hidden_columns")
        raise FileRefusedError("file.no_table")
    filing.fill_in = columns.state is not None
    for sheet in outside:
        _leave_table(filing, sheet)
    return filing


def _in_unicode(table: FiledTable) -> FiledTable:
    """A table whose letters are those of a font before Unicode, and that does not name it."""
    decode = find_decoder(" ".join(cell for line in table.lines for cell in line if cell))
    if decode is None:
        return table
    return replace(
        table,
        titles=tuple(map(decode, table.titles)),
        lines=[[decode(cell) for cell in line] for line in table.lines],
    )


def _take_asides(filing: Filing, sheet: FiledTable, columns: FiledColumns | None) -> None:
    """What stands in cells beside what they say. Numbers that Word puts before the form's own words
    are of the form, and so are marks of notes there."""
    for (line, column), asides in sheet.left_out.items():
        own = columns is not None and columns.is_own(column)
        for one in asides:
            if own and one.why in (NUMBERING, *MARKS):
                filing.held, filing.own = filing.held + 1, filing.own + 1
            else:
                filing.leave_out(sheet.place(line, column), one.text, one.why)


def _own_lines(filing: Filing, sheet: FiledTable, end: int) -> None:
    """The lines above the table, and its header."""
    for line in sheet.lines[:end]:
        held = sum(bool(cell.strip()) for cell in line)
        filing.held, filing.own = filing.held + held, filing.own + held


def _leave_table(filing: Filing, sheet: FiledTable) -> None:
    """A table without indicators is told cell by cell, but for the lists of our own workbook."""
    ours = filing.fill_in and plain_label(sheet.name) == OWN_LISTS
    for number, line in enumerate(sheet.lines):
        for column, cell in enumerate(line):
            if not cell.strip():
                continue
            if ours:
                filing.held, filing.own = filing.held + 1, filing.own + 1
            else:
                figures = any(map(str.isdecimal, cell))
                why = HIDDEN_SHEET if sheet.hidden else OUTSIDE if figures else LETTERHEAD
                filing.leave_out(sheet.place(number, column), cell, why)


def _above(sheet: FiledTable, columns: FiledColumns) -> Iterator[str]:
    """What stands in the lines above the header, as in a sheet."""
    for number, line in enumerate(sheet.lines):
        if is_header(line):
            return
        if number not in sheet.hidden_lines:
            yield from (clean_text(cell) for cell in line if clean_text(cell))


def _width(lines: list[Line]) -> int:
    return max(map(len, lines), default=0)


def _take_rows(filing: Filing, sheet: FiledTable, start: int, columns: FiledColumns) -> None:
    for number, line in enumerate(sheet.lines[start:], start):
        cells = [clean_text(cell) for cell in line] + [""] * (columns.width - len(line))
        prompts = [at for at, cell in enumerate(cells) if fold_text(cell) in PROMPTS]
        for at in prompts:
            cells[at] = ""
        filing.held, filing.own = filing.held + len(prompts), filing.own + len(prompts)
        held = [at for at, cell in enumerate(cells) if cell]
        if all(plain_label(cells[at]) in columns.header for at in held):
            filing.held, filing.own = filing.held + len(held), filing.own + len(held)
            continue  # empty, or the header once more
        seen = [at for at in held if not sheet.hides(number, at)]
        _leave_columns(filing, sheet, number, cells, columns)
        filing.held += len(seen)
        own = [at for at in seen if columns.is_own(at) and not _is_stray(cells, at, columns)]
        filing.own += len(own)
        shown = [cell if at in seen else "" for at, cell in enumerate(cells)]
        filing.rows.append(
            FiledRow(
                label=" ".join(cells[columns.label].split()),
                measure=_cell(shown, columns.measure),
                value=_typed(shown, columns),
                note=_cell(shown, columns.note),
                ours=columns.remark is not None,
                tall=(number, columns.value) in sheet.tall,
                ways=sheet.ways.get((number, columns.value), ()),
                hidden=number in sheet.hidden_lines,
                cells=sum(at in columns.answering for at in seen),
                place=sheet.place(number, columns.value),
                note_place=sheet.place(number, columns.note) if columns.note is not None else "",
            )
        )


def _is_stray(cells: Line, at: int, columns: FiledColumns) -> bool:
    """Whether something stands in the column of measures of a line that has no label."""
    return at == columns.measure and not cells[columns.label]


def _leave_columns(
    filing: Filing, sheet: FiledTable, number: int, cells: list[str], columns: FiledColumns
) -> None:
    """The cells of a line that nobody sees, or that stand in columns which are not read."""
    for at, cell in enumerate(cells):
        if not cell or (columns.is_own(at) and not _is_stray(cells, at, columns)):
            if cell and sheet.hides(number, at):
                filing.held, filing.own = filing.held + 1, filing.own + 1
        elif sheet.hides(number, at):
            filing.leave_out(sheet.place(number, at), cell, sheet.hidden_lines.get(number, HIDDEN))
        elif at not in columns.answering and at != columns.note:
            filing.leave_out(sheet.place(number, at), cell, OTHER_COLUMN)
            filing.held -= 1  # counted with its line


def _cell(cells: list[str], column: int | None) -> str:
    return "" if column is None else cells[column]


def _typed(cells: list[str], columns: FiledColumns) -> str:
    """What the line says, as one would type it: a number, two numbers of a percentage, or why
    there is none, and the remark in brackets. What does not fit together stays side by side, and
    will be asked."""
    value, state = cells[columns.value], _cell(cells, columns.state)
    part, base = _cell(cells, columns.part), _cell(cells, columns.base)
    if part or base:
        value = f"{part}/{base} = {value}" if value else f"{part}/{base}"
    text = " / ".join(filter(None, (value, state)))
    remark = _cell(cells, columns.remark)
    return f"{text} {bracket_remark(remark)}".strip() if text else ""
