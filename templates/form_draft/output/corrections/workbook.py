"""A draft as a workbook that a person corrects: what may be changed is yellow, with drop-downs and
notes."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from templates.documents.excel.cells import A4, BOXED, EPOCH, FONT, OPTIONS
from templates.documents.safe_text import clean_xml_text
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.layout import (
    COLUMN_SHEET,
    COLUMNS,
    DOUBT_SHEET,
    DOUBTS,
    FORM,
    FORM_FIELDS,
    HELP,
    HELP_LINES,
    MARK,
    ROW_SHEET,
    ROWS,
    RULE_SHEET,
    RULES,
    SPARE_ROWS,
    SPARE_RULES,
    STAMP,
    SheetColumn,
)
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.corrections.sheet_texts import (
    column_lines,
    field_text,
    row_lines,
    rule_lines,
)
from templates.form_draft.output.corrections.words import (
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


def write_corrections(draft: FormDraft, stamp: str = "") -> bytes:
    """The workbook of the draft; `stamp`, which nobody sees, says which one it is. The same gives
    the same bytes."""
    draft = name_parts(draft)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": clean_xml_text(draft.title), "created": EPOCH})
        sheets = _Sheets(book)
        sheets.help(draft)
        sheets.form(draft, stamp)
        answers, roles = [*ANSWERS.values()], [*ROLES.values()]
        columns = {4: answers, 6: roles, 9: ["", *TAKEN.values()], 11: ["", "x"]}
        sheets.table(COLUMNS, COLUMN_SHEET, [*column_lines(draft)], columns, 0)
        rows = {6: [*KINDS.values()], 8: ["", *answers], 12: ["", YES], 13: ["", "x"]}
        sheets.table(ROWS, ROW_SHEET, [*row_lines(draft)], rows, SPARE_ROWS)
        rules = {1: [*OVERS.values()], 4: [*STRENGTHS.values(), DROP]}
        sheets.table(RULES, RULE_SHEET, [*rule_lines(draft)], rules, SPARE_RULES)
        sheets.doubts(draft)
    return buffer.getvalue()


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

    def form(self, draft: FormDraft, stamp: str) -> None:
        page = self.book.add_worksheet(FORM)
        page.set_column(0, 0, 18)
        page.set_column(1, 1, 90)
        page.write_string(0, 0, MARK, self.head)
        page.write_string(0, 1, draft.name, self.shut)
        for line, (name, head) in enumerate(FORM_FIELDS, 1):
            page.write_string(line, 0, head, self.head)
            page.write_string(line, 1, clean_xml_text(field_text(draft, name)), self.open)
        if stamp:
            last = len(FORM_FIELDS) + 2
            page.write_string(last, 0, STAMP, self.shut)
            page.write_string(last, 1, stamp, self.shut)
            page.set_row(last, None, None, {"hidden": True})
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


def _drop_down(choices: Sequence[str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": [one for one in choices if one],
        "error_type": "warning",
        "error_title": "Không có trong danh sách",
        "error_message": "Hãy chọn trong danh sách.",
    }
