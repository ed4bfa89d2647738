"""The rows of a draft: levels, headings, measures, cells that are closed, and the columns with what
the rows say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from templates.form_draft.model import DraftColumn, DraftDoubt, DraftRow, DraftTable, TableKind
from templates.form_draft.recognition.language.choices import read_choices
from templates.form_draft.recognition.language.measures import measure_in
from templates.form_draft.recognition.language.words import is_blank
from templates.form_draft.recognition.tables.cell_states import is_figure, tell_cell
from templates.form_draft.recognition.tables.column_parts import find_parts
from templates.form_draft.recognition.tables.draft_columns import DrawnColumns
from templates.form_draft.recognition.tables.figures import answer_of_row, begins_as_total
from templates.form_draft.recognition.tables.levels import RowLevel, RowText, find_levels
from templates.form_draft.recognition.tables.live_formulas import take_live_formulas
from templates.form_draft.recognition.tables.open_columns import OpenColumn
from templates.form_draft.recognition.tables.paper_rows import PaperRow
from templates.form_draft.recognition.tables.row_doubts import (
    doubt_of_heading,
    doubt_of_measure,
    doubt_of_words,
)
from templates.form_draft.recognition.tables.row_formulas import compute_rows
from templates.form_draft.recognition.tables.row_kinds import RowKinds

_CODED = re.compile(r"^\s*\(?\s*([0-9A-Za-zĐđ.]{1,8})\s*\)?\s*=\s*(.+)$")
_FILLED = 3  # cells with figures that tell of a form that is not blank


@dataclass
class DrawnRows:
    """The columns and rows, what is doubtful, and sentences about what cannot be kept."""

    columns: list[DraftColumn]
    rows: list[DraftRow]
    doubts: list[DraftDoubt] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


def read_rows(
    number: int,
    kind: TableKind,
    opened: Sequence[OpenColumn],
    rows: Sequence[PaperRow],
    drawn: DrawnColumns,
) -> DrawnRows:
    """The rows that are printed, and the columns."""
    printed = [row for row in rows if not row.blank and (row.label or kind != "list")]
    if kind == "single_row" and all(not row.label for row in printed):
        printed = []
    levels = find_levels(_texts(printed))
    evidence = RowKinds(opened, printed, levels)
    found = DrawnRows(list(drawn.columns), [])
    for at, row in enumerate(printed):
        found.rows.append(_draft_row(at, row, levels[at], evidence, opened, drawn))
        if at in evidence.guessed:
            found.doubts.append(doubt_of_heading(number, at, row, found.rows[at].kind))
        elif evidence.lacks_measure(at):
            found.doubts.append(doubt_of_measure(number, at, row))
    _mark_growing(kind, rows, printed, found)
    _close_cells(opened, printed, found, kind)
    _read_words(number, opened, printed, found, drawn.keys)
    _read_choices_of_lists(kind, opened, rows, found)
    _tell_filled(opened, rows, found)
    formulas = [_CODED.match(row.code) for row in printed]
    compute_rows(found.rows, [one[2] if one else "" for one in formulas], found.unclear)
    row_keys = DraftTable(kind, rows=tuple(found.rows)).row_keys()
    take_live_formulas(opened, printed, found.columns, found.rows, (drawn.keys, row_keys))
    found.columns = find_parts(found.columns, drawn.keys)
    return found


def _texts(rows: Sequence[PaperRow]) -> list[RowText]:
    """The rows for telling levels; bold says nothing where all rows are bold."""
    light = any(not row.bold for row in rows)
    numbered = sum(bool(row.stt) and not row.wide for row in rows) > 1
    inner = [row.indent for row in rows if row.group]
    deeper = 200 if inner else 0
    return [
        RowText(
            row.label,
            row.stt,
            row.indent + (deeper if row.group else 0),
            row.bold and light,
            row.wide,
            numbered and not row.wide and not row.group,
        )
        for row in rows
    ]


def _draft_row(
    at: int,
    row: PaperRow,
    level: RowLevel,
    evidence: RowKinds,
    opened: Sequence[OpenColumn],
    drawn: DrawnColumns,
) -> DraftRow:
    heading = evidence.is_heading(at)
    measure = row.measure or (measure_in(row.label) if not heading else None) or None
    stt = row.stt or (level.marker.text if level.marker.kind not in ("", "bullet") else "")
    figures = [one.answer for one in drawn.columns if one.role not in ("note", "text", "ratio")]
    answer = answer_of_row(row.label, measure, figures[0]) if figures and not heading else None
    choices = read_choices(row.measure) if row.measure and not heading else ()
    coded = _CODED.match(row.code)
    return DraftRow(
        label=row.label,
        code=(coded[1] if coded else row.code) or None,
        stt=stt or None,
        level=level.level,
        parent=level.parent,
        kind="heading" if heading else "row",
        measure=measure,
        answer="choice" if choices else answer,
        choices=choices,
        cells=tuple(one.place(row) for one in opened),
        place=row.cell.place if row.cell is not None else None,
    )


def _mark_growing(
    kind: TableKind, rows: Sequence[PaperRow], printed: Sequence[PaperRow], found: DrawnRows
) -> None:
    """A heading with blank lines below it, or the row whose details are followed by them."""
    place = {id(row): at for at, row in enumerate(printed)}
    last: int | None = None
    for row in rows:
        if not row.blank:
            last = place.get(id(row))
            continue
        if last is None:
            continue
        at = last
        one = found.rows[at]
        if kind == "list" and not begins_as_total(one.label):
            found.rows[at] = replace(one, kind="heading", grows=True)
            continue
        if kind == "list" and not begins_as_total(one.label):
            found.rows[at] = replace(one, kind="heading", grows=True)
            continue
        if one.kind == "row" and one.parent is not None and not _heads_blank(found, at):
            at = one.parent
        elif one.kind == "row" and not _heads_blank(found, at):
            continue
        found.rows[at] = replace(found.rows[at], grows=True)


def _heads_blank(found: DrawnRows, at: int) -> bool:
    """Whether blank lines right below a row are its details: it is above its like in the order."""
    row = found.rows[at]
    label = row.label.rstrip()
    return row.kind == "heading" or label.endswith(":")


def _close_cells(
    opened: Sequence[OpenColumn],
    printed: Sequence[PaperRow],
    found: DrawnRows,
    kind: TableKind,
) -> None:
    """The rows without a cell to fill, for each column."""
    keys = DraftTable(kind, rows=tuple(found.rows)).row_keys()
    asked = [at for at, row in enumerate(found.rows) if row.kind == "row"]
    for number, one in enumerate(opened):
        if kind == "list" and found.columns[number].role == "text":
            continue
        closed = [at for at in asked if tell_cell(one.cell(printed[at])) == "grey"]
        if closed and (len(closed) < len(asked) or one.part is not None or kind == "list"):
            found.columns[number] = replace(
                found.columns[number], grey_for=tuple(keys[at] for at in closed)
            )


def _read_words(
    number: int,
    opened: Sequence[OpenColumn],
    printed: Sequence[PaperRow],
    found: DrawnRows,
    keys: Sequence[str],
) -> None:
    """Choices that are printed in cells; other words there are asked about."""
    for column, one in enumerate(opened):
        if found.columns[column].role in ("text", "note"):
            continue
        offered: dict[int, tuple[str, ...]] = {}
        for at, row in enumerate(found.rows):
            cell = one.cell(printed[at]) if row.kind == "row" else None
            if cell is None or tell_cell(cell) != "words":
                continue
            choices = read_choices(cell.text)
            if choices:
                offered[at] = choices
            elif not is_blank(cell.text) and any(map(str.isalpha, cell.text)):
                found.doubts.append(doubt_of_words(number, keys[column], at, cell.text, row.label))
        asked = [at for at, row in enumerate(found.rows) if row.kind == "row"]
        if offered and len(set(offered.values())) == 1 and len(offered) == len(asked):
            found.columns[column] = replace(
                found.columns[column],
                answer="choice",
                role="text",
                choices=next(iter(offered.values())),
                measure=None,
            )
            continue
        for at, choices in offered.items():
            found.rows[at] = replace(found.rows[at], answer="choice", choices=choices)


def _read_choices_of_lists(
    kind: TableKind, opened: Sequence[OpenColumn], rows: Sequence[PaperRow], found: DrawnRows
) -> None:
    """Choices that are printed in the blank lines of a list."""
    blank = [row for row in rows if row.blank] if kind == "list" else []
    for column, one in enumerate(opened):
        cells = (one.cell(row) for row in blank)
        offered = [read_choices(cell.text) for cell in cells if cell is not None]
        choices = next(filter(None, offered), ())
        if choices:
            found.columns[column] = replace(
                found.columns[column], answer="choice", role="text", choices=choices, measure=None
            )


def _tell_filled(opened: Sequence[OpenColumn], rows: Sequence[PaperRow], found: DrawnRows) -> None:
    """Say that a form is not blank: what was typed as an example is no part of it."""
    cells = [one.cell(row) for one in opened for row in rows]
    filled = sum(cell is not None and is_figure(cell) for cell in cells)
    if filled >= _FILLED:
        found.unclear.append(
            f"Tệp đã điền sẵn {filled} ô số liệu: chỉ lấy khung biểu, không lấy số. Nếu có, xin "
            "dùng bản trống; dòng do đơn vị tự thêm có thể bị coi là dòng của biểu."
        )
