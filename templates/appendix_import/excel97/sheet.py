"""The cells of a sheet of an Excel file before 2007, but for the letters of texts."""

from __future__ import annotations

from struct import pack, unpack_from

from templates.appendix_import.excel.budget import WorkbookBudget
from templates.appendix_import.excel.sheet_cells import SheetCell, SheetCells
from templates.appendix_import.excel97.records import Record, walk_records

TEXT = "text"  # a cell whose letters stand elsewhere
_NUMBER, _SHORT, _SHORTS, _FORMULA, _LOGIC = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205
_TEXTS = frozenset({0x00FD, 0x0204, 0x00D6})
_ROW, _COLUMNS, _MERGED, _FILTERED, _WINDOW = 0x0208, 0x007D, 0x00E5, 0x009B, 0x023E
_HIDDEN_ROW, _HIDDEN_COLUMN, _ZEROS = 0x20, 1, 0x10
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!"}
_OTHER_ERROR = "#N/A"


def read_sheet97(stream: bytes, start: int, budget: WorkbookBudget) -> SheetCells:
    """The cells from where a sheet begins. FileRefusedError when it holds too much."""
    found = SheetCells()
    for one in walk_records(stream, start):
        budget.spend("elements", 1)
        match one.kind:
            case kind if kind == _NUMBER:
                _add(found, budget, one, SheetCell("n", _said(one.body[6:14]), one.short(4)))
            case kind if kind == _SHORT:
                _add(
                    found, budget, one, SheetCell("n", _said(_whole(one.body[6:10])), one.short(4))
                )
            case kind if kind == _SHORTS:
                _add_shorts(found, budget, one)
            case kind if kind == _FORMULA:
                _add(found, budget, one, _result(one))
            case kind if kind == _LOGIC:
                _add(found, budget, one, _logic(one.body[6], one.body[7], one.short(4)))
            case kind if kind in _TEXTS:
                _add(found, budget, one, SheetCell(TEXT, "", one.short(4)))
            case _:
                _take_about(found, one)
    return found


def _take_about(found: SheetCells, one: Record) -> None:
    """What is said of rows and columns."""
    match one.kind:
        case kind if kind == _ROW and one.body[12] & _HIDDEN_ROW:
            found.hidden_rows.add(one.short(0) + 1)
        case kind if kind == _COLUMNS and one.short(8) & _HIDDEN_COLUMN:
            found.hidden_columns.append((one.short(0) + 1, one.short(2) + 1))
        case kind if kind == _MERGED:
            for at in range(2, 2 + 8 * one.short(0), 8):
                top, bottom, left, right = (one.short(at + more) + 1 for more in (0, 2, 4, 6))
                found.merged.append((top, left, bottom, right))
        case kind if kind == _FILTERED:
            found.filtered = True
        case kind if kind == _WINDOW:
            found.zeros = bool(one.short(0) & _ZEROS)


def _add(found: SheetCells, budget: WorkbookBudget, one: Record, cell: SheetCell | None) -> None:
    if cell is not None:
        budget.spend("values", 1)
        found.rows.setdefault(one.short(0) + 1, {})[one.short(2) + 1] = cell


def _add_shorts(found: SheetCells, budget: WorkbookBudget, one: Record) -> None:
    """Numbers that stand side by side in one record."""
    row, first = one.short(0) + 1, one.short(2) + 1
    for number in range((len(one.body) - 6) // 6):
        at = 4 + 6 * number
        cell = SheetCell("n", _said(_whole(one.body[at + 2 : at + 6])), one.short(at))
        budget.spend("values", 1)
        found.rows.setdefault(row, {})[first + number] = cell


def _whole(short: bytes) -> bytes:
    """A number of four bytes as one of eight: whole, or the upper half of one, perhaps with two
    decimals."""
    kept = int.from_bytes(short, "little")
    if kept & 2:
        number = float(int.from_bytes(short, "little", signed=True) >> 2)
    else:
        number = float(unpack_from("<d", b"\0\0\0\0" + (kept & ~3).to_bytes(4, "little"))[0])
    return pack("<d", number / 100 if kept & 1 else number)


def _said(number: bytes) -> str:
    return repr(unpack_from("<d", number)[0])


def _result(one: Record) -> SheetCell | None:
    """What a formula came to."""
    style = one.short(4)
    if one.short(12) != 0xFFFF:
        return SheetCell("n", _said(one.body[6:14]), style)
    match one.body[6]:
        case 0:
            return SheetCell(TEXT, "", style)
        case 3:
            return None  # an empty text
        case kind:
            return _logic(one.body[8], kind == 2, style)


def _logic(value: int, is_error: int, style: int) -> SheetCell:
    if is_error:
        return SheetCell("e", _ERRORS.get(value, _OTHER_ERROR), style)
    return SheetCell("b", str(value), style)
