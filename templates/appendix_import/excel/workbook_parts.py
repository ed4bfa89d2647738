"""The parts of an Excel file that are read, each found by what relates it to the others: names of
parts are whatever the program that wrote them likes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zipfile import ZipFile

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import local_name, parse_markup
from templates.appendix_import.package import Package

TEXTS, STYLES = "sharedStrings", "styles"
_SHEETS = frozenset({"worksheet", "chartsheet", "dialogsheet"})
_ON = frozenset({"1", "true"})


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook: its name, whether people see it, and the name of its part."""

    name: str
    visible: bool
    part: str


class WorkbookParts:
    """An Excel file whose parts are unpacked when they are read; FileRefusedError for more than
    one is willing to look at."""

    def __init__(self, archive: ZipFile) -> None:
        self._package = Package(archive)
        self._main = self._package.main
        self._book = parse_markup(self._package.read(self._main, limits.MAX_PROPERTIES))
        self._left = limits.MAX_WORKBOOK

    @property
    def since_1904(self) -> bool:
        """Whether days are counted from 1904, as on old Macs."""
        about = (one for one in self._book.iter() if local_name(one) == "workbookPr")
        return any(one.get("date1904", "") in _ON for one in about)

    def sheets(self) -> Iterator[SheetPart]:
        related = self._package.relations(self._main)
        found = (one for one in self._book.iter() if local_name(one) == "sheet")
        for sheet in islice(found, limits.MAX_SHEETS):
            relation = related.get(_relation_of(sheet))
            if relation is None or relation.kind not in _SHEETS:
                raise FileRefusedError("file.broken")
            visible = sheet.get("state", "visible") == "visible"
            if relation.kind == "worksheet":
                yield SheetPart(sheet.get("name", ""), visible, relation.part)

    def named(self, kind: str) -> bytes | None:
        """The part of the workbook of this kind; None when there is none."""
        return self._of_kind(self._main, kind)

    def sheet(self, sheet: SheetPart) -> bytes:
        return self.take(sheet.part)

    def beside(self, sheet: SheetPart, kind: str) -> bytes | None:
        """What belongs to a sheet: its comments, its drawing."""
        return self._of_kind(sheet.part, kind)

    def _of_kind(self, part: str, kind: str) -> bytes | None:
        found = [one for one in self._package.relations(part).values() if one.kind == kind]
        if found:
            return self.take(found[0].part)
        usual = f"xl/{kind}.xml"
        known = part == self._main and self._package.has(usual)
        return self.take(usual) if known else None

    def take(self, part: str) -> bytes:
        content = self._package.read(part, limits.MAX_SHEET, "file.too_many_rows")
        self._left -= len(content)
        if self._left < 0:
            raise FileRefusedError("file.too_many_rows")
        return content


def _relation_of(sheet: Any) -> str:
    """The value of `r:id`, in whichever namespace."""
    found = (value for name, value in sheet.attrib.items() if name.rpartition("}")[2] == "id")
    return str(next(found, ""))
