"""The lines of a table below its head, out of all the pieces that it is printed in, by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from templates.form_draft.recognition.language.printed_numbers import is_numbering
from templates.form_draft.recognition.language.words import is_blank, tell_words
from templates.form_draft.recognition.paper.grid import Grid, GridCell
from templates.form_draft.recognition.tables.heads import TableHead, head_texts
from templates.form_draft.recognition.tables.slots import Slot


@dataclass(frozen=True)
class TablePiece:
    """A grid that is a table, or goes on one; `head` is None where it has no head of its own."""

    grid: Grid
    head: TableHead | None


@dataclass(frozen=True)
class BodyLine:
    """A line of a table below its head."""

    grid: Grid
    line: int

    def cells(self, slot: Slot) -> list[GridCell]:
        """The cells that begin in this column, or reach into it, left to right."""
        found: list[GridCell] = []
        for column in range(slot.first, slot.last + 1):
            cell = self.grid.at(self.line, column)
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def cell(self, slot: Slot) -> GridCell | None:
        """The first of them."""
        return next(iter(self.cells(slot)), None)

    def text(self, slot: Slot) -> str:
        """The words that stand in this column."""
        said = [cell.text for cell in self.cells(slot) if cell.column >= slot.first]
        return " ".join(filter(None, said))

    @cached_property
    def said(self) -> list[GridCell]:
        """The cells with words."""
        return [cell for cell in self.grid.row(self.line) if not is_blank(cell.text)]


@dataclass
class Body:
    """The lines, the columns, and the notes that stand inside the table."""

    lines: list[BodyLine]
    slots: list[Slot]
    footnotes: list[str] = field(default_factory=list)


_FOOT = ("ghi chú", "nguồn", "chú thích", "lưu ý", "giải thích")


def read_body(pieces: Sequence[TablePiece], slots: list[Slot]) -> Body:
    """All lines that are none of a head, of the numbering line, or of a footnote."""
    body = Body([], slots)
    first = pieces[0]
    heads = head_texts(first.grid, first.head) if first.head is not None else []
    for piece in pieces:
        start = piece.head.body if piece.head is not None else 0
        for line in range(start, piece.grid.height):
            one = BodyLine(piece.grid, line)
            texts = [tell_words(text) for text in piece.grid.texts(line)]
            if texts in heads and any(texts):
                continue
            if line < start + 2 and piece is not first and is_numbering(piece.grid, line):
                continue
            if _is_foot(one):
                body.footnotes.append(one.said[0].text)
            else:
                body.lines.append(one)
    return body


def _is_foot(line: BodyLine) -> bool:
    """Whether a wide text at the end of a table speaks of it."""
    if len(line.said) != 1 or line.said[0].width * 2 < line.grid.width or line.grid.width < 3:
        return False
    text = line.said[0].text
    foot = any(tell_words(text).startswith(f" {word} ") for word in _FOOT)
    return (foot and ":" in text[:20]) or text.startswith(("(*)", "* "))
