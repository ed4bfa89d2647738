"""What each column, and each fact, is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from templates.form_draft.model import ColumnRole, DraftColumn, DraftFact, DraftTable
from templates.form_draft.rules.label_words import is_part
from templates.form_draft.rules.relations import FigureRelation


def place_parts(table: DraftTable, relations: Sequence[FigureRelation]) -> DraftTable:
    """The table with what each column is a part of: what it is said to be at most, else what it is
    summed up to."""
    keys = table.column_keys()
    columns = dict(zip(keys, table.columns, strict=True))
    wholes: dict[str, str] = {}
    for one in relations:
        if one.sign == "<=" and "không thể nhiều hơn" not in one.why:
            wholes.setdefault(one.left, one.parts[0])
    for one in relations:
        if one.is_sum:
            for part in one.parts:
                if _of_one_kind(columns[part], columns[one.left]):
                    wholes.setdefault(part, one.left)
    totals = {one.left for one in relations if one.is_sum}
    placed = [
        _placed(column, wholes.get(key), is_total=key in totals) for key, column in columns.items()
    ]
    return replace(table, columns=tuple(placed))


def _of_one_kind(part: DraftColumn, whole: DraftColumn) -> bool:
    return part.answer == whole.answer and part.role != "ratio" and part.answer != "percent"


def _placed(column: DraftColumn, whole: str | None, *, is_total: bool) -> DraftColumn:
    role: ColumnRole = column.role
    if role == "actual" and (whole or is_total):
        role = "part" if whole else "total"
    return replace(column, part_of=column.part_of or whole, role=role)


def place_facts(facts: Sequence[DraftFact]) -> tuple[DraftFact, ...]:
    """“Trong đó: hộ nghèo” is a part of the number asked before it."""
    found: list[DraftFact] = []
    whole: DraftFact | None = None
    for fact in facts:
        if not is_part(fact.label):
            whole = fact
        is_share = whole is not None and is_part(fact.label) and fact.answer == whole.answer
        if whole is not None and is_share and not fact.part_of and fact.answer != "text":
            found.append(replace(fact, part_of=whole.label))
        else:
            found.append(fact)
    return tuple(found)
