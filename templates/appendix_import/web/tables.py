"""The tables of a web page as lines of cells; a cell over several rows or columns is laid out as it
is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from templates.appendix_import import limits
from templates.appendix_import.cell_text import (
    HIDDEN,
    LOWERED,
    RAISED,
    STRUCK,
    Aside,
    CellText,
    Piece,
    compose_cell,
)
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.tables.filed_table import FiledTable, Line
from templates.appendix_import.web.styles import page_rules, style_of

DELETED = "aside.deleted"
_TAGS = {"s": STRUCK, "strike": STRUCK, "del": DELETED, "sup": RAISED, "sub": LOWERED}
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "select"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "center", "pre"})
_TALLEST = 2_000
_DEEPEST = 100


class WebReading:
    """Pages that were opened, as one text."""

    def __init__(self, roots: list[Any]) -> None:
        self._roots = roots

    def tables(self) -> Iterator[FiledTable]:
        """Each table, and each of several rows inside its cells, with the paragraphs above it."""
        number = 0
        for root in self._roots:
            titles: list[str] = []
            reader = _PageReader(page_rules(root))
            for one in reader.blocks(root):
                if isinstance(one, str):
                    titles.append(one)
                    continue
                for table in _with_inner(one):
                    number += 1
                    if number > limits.MAX_TABLES:
                        raise FileRefusedError("file.too_many_rows")
                    yield reader.table(table, number, tuple(titles))

    def paragraphs(self) -> list[WordParagraph]:
        """The paragraphs in order, and where tables stand among them."""
        found = []
        for root in self._roots:
            for one in _PageReader(page_rules(root)).blocks(root):
                is_text = isinstance(one, str)
                found.append(WordParagraph(one) if is_text else WordParagraph("", is_table=True))
        return found


@dataclass
class _Grid:
    """Cells of the lines so far; `down` counts the lines that a cell still reaches over."""

    lines: list[Line] = field(default_factory=list)
    down: dict[int, int] = field(default_factory=dict)
    tall: set[tuple[int, int]] = field(default_factory=set)
    left_out: dict[tuple[int, int], tuple[Aside, ...]] = field(default_factory=dict)
    hidden: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _PageReader:
    rules: dict[str, dict[str, str]]

    def blocks(self, root: Any) -> Iterator[Any]:
        """The paragraphs of a page as texts, and its tables."""
        said: list[str] = []
        for one in self._walk(root, 0):
            if isinstance(one, str):
                said.append(one)
                continue
            text = " ".join("".join(said).split())
            said.clear()
            if text:
                yield text
            if one is not None:
                yield one
        text = " ".join("".join(said).split())
        if text:
            yield text

    def _walk(self, element: Any, depth: int) -> Iterator[Any]:
        """Texts, None where a paragraph ends, and tables."""
        if depth > _DEEPEST:
            return
        if element.text and depth:
            yield element.text
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "table":
                yield child
            elif tag == "br":
                yield None
            elif tag and tag not in _UNSEEN and not self._why(child):
                if tag in _BLOCKS:
                    yield None
                yield from self._walk(child, depth + 1)
                if tag in _BLOCKS:
                    yield None
            if child.tail:
                yield child.tail

    def _why(self, element: Any) -> str:
        """Why what stands in an element is no part of the text; empty when it is."""
        if element.tag in _TAGS:
            return _TAGS[element.tag]
        return style_of(element, self.rules)

    def table(self, table: Any, number: int, titles: tuple[str, ...]) -> FiledTable:
        grid = _Grid()
        for row in _rows(table):
            if len(grid.lines) > limits.MAX_LISTED:
                raise FileRefusedError("file.too_many_rows")
            if self._why(row) == HIDDEN:
                grid.hidden[len(grid.lines)] = HIDDEN
            self._add_row(grid, row)
        return FiledTable(
            titles,
            grid.lines,
            frozenset(grid.tall),
            number=number,
            left_out=grid.left_out,
            hidden_lines=grid.hidden,
        )

    def _add_row(self, grid: _Grid, row: Any) -> None:
        line: Line = []
        at = len(grid.lines)
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _skip_tall(grid, line)
            if len(line) >= limits.MAX_CELLS:
                break
            said = self._say(cell)
            if said.asides:
                grid.left_out[at, len(line)] = said.asides
            wide = min(_number(cell, "colspan"), limits.MAX_CELLS - len(line))
            high = min(_number(cell, "rowspan"), _TALLEST)
            for number in range(wide):
                if high > 1:
                    grid.down[len(line)] = high - 1
                    grid.tall.add((at, len(line)))
                line.append("" if number else said.text)
        _skip_tall(grid, line)
        grid.lines.append(line)

    def _say(self, cell: Any) -> CellText:
        why = self._why(cell)
        return compose_cell(self._pieces(cell, why if why in (HIDDEN, STRUCK) else "", 0))

    def _pieces(self, element: Any, why: str, depth: int) -> Iterator[Piece]:
        if depth > _DEEPEST:
            return
        yield from _piece(element.text, why)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                yield Piece("\n")
            elif tag == "table" and _is_own_table(child):
                yield from _piece(child.tail, why)
                continue
            elif tag == "img":
                yield Piece("ảnh", "aside.picture")
            elif tag and tag not in _UNSEEN:
                if tag in _BLOCKS and child.getprevious() is not None:
                    yield Piece("\n")
                yield from self._pieces(child, why or self._why(child), depth + 1)
            yield from _piece(child.tail, why)


def _piece(text: str | None, why: str) -> Iterator[Piece]:
    """Words of a page: line ends in its markup are blanks."""
    if text:
        ends = (" " if text[:1].isspace() else "", " " if text[-1:].isspace() else "")
        words = " ".join(text.split())
        yield Piece(f"{ends[0]}{words}{ends[1]}" if words else " ", why)


def _skip_tall(grid: _Grid, line: Line) -> None:
    """Leave the places to which cells of lines above reach down."""
    while grid.down.get(len(line), 0) > 0 and len(line) < limits.MAX_CELLS:
        at = len(line)
        grid.down[at] -= 1
        line.append("")


def _with_inner(table: Any) -> Iterator[Any]:
    """The table, and those in its cells that are tables of their own."""
    yield table
    for one in table.iterdescendants("table"):
        if sum(1 for _ in one.iterancestors("table")) > limits.MAX_NESTED:
            raise FileRefusedError("file.too_many_rows")
        if _is_own_table(one):
            yield one


def _is_own_table(table: Any) -> bool:
    return sum(1 for _ in islice(_rows(table), 2)) > 1


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (one for one in child if one.tag == "tr")


def _number(cell: Any, name: str) -> int:
    said = (cell.get(name) or "1").strip()
    return max(int(said), 1) if said.isdecimal() and len(said) < 7 else 1
