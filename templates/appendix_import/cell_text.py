"""What stands in a cell of a Word or Excel file, in pieces: some are its text, others nobody reads
as part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from conversations.text.legacy_fonts import decode_font
from templates.appendix_import import limits
from templates.appendix_import.symbol_fonts import read_symbols

HIDDEN, STRUCK, RAISED, WHITE = "aside.hidden", "aside.struck", "aside.raised", "aside.white"
LOWERED, TINY = "aside.lowered", "aside.tiny"
MARKS = frozenset({RAISED, LOWERED})
SMALLEST = 2.0  # points of letters that can still be seen
NUMBERING = "aside.numbering"  # a number or bullet of Word
TRUE, FALSE = "TRUE", "FALSE"  # of Excel
_RAISED_FIGURES = str.maketrans("23", "²³")
_MEASURE = {  # what stands before such a mark, and the mark
    RAISED: re.compile(r"(?:^|[\s\d/(])[kcdm]?m\n[23]$"),
    LOWERED: re.compile(r"[A-Z][a-z]?\n\d$"),
}
LONGEST_MARK = 4  # characters of a note's mark: 1, (2), ***


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a cell. `why` they are no part of its text, as a wording's code; empty
    when they are. `font` is the name of theirs, which may give the characters another meaning."""

    text: str
    why: str = ""
    font: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters of a cell that are not taken, and why."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class CellText:
    """What a cell says, and what of it was left out. `ways`: what it says may be one of these."""

    text: str = ""
    asides: tuple[Aside, ...] = ()
    ways: tuple[str, ...] = ()


def compose_cell(pieces: Iterable[Piece], *, old_fonts: bool = False) -> CellText:
    """The text of the pieces that count, and the others by themselves. A raised or lowered mark
    behind words is a note's, but that of a measure or a formula is none: m², CO₂. `old_fonts`:
    letters of fonts before Unicode are put into today's."""
    joined = [
        Piece("".join(one.text for one in same), why, font)
        for (why, font), same in groupby(pieces, key=lambda one: (one.why, one.font))
    ]
    read = [Piece(_decoded(one, old_fonts), one.why, one.font) for one in joined]
    text, asides = "", list[Aside]()
    for one in read:
        if not one.why or (one.why in MARKS and not _is_mark(one.text)):
            text += one.text
        elif one.why in MARKS and _MEASURE[one.why].search(f"{text}\n{one.text}"):
            text += one.text.translate(_RAISED_FIGURES) if one.why == RAISED else one.text
        elif one.text.strip():
            asides.append(Aside(one.text.strip(), one.why))
    text = "\n".join(filter(None, map(str.strip, text.split("\n"))))
    if len(text) > limits.MAX_CELL_TEXT:
        asides.append(Aside(text[limits.MAX_CELL_TEXT :], "aside.too_long"))
        text = text[: limits.MAX_CELL_TEXT]
    return CellText(text, tuple(asides))


def _is_mark(text: str) -> bool:
    mark = text.strip()
    return len(mark) <= LONGEST_MARK and not mark.isalpha()


def _decoded(one: Piece, old_fonts: bool) -> str:
    if not one.font:
        return one.text
    text = read_symbols(one.font, one.text)
    return decode_font(one.font, text) if old_fonts else text
