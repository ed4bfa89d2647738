"""The appendix before it is a file: a report laid over its form, as text for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from conversations.answers.values import Answer, Text
from conversations.forms.growth import fit_form, lay_lines
from conversations.forms.model import Form, Gaps
from conversations.forms.row import Row
from conversations.reports.model import LetterReference, Report
from conversations.reports.printed_answers import STATE_WORDS, note_cell, value_cell
from conversations.reports.seal import Seal, make_seal
from conversations.text.normalize import capitalise
from templates.documents.period_words import print_month, printed_period
from templates.documents.safe_text import BLANKS, GAP, clean_xml_text, mark_italics

LONG_VALUE, LONG_NOTE = 250, 400  # characters that make a row half as high as a page


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row as the template sees it. `kind` is section, group or indicator; `level` counts
    from 0; the last five are the cells, in the order of the columns."""

    key: str
    kind: str
    level: int
    stt: str
    label: str
    measure: str
    value: str
    note: str

    @property
    def short(self) -> bool:
        """Whether it is sure to fit on a page, and may stay whole."""
        return len(self.value) <= LONG_VALUE and len(self.note) <= LONG_NOTE


_words, _label = (
    lru_cache(4096)(clean_xml_text),
    lru_cache(4096)(mark_italics),
)  # the form's own texts
ROW_NAMES = tuple(field.name for field in fields(PrintedRow))


def template_context(form: Form, report: Report, gaps: Gaps = "dotted") -> dict[str, Any]:
    """Everything a template may name: plain texts and rows, nothing that can act."""
    form = fit_form(form, report.answers)
    rows = tuple(printed_row(row, report.answer(row.key)) for row in form.rows)
    unit = report.unit
    return {
        "title": clean_xml_text(form.title),
        "period": printed_period(report.period),
        "unit": {
            "name": clean_xml_text(unit.name),
            "short_name": clean_xml_text(unit.short_name),
            "abbreviation": clean_xml_text(unit.abbreviation),
            "parent": clean_xml_text(report.parent_name),
        },
        "issue": printed_issue(report.issue, gaps),
        **lay_rows(form, report, rows),
        "seal": printed_seal(make_seal(report)),
    }


def lay_rows(form: Form, report: Report, rows: Sequence[PrintedRow]) -> dict[str, Any]:
    """The rows as a template may name them: one after the other, by key, those whose note no
    column holds, and in tables."""
    cells = {row.key: row for row in rows}
    return {
        "rows": tuple(rows),
        "cells": cells,
        "notes": _notes_beside(form, rows),
        "tables": printed_tables(form, report, cells),
    }


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One row of a table with columns as the template sees it; `cells` are its figures."""

    stt: str
    label: str
    code: str
    measure: str
    note: str
    cells: dict[str, str]

    @property
    def short(self) -> bool:
        """Whether it is sure to fit on a page, and may stay whole."""
        longest = max((len(one) for one in (self.label, *self.cells.values())), default=0)
        return longest <= LONG_VALUE and len(self.note) <= LONG_NOTE


def printed_tables(
    form: Form, report: Report, rows: dict[str, PrintedRow]
) -> dict[str, dict[str, Any]]:
    """For each table with columns its `rows`, and those that were `added`, by the place below
    which they stand. Where nothing was there is one row, which says so or is empty."""
    found: dict[str, dict[str, Any]] = {}
    for block in form.blocks:
        if not block.columns:
            continue
        lines: list[PrintedLine] = []
        added: dict[str, list[PrintedLine]] = {}
        for growth, some in lay_lines(form, block):
            printed = [_printed_line(form, line.key, line.cells, rows) for line in some]
            if growth is not None:
                nothing = STATE_WORDS.get(report.answer(growth.names).state, "")
                label = capitalise(nothing)
                cells = {column.key: "" for column in block.columns}
                printed = printed or [PrintedLine("", label, "", "", "", cells)]
                added[growth.place] = printed
            lines += printed
        found[block.key] = {"rows": lines, "added": added}
    return found


def _notes_beside(form: Form, rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows with a note that no column of notes holds: a heading may go over all columns."""
    lines = (line for block in form.blocks if block.note for line in block.lines)
    held = {line.key for line in lines if not line.is_heading}
    return [row for row in rows if row.note and row.key not in held]


def _printed_line(
    form: Form, key: str, cells: dict[str, str], rows: dict[str, PrintedRow]
) -> PrintedLine:
    row, printed = form.row(key), rows[key]
    values = {column: rows[cell].value for column, cell in cells.items()}
    code = _words(row.code)
    return PrintedLine(printed.stt, printed.label, code, printed.measure, printed.note, values)


def printed_seal(sealed: Seal | None) -> dict[str, str]:
    """The code and the hash of an issued appendix, and both in a line for people; a draft says
    that it is one."""
    if sealed is None:
        return {"code": "", "hash": "", "line": "Bản nháp, chưa nộp"}
    line = f"Mã bản: {sealed.code} (lần nộp {sealed.version})"
    return {"code": sealed.code, "hash": sealed.digest, "line": line}


def printed_row(row: Row, answer: Answer) -> PrintedRow:
    safe = _safe(answer)
    return PrintedRow(
        key=row.key,
        kind=row.kind.value,
        level=row.level,
        stt=_words(row.stt),
        label=_label(row.label),
        measure=printed_measure(row),
        value=value_cell(safe, row.answer),
        note=note_cell(safe),
    )


def _safe(answer: Answer) -> Answer:
    """The answer with texts that a file can hold."""
    update: dict[str, Any] = {}
    if answer.remark or answer.note:
        update = {
            "remark": clean_xml_text(answer.remark or ""),
            "note": clean_xml_text(answer.note or ""),
        }
    if isinstance(answer.value, Text):
        update["value"] = Text(text=clean_xml_text(answer.value.text))
    return answer.model_copy(update=update) if update else answer


def printed_measure(row: Row) -> str:
    """The measure as printed; the codes of a choice stand on lines of their own."""
    measure = _words(row.measure)
    codes = [f"{option.label} = {option.code}" for option in row.codes]
    return "\n".join(codes) if codes and " ".join(codes) == measure else measure


def printed_issue(issue: LetterReference, gaps: Gaps = "dotted") -> dict[str, str]:
    """Number and date of the covering report by Decree 30/2020, appendix I: a number or a day
    under 10 and the months 1 and 2 get a leading zero. What is not known is a gap: dotted, to be
    written on by hand, or blank, as the decree lets it be on an electronic document."""
    number, gap = clean_xml_text(issue.number or ""), GAP if gaps == "dotted" else BLANKS
    return {
        "number": number.zfill(2) if number.isdecimal() else number or gap,
        "day": f"{issue.day:02}" if issue.day else gap,
        "month": print_month(issue.month),
        "year": str(issue.year),
    }
