"""From a form file to a `Form`: every row gets its kind, level, parent and defaults."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from conversations.answer_types.base import AnswerType
from conversations.forms.check import Check, CheckRule
from conversations.forms.model import ONE_LAYOUT, Form, FormerNames, Layout
from conversations.forms.row import Basis, Carry, Row, RowKind
from conversations.parsing.choice import Option
from templates.loading.answer_types import answer_type
from templates.loading.form_schema import CheckSpec, FormSpec, RowSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import YamlFile

_REFERENCE = re.compile(r"\[([^\[\]]*)\]")


def expression_references(*expressions: str | None) -> tuple[str, ...]:
    """The row keys that expressions name, in order, each once."""
    found = (key for text in expressions if text for key in _REFERENCE.findall(text))
    return tuple(dict.fromkeys(key.strip() for key in found))


def asking_order(rows: Sequence[Row]) -> tuple[str, ...]:
    """The keys of all rows that take an answer: as printed, but a row computed or proposed
    from others not before the last of them. The form has no cycles."""
    asked = {row.key: row for row in rows if row.answer is not None}
    order: dict[str, None] = {}
    waiting: dict[str, set[str]] = {}
    for key, row in asked.items():
        waiting[key] = set(expression_references(row.computed, row.proposal)) & asked.keys()
        while ready := [name for name, needs in waiting.items() if needs <= order.keys()]:
            order.update(dict.fromkeys(ready))
            waiting = {name: needs for name, needs in waiting.items() if name not in order}
    return tuple(order)


def find_cycle(needs: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """One closed walk through `needs` (a, b, a), or nothing when there is none."""
    done: set[str] = set()
    for start in needs:
        path: list[str] = []
        walks = [iter((start,))]
        while walks:
            key = next(walks[-1], None)
            if key is None:
                walks.pop()
                if path:
                    done.add(path.pop())
            elif key in path:
                return (*path[path.index(key) :], key)
            elif key not in done:
                path.append(key)
                walks.append(iter(tuple(needs.get(key, ()))))
    return ()


_KINDS = (RowKind.SECTION, RowKind.GROUP, RowKind.INDICATOR)


def build_rows(spec: FormSpec, file: YamlFile) -> tuple[list[Row], list[Problem]]:
    """The rows, and a problem for each answer type that names nothing."""
    choices = {
        name: tuple(Option(**dict(option)) for option in options)
        for name, options in spec.choices.items()
    }
    rows: list[Row] = []
    problems: list[Problem] = []
    for key, row in spec.rows.items():
        answer = answer_type(row, ("rows", key, "answer"), choices, file)
        if isinstance(answer, Problem):
            problems.append(answer)
            answer = None
        rows.append(_row(key, row, answer))
    return rows, problems


def build_form(spec: FormSpec, rows: list[Row]) -> Form:
    """The form, of rows and relations that were found good."""
    return Form(
        key=spec.form,
        version=spec.version,
        title=spec.title,
        name=spec.name or spec.title,
        called=spec.called,
        rows=tuple(rows),
        checks=build_checks(spec),
        order=asking_order(rows),
        file_code=spec.file_code,
        layouts=tuple(Layout(name=name, **dict(one)) for name, one in spec.layouts.items())
        or ONE_LAYOUT,
        periods=spec.periods,
        was=FormerNames(rows={key: row.was for key, row in spec.rows.items() if row.was}),
    )


def build_checks(spec: FormSpec) -> tuple[Check, ...]:
    return tuple(
        Check(
            id=name,
            severity=check.severity,
            rules=tuple(rules_of(check)),
            message=check.message,
            source=check.source,
        )
        for name, check in spec.checks.items()
    )


def rules_of(check: CheckSpec) -> list[CheckRule]:
    """The rules of a relation, whichever way they were written."""
    if check.must is not None:
        return [CheckRule(must=check.must, when=check.when)]
    return [CheckRule(must=rule.must, when=rule.when) for rule in check.rules]


def _row(key: str, spec: RowSpec, answer: AnswerType | None) -> Row:
    above, _, _ = key.rpartition(".")
    level = key.count(".") if spec.level is None else spec.level
    given = dict(spec)
    del given["was"]
    given.update(
        key=key,
        kind=spec.kind or _KINDS[min(level, 2)],
        level=level,
        parent=spec.parent or above or None,
        answer=answer,
    )
    if answer is not None:
        given["basis"] = spec.basis or Basis.IN_PERIOD
        given["carry"] = spec.carry or Carry.NEVER
    return Row(**given)
