"""Whether a cell is to be filled in, is closed, or has words of its own."""

from __future__ import annotations

import re
from typing import Literal

from templates.form_draft.recognition.language.choices import read_choices
from templates.form_draft.recognition.language.words import is_blank, tell_words
from templates.form_draft.recognition.paper.grid import GridCell

CellState = Literal["open", "grey", "words"]
_FIGURE = re.compile(r"\s*[-+(]?\d[\d.,\s]*%?\)?\s*")
_CROSSED = frozenset({"x", "xx", "xxx"})


def tell_cell(cell: GridCell | None) -> CellState:
    """`grey` where nothing is asked: no cell of its own, shaded, or crossed out."""
    if cell is None:
        return "grey"
    if cell.grey or is_crossed(cell.text):
        return "grey"
    return "open" if is_blank(cell.text) else "words"


def is_crossed(text: str) -> bool:
    """Whether a sign says that nothing is written there."""
    plain = text.strip()
    strokes = len(plain) > 1 and set(plain) <= {"/", "\\"}
    return tell_words(plain).strip() in _CROSSED or strokes


def is_figure(cell: GridCell) -> bool:
    """Whether a figure stands in a cell: somebody has filled it in."""
    return _FIGURE.fullmatch(cell.text) is not None


def is_answer_place(cell: GridCell) -> bool:
    """Whether nothing is printed in a cell that an answer does not take the place of."""
    return is_blank(cell.text) or is_crossed(cell.text) or bool(read_choices(cell.text))
