"""The places of a draft in the markup of a Word file, and a tag put there."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from templates.appendix_import.word.names import qn
from templates.form_draft.model import FilePlace

TABLE, ROW, CELL, PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
RUN, TEXT = qn("w:r"), qn("w:t")
_PROPERTIES, _MARK = qn("w:pPr"), qn("w:rPr")
_GONE = frozenset({qn("w:del"), qn("w:moveFrom")})
PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN = frozenset({qn("w:rFonts"), qn("w:sz"), qn("w:szCs"), qn("w:color"), qn("w:lang")})


class WordCells:
    """The cells of a document, found before anything in it is changed."""

    def __init__(self, root: Any) -> None:
        body = root.find(qn("w:body"))
        self._tables = [*body.iter(TABLE)]
        self._paragraphs = [one for one in body if one.tag == PARAGRAPH]

    def find(self, place: FilePlace | None) -> Any:
        """The cell or paragraph; None where there is none."""
        if place is None or place.column < 0:
            return None
        if place.line < 0:
            return _at(self._paragraphs, place.column)
        table = _at(self._tables, place.part)
        row = _at([*within(table, ROW)], place.line) if table is not None else None
        return _at([*within(row, CELL)], place.column) if row is not None else None


def within(parent: Any, tag: str) -> Iterator[Any]:
    """The children of this kind, out of content controls and inserted stretches too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in (TABLE, ROW, CELL):
            yield from within(child, tag)


def row_of(cell: Any) -> Any:
    """The table row that a cell stands in."""
    return next(cell.iterancestors(ROW))


def grid_cell(row: Any, column: int) -> Any:
    """The cell of a row that covers a column of the grid; None where there is none."""
    before = row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}")
    at = _number(before, 0)
    for cell in row.findall(CELL):
        span = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), 1)
        if at <= column < at + span:
            return cell
        at += span
    return None


def fill_cell(cell: Any, tag: str) -> None:
    """The tag in place of what is in the cell, in its first paragraph and its font; a cell without
    a font of its own takes that of the row."""
    paragraphs = cell.findall(PARAGRAPH)
    first = paragraphs[0] if paragraphs else etree.SubElement(cell, PARAGRAPH)
    look = _look_of(first)
    if look is None:
        look = _look_of_row(cell)
    for child in [*cell]:
        if child is not first and child.tag != qn("w:tcPr"):
            cell.remove(child)
    fill_paragraph(first, tag, look)


def fill_paragraph(paragraph: Any, tag: str, look: Any = None) -> None:
    """The tag in place of the paragraph's words."""
    look = look if look is not None else _look_of(paragraph)
    for child in [*paragraph]:
        if child.tag != _PROPERTIES:
            paragraph.remove(child)
    add_run(paragraph, tag, look)


def add_run(paragraph: Any, text: str, look: Any = None) -> None:
    run = etree.SubElement(paragraph, RUN)
    if look is not None:
        run.append(deepcopy(look))
    words = etree.SubElement(run, TEXT)
    words.set(PRESERVE, "preserve")
    words.text = text


def tag_row(like: Any, tag: str) -> Any:
    """A table row that holds nothing but a tag: it is not printed."""
    row = etree.Element(ROW)
    cell = etree.SubElement(row, CELL)
    about = etree.SubElement(cell, qn("w:tcPr"))
    width = etree.SubElement(about, qn("w:tcW"))
    width.set(qn("w:w"), "0")
    width.set(qn("w:type"), "auto")
    add_run(etree.SubElement(cell, PARAGRAPH), tag)
    return row


def tag_paragraph(tag: str, look: Any = None, properties: Any = None) -> Any:
    """A paragraph that holds nothing but a tag."""
    paragraph = etree.Element(PARAGRAPH)
    if properties is not None:
        paragraph.append(deepcopy(properties))
    add_run(paragraph, tag, look)
    return paragraph


def text_look(paragraph: Any) -> tuple[Any, Any]:
    """The properties of a paragraph, and those of its words."""
    return paragraph.find(_PROPERTIES), _look_of(paragraph)


def plain_look(look: Any) -> Any:
    """The font and its size alone; None where nothing is said of them."""
    plain = deepcopy(look)
    for one in [*plain]:
        if one.tag not in _PLAIN:
            plain.remove(one)
    return plain if len(plain) else None


def _look_of(paragraph: Any) -> Any:
    """How words of the paragraph look: as its first run, or as its mark says; None where neither
    says anything."""
    for run in paragraph.iter(RUN):
        look = run.find(_MARK)
        if look is not None and len(look):
            return look
    mark = paragraph.find(f"{_PROPERTIES}/{_MARK}")
    return mark if mark is not None and len(mark) else None


def _look_of_row(cell: Any) -> Any:
    """The font of the first words in the cell's row, upright and not bold."""
    for other in row_of(cell).findall(CELL):
        for paragraph in other.iter(PARAGRAPH):
            found = _look_of(paragraph)
            if found is not None and other is not cell:
                return plain_look(found)
    return None


def _at(found: list[Any], place: int) -> Any:
    return found[place] if place < len(found) else None


def _number(element: Any, otherwise: int) -> int:
    said = element.get(qn("w:val"), "") if element is not None else ""
    return int(said) if said.isdecimal() and len(said) < 5 else otherwise
