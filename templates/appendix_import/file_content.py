"""A file of any kind that is read, as tables and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol
from zipfile import ZipFile

from templates.appendix_import.excel.sheets import excel_sheets
from templates.appendix_import.excel97.sheets import excel97_sheets
from templates.appendix_import.file_kind import FileKind, kind_of, open_archive
from templates.appendix_import.opendocument.tables import OpenReading
from templates.appendix_import.outline import WordParagraph
from templates.appendix_import.pdf.tables import PdfReading
from templates.appendix_import.tables.filed_table import FiledTable
from templates.appendix_import.web.page import page_roots, saved_roots
from templates.appendix_import.web.tables import WebReading
from templates.appendix_import.word.tables import word_paragraphs, word_sheets
from templates.appendix_import.word97.tables import Word97Reading

SHEETS: frozenset[FileKind] = frozenset({"excel", "excel97", "open_sheet"})


class _Reading(Protocol):
    def tables(self) -> Iterable[FiledTable]: ...

    def paragraphs(self) -> Sequence[WordParagraph]: ...


@dataclass(frozen=True)
class FileContent:
    """What a file holds, read when it is asked for. A workbook has no paragraphs."""

    kind: FileKind
    reading: _Reading

    @property
    def is_sheet(self) -> bool:
        return self.kind in SHEETS


@dataclass(frozen=True)
class _WordFile:
    archive: ZipFile

    def tables(self) -> Iterable[FiledTable]:
        return word_sheets(self.archive)

    def paragraphs(self) -> Sequence[WordParagraph]:
        return word_paragraphs(self.archive)


@dataclass(frozen=True)
class _Sheets:
    sheets: Iterable[FiledTable]

    def tables(self) -> Iterable[FiledTable]:
        return self.sheets

    def paragraphs(self) -> Sequence[WordParagraph]:
        return ()


@contextmanager
def open_content(content: bytes) -> Iterator[FileContent]:
    """The file; FileRefusedError for one that is not read, by what it is."""
    kind = kind_of(content)
    if kind not in ("word", "excel"):
        yield FileContent(kind, _open_other(kind, content))
        return
    _, archive = open_archive(content)
    with archive:
        word = kind == "word"
        yield FileContent(kind, _WordFile(archive) if word else _Sheets(excel_sheets(archive)))


def _open_other(kind: FileKind, content: bytes) -> _Reading:
    match kind:
        case "pdf":
            return PdfReading(content)
        case "word97":
            return Word97Reading(content)
        case "excel97":
            return _Sheets(excel97_sheets(content))
        case "html":
            return WebReading(page_roots(content))
        case "mhtml":
            return WebReading(saved_roots(content))
        case _:
            return OpenReading(content)
