"""The appendix before it is a file: a report laid over its form, as text for each cell."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from conversations.form import ChoiceType, Form, Row
from conversations.printing import print_number
from conversations.report import Issue, Report
from conversations.values import Answer, Coded, Number, Ratio, State, Text
from templates.documents.texts import GAP, clean, mark_italics


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


ROW_NAMES = tuple(field.name for field in fields(PrintedRow))


def context(form: Form, report: Report) -> dict[str, Any]:
    """Everything a template may name: plain texts and rows, nothing that can act."""
    rows = tuple(printed_row(row, report.answer(row.key)) for row in form.rows)
    unit = report.unit
    return {
        "title": clean(form.title),
        "period": {"name": clean(report.period.name)},
        "unit": {
            "name": clean(unit.name),
            "short_name": clean(unit.short_name),
            "abbreviation": clean(unit.abbreviation),
        },
        "issue": printed_issue(report.issue),
        "rows": rows,
        "cells": {row.key: row for row in rows},
    }


def printed_row(row: Row, answer: Answer) -> PrintedRow:
    return PrintedRow(
        key=row.key,
        kind=row.kind.value,
        level=row.level,
        stt=clean(row.stt),
        label=mark_italics(row.label),
        measure=printed_measure(row),
        value=printed_value(answer),
        note=printed_note(answer),
    )


def printed_measure(row: Row) -> str:
    """The measure as printed; the codes of a choice stand on lines of their own."""
    measure = clean(row.measure)
    if isinstance(row.answer, ChoiceType):
        codes = [f"{option.label} = {option.code}" for option in row.answer.options]
        if " ".join(codes) == measure:
            return "\n".join(codes)
    return measure


def printed_value(answer: Answer) -> str:
    """What stands under "Số liệu": the number or the code, then the officer's remark in
    brackets. Every state without a value prints blank, as the province prints it."""
    if answer.state is not State.VALUE:
        return ""
    match answer.value:
        case Number() | Ratio():
            text = print_number(answer.value.amount)
        case Coded(code=code):
            text = clean(code)
        case Text(text=words):
            text = clean(words)
        case None:
            return ""
    remark = clean(answer.remark or "")
    if remark and not (remark.startswith("(") and remark.endswith(")")):
        remark = f"({remark})"
    return f"{text} {remark}" if remark else text


def printed_note(answer: Answer) -> str:
    """What stands under "Ghi chú": the note, and a remark that has no value to stand beside."""
    words = [clean(answer.note or "")]
    if answer.state is not State.VALUE:
        words.append(clean(answer.remark or ""))
    return "; ".join(filter(None, words))


def printed_issue(issue: Issue) -> dict[str, str]:
    """Number and date of the covering report by Decree 30/2020, appendix I: a number or a day
    under 10 and the months 1 and 2 get a leading zero; what is not known is a dotted gap."""
    number = clean(issue.number or "")
    return {
        "number": number.zfill(2) if number.isdecimal() else number or GAP,
        "day": f"{issue.day:02}" if issue.day else GAP,
        "month": f"{issue.month:02}" if issue.month < 3 else str(issue.month),
        "year": str(issue.year),
    }
