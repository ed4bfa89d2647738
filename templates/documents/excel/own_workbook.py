"""A workbook that is handed out as it came, with figures in its cells: a cell of the template that
holds nothing but a tag takes what the tag names, all else stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from conversations.forms.growth import fit_form, lay_lines
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.printed_answers import STATE_WORDS, value_cell
from conversations.text.normalize import capitalise
from templates.documents.appendix_table import PrintedRow, template_context
from templates.documents.excel.cells import cell_of
from templates.documents.excel.sheet_shift import repeat_row, sheet_name
from templates.documents.excel.tagged_book import (
    SheetTag,
    TaggedBook,
    fill_cells,
    fill_words,
    inner_tags,
    unpack_workbook,
)
from templates.documents.safe_text import GAP
from templates.documents.word.properties import CUSTOM, with_custom, write_properties

ENDING = ".xlsx"
DOTS = "……"  # in a cell: what is to be written by hand
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def find_tags(template: bytes) -> list[SheetTag]:
    """The tags of a template; NotWorkbookError when it is none."""
    book = TaggedBook(unpack_workbook(template))
    alone = [tag for name in book.sheets for tag in book.tags(name).values()]
    texts = (text for name in book.sheets for text in book.words(name).values())
    return [*alone, *(tag for text in texts for tag in inner_tags(text))]


def render_own_workbook(form: Form, report: Report, template: bytes) -> bytes:
    """The workbook filled with the report; the same report gives the same bytes."""
    form = fit_form(form, report.answers)
    book = TaggedBook(unpack_workbook(template))
    filling = _Filling(form, report, book)
    for name in book.sheets:
        filling.fill(name)
    sealed = template_context(form, report)
    parts = with_custom(tuple(book.written().items()))
    custom = write_properties(CUSTOM, sealed).encode()
    return _pack({**dict(parts), CUSTOM: custom})


class _Filling:
    def __init__(self, form: Form, report: Report, book: TaggedBook) -> None:
        self.form, self.report, self.book = form, report, book
        context = template_context(form, report)
        self.about = {one: context[one] for one in ("period", "unit", "issue")}
        self.printed: Mapping[str, PrintedRow] = context["cells"]
        self.added = {
            (block.key, growth.place): (growth, lines)
            for block in form.blocks
            if block.columns
            for growth, lines in lay_lines(form, block)
            if growth is not None
        }

    def fill(self, name: str) -> None:
        for cell, text in self.book.words(name).items():
            said = fill_cells(fill_words(text, self.about), self._printed)
            write_text(cell, said.replace(GAP, DOTS))
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
                    _write(cell, capitalise(said))
                    continue
                line = lines[number]
                if tag.column:
                    self._value(cell, line.cells.get(tag.column, ""))
                else:
                    _write(cell, str(getattr(self.printed[line.key], tag.what)))

    def _note(self, key: str) -> str:
        row = self.printed.get(key)
        return row.note if row is not None else ""

    def _printed(self, tag: SheetTag) -> str:
        """What a cell of the form prints among other words: dots where it is empty."""
        row = self.printed.get(tag.key)
        said = str(getattr(row, tag.what)) if row is not None else ""
        return said or (DOTS if tag.what == "value" else "")

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


def _pack(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    return buffer.getvalue()


def tagged_keys(tags: list[SheetTag]) -> Iterator[str]:
    """The cells of the form that the tags print the values of."""
    return (tag.key for tag in tags if tag.key and tag.what == "value")
