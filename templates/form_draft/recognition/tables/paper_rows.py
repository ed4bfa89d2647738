"""The lines of a table's body as rows: what is printed in each, which lines are blank for the
officer's own items, and where the cells to be filled are."""

from __future__ import annotations

import re
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
    """The rows in order. Where labels stand in two columns, the words of the first one head those
    beside and below them."""
    found: list[PaperRow] = []
    group: GridCell | None = None
    for at, line in enumerate(body.lines):
        below = body.lines[at + 1] if at + 1 < len(body.lines) else None
        lead = _lead(line, columns)
        if lead is None:
            group = None
        elif _begins_group(lead, line, below, columns):
            group = lead
            found.append(_group_row(lead, line, columns))
        elif lead.text and lead is not group:
            group = None
        row = _read_line(line, columns)
        if row is None:
            continue
        row.group = group is not None and not row.wide
        if row.group:
            row.stt = "" if _is_of_group(line, columns, group) else row.stt
        elif lead is not None and lead.text and not row.wide:
            row.label = f"{on_paper(lead.text)}: {row.label}"
        found.append(row)
    return found


def _lead(line: BodyLine, columns: Columns) -> GridCell | None:
    """The cell before that of the label, in a column of labels that is split in two."""
    label = columns.stubs.get("label")
    cells = line.cells(label) if label is not None else []
    return cells[0] if len(cells) > 1 else None


def _begins_group(lead: GridCell, line: BodyLine, below: BodyLine | None, columns: Columns) -> bool:
    """Whether a cell heads the labels beside and below it: it reaches down, or nothing stands
    below it."""
    if is_blank(lead.text) or lead.line != line.line:
        return False
    if lead.height > 1:
        return True
    after = _lead(below, columns) if below is not None else None
    return after is not None and is_blank(after.text)


def _group_row(lead: GridCell, line: BodyLine, columns: Columns) -> PaperRow:
    number = columns.stubs.get("stt")
    cell = line.cell(number) if number is not None else None
    stt = on_paper(cell.text) if cell is not None and not is_blank(cell.text) else ""
    return PaperRow(
        label=on_paper(lead.text),
        stt=stt,
        bold=True,
        wide=True,
        cell=lead,
        indent=lead.indent,
        line=line,
    )


def _is_of_group(line: BodyLine, columns: Columns, group: GridCell | None) -> bool:
    """Whether the number in a line is that of the group: it stands in its first line, or reaches
    down from there."""
    number = columns.stubs.get("stt")
    cell = line.cell(number) if number is not None else None
    return cell is not None and group is not None and cell.line == group.line


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
