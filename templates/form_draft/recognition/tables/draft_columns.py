"""The columns of a draft: what each asks, its measure, its role, its formula."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from templates.form_draft.model import AnswerKind, DraftColumn, DraftDoubt, DraftReading, TableKind
from templates.form_draft.recognition.language.choices import choices_in_head
from templates.form_draft.recognition.language.lexicon import COMPARED
from templates.form_draft.recognition.language.measures import answer_of_measure
from templates.form_draft.recognition.language.printed_numbers import compute_formula
from templates.form_draft.recognition.language.words import begins_with, has_words
from templates.form_draft.recognition.tables.figures import (
    answer_of_head,
    period_taken,
    role_of_column,
)
from templates.form_draft.recognition.tables.open_columns import OpenColumn

_KEY = re.compile(r"\[([^\]]+)\]")
_PERSONS = ("họ và tên", "họ tên", "họ, tên", "họ và chữ đệm")
_ANSWERS: Mapping[AnswerKind, str] = {
    "count": "số đếm",
    "decimal": "số thập phân",
    "money": "số tiền",
    "percent": "tỷ lệ %",
    "text": "chữ",
    "date": "ngày",
    "choice": "chọn một",
}


@dataclass
class DrawnColumns:
    """The columns, their keys, and what is doubtful."""

    columns: list[DraftColumn]
    keys: list[str]
    doubts: list[DraftDoubt] = field(default_factory=list)


def read_columns(
    number: int,
    kind: TableKind,
    opened: Sequence[OpenColumn],
    above: str | None,
    measures: Mapping[int, str],
    *,
    by_row: bool,
) -> DrawnColumns:
    """The columns of the table of this number; `measures` are those printed below the heads, by
    the column of the grid; `by_row`: each row has its own."""
    found = DrawnColumns([], [])
    sure: list[bool] = []
    of_persons = kind == "list" and any(begins_with(one.path[-1], _PERSONS) for one in opened)
    for one in opened:
        said = measures.get(one.slot.first)
        column, certain = _read_column(one, above, said, kind, of_persons=of_persons)
        if by_row and column.measure is None and column.answer in ("money", "decimal"):
            column, certain = replace(column, answer="count"), True
        found.columns.append(column)
        sure.append(certain)
    _name_items(kind, found)
    found.keys = _keys(found.columns)
    _compute(found)
    _take_answers_of_formulas(found, sure)
    _take_answers_of_compared(found)
    _keep_parts(found)
    for at, certain in enumerate(sure):
        if not certain:
            found.doubts.append(_doubt_of_answer(number, at, found))
    return found


def _read_column(
    one: OpenColumn, above: str | None, measure: str | None, kind: TableKind, *, of_persons: bool
) -> tuple[DraftColumn, bool]:
    path = one.path
    choices = choices_in_head(path[-1])
    answer, said, certain = answer_of_head(
        path, above, in_list=kind == "list", of_persons=of_persons
    )
    if measure is not None:
        answer, said, certain = answer_of_measure(measure) or answer, measure, True
    if choices:
        answer, said, certain = "choice", None, True
    role = role_of_column(path, answer)
    taken = period_taken(path, role)
    printed = one.printed.printed if one.printed is not None and one.printed.formula else None
    return (
        DraftColumn(
            path,
            one.printed.number if one.printed is not None else None,
            answer,
            None if said == "%" else said,
            role,
            printed_formula=printed,
            formula=one.printed.formula if one.printed is not None and printed else None,
            taken_from="last" if taken == "last" else "last_year" if taken else None,
            choices=choices,
            place=one.slot.first if one.part is None else one.part[0],
        ),
        certain,
    )


def _name_items(kind: TableKind, found: DrawnColumns) -> None:
    """In a list the first column of words names the items."""
    if kind != "list":
        return
    texts = [at for at, one in enumerate(found.columns) if one.role == "text"]
    if not texts and found.columns and found.columns[0].answer == "count":
        found.columns[0] = replace(found.columns[0], answer="text", role="text", measure=None)
        texts = [0]
    for at in texts[:1]:
        found.columns[at] = replace(found.columns[at], item_key=True)


def _keys(columns: Sequence[DraftColumn]) -> list[str]:
    numbers = [column.number for column in columns]
    return [
        number if number and numbers.count(number) == 1 else f"c{at}"
        for at, number in enumerate(numbers, 1)
    ]


def _compute(found: DrawnColumns) -> None:
    """Formulas over the columns; what cannot be computed stays as printed."""
    numbers = [column.number for column in found.columns]
    keys = {
        number: key
        for number, key in zip(numbers, found.keys, strict=True)
        if number and numbers.count(number) == 1
    }
    for at, column in enumerate(found.columns):
        if column.formula is None:
            continue
        formula = compute_formula(column.formula, keys)
        if formula is not None and found.keys[at] in _KEY.findall(formula):
            formula = None
        found.columns[at] = replace(column, formula=formula)


def _take_answers_of_formulas(found: DrawnColumns, sure: list[bool]) -> None:
    """A sum or difference is of the kind of its parts, where the head does not say better."""
    answers = dict(zip(found.keys, (one.answer for one in found.columns), strict=True))
    for at, column in enumerate(found.columns):
        if column.formula is None or re.search(r"[*/]", column.formula):
            continue
        kinds = {answers[key] for key in _KEY.findall(column.formula)}
        if len(kinds) == 1 and column.answer == "count":
            found.columns[at] = replace(column, answer=kinds.pop())
            sure[at] = True


def _take_answers_of_compared(found: DrawnColumns) -> None:
    """A difference without a measure of its own is of the kind of the two figures before it."""
    for at, column in enumerate(found.columns):
        if column.answer != "count" or column.measure or not has_words(column.path[0], COMPARED):
            continue
        before = [one for one in found.columns[:at] if one.role not in ("text", "note", "ratio")]
        kinds = {(one.answer, one.measure) for one in before[-2:]}
        if len(before) > 1 and len(kinds) == 1:
            answer, measure = kinds.pop()
            found.columns[at] = replace(column, answer=answer, measure=measure)


def _keep_parts(found: DrawnColumns) -> None:
    """What a sum adds to others of this period is no figure of an earlier report."""
    for column in found.columns:
        formula = column.formula or ""
        if " + " not in formula or re.search(r"[-*/]", formula):
            continue
        for key in _KEY.findall(formula):
            at = found.keys.index(key)
            part = found.columns[at]
            if part.taken_from is not None and column.taken_from is None:
                found.columns[at] = replace(part, taken_from=None, role="part")


def _doubt_of_answer(number: int, at: int, found: DrawnColumns) -> DraftDoubt:
    column = found.columns[at]
    first = column.answer
    other: AnswerKind = "count" if first != "count" else "money"
    return DraftDoubt(
        f"table.{number}.column.{found.keys[at]}.answer",
        f"Cột “{' / '.join(column.path)}” ghi loại số gì?",
        (DraftReading(first, _ANSWERS[first]), DraftReading(other, _ANSWERS[other])),
        "Trên giấy không in đơn vị tính của cột này.",
    )
