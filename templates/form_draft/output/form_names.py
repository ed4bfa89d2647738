"""What the parts of a draft are called in a form file. A name is made from what is printed, the
same one each time, and is kept once it was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from templates.form_draft.model import DraftColumn, DraftRow, DraftTable, FormDraft

FACTS, SIGNATURES = "F", "K"
_ROW_NAME = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_COLUMN_NAME = re.compile(r"[A-Za-z0-9]+")
LONGEST = 24  # characters of a row's name


@dataclass(frozen=True)
class TableNames:
    """The names of one table: its block, its rows in printed order, and its columns by their place
    in the draft; the column of notes and the one that names an item have none."""

    block: str
    rows: tuple[str, ...]
    columns: Mapping[int, str]
    only_row: str = ""  # of a table of one row without a label

    def row_of(self, table: DraftTable) -> dict[str, str]:
        """The name of a row by its key in the draft."""
        return dict(zip(table.row_keys(), self.rows, strict=True))

    def column_of(self, table: DraftTable) -> dict[str, str]:
        """The name of a column by its key in the draft, of those that have one."""
        keys = table.column_keys()
        return {keys[at]: name for at, name in self.columns.items()}


def name_tables(draft: FormDraft) -> tuple[TableNames, ...]:
    """The names of every table; those of rows are unique in the whole form."""
    blocks = name_blocks(draft)
    taken = {*blocks, FACTS, SIGNATURES, *name_facts(draft)}
    taken |= {row.key for table in draft.tables for row in table.rows if row.key}
    made = []
    for block, table in zip(blocks, draft.tables, strict=True):
        rows = _name_rows(table, taken)
        taken |= set(rows)
        only_row = table.only_row or f"{block}1"
        made.append(TableNames(block, rows, dict(_name_columns(table)), only_row))
    return tuple(made)


def name_blocks(draft: FormDraft) -> tuple[str, ...]:
    """The names of the blocks that the tables become."""
    taken = {table.key for table in draft.tables if table.key}
    taken |= {row.key for table in draft.tables for row in table.rows if row.key}
    names = []
    for at, table in enumerate(draft.tables, 1):
        name = table.key or _unused("T" if len(draft.tables) == 1 else f"T{at}", taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def name_facts(draft: FormDraft) -> tuple[str, ...]:
    """The names of the rows of the values outside of tables."""
    taken = {fact.key for fact in draft.facts if fact.key}
    names = []
    for at, fact in enumerate(draft.facts, 1):
        name = fact.key or _unused(f"{FACTS}{at}", taken)
        taken.add(name)
        names.append(name)
    return tuple(names)


def new_row_name(code: str, above: str, taken: Iterable[str]) -> str:
    """A name for a row that a person adds below the row `above`: its code where nothing else has
    it, else a number behind the name of that row."""
    known = set(taken)
    if _ROW_NAME.fullmatch(code) and len(code) <= LONGEST:
        return _unused(code, known)
    if _ROW_NAME.fullmatch(above):
        names = (f"{above}.{number:02}" for number in range(1, 1_000))
        return next(one for one in names if one not in known)
    return next(one for one in _letters() if one not in known)


def is_asked(column: DraftColumn) -> bool:
    """Whether the column is one of answers: not that of notes, nor that of the names of items."""
    return column.role != "note" and not column.item_key


def note_column(table: DraftTable) -> int | None:
    """The place in the draft of the column of notes."""
    return next((at for at, one in enumerate(table.columns) if one.role == "note"), None)


def _name_columns(table: DraftTable) -> Iterator[tuple[int, str]]:
    taken = {column.key for column in table.columns if column.key}
    for at, (key, column) in enumerate(zip(table.column_keys(), table.columns, strict=True)):
        if not is_asked(column):
            continue
        name = column.key or (key if _COLUMN_NAME.fullmatch(key) else f"c{at + 1}")
        if column.key is None:
            name = _unused(name, taken)
        taken.add(name)
        yield at, name


def _name_rows(table: DraftTable, taken: set[str]) -> tuple[str, ...]:
    """Codes where they are printed; else the row's place below the rows above it. Where rows are
    added no name begins with that of another."""
    coded = any(row.code for row in table.rows)
    nested = not coded and table.kind != "list" and not any(row.grows for row in table.rows)
    names: list[str] = []
    free = (one for one in _letters() if one not in taken)
    below: dict[int | None, int] = {}
    for row in table.rows:
        if row.key:
            names.append(row.key)
            continue
        if row.code and _ROW_NAME.fullmatch(row.code):
            name = _of_code(row, table, taken | set(names))
        elif nested:
            below[row.parent] = below.get(row.parent, 0) + 1
            above = f"{names[row.parent]}." if row.parent is not None else ""
            name = _unused(f"{above}{below[row.parent]:02}", taken | set(names))
        else:
            name = _unused(next(free), taken | set(names))
        names.append(name)
    return tuple(names)


def _of_code(row: DraftRow, table: DraftTable, taken: set[str]) -> str:
    """The code; where several rows have it, with a letter behind it."""
    code = str(row.code)
    alike = sum(other.code == code for other in table.rows)
    if alike == 1:
        return _unused(code, taken)
    return next(f"{code}{one}" for one in _endings() if f"{code}{one}" not in taken)


def _unused(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    return next(f"{name}{one}" for one in _endings() if f"{name}{one}" not in taken)


def _letters() -> Iterator[str]:
    """A, B, … Z, A1, B1, …"""
    yield from ascii_uppercase
    for number in range(1, 1_000):
        yield from (f"{letter}{number}" for letter in ascii_uppercase)


def _endings() -> Iterator[str]:
    yield from ascii_lowercase
    for number in range(1, 1_000):
        yield from (f"{letter}{number}" for letter in ascii_lowercase)
