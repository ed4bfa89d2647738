"""A draft as JSON, in the shape of the expectations that the author's corpus has."""

from __future__ import annotations

from typing import Any

from templates.form_draft.model import (
    DraftColumn,
    DraftFact,
    DraftRow,
    DraftRule,
    DraftTable,
    FormDraft,
)

Told = dict[str, Any]


def print_draft(draft: FormDraft) -> Told:
    """What was recognised, and what is doubtful, with keys in the order of the paper."""
    return {
        "name": draft.name,
        "file": draft.file,
        "title": draft.title,
        "code": draft.code,
        "issued_by": draft.issued_by,
        "sent_by": draft.sent_by,
        "sent_to": draft.sent_to,
        "period_kind": [*draft.period_kinds],
        "facts": [_fact(fact) for fact in draft.facts],
        "tables": [_table(table) for table in draft.tables],
        "derived_rules": [_rule(number, rule) for number, rule in enumerate(draft.rules, 1)],
        "signers": [{"title": one.title, "hint": one.hint} for one in draft.signers],
        "doubts": [
            {
                "key": doubt.key,
                "question": doubt.question,
                "readings": [{"value": one.value, "words": one.words} for one in doubt.readings],
                "evidence": doubt.evidence,
            }
            for doubt in draft.doubts
        ],
        "unclear": [*draft.unclear],
    }


def _fact(fact: DraftFact) -> Told:
    told: Told = {
        "label": fact.label,
        "answer": fact.answer,
        "measure": fact.measure,
        "part_of": fact.part_of,
    }
    return told | ({"choices": [*fact.choices]} if fact.choices else {})


def _table(table: DraftTable) -> Told:
    columns, rows = table.column_keys(), table.row_keys()
    return {
        "title": table.title,
        "kind": table.kind,
        "stubs": [
            {"is": stub.holds, "path": [*stub.path], "number": stub.number} for stub in table.stubs
        ],
        "columns": [
            _column(key, column) for key, column in zip(columns, table.columns, strict=True)
        ],
        "rows": [_row(key, row) for key, row in zip(rows, table.rows, strict=True)],
        "notes_column": table.notes_column,
        "blank_rows": len(table.blank_lines),
        "above": table.above,
        "below": [*table.below],
    }


def _column(key: str, column: DraftColumn) -> Told:
    told: Told = {
        "key": key,
        "number": column.number,
        "path": [*column.path],
        "answer": column.answer,
        "measure": column.measure,
        "role": column.role,
        "part_of": column.part_of,
        "formula": column.formula,
        "from": column.taken_from,
        "grey_for": [*column.grey_for],
    }
    if column.printed_formula:
        told["printed_formula"] = column.printed_formula
    if column.choices:
        told["choices"] = [*column.choices]
    if column.item_key:
        told["item_key"] = True
    if column.optional:
        told["optional"] = True
    return told


def _row(key: str, row: DraftRow) -> Told:
    told: Told = {
        "key": key,
        "code": row.code,
        "stt": row.stt,
        "label": row.label,
        "level": row.level,
        "parent_index": row.parent,
        "kind": row.kind,
        "measure": row.measure,
        "formula": row.formula,
    }
    if row.answer:
        told["answer"] = row.answer
    if row.choices:
        told["choices"] = [*row.choices]
    if row.grows:
        told["grows"] = True
    return told


def _rule(number: int, rule: DraftRule) -> Told:
    within: list[str] | str = "all" if rule.within == ("all",) else [*rule.within]
    return {
        "id": f"R{number:02}",
        "table": rule.table,
        "over": rule.over,
        "in": within,
        "expr": rule.expression,
        "strength": rule.strength,
        "why": rule.why,
    }
