"""A paper in letters of before Unicode, whose fonts do not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conversations.text.legacy_fonts import find_decoder, has_old_letters
from templates.form_draft.recognition.paper.grid import Block, Grid, PaperFile, PaperLine

_ENOUGH = 20_000  # characters that tell in which letters a paper is


def read_old_letters(paper: PaperFile) -> PaperFile:
    """The paper in letters of today: most of its words are Vietnamese only once they are
    decoded. Any other paper as it is."""
    said = "\n".join(line.text for line in _lines(paper))[:_ENOUGH]
    decode = find_decoder(said) if has_old_letters(said) else None
    if decode is None:
        return paper
    return PaperFile(
        paper.kind,
        tuple(
            replace(sheet, blocks=tuple(_decoded(block, decode) for block in sheet.blocks))
            for sheet in paper.sheets
        ),
    )


def _lines(paper: PaperFile) -> Iterator[PaperLine]:
    for sheet in paper.sheets:
        for block in sheet.blocks:
            if isinstance(block, PaperLine):
                yield block
            else:
                yield from block.all_lines()


def _decoded(block: Block, decode: Callable[[str], str]) -> Block:
    if isinstance(block, PaperLine):
        return replace(block, text=_read(block.text, decode))
    return _decoded_grid(block, decode)


def _decoded_grid(grid: Grid, decode: Callable[[str], str]) -> Grid:
    cells = tuple(
        replace(
            cell, lines=tuple(replace(line, text=_read(line.text, decode)) for line in cell.lines)
        )
        for cell in grid.cells
    )
    nested = {
        place: [_decoded_grid(one, decode) for one in inner] for place, inner in grid.nested.items()
    }
    return Grid(grid.width, grid.height, cells, grid.repeated, nested, grid.notes)


def _read(text: str, decode: Callable[[str], str]) -> str:
    """A capital font has small letters for its marked ones: a line whose other letters are all
    large is of such a font."""
    found = decode(text)
    plain = [sign for sign in found if sign.isascii() and sign.isalpha()]
    return found.upper() if len(plain) > 1 and all(sign.isupper() for sign in plain) else found
