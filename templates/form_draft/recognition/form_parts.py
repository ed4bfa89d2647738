"""The blocks of a file parted into forms: a file may hold several appendixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from templates.form_draft.recognition.language.lexicon import LETTERHEAD, TITLES
from templates.form_draft.recognition.language.words import (
    begins_with,
    has_words,
    is_blank,
    tell_words,
)
from templates.form_draft.recognition.letterhead import read_appendix_name, read_code
from templates.form_draft.recognition.paper.grid import Block, Grid, PaperFile, PaperLine
from templates.form_draft.recognition.signers import is_signing
from templates.form_draft.recognition.tables.body import TablePiece
from templates.form_draft.recognition.tables.heads import TableHead, find_head
from templates.form_draft.recognition.titles import is_title

_CONTINUED = re.compile(r"\(\s*tiếp(?:\s+theo)?[^()]{0,20}\)|^\s*tiếp\s+theo\b", re.IGNORECASE)
_LONGEST_MARK = 120  # characters of a line that names the code of a form


@dataclass
class FormSection:
    """Lines that stand together (of one layout table, or a line of the page), or a piece of a
    table. `bare` is a grid without a head."""

    lines: list[PaperLine] = field(default_factory=list)
    piece: TablePiece | None = None
    bare: Grid | None = None
    is_layout: bool = False


@dataclass
class PaperForm:
    """What belongs to one form, in order; `sheet` is the name of a workbook's sheet."""

    sheet: str = ""
    parts: list[FormSection] = field(default_factory=list)

    @property
    def has_table(self) -> bool:
        """Whether a table stands in it."""
        return any(one.piece is not None for one in self.parts)


def part_forms(paper: PaperFile) -> list[PaperForm]:
    """The forms of a file. What holds no table is one only where no other does."""
    found: list[PaperForm] = []
    for sheet in paper.sheets:
        found += _part_blocks(sheet.name, [*_flatten(sheet.blocks)])
    with_tables = [one for one in found if one.has_table]
    return with_tables or found


def _flatten(blocks: Sequence[Block]) -> Iterator[FormSection]:
    for block in blocks:
        if isinstance(block, PaperLine):
            yield FormSection([block])
        else:
            yield from _flatten_grid(block)


def _flatten_grid(grid: Grid) -> Iterator[FormSection]:
    head = find_head(grid)
    if head is not None:
        if head.first:
            yield FormSection([*_lines_above(grid, head)], is_layout=True)
        yield FormSection(piece=TablePiece(grid, head))
        return
    lines: list[PaperLine] = []
    for cell in grid.cells:
        lines += cell.lines
        for inner in grid.nested.get((cell.line, cell.column), []):
            if any(part.piece is not None for part in _flatten_grid(inner)):
                yield FormSection(lines, is_layout=True)
                yield from _flatten_grid(inner)
                lines = []
            else:
                lines += [line for part in _flatten_grid(inner) for line in part.lines]
    yield FormSection(lines, bare=grid, is_layout=True)


def _lines_above(grid: Grid, head: TableHead) -> Iterator[PaperLine]:
    for cell in grid.cells:
        if cell.line < head.first:
            yield from cell.lines


def _part_blocks(sheet: str, parts: list[FormSection]) -> list[PaperForm]:
    """Part them where a new code or appendix is named, or a title stands behind signatures."""
    found = [PaperForm(sheet)]
    code, signed = "", False
    for part in parts:
        said = _mark(part)
        current = found[-1]
        titled = signed and any(
            is_title(line) and begins_with(line.words, TITLES) for line in part.lines
        )
        if current.has_table and ((said and said != code) or titled):
            current = PaperForm(sheet)
            found.append(current)
            code, signed = "", False
        code = said or code
        signed = signed or (
            current.has_table and any(is_signing(line.words) for line in part.lines)
        )
        current.parts.append(part)
    return found


def _mark(part: FormSection) -> str:
    """The code or the appendix that a part names."""
    for line in part.lines:
        if len(line.text) > _LONGEST_MARK or is_continued(line.words):
            continue
        if begins_with(line.words, ("biểu", "mẫu")) or "\t" in line.text or part.is_layout:
            code = read_code(line.text)
            if code is not None:
                return tell_words(code)
        appendix = read_appendix_name(line.words)
        if appendix is not None:
            return tell_words(appendix)
    return ""


def is_continued(text: str) -> bool:
    """Whether a line above a piece of a table says that it goes on one: `(tiếp theo)`."""
    return _CONTINUED.search(text) is not None


def goes_on(before: TablePiece, part: FormSection) -> TablePiece | None:
    """The next piece of the same table; None for a table of its own, and for what is none."""
    if part.bare is not None and part.piece is None:
        grid = part.bare
        said = [line.words for line in part.lines if not is_blank(line.words)]
        if any(is_signing(text) or has_words(text, LETTERHEAD) for text in said):
            return None
        same = grid.width == before.grid.width and grid.height > 0
        return TablePiece(grid, None) if same and said else None
    return None
