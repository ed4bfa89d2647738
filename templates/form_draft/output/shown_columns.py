"""Columns that show figures of an earlier report."""

from __future__ import annotations

from collections.abc import Container

from templates.form_draft.model import DraftColumn, DraftTable
from templates.form_draft.output.answer_words import asked_columns
from templates.form_draft.rules.label_words import plain_words
from templates.form_draft.rules.periods import is_cumulative


def find_shown(table: DraftTable, key: str, computed: Container[str]) -> str | None:
    """The key of the column whose earlier figures the column of this key shows: the nearest one of
    the same kind that is asked and has a cell wherever this one has; one that counts over the same
    time before another, one behind it before one in front of it. None where there is none."""
    keys = table.column_keys()
    mine = keys.index(key)
    column = table.columns[mine]
    if column.taken_from is None:
        return None
    others = [
        (
            _is_since(other) != _is_since(column),
            abs(keys.index(one) - mine),
            keys.index(one) < mine,
            one,
        )
        for one, other in asked_columns(table)
        if one != key
        and other.taken_from is None
        and one not in computed
        and other.answer == column.answer
        and {*other.grey_for} <= {*column.grey_for}
    ]
    return min(others)[-1] if others else None


def _is_since(column: DraftColumn) -> bool:
    """Whether it counts since the beginning of the year."""
    return is_cumulative(" ".join(map(plain_words, column.path)))
