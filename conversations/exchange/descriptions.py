"""Records of what the product knows: a period, a form's rows, a report's answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from conversations.answers.values import (
    BLANK,
    Answer,
    Coded,
    Codes,
    Day,
    Names,
    Number,
    Ratio,
    Text,
)
from conversations.calendar.periods import Period, kind_of
from conversations.exchange.records import OptionRecord, PeriodRecord, RowRecord, ValueRecord
from conversations.forms.model import Form
from conversations.forms.row import Row

APART = ";"  # between several codes
_MONTHS = 12


def describe_period(period: Period) -> PeriodRecord:
    """The period with its kind and its window."""
    return PeriodRecord(
        name=period.name,
        kind=kind_of(period).value,
        first_day=period.start,
        last_day=period.end,
        time_period=f"{period.start.isoformat()}/{_duration(period.start, period.end)}",
    )


def read_period(told: PeriodRecord) -> Period:
    """The period that is told of."""
    return Period(name=told.name, start=told.first_day, end=told.last_day)


def _duration(first: date, last: date) -> str:
    """How long it is from the first to the last day: in whole months where it is so, else in
    days."""
    after = last + timedelta(days=1)
    months = (after.year - first.year) * _MONTHS + after.month - first.month
    if after.day != first.day or months < 1:
        return f"P{(after - first).days}D"
    return f"P{months // _MONTHS}Y" if months % _MONTHS == 0 else f"P{months}M"


def describe_rows(form: Form) -> Iterator[RowRecord]:
    """Every row and cell of the form as it is, items that were added to it among them."""
    columns = {
        (block.key, column.key): column.title or column.label
        for block in form.blocks
        for column in block.columns
    }
    items = {line.key for block in form.blocks for line in block.lines if line.is_item}
    for row in form.rows:
        cell = row.cell
        yield RowRecord(
            version=form.version,
            row=row.key,
            number=row.stt,
            label=row.title,
            measure=row.measure,
            row_kind=row.kind.value,
            answer_type=row.answer.type if row.answer is not None else "",
            parent=row.parent or "",
            table=cell.table if cell is not None else "",
            line=cell.row if cell is not None else "",
            column=cell.column if cell is not None else "",
            column_title=columns.get((cell.table, cell.column), cell.title) if cell else "",
            basis=row.basis.value if row.basis is not None else "",
            adds_up=row.answer is not None and row.adds_up,
            item=row.is_added or row.key in items,
        )


def describe_options(form: Form) -> Iterator[OptionRecord]:
    """The codes of every row that is answered with some."""
    for row in form.rows:
        for one in row.codes:
            yield OptionRecord(version=form.version, row=row.key, code=one.code, label=one.label)


def describe_answers(form: Form, answers: Mapping[str, Answer]) -> Iterator[ValueRecord]:
    """What the answers of a report say, row by row as printed: every row that takes an answer,
    blank or not, and a heading that has a note. `form` is the report's, with its items."""
    for row in form.rows:
        given = answers.get(row.key, BLANK)
        if row.answer is not None or given.note:
            yield describe_answer(row, given)


def describe_answer(row: Row, given: Answer) -> ValueRecord:
    """What the answer of one row says."""
    told: dict[str, Any] = {"row": row.key, "state": given.state}
    match given.value:
        case Number(amount=amount):
            told |= {"value": amount}
        case Ratio(numerator=numerator, denominator=denominator):
            parts = {"numerator": numerator, "denominator": denominator}
            told |= {"value": given.value.amount, **parts}
        case Coded(code=code):
            told |= {"code": code}
        case Codes(codes=codes):
            told |= {"code": APART.join(codes)}
        case Text(text=text):
            told |= {"text": text}
        case Day(day=day):
            told |= {"text": day.isoformat()}
        case Names(names=names):
            told |= {"text": "\n".join(names)}
        case None:
            pass
    return ValueRecord(**told, remark=given.remark or "", note=given.note or "")


def digest_form(form: Form) -> str:
    """What tells one form from another of the same key and version: its rows as others read them,
    and the codes they are answered with."""
    whole = form.pattern or form
    told = [one.model_dump_json() for one in describe_rows(whole)]
    told += [one.model_dump_json() for one in describe_options(whole)]
    return hashlib.sha256("\n".join((form.key, *told)).encode()).hexdigest()
