"""Where a row stands in its form, and which rows belong together."""

from __future__ import annotations

from typing import Any

from conversations.forms.model import Form, Row
from conversations.rules.expression import parse_expression

MAX_LIST = 8  # rows that a list offers as buttons


def describe_place(form: Form, row: Row) -> dict[str, Any]:
    """Where a row stands, in words and numbers, for every message about it."""
    return {**form.derived(_places)[row.key]}


def _places(form: Form) -> dict[str, dict[str, Any]]:
    return {row.key: _place(form, row) for row in form.rows}


def _place(form: Form, row: Row) -> dict[str, Any]:
    section, group = form.section_of(row.key), form.group_of(row.key)
    data: dict[str, Any] = {
        "key": row.key,
        "stt": row.stt,
        "label": row.title,
        "measure": row.measure if not row.options else "",
        "section": f"{section.stt}. {section.title}",
        "section_stt": section.stt,
        "group": f"{group.stt}. {group.title}" if group.key != row.key else "",
    }
    if row.key in form.asked_at:
        mine = form.asked_by_heading[section.key]
        data |= {
            "n": form.asked_at[row.key] + 1,
            "total": len(form.order),
            "n_section": mine.index(row.key) + 1,
            "total_section": len(mine),
        }
    return data


def rows_of_section(form: Form, section: str) -> tuple[str, ...]:
    """The rows of a section that take an answer, as printed."""
    return tuple(
        row.key
        for row in form.rows
        if row.answer is not None and form.section_of(row.key).key == section
    )


def rows_to_mend(form: Form, keys: tuple[str, ...]) -> tuple[Row, ...]:
    """The rows a broken check speaks of; behind a computed one those it is computed from."""
    computed = (form.row(key).computed for key in keys)
    parts = {name for text in computed if text is not None for name in parse_expression(text).keys}
    return tuple(row for row in form.rows if row.key in parts.union(keys))
