"""Printed rows and cells of tables by their place: `dòng 3`, `mã số 14`, `dòng 3 cột 2`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from conversations.forms.column_names import find_column
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.text.normalize import fold_text

LONGEST = 120  # characters of words for a place
LONGEST_SAID = 1_000  # characters of a text in which a place is looked for
LINE_WORD = r"(?:dong|hang|ma so|ma)"  # before the number of a printed row; without accents
_LINE = rf"{LINE_WORD}\s+(?:so\s+)?(?P<line>\w+(?:\.\w+)*)"
_COLUMN = r"cot\s+(?:so\s+)?(?P<column>\S.*?)"
_BESIDE = r"(?:[\s,]+cot\s+(?:so\s+)?(?P<column>\w{1,8}))?"
_PLACE = re.compile(rf"(?:o\s+)?{_LINE}(?:[\s,]+{_COLUMN})?")
_TURNED = re.compile(rf"(?:o\s+)?{_COLUMN}[\s,]+(?:(?:cua|o|tai)\s+)?{_LINE}")


_ALONE = re.compile(r"cot\s+(?:so\s+)?(?P<column>\w{1,4})")


@dataclass(frozen=True, slots=True)
class TablePlace:
    """The printed number or code of a row as it was said, and words for a column of it; a column
    alone is one of a table with a single row."""

    line: str
    column: str = ""


def read_place(words: str) -> TablePlace | None:
    """The place that the words are, and nothing else."""
    said = fold_text(words).strip(" .,:;") if len(words) <= LONGEST else ""
    if (alone := _ALONE.fullmatch(said)) is not None:
        return TablePlace("", alone["column"])
    found = _PLACE.fullmatch(said) or _TURNED.fullmatch(said)
    return TablePlace(found["line"], found["column"] or "") if found else None


def rows_at(form: Form, words: str) -> tuple[Row, ...]:
    """The printed rows of tables, or the cells, at this place; several where the number is printed
    more than once, none where nothing is, or the words are no place."""
    place = read_place(words) if form.blocks else None
    if place is None:
        return ()
    lines = lines_at(form, place.line) if place.line else form.derived(_only_line)
    if not place.column:
        return lines
    return tuple(row for line in lines if (row := cell_at(form, line, place.column)) is not None)


def place_said(form: Form, text: str, number: str) -> str:
    """The number of a row with the words that make it one of a printed row, where they stand
    around it in the text: `dòng 3` of `à nhầm dòng 3 là 25`; else as it is."""
    if not (form.blocks and number.isdecimal()) or len(text) > LONGEST_SAID:
        return number
    found = re.search(rf"\b{LINE_WORD}\s+(?:so\s+)?0*{int(number)}\b{_BESIDE}", fold_text(text))
    if found is None:
        return number
    said = f"dòng {number}" + (f" cột {found['column']}" if found["column"] else "")
    return said if rows_at(form, said) else number


def lines_at(form: Form, said: str) -> tuple[Row, ...]:
    """The printed rows with this number or code, with or without the zeros before it; where none
    is printed so, the one that is counted so when it is asked: `Dòng 2/14`."""
    known, name = form.derived(_by_number), fold_text(said)
    found = known.get(name) or known.get(_bare(name))
    if found:
        return found
    units = form.derived(asked_lines)
    number = int(name) if name.isdecimal() and len(name) < 6 else 0
    return (form.row(units[number - 1]),) if 1 <= number <= len(units) else ()


def cell_at(form: Form, line: Row, column: str) -> Row | None:
    """The cell of a printed row in the column of this number or head."""
    for block in form.blocks:
        for one in block.lines:
            if one.key == line.key:
                found = find_column(block, column)
                key = one.cells.get(found.key) if found is not None else None
                return form.row(key) if key is not None else None
    return None


def cells_under(form: Form, row: Row) -> tuple[str, ...]:
    """The cells of a printed row, or those below a head of a long one; a row with one answer, or a
    cell, is itself."""
    if row.answer is not None:
        return (row.key,)
    keys = form.asked_by_heading.get(row.key, ())
    own = tuple(key for key in keys if (at := form.row(key).cell) and at.row == row.key)
    below = tuple(key for key in keys if form.row(key).parent == row.key)
    return own or below


def join_cells(form: Form, rows: Sequence[Row]) -> list[Row]:
    """The same rows, but the printed row in place of its cells where all of them are there."""
    keys = {row.key for row in rows}
    found: dict[str, Row] = {}
    for row in rows:
        line = form.row(row.cell.row) if row.cell is not None else row
        whole = row.cell is not None and keys.issuperset(cells_under(form, line))
        joined = line if whole else row
        found[joined.key] = joined
    return [*found.values()]


def asked_lines(form: Form) -> tuple[str, ...]:
    """The rows of tables with several columns, and the heads of long ones, in the order of
    asking."""
    asked = (form.row(key) for key in form.order)
    return tuple(dict.fromkeys(row.parent or row.key for row in asked if row.cell is not None))


def _only_line(form: Form) -> tuple[Row, ...]:
    """The row of a form whose only table has no other."""
    lines = [line.key for block in form.blocks for line in block.lines if line.cells]
    return (form.row(lines[0]),) if len(lines) == 1 else ()


def _by_number(form: Form) -> dict[str, tuple[Row, ...]]:
    """The printed rows by their code or number; by their key where it is none of another."""
    lines = [form.row(line.key) for block in form.blocks for line in block.lines]
    found: dict[str, tuple[Row, ...]] = {}
    _add(found, ((name, row) for row in lines for name in {row.code, row.stt}))
    bare: dict[str, tuple[Row, ...]] = {}
    _add(bare, ((_bare(name), row) for row in lines for name in {row.code, row.stt}))
    keys: dict[str, tuple[Row, ...]] = {}
    _add(keys, ((row.key, row) for row in lines))
    return keys | bare | found


def _add(found: dict[str, tuple[Row, ...]], named: Iterable[tuple[str, Row]]) -> None:
    for name, row in named:
        said = fold_text(name).strip(" .")
        if said and row not in found.get(said, ()):
            found[said] = (*found.get(said, ()), row)


def _bare(name: str) -> str:
    """A number without the zeros before it."""
    return name.lstrip("0") or name if name.isdecimal() else name
