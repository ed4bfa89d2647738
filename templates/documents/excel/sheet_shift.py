"""Rows put into a sheet of a workbook: what stands below them moves down, and so does all that
names it."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?)(\d{1,7})")
_LINES = re.compile(r"(\$)(\d{1,7})(?=:|$)")
_NAMING = ("ref", "sqref", "activeCell", "topLeftCell")


def sheet_name(name: str) -> str:
    """The full name of an element of a sheet."""
    return f"{{{MAIN}}}{name}"


def shift_reference(text: str, after: int, by: int) -> str:
    """`B5:C9` or `$5:$9` with the rows behind `after` moved down by so many."""

    def moved(found: re.Match[str]) -> str:
        row = int(found[2])
        return f"{found[1]}{row + by if row > after else row}"

    return _LINES.sub(moved, text) if _LINES.match(text) else _CELL.sub(moved, text)


def repeat_row(sheet: Any, row: Any, count: int) -> list[Any]:
    """So many copies of a row below it, in a sheet of which `sheet` is the root; they have its
    heights, looks and merged cells."""
    at = int(row.get("r"))
    _shift(sheet, at, count)
    copies: list[Any] = []
    for number in range(count, 0, -1):
        copy = deepcopy(row)
        _set_row(copy, at + number)
        row.addnext(copy)
        copies.insert(0, copy)
    _merge_alike(sheet, at, count)
    return copies


def shift_drawing(drawing: Any, after: int, by: int) -> None:
    """Pictures that stand below the row move with it; rows count from 0 there."""
    for row in drawing.iter(f"{{{DRAWING}}}row"):
        if row.text and row.text.isdecimal() and int(row.text) >= after:
            row.text = str(int(row.text) + by)


def _shift(sheet: Any, after: int, by: int) -> None:
    for row in sheet.iter(sheet_name("row")):
        if int(row.get("r")) > after:
            _set_row(row, int(row.get("r")) + by)
    inside = sheet.find(sheet_name("sheetData"))
    for element in sheet.iter():
        if element.getparent() is inside or element.tag == sheet_name("c"):
            continue
        for name in _NAMING:
            if (said := element.get(name)) is not None:
                element.set(name, shift_reference(said, after, by))
    for one in sheet.iterfind(f"{sheet_name('rowBreaks')}/{sheet_name('brk')}"):
        if int(one.get("id", "0")) > after:
            one.set("id", str(int(one.get("id")) + by))


def _set_row(row: Any, number: int) -> None:
    row.set("r", str(number))
    for cell in row.iterfind(sheet_name("c")):
        cell.set("r", _CELL.sub(lambda found: f"{found[1]}{number}", cell.get("r")))


def _merge_alike(sheet: Any, at: int, count: int) -> None:
    merged = sheet.find(sheet_name("mergeCells"))
    for one in [*merged] if merged is not None else []:
        rows = {found[1] for found in _CELL.findall(one.get("ref"))}
        if rows == {str(at)}:
            for number in range(1, count + 1):
                copy = deepcopy(one)
                copy.set("ref", _CELL.sub(rf"\g<1>{at + number}", one.get("ref")))
                merged.append(copy)
    if merged is not None:
        merged.set("count", str(len(merged)))
