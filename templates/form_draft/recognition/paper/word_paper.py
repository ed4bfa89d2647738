"""A Word file as lines of words and grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zipfile import ZipFile

from conversations.text.normalize import clean_text
from templates.appendix_import import limits
from templates.appendix_import.colors import Color
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.word.names import is_on, parse_word, qn, value_of
from templates.appendix_import.word.styles import cell_paper
from templates.appendix_import.word.tables import (
    WordBody,
    blocks_within,
    children_within,
    goes_on,
    number_said,
    open_word,
    refuse_other_tables,
)
from templates.appendix_import.word.words import FOOTNOTE
from templates.form_draft.model import FilePlace
from templates.form_draft.recognition.paper.grid import (
    Block,
    Grid,
    GridCell,
    PaperFile,
    PaperLine,
    Sheet,
)
from templates.form_draft.recognition.paper.old_letters import Letters, find_letters

_TABLE, _ROW, _CELL, _PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
_BLANK_WIDTH, _TAB_WIDTH = 60, 720  # twentieths of a point
_FEWEST_WORDS = 200  # characters of a file that is more than a picture
_DARK = 225  # of 255: a paler shade is a matter of taste, and says nothing
_TINGE = 24  # of 255: how far the parts of a grey may differ


def read_word_paper(archive: ZipFile) -> PaperFile:
    """The body with all changes accepted, and what stands in headers before it. FileRefusedError
    for more than one is willing to look at."""
    body = open_word(archive, tab="\t")
    words = [one.text or "" for one in body.root.iter(qn("w:t"))]
    if body.root.find(f".//{_TABLE}") is None and sum(map(len, words)) < _FEWEST_WORDS:
        refuse_other_tables(body.markup)
    reading = _WordPaper(body, find_letters(words))
    return PaperFile("word", (Sheet("", (*reading.headers(), *reading.body())),))


@dataclass
class _WordPaper:
    body_of: WordBody
    letters: Letters = str
    lines: int = 0
    regions: int = 0
    tables: dict[Any, int] = field(default_factory=dict)
    paragraphs: dict[Any, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        root = self.body_of.root
        self.tables = {one: number for number, one in enumerate(root.iter(_TABLE))}
        direct = (one for one in root if one.tag == _PARAGRAPH)
        self.paragraphs = {one: number for number, one in enumerate(direct)}

    def body(self) -> Iterator[Block]:
        for block in islice(blocks_within(self.body_of.root), limits.MAX_TABLES * 50):
            if block.tag == _PARAGRAPH:
                number = self.paragraphs.get(block)
                place = FilePlace(0, -1, number) if number is not None else None
                yield from self._lines(block, "", None, place)
            else:
                yield self._grid(block)

    def headers(self) -> Iterator[PaperLine]:
        """The words of the page headers, which may hold the form's code."""
        package = self.body_of.package
        for one in package.relations(package.main).values():
            if one.kind == "header" and one.part:
                root = parse_word(package.read(one.part, limits.MAX_PROPERTIES))
                self.regions += 1
                for paragraph in root.iter(_PARAGRAPH):
                    yield from self._lines(paragraph, "", None, None, self.regions)

    def _lines(
        self,
        paragraph: Any,
        style: str,
        paper: Color,
        place: FilePlace | None,
        region: int = 0,
    ) -> Iterator[PaperLine]:
        """The visual lines of a paragraph: the first has its number."""
        reader = self.body_of.reader
        pieces = [*reader.pieces(paragraph, style, paper)]
        raw = "".join(one.text for one in pieces if not one.why)
        front = raw[: len(raw) - len(raw.lstrip(" \t\u00a0\u2002\u2003"))]
        indent, centered = reader.styles.alignment(paragraph)
        indent += sum(_TAB_WIDTH if sign == "\t" else _BLANK_WIDTH for sign in front)
        number = self.body_of.numbers.get(paragraph, "")
        bold = self._is_bold(paragraph, style)
        for at, line in enumerate(self.letters(reader.compose(pieces).text).split("\n")):
            text = "\t".join(clean_text(part.replace("\u00ad", "")) for part in line.split("\t"))
            yield PaperLine(text, "" if at else number, indent, bold, centered, region, place)

    def _is_bold(self, paragraph: Any, style: str) -> bool:
        runs = [run for run in paragraph.iter(qn("w:r")) if _says(run)]
        styles = self.body_of.reader.styles
        return bool(runs) and all(styles.is_bold(run, paragraph, style) for run in runs)

    def _notes(self, table: Any) -> tuple[str, ...]:
        reader = self.body_of.reader
        asides = (reader.compose(reader.pieces(one)).asides for one in table.iter(_PARAGRAPH))
        return tuple(one.text for some in asides for one in some if one.why == FOOTNOTE)

    def _grid(self, table: Any, depth: int = 0) -> Grid:
        if depth > limits.MAX_NESTED:
            raise FileRefusedError("file.too_many_rows")
        part = self.tables.get(table, 0)
        style = value_of(table.find(qn("w:tblPr")), "w:tblStyle") or ""
        building = _Building()
        for number, row in enumerate(children_within(table, _ROW)):
            flags = row.find(qn("w:trPr"))
            if flags is not None and flags.find(qn("w:del")) is not None:
                continue
            self.lines += 1
            if self.lines > limits.MAX_LINES:
                raise FileRefusedError("file.too_many_rows")
            before = flags.find(qn("w:gridBefore")) if flags is not None else None
            building.begin(number_said(before, 0), repeated=bool(is_on(flags, "tblHeader")))
            for at, cell in enumerate(children_within(row, _CELL)):
                about = cell.find(qn("w:tcPr"))
                span = number_said(about.find(qn("w:gridSpan")) if about is not None else None, 1)
                beside = value_of(about, "w:hMerge")
                if beside is not None and beside != "restart":
                    building.widen(span)
                elif not (goes_on(about) and building.deepen(span)):
                    place = FilePlace(part, number, at)
                    nested = [self._grid(one, depth + 1) for one in _own_tables(cell)]
                    building.add(self._cell(cell, about, style, place), span, nested)
        return building.grid(self._notes(table))

    def _cell(self, cell: Any, about: Any, style: str, place: FilePlace) -> GridCell:
        self.regions += 1
        paper = cell_paper(about)
        lines = tuple(
            line
            for paragraph in _paragraphs(cell)
            for line in self._lines(paragraph, style, paper, place, self.regions)
        )
        return GridCell(0, 0, lines=lines, grey=is_grey(paper), place=place)


@dataclass
class _Building:
    """A grid that is filled row by row."""

    cells: list[dict[str, Any]] = field(default_factory=list)
    above: dict[int, dict[str, Any]] = field(default_factory=dict)
    nested: dict[tuple[int, int], list[Grid]] = field(default_factory=dict)
    line: int = -1
    column: int = 0
    width: int = 0
    repeated: int = 0

    def begin(self, column: int, *, repeated: bool) -> None:
        self.line, self.column = self.line + 1, column
        if repeated and self.repeated == self.line:
            self.repeated += 1

    def add(self, cell: GridCell, span: int, nested: list[Grid]) -> None:
        span = min(max(1, span), limits.MAX_CELLS - self.column)
        if span < 1:
            return
        made = {"cell": cell, "line": self.line, "column": self.column, "width": span, "height": 1}
        self.cells.append(made)
        if nested:
            self.nested[self.line, self.column] = nested
        self._lay(made)

    def widen(self, span: int) -> None:
        """The last cell of this row reaches over one more."""
        if self.cells and self.cells[-1]["line"] == self.line:
            span = min(span, limits.MAX_CELLS - self.column)
            self.cells[-1]["width"] += max(0, span)
            self._lay(self.cells[-1], max(0, span))

    def deepen(self, span: int) -> bool:
        """Whether the cell above reaches down to here."""
        one = self.above.get(self.column)
        if one is None or one["column"] != self.column:
            return False
        if one["line"] + one["height"] != self.line:
            return False
        one["height"] += 1
        self._lay(one)
        return True

    def _lay(self, one: dict[str, Any], span: int | None = None) -> None:
        span = one["width"] if span is None else span
        for column in range(self.column, self.column + span):
            self.above[column] = one
        self.column += span
        self.width = max(self.width, self.column)

    def grid(self, notes: tuple[str, ...]) -> Grid:
        cells = tuple(
            GridCell(
                one["line"],
                one["column"],
                one["height"],
                one["width"],
                one["cell"].lines,
                one["cell"].grey,
                one["cell"].place,
            )
            for one in self.cells
        )
        return Grid(self.width, self.line + 1, cells, self.repeated, self.nested, notes)


def is_grey(paper: Color) -> bool:
    """Whether a shade is a grey that says that nothing is written there."""
    return paper is not None and max(paper) < _DARK and max(paper) - min(paper) <= _TINGE


def _says(run: Any) -> bool:
    return any((one.text or "").strip() for one in run.iter(qn("w:t")))


def _own_tables(cell: Any) -> Iterator[Any]:
    yield from (one for one in blocks_within(cell) if one.tag == _TABLE)


def _paragraphs(cell: Any) -> Iterator[Any]:
    yield from (one for one in blocks_within(cell) if one.tag == _PARAGRAPH)
