"""Reading an appendix back from a Word file: its title lines and its table, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx import Document
from docx.oxml.ns import qn

COLUMNS = 5


@dataclass(frozen=True)
class ReadAppendix:
    """`titles` are the paragraphs above the table, `header` its repeated rows, `rows` the
    others. A cell that is merged away reads as empty; blanks and line ends in a row read as one
    space; italic words of the table stand in <i>…</i>."""

    titles: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]


class NotAppendixError(ValueError):
    """The file is not a Word document with a table of five columns."""


def read_word(content: bytes) -> ReadAppendix:
    """Read the first table of five columns; NotAppendixError when there is none."""
    try:
        body = Document(BytesIO(content)).element.body
    except (BadZipFile, KeyError, ValueError) as error:
        raise NotAppendixError("not a Word document (.docx)") from error
    titles: list[str] = []
    for block in body:
        if block.tag == qn("w:p"):
            titles.append(_words([block], italics=False))
        elif block.tag == qn("w:tbl") and len(block.tblGrid.findall(qn("w:gridCol"))) == COLUMNS:
            return _appendix(titles, block)
    raise NotAppendixError("no table of five columns")


def _appendix(titles: list[str], table: Any) -> ReadAppendix:
    header: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for row in table.findall(qn("w:tr")):
        flag = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
        (rows if flag is None or not _on(flag) else header).append(tuple(_cells(row)))
    return ReadAppendix(tuple(filter(None, titles)), tuple(header), tuple(rows))


def _cells(row: Any) -> Iterator[str]:
    for cell in row.findall(qn("w:tc")):
        yield _words(cell.findall(qn("w:p")))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        yield from [""] * (int(span.get(qn("w:val"))) - 1 if span is not None else 0)


def _words(paragraphs: Iterable[Any], *, italics: bool = True) -> str:
    """The text with runs of blanks as one space and italic stretches in <i>…</i>."""
    text = ""
    for paragraph in paragraphs:
        slanted = False
        for run in paragraph.iter(qn("w:r")):
            if italics and _italic(run) != slanted:
                slanted = not slanted
                text += "<i>" if slanted else "</i>"
            text += "".join(_run(run))
        text += "</i>\n" if slanted else "\n"
    return " ".join(text.split())


def _run(run: Any) -> Iterator[str]:
    for piece in run:
        if piece.tag == qn("w:t"):
            yield piece.text or ""
        elif piece.tag in (qn("w:br"), qn("w:cr"), qn("w:tab")):
            yield "\n"


def _italic(run: Any) -> bool:
    flag = run.find(f"{qn('w:rPr')}/{qn('w:i')}")
    return flag is not None and _on(flag)


def _on(flag: Any) -> bool:
    return flag.get(qn("w:val"), "1") not in ("0", "false", "off")
