"""The tables of a Word file before 2007 as lines of cells: cells end with marks among the letters,
rows with a paragraph that says where the cells' edges are ([MS-DOC], 2.4.3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from struct import unpack_from

from conversations.text.legacy_fonts import has_old_letters
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
from templates.appendix_import.edges import merge_edges
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.tables.filed_table import FiledTable, Line
from templates.appendix_import.word97.formats import Run, walk_paragraph, walk_properties
from templates.appendix_import.word97.text import Text97, read_text

NESTED, DELETED, COVERED = "aside.nested", "aside.deleted", "aside.covered"
FOOTNOTE, BOX = "aside.footnote", "aside.box"
_IN_TABLE, _ROW_END, _DEPTH, _GRID = 0x2416, 0x2417, 0x6649, 0xD608
_LOOKS = {  # of characters, and why they are no part of the text
    0x0800: DELETED,
    0x083C: HIDDEN,
    0x0837: STRUCK,
    0x2A53: STRUCK,
}
_SCRIPT = 0x2A48  # 1 raised, 2 lowered
_CELL_BYTES = 20  # of what is said of a cell in a row
_GOES_ON, _BEGINS = 0x20, 0x40  # a cell over several rows: a lower part of it, its first one
_EDGE = 60  # twentieths of a point by which edges that are one may differ
_MARK, _PARAGRAPH, _PAGE = "\x07", "\r", "\x0c"
_FIELD, _RESULT, _END = "\x13", "\x14", "\x15"
_PICTURES = frozenset("\x01\x08")
_SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\t": " ", "\xa0": " ", "\x02": "", "\x05": ""}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """What is said of a paragraph: how many tables it is in, whether it ends a row, and the row."""

    depth: int = 0
    ends_row: bool = False
    grid: bytes = b""


@dataclass
class _Row:
    cells: list[CellText]
    edges: tuple[int, ...] = ()
    flags: tuple[int, ...] = ()


@dataclass
class _Table:
    titles: tuple[str, ...]
    rows: list[_Row] = field(default_factory=list)


class Word97Reading:
    """A file that was opened; FileRefusedError for one that cannot be read."""

    def __init__(self, content: bytes) -> None:
        self._text = read_text(content)
        self._scan = _Scan(self._text)
        self._blocks = [*self._scan.blocks()]

    def tables(self) -> Iterator[FiledTable]:
        """Each table with the paragraphs above it. Footnotes, boxes, and tables within tables are
        told and not read; FileRefusedError for a file that has little else."""
        number = 0
        for one in self._blocks:
            if isinstance(one, _Table):
                number += 1
                yield _lay_out(one, number)
        if self._scan.nested > self._scan.cells:
            raise FileRefusedError("file.nested")
        asides = [*_beside(self._text.notes, FOOTNOTE), *_beside(self._text.boxes, BOX)]
        if asides and number:
            yield FiledTable((), [[""]], number=number + 1, left_out={(0, 0): tuple(asides)})

    def paragraphs(self) -> list[WordParagraph]:
        """The paragraphs in order, and where tables stand among them."""
        return [
            WordParagraph("", is_table=True) if isinstance(one, _Table) else WordParagraph(one)
            for one in self._blocks
        ]


class _Scan:
    """Goes over the letters once."""

    def __init__(self, text: Text97) -> None:
        self._text = text
        self._old_fonts = has_old_letters(text.letters)
        self._paragraphs: dict[int, _Paragraph] = {}
        self._looks: dict[int, str] = {}
        self._fields: list[bool] = []  # whether each field that is open shows its result now
        self._pieces: list[Piece] = []
        self._cell: list[Piece] = []
        self._row: list[CellText] = []
        self._titles: list[str] = []
        self._table: _Table | None = None
        self.cells = 0  # of tables, and paragraphs of tables within them
        self.nested = 0

    def blocks(self) -> Iterator[str | _Table]:
        """Paragraphs outside of tables, and tables."""
        for letter, place in zip(self._text.letters, self._text.places, strict=False):
            if letter == _FIELD:
                self._fields.append(False)
            elif letter == _RESULT and self._fields:
                self._fields[-1] = True
            elif letter == _END and self._fields:
                self._fields.pop()
            elif letter in (_PARAGRAPH, _MARK, _PAGE):
                yield from self._end_paragraph(letter, self._paragraph(place))
            elif all(self._fields):
                self._take(letter, place)
        yield from self._close_table()

    def _take(self, letter: str, place: int) -> None:
        why = self._look(place)
        if letter in _PICTURES:
            self._pieces.append(Piece("ảnh", why or "aside.picture"))
        elif text := _SIGNS.get(letter, letter if letter >= " " else ""):
            if self._pieces and self._pieces[-1].why == why:
                text = self._pieces.pop().text + text
            self._pieces.append(Piece(text, why))

    def _end_paragraph(self, mark: str, about: _Paragraph) -> Iterator[str | _Table]:
        pieces, self._pieces = self._pieces, []
        if not about.depth:
            yield from self._close_table()
            text = " ".join(self._compose(pieces).text.split())
            if text:
                self._titles.append(text)
                yield text
        elif about.depth > 1:
            self.nested += 1
            words = "".join(one.text for one in pieces)
            self._cell.append(Piece(f" {words}", NESTED))
        elif mark == _MARK and about.ends_row:
            self._end_row(about.grid)
        else:
            self._cell += pieces
            if mark == _MARK:
                self.cells += 1
                self._row.append(self._compose(self._cell))
                self._cell = []
            else:
                self._cell.append(Piece("\n"))

    def _compose(self, pieces: Sequence[Piece]) -> CellText:
        return compose_cell(map(_whole, pieces), old_fonts=self._old_fonts)

    def _end_row(self, grid: bytes) -> None:
        if self._table is None:
            self._table = _Table(tuple(self._titles))
        edges, flags = _grid(grid)
        self._table.rows.append(_Row(self._row, edges, flags))
        self._row, self._cell = [], []

    def _close_table(self) -> Iterator[_Table]:
        if self._table is not None:
            yield self._table
        self._table = None
        self._row, self._cell = [], []

    def _paragraph(self, place: int) -> _Paragraph:
        run = self._text.paragraphs.at(place)
        if run is None:
            return _Paragraph()
        if run.start not in self._paragraphs:
            self._paragraphs[run.start] = _read_paragraph(run, self._text.data)
        return self._paragraphs[run.start]

    def _look(self, place: int) -> str:
        run = self._text.characters.at(place)
        if run is None:
            return ""
        if run.start not in self._looks:
            self._looks[run.start] = _read_look(run)
        return self._looks[run.start]


def _read_paragraph(run: Run, data: bytes) -> _Paragraph:
    in_table, ends_row, depth, grid = False, False, 0, b""
    for code, said in walk_paragraph(run.said, data):
        if code == _IN_TABLE:
            in_table = said[:1] != b"\0"
        elif code == _ROW_END:
            ends_row = said[:1] != b"\0"
        elif code == _DEPTH and len(said) == 4:
            depth = unpack_from("<i", said)[0]
        elif code == _GRID:
            grid = said
    return _Paragraph(max(depth, int(in_table)), ends_row, grid)


def _read_look(run: Run) -> str:
    why = ""
    for code, said in walk_properties(run.said):
        if code in _LOOKS:
            if said[:1] == b"\1":
                return _LOOKS[code]
        elif code == _SCRIPT:
            why = {b"\1": RAISED, b"\2": LOWERED}.get(said[:1], "")
    return why


def _whole(piece: Piece) -> Piece:
    """Letters that were kept as two, joined."""
    text = piece.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Piece(text, piece.why)


def _grid(said: bytes) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The edges of a row's cells, and what is said of each cell."""
    if len(said) < 3:
        return (), ()
    count = said[2]
    behind = 3 + 2 * (count + 1)
    if len(said) < behind:
        return (), ()
    edges = unpack_from(f"<{count + 1}h", said, 3)
    known = min(count, (len(said) - behind) // _CELL_BYTES)
    flags = tuple(unpack_from("<H", said, behind + _CELL_BYTES * at)[0] for at in range(known))
    return edges, flags


def _lay_out(table: _Table, number: int) -> FiledTable:
    """The rows over the columns of all of them: a cell over several columns stands in the first."""
    columns = merge_edges((edge for row in table.rows for edge in row.edges), _EDGE)
    lines: list[Line] = []
    tall: set[tuple[int, int]] = set()
    left_out: dict[tuple[int, int], tuple[Aside, ...]] = {}
    for row in table.rows:
        places = _places(row, columns)
        width = max(len(columns) - 1, max(places, default=-1) + 1)
        line = [""] * min(width, limits.MAX_CELLS)
        at = len(lines)
        for cell, place, flag in zip(row.cells, places, _flags(row), strict=False):
            if place >= len(line):
                continue
            asides, text = cell.asides, cell.text
            if flag & _GOES_ON and not flag & _BEGINS:
                tall.add((at - 1, place))
                asides = (*asides, Aside(text, COVERED)) if text else asides
                text = ""
            line[place] = "\n".join(filter(None, (line[place], text)))
            if asides:
                left_out[at, place] = (*left_out.get((at, place), ()), *asides)
        lines.append(line)
    return FiledTable(table.titles, lines, frozenset(tall), number=number, left_out=left_out)


def _places(row: _Row, columns: list[int]) -> list[int]:
    """The column in which each cell of the row begins."""
    if len(row.edges) != len(row.cells) + 1:
        return [*range(len(row.cells))]
    return [max(sum(edge <= one + _EDGE for edge in columns) - 1, 0) for one in row.edges[:-1]]


def _flags(row: _Row) -> tuple[int, ...]:
    return (*row.flags, *[0] * (len(row.cells) - len(row.flags)))


def _beside(letters: str, why: str) -> Iterator[Aside]:
    """Paragraphs that stand beside the body."""
    for one in letters.split(_PARAGRAPH):
        text = " ".join("".join(sign for sign in one if sign >= " " or sign == "\t").split())
        if text:
            yield Aside(text, why)
