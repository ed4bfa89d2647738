"""A table of a form, out of the pieces that it is printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from templates.form_draft.model import DraftDoubt, DraftStub, DraftTable, StubKind
from templates.form_draft.recognition.language.lexicon import MEASURE_HEADS
from templates.form_draft.recognition.language.measures import (
    is_blank_measure,
    is_measure,
    measure_above,
)
from templates.form_draft.recognition.language.words import is_blank, is_one_of
from templates.form_draft.recognition.tables.body import Body, TablePiece, read_body
from templates.form_draft.recognition.tables.draft_columns import read_columns
from templates.form_draft.recognition.tables.draft_rows import read_rows
from templates.form_draft.recognition.tables.open_columns import open_columns
from templates.form_draft.recognition.tables.paper_rows import PaperRow, print_rows
from templates.form_draft.recognition.tables.slots import Slot, read_slots
from templates.form_draft.recognition.tables.stubs import Columns, find_stubs
from templates.form_draft.recognition.tables.table_kind import tell_kind


@dataclass
class TableReading:
    """A table, what is doubtful in it, and sentences about what cannot be kept."""

    table: DraftTable
    doubts: list[DraftDoubt] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def read_table(
    number: int, pieces: Sequence[TablePiece], above: Sequence[str]
) -> TableReading | None:
    """The table of this number in the form; `above` are the lines before it. None for a grid that
    asks nothing."""
    head = pieces[0].head
    if head is None:
        return None
    slots = read_slots(pieces[0].grid, head)
    body = read_body(pieces, slots)
    measures = _measures_line(body)
    columns = find_stubs(body)
    rows = print_rows(body, columns)
    kind = tell_kind(rows, columns)
    if kind == "list":
        _open_stubs(columns, body)
        rows = (
            print_rows(body, columns) if "label" in columns.stubs else _relabel(rows, columns, body)
        )
    opened = open_columns(columns.open, rows)
    if not opened or not rows:
        return None
    said = measure_above([*above, *_lines_over_head(pieces[0])])
    table_measure = said[0] if said else None
    by_row = "measure" in columns.stubs
    drawn = read_columns(number, kind, opened, table_measure, measures, by_row=by_row)
    read = read_rows(number, kind, opened, rows, drawn)
    table = DraftTable(
        kind,
        stubs=_stubs(columns),
        columns=tuple(read.columns),
        rows=tuple(read.rows),
        notes_column=any(column.role == "note" for column in read.columns),
        blank_lines=tuple(tuple(one.place(row) for one in opened) for row in rows if row.blank),
        above=said[1] if said else None,
        below=(*body.footnotes, *(note for piece in pieces for note in piece.grid.notes)),
    )
    blank = [line for line in above if said is None and is_blank_measure(line)]
    unclear = [_blank_measure(line) for line in blank[:1]]
    unclear += [*read.unclear, *(_told(slot) for slot in columns.told)]
    return TableReading(table, [*drawn.doubts, *read.doubts], unclear)


def _lines_over_head(piece: TablePiece) -> list[str]:
    """The words inside a table that stand above its head."""
    first = piece.head.first if piece.head is not None else 0
    return [text for line in range(first) for text in piece.grid.texts(line) if text]


def _measures_line(body: Body) -> dict[int, str]:
    """The measures of the columns, by slot, when the first line below the head holds nothing
    else; it is taken out of the body."""
    if not body.lines:
        return {}
    texts = {slot.first: body.lines[0].text(slot) for slot in body.slots}
    said = {at: text for at, text in texts.items() if not is_blank(text) or text == "%"}
    leads = [at for at, text in said.items() if not is_measure(text)]
    named = all(is_one_of(said[at], MEASURE_HEADS) for at in leads)
    if len(said) < 2 or len(said) == len(leads) or not named:
        return {}
    del body.lines[0]
    return {at: text for at, text in said.items() if at not in leads}


def _open_stubs(columns: Columns, body: Body) -> None:
    """In a list the officer fills in the names, codes and measures too."""
    kept: StubKind = "stt"
    taken = [slot for holds, slot in columns.stubs.items() if holds != kept]
    columns.open = [slot for slot in body.slots if slot in columns.open or slot in taken]
    columns.stubs = {holds: slot for holds, slot in columns.stubs.items() if holds == kept}
    columns.open += columns.told
    columns.open.sort(key=lambda slot: slot.first)
    columns.told = []


def _relabel(rows: list[PaperRow], columns: Columns, body: Body) -> list[PaperRow]:
    """The rows of a list: their words stand in columns that are filled in elsewhere."""
    for row in rows:
        for slot in columns.open:
            if row.line is not None and not row.wide:
                row.cells.setdefault(
                    slot.first,
                    [cell for cell in row.line.cells(slot) if cell.column >= slot.first],
                )
    return rows


def _stubs(columns: Columns) -> tuple[DraftStub, ...]:
    """The printed columns, left to right."""
    printed = sorted(columns.stubs.items(), key=lambda one: one[1].first)
    return tuple(DraftStub(holds, slot.path, slot.number, slot.first) for holds, slot in printed)


def _blank_measure(line: str) -> str:
    return f"Dòng “{line}” trên giấy để trống: xin ghi đơn vị tính của bảng."


def _told(slot: Slot) -> str:
    return f"Cột “{slot.leaf}” đã in sẵn chữ ở các dòng nên không hỏi."
