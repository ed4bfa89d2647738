"""The parts of an Excel file that are read, checked and packed anew: the reader of Excel files
sees these and nothing else, so names, sizes and other formats in the archive do not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from posixpath import normpath
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_STORED, ZipFile

from templates.appendix_import import limits
from templates.appendix_import.archive import read_part
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import local_name, parse_markup
from templates.appendix_import.sheet_scan import (
    WorkbookBudget,
    scan_sheet,
    scan_styles,
    scan_texts,
)

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TEXTS, STYLES = "sharedStrings", "styles"
_SHEETS = frozenset({"worksheet", "chartsheet", "dialogsheet"})
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class _Relation:
    kind: str
    targets: tuple[str, ...]  # names that the part may have


@dataclass
class _NewPackage:
    """The archive that is made: parts under names of our own, and what relates them."""

    parts: dict[str, bytes] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)  # id, kind, target
    size: int = 0

    def add(self, number: str, kind: str, target: str, content: bytes) -> bytes:
        self.size += len(content)
        if self.size > limits.MAX_WORKBOOK:
            raise FileRefusedError("file.too_many_rows")
        self.parts[f"xl/{target}"] = content
        self.relations.append((number, kind, target))
        return content

    def packed(self) -> bytes:
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_STORED) as archive:
            archive.writestr("_rels/.rels", _relations([("r", "officeDocument", WORKBOOK)]))
            archive.writestr(RELATIONS, _relations(self.relations))
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return buffer.getvalue()


def repack_workbook(archive: ZipFile) -> bytes:
    """An Excel file of the same sheets; FileRefusedError when they are too much to lay out."""
    names = {name.lower(): name for name in archive.namelist()}
    package, budget = _NewPackage(), WorkbookBudget()
    book = read_part(archive, names[WORKBOOK], limits.MAX_PROPERTIES)
    package.parts[WORKBOOK] = book
    related = _related(archive, names)

    def take(number: str, relation: _Relation, target: str) -> bytes:
        found = (names[one.lower()] for one in relation.targets if one.lower() in names)
        name = next(found, None)
        if name is None:
            raise FileRefusedError("file.broken")
        content = read_part(archive, name, limits.MAX_SHEET, "file.too_many_rows")
        return package.add(number, relation.kind, target, content)

    texts: list[int] = []
    for number, relation in _of_kind(related, names, TEXTS):
        texts = scan_texts(take(number, relation, f"{TEXTS}.xml"), budget)
    for number, relation in _of_kind(related, names, STYLES):
        scan_styles(take(number, relation, f"{STYLES}.xml"), budget)
    for place, sheet in enumerate(islice(_sheets(book), limits.MAX_SHEETS), 1):
        number = _relation_of(sheet)
        named = related.get(number)
        if named is None or named.kind not in _SHEETS:
            raise FileRefusedError("file.broken")
        content = take(number, named, f"{named.kind}s/sheet{place}.xml")
        scan_sheet(sheet.get("name", ""), content, texts, budget)
    return package.packed()


def _sheets(book: bytes) -> Iterator[Any]:
    return (element for element in parse_markup(book).iter() if local_name(element) == "sheet")


def _relation_of(sheet: Any) -> str:
    """The value of `r:id`, in whichever namespace."""
    found = (value for name, value in sheet.attrib.items() if name.rpartition("}")[2] == "id")
    return str(next(found, ""))


def _related(archive: ZipFile, names: dict[str, str]) -> dict[str, _Relation]:
    """What the workbook is related to, by the relation's id."""
    if RELATIONS.lower() not in names:
        return {}
    root = parse_markup(read_part(archive, names[RELATIONS.lower()], limits.MAX_PROPERTIES))
    return {
        one.get("Id", ""): _Relation(
            one.get("Type", "").rpartition("/")[2], _targets(one.get("Target", ""))
        )
        for one in root.iter()
        if local_name(one) == "Relationship"
    }


def _targets(target: str) -> tuple[str, ...]:
    """A target is told from the root, or from where the workbook stands; some programs mix it."""
    target = target.replace("\\", "/")
    whole = target.lstrip("/")
    return (whole,) if target.startswith("/") else (normpath(f"xl/{target}"), whole)


def _of_kind(
    related: dict[str, _Relation], names: dict[str, str], kind: str
) -> list[tuple[str, _Relation]]:
    """The relation of a kind, or the part that is usually there without one."""
    found = [(number, one) for number, one in related.items() if one.kind == kind]
    usual = f"xl/{kind}.xml"
    if not found and usual.lower() in names:
        found = [(kind, _Relation(kind, (usual,)))]
    return found[:1]


def _relations(relations: list[tuple[str, str, str]]) -> str:
    lines = (
        f"<Relationship Id={quoteattr(number)} Type={quoteattr(f'{_DOCUMENT}/{kind}')} "
        f"Target={quoteattr(target)}/>"
        for number, kind, target in relations
    )
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(lines)}</Relationships>'
