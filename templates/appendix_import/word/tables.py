"""The tables of a Word file as lines of cells, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any
from zipfile import ZipFile

from conversations.text.legacy_fonts import has_old_letters
from templates.appendix_import import limits
from templates.appendix_import.cell_text import HIDDEN, NUMBERING, Aside, Piece
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import text_of
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.package import Package
from templates.appendix_import.tables.filed_table import FiledTable, Line
from templates.appendix_import.word.list_numbers import WordNumbering
from templates.appendix_import.word.names import is_on, parse_word, qn, value_of
from templates.appendix_import.word.styles import WordStyles, cell_paper
from templates.appendix_import.word.words import (
    COMMENT,
    DELETED,
    FOOTNOTE,
    WordReader,
    box_of,
    shows_prompt,
)

_GONE = frozenset({qn("w:del"), qn("w:moveFrom")})
_TABLE, _ROW, _CELL, _PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
_CHUNK = b"<w:altChunk"  # another file in its place, which only Word puts in
_PICTURES = (b"<w:drawing", b"<w:pict", b"<w:object")
_NOTES = {
    "footnotes": ("w:footnote", FOOTNOTE),
    "endnotes": ("w:endnote", FOOTNOTE),
    "comments": ("w:comment", COMMENT),
}


@dataclass(frozen=True)
class WordBody:
    """The body of a Word file, with what reads its words and the numbers before its paragraphs."""

    package: Package
    markup: bytes
    reader: WordReader
    root: Any
    numbers: Mapping[Any, str]


def open_word(archive: ZipFile, tab: str = " ") -> WordBody:
    """`tab` is what a tab is read as. FileRefusedError when it is no sound file."""
    package = Package(archive)
    markup = package.read(package.main, limits.MAX_DOCUMENT, "file.too_many_rows")
    reader = replace(_reader(package, old_fonts=has_old_letters(text_of(markup))), tab=tab)
    body = _body(markup)
    numbers = _numbering(package).number_all(body, reader.styles.list_of)
    return WordBody(package, markup, reader, body, numbers)


def refuse_other_tables(markup: bytes) -> None:
    """FileRefusedError for a body without tables that hides them in another file or a picture."""
    if _CHUNK in markup:
        raise FileRefusedError("file.chunk")
    if any(sign in markup for sign in _PICTURES):
        raise FileRefusedError("file.scan")


def word_sheets(archive: ZipFile) -> Iterator[FiledTable]:
    """Each table of the body, and each inside its cells, with the paragraphs above it."""
    body = open_word(archive)
    reader = replace(body.reader, numbers=body.numbers)
    titles: list[str] = []
    found = 0
    for number, block in enumerate(blocks_within(body.root)):
        if number > limits.MAX_TABLES * 50:
            raise FileRefusedError("file.too_many_rows")
        if block.tag == _PARAGRAPH:
            titles.append(reader.text(block))
        else:
            for table in islice(_tables(block), limits.MAX_TABLES):
                found += 1
                yield _sheet(reader, table, found, tuple(filter(None, titles)))
    if not found:
        refuse_other_tables(body.markup)


def word_paragraphs(archive: ZipFile) -> list[WordParagraph]:
    """The paragraphs of the body in order, and where tables stand among them."""
    body = open_word(archive)
    found = []
    for block in islice(blocks_within(body.root), limits.MAX_TABLES * 50):
        if block.tag == _PARAGRAPH:
            words = body.reader.text(block)
            found.append(WordParagraph(words, body.numbers.get(block, "")))
        else:
            found.append(WordParagraph("", is_table=True))
    return found


def _body(markup: bytes) -> Any:
    body = parse_word(markup).find(qn("w:body"))
    if body is None:
        raise FileRefusedError("file.broken")
    return body


def _reader(package: Package, *, old_fonts: bool) -> WordReader:
    """With the styles and the notes of the file; a part that is too large for what it is says
    nothing."""
    styles = package.of_kind(package.main, "styles")
    root = parse_word(package.read(styles, limits.MAX_DOCUMENT)) if styles is not None else None
    reader = WordReader(WordStyles(root), {}, old_fonts)
    notes: dict[tuple[str, str], str] = {}
    for kind, (name, why) in _NOTES.items():
        part = package.of_kind(package.main, kind)
        if part is None:
            continue
        for one in parse_word(package.read(part, limits.MAX_DOCUMENT)).iter(qn(name)):
            words = (reader.text(each) for each in one.iter(_PARAGRAPH))
            notes[why, one.get(qn("w:id"), "")] = " ".join(filter(None, words))
    return replace(reader, notes=notes)


def _numbering(package: Package) -> WordNumbering:
    part = package.of_kind(package.main, "numbering")
    root = parse_word(package.read(part, limits.MAX_DOCUMENT)) if part is not None else None
    return WordNumbering(root)


def blocks_within(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, out of content controls and inserted stretches too."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _GONE:
            yield from blocks_within(child)


def _tables(table: Any) -> Iterator[Any]:
    """The table, and those inside its cells that are tables of their own."""
    inside = [*table.iterdescendants(_TABLE)]
    if any(sum(1 for _ in one.iterancestors(_TABLE)) > limits.MAX_NESTED for one in inside):
        raise FileRefusedError("file.too_many_rows")
    yield table
    yield from filter(_is_own_table, inside)


def _is_own_table(table: Any) -> bool:
    """Whether a table inside a cell is one of its own: with several rows."""
    return table.getparent().tag == _CELL and len([*children_within(table, _ROW)]) > 1


def _sheet(reader: WordReader, table: Any, number: int, titles: tuple[str, ...]) -> FiledTable:
    """Its lines, and which cells reach down over the next line."""
    style = value_of(table.find(qn("w:tblPr")), "w:tblStyle") or ""
    lines: list[Line] = []
    tall: set[tuple[int, int]] = set()
    left_out: dict[tuple[int, int], tuple[Aside, ...]] = {}
    hidden: dict[int, str] = {}
    for row in children_within(table, _ROW):
        flags = row.find(qn("w:trPr"))
        deleted = flags is not None and flags.find(qn("w:del")) is not None
        if is_on(flags, "w:hidden"):
            hidden[len(lines)] = HIDDEN
        before = flags.find(qn("w:gridBefore")) if flags is not None else None
        line = [""] * number_said(before, 0)
        for cell in children_within(row, _CELL):
            about = cell.find(qn("w:tcPr"))
            gone = deleted or (about is not None and about.find(qn("w:cellDel")) is not None)
            continued = goes_on(about)
            if continued and not gone:
                tall.add((len(lines) - 1, len(line)))
            said = reader.compose(_pieces(reader, cell, style))
            asides = said.asides
            if gone or continued:
                why = DELETED if gone else "aside.covered"
                asides = (*asides, Aside(said.text, why)) if said.text else asides
            if asides and len(line) < limits.MAX_CELLS:
                place = (len(lines), len(line))
                left_out[place] = (*left_out.get(place, ()), *asides)
            if gone and not deleted:
                continue
            span = about.find(qn("w:gridSpan")) if about is not None else None
            line += ["" if continued or gone else said.text, *[""] * (number_said(span, 1) - 1)]
        lines.append(line[: limits.MAX_CELLS])
    return FiledTable(
        titles,
        lines,
        frozenset(tall),
        number=number,
        left_out=left_out,
        hidden_lines=hidden,
    )


def goes_on(about: Any) -> bool:
    """Whether the cell is the lower part of one that began above."""
    merged = about.find(qn("w:vMerge")) if about is not None else None
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _pieces(reader: WordReader, cell: Any, style: str) -> Iterator[Piece]:
    """The paragraphs of the cell, and of small tables inside it, each on a line. A number that
    Word puts before words is none of them."""
    about = _control_around(cell)
    if shows_prompt(about):
        return
    box = box_of(about)
    if box is not None:
        yield Piece(box)
        return
    paper = cell_paper(cell.find(qn("w:tcPr")))
    for number, paragraph in enumerate(_paragraphs(cell)):
        if number:
            yield Piece("\n")
        found = [*reader.pieces(paragraph, style, paper)]
        alone = not any(one.text.strip() for one in found if not one.why)
        yield from (one for one in found if one.why != NUMBERING or alone)


def _control_around(cell: Any) -> Any:
    """What is said of a content control that is the whole cell."""
    content = cell.getparent()
    control = content.getparent() if content.tag == qn("w:sdtContent") else None
    return control.find(qn("w:sdtPr")) if control is not None else None


def _paragraphs(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag == qn("w:sdt"):
            about = child.find(qn("w:sdtPr"))
            if not shows_prompt(about):
                yield from _paragraphs(child)
        elif child.tag not in _GONE and not (child.tag == _TABLE and _is_own_table(child)):
            yield from _paragraphs(child)


def children_within(parent: Any, tag: str) -> Iterator[Any]:
    """The children of this kind, out of content controls and inserted stretches too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in (_TABLE, _ROW, _CELL):
            yield from children_within(child, tag)


def number_said(element: Any, otherwise: int) -> int:
    """The number that a property says, as a span does."""
    found = element.get(qn("w:val"), "") if element is not None else ""
    if not found.isdecimal():
        return otherwise
    return min(int(found), limits.MAX_CELLS) if len(found) < 9 else limits.MAX_CELLS
