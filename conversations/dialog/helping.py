"""Help for the row before the officer: what it wants, and what else can be done."""

from __future__ import annotations

from typing import Any

from conversations.dialog.outline import place
from conversations.dialog.turn import Turn
from conversations.forms.model import ChoiceType
from conversations.parsing.answer import example


def help_data(turn: Turn) -> dict[str, Any]:
    """The facts of the open row for the help message; empty `key` when no row is open."""
    here = turn.open_row
    if here is None:
        return {"key": ""}
    row = turn.form.row(here)
    options = row.answer.options if isinstance(row.answer, ChoiceType) else ()
    return place(turn.form, row) | {
        "hint": row.hint or "",
        "kind": row.answer.type if row.answer else "",
        "options": [f"{option.code} = {option.label}" for option in options],
        "example": example(row),
        "basis": row.basis.value if row.basis else "",
        "optional": row.optional,
        "helper": row.helper is not None,
        "checks": [check.message for check in turn.form.checks if _speaks_of(check.rules, here)],
    }


def _speaks_of(rules: tuple[Any, ...], key: str) -> bool:
    return any(f"[{key}]" in rule.must or f"[{key}]" in (rule.when or "") for rule in rules)
