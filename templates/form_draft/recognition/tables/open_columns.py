"""The columns of a table that are filled in: those of its head, and those that a head over two
cells splits into in some lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from templates.form_draft.model import FilePlace
from templates.form_draft.recognition.language.printed_numbers import PrintedNumber
from templates.form_draft.recognition.language.words import is_blank, on_paper
from templates.form_draft.recognition.paper.grid import GridCell
from templates.form_draft.recognition.tables.paper_rows import PaperRow
from templates.form_draft.recognition.tables.slots import Slot


@dataclass(frozen=True)
class OpenColumn:
    """`slot` is the column of the head; `part` is set for one of the cells that it splits into."""

    slot: Slot
    path: tuple[str, ...]
    printed: PrintedNumber | None = None
    part: tuple[int, int] | None = None

    def cell(self, row: PaperRow) -> GridCell | None:
        """The cell of a row in this column; None where it has none of its own."""
        found = row.cells.get(self.slot.first, [])
        line = row.line.line if row.line is not None else -1
        if self.part is not None:
            place = self.part
            fits = [one for one in found if (one.column, one.last_column) == place]
        else:
            fits = [
                one
                for one in found
                if one.column == self.slot.first and one.last_column >= self.slot.last
            ]
        return next((one for one in fits if one.line == line), None)

    def place(self, row: PaperRow) -> FilePlace | None:
        """Where the cell of a row stands in the file."""
        cell = self.cell(row)
        return cell.place if cell is not None else None


def open_columns(slots: Sequence[Slot], rows: Sequence[PaperRow]) -> list[OpenColumn]:
    """All of them, left to right. A column that is split in every line is its parts."""
    found: list[OpenColumn] = []
    for slot in slots:
        lines = [row for row in rows if not row.wide and row.cells.get(slot.first)]
        split = [row for row in lines if len(_within(slot, row)) > 1]
        whole = OpenColumn(slot, slot.path, slot.printed)
        if not split:
            found.append(whole)
            continue
        parts = _parts(slot, split)
        found += parts if len(split) == len(lines) else [whole, *parts]
    return found


def _within(slot: Slot, row: PaperRow) -> list[GridCell]:
    return [
        one
        for one in row.cells.get(slot.first, [])
        if slot.first <= one.column and one.last_column <= slot.last
    ]


def _parts(slot: Slot, rows: Sequence[PaperRow]) -> list[OpenColumn]:
    """The cells that the column splits into, by the words of the first line that has some."""
    told = next((row for row in rows if _heads(slot, row)), rows[0])
    return [
        OpenColumn(
            slot,
            slot.path if is_blank(one.text) else (*slot.path, on_paper(one.text)),
            None,
            (one.column, one.last_column),
        )
        for one in _within(slot, told)
    ]


def _heads(slot: Slot, row: PaperRow) -> bool:
    cells = _within(slot, row)
    return len(cells) > 1 and all(any(map(str.isalpha, one.text)) for one in cells)


def is_head_row(row: PaperRow, columns: Sequence[OpenColumn]) -> bool:
    """Whether the cells of a row name the columns that the head splits into below it."""
    parts = [one for one in columns if one.part is not None]
    return any(_heads(one.slot, row) for one in parts)
