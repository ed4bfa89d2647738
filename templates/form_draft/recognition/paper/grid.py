"""What stands on paper, whatever kind of file it came in: lines of words, and tables as grids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from templates.form_draft.model import FilePlace


@dataclass(frozen=True)
class PaperLine:
    """A visual line. `text` keeps tabs; `number` is what the program puts before it; `indent` is
    in twentieths of a point; `region` is the number of the cell or box that it stands in, 0 for
    the page itself."""

    text: str
    number: str = ""
    indent: int = 0
    bold: bool = False
    centered: bool = False
    region: int = 0
    place: FilePlace | None = None

    @property
    def words(self) -> str:
        """As on the paper, one blank for any run of blanks, with its automatic number."""
        return " ".join(f"{self.number} {self.text}".split())


SHARED = "="


@dataclass(frozen=True)
class GridCell:
    """A cell, once for all the places that it covers. `grey` cells are shaded darkly enough to
    say that nothing is asked there."""

    line: int
    column: int
    height: int = 1
    width: int = 1
    lines: tuple[PaperLine, ...] = ()
    grey: bool = False
    place: FilePlace | None = None
    formula: str = ""  # of a workbook: C8+C9; SHARED for that of a cell beside it

    @cached_property
    def text(self) -> str:
        """All its words, on one line."""
        return " ".join(filter(None, (one.words for one in self.lines)))

    @property
    def bold(self) -> bool:
        said = [one for one in self.lines if one.text.strip()]
        return bool(said) and all(one.bold for one in said)

    @property
    def indent(self) -> int:
        return self.lines[0].indent if self.lines else 0

    @property
    def last_column(self) -> int:
        """The last column of the grid that it covers."""
        return self.column + self.width - 1


@dataclass
class Grid:
    """A table. `nested` are the tables inside its cells, by the place of the cell. `repeated` is
    the number of its first lines that the file repeats on each page. `notes` are the texts of
    footnotes that it refers to."""

    width: int
    height: int
    cells: tuple[GridCell, ...]
    repeated: int = 0
    nested: dict[tuple[int, int], list[Grid]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @cached_property
    def _by_place(self) -> dict[tuple[int, int], GridCell]:
        return {
            (line, column): cell
            for cell in self.cells
            for line in range(cell.line, cell.line + cell.height)
            for column in range(cell.column, cell.column + cell.width)
        }

    def at(self, line: int, column: int) -> GridCell | None:
        """The cell that covers this place."""
        return self._by_place.get((line, column))

    def row(self, line: int) -> list[GridCell]:
        """The cells that cover a line, left to right, each once."""
        found: list[GridCell] = []
        for column in range(self.width):
            cell = self.at(line, column)
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found

    def texts(self, line: int) -> list[str]:
        """The texts of the cells of a line, those that begin above it too."""
        return [cell.text for cell in self.row(line)]

    def all_lines(self) -> Iterator[PaperLine]:
        """The lines of all its cells."""
        for cell in self.cells:
            yield from cell.lines


Block = PaperLine | Grid


@dataclass(frozen=True)
class Sheet:
    """A Word file, or a sheet of a workbook that people see: its blocks in order."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class PaperFile:
    """A file: `kind` is word or excel."""

    kind: str
    sheets: tuple[Sheet, ...]
