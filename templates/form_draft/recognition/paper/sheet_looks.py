"""How the cells of a workbook are set: in bold, set in, centered, within lines, shaded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from templates.appendix_import.colors import Color
from templates.appendix_import.excel.cell_styles import elements_below, read_styles, style_at
from templates.appendix_import.markup import local_name

_INDENT = 180  # twentieths of a point for one step of Excel's indentation
_OFF = frozenset({"0", "false"})


@dataclass(frozen=True, slots=True)
class SheetLook:
    """`lined` cells have a border on a side; `indent` is in twentieths of a point."""

    bold: bool = False
    indent: int = 0
    centered: bool = False
    lined: bool = False
    paper: Color = None


PLAIN_LOOK = SheetLook()


def read_looks(root: Any) -> list[SheetLook]:
    """The looks of cells, by the number that a cell has."""
    bold = [_is_bold(font) for font in elements_below(root, "fonts")]
    lined = [_is_lined(border) for border in elements_below(root, "borders")]
    papers = [look.paper for look in read_styles(root)]
    found = []
    for at, one in enumerate(elements_below(root, "cellXfs")):
        about = next((part for part in one if local_name(part) == "alignment"), None)
        place, steps = (
            (about.get("horizontal", ""), about.get("indent", "0"))
            if about is not None
            else ("", "0")
        )
        found.append(
            SheetLook(
                bold=style_at(bold, one.get("fontId", "0"), False),
                indent=int(steps) * _INDENT if steps.isdecimal() and len(steps) < 3 else 0,
                centered=place in ("center", "centerContinuous"),
                lined=style_at(lined, one.get("borderId", "0"), False),
                paper=papers[at] if at < len(papers) else None,
            )
        )
    return found


def _is_bold(font: Any) -> bool:
    return any(local_name(one) == "b" and one.get("val", "1") not in _OFF for one in font)


def _is_lined(border: Any) -> bool:
    sides = ("left", "right", "top", "bottom", "start", "end")
    return any(local_name(one) in sides and one.get("style", "none") != "none" for one in border)
