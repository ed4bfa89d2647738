"""Examples of what may be typed for numbered lines: each names a line that is shown, with an
answer that its row takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conversations.forms.examples import show_answer
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.preview_states import PreviewLine


def exemplify_answers(
    form: Form, numbered: Mapping[int, str], figures: tuple[str, str] = ("25", "7")
) -> list[str]:
    """`1=25`, `3=7`, for rows under these numbers; those that take a number come before others."""
    plain = [n for n, key in numbered.items() if form.row(key).holds_number]
    chosen = (plain or [*numbered])[:3:2]
    return [
        f"{n}={_answer(form.row(numbered[n]), figure)}"
        for n, figure in zip(chosen, figures, strict=False)
    ]


def exemplify_lines(form: Form, lines: Sequence[PreviewLine]) -> dict[str, object]:
    """By what may be done with the lines of a preview: change one, drop one or two, and take one
    for which a row is proposed."""
    numbers = [line.number for line in lines]
    rows = {line.number: line.entry.row for line in lines if line.entry.row is not None}
    proposed = [line.number for line in lines if line.proposed]
    first = (exemplify_answers(form, rows) or [f"{n}=25" for n in numbers[:1]])[:1]
    return {
        "change": first[0] if first else "",
        "drop": numbers[-1] if numbers else 0,
        "several": " ".join(map(str, numbers[-2:])),
        "take": proposed[0] if proposed else 0,
    }


def _answer(row: Row, figure: str) -> str:
    if row.options:
        return row.options[-1].code
    return figure if row.holds_number else show_answer(row, "…")
