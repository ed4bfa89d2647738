"""The tables of an OpenDocument file as lines of cells, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from conversations.text.legacy_fonts import has_old_letters
from templates.appendix_import import limits
from templates.appendix_import.cell_text import HIDDEN, Aside
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel.cell_reader import COVERED, ERROR, FAR, FILTERED
from templates.appendix_import.opendocument.numbers import read_number
from templates.appendix_import.opendocument.package import OpenParts, on, open_parts
from templates.appendix_import.opendocument.styles import OpenStyles
from templates.appendix_import.opendocument.words import PARAGRAPHS, OpenWords, is_own_table
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.tables.filed_table import FiledTable, Line

_TABLE, _ROW = on("table:table"), on("table:table-row")
_CELL, _COVERED = on("table:table-cell"), on("table:covered-table-cell")
_GONE = frozenset({on("text:tracked-changes"), on("office:forms")})
MAX_REPEATED = 200  # times that a line or a cell with something in it is repeated


class OpenReading:
    """A text or a workbook that was opened; FileRefusedError for what is neither."""

    def __init__(self, content: bytes) -> None:
        parts = open_parts(content)
        self._body = parts.body
        self._words = OpenWords(OpenStyles(parts.styles))
        self._old_fonts = has_old_letters("".join(parts.body.itertext()))
        self._is_sheet = parts.body.tag == on("office:spreadsheet")
        if parts.body.tag not in (on("office:spreadsheet"), on("office:text")):
            raise FileRefusedError("file.open_document")
        self._hidden_sheets = _hidden_sheets(parts)

    def tables(self) -> Iterator[FiledTable]:
        """Each table with the paragraphs above it; each sheet of a workbook."""
        titles: list[str] = []
        number = 0
        for block in islice(_blocks(self._body), limits.MAX_TABLES * 50):
            if block.tag in PARAGRAPHS:
                titles.append(self._words.text(block))
                continue
            for table in _with_inner(block):
                number += 1
                if number > limits.MAX_TABLES:
                    raise FileRefusedError("file.too_many_rows")
                yield self._table(table, number, tuple(filter(None, titles)))

    def paragraphs(self) -> list[WordParagraph]:
        """The paragraphs in order, and where tables stand among them."""
        return [
            WordParagraph(self._words.text(block))
            if block.tag in PARAGRAPHS
            else WordParagraph("", is_table=True)
            for block in islice(_blocks(self._body), limits.MAX_TABLES * 50)
        ]

    def _table(self, table: Any, number: int, titles: tuple[str, ...]) -> FiledTable:
        made = _Lines(self._words, self._old_fonts, self._is_sheet)
        for row in _rows(table):
            made.add_row(row)
        name = table.get(on("table:name"), "") if self._is_sheet else ""
        return FiledTable(
            titles if not self._is_sheet else (),
            made.lines,
            frozenset(made.tall),
            name=name,
            number=number,
            places=tuple(made.places) if self._is_sheet else (),
            left_out=made.left_out,
            ways=made.ways,
            hidden=table.get(on("table:style-name"), "") in self._hidden_sheets,
            hidden_lines=made.hidden_lines,
            hidden_columns=_hidden_columns(table),
        )


@dataclass
class _Lines:
    """The lines of one table; blank ones at the end of a sheet are not kept."""

    words: OpenWords
    old_fonts: bool
    is_sheet: bool
    lines: list[Line] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    tall: set[tuple[int, int]] = field(default_factory=set)
    left_out: dict[tuple[int, int], tuple[Aside, ...]] = field(default_factory=dict)
    ways: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    hidden_lines: dict[int, str] = field(default_factory=dict)
    row: int = 0  # of the sheet, the last one

    def add_row(self, row: Any) -> None:
        times = _number(row, "table:number-rows-repeated")
        line: Line = []
        asides: dict[int, tuple[Aside, ...]] = {}
        spans: list[int] = []
        ways: dict[int, tuple[str, ...]] = {}
        for cell in row:
            if cell.tag in (_CELL, _COVERED):
                self._add_cell(cell, line, asides, spans, ways)
        if self.is_sheet:
            while line and not line[-1] and len(line) - 1 not in asides:
                line.pop()
        if not any(line) and not asides:
            self.row += times
            return
        for _ in range(min(times, MAX_REPEATED)):
            self.row += 1
            at = len(self.lines)
            self.tall |= {(at, column) for column in spans}
            self.ways |= {(at, column): said for column, said in ways.items()}
            self.left_out |= {(at, column): said for column, said in asides.items()}
            seen = row.get(on("table:visibility"), "visible")
            if seen != "visible":
                self.hidden_lines[at] = FILTERED if seen == "filter" else HIDDEN
            self.lines.append([*line])
            self.places.append(self.row)
            if len(self.lines) > limits.MAX_LISTED:
                raise FileRefusedError("file.too_many_rows")

    def _add_cell(
        self,
        cell: Any,
        line: Line,
        asides: dict[int, tuple[Aside, ...]],
        spans: list[int],
        row_ways: dict[int, tuple[str, ...]],
    ) -> None:
        base = self.words.styles.words("table-cell", cell.get(on("table:style-name")))
        said = self.words.cell(cell, base, old_fonts=self.old_fonts)
        text, told = said.text, said.asides
        ways: tuple[str, ...] = ()
        number = read_number(cell, text)
        if number is not None:
            text, ways = number.text, number.ways
        if cell.tag == _COVERED:
            told = (*told, Aside(text, COVERED)) if text else told
            text = ""
        elif text.startswith(("#", "Err:")) and cell.get(on("table:formula")) is not None:
            told, text = (*told, Aside(text, ERROR)), ""
        for _ in range(_number(cell, "table:number-columns-repeated")):
            column = len(line)
            if column >= limits.MAX_CELLS:
                if text:
                    told = (*asides.get(column - 1, ()), *told, Aside(text, FAR))
                    asides[column - 1] = told
                return
            if told:
                asides[column] = told
            if ways and text:
                row_ways[column] = ways
            if _number(cell, "table:number-rows-spanned") > 1:
                wide = _number(cell, "table:number-columns-spanned")
                spans += range(column, min(column + wide, limits.MAX_CELLS))
            line.append(text)


def _number(element: Any, name: str) -> int:
    said = element.get(on(name), "1")
    return max(int(said), 1) if said.isdecimal() and len(said) < 9 else 1


def _blocks(parent: Any, depth: int = 0) -> Iterator[Any]:
    """Paragraphs and tables in order, out of sections and lists too."""
    for child in parent:
        if child.tag in PARAGRAPHS or child.tag == _TABLE:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE and depth < 50:
            yield from _blocks(child, depth + 1)


def _with_inner(table: Any) -> Iterator[Any]:
    """The table, and those in its cells that are tables of their own."""
    yield table
    for one in table.iterdescendants(_TABLE):
        if sum(1 for _ in one.iterancestors(_TABLE)) > limits.MAX_NESTED:
            raise FileRefusedError("file.too_many_rows")
        if is_own_table(one):
            yield one


def _rows(parent: Any) -> Iterator[Any]:
    """The rows of a table, out of headers and groups too; not those of tables in its cells."""
    for child in parent:
        if child.tag == _ROW:
            yield child
        elif child.tag not in (_TABLE, _CELL) and isinstance(child.tag, str):
            yield from _rows(child)


def _hidden_columns(table: Any) -> frozenset[int]:
    found: set[int] = set()
    at = 0
    for column in table.iter(on("table:table-column")):
        times = min(_number(column, "table:number-columns-repeated"), limits.MAX_CELLS)
        if column.get(on("table:visibility"), "visible") != "visible":
            found |= {*range(at, min(at + times, limits.MAX_CELLS))}
        at += times
    return frozenset(found)


def _hidden_sheets(parts: OpenParts) -> frozenset[str]:
    """The styles of sheets that nobody sees."""
    found = set()
    for root in parts.styles:
        for style in root.iter(on("style:style")):
            properties = style.find(on("style:table-properties"))
            if properties is not None and properties.get(on("table:display")) == "false":
                found.add(style.get(on("style:name"), ""))
    return frozenset(found - {""})
