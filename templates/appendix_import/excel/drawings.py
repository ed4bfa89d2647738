"""What lies upon the cells of a sheet: comments, boxes with words, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from templates.appendix_import.cell_text import Aside
from templates.appendix_import.excel.sheet_cells import place_of
from templates.appendix_import.markup import local_name, parse_markup

COMMENT, BOX, PICTURE = "aside.comment", "aside.box", "aside.picture"
_ANCHORS = frozenset({"twoCellAnchor", "oneCellAnchor"})
_SPOKEN = "rPh"  # how a text is spoken, in Japanese

OnSheet = tuple[int, int, Aside]  # row and column from 1


def read_comments(markup: bytes) -> Iterator[OnSheet]:
    for one in parse_markup(markup).iter():
        if local_name(one) == "comment":
            row, column = place_of(one.get("ref", ""))
            words = _words(one, "t")
            if words and row:
                yield row, column, Aside(words, COMMENT)


def read_drawing(markup: bytes) -> Iterator[OnSheet]:
    """Boxes by their words, and pictures, at the cell where each begins."""
    for anchor in parse_markup(markup):
        if local_name(anchor) not in _ANCHORS:
            continue
        row, column = _corner(anchor)
        words = _words(anchor, "t")
        if words:
            yield row, column, Aside(words, BOX)
        elif any(local_name(one) == "pic" for one in anchor.iter()):
            yield row, column, Aside(_picture_name(anchor), PICTURE)


def _corner(anchor: Any) -> tuple[int, int]:
    found = {"row": 0, "col": 0}
    for start in anchor:
        if local_name(start) == "from":
            for one in start:
                said = (one.text or "").strip()
                if local_name(one) in found and said.isdecimal() and len(said) < 8:
                    found[local_name(one)] = int(said)
    return found["row"] + 1, found["col"] + 1


def _picture_name(anchor: Any) -> str:
    names = (one.get("name", "") for one in anchor.iter() if local_name(one) == "cNvPr")
    return next(filter(None, names), "Picture")


def _words(element: Any, name: str) -> str:
    pieces = (
        one.text or ""
        for one in element.iter()
        if local_name(one) == name
        and not any(local_name(above) == _SPOKEN for above in one.iterancestors())
    )
    return " ".join("".join(pieces).split())
