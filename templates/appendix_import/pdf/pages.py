"""A PDF as tables and paragraphs, read with pdfium from the lines and the letters of its pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.pdf import limits
from templates.appendix_import.pdf.annotations import OnPage, read_annotations
from templates.appendix_import.pdf.drawn_lines import Drawing, read_drawing
from templates.appendix_import.pdf.geometry import Letter, turned
from templates.appendix_import.pdf.letters import read_letters


@dataclass(frozen=True)
class PdfPage:
    """What stands on a page; `number` counts from 1."""

    number: int
    drawing: Drawing
    letters: list[Letter]
    beside: OnPage

    @property
    def is_seen(self) -> bool:
        """Whether it has letters that people see."""
        return any(not one.why and one.sign.strip() for one in self.letters)


@contextmanager
def open_pdf(content: bytes) -> Iterator[Any]:
    """The document of pdfium. FileRefusedError for one that is locked, damaged or too long."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise FileRefusedError("file.encrypted" if locked else "file.broken") from error
    try:
        pages = len(document)
        if pages > limits.MAX_PAGES:
            raise FileRefusedError("file.pdf_pages", pages=pages, limit=limits.MAX_PAGES)
        if not pages:
            raise FileRefusedError("file.broken")
        yield document
    finally:
        document.close()


def read_pages(content: bytes) -> list[PdfPage]:
    """All pages. FileRefusedError for a scan: pages without letters, or with letters that nobody
    sees, which a machine put under a picture."""
    with open_pdf(content) as document:
        pages = [_read_page(document, number) for number in range(len(document))]
    if not any(page.is_seen for page in pages):
        empty = not any(page.drawing.has_picture or page.letters for page in pages)
        raise FileRefusedError("file.pdf_empty" if empty else "file.pdf_scan")
    return pages


def _read_page(document: Any, number: int) -> PdfPage:
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise FileRefusedError("file.broken")
    try:
        rotation = pdfium.FPDFPage_GetRotation(page) * 90
        read = _read_turned(page, number + 1, rotation)
        askew = _usual_turn(read.letters)
        return _read_turned(page, number + 1, rotation + askew) if askew else read
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_turned(page: Any, number: int, rotation: int) -> PdfPage:
    """The page as it is seen once it is turned by so many degrees."""
    frame = turned(rotation)
    drawing = read_drawing(page, number, frame)
    letters = read_letters(page, number, frame, rotation % 360, drawing.filled)
    return PdfPage(number, drawing, letters, read_annotations(page, frame))


def _usual_turn(letters: Sequence[Letter]) -> int:
    """By how much most letters are turned: a wide table is often printed sideways, and whoever
    reads it turns the page."""
    count = Counter(one.turn for one in letters if one.sign.strip())
    return count.most_common(1)[0][0] if count else 0
