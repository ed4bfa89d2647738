"""Letters put together: lines by their baselines, from left to right, a blank where a gap is."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from templates.appendix_import.cell_text import (
    LOWERED,
    RAISED,
    STRUCK,
    CellText,
    Piece,
    compose_cell,
)
from templates.appendix_import.pdf.geometry import Letter, Rule

SMALL = 0.8  # of the usual size of letters, below which a letter may be raised or lowered
BLANK = 0.2  # of a letter's size, the least gap between words
FAR = 2.5  # of a letter's size, a gap between texts that stand side by side
_BLANK_WIDTH = 0.25  # of the size, of a blank that is a letter
_JOINED = re.compile(r"\w[-/]$")
_SAME_LINE = 0.28  # of the size, by which baselines of a line may differ


@dataclass
class TextLine:
    """Letters on one baseline. `beside`: others stand on it too, far from these."""

    y: float
    size: float
    letters: list[Letter] = field(default_factory=list)
    beside: bool = False

    @property
    def left(self) -> float:
        return min(one.left for one in self.letters)

    @property
    def right(self) -> float:
        return max(one.right for one in self.letters)


def find_lines(letters: Sequence[Letter]) -> list[TextLine]:
    """The lines of text from above. Small letters belong to the line that they are raised or
    lowered from."""
    if not letters:
        return []
    usual = _usual_size(letters)
    lines: list[TextLine] = []
    small: list[Letter] = []
    for one in sorted(letters, key=lambda one: -one.y):
        if one.size < usual * SMALL:
            small.append(one)
        elif lines and lines[-1].y - one.y < max(2.0, one.size * _SAME_LINE):
            lines[-1].letters.append(one)
        else:
            lines.append(TextLine(one.y, one.size, [one]))
    _add_small(lines, small)
    for line in lines:
        _sort(line)
    return lines


def _usual_size(letters: Sequence[Letter]) -> float:
    sizes = sorted(one.size for one in letters if one.sign.strip())
    return sizes[len(sizes) // 2] if sizes else 1.0


def _add_small(lines: list[TextLine], small: Sequence[Letter]) -> None:
    own: list[TextLine] = []
    downs = [-line.y for line in lines]
    for one in small:
        at = bisect_left(downs, -one.y)
        near = [line for line in lines[max(at - 1, 0) : at + 1] if _beside(line, one)]
        if near:
            min(near, key=lambda line: abs(line.y - one.y)).letters.append(one)
        elif own and own[-1].y - one.y < max(2.0, one.size * _SAME_LINE):
            own[-1].letters.append(one)
        else:
            own.append(TextLine(one.y, one.size, [one]))
    lines += own
    lines.sort(key=lambda line: -line.y)


def _beside(line: TextLine, one: Letter) -> bool:
    return -0.35 * line.size <= one.y - line.y <= 0.7 * line.size


def _sort(line: TextLine) -> None:
    """From left to right; a mark that is put over a letter stays behind it."""
    places: list[tuple[float, int, Letter]] = []
    last = 0.0
    for number, one in enumerate(line.letters):
        if not (unicodedata.combining(one.sign) and number):
            last = one.x
        places.append((last, number, one))
    line.letters = [one for _, _, one in sorted(places, key=lambda place: place[:2])]


def cut_line(line: TextLine) -> list[TextLine]:
    """The parts of a line that stand far from each other, without blanks between them."""
    parts: list[TextLine] = []
    end = 0.0
    for one in line.letters:
        blank = not one.sign.strip()
        if parts and (blank or one.left - end < FAR * line.size):
            parts[-1].letters.append(one)
        elif not blank:
            parts.append(TextLine(line.y, line.size, [one]))
        end = max(end, one.x + one.size * _BLANK_WIDTH if blank else one.right)
    for part in parts:
        part.beside = len(parts) > 1
    return parts


class Strikes:
    """The short lines of a page that may go through words."""

    def __init__(self, across: Iterable[Rule]) -> None:
        self._rules = sorted(across)
        self._places = [one.at for one in self._rules]

    def goes_through(self, one: Letter) -> bool:
        """Whether a line goes through the middle of the letter."""
        low = bisect_left(self._places, one.y + 0.12 * one.size)
        high = bisect_left(self._places, one.y + 0.45 * one.size)
        middle = (one.left + one.right) / 2
        return any(rule.start <= middle <= rule.end for rule in self._rules[low:high])


def line_pieces(line: TextLine, strikes: Strikes | None = None) -> list[Piece]:
    """The line as pieces of one look each, with a blank where a gap is."""
    found: list[Piece] = []
    end: float | None = None
    for one in line.letters:
        blank = not one.sign.strip()
        if end is not None and not blank and one.left - end > BLANK * line.size:
            found.append(Piece(" "))
        why = one.why
        if not why and not blank and strikes is not None and strikes.goes_through(one):
            why = STRUCK
        found.append(Piece(" " if blank else one.sign, why or _height(line, one)))
        if not blank:
            end = max(one.right, end or one.right)
        elif end is not None:
            end = max(end, one.x + one.size * _BLANK_WIDTH)
    return found


def _height(line: TextLine, one: Letter) -> str:
    if one.size >= line.size * SMALL:
        return ""
    if one.y - line.y > 0.12 * line.size:
        return RAISED
    return LOWERED if line.y - one.y > 0.06 * line.size else ""


def say_lines(lines: Sequence[TextLine], strikes: Strikes | None = None) -> CellText:
    """What lines of a cell say. A page does not tell whether a line ends because the cell does:
    words go on, but a figure above another one is no longer figure."""
    pieces: list[Piece] = []
    before = ""
    for line in lines:
        here = line_pieces(line, strikes)
        words = "".join(one.text for one in here)
        if pieces:
            pieces.append(Piece(_between(before, words)))
        pieces += here
        before = words
    said = compose_cell(pieces)
    text = "\n".join(" ".join(one.split()) for one in said.text.split("\n"))
    return CellText(unicodedata.normalize("NFC", text), said.asides)


def _between(before: str, after: str) -> str:
    """What parts two lines of a cell: nothing behind a hyphen or a stroke that ends a part of a
    number such as 72/KH-SNV."""
    if _JOINED.search(before):
        return ""
    return " " if _has_letters(before) or _has_letters(after) else "\n"


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))
