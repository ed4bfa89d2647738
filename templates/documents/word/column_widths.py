"""Columns wide enough for the longest number: a number that does not fit would be broken in two by
Word, and run over the border in a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from templates.documents.appendix_table import PrintedRow

COLUMNS = ("value", "note")  # of a line, in which numbers stand
TWIPS = 20  # in a point
STEP = 60  # twips; widths are rounded up to them, so that few templates are made
LEAST = 1_400  # twips that the column keeps from which others take
INSET, SIZE = 108, 22  # twips beside words and half points of a font, where nothing is said
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NUMBER = re.compile(r"[\d.,/]*\d[\d.,/%]*")
_NARROW = {".": 0.25, ",": 0.25, "/": 0.28, "%": 0.83}  # of the font's size; a digit has a half
_BESIDE = frozenset({"left", "start", "right", "end"})
_ROOM = 1.02  # for the slips of measuring

Widths = tuple[tuple[str, int], ...]  # twips that columns need, by name


@dataclass(frozen=True)
class NumberColumn:
    """A column of the table of rows: where it stands in the grid, and what of it words may use."""

    place: int
    width: int
    inset: int
    size: int  # half points


def read_columns(document: bytes) -> Mapping[str, NumberColumn]:
    """The columns of a template in which numbers stand, by name; of the first table of rows."""
    root = etree.fromstring(document)
    found: dict[str, NumberColumn] = {}
    for table in root.iter(f"{_W}tbl"):
        for name in COLUMNS:
            column = _column(table, name)
            if column is not None:
                found.setdefault(name, column)
        if found:
            return found
    return found


def needed_widths(columns: Mapping[str, NumberColumn], rows: Iterable[PrintedRow]) -> Widths:
    """The columns that are too narrow for a number of these rows, and what they need."""
    longest = dict.fromkeys(columns, 0.0)
    for row in rows:
        for name in columns:
            text = getattr(row, name)
            if len(text) > 3:
                longest[name] = max(longest[name], *(map(_ems, _NUMBER.findall(text))), 0.0)
    needed = {
        name: longest[name] * one.size / 2 * TWIPS * _ROOM + 2 * one.inset
        for name, one in columns.items()
    }
    return tuple(
        (name, -int(-width // STEP) * STEP)
        for name, width in needed.items()
        if width > columns[name].width
    )


def widen_columns(document: bytes, widths: Widths) -> bytes:
    """The template with these columns as wide as that; the widest other one gives it."""
    root = etree.fromstring(document)
    for table in root.iter(f"{_W}tbl"):
        places = {name: _column(table, name) for name, _ in widths}
        if not any(places.values()):
            continue
        grid = table.find(f"{_W}tblGrid")
        sizes = [_number(one, "w") for one in grid]
        own = {one.place for one in places.values() if one is not None}
        for name, width in widths:
            column = places[name]
            if column is None:
                continue
            giver = max((n for n in range(len(sizes)) if n not in own), key=sizes.__getitem__)
            more = min(width - sizes[column.place], max(sizes[giver] - LEAST, 0))
            sizes[column.place], sizes[giver] = sizes[column.place] + more, sizes[giver] - more
        _set_widths(table, grid, sizes)
        break
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _set_widths(table: Any, grid: Any, sizes: list[int]) -> None:
    for one, size in zip(grid, sizes, strict=True):
        one.set(f"{_W}w", str(size))
    for row in table.findall(f"{_W}tr"):
        at = 0
        for cell in row.findall(f"{_W}tc"):
            span = _span(cell)
            width = cell.find(f"{_W}tcPr/{_W}tcW")
            if width is not None and width.get(f"{_W}type") == "dxa":
                width.set(f"{_W}w", str(sum(sizes[at : at + span])))
            at += span


def _column(table: Any, name: str) -> NumberColumn | None:
    """Where the tag of this column stands in the table."""
    grid = table.find(f"{_W}tblGrid")
    tag = re.compile(rf"\{{\{{\s*row\.{name}\b")
    for row in table.findall(f"{_W}tr") if grid is not None else ():
        at = 0
        for cell in row.findall(f"{_W}tc"):
            if tag.search("".join(cell.itertext())):
                size = max((_number(one, "val") for one in cell.iter(f"{_W}sz")), default=SIZE)
                whole = sum(_number(one, "w") for one in [*grid][at : at + _span(cell)])
                return NumberColumn(at, whole, _inset(table), size)
            at += _span(cell)
    return None


def _inset(table: Any) -> int:
    sides = table.findall(f"{_W}tblPr/{_W}tblCellMar/*")
    beside = [
        one for one in sides if etree.QName(one).localname in ("left", "start", "right", "end")
    ]
    return max((_number(one, "w") for one in beside), default=INSET)


def _span(cell: Any) -> int:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return _number(span, "val") if span is not None else 1


def _number(element: Any, name: str) -> int:
    said = element.get(f"{_W}{name}", "0")
    return int(float(said)) if said.replace(".", "", 1).isdecimal() else 0


def _ems(number: str) -> float:
    """How wide a number is, to the size of its font: Times New Roman and its likes."""
    return sum(_NARROW.get(sign, 0.5) for sign in number)
