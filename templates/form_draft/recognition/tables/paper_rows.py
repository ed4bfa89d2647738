"""The lines of a table's body as rows: what is printed in each, which lines are blank for the
officer's own items, and where the cells to be filled are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from templates.form_draft.recognition.language.markers import read_alone
from templates.form_draft.recognition.language.words import is_blank, on_paper
from templates.form_draft.recognition.paper.grid import GridCell
from templates.form_draft.recognition.tables.body import Body, BodyLine
from templates.form_draft.recognition.tables.cell_states import is_answer_place, is_figure
from templates.form_draft.recognition.tables.slots import Slot
from templates.form_draft.recognition.tables.stubs import Columns

_GROUP_CODE = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,3})*)\s+(?=\D)")
_BLANK_NOTE = re.compile(r"\(?\s*(?:dòng trống|thêm dòng|bổ sung dòng|ghi thêm)\b.*", re.IGNORECASE)


@dataclass
class PaperRow:
    """A row, or (`blank`) a line for an item of the officer's own. `wide`: the label reaches over
    the figures. `cells` are its own cells, by the column of the grid where a slot begins; `heads`
    the words that stand in them as heads of figures below."""

    label: str = ""
    stt: str = ""
    code: str = ""
    measure: str = ""
    indent: int = 0
    bold: bool = False
    wide: bool = False
    blank: bool = False
    group: bool = False
    cell: GridCell | None = None
    line: BodyLine | None = None
    cells: dict[int, list[GridCell]] = field(default_factory=dict)

    def own(self, slot: Slot) -> GridCell | None:
        """The one cell of this row in a column; None where there is none, or several."""
        found = self.cells.get(slot.first, [])
        return found[0] if len(found) == 1 else None


def print_rows(body: Body, columns: Columns) -> list[PaperRow]:
    """The rows in order."""
    found: list[PaperRow] = []
    groups: list[GridCell] = []
    for line in body.lines:
        for group in _groups(line, columns):
            if not any(group is one for one in groups):
                groups.append(group)
                found.append(_row_of(group, line))
        row = _read_line(line, columns)
        if row is not None:
            row.group = (
                bool(groups)
                and not row.wide
                and any(
                    one is group for one in line.cells(columns.stubs["label"]) for group in groups
                )
                if "label" in columns.stubs
                else False
            )
            found.append(row)
    return found


def _row_of(cell: GridCell, line: BodyLine) -> PaperRow:
    """The heading that a tall cell is beside its rows."""
    return PaperRow(
        label=on_paper(cell.text), bold=True, wide=True, cell=cell, indent=cell.indent, line=line
    )


def _groups(line: BodyLine, columns: Columns) -> Iterator[GridCell]:
    """Tall cells with words in the column of labels, beside the labels of their rows."""
    label = columns.stubs.get("label")
    cells = line.cells(label) if label is not None else []
    for cell in cells[:-1]:
        if cell.height > 1 and cell.text:
            yield cell


def _read_line(line: BodyLine, columns: Columns) -> PaperRow | None:
    wide = _wide_cell(line, columns)
    if wide is not None:
        return _wide_row(wide, line)
    row = PaperRow(line=line)
    for holds, slot in columns.stubs.items():
        cells = line.cells(slot)
        cell = cells[-1] if cells else None
        text = on_paper(cell.text) if cell is not None else ""
        if holds == "label":
            row.label = text if cell is None or not is_blank(text) else ""
            row.cell = cell
            row.indent, row.bold = (cell.indent, cell.bold) if cell is not None else (0, False)
        elif holds == "stt":
            row.stt = text if not is_blank(text) or len(text) == 1 else ""
        elif not is_blank(text):
            setattr(row, holds, text)
    _spread_label(row, line, columns)
    for slot in columns.open:
        row.cells[slot.first] = [
            cell for cell in line.cells(slot) if cell.column >= slot.first or cell.line == line.line
        ]
    row.blank = _is_blank_line(row, columns)
    if _BLANK_NOTE.fullmatch(row.label):
        row.label, row.blank = "", True
    return row if row.blank or row.label or _says(row) or not columns.stubs.get("label") else None


def _wide_cell(line: BodyLine, columns: Columns) -> GridCell | None:
    """The one text of a line, when it reaches from the labels over figures."""
    if len(line.said) != 1 or not columns.open:
        return None
    cell = line.said[0]
    over = sum(cell.column <= slot.first and slot.last <= cell.last_column for slot in columns.open)
    return cell if over * 2 > len(columns.open) and cell.width > 1 and over > 0 else None


def _wide_row(cell: GridCell, line: BodyLine) -> PaperRow:
    label, stt = on_paper(cell.text), ""
    found = _GROUP_CODE.match(label)
    if found is not None:
        stt, label = found[1], label[found.end() :]
    return PaperRow(
        label=label, stt=stt, bold=cell.bold, wide=True, cell=cell, indent=cell.indent, line=line
    )


def _spread_label(row: PaperRow, line: BodyLine, columns: Columns) -> None:
    """A label that begins in the column of numbers and reaches over that of labels."""
    number, label = columns.stubs.get("stt"), columns.stubs.get("label")
    if number is None:
        return
    cell = line.cell(number)
    if cell is None or is_blank(cell.text):
        return
    reaches = label is not None and cell.last_column >= label.first
    if reaches or (not row.label and not read_alone(cell.text).kind and label is not None):
        row.label, row.stt, row.cell = on_paper(cell.text), "", cell
        row.indent, row.bold = cell.indent, cell.bold


def _is_blank_line(row: PaperRow, columns: Columns) -> bool:
    """Whether nothing is printed but a number or dots: an officer writes an item there."""
    if row.label or row.code or row.measure:
        return False
    if row.stt and not read_alone(row.stt).kind and not is_blank(row.stt):
        return False
    cells = [cell for some in row.cells.values() for cell in some]
    if "label" not in columns.stubs and all(is_answer_place(c) or is_figure(c) for c in cells):
        return True
    return all(is_answer_place(cell) for cell in cells)


def _says(row: PaperRow) -> bool:
    return bool(row.stt or row.code or row.measure)
