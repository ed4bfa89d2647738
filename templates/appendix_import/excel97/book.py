"""What an Excel file before 2007 says of its sheets and of how cells look."""

from __future__ import annotations

from dataclasses import dataclass, field

from templates.appendix_import import limits
from templates.appendix_import.cell_text import SMALLEST
from templates.appendix_import.colors import Color
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.cell_styles import CellLook, FontLook
from templates.appendix_import.excel.number_format import BUILT_IN
from templates.appendix_import.excel97.records import BOF, Record, walk_records

_FILE_PASS, _DATE_MODE, _SHEET = 0x002F, 0x0022, 0x0085
_FONT, _FORMAT, _LOOK = 0x0031, 0x041E, 0x00E0
_SINCE_97 = 0x0600
_STRUCK = 0x0008
_WHITE, _BLACK = frozenset({1, 9}), frozenset({0, 8})
_SOLID, _MIDDLE = 1, (128, 128, 128)
_NO_FONT = 4  # its number is left out


@dataclass(frozen=True)
class SheetPlace:
    """A sheet: its name, where its records begin, whether people see it."""

    name: str
    start: int
    visible: bool


@dataclass
class Book97:
    """`looks` are in the order of their numbers."""

    sheets: list[SheetPlace] = field(default_factory=list)
    looks: list[CellLook] = field(default_factory=list)
    since_1904: bool = False


def read_book(stream: bytes) -> Book97:
    """FileRefusedError for a workbook with a password."""
    book = Book97()
    formats: dict[int, str] = {}
    fonts: list[FontLook] = []
    looks: list[Record] = []
    wide = True  # whether texts are those of Excel 97
    for one in walk_records(stream):
        match one.kind:
            case kind if kind == BOF:
                wide = one.short(0) >= _SINCE_97
            case kind if kind == _FILE_PASS:
                raise FileRefusedError("file.encrypted")
            case kind if kind == _DATE_MODE:
                book.since_1904 = one.short(0) == 1
            case kind if kind == _SHEET and len(book.sheets) < limits.MAX_SHEETS:
                sheet = _sheet(one, wide=wide)
                book.sheets += [sheet] if sheet is not None else []
            case kind if kind == _FONT:
                fonts.append(_font(one))
            case kind if kind == _FORMAT:
                formats[one.short(0)] = _text(one.body[2:], 2 if wide else 1, wide=wide)
            case kind if kind == _LOOK:
                looks.append(one)
    book.looks = [_look(one, fonts, formats, wide=wide) for one in looks]
    return book


def _sheet(one: Record, *, wide: bool) -> SheetPlace | None:
    """A sheet of cells; None for a chart or a sheet of macros."""
    if one.body[5] != 0:
        return None
    return SheetPlace(_text(one.body[6:], 1, wide=wide), one.long(0), one.body[4] & 3 == 0)


def _text(body: bytes, size: int, *, wide: bool) -> str:
    """A text behind its length of so many bytes; since Excel 97 a flag says how letters are
    kept."""
    count = int.from_bytes(body[:size], "little")
    if not wide:
        return body[size : size + count].decode("cp1252", "replace")
    if body[size : size + 1] and body[size] & 1:
        return body[size + 1 : size + 1 + 2 * count].decode("utf-16-le", "replace")
    return body[size + 1 : size + 1 + count].decode("latin-1")


def _font(one: Record) -> FontLook:
    height, flags, color, script = (one.short(at) for at in (0, 2, 4, 8))
    return FontLook(
        color=_ink(color),
        struck=bool(flags & _STRUCK),
        raised=script == 1,
        lowered=script == 2,
        tiny=height / 20 <= SMALLEST,
    )


def _ink(number: int) -> Color:
    """White is told apart from all other inks, which can be read on any paper."""
    return (255, 255, 255) if number in _WHITE else None


def _paper(one: Record) -> Color:
    pattern, color = one.long(14) >> 26, one.short(18) & 0x7F
    if not pattern or (pattern == _SOLID and color in _WHITE):
        return None
    return (0, 0, 0) if pattern == _SOLID and color in _BLACK else _MIDDLE


def _look(one: Record, fonts: list[FontLook], formats: dict[int, str], *, wide: bool) -> CellLook:
    number, shown = one.short(0), one.short(2)
    at = number - 1 if number > _NO_FONT else number
    font = fonts[at] if at < len(fonts) else FontLook()
    paper = _paper(one) if wide and len(one.body) >= 20 else None
    return CellLook(formats.get(shown, BUILT_IN.get(shown, "")), font, paper)
