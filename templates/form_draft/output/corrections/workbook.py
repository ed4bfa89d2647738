"""A draft as a workbook that a person corrects: what may be changed is yellow, with drop-downs and
notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from templates.documents.excel.cells import A4, BOXED, EPOCH, FONT, OPTIONS
from templates.documents.safe_text import clean_xml_text
from templates.form_draft.model import DraftRow, DraftTable, FormDraft
from templates.form_draft.output.corrections.layout import (
    COLUMN_SHEET,
    COLUMNS,
    DOUBT_SHEET,
    DOUBTS,
    FORM,
    FORM_FIELDS,
    HEAD_JOINT,
    HELP,
    HELP_LINES,
    LIST_JOINT,
    MARK,
    ROW_SHEET,
    ROWS,
    RULE_SHEET,
    RULES,
    SPARE_ROWS,
    SPARE_RULES,
    SheetColumn,
)
from templates.form_draft.output.corrections.named_draft import (
    column_names,
    name_parts,
    names_of,
    rename_in,
    row_names,
)
from templates.form_draft.output.corrections.words import (
    ALL,
    ANSWERS,
    DROP,
    KINDS,
    OVERS,
    PERIODS,
    ROLES,
    STRENGTHS,
    TAKEN,
    YES,
)

LONGEST_LIST = 255  # characters of a drop-down, as Excel has it
_OPEN, _SHUT = {"bg_color": "#FFFBE6", "locked": False}, {"bg_color": "#F2F4F6"}
Lists = Mapping[int, Sequence[str]]


def write_corrections(draft: FormDraft) -> bytes:
    """The workbook of the draft; the same draft gives the same bytes."""
    draft = name_parts(draft)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": clean_xml_text(draft.title), "created": EPOCH})
        sheets = _Sheets(book)
        sheets.help(draft)
        sheets.form(draft)
        answers, roles = [*ANSWERS.values()], [*ROLES.values()]
        columns = {4: answers, 6: roles, 9: ["", *TAKEN.values()], 11: ["", "x"]}
        sheets.table(COLUMNS, COLUMN_SHEET, [*_columns(draft)], columns, 0)
        rows = {6: [*KINDS.values()], 8: ["", *answers], 12: ["", YES], 13: ["", "x"]}
        sheets.table(ROWS, ROW_SHEET, [*_rows(draft)], rows, SPARE_ROWS)
        rules = {1: [*OVERS.values()], 4: [*STRENGTHS.values(), DROP]}
        sheets.table(RULES, RULE_SHEET, [*_rules(draft)], rules, SPARE_RULES)
        sheets.doubts(draft)
    return buffer.getvalue()


def _columns(draft: FormDraft) -> Iterator[list[str]]:
    for number, table in enumerate(draft.tables, 1):
        names = column_names(table)
        for one in table.columns:
            yield [
                str(number),
                one.key or "",
                one.printed_formula or one.number or "",
                HEAD_JOINT.join(one.path),
                ANSWERS[one.answer],
                one.measure or "",
                ROLES[one.role],
                names.get(one.part_of or "", ""),
                rename_in(one.formula or "", names),
                TAKEN.get(one.taken_from or "", ""),
                LIST_JOINT.join(one.choices),
                "",
            ]


def _rows(draft: FormDraft) -> Iterator[list[str]]:
    for number, table in enumerate(draft.tables, 1):
        names = row_names(table)
        keys = table.row_keys()
        for at, one in enumerate(table.rows):
            yield [
                str(number),
                one.key or "",
                one.code or "",
                one.stt or "",
                one.label,
                _parent(table, one),
                KINDS[one.kind],
                one.measure or "",
                ANSWERS[one.answer] if one.answer else "",
                LIST_JOINT.join(one.choices),
                LIST_JOINT.join(
                    column.key or "" for column in table.columns if keys[at] in column.grey_for
                ),
                rename_in(one.formula or "", names),
                YES if one.grows else "",
                "",
            ]


def _parent(table: DraftTable, row: DraftRow) -> str:
    return table.rows[row.parent].key or "" if row.parent is not None else ""


def _rules(draft: FormDraft) -> Iterator[list[str]]:
    for rule in draft.rules:
        table = draft.tables[rule.table]
        others = column_names(table) if rule.over == "rows" else row_names(table)
        within = [others.get(one, one) for one in rule.within]
        yield [
            str(rule.table + 1),
            OVERS[rule.over],
            rename_in(rule.expression, names_of(table, rule.over)).replace("==", "="),
            ALL if rule.within == ("all",) else LIST_JOINT.join(within),
            STRENGTHS[rule.strength],
            rule.why,
        ]


@dataclass
class _Sheets:
    book: Any

    def __post_init__(self) -> None:
        look = self.book.add_format
        self.head = look(BOXED | {"bold": True, "align": "center", "bg_color": "#DCE6F0"})
        self.open, self.shut = look(BOXED | _OPEN), look(BOXED | _SHUT)
        self.plain, self.bold = look(FONT), look(FONT | {"bold": True, "font_size": 14})

    def help(self, draft: FormDraft) -> None:
        page = self.book.add_worksheet(HELP)
        page.set_column(0, 0, 110)
        page.write_string(0, 0, "SỬA BIỂU MÁY ĐỌC TỪ TỆP", self.bold)
        page.write_string(1, 0, clean_xml_text(draft.title), self.plain)
        for number, words in enumerate(HELP_LINES, 3):
            page.write_string(number, 0, f"{number - 2}. {words}", self.plain)
        for number, words in enumerate(draft.unclear, 4 + len(HELP_LINES)):
            page.write_string(number, 0, f"! {clean_xml_text(words)}", self.plain)

    def form(self, draft: FormDraft) -> None:
        page = self.book.add_worksheet(FORM)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 90)
        page.write_string(0, 0, MARK, self.head)
        page.write_string(0, 1, draft.name, self.shut)
        for line, (name, head) in enumerate(FORM_FIELDS, 1):
            page.write_string(line, 0, head, self.head)
            page.write_string(line, 1, clean_xml_text(_field(draft, name)), self.open)
        page.write_comment(
            6, 1, f"Một hoặc nhiều, cách nhau bằng dấu ;: {', '.join(PERIODS.values())}"
        )
        page.write_comment(7, 1, "Chức danh, từ trái sang phải, cách nhau bằng dấu ;")
        page.protect("", {"format_columns": True})

    def table(
        self,
        name: str,
        heads: Sequence[SheetColumn],
        lines: Sequence[Sequence[str]],
        lists: Lists,
        spare: int,
    ) -> None:
        """A sheet of lines; `lists` are the drop-downs by column, `spare` are empty lines."""
        page = self.book.add_worksheet(name)
        self._heads(page, heads)
        for at, line in enumerate([*lines, *[[""] * len(heads)] * spare], 1):
            for column, (text, head) in enumerate(zip(line, heads, strict=True)):
                look = self.open if head.is_open else self.shut
                if text:
                    page.write_string(at, column, clean_xml_text(text), look)
                else:
                    page.write_blank(at, column, None, look)
        last = len(lines) + spare
        for column, choices in lists.items():
            if last:
                page.data_validation(1, column, last, column, _drop_down(choices))

    def doubts(self, draft: FormDraft) -> None:
        page = self.book.add_worksheet(DOUBTS)
        self._heads(page, DOUBT_SHEET)
        for at, doubt in enumerate(draft.doubts, 1):
            words = [reading.words for reading in doubt.readings]
            said = [doubt.key, doubt.question, doubt.evidence, words[0] if words else ""]
            for column, text in enumerate(said):
                page.write_string(at, column, clean_xml_text(text), self.shut)
            page.write_blank(at, len(said), None, self.open)
            if words and sum(map(len, words)) + len(words) < LONGEST_LIST:
                page.data_validation(at, len(said), at, len(said), _drop_down(words))

    def _heads(self, page: Any, heads: Sequence[SheetColumn]) -> None:
        for column, one in enumerate(heads):
            page.set_column(column, column, one.width)
            page.write_string(0, column, one.head, self.head)
            if one.note:
                page.write_comment(0, column, one.note)
        page.freeze_panes(1, 2)
        page.repeat_rows(0)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)


def _field(draft: FormDraft, name: str) -> str:
    if name == "period_kinds":
        return LIST_JOINT.join(PERIODS[one] for one in draft.period_kinds if one in PERIODS)
    if name == "signers":
        return LIST_JOINT.join(one.title for one in draft.signers)
    return getattr(draft, name) or ""


def _drop_down(choices: Sequence[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": [one for one in choices if one],
        "error_type": "warning",
        "error_title": "Không có trong danh sách",
        "error_message": "Hãy chọn trong danh sách.",
    }
