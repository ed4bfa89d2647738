"""Boxes to tick in the cell of a choice: ☒ Có ☐ Không."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.parsing.choice import Option
from conversations.text.normalize import fold_text
from templates.appendix_import.cell_text import FALSE, TRUE
from templates.appendix_import.symbol_fonts import CHECKED, CROSSED, UNCHECKED

_MARKED = CHECKED + CROSSED + "\u25a0\u25c9\u25cf\u2b24"
_OPEN = UNCHECKED + "\u25a1\u25cb\u25ef\u2b1c"
_BOX = re.compile(f"([{_MARKED}{_OPEN}])")
_YES, _NO = ("co", "dung", "roi"), ("khong", "sai", "chua")


def chosen_box(said: str, options: Sequence[Option]) -> str:
    """The words beside the one box that is ticked, or what a cell of Excel with TRUE or FALSE means
    among these options; empty where boxes stand and none is ticked; any other text as it is."""
    if said in (TRUE, FALSE):
        meant = _YES if said == TRUE else _NO
        return next((one.label for one in options if fold_text(one.label) in meant), said)
    pieces = _BOX.split(said)
    boxes = pieces[1::2]
    if not boxes:
        return said
    ticked = [at for at, box in enumerate(boxes) if box in _MARKED]
    if not ticked:
        around = {fold_text(one).strip(" .,;:/") for one in pieces[::2]}
        own = {fold_text(one.label) for one in options} | {""}
        return "" if around <= own else said
    if len(ticked) > 1:
        return said
    at = ticked[0]
    behind = not pieces[0].strip(" .,;:/()")
    beside = pieces[2 * at + 2] if behind else pieces[2 * at]
    return beside.strip(" .,;:/()\n") or said
