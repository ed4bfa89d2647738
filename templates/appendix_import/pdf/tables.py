"""The tables of a PDF as lines of cells, and its paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from templates.appendix_import import limits
from templates.appendix_import.cell_text import Aside
from templates.appendix_import.edges import merge_edges
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.pdf.geometry import Letter
from templates.appendix_import.pdf.grid import NEAR, RuledGrid, find_grids
from templates.appendix_import.pdf.pages import PdfPage, read_pages
from templates.appendix_import.pdf.words import Strikes, TextLine, cut_line, find_lines, say_lines
from templates.appendix_import.tables.filed_table import FiledTable, Line

PICTURE = "aside.picture"
_BEGINS = re.compile(r"\s*(?:[-+–•*]|\(?(?:[IVX]{1,5}|\d{1,2}|[a-zđ])[.)/])\s*\S")
_PAGE_NUMBER = re.compile(r"[-–\s]*(?:Trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–\s]*", re.IGNORECASE)
_FULL = 0.15  # of the width of the text, by which a line that goes on may end before it
_INDENT = 4.0  # points


@dataclass
class _PageTable:
    grid: RuledGrid
    letters: dict[tuple[int, int], list[Letter]] = field(default_factory=dict)


@dataclass
class _ReadPage:
    """A page with its tables from above, and the lines of text outside of them."""

    number: int
    strikes: Strikes
    tables: list[_PageTable]
    lines: list[TextLine]
    asides: tuple[Aside, ...]  # that belong to no cell


class PdfReading:
    """A PDF that was read; FileRefusedError for what has no table that is ruled."""

    def __init__(self, content: bytes) -> None:
        self._pages = [_read(page) for page in read_pages(content)]
        if not any(page.tables for page in self._pages):
            raise FileRefusedError("file.pdf_no_lines")
        _align(self._pages)

    def tables(self) -> Iterator[FiledTable]:
        """Each table of each page, with the lines above it."""
        titles: list[str] = []
        number = 0
        for page in self._pages:
            if page.asides:
                yield FiledTable((), [[""]], page=page.number, left_out={(0, 0): page.asides})
            for one in _in_order(page):
                if isinstance(one, TextLine):
                    _add_title(titles, say_lines([one], page.strikes).text)
                    continue
                number += 1
                yield _table(one, page, number, tuple(titles))

    def paragraphs(self) -> list[WordParagraph]:
        """The paragraphs in order, and where tables stand among them. A page tells only lines:
        one that ends at the margin goes on in the next one, if that is not indented."""
        found: list[WordParagraph] = []
        for page in self._pages:
            lines = [one for one in _in_order(page) if isinstance(one, TextLine)]
            right = max((line.right for line in lines), default=0.0)
            width = right - min((line.left for line in lines), default=0.0)
            middle = right - width / 2
            before: TextLine | None = None
            for one in _in_order(page):
                if isinstance(one, _PageTable):
                    found.append(WordParagraph("", is_table=True))
                    before = None
                    continue
                words = say_lines([one], page.strikes).text
                if not words:
                    continue
                if one.beside or one.left > middle:  # a letterhead, or who signs: it ends a text
                    found.append(WordParagraph("", is_table=True))
                    before = None
                if before is not None and _goes_on(before, one, words, right - width * _FULL):
                    found[-1] = WordParagraph(f"{found[-1].text} {words}")
                else:
                    found.append(WordParagraph(words))
                before = one
        return found


def _read(page: PdfPage) -> _ReadPage:
    drawing = page.drawing
    tables = [_PageTable(one) for one in find_grids(drawing.across, drawing.upright, page.number)]
    outside = [letter for letter in page.letters if not _put(letter, tables)]
    straight = [one for one in outside if not one.turn and not one.why]
    lines = [part for line in find_lines(straight) for part in cut_line(line)]
    lines = _without_number(lines)
    asides = [*page.beside.asides]
    if drawing.has_picture and not page.is_seen:
        asides.append(Aside(f"trang {page.number}", PICTURE))
    strikes = Strikes([*drawing.across, *page.beside.strikes])
    return _ReadPage(page.number, strikes, tables, lines, tuple(asides))


def _add_title(titles: list[str], words: str) -> None:
    """A line above a table; what is said in brackets may go on in the next line."""
    if titles and titles[-1].startswith("(") and titles[-1].count("(") > titles[-1].count(")"):
        titles[-1] = f"{titles[-1]} {words}"
    elif words:
        titles.append(words)


def _without_number(lines: list[TextLine]) -> list[TextLine]:
    """The lines of a page without its number, which stands first or last."""
    for at in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch("".join(one.sign for one in lines[at].letters)):
            lines = lines[1:] if at == 0 else lines[:-1]
    return lines


def _put(letter: Letter, tables: Iterable[_PageTable]) -> bool:
    """Put the letter into the cell where its middle lies; whether there is one."""
    along, up = (letter.left + letter.right) / 2, letter.y + letter.size * 0.25
    point = {90: (-up, along), 270: (up, -along)}.get(letter.turn, (along, up))
    for table in tables:
        slot = table.grid.slot(*point)
        if slot is not None:
            table.letters.setdefault(slot, []).append(letter)
            return True
    return False


def _align(pages: Sequence[_ReadPage]) -> None:
    """Give the parts of a table that pages part the same columns."""
    chain: list[_PageTable] = []
    for page in pages:
        first = page.tables[0] if page.tables else None
        if first is None or not chain or not _same_sides(chain[-1].grid, first.grid):
            _share_columns(chain)
            chain = []
        if first is not None:
            if len(page.tables) > 1:
                _share_columns([*chain, first])
                chain = []
            chain.append(page.tables[-1])
    _share_columns(chain)


def _same_sides(one: RuledGrid, other: RuledGrid) -> bool:
    sides = ((one.xs[0], other.xs[0]), (one.xs[-1], other.xs[-1]))
    return all(abs(a - b) <= 2 * NEAR for a, b in sides)


def _share_columns(tables: Sequence[_PageTable]) -> None:
    if len({table.grid.columns for table in tables}) < 2:
        return
    edges = merge_edges((x for table in tables for x in table.grid.xs), 2 * NEAR)
    for table in tables:
        letters = [one for cell in table.letters.values() for one in cell]
        table.grid, table.letters = replace(table.grid, xs=tuple(edges)), {}
        for letter in letters:
            _put(letter, [table])


def _in_order(page: _ReadPage) -> Iterator[TextLine | _PageTable]:
    lines = [*page.lines]
    for table in page.tables:
        top = table.grid.ys[0]
        while lines and lines[0].y >= top:
            yield lines.pop(0)
        yield table
    yield from lines


def _table(table: _PageTable, page: _ReadPage, number: int, titles: tuple[str, ...]) -> FiledTable:
    """Its lines, and which cells reach down over the next line. A cell over several rows says what
    it says in the first of them."""
    grid = table.grid
    said: dict[tuple[int, int], list[Letter]] = {}
    for slot, letters in table.letters.items():
        cell = grid.cells[slot]
        said.setdefault((cell.top, cell.left), []).extend(letters)
    lines: list[Line] = []
    tall: set[tuple[int, int]] = set()
    left_out: dict[tuple[int, int], tuple[Aside, ...]] = {}
    for row in range(grid.rows):
        line = [""] * min(grid.columns, limits.MAX_CELLS)
        for column in range(len(line)):
            if grid.cells[row, column].bottom > row:
                tall.add((len(lines), column))
            letters = said.get((row, column), [])
            if not letters:
                continue
            found = say_lines(_cell_lines(letters), page.strikes)
            line[column] = found.text
            if found.asides:
                left_out[len(lines), column] = found.asides
        if any(line) or any(at == len(lines) for at, _ in left_out):
            lines.append(line)
        else:
            tall = {(at, column) for at, column in tall if at != len(lines)}
    return FiledTable(
        titles, lines, frozenset(tall), number=number, page=page.number, left_out=left_out
    )


def _cell_lines(letters: Sequence[Letter]) -> list[TextLine]:
    """The lines of a cell; words may be turned, and are read as they are turned."""
    turns = dict.fromkeys(one.turn for one in letters)
    return [
        line for turn in turns for line in find_lines([one for one in letters if one.turn == turn])
    ]


def _goes_on(before: TextLine, line: TextLine, words: str, full: float) -> bool:
    near = before.y - line.y < 2.2 * before.size
    indented = line.left > before.left + _INDENT
    return near and before.right >= full and not indented and not _BEGINS.match(words)
