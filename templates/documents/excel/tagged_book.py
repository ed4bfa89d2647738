"""The parts of a workbook that is a template, and the tags in its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from templates.documents.excel.sheet_shift import sheet_name, shift_drawing, shift_reference
from templates.documents.xml_tree import read_tree, write_tree

BOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
MAX_UNPACKED = 50_000_000  # bytes of a workbook's parts
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r'\{\{ cells\["([^"{}]+)"\]\.(value|note) \}\}')
_ADDED = re.compile(
    r'\{\{ tables\["([^"{}]+)"\]\["added"\]\["([^"{}]+)"\]'
    r'\.(?:(label|stt|measure|note)|cells\["([^"{}]+)"\]) \}\}'
)
_ABOUT = re.compile(
    r"\{\{ (?P<what>period|unit|issue)\.(?P<name>[a-z_]+)(?P<upper> \| upper)?"
    r'(?: or "(?P<otherwise>[^"{}]*)")? \}\}'
)
_INNER = re.compile(f"{_CELL.pattern}|{_ABOUT.pattern}")
_PERCENT_FORMATS = frozenset({9, 10})


class NotWorkbookError(ValueError):
    """The bytes are not a workbook (.xlsx)."""


@dataclass(frozen=True)
class SheetTag:
    """What a cell of a template takes: the value or note of a cell of the form, or something of
    each row that was added below `place` of block `table`."""

    key: str = ""
    what: str = "value"
    table: str = ""
    place: str = ""
    column: str = ""


def cell_tag(key: str, what: str = "value") -> str:
    """The tag of one cell of the form, or of the note of a row."""
    return f'{{{{ cells["{key}"].{what} }}}}'


def added_tag(table: str, place: str, what: str, column: str = "") -> str:
    """The tag of one thing of a row that was added; its row repeats for each."""
    named = f'cells["{column}"]' if column else what
    return f'{{{{ tables["{table}"]["added"]["{place}"].{named} }}}}'


def fill_words(text: str, about: Mapping[str, Mapping[str, str]]) -> str:
    """A text of a letterhead with the unit, the period, number and day of the report in it; a name
    that means nothing stays as it is."""

    def said(found: re.Match[str]) -> str:
        known = about[found["what"]].get(found["name"])
        if known is None:
            return found[0]
        return (known.upper() if found["upper"] else known) or found["otherwise"] or ""

    return _ABOUT.sub(said, text)


def inner_tags(text: str) -> list[SheetTag]:
    """The cells of the form that stand among other words."""
    return [SheetTag(key, what) for key, what in _CELL.findall(text)]


def fill_cells(text: str, said: Callable[[SheetTag], str]) -> str:
    """A text in which what a cell of the form holds stands among other words."""
    return _CELL.sub(lambda found: said(SheetTag(found[1], found[2])), text)


def read_tag(text: str) -> SheetTag | None:
    """The tag that a cell's text is; None where it is none."""
    if found := _CELL.fullmatch(text.strip()):
        return SheetTag(found[1], found[2])
    if found := _ADDED.fullmatch(text.strip()):
        return SheetTag("", found[3] or "value", found[1], found[2], found[4] or "")
    return None


def unpack_workbook(template: bytes) -> dict[str, bytes]:
    """The parts by name; NotWorkbookError when it is no workbook, or damaged or too large."""
    try:
        with ZipFile(BytesIO(template)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise NotWorkbookError(f"more than {MAX_UNPACKED} bytes when unpacked")
            parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotWorkbookError("not a workbook (.xlsx)") from error
    if BOOK not in parts:
        raise NotWorkbookError(f"no {BOOK} in it: not a workbook (.xlsx)")
    return parts


class TaggedBook:
    """The parts of a workbook that is a template; those that are changed as trees, the sheets by
    the names of their parts."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.sheets = {
            name: read_tree(content) for name, content in parts.items() if _SHEET.fullmatch(name)
        }
        self.book = read_tree(parts[BOOK])
        self._texts = self._shared_texts()
        self.percents = _percent_styles(read_tree(parts[STYLES])) if STYLES in parts else set()

    def _shared_texts(self) -> list[str]:
        if TEXTS not in self.parts:
            return []
        return ["".join(one.itertext()) for one in read_tree(self.parts[TEXTS])]

    def tags(self, name: str) -> dict[Any, SheetTag]:
        """The cells with tags in a sheet."""
        found = {}
        for cell in self.sheets[name].iter(sheet_name("c")):
            tag = read_tag(self._text(cell))
            if tag is not None:
                found[cell] = tag
        return found

    def words(self, name: str) -> dict[Any, str]:
        """The cells with tags among other words in a sheet."""
        texts = ((cell, self._text(cell)) for cell in self.sheets[name].iter(sheet_name("c")))
        found = {cell: text for cell, text in texts if read_tag(text) is None}
        return {cell: text for cell, text in found.items() if _INNER.search(text)}

    def _text(self, cell: Any) -> str:
        if cell.get("t") == "inlineStr":
            return "".join(cell.itertext())
        if cell.get("t") == "s":
            at = (cell.findtext(sheet_name("v")) or "").strip()
            return self._texts[int(at)] if at.isdecimal() and int(at) < len(self._texts) else ""
        return ""

    def drawing_of(self, name: str) -> str | None:
        """The part with the pictures of a sheet."""
        folder, _, own = name.rpartition("/")
        links = self.parts.get(f"{folder}/_rels/{own}.rels")
        if links is None:
            return None
        for one in read_tree(links):
            if one.get("Type", "").endswith("/drawing"):
                return f"xl/drawings/{one.get('Target', '').rpartition('/')[2]}"
        return None

    def shift(self, name: str, after: int, by: int) -> None:
        """Pictures and printed areas of the sheet go along with rows that were put into it."""
        drawing = self.drawing_of(name)
        if drawing is not None and drawing in self.parts:
            root = read_tree(self.parts[drawing])
            shift_drawing(root, after, by)
            self.parts[drawing] = write_tree(root)
        number = self._place_of(name)
        for one in self.book.iter(sheet_name("definedName")):
            if one.get("localSheetId") == str(number) and one.text:
                one.text = ",".join(_shift_name(area, after, by) for area in one.text.split(","))

    def _place_of(self, name: str) -> int:
        """The place of a sheet among those of the workbook, from 0."""
        links = self.parts.get("xl/_rels/workbook.xml.rels")
        targets = {
            one.get("Id"): str(one.get("Target", "")).rpartition("/")[2]
            for one in (read_tree(links) if links is not None else ())
        }
        sheets = [targets.get(one.get(_LINK)) for one in self.book.iter(sheet_name("sheet"))]
        own = name.rpartition("/")[2]
        return sheets.index(own) if own in sheets else 0

    def written(self) -> dict[str, bytes]:
        """All parts by name."""
        changed = {name: write_tree(root) for name, root in self.sheets.items()}
        return {**self.parts, **changed, BOOK: write_tree(self.book)}


def _shift_name(area: str, after: int, by: int) -> str:
    sheet, mark, cells = area.rpartition("!")
    return f"{sheet}{mark}{shift_reference(cells, after, by)}"


def _percent_styles(styles: Any) -> set[str]:
    """The numbers of the looks that show a share of 1 as a percentage."""
    own = {
        one.get("numFmtId")
        for one in styles.iter(sheet_name("numFmt"))
        if "%" in one.get("formatCode", "")
    }
    looks = styles.find(sheet_name("cellXfs"))
    known = {str(one) for one in _PERCENT_FORMATS} | own
    return {
        str(at)
        for at, look in enumerate(looks if looks is not None else ())
        if look.get("numFmtId") in known
    }
