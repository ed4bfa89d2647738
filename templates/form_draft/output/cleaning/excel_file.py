"""A workbook of which only what is printed is left: cells, looks, widths, merged cells, pictures
and the set-up of the page. Formulas become the numbers that they show."""

from __future__ import annotations

from typing import Any

from templates.appendix_import.markup import local_name
from templates.form_draft.output.cleaning.package_parts import (
    IMAGE,
    LEFT_OUT,
    RELATION,
    CleanPackage,
    CleanPart,
    PartKind,
    Told,
)

MAIN = "officeDocument"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
EXCEL_PARTS = {
    MAIN: PartKind(
        "xl/workbook.xml",
        _TYPE.format("sheet.main"),
        frozenset({"worksheet", "styles", "sharedStrings", "theme"}),
    ),
    "worksheet": PartKind(
        "xl/worksheets/sheet{}.xml", _TYPE.format("worksheet"), frozenset({"drawing"})
    ),
    "styles": PartKind("xl/styles.xml", _TYPE.format("styles")),
    "sharedStrings": PartKind("xl/sharedStrings.xml", _TYPE.format("sharedStrings")),
    "theme": PartKind(
        "xl/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"
    ),
    "drawing": PartKind(
        "xl/drawings/drawing{}.xml",
        "application/vnd.openxmlformats-officedocument.drawing+xml",
        frozenset({IMAGE}),
    ),
    IMAGE: PartKind("xl/media/image{}", ""),
}
_BOOK = frozenset({"workbookPr", "bookViews", "sheets", "definedNames"})
_SHEET = frozenset(
    {"sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "mergeCells"}
    | {"conditionalFormatting", "dataValidations", "printOptions", "pageMargins", "pageSetup"}
    | {"headerFooter", "rowBreaks", "colBreaks", "drawing"}
)
_GONE = {
    "hyperlinks": "siêu liên kết (giữ lại chữ)",
    "oleObjects": "đối tượng nhúng (OLE)",
    "controls": "nút điều khiển ActiveX",
    "legacyDrawing": "ghi chú của ô",
    "sheetProtection": "khóa trang tính",
    "autoFilter": "",
}
_AREAS = frozenset({"_xlnm.Print_Area", "_xlnm.Print_Titles"})
_ACTING = frozenset({"macro", "textlink", "href", "codeName", "fLocksText"})
_NAMELESS = "tên vùng và kết nối"


class ExcelFile:
    """The workbook's parts as trees. FileRefusedError for one that is not safe to open."""

    def __init__(self, content: bytes) -> None:
        self.package = CleanPackage(content, MAIN, EXCEL_PARTS)

    @property
    def sheets(self) -> list[CleanPart]:
        """The sheets in the workbook's order."""
        main = self.package.main
        by_name = {part.name: part for part in self.package.of_kind("worksheet")}
        links = (
            one.get(f"{{{RELATION}}}id", "")
            for one in main.root.iter()
            if local_name(one) == "sheet"
        )
        return [by_name[main.links[link]] for link in links if main.links.get(link) in by_name]

    def show_only(self, numbers: set[int]) -> None:
        """Hide the sheets but for those of these numbers; all stay as they are where none is
        named."""
        if not numbers:
            return
        sheets = [one for one in self.package.main.root.iter() if local_name(one) == "sheet"]
        for number, sheet in enumerate(sheets):
            if number not in numbers:
                sheet.set("state", "hidden")
        for view in self.package.main.root.iter():
            if local_name(view) == "workbookView":
                view.set("activeTab", str(min(numbers)))
                view.attrib.pop("firstSheet", None)

    def clean(self) -> tuple[str, ...]:
        """Take out what is not printed, and say what."""
        told = self.package.told
        for part in self.package.parts:
            if part.root is None:
                continue
            if part.kind == MAIN:
                _clean_book(part, told)
            elif part.kind == "worksheet":
                _clean_sheet(part, told)
            elif part.kind == "drawing":
                _clean_drawing(part, told)
            _drop_extensions(part)
        return told.sentences()

    def pack(self) -> bytes:
        return self.package.pack()


def _clean_book(part: CleanPart, told: Told) -> None:
    _keep(part.root, _BOOK, told)
    for one in [*part.root.iter()]:
        name = local_name(one)
        if name == "sheet" and one.get(f"{{{RELATION}}}id", "") not in part.links:
            told.note("trang tính không có bảng")
            one.getparent().remove(one)
        elif name == "definedName" and (one.get("name") not in _AREAS or "[" in (one.text or "")):
            told.note(_NAMELESS)
            one.getparent().remove(one)
        elif name == "workbookPr":
            one.attrib.pop("codeName", None)
    for one in [*part.root]:
        if local_name(one) == "definedNames" and not len(one):
            part.root.remove(one)


def _clean_sheet(part: CleanPart, told: Told) -> None:
    root = part.root
    _keep(root, _SHEET, told)
    for one in [*root.iter()]:
        name, parent = local_name(one), one.getparent()
        if name == "f" and local_name(parent) == "c":
            told.note("công thức (giữ lại số)")
            parent.remove(one)
        elif name in ("cfRule", "dataValidation") and _points_out(one):
            told.note(LEFT_OUT["externalLink"])
            parent.remove(one)
        _drop_links(one, part, told)
    for one in [*root]:
        empty = local_name(one) in ("conditionalFormatting", "dataValidations") and not len(one)
        if empty or (local_name(one) == "drawing" and not one.attrib):
            root.remove(one)
        elif local_name(one) == "dataValidations":
            one.set("count", str(len(one)))


def _points_out(rule: Any) -> bool:
    """Whether a rule names another file or program."""
    said = "".join(rule.itertext())
    return "[" in said or "|" in said or "://" in said


def _clean_drawing(part: CleanPart, told: Told) -> None:
    for one in [*part.root.iter()]:
        parent = one.getparent()
        name = local_name(one)
        if parent is None:
            continue
        if name in ("hlinkClick", "hlinkHover"):
            told.note(LEFT_OUT["hyperlink"])
            parent.remove(one)
        elif name in ("graphicFrame", "contentPart") or not name:
            told.note(LEFT_OUT["chart"] if name else "")
            anchor = next((a for a in one.iterancestors() if local_name(a).endswith("Anchor")), one)
            if anchor.getparent() is not None:
                anchor.getparent().remove(anchor)
        else:
            _drop_links(one, part, told)


def _drop_links(one: Any, part: CleanPart, told: Told) -> None:
    for name in [*one.attrib]:
        space, _, local = name.rpartition("}")
        foreign = space.endswith("relationships") and one.get(name) not in part.links
        if foreign or local in _ACTING:
            del one.attrib[name]
            told.note(LEFT_OUT["vbaProject"] if local == "macro" and not foreign else "")


def _keep(root: Any, names: frozenset[str], told: Told) -> None:
    for child in [*root]:
        name = local_name(child)
        if name not in names:
            told.note(_GONE.get(name, ""))
            root.remove(child)


def _drop_extensions(part: CleanPart) -> None:
    for one in [*part.root.iter()]:
        if local_name(one) in ("extLst", "ext") and one.getparent() is not None:
            one.getparent().remove(one)
