"""The tables of a Word file as lines of cells, as they read with all changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from zipfile import ZipFile

from templates.appendix_import import limits
from templates.appendix_import.archive import read_part
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import parse_markup
from templates.appendix_import.tables import FiledTable, Line

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def qn(name: str) -> str:
    """`w:tbl` as the parser spells it."""
    return f"{{{_W}}}{name.removeprefix('w:')}"


_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:instrText"), qn("w:delText")})
_SIGNS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}
_SIGNS[qn("w:sym")] = "\N{REPLACEMENT CHARACTER}"  # of a symbol font: the text does not say which
_TABLE, _ROW, _CELL, _PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
_RUN, _ABOUT_RUN = qn("w:r"), qn("w:rPr")
_UNSEEN = (qn("w:vanish"), qn("w:strike"), qn("w:dstrike"))  # nobody reads it as the answer
_OFF = frozenset({"0", "false", "off", "none"})
_BOX, _OTHER_BOX = qn("w:txbxContent"), f"{{{_MC}}}Fallback"  # the same box for an older Word
LONGEST_MARK = 4  # characters of a note's mark: 1, (2), ***


def word_sheets(archive: ZipFile) -> Iterator[FiledTable]:
    """Each table of the body, and each inside its cells, with the paragraphs above it."""
    titles: list[str] = []
    for number, block in enumerate(_blocks(_body(archive))):
        if number > limits.MAX_TABLES * 50:
            raise FileRefusedError("file.too_many_rows")
        if block.tag == _PARAGRAPH:
            titles.append(_text(block))
        else:
            for table in islice(_tables(block), limits.MAX_TABLES):
                yield _sheet(table, tuple(filter(None, titles)))


def _body(archive: ZipFile) -> Any:
    markup = read_part(archive, "word/document.xml", limits.MAX_DOCUMENT, "file.too_many_rows")
    body = parse_markup(markup).find(qn("w:body"))
    if body is None:
        raise FileRefusedError("file.broken")
    return body


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, out of content controls and inserted stretches too."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _tables(table: Any) -> Iterator[Any]:
    """The table, and those inside its cells that are tables of their own: with several rows."""
    inside = [*table.iterdescendants(_TABLE)]
    if any(sum(1 for _ in one.iterancestors(_TABLE)) > limits.MAX_NESTED for one in inside):
        raise FileRefusedError("file.too_many_rows")
    yield table
    for inner in inside:
        if inner.getparent().tag == _CELL and len([*_within(inner, _ROW)]) > 1:
            yield inner


def _sheet(table: Any, titles: tuple[str, ...]) -> FiledTable:
    """Its lines, and which cells reach down over the next line."""
    lines: list[Line] = []
    tall: set[tuple[int, int]] = set()
    for row in _within(table, _ROW):
        flags = row.find(qn("w:trPr"))
        if flags is not None and flags.find(qn("w:del")) is not None:
            continue
        before = flags.find(qn("w:gridBefore")) if flags is not None else None
        line = [""] * _number(before, 0)
        for cell in _within(row, _CELL):
            about = cell.find(qn("w:tcPr"))
            if about is not None and about.find(qn("w:cellDel")) is not None:
                continue
            goes_on = _goes_on(about)
            if goes_on:
                tall.add((len(lines) - 1, len(line)))
            span = about.find(qn("w:gridSpan")) if about is not None else None
            line += ["" if goes_on else _words(cell), *[""] * (_number(span, 1) - 1)]
        lines.append(line[: limits.MAX_CELLS])
    return FiledTable(titles, lines, frozenset(tall))


def _goes_on(about: Any) -> bool:
    """Whether the cell is the lower part of one that began above."""
    merged = about.find(qn("w:vMerge")) if about is not None else None
    return merged is not None and merged.get(qn("w:val")) != "restart"


def _words(cell: Any) -> str:
    """The paragraphs of the cell, and of small tables inside it, each on a line."""
    words = (_text(block) for block in _paragraphs(cell))
    return "\n".join(filter(None, words))[: limits.MAX_CELL_TEXT]


def _paragraphs(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag not in _GONE:
            yield from _paragraphs(child)


def _within(parent: Any, tag: str) -> Iterator[Any]:
    """The children of this kind, out of content controls and inserted stretches too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in _GONE and child.tag not in (_TABLE, _ROW, _CELL):
            yield from _within(child, tag)


def _number(element: Any, otherwise: int) -> int:
    found = element.get(qn("w:val"), "") if element is not None else ""
    if not found.isdecimal():
        return otherwise
    return min(int(found), limits.MAX_CELLS) if len(found) < 9 else limits.MAX_CELLS


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph)).strip()


def _pieces(parent: Any) -> Iterator[str]:
    """The words in order. What stands in a box of its own is kept apart from them."""
    for child in parent:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _BOX:
            yield from ("\n", *_pieces(child), "\n")
        elif child.tag == _RUN and _is_aside(child):
            continue
        elif child.tag not in _GONE and child.tag != _OTHER_BOX and isinstance(child.tag, str):
            yield from _pieces(child)


def _is_aside(run: Any) -> bool:
    """Hidden, struck through, or the raised mark of a note: no part of the value."""
    about = run.find(_ABOUT_RUN)
    if about is None:
        return False
    if any(_is_on(about.find(name)) for name in _UNSEEN):
        return True
    raised = about.find(qn("w:vertAlign"))
    mark = "".join(words.text or "" for words in run.iter(qn("w:t"))).strip()
    is_mark = len(mark) <= LONGEST_MARK and not mark.isalpha()
    return raised is not None and raised.get(qn("w:val")) == "superscript" and is_mark


def _is_on(toggle: Any) -> bool:
    return toggle is not None and toggle.get(qn("w:val"), "1") not in _OFF
