"""What stands in the sheets of a draft's workbook, line by line."""

from __future__ import annotations

from collections.abc import Iterator

from templates.form_draft.model import DraftRow, DraftTable, FormDraft
from templates.form_draft.output.corrections.layout import (
    COLUMN_SHEET,
    COLUMNS,
    DOUBT_SHEET,
    DOUBTS,
    FORM,
    FORM_FIELDS,
    HEAD_JOINT,
    LIST_JOINT,
    MARK,
    ROW_SHEET,
    ROWS,
    RULE_SHEET,
    RULES,
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
    KINDS,
    OVERS,
    PERIODS,
    ROLES,
    STRENGTHS,
    TAKEN,
    YES,
)

SheetTexts = dict[str, list[list[str]]]


def draft_sheets(draft: FormDraft) -> SheetTexts:
    """The sheets that may be changed, as they read back where nobody changed anything."""
    draft = name_parts(draft)
    fields = [[head, field_text(draft, name)] for name, head in FORM_FIELDS]
    return {
        FORM: [[MARK, draft.name], *fields],
        COLUMNS: [[one.head for one in COLUMN_SHEET], *column_lines(draft)],
        ROWS: [[one.head for one in ROW_SHEET], *row_lines(draft)],
        RULES: [[one.head for one in RULE_SHEET], *rule_lines(draft)],
        DOUBTS: [[one.head for one in DOUBT_SHEET], *([one.key] for one in draft.doubts)],
    }


def column_lines(draft: FormDraft) -> Iterator[list[str]]:
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


def row_lines(draft: FormDraft) -> Iterator[list[str]]:
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


def rule_lines(draft: FormDraft) -> Iterator[list[str]]:
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


def field_text(draft: FormDraft, name: str) -> str:
    if name == "period_kinds":
        return LIST_JOINT.join(PERIODS[one] for one in draft.period_kinds if one in PERIODS)
    if name == "signers":
        return LIST_JOINT.join(one.title for one in draft.signers)
    return getattr(draft, name) or ""
