"""The row of totals of a list: what the officer adds is summed where figures can be."""

from __future__ import annotations

from collections.abc import Iterator

from templates.form_draft.model import DraftTable
from templates.form_draft.rules.label_words import is_bare_total
from templates.form_draft.rules.relations import FigureRelation, quote


def find_list_totals(table: DraftTable) -> Iterator[FigureRelation]:
    """“Tổng cộng” above or below the lines that are added. Where the list has groups, only the
    total of all is sure, so that there must be no other."""
    totals = [at for at, row in enumerate(table.rows) if _is_total(table, at)]
    if table.kind == "list" and len(totals) == 1:
        label = table.rows[totals[0]].label
        why = f"{quote(label)} của các dòng thêm vào"
        key = table.row_keys()[totals[0]]
        yield FigureRelation(key, "==", "sum([list])", (), "soft", why)


def _is_total(table: DraftTable, at: int) -> bool:
    row = table.rows[at]
    return row.kind == "row" and not row.grows and row.parent is None and is_bare_total(row.label)
