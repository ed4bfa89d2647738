"""A workbook that is handed out as it came, with figures in its cells: a cell of the template that
holds nothing but a tag takes what the tag names, all else stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

from conversations.forms.growth import fit_form, lay_lines
from conversations.forms.model import Form
from conversations.reports.formatting import STATE_WORDS, value_cell
from conversations.reports.model import Report
from templates.documents.appendix_table import PrintedRow, template_context
from templates.documents.excel.cells import cell_of
from templates.documents.excel.sheet_shift import (
    repeat_row,
    sheet_name,
    shift_drawing,
    shift_reference,
)
from templates.documents.word.properties import CUSTOM, with_custom, write_properties

ENDING = ".xlsx"
BOOK, STYLES, TEXTS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
MAX_UNPACKED = 50_000_000  # bytes of a workbook's parts
MOST_COLUMNS = 16_384
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_CELL = re.compile(r'\{\{ cells\["([^"{}]+)"\]\.(value|note) \}\}')
_ADDED = re.compile(
    r'\{\{ tables\["([^"{}]+)"\]\["added"\]\["([^"{}]+)"\]'
    r'\.(?:(label|stt|measure|note)|cells\["([^"{}]+)"\]) \}\}'
)
_PERCENT_FORMATS = frozenset({9, 10})
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


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


def read_tag(text: str) -> SheetTag | None:
    """The tag that a cell's text is; None where it is none."""
    if found := _CELL.fullmatch(text.strip()):
        return SheetTag(found[1], found[2])
    if found := _ADDED.fullmatch(text.strip()):
        return SheetTag("", found[3] or "value", found[1], found[2], found[4] or "")
    return None


def find_tags(template: bytes) -> list[SheetTag]:
    """The tags of a template; NotWorkbookError when it is none."""
    book = _Book(unpack_workbook(template))
    return [tag for name in book.sheets for tag in book.tags(name).values()]


def render_own_workbook(form: Form, report: Report, template: bytes) -> bytes:
    """The workbook filled with the report; the same report gives the same bytes."""
    form = fit_form(form, report.answers)
    book = _Book(unpack_workbook(template))
    filling = _Filling(form, report, book)
    for name in book.sheets:
        filling.fill(name)
    sealed = template_context(form, report)
    parts = with_custom(tuple(book.written().items()))
    custom = write_properties(CUSTOM, sealed).encode()
    return _pack({**dict(parts), CUSTOM: custom})


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


class _Book:
    """The parts of a workbook; those that are changed as trees."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.sheets = {
            name: _tree(content) for name, content in parts.items() if _SHEET.fullmatch(name)
        }
        self.book = _tree(parts[BOOK])
        self._texts = self._shared_texts()
        self.percents = _percent_styles(_tree(parts[STYLES])) if STYLES in parts else set()

    def _shared_texts(self) -> list[str]:
        if TEXTS not in self.parts:
            return []
        return ["".join(one.itertext()) for one in _tree(self.parts[TEXTS])]

    def tags(self, name: str) -> dict[Any, SheetTag]:
        """The cells with tags in a sheet."""
        found = {}
        for cell in self.sheets[name].iter(sheet_name("c")):
            tag = read_tag(self._text(cell))
            if tag is not None:
                found[cell] = tag
        return found

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
        for one in _tree(links):
            if one.get("Type", "").endswith("/drawing"):
                return f"xl/drawings/{one.get('Target', '').rpartition('/')[2]}"
        return None

    def shift(self, name: str, after: int, by: int) -> None:
        """Pictures and printed areas of the sheet go along with rows that were put into it."""
        drawing = self.drawing_of(name)
        if drawing is not None and drawing in self.parts:
            root = _tree(self.parts[drawing])
            shift_drawing(root, after, by)
            self.parts[drawing] = _bytes(root)
        found = _SHEET.fullmatch(name)
        number = int(found[1]) - 1 if found else 0
        for one in self.book.iter(sheet_name("definedName")):
            if one.get("localSheetId") == str(number) and one.text:
                one.text = ",".join(_shift_name(area, after, by) for area in one.text.split(","))

    def written(self) -> dict[str, bytes]:
        changed = {name: _bytes(root) for name, root in self.sheets.items()}
        return {**self.parts, **changed, BOOK: _bytes(self.book)}


def _shift_name(area: str, after: int, by: int) -> str:
    sheet, mark, cells = area.rpartition("!")
    return f"{sheet}{mark}{shift_reference(cells, after, by)}"


class _Filling:
    def __init__(self, form: Form, report: Report, book: _Book) -> None:
        self.form, self.report, self.book = form, report, book
        context = template_context(form, report)
        self.printed: Mapping[str, PrintedRow] = context["cells"]
        self.added = {
            (block.key, growth.place): (growth, lines)
            for block in form.blocks
            if block.columns
            for growth, lines in lay_lines(form, block)
            if growth is not None
        }

    def fill(self, name: str) -> None:
        tags = self.book.tags(name)
        groups: dict[tuple[str, str], list[Any]] = {}
        for cell, tag in tags.items():
            if tag.place:
                rows = groups.setdefault((tag.table, tag.place), [])
                if cell.getparent() not in rows:
                    rows.append(cell.getparent())
            elif tag.what == "note":
                _write(cell, self._note(tag.key))
            else:
                self._value(cell, tag.key)
        for place, rows in groups.items():
            self._items(name, place, rows)

    def _items(self, name: str, place: tuple[str, str], rows: list[Any]) -> None:
        """Each of the added rows in a line of its own; blank lines that are over stay blank."""
        growth, lines = self.added.get(place, (None, ()))
        more = len(lines) - len(rows)
        if more > 0:
            at = int(rows[-1].get("r"))
            self.book.shift(name, at, more)
            rows = [*rows, *repeat_row(self.book.sheets[name], rows[-1], more)]
        tags = self.book.tags(name)
        for number, row in enumerate(rows):
            for cell in row.iterfind(sheet_name("c")):
                tag = tags.get(cell)
                if tag is None or (tag.table, tag.place) != place:
                    continue
                if number >= len(lines):
                    said = ""
                    if not lines and number == 0 and tag.what == "label" and growth is not None:
                        said = STATE_WORDS.get(self.report.answer(growth.names).state, "")
                    _write(cell, said[:1].upper() + said[1:])
                    continue
                line = lines[number]
                if tag.column:
                    self._value(cell, line.cells.get(tag.column, ""))
                else:
                    _write(cell, str(getattr(self.printed[line.key], tag.what)))

    def _note(self, key: str) -> str:
        row = self.printed.get(key)
        return row.note if row is not None else ""

    def _value(self, cell: Any, key: str) -> None:
        """A number as a number, all else as it is printed."""
        row = self.form.by_key.get(key)
        if row is None:
            _write(cell, "")
            return
        answer = self.report.answer(key)
        held = cell_of(answer)
        if isinstance(held.value, Decimal) and not held.remark:
            shared = (cell.get("s") or "0") in self.book.percents
            is_share = shared and row.answer is not None and row.answer.has_parts
            _write(cell, held.value / 100 if is_share else held.value)
        else:
            _write(cell, value_cell(answer, row.answer) if row.answer is not None else "")


def _write(cell: Any, content: Decimal | str) -> None:
    for child in [*cell]:
        cell.remove(child)
    cell.attrib.pop("t", None)
    if isinstance(content, Decimal):
        etree.SubElement(cell, sheet_name("v")).text = f"{content:f}"
    elif content:
        write_text(cell, content)


def write_text(cell: Any, text: str) -> None:
    """The text in a cell, whatever it begins with."""
    for child in [*cell]:
        cell.remove(child)
    cell.set("t", "inlineStr")
    words = etree.SubElement(etree.SubElement(cell, sheet_name("is")), sheet_name("t"))
    words.set(_SPACE, "preserve")
    words.text = text


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


def _tree(content: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, parser)


def _bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _pack(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    return buffer.getvalue()


def tagged_keys(tags: list[SheetTag]) -> Iterator[str]:
    """The cells of the form that the tags print the values of."""
    return (tag.key for tag in tags if tag.key and tag.what == "value")
