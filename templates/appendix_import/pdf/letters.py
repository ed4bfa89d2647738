"""The letters of a page of a PDF, each by its own box: fonts may change within a word."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from templates.appendix_import.cell_text import HIDDEN, SMALLEST, TINY, WHITE
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.pdf import limits
from templates.appendix_import.pdf.geometry import Letter, Matrix, apply
from templates.appendix_import.symbol_fonts import UNKNOWN, read_symbol

_ENDS = frozenset({10, 13})
_UNMAPPED = frozenset({0, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)})  # a picture without a letter
_OF_SIGNS = range(0xF000, 0xF100)  # where letters of Wingdings and the like stand
_LONGEST_NAME = 128  # bytes of a font's
_SOFT_HYPHEN = 2  # by which pdfium tells a hyphen that parts a word at the end of a line
_UNSEEN = 3  # the way to draw text in which nothing is drawn: as under a scan
_WHITE = 250  # of 255, of each colour
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Look:
    unseen: bool
    white: bool
    angle: float
    size: float


def read_letters(
    page: Any, number: int, frame: Matrix, rotation: int, grounds: Sequence[Box]
) -> list[Letter]:
    """The letters of a page of pdfium in the order of the file; `grounds` are boxes of a colour, on
    which white letters are seen. FileRefusedError for a page with more than one looks at."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > limits.MAX_LETTERS:
            raise FileRefusedError("file.pdf_page", page=number)
        return _Letters(text, frame, rotation, grounds).read(count)
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Letters:
    def __init__(self, text: Any, frame: Matrix, rotation: int, grounds: Sequence[Box]) -> None:
        self._text = text
        self._frame = frame
        self._rotation = rotation
        self._grounds = grounds
        self._looks: dict[int, _Look] = {}

    def read(self, count: int) -> list[Letter]:
        left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
        found: list[Letter] = []
        for at in range(count):
            if pdfium.FPDFText_IsGenerated(self._text, at) == 1:
                continue
            sign = self._sign(at)
            if not sign or not pdfium.FPDFText_GetCharOrigin(self._text, at, x, y):
                continue
            pdfium.FPDFText_GetCharBox(self._text, at, left, right, bottom, top)
            if sign == UNKNOWN and (right.value <= left.value or top.value <= bottom.value):
                continue  # nothing is drawn
            one = apply(self._frame, left.value, bottom.value)
            other = apply(self._frame, right.value, top.value)
            found.append(self._letter(at, sign, apply(self._frame, x.value, y.value), one, other))
        return found

    def _sign(self, at: int) -> str:
        code = pdfium.FPDFText_GetUnicode(self._text, at)
        if code in _ENDS:
            return ""
        if code in _UNMAPPED or code > 0x10FFFF:
            return UNKNOWN
        if code in _OF_SIGNS:
            return read_symbol(self._font(at), code)
        return "-" if code == _SOFT_HYPHEN else chr(code)

    def _font(self, at: int) -> str:
        """The font's name, without the letters that tell a part of it and the name of its cut."""
        name, flags = ctypes.create_string_buffer(_LONGEST_NAME), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self._text, at, name, _LONGEST_NAME, flags)
        said = name.value.decode("utf-8", "replace").rpartition("+")[2]
        return said.partition("-")[0].partition(",")[0]

    def _letter(
        self,
        at: int,
        sign: str,
        origin: tuple[float, float],
        one: tuple[float, float],
        other: tuple[float, float],
    ) -> Letter:
        look = self._look(at)
        size = look.size
        turn = round((look.angle - self._rotation) / 90) * 90 % 360
        x, y = origin
        if turn in (90, 270):  # as if the sheet were turned until the letter stands
            way = 1 if turn == 90 else -1
            ends = sorted((way * one[1], way * other[1]))
            x, y = way * y, -way * x
        else:
            ends = sorted((one[0], other[0]))
        why = ""
        if look.unseen:
            why = HIDDEN
        elif size <= SMALLEST:
            why = TINY
        elif look.white and not self._on_ground(origin):
            why = WHITE
        return Letter(x, y, ends[0], ends[1], size, sign, why, turn)

    def _look(self, at: int) -> _Look:
        piece = pdfium.FPDFText_GetTextObject(self._text, at)
        key = ctypes.cast(piece, ctypes.c_void_p).value or 0
        if key not in self._looks:
            self._looks[key] = self._look_of(piece, at)
        return self._looks[key]

    def _look_of(self, piece: Any, at: int) -> _Look:
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        known = pdfium.FPDFText_GetFillColor(self._text, at, red, green, blue, alpha)
        colours = (red.value, green.value, blue.value)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(piece)
        angle = -math.degrees(max(pdfium.FPDFText_GetCharAngle(self._text, at), 0.0))  # to the left
        return _Look(
            unseen=mode == _UNSEEN or (bool(known) and alpha.value == 0),
            white=bool(known) and min(colours) >= _WHITE,
            angle=angle,
            size=self._size(at),
        )

    def _size(self, at: int) -> float:
        """The height of the font as it is drawn: a matrix may make a letter of one point large."""
        size = float(pdfium.FPDFText_GetFontSize(self._text, at)) or 1.0
        matrix = pdfium.FS_MATRIX()
        if pdfium.FPDFText_GetMatrix(self._text, at, matrix):
            size *= math.hypot(matrix.c, matrix.d)
        return size

    def _on_ground(self, point: tuple[float, float]) -> bool:
        x, y = point
        return any(a <= x <= c and b <= y <= d for a, b, c, d in self._grounds)
