"""The sheet of columns read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from templates.form_draft.model import AnswerKind, ColumnRole, DraftColumn, DraftTable, FormDraft
from templates.form_draft.output.corrections.layout import (
    COLUMN_SHEET,
    COLUMNS,
    HEAD_JOINT,
    LIST_JOINT,
)
from templates.form_draft.output.corrections.named_draft import column_names, rename_in, turned
from templates.form_draft.output.corrections.sheet_lines import (
    Problems,
    SheetLine,
    Sheets,
    read_lines,
)
from templates.form_draft.output.corrections.words import ANSWERS, ROLES, TAKEN, meaning, yes_or_no
from templates.form_draft.output.expressions import names_in

_FORMULAS = {"cột": "[2] + [3]", "dòng": "[02] + [03]"}


def read_columns(
    draft: FormDraft, first: FormDraft, sheets: Sheets, problems: Problems
) -> FormDraft:
    """The draft with its columns as the sheet has them; references are by the keys of the draft as
    it was, so that they can be moved."""
    found: dict[int, list[DraftColumn]] = {at: [] for at, _ in enumerate(draft.tables)}
    seen: set[tuple[int, str]] = set()
    for line in read_lines(sheets, COLUMNS, COLUMN_SHEET, problems):
        number = table_number(line, draft, problems)
        if number is None:
            continue
        key = line.text("Mã cột")
        table = draft.tables[number]
        column = _by_name(table).get(key) or _by_name(first.tables[number]).get(key)
        seen.add((number, key))
        if column is None:
            way = "Cột chỉ thêm được trong tệp mẫu hoặc trong form.yaml; hãy xóa dòng này."
            problems.add(line.place("Mã cột"), key, "không có cột nào mang mã này", way)
            continue
        drop = yes_or_no(line.text("Bỏ"))
        if drop is None:
            problems.add(line.place("Bỏ"), line.text("Bỏ"), "không rõ", "Hãy ghi x, hoặc để trống.")
        if not drop:
            found[number].append(_column(column, line, table, problems))
    for number, table in enumerate(draft.tables):
        for name in _by_name(table):
            if (number, name) not in seen:
                way = "Muốn bỏ cột thì ghi x ở cột Bỏ, đừng xóa dòng của trang tính."
                problems.add(COLUMNS, "", f"thiếu cột {name} của bảng {number + 1}", way)
    tables = tuple(
        replace(table, columns=tuple(found[at])) for at, table in enumerate(draft.tables)
    )
    return replace(draft, tables=tables)


def table_number(line: SheetLine, draft: FormDraft, problems: Problems) -> int | None:
    """The table that a line is about, counted from 0; of a form of one table it need not be
    said."""
    said = line.text("Bảng")
    if not said and len(draft.tables) == 1:
        return 0
    if said.isdecimal() and 0 < int(said) <= len(draft.tables):
        return int(said) - 1
    way = f"Hãy ghi số từ 1 đến {len(draft.tables)}."
    problems.add(line.place("Bảng"), said, "không có bảng này", way)
    return None


def choices_of(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(LIST_JOINT.strip()) if one.strip())


def read_word(
    line: SheetLine, head: str, words: Mapping[str, str], problems: Problems
) -> str | None:
    """What the word in a cell means; one that means nothing is told."""
    said = line.text(head)
    found = meaning(words, said)
    if found is None:
        way = f"Hãy chọn: {', '.join(words.values())}."
        problems.add(line.place(head), said, "không có trong danh sách", way)
    return found


def _by_name(table: DraftTable) -> dict[str, DraftColumn]:
    return {one.key: one for one in table.columns if one.key}


def _column(
    column: DraftColumn, line: SheetLine, table: DraftTable, problems: Problems
) -> DraftColumn:
    path = tuple(one.strip() for one in line.text("Đầu cột").split(HEAD_JOINT.strip()))
    if not any(path):
        way = "Hãy ghi tên cột."
        problems.add(line.place("Đầu cột"), "", "cột không có tên", way)
    answer = read_word(line, "Loại trả lời", ANSWERS, problems)
    role = read_word(line, "Vai trò", ROLES, problems)
    taken = read_word(line, "Lấy từ", {"": "", **TAKEN}, problems)
    number, printed = _number(column, line.text("Số cột"))
    return replace(
        column,
        path=path,
        answer=cast("AnswerKind", answer or column.answer),
        role=cast("ColumnRole", role or column.role),
        measure=line.text("Đơn vị tính") or None,
        part_of=_named(line, "Là một phần của", table, problems),
        formula=read_formula(line, turned(column_names(table)), "cột", problems),
        taken_from=cast("None", taken or None),
        choices=choices_of(line.text("Lựa chọn")),
        number=number,
        printed_formula=printed,
    )


def _number(column: DraftColumn, said: str) -> tuple[str | None, str | None]:
    """The printed number, and the formula that is printed beside it."""
    if said == (column.printed_formula or column.number or ""):
        return column.number, column.printed_formula
    if "=" not in said:
        return said or None, None
    return said.partition("=")[0].strip(" ()") or None, said


def _named(line: SheetLine, head: str, table: DraftTable, problems: Problems) -> str | None:
    """The key in the draft of the column that a cell names."""
    said = line.text(head)
    if not said:
        return None
    key = turned(column_names(table)).get(said)
    if key is None:
        problems.add(line.place(head), said, "không có cột này", "Hãy ghi mã cột của bảng này.")
    elif said == line.text("Mã cột"):
        problems.add(line.place(head), said, "là chính cột này", "Hãy ghi mã của cột tổng.")
        return None
    return key


def read_formula(
    line: SheetLine, keys: Mapping[str, str], what: str, problems: Problems
) -> str | None:
    """The formula of a `dòng` or `cột`, by the names in the draft; `keys` are these by the codes of
    the sheet."""
    said, code, example = line.text("Công thức"), f"Mã {what}", _FORMULAS[what]
    if not said:
        return None
    strange = [name for name in names_in(said) if name not in keys or name == line.text(code)]
    if strange or not names_in(said):
        why = (
            f"không dùng được [{strange[0]}]" if strange else f"không có mã {what} nào trong dấu []"
        )
        way = f"Hãy viết như {example}, chỉ dùng mã {what} của bảng này."
        problems.add(line.place("Công thức"), said, why, way)
        return None
    return rename_in(said, keys)
