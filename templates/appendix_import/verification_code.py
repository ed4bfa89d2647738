"""The code that an issued file carries, wherever it is found: a property, or the visible line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from zipfile import ZipFile

from conversations.reports.seal import code_in
from templates.appendix_import import limits
from templates.appendix_import.archive import read_part
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.file_content import open_content
from templates.appendix_import.file_kind import open_archive
from templates.appendix_import.package import Package
from templates.appendix_import.tables.filed_table import FiledTable

_PLACES = {
    "docProps/custom.xml": limits.MAX_PROPERTIES,
    "docProps/core.xml": limits.MAX_PROPERTIES,
    "xl/sharedStrings.xml": limits.MAX_DOCUMENT,
}
_TAG = re.compile(r"<[^<>]*>")  # up to the next bracket of either kind: linear in any text


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF")


def code_of(content: bytes) -> str | None:
    """The code of ours that a Word, Excel or PDF file carries; None when there is none, or the
    file cannot be looked into. Nothing in the file is believed by it: a code is looked up."""
    if is_pdf(content) and (code := code_in(content.decode("latin-1"))):
        return code
    try:
        _, archive = open_archive(content)
    except FileRefusedError:
        return _code_said(content)
    with archive:
        names = set(archive.namelist())
        places = [(name, limit) for name, limit in _PLACES.items() if name in names]
        main = Package(archive).main
        places += [(main, limits.MAX_DOCUMENT)] if main in names else []
        for name, limit in places:
            if code := _code_at(archive, name, limit):
                return code
    return None


def _code_said(content: bytes) -> str | None:
    """The code in what a file of another kind says: it was saved anew, and its properties with
    it."""
    try:
        with open_content(content) as file:
            paragraphs = "\n".join(one.text for one in file.reading.paragraphs())
            return code_in(paragraphs) or code_in("\n".join(_cells(file.reading.tables())))
    except FileRefusedError:
        return None


def _cells(tables: Iterable[FiledTable]) -> Iterator[str]:
    """What may be a code in tables; what stands above them is a paragraph too."""
    for table in tables:
        yield from (cell for line in table.lines for cell in line if "PL-" in cell)


def _code_at(archive: ZipFile, name: str, limit: int) -> str | None:
    try:
        content = read_part(archive, name, limit)
    except FileRefusedError:
        return None
    if content.count(b"<") > limits.MAX_ELEMENTS:
        return None
    markup = content.decode("utf-8", "replace")
    return code_in(_TAG.sub(" ", markup)) or code_in(_TAG.sub("", markup))  # torn over runs
