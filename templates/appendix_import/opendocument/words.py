"""The words of a paragraph of an OpenDocument file, as pieces of one look each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from templates.appendix_import import limits
from templates.appendix_import.cell_text import CellText, Piece, compose_cell
from templates.appendix_import.opendocument.package import on
from templates.appendix_import.opendocument.styles import PLAIN, OpenStyles, TextStyle

FOOTNOTE, COMMENT, DELETED = "aside.footnote", "aside.comment", "aside.deleted"
PICTURE = "aside.picture"
_TABLE, _ROW = on("table:table"), on("table:table-row")
PARAGRAPHS = frozenset({on("text:p"), on("text:h")})
_SPAN = on("text:span")
_ASIDES = {
    on("text:note"): FOOTNOTE,
    on("office:annotation"): COMMENT,
    on("text:tracked-changes"): DELETED,
}
_IMAGE, _BOX = on("draw:image"), on("draw:text-box")
_LONGEST_BLANK = 100


@dataclass(frozen=True)
class OpenWords:
    styles: OpenStyles

    def paragraph(self, element: Any, base: TextStyle = PLAIN) -> Iterator[Piece]:
        """The pieces of a paragraph; `base` is the look of the cell that it stands in."""
        style = self.styles.words("paragraph", element.get(on("text:style-name")))
        yield from self._inside(element, style.over(base), 0)

    def text(self, element: Any) -> str:
        return compose_cell(self.paragraph(element)).text

    def cell(self, cell: Any, base: TextStyle = PLAIN, *, old_fonts: bool = False) -> CellText:
        """The paragraphs of a cell, each on a line. A table in it with several rows is
        one of its own."""
        return compose_cell(self._cell_pieces(cell, base), old_fonts=old_fonts)

    def _cell_pieces(self, parent: Any, base: TextStyle) -> Iterator[Piece]:
        begun = False
        for child in parent:
            if child.tag in PARAGRAPHS:
                if begun:
                    yield Piece("\n")
                begun = True
                yield from self.paragraph(child, base)
            elif child.tag == _TABLE and is_own_table(child):
                continue
            elif child.tag in _ASIDES:
                yield Piece(" ".join("".join(child.itertext()).split()), _ASIDES[child.tag])
            elif isinstance(child.tag, str):
                if begun:
                    yield Piece("\n")
                yield from self._cell_pieces(child, base)

    def _inside(self, element: Any, style: TextStyle, depth: int) -> Iterator[Piece]:
        yield from _piece(element.text, style)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, style, depth + 1)
            yield from _piece(child.tail, style)

    def _child(self, child: Any, style: TextStyle, depth: int) -> Iterator[Piece]:
        if child.tag == on("text:s"):
            said = child.get(on("text:c"), "1")
            count = int(said) if said.isdecimal() and len(said) < 4 else 1
            yield from _piece(" " * min(count, _LONGEST_BLANK), style)
        elif child.tag == on("text:tab"):
            yield from _piece(" ", style)
        elif child.tag == on("text:line-break"):
            yield from _piece("\n", style)
        elif child.tag in _ASIDES:
            yield Piece(" ".join("".join(child.itertext()).split()), _ASIDES[child.tag])
        elif child.tag == _IMAGE:
            yield Piece("ảnh", PICTURE)
        elif child.tag == _BOX:
            yield Piece(" ".join("".join(child.itertext()).split()), "aside.box")
        elif depth < limits.MAX_NESTED * 4:
            own = PLAIN
            if child.tag == _SPAN:
                own = self.styles.words("text", child.get(on("text:style-name")))
            yield from self._inside(child, own.over(style), depth)


def is_own_table(table: Any) -> bool:
    """Whether a table inside a cell is one of its own: with several rows."""
    return sum(1 for _ in islice(table.iter(_ROW), 2)) > 1


def _piece(text: str | None, style: TextStyle) -> Iterator[Piece]:
    if text:
        yield Piece(text, style.why, style.font)
