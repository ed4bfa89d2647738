"""How the cells of a workbook look, as far as it tells what a reader takes from them: the format of
numbers, and what is struck through, raised, or written in the colour of the paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from templates.appendix_import.cell_text import LOWERED, RAISED, SMALLEST, STRUCK, TINY, WHITE
from templates.appendix_import.colors import Color, is_invisible, read_hex
from templates.appendix_import.excel.number_format import BUILT_IN
from templates.appendix_import.markup import local_name

T = TypeVar("T")
_OFF = frozenset({"0", "false"})
_INDEXED = {"0": "000000", "1": "FFFFFF", "8": "000000", "9": "FFFFFF", "64": "000000"}
_THEME = {"0": "FFFFFF", "1": "000000"}
_PALE = 0.95  # of the way to white


@dataclass(frozen=True, slots=True)
class FontLook:
    """A font: its name, its colour, and whether its words are struck through, raised or
    lowered, or too small to be seen."""

    name: str = ""
    color: Color = None
    struck: bool = False
    raised: bool = False
    lowered: bool = False
    tiny: bool = False

    def aside(self, paper: Color) -> str:
        """Why words of this font are not read as part of a cell; empty when they are."""
        if self.struck:
            return STRUCK
        if is_invisible(self.color, paper):
            return WHITE
        if self.tiny:
            return TINY
        return RAISED if self.raised else LOWERED if self.lowered else ""


@dataclass(frozen=True, slots=True)
class CellLook:
    number_format: str = ""
    font: FontLook = FontLook()
    paper: Color = None  # what is behind the words; None: white


PLAIN = CellLook()


def read_styles(root: Any) -> list[CellLook]:
    """The looks of cells, by the number that a cell has."""
    formats = {
        one.get("numFmtId", ""): one.get("formatCode", "")
        for one in elements_below(root, "numFmts")
    }
    fonts = [read_font(one) for one in elements_below(root, "fonts")]
    papers = [_paper(one) for one in elements_below(root, "fills")]
    return [
        CellLook(
            _format(formats, one.get("numFmtId", "0")),
            style_at(fonts, one.get("fontId", "0"), FontLook()),
            style_at(papers, one.get("fillId", "0"), None),
        )
        for one in elements_below(root, "cellXfs")
    ]


def read_font(properties: Any) -> FontLook:
    """The font that these properties describe, of a cell or of some of its words."""
    name, color, struck, place, size = "", None, False, "", ""
    for one in properties:
        match local_name(one):
            case "name" | "rFont":
                name = one.get("val", "")
            case "color":
                color = _color(one)
            case "strike":
                struck = one.get("val", "1") not in _OFF
            case "vertAlign":
                place = one.get("val", "")
            case "sz":
                size = one.get("val", "")
    tiny = size.replace(".", "", 1).isdecimal() and float(size) <= SMALLEST
    return FontLook(name, color, struck, place == "superscript", place == "subscript", tiny)


def elements_below(root: Any, name: str) -> Iterator[Any]:
    """What stands in the part of the styles that is called so."""
    for child in root:
        if local_name(child) == name:
            yield from (one for one in child if local_name(one))


def style_at(known: list[T], number: str, otherwise: T) -> T:
    """The style of this number, as a file names it; `otherwise` where it has none."""
    at = int(number) if number.isdecimal() and len(number) < 9 else -1
    return known[at] if 0 <= at < len(known) else otherwise


def _format(formats: dict[str, str], number: str) -> str:
    own = formats.get(number)
    if own is not None:
        return own
    return BUILT_IN.get(int(number), "") if number.isdecimal() and len(number) < 5 else ""


def _paper(fill: Any) -> Color:
    """The colour behind the words; None for white, or for none."""
    for pattern in fill:
        kind = pattern.get("patternType", "none")
        if local_name(pattern) == "patternFill" and kind == "none":
            return None
        found = next((one for one in pattern if local_name(one) == "fgColor"), None)
        if kind == "solid":
            return _color(found) if found is not None else None
        return (128, 128, 128)  # a pattern, or a gradient
    return None


def _color(one: Any) -> Color:
    """A colour, if it can be told; None for that of the page."""
    if (rgb := one.get("rgb")) is not None:
        return read_hex(rgb[-6:])
    if (number := one.get("indexed")) is not None:
        return read_hex(_INDEXED.get(number, ""))
    theme, tint = one.get("theme"), _tint(one.get("tint", "0"))
    if theme == "0" and tint < -(1 - _PALE):
        return (128, 128, 128)
    if theme == "1" and tint >= _PALE:
        return (255, 255, 255)
    return read_hex(_THEME.get(theme or "", "808080")) if theme is not None else None


def _tint(said: str) -> float:
    try:
        return float(said)
    except ValueError:
        return 0.0
