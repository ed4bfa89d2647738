"""Small forms as ministries print them, and the rules that their paper suggests.

A row is `code; stt; label; measure`, two blanks for each level, `#` before a heading. A rule is
`hard|soft|may` (`may` need not be found), `columns|rows`, the expression, and the columns in which
one of rows holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from templates.form_draft.model import (
    AnswerKind,
    DraftColumn,
    DraftRow,
    DraftTable,
    FormDraft,
    TableKind,
)


def column(head: str, number: str | None = None, **more: Any) -> DraftColumn:
    """A column; `|` stands between the lines of its head."""
    return DraftColumn(tuple(part.strip() for part in head.split("|")), number, **more)


def percent(head: str, number: str, **more: Any) -> DraftColumn:
    """A column of percentages."""
    return column(head, number, answer="percent", role="ratio", **more)


def rows_of(text: str) -> tuple[DraftRow, ...]:
    """Rows from lines."""
    found: list[DraftRow] = []
    above: dict[int, int] = {}
    for line in filter(str.strip, text.splitlines()):
        level = (len(line) - len(line.lstrip())) // 2
        kind: Literal["heading", "row"] = "heading" if line.strip()[:1] == "#" else "row"
        fields = [field.strip() or None for field in line.strip().lstrip("# ").split(";")]
        code, stt, label, measure = [*fields, None][:4]
        answer: AnswerKind | None = "percent" if measure == "%" else None
        parent = above.get(level - 1) if level else None
        above[level] = len(found)
        found.append(
            DraftRow(
                label or "",
                code,
                stt,
                level,
                parent,
                kind,
                measure,
                answer=answer,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class SmallForm:
    """A form of one table, with its rules as lines."""

    name: str
    columns: tuple[DraftColumn, ...]
    rules: str
    rows: str = ""
    kind: TableKind = "fixed"
    taken: tuple[tuple[str, str], ...] = ()  # columns whose figures an earlier report has
    unclear: tuple[str, ...] = ()  # words that are in what cannot be kept

    @property
    def draft(self) -> FormDraft:
        table = DraftTable(self.kind, None, (), self.columns, rows_of(self.rows))
        return FormDraft(self.name, f"{self.name}.docx", tables=(table,))


@dataclass(frozen=True)
class WantedRule:
    """One line of the rules."""

    strength: str
    over: str
    expression: str
    within: tuple[str, ...]


def wanted_rules(form: SmallForm) -> list[WantedRule]:
    """The rules of a form."""
    found = []
    for line in filter(None, map(str.strip, form.rules.splitlines())):
        match = re.fullmatch(r"(\w+) (columns|rows) (.+?)(?: in ([\w, ]+))?", line)
        assert match, line
        within = tuple((match[4] or "all").replace(" ", "").split(","))
        found.append(WantedRule(match[1], match[2], same_terms(match[3]), within))
    return found


def same_terms(expression: str) -> str:
    """The expression with the terms of a plain sum in order."""
    left, sign, right = re.split(r" (==|<=) ", expression)
    if re.fullmatch(r"\[[^\]]+\]( \+ \[[^\]]+\])*", right):
        right = " + ".join(sorted(right.split(" + ")))
    return f"{left} {sign} {right}"
