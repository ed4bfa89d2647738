"""The formats of a document. A format is one function from form, report and layout to bytes; a new
one is one more file and one line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from conversations.forms.model import Form
from conversations.reports.file_request import FileFormat, FilePart
from conversations.reports.model import Report
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.pdf.render import render_pdf
from templates.documents.word.render import render_word
from templates.documents.words.render import render_words, render_words_pdf


class RenderWords(Protocol):
    def __call__(self, form: Form, report: Report, *, layout: str, whole: bool) -> bytes: ...


class RenderDocument(Protocol):
    def __call__(self, form: Form, report: Report, *, layout: str) -> bytes: ...


@dataclass(frozen=True)
class DocumentFormat:
    """`ending` of the file's name, `stands_for` at its beginning (phụ lục, biểu mẫu)."""

    ending: str
    stands_for: str
    render: RenderDocument


FORMATS: Mapping[FileFormat, DocumentFormat] = {
    FileFormat.WORD: DocumentFormat("docx", "PL", render_word),
    FileFormat.PDF: DocumentFormat("pdf", "PL", render_pdf),
    FileFormat.EXCEL: DocumentFormat("xlsx", "PL", render_sheet),
    FileFormat.FILL: DocumentFormat("xlsx", "BM", render_fill),
}
WORDS_FORMATS: Mapping[FileFormat, RenderWords] = {
    FileFormat.WORD: render_words,
    FileFormat.PDF: render_words_pdf,
}
STANDS_FOR: Mapping[FilePart, str] = {FilePart.WORDS: "BC", FilePart.WHOLE: "BC-PL"}
