"""From a form file to a `Form`: every row gets its kind, level, parent and defaults."""

from __future__ import annotations

from conversations.forms.model import (
    ONE_LAYOUT,
    AnswerType,
    Basis,
    Carry,
    Check,
    ChoiceType,
    Form,
    Kind,
    Layout,
    Option,
    Row,
    Rule,
)
from templates.loading.answer_types import answer_type
from templates.loading.asking import asking_order
from templates.loading.form_schema import CheckSpec, FormSpec, RowSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import YamlFile

_KINDS = (Kind.SECTION, Kind.GROUP, Kind.INDICATOR)


def build_rows(spec: FormSpec, file: YamlFile) -> tuple[list[Row], list[Problem]]:
    """The rows, and a problem for each answer type that names nothing."""
    choices = {
        name: ChoiceType(options=tuple(Option(**dict(option)) for option in options))
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
        rows=tuple(rows),
        checks=build_checks(spec),
        order=asking_order(rows),
        file_code=spec.file_code,
        layouts=tuple(Layout(name=name, **dict(one)) for name, one in spec.layouts.items())
        or ONE_LAYOUT,
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


def rules_of(check: CheckSpec) -> list[Rule]:
    """The rules of a relation, whichever way they were written."""
    if check.must is not None:
        return [Rule(must=check.must, when=check.when)]
    return [Rule(must=rule.must, when=rule.when) for rule in check.rules]


def _row(key: str, spec: RowSpec, answer: AnswerType | None) -> Row:
    above, _, _ = key.rpartition(".")
    level = key.count(".") if spec.level is None else spec.level
    given = dict(spec)
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
