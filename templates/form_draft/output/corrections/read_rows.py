"""The sheet of rows read back: rows that were changed, added, dropped, or moved."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import cast

from conversations.text.labels import plain_label
from templates.form_draft.model import AnswerKind, DraftRow, DraftTable, FormDraft
from templates.form_draft.output.corrections.layout import LIST_JOINT, ROW_SHEET, ROWS
from templates.form_draft.output.corrections.named_draft import row_names, turned
from templates.form_draft.output.corrections.read_columns import (
    choices_of,
    read_formula,
    read_word,
    table_number,
)
from templates.form_draft.output.corrections.sheet_lines import (
    Problems,
    SheetLine,
    Sheets,
    read_lines,
)
from templates.form_draft.output.corrections.words import ANSWERS, KINDS, meaning, yes_or_no
from templates.form_draft.output.form_names import new_row_name

MOST_LEVELS = 9


@dataclass
class _Line:
    row: DraftRow
    line: SheetLine
    parent: str
    grey: tuple[str, ...]


@dataclass
class _Rows:
    """The rows of one table as they are read."""

    table: DraftTable
    first: DraftTable
    taken: set[str]
    found: list[_Line] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)

    def known(self, key: str) -> DraftRow | None:
        rows = (*self.table.rows, *self.first.rows)
        return next((row for row in rows if row.key == key), None)

    def added_before(self, label: str) -> DraftRow | None:
        """A row of this label that came with the same workbook before: it has a name, that the
        workbook does not know."""
        first = {row.key for row in self.first.rows}
        for row in self.table.rows:
            fresh = row.key not in first and row.key not in self.seen
            if fresh and plain_label(row.label) == plain_label(label):
                return row
        return None


def read_rows(draft: FormDraft, first: FormDraft, sheets: Sheets, problems: Problems) -> FormDraft:
    """The draft with its rows as the sheet has them, in its order. A row without a name is new, and
    gets one; its references are by the keys of the draft as it was."""
    taken = {row.key for table in (*draft.tables, *first.tables) for row in table.rows if row.key}
    reading = [
        _Rows(table, origin, taken)
        for table, origin in zip(draft.tables, first.tables, strict=True)
    ]
    lines = [*read_lines(sheets, ROWS, ROW_SHEET, problems)]
    for rows in reading:
        rows.seen = {line.text("Mã dòng") for line in lines}
    last = 0
    for line in lines:
        number = table_number(line, draft, problems) if line.text("Bảng") else last
        if number is not None:
            last = number
            _take(reading[number], line, problems)
    tables = tuple(_table(rows, problems, at) for at, rows in enumerate(reading))
    return replace(draft, tables=tables)


def _take(rows: _Rows, line: SheetLine, problems: Problems) -> None:
    key = line.text("Mã dòng")
    drop = yes_or_no(line.text("Bỏ"))
    if drop is None:
        problems.add(line.place("Bỏ"), line.text("Bỏ"), "không rõ", "Hãy ghi x, hoặc để trống.")
    if drop:
        rows.dropped.add(key)
        return
    row = rows.known(key) if key else rows.added_before(line.text("Nội dung"))
    if key and row is None:
        way = "Mã dòng không sửa được; dòng mới thì để trống mã dòng."
        problems.add(line.place("Mã dòng"), key, "không có dòng nào mang mã này", way)
        return
    if key in {one.row.key for one in rows.found}:
        way = "Mỗi dòng chỉ đứng một lần; dòng mới thì để trống mã dòng."
        problems.add(line.place("Mã dòng"), key, "mã này đã dùng ở dòng trên", way)
        return
    if row is None:
        row = DraftRow(line.text("Nội dung"), key=_new_name(rows, line))
    rows.found.append(_changed(rows, row, line, problems))


def _new_name(rows: _Rows, line: SheetLine) -> str:
    name = new_row_name(line.text("Mã số"), line.text("Thuộc dòng"), rows.taken)
    rows.taken.add(name)
    return name


def _changed(rows: _Rows, row: DraftRow, line: SheetLine, problems: Problems) -> _Line:
    kind = meaning(KINDS, line.text("Loại dòng")) if line.text("Loại dòng") else "row"
    if kind is None:
        read_word(line, "Loại dòng", KINDS, problems)
    answer = read_word(line, "Loại trả lời", {"": "", **ANSWERS}, problems)
    grows = yes_or_no(line.text("Thêm dòng"))
    if grows is None:
        said = line.text("Thêm dòng")
        problems.add(line.place("Thêm dòng"), said, "không rõ", "Hãy ghi có, hoặc để trống.")
    columns = {one.key for one in rows.table.columns}
    grey = choices_of(line.text("Ô không hỏi"))
    for one in grey:
        if one not in columns:
            way = f"Hãy ghi mã cột, cách nhau bằng dấu {LIST_JOINT.strip()}"
            problems.add(line.place("Ô không hỏi"), one, "không có cột này", way)
    made = replace(
        row,
        code=line.text("Mã số") or None,
        stt=line.text("STT") or None,
        label=line.text("Nội dung"),
        kind="heading" if kind == "heading" else "row",
        measure=line.text("Đơn vị tính") or None,
        answer=cast("AnswerKind | None", answer or None),
        choices=choices_of(line.text("Lựa chọn")),
        formula=read_formula(line, turned(row_names(rows.table)), "dòng", problems),
        grows=bool(grows),
    )
    return _Line(made, line, line.text("Thuộc dòng"), grey)


def _table(rows: _Rows, problems: Problems, number: int) -> DraftTable:
    for row in rows.table.rows:
        there = {one.row.key for one in rows.found} | rows.dropped
        if row.key not in there:
            way = "Muốn bỏ dòng thì ghi x ở cột Bỏ, đừng xóa dòng của trang tính."
            named = f"thiếu dòng {row.key} của bảng {number + 1}"
            problems.add(ROWS, "", named, way)
    keys = [one.row.key for one in rows.found]
    made: list[DraftRow] = []
    for one in rows.found:
        parent = _parent(one, keys, len(made), problems)
        level = made[parent].level + 1 if parent is not None else 0
        if parent is not None and made[parent].level == one.row.level - 1:
            level = one.row.level
        if parent is None and not one.parent and one.row.parent is None:
            level = one.row.level
        made.append(replace(one.row, parent=parent, level=min(level, MOST_LEVELS)))
    table = replace(rows.table, rows=tuple(made))
    return _with_grey(rows, table)


def _parent(one: _Line, keys: list[str | None], at: int, problems: Problems) -> int | None:
    """The number of the row that this one belongs to: one above it."""
    if not one.parent:
        return None
    if one.parent in keys[:at]:
        return keys.index(one.parent)
    why = "đứng dưới dòng này" if one.parent in keys else "không có dòng này"
    way = "Hãy ghi mã của một dòng đứng trên nó, hoặc để trống."
    problems.add(one.line.place("Thuộc dòng"), one.parent, why, way)
    return None


def _with_grey(rows: _Rows, table: DraftTable) -> DraftTable:
    """Grey cells by the keys that rows have in the draft as it was; of new rows by their names,
    which are their keys until references are moved."""
    old = turned(row_names(rows.table))
    columns = tuple(
        replace(
            column,
            grey_for=tuple(
                old.get(one.row.key or "", one.row.key or "")
                for one in rows.found
                if column.key in one.grey
            ),
        )
        for column in table.columns
    )
    return replace(table, columns=columns)
