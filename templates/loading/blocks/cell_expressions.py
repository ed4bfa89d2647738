"""Expressions that speak of columns or rows of a table, written out for one row or column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

_NAMED = re.compile(r"\[\s*([^\[\]]+?)\s*\]")
_SUM = re.compile(r"\bsum\(\s*\[\s*([^\[\]:]+):([^\[\]:]+)\s*\]\s*\)")
ALL = "*"


@dataclass(frozen=True)
class CellGrid:
    """The cells of a table by row and column; `summed` are the columns whose figures add up."""

    cells: Mapping[str, Mapping[str, str]]
    summed: frozenset[str]

    def cell(self, row: str, column: str) -> str | None:
        return self.cells.get(row, {}).get(column)

    @property
    def rows(self) -> Iterable[str]:
        return self.cells

    def columns_of(self, row: str) -> Iterable[str]:
        return self.cells.get(row, {})


def of_columns(text: str, grid: CellGrid, row: str) -> str:
    """`[2] + [3]`, of columns, in this row; a grey cell counts nothing."""
    return _written_out(text, lambda name: grid.cell(row, name))


def of_rows(text: str, grid: CellGrid, column: str) -> str:
    """`[02] + [03]`, of rows, in this column; a grey cell counts nothing."""
    return _written_out(text, lambda name: grid.cell(name, column))


def of_stars(text: str, grid: CellGrid, *, row: str = ALL, column: str = ALL) -> str | None:
    """`[*:2] <= [*:1]` in this row, `[02:*] = [01:*]` in this column; None where the first cell
    that it names is grey."""
    first = next((name for name in _NAMED.findall(text) if ALL in name), None)
    if first is not None and _starred(grid, first, row, column) is None:
        return None
    return _written_out(
        text, lambda name: _starred(grid, name, row, column) if ALL in name else name
    )


def write_sums(text: str, grid: CellGrid, *, row: str = ALL, column: str = ALL) -> str:
    """`sum([02:*])` and `sum([*:1])` as the cells that are added up; in a relation that holds in
    each row or column the star stands for that one, `sum([*:*])` adds up all of it."""

    def written(match: re.Match[str]) -> str:
        of_row, of_column = match[1].strip(), match[2].strip()
        if row != ALL:
            of_row = row if of_row == ALL else of_row
        if column != ALL:
            of_column = column if of_column == ALL else of_column
        return _sum(grid, of_row, of_column)

    return _SUM.sub(written, text)


def _sum(grid: CellGrid, row: str, column: str) -> str:
    if column == ALL:
        found = [grid.cell(row, one) for one in grid.columns_of(row) if one in grid.summed]
    else:
        found = [grid.cell(one, column) for one in grid.rows]
    named = [f"[{key}]" for key in found if key is not None]
    return f"({' + '.join(named)})" if named else "0"


def _starred(grid: CellGrid, name: str, row: str, column: str) -> str | None:
    of_row, _, of_column = name.partition(":")
    at = (row if of_row == ALL else of_row, column if of_column == ALL else of_column)
    return grid.cell(*at)


def _written_out(text: str, key: Callable[[str], str | None]) -> str:
    def written(match: re.Match[str]) -> str:
        found = key(match[1])
        return "0" if found is None else f"[{found}]"

    return _NAMED.sub(written, text)
