"""The Word template of a drafted form, made of the ministry's own file: placeholders stand in the
cells that are filled in, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from templates.form_draft.model import DraftRow, DraftTable, FilePlace, FormDraft
from templates.form_draft.output.cleaning.word_file import WordFile
from templates.form_draft.output.fact_gaps import DOTS, write_fact
from templates.form_draft.output.form_names import TableNames, name_facts, name_tables, note_column
from templates.form_draft.output.form_pages import FormPages
from templates.form_draft.output.growing_lines import GrowingPlace, growing_places
from templates.form_draft.output.letterhead.word_letterhead import write_word_letterhead
from templates.form_draft.output.word_cells import (
    CELL,
    PARAGRAPH,
    ROW,
    TABLE,
    TEXT,
    WordCells,
    fill_cell,
    fill_paragraph,
    grid_cell,
    plain_look,
    row_of,
    tag_paragraph,
    tag_row,
    text_look,
    within,
)

NOTES = ("{%p if notes %}", "Ghi chú:", "{%p for row in notes %}")
HINTED = "Lời dặn in dưới đầu mục là gợi ý cho người viết; bản in chỉ có phần trả lời."
NOTE = "{{ row.label }}: {{ row.note }}"


@dataclass(frozen=True)
class MadeTemplate:
    """The bytes of a template, and what was left out of the file or has no place in it, as
    sentences for the author."""

    content: bytes
    told: tuple[str, ...]


def make_word_template(draft: FormDraft, content: bytes) -> MadeTemplate:
    """The template of the file that the draft was read from; FileRefusedError for one that cannot
    be opened safely."""
    file = WordFile(content)
    places = WordCells(file.main.root)
    making = _Making(draft, places)
    making.find()
    pages = FormPages(file.main.root, draft, places)
    told = file.clean()
    pages.cut()
    filled = write_word_letterhead(file.main.root, draft, making.figures())
    making.write()
    return MadeTemplate(file.pack(), (*told, *filled, *making.told))


class _Making:
    def __init__(self, draft: FormDraft, places: WordCells) -> None:
        self.draft, self.places = draft, places
        self.names = name_tables(draft)
        self.cells: list[tuple[Any, str]] = []
        self.lists: list[tuple[int, GrowingPlace, list[Any], Any]] = []
        self.prose: list[tuple[Any, str]] = []
        self.outline: list[tuple[Any, str]] = []  # headings, below which prose is written
        self.hints: list[Any] = []  # what the writer is told below a heading: the form says it
        self.facts: list[tuple[Any, str, str]] = []
        self.last: Any = None
        self.told: list[str] = []

    def find(self) -> None:
        """Where the placeholders belong, while the file is as it was read."""
        for number, (table, names) in enumerate(zip(self.draft.tables, self.names, strict=True)):
            if table.kind == "narrative":
                self._find_prose(table, names)
                continue
            for row, name in named_rows(table, names):
                self._find_row(table, names, row, name)
            for place in growing_places(table, names):
                self._find_list(number, place)
        for fact, name in zip(self.draft.facts, name_facts(self.draft), strict=True):
            found = self.places.find(fact.place)
            if found is not None:
                self.facts.append((found, fact.label, cell_tag_of(name)))

    def _find_row(self, table: DraftTable, names: TableNames, row: DraftRow, name: str) -> None:
        note = note_column(table)
        for at, place in enumerate(row.cells[: len(table.columns)]):
            tag = cell_tag(table, names, name, at, note)
            cell = self.places.find(place)
            if tag and cell is not None:
                self.cells.append((cell, tag))
                self.last = cell

    def _find_list(self, number: int, place: GrowingPlace) -> None:
        lines = [self._line(one) for one in place.lines]
        below = self.places.find(place.below)
        found = [one for one in lines if one is not None]
        if found or below is not None:
            self.lists.append((number, place, found, below))
            self.last = found[0] if found else below

    def _line(self, cells: tuple[FilePlace | None, ...]) -> Any:
        """The table row of a blank line."""
        for one in cells:
            cell = self.places.find(one)
            if cell is not None and cell.tag == CELL:
                return row_of(cell)
        return None

    def _find_prose(self, table: DraftTable, names: TableNames) -> None:
        for row, name in zip(table.rows, names.rows, strict=True):
            place = next((one for one in row.cells if one is not None), None)
            found, head = self.places.find(place), self.places.find(row.place)
            if row.kind == "row" and found is not None:
                self.prose.append((found, name))
            elif row.kind == "row" and head is not None:
                self.outline.append((head, name))
                said = [self.places.find(one) for one in row.hint_places]
                self.hints += [one for one in said if one is not None and one.tag == PARAGRAPH]

    def figures(self) -> list[Any]:
        """The cells and paragraphs of the tables that are filled in."""
        lines = [line for _, _, lines, below in self.lists for line in (*lines, below)]
        cells = [one.find(CELL) if one.tag == ROW else one for one in lines if one is not None]
        prose = [one for one, _ in (*self.cells, *self.prose, *self.outline)]
        return [one for one in (*prose, *cells) if one is not None]

    def write(self) -> None:
        """Put the placeholders there."""
        for cell, tag in self.cells:
            fill_cell(cell, tag)
        for number, place, lines, below in self.lists:
            self._write_list(number, place, lines, below)
        if self.hints:
            self.told.append(HINTED)
        for hint in self.hints:
            hint.getparent().remove(hint)
        for head, name in self.outline:
            self.prose.append((below_heading(head), name))
        for found, name in self.prose:
            _write_prose(found, name)
            self.last = found
        for found, label, tag in self.facts:
            write_fact(found, label, tag)
        self._write_notes()

    def _write_list(self, number: int, place: GrowingPlace, lines: list[Any], below: Any) -> None:
        """A loop around the first blank line; the others are its repetitions."""
        table, names = self.draft.tables[number], self.names[number]
        pattern = lines[0] if lines else _empty_copy(row_of(below))
        for stub in table.stubs:
            cell = grid_cell(pattern, stub.place)
            if cell is not None and stub.holds in ("stt", "label", "measure"):
                fill_cell(cell, f"{{{{ row.{stub.holds} }}}}")
        for at, column in enumerate(table.columns):
            tag = item_tag(table, names, at)
            cell = grid_cell(pattern, column.place)
            if cell is not None and tag:
                fill_cell(cell, tag)
        loop = f'{{%tr for row in tables["{names.block}"]["added"]["{place.name}"] %}}'
        pattern.addprevious(tag_row(pattern, loop))
        pattern.addnext(tag_row(pattern, "{%tr endfor %}"))
        for other in lines[1:]:
            other.getparent().remove(other)

    def _write_notes(self) -> None:
        """Notes that no column holds stand below the last table that is filled in: where there are
        none, nothing is printed."""
        if self.last is None:
            return
        around = [*self.last.iterancestors(TABLE)]
        table = around[-1] if around else self.last
        first = next(iter(table.iter(PARAGRAPH)), None)
        look = text_look(first)[1] if first is not None else None
        said = [tag_paragraph(NOTES[0]), tag_paragraph(NOTES[1], look), tag_paragraph(NOTES[2])]
        said += [tag_paragraph(NOTE, look)]
        said += [tag_paragraph("{%p endfor %}"), tag_paragraph("{%p endif %}")]
        for one in reversed(said):
            table.addnext(one)


def cell_tag(
    table: DraftTable, names: TableNames, row: str, column: int, note: int | None
) -> str | None:
    """The placeholder of a cell of a printed row; none where nothing is filled in."""
    if column == note:
        return f'{{{{ cells["{row}"].note }}}}'
    name = names.columns.get(column)
    if name is None:
        return None
    return cell_tag_of(row if len(names.columns) == 1 else f"{row}:{name}")


def cell_tag_of(key: str) -> str:
    """The placeholder of the value of a cell."""
    return f'{{{{ cells["{key}"].value }}}}'


def item_tag(table: DraftTable, names: TableNames, column: int) -> str | None:
    """The placeholder of a cell of a row that was added."""
    if table.columns[column].item_key:
        return "{{ row.label }}"
    if column == note_column(table):
        return "{{ row.note }}"
    name = names.columns.get(column)
    return f'{{{{ row.cells["{name}"] }}}}' if name is not None else None


def named_rows(table: DraftTable, names: TableNames) -> Iterator[tuple[DraftRow, str]]:
    """The rows with figures and their names, without their grey cells; that of a table of one row
    without a label too."""
    keys = table.row_keys()
    for key, row, name in zip(keys, table.rows, names.rows, strict=True):
        if row.kind == "row":
            open_ = tuple(
                None if key in column.grey_for else place
                for column, place in zip(table.columns, row.cells, strict=False)
            )
            yield DraftRow(row.label, cells=open_), name
    if table.kind == "single_row" and not table.rows and table.blank_lines:
        yield DraftRow("", cells=table.blank_lines[0]), names.only_row


def below_heading(head: Any) -> Any:
    """The paragraph below a heading that is to be written on: the first of those that are blank or
    dotted, without the others; a new one where there is none."""
    blank = []
    for one in head.itersiblings():
        if one.tag != PARAGRAPH or _words(one):
            break
        blank.append(one)
    dotted = [one for one in blank if "".join(text.text or "" for text in one.iter(TEXT)).strip()]
    if dotted:
        for one in dotted[1:]:
            one.getparent().remove(one)
        return dotted[0]
    properties, look = text_look(head)
    made = tag_paragraph("", look, properties)
    head.addnext(made)
    return made


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(TEXT)).strip(DOTS)


def _write_prose(found: Any, name: str) -> None:
    """A paragraph for each line of the text, in the place of the blank one."""
    lines = f'(cells["{name}"].value or " ").split("\\n")'
    paragraph = found if found.tag != CELL else next(within(found, PARAGRAPH))
    properties, look = text_look(paragraph)
    look = None if look is None else plain_look(look)
    paragraph.addprevious(tag_paragraph(f"{{%p for line in {lines} %}}", look, properties))
    paragraph.addnext(tag_paragraph("{%p endfor %}", look, properties))
    fill_paragraph(paragraph, "{{ line }}", look)


def _empty_copy(row: Any) -> Any:
    """A row below this one with the same cells and nothing in them."""
    copy = deepcopy(row)
    for cell in copy.findall(CELL):
        fill_cell(cell, "")
    row.addnext(copy)
    return copy
