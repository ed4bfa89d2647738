"""Formulas that a workbook computes its own cells by: over the columns of each row, or the rows of
each column. One that all cells agree on is the paper's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from templates.appendix_import.excel.sheet_cells import column_number
from templates.form_draft.model import DraftColumn, DraftRow
from templates.form_draft.recognition.paper.grid import SHARED
from templates.form_draft.recognition.tables.open_columns import OpenColumn
from templates.form_draft.recognition.tables.paper_rows import PaperRow

_TOKEN = re.compile(
    r"\s*(?:(?P<sum>SUM)\s*\((?P<ranges>[^()]*)\)|(?P<cell>\$?[A-Z]{1,3}\$?\d{1,5})"
    r"|(?P<number>\d+(?:\.\d+)?%?)|(?P<sign>[-+*/()]))",
    re.IGNORECASE,
)
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,5})", re.IGNORECASE)
_LONGEST = 300  # characters of a formula
_MOST = 400  # cells that a sum names
_FEWEST_PERCENT = 60  # of the cells of a column or row that have the formula

_Place = tuple[int, int]  # row and column, of the sheet or of the table


@dataclass
class _Votes:
    columns: dict[int, list[str]] = field(default_factory=dict)
    rows: dict[int, list[str]] = field(default_factory=dict)


def take_live_formulas(
    opened: Sequence[OpenColumn],
    printed: Sequence[PaperRow],
    columns: list[DraftColumn],
    rows: list[DraftRow],
    keys: tuple[Sequence[str], Sequence[str]],
) -> None:
    """Set the formulas of columns and rows that have none yet. `keys` are those of the columns,
    and of the rows."""
    places: dict[_Place, _Place] = {}
    formulas: dict[_Place, str] = {}
    for at, row in enumerate(printed):
        for number, one in enumerate(opened):
            cell = one.cell(row)
            if cell is None or cell.place is None or rows[at].kind != "row":
                continue
            places[cell.place.line, cell.place.column] = (at, number)
            if cell.formula:
                formulas[at, number] = cell.formula
    votes = _Votes()
    shared = Counter[tuple[str, int]]()
    for (at, number), formula in formulas.items():
        if formula == SHARED:
            shared.update((("column", number), ("row", at)))
    for place, formula in formulas.items():
        _vote(votes, place, formula, places, keys)
    asked = sum(row.kind == "row" for row in rows)
    for number, said in votes.columns.items():
        count = len(said) + shared["column", number]
        enough = count * 100 >= (asked - len(votes.rows)) * _FEWEST_PERCENT
        if enough and len(set(said)) == 1 and columns[number].formula is None:
            columns[number] = replace(columns[number], formula=said[0])
    for at, said in votes.rows.items():
        figures = sum(one.formula is None and one.role not in _WORDS for one in columns)
        enough = (len(said) + shared["row", at]) * 100 >= figures * _FEWEST_PERCENT
        if enough and len(set(said)) == 1 and rows[at].formula is None:
            rows[at] = replace(rows[at], formula=said[0])


_WORDS = frozenset({"note", "text", "ratio"})


def _vote(
    votes: _Votes,
    place: _Place,
    formula: str,
    places: Mapping[_Place, _Place],
    keys: tuple[Sequence[str], Sequence[str]],
) -> None:
    """Read the formula of a cell as one over its row, or over its column."""
    parts = _parts(formula, places)
    refs = [one for one in parts or () if not isinstance(one, str)]
    if parts is None or not refs or place in refs:
        return
    row, column = place
    if all(one[0] == row for one in refs):
        said = _print(parts, [keys[0][one[1]] for one in refs])
        votes.columns.setdefault(column, []).append(said)
    elif all(one[1] == column for one in refs):
        said = _print(parts, [keys[1][one[0]] for one in refs])
        votes.rows.setdefault(row, []).append(said)


def _print(parts: Sequence[str | _Place], names: Sequence[str]) -> str:
    left = iter(names)
    said = [one if isinstance(one, str) else f"[{next(left)}]" for one in parts]
    return " ".join(said).replace("( ", "(").replace(" )", ")")


def _parts(formula: str, places: Mapping[_Place, _Place]) -> list[str | _Place] | None:
    """Signs, numbers, and cells of the table; None for a formula with anything else in it."""
    text = formula.strip().lstrip("=")
    found: list[str | _Place] = []
    at = 0
    while at < len(text):
        one = _TOKEN.match(text, at)
        if one is None or len(text) > _LONGEST:
            return None
        at = one.end()
        if one["sum"]:
            cells = _sum(one["ranges"], places)
            if not cells:
                return None
            for number, cell in enumerate(cells):
                found += ["+", cell] if number else [cell]
        elif one["cell"]:
            named = places.get(_place(one["cell"]))
            if named is None:
                return None
            found.append(named)
        else:
            found.append(one["number"] or one["sign"])
    return found


def _place(said: str) -> _Place:
    """Row and column of the sheet, from 0."""
    found = _CELL.fullmatch(said)
    return (int(found[2]) - 1, column_number(found[1]) - 1) if found is not None else (-1, -1)


def _sum(ranges: str, places: Mapping[_Place, _Place]) -> list[_Place]:
    """The cells of the table that a sum names."""
    found: list[_Place] = []
    for said in re.split(r"[,;]", ranges):
        first, _, last = said.strip().partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        if min(top, left) < 0 or (bottom - top + 1) * (right - left + 1) > _MOST:
            return []
        found += [
            places[line, column]
            for line in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (line, column) in places
        ]
    return found
