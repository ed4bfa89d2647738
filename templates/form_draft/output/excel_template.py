"""The workbook of a drafted form, made of the ministry's own: tags stand in the cells that are
filled in, and nothing else is changed."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from templates.documents.excel.letters import column_letters
from templates.documents.excel.own_workbook import write_text
from templates.documents.excel.sheet_shift import sheet_name
from templates.documents.excel.tagged_book import added_tag, cell_tag
from templates.form_draft.model import DraftTable, FilePlace, FormDraft
from templates.form_draft.output.cleaning.excel_file import ExcelFile
from templates.form_draft.output.fact_gaps import find_gap
from templates.form_draft.output.form_names import TableNames, name_facts, name_tables, note_column
from templates.form_draft.output.growing_lines import GrowingPlace, growing_places
from templates.form_draft.output.letterhead.excel_letterhead import (
    SheetText,
    write_sheet_letterhead,
)
from templates.form_draft.output.word_template import MadeTemplate, named_rows
from templates.form_draft.recognition.language.words import tell_words

_SPOKEN = sheet_name("rPh")
_LETTERS = re.compile(r"([A-Z]{1,3})\d+")


def make_excel_template(draft: FormDraft, content: bytes) -> MadeTemplate:
    """The workbook that the draft was read from with tags in its cells; FileRefusedError for one
    that cannot be opened safely."""
    file = ExcelFile(content)
    told = file.clean()
    file.show_only(_sheets_of(draft))
    cells = TaggedCells(file)
    for table, names in zip(draft.tables, name_tables(draft), strict=True):
        _tag_rows(cells, table, names)
        for place in growing_places(table, names):
            _tag_lines(cells, table, names, place)
    for fact, name in zip(draft.facts, name_facts(draft), strict=True):
        if fact.place is not None:
            cells.write_fact(fact.place, fact.label, cell_tag(name))
    filled = [said for sheet in cells.numbers(draft) for said in _fill_head(cells, sheet, draft)]
    return MadeTemplate(file.pack(), (*told, *dict.fromkeys(filled)))


def _fill_head(cells: TaggedCells, sheet: int, draft: FormDraft) -> list[str]:
    """Unit, period and day around the tables of a sheet."""
    tables = [one for one in draft.tables if sheet in {at.part for at in _places_of(one)}]
    return write_sheet_letterhead(draft, tables, cells.texts(sheet)) if tables else []


def _sheets_of(draft: FormDraft) -> set[int]:
    """The sheets that the form is on, where the file holds several forms; else none is named."""
    if draft.begins is None and draft.ends is None:
        return set()
    return {place.part for table in draft.tables for place in _places_of(table)}


def _places_of(table: DraftTable) -> list[FilePlace]:
    rows = (*(one.cells for one in table.rows), *table.blank_lines)
    return [place for row in rows for place in row if place is not None]


def _tag_rows(cells: TaggedCells, table: DraftTable, names: TableNames) -> None:
    note = note_column(table)
    for row, name in named_rows(table, names):
        for at, place in enumerate(row.cells[: len(table.columns)]):
            if place is None:
                continue
            column = names.columns.get(at)
            if at == note:
                cells.write(place, cell_tag(name, "note"))
            elif column is not None or table.kind == "narrative":
                alone = len(names.columns) <= 1
                cells.write(place, cell_tag(name if alone else f"{name}:{column}"))


def _tag_lines(
    cells: TaggedCells, table: DraftTable, names: TableNames, place: GrowingPlace
) -> None:
    """Every blank line: those that are filled in first, and the last repeats."""
    note = note_column(table)
    for line in place.lines:
        here = next((one for one in line if one is not None), None)
        if here is None:
            continue
        for stub in table.stubs:
            if stub.holds in ("stt", "label", "measure"):
                spot_of = FilePlace(here.part, here.line, _sheet_column(table, line, stub.place))
                cells.write(spot_of, added_tag(names.block, place.name, stub.holds))
        for at, (column, spot) in enumerate(zip(table.columns, line, strict=False)):
            if spot is None:
                continue
            if column.item_key:
                cells.write(spot, added_tag(names.block, place.name, "label"))
            elif at == note:
                cells.write(spot, added_tag(names.block, place.name, "note"))
            elif at in names.columns:
                tag = added_tag(names.block, place.name, "value", names.columns[at])
                cells.write(spot, tag)


def _sheet_column(table: DraftTable, line: tuple[FilePlace | None, ...], grid: int) -> int:
    """The column of the sheet in which a column of the grid stands: the places of the answered
    columns tell how far the two are apart."""
    for column, spot in zip(table.columns, line, strict=False):
        if spot is not None:
            return max(0, spot.column - column.place + grid)
    return grid


class TaggedCells:
    """The cells of a workbook by their places."""

    def __init__(self, file: ExcelFile) -> None:
        self._sheets = [part.root for part in file.sheets]
        shared = file.package.of_kind("sharedStrings")
        self._shared = [_text_of(one) for one in shared[0].root] if shared else []

    def numbers(self, draft: FormDraft) -> list[int]:
        """The sheets that the form is on."""
        found = {place.part for table in draft.tables for place in _places_of(table)}
        return sorted(one for one in found if 0 <= one < len(self._sheets))

    def texts(self, sheet: int) -> list[SheetText]:
        """The cells with words of a sheet, in printed order."""
        found = []
        for row in self._sheets[sheet].iter(sheet_name("row")):
            for cell in row:
                text = self._text(cell)
                if text.strip():
                    held = SheetText(cell, _row_number(row) - 1, _column_number(cell), text)
                    found.append(held)
        return found

    def _text(self, cell: Any) -> str:
        if cell.get("t") == "inlineStr":
            return _text_of(cell)
        at = (cell.findtext(sheet_name("v")) or "").strip() if cell.get("t") == "s" else ""
        return self._shared[int(at)] if at.isdecimal() and int(at) < len(self._shared) else ""

    def write(self, place: FilePlace, tag: str) -> None:
        """The tag in this cell, which keeps its look; a place outside of the sheets is passed
        over."""
        if not 0 <= place.part < len(self._sheets) or place.line < 0 or place.column < 0:
            return
        write_text(self._cell(place), tag)

    def write_fact(self, place: FilePlace, label: str, tag: str) -> None:
        """The tag in place of the dots behind a label, or of all that is in the cell."""
        if not 0 <= place.part < len(self._sheets) or place.line < 0 or place.column < 0:
            return
        cell = self._cell(place)
        text = self._text(cell)
        gap = find_gap(text, label)
        if gap is None and tell_words(label).strip() in tell_words(text):
            write_text(cell, f"{text.rstrip()} {tag}")
        elif gap is None:
            write_text(cell, tag)
        else:
            write_text(cell, text[: gap[0]] + tag + text[gap[1] :])

    def _cell(self, place: FilePlace) -> Any:
        data = self._sheets[place.part].find(sheet_name("sheetData"))
        row = _found_or_made(data, "row", place.line + 1, _row_number, str(place.line + 1))
        name = f"{column_letters(place.column)}{place.line + 1}"
        return _found_or_made(row, "c", place.column, _column_number, name)


def _text_of(held: Any) -> str:
    """The words of a text in all their looks, without those that tell how to say them."""
    texts = (one for one in held.iter(sheet_name("t")) if one.getparent().tag != _SPOKEN)
    return "".join(one.text or "" for one in texts)


def _found_or_made(parent: Any, tag: str, number: int, number_of: Any, name: str) -> Any:
    """The child of this number; one is made in its place where there is none."""
    before = 0
    for child in parent:
        here = number_of(child)
        if here == number:
            return child
        if here > number:
            break
        before += 1
    made = etree.Element(sheet_name(tag))
    made.set("r", name)
    parent.insert(before, made)
    return made


def _row_number(row: Any) -> int:
    return int(row.get("r"))


def _column_number(cell: Any) -> int:
    found = _LETTERS.fullmatch(cell.get("r", ""))
    number = 0
    for letter in found[1] if found else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
