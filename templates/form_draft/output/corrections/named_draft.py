"""A draft whose rows and columns all have their names in the form file, so that they keep them
whatever is put before them, and its references by those names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from templates.form_draft.model import DraftDoubt, DraftRule, DraftTable, FormDraft
from templates.form_draft.output.form_names import name_tables

_NAMED = re.compile(r"\[\s*([^\[\]]+?)\s*\]")
_ROW_DOUBT = re.compile(r"table\.(\d+)\.row\.(\d+)\.(.+)")


def name_parts(draft: FormDraft) -> FormDraft:
    """The draft with a name on every row and column that has one in the form file."""
    tables = []
    for table, names in zip(draft.tables, name_tables(draft), strict=True):
        rows = tuple(
            replace(row, key=name) for row, name in zip(table.rows, names.rows, strict=True)
        )
        columns = tuple(
            replace(column, key=names.columns.get(at, column.key or f"c{at + 1}"))
            for at, column in enumerate(table.columns)
        )
        tables.append(replace(table, rows=rows, columns=columns))
    return replace(draft, tables=tuple(tables))


def column_names(table: DraftTable) -> dict[str, str]:
    """The name of each column by its key in the draft; of a named table."""
    return dict(zip(table.column_keys(), (one.key or "" for one in table.columns), strict=True))


def row_names(table: DraftTable) -> dict[str, str]:
    """The name of each row by its key in the draft; of a named table."""
    return dict(zip(table.row_keys(), (one.key or "" for one in table.rows), strict=True))


def rename_in(text: str, names: Mapping[str, str]) -> str:
    """The expression with its names changed; those that are not known stay."""
    return _NAMED.sub(lambda found: f"[{names.get(found[1], found[1])}]", text)


def names_of(table: DraftTable, over: str) -> dict[str, str]:
    return column_names(table) if over == "columns" else row_names(table)


def turned(names: Mapping[str, str]) -> dict[str, str]:
    return {name: key for key, name in names.items()}


def move_references(old: FormDraft, new: FormDraft) -> FormDraft:
    """`new` is the old draft with other rows and columns, whose rules, formulas and doubts still
    name those of the old one by their keys in the draft: here they name them by the new keys. What
    names a part that is gone is left out."""
    tables, rules = [], []
    for before, after in zip(old.tables, new.tables, strict=True):
        columns = _moves(column_names(before), column_names(after))
        rows = _moves(row_names(before), row_names(after))
        tables.append(_moved_table(after, columns, rows))
    for rule in new.rules:
        before, after = old.tables[rule.table], new.tables[rule.table]
        columns = _moves(column_names(before), column_names(after))
        rows = _moves(row_names(before), row_names(after))
        moved = _moved_rule(rule, columns, rows)
        if moved is not None:
            rules.append(moved)
    moved_doubts = (move_doubt(doubt, old, new) for doubt in new.doubts)
    doubts = tuple(one for one in moved_doubts if one is not None)
    return replace(new, tables=tuple(tables), rules=tuple(rules), doubts=doubts)


def _moves(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """The new key of each old one that is still there, and of the name of each that is new."""
    keys = turned(after)
    added = {name: key for name, key in keys.items() if name not in before.values()}
    return added | {key: keys[name] for key, name in before.items() if name in keys}


def _moved_table(table: DraftTable, columns: dict[str, str], rows: dict[str, str]) -> DraftTable:
    made_columns = tuple(
        replace(
            one,
            part_of=columns.get(one.part_of or ""),
            formula=_moved_text(one.formula, columns),
            grey_for=tuple(rows[key] for key in one.grey_for if key in rows),
        )
        for one in table.columns
    )
    made_rows = tuple(replace(one, formula=_moved_text(one.formula, rows)) for one in table.rows)
    return replace(table, columns=made_columns, rows=made_rows)


def _moved_text(text: str | None, keys: dict[str, str]) -> str | None:
    if text is None:
        return None
    known = all(name in keys for name in _NAMED.findall(text) if name != "list")
    return rename_in(text, keys) if known else None


def _moved_rule(rule: DraftRule, columns: dict[str, str], rows: dict[str, str]) -> DraftRule | None:
    text = _moved_text(rule.expression, columns if rule.over == "columns" else rows)
    others = columns if rule.over == "rows" else rows
    within = tuple(others[one] for one in rule.within if one in others)
    if text is None or (rule.within != ("all",) and not within):
        return None
    return replace(rule, expression=text, within=within or ("all",))


def move_doubt(doubt: DraftDoubt, old: FormDraft, new: FormDraft) -> DraftDoubt | None:
    """The doubt with its row's number in the new draft; None where that row is gone."""
    found = _ROW_DOUBT.fullmatch(doubt.key)
    if found is None or int(found[1]) >= len(old.tables):
        return doubt
    table, at = int(found[1]), int(found[2])
    if at >= len(old.tables[table].rows):
        return doubt
    name = old.tables[table].rows[at].key
    rows = [row.key for row in new.tables[table].rows]
    if name not in rows:
        return None
    return replace(doubt, key=f"table.{table}.row.{rows.index(name)}.{found[3]}")
