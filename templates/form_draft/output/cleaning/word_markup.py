"""What of the markup of a Word file is printed. Whatever acts, changes by itself or points out of
the file is taken out: its words stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from templates.appendix_import.markup import local_name
from templates.appendix_import.word.names import qn
from templates.form_draft.output.cleaning.package_parts import RELATION, CleanPart, Told

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_OFFICE = "http://schemas.microsoft.com/office"
_KNOWN = (  # namespaces of elements that are printed
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    f"{_DRAWING}/main",
    f"{_DRAWING}/picture",
    f"{_DRAWING}/wordprocessingDrawing",
    f"{_OFFICE}/word/2010/wordprocessingShape",
    f"{_OFFICE}/word/2010/wordprocessingGroup",
    f"{_OFFICE}/word/2010/wordprocessingDrawing",
    f"{_OFFICE}/word/2010/wordml",
    f"{_OFFICE}/word/2012/wordml",
    "urn:schemas-microsoft-com:vml",
    "urn:schemas-microsoft-com:office:word",
)
_GONE = {  # with all that is in them, and what people call it
    "object": "đối tượng nhúng (OLE)",
    "control": "nút điều khiển ActiveX",
    "altChunk": "tệp chèn",
    "subDoc": "tệp chèn",
    "del": "chữ đã xóa khi theo dõi sửa đổi",
    "moveFrom": "chữ đã xóa khi theo dõi sửa đổi",
    "commentReference": "chú thích bên lề",
    "chart": "biểu đồ",
    "relIds": "sơ đồ",
    "hlinkClick": "siêu liên kết (giữ lại chữ)",
    "hlinkHover": "siêu liên kết (giữ lại chữ)",
}
_SILENT = frozenset(
    {"commentRangeStart", "commentRangeEnd", "annotationRef", "dataBinding", "ffData", "sdtPr"}
    | {"sdtEndPr", "proofErr", "attachedTemplate", "numPicBullet", "lvlPicBulletId"}
    | {"embedRegular", "embedBold", "embedItalic", "embedBoldItalic", "printerSettings"}
    | {"customXmlPr", "smartTagPr", "permStart", "permEnd", "docPartObj", "cellIns", "cellDel"}
    | {"moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "cellMerge"}
    | {"customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart"}
    | {"customXmlDelRangeEnd"}
)
_UNWRAPPED = {
    "hyperlink": "siêu liên kết (giữ lại chữ)",
    "fldSimple": "",
    "sdt": "",
    "sdtContent": "",
    "ins": "",
    "moveTo": "",
    "smartTag": "",
    "customXml": "",
}
_SETTINGS = frozenset(
    {"zoom", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone"}
    | {"evenAndOddHeaders", "mirrorMargins", "characterSpacingControl", "compat", "themeFontLang"}
    | {"clrSchemeMapping", "decimalSymbol", "listSeparator", "footnotePr", "endnotePr"}
    | {"bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop"}
    | {"noLineBreaksAfter", "noLineBreaksBefore", "displayBackgroundShape"}
)
_LIVE = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})  # fields that a page needs
_POINTING = frozenset({"blip", "imagedata", "headerReference", "footerReference"})
_FRAMES = frozenset({qn("w:drawing"), qn("w:pict")})
_BRACES = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
BRACED = "dấu ngoặc nhọn kép trong chữ (thay bằng ngoặc tròn)"
_REVISED = "vết theo dõi sửa đổi (đã nhận sửa đổi)"


def clean_word_part(part: CleanPart, told: Told) -> None:
    """Take out of the part's tree all that is not printed."""
    root = part.root
    if part.kind == "settings":
        _keep_children(root, _SETTINGS)
    flatten_fields(root, told)
    for element in [*root.iter()]:
        _clean(element, told)
    _drop_links(part, told)
    disarm_braces(root, told)


def _keep_children(root: Any, names: frozenset[str]) -> None:
    for child in [*root]:
        if local_name(child) not in names:
            root.remove(child)


def _clean(element: Any, told: Told) -> None:
    parent = element.getparent()
    if parent is None:
        return
    name = local_name(element)
    space = etree.QName(element).namespace if name else None
    if not name:
        _remove(element)
    elif name == "del" and local_name(parent) == "trPr":
        told.counts.setdefault(_REVISED, 1)
        _remove(parent.getparent())
    elif name in _GONE:
        told.note(_GONE[name])
        _remove(_frame_of(element) if name in ("chart", "relIds") else element)
    elif name == "OLEObject":
        told.note(_GONE["object"])
        _remove(_frame_of(element))
    elif name.endswith("Change") and space == _KNOWN[0]:
        told.counts.setdefault(_REVISED, 1)
        _remove(element)
    elif name in _UNWRAPPED and space == _KNOWN[0]:
        told.note(_UNWRAPPED[name])
        if name in ("ins", "moveTo"):
            told.counts.setdefault(_REVISED, 1)
        _unwrap(element)
    elif name in _SILENT or (space not in _KNOWN and not _is_quiet(space)):
        _remove(element)


def _is_quiet(space: str | None) -> bool:
    """Whether the namespace belongs to themes and fonts, which only describe."""
    return space is not None and space.startswith(_DRAWING)


def _drop_links(part: CleanPart, told: Told) -> None:
    """Attributes that name another part stay where that part does; those that name something
    outside of the file never."""
    for element in [*part.root.iter()]:
        for name in [*element.attrib]:
            named = etree.QName(name)
            if named.namespace == RELATION and element.get(name) not in part.links:
                del element.attrib[name]
                if local_name(element) in _POINTING:
                    _remove(_frame_of(element))
            elif named.localname in ("href", "src", "link", "target"):
                del element.attrib[name]
                told.note("siêu liên kết (giữ lại chữ)")


def _frame_of(element: Any) -> Any:
    """The picture that an element is part of, or the element."""
    return next((one for one in element.iterancestors() if one.tag in _FRAMES), element)


def _remove(element: Any) -> None:
    """Take an element out; text behind it stays, a paragraph's last is no text."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: Any) -> None:
    """Put what is in an element in its place."""
    for child in [*element]:
        element.addprevious(child)
    element.getparent().remove(element)


@dataclass
class _Field:
    begin: Any
    code: str = ""
    marks: list[Any] = field(default_factory=list)
    is_shown: bool = False  # its result has begun


def flatten_fields(root: Any, told: Told) -> None:
    """Fields become the words that they show, but for the number of the page."""
    for found in _fields(root):
        word = next(iter(found.code.split()), "").upper()
        if word in _LIVE:
            continue
        told.note(f"trường {word} (giữ lại chữ)" if word else "")
        for mark in found.marks:
            if word == "FORMCHECKBOX" and mark is found.begin:
                box = etree.SubElement(mark.getparent(), qn("w:t"))
                box.text = "☐"
            _remove(mark)


def _fields(root: Any) -> Iterator[_Field]:
    """The fields, each with the marks that make it one."""
    open_: list[_Field] = []
    for element in [*root.iter(qn("w:fldChar"), qn("w:instrText"))]:
        kind = element.get(qn("w:fldCharType"), "")
        if kind == "begin":
            open_.append(_Field(element, marks=[element]))
        elif not open_:
            yield _Field(element, marks=[element])
        elif kind == "end":
            open_[-1].marks.append(element)
            yield open_.pop()
        else:
            open_[-1].marks.append(element)
            if kind == "separate":
                open_[-1].is_shown = True
            elif not open_[-1].is_shown:
                open_[-1].code += element.text or ""
    yield from open_


def disarm_braces(root: Any, told: Told) -> None:
    """No text or attribute of a foreign file may read as a tag of ours, not even in pieces."""
    texts = [one for one in root.iter() if one.text]
    joined = "".join(one.text for one in texts)
    if _BRACES.search(joined):
        told.note(BRACED)
        for one in texts:
            one.text = _rounded(one.text)
    for element in root.iter():
        for name, value in element.attrib.items():
            if _BRACES.search(value):
                element.set(name, _rounded(value))


def _rounded(text: str) -> str:
    return text.replace("{", "(").replace("}", ")")
