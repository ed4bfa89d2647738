"""A form's sample: one report as its officer would type it, kept beside the form."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.reports.model import LetterReference, OrgUnit
from templates.loading.form_schema import Printed, Sentence
from templates.loading.problems import Problem
from templates.loading.yaml_reader import YamlFile


class SampleAnswers(Frozen):
    """`texts` are answers as they are typed, by row key; a computed row may stand among them,
    nobody types it. `reasons` are why soft checks are kept, by check id."""

    unit: OrgUnit
    period: Period
    issue: LetterReference
    texts: Annotated[dict[str, Printed], Field(min_length=1)]
    notes: dict[str, Sentence] = Field(default_factory=dict)
    reasons: dict[str, Sentence] = Field(default_factory=dict)


SAMPLE_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): SampleAnswers,
    ("unit",): OrgUnit,
    ("period",): Period,
    ("issue",): LetterReference,
}


def lint_sample(sample: SampleAnswers, form: Form, file: YamlFile) -> list[Problem]:
    """Answers and notes belong to rows of the form, reasons to its checks."""
    asked, rows = set(form.order), set(form.by_key)
    checks = {check.id for check in form.checks}
    known = (
        ("texts", sample.texts, asked, f"a row of {form.key} that takes an answer"),
        ("notes", sample.notes, rows, f"a row of {form.key}"),
        ("reasons", sample.reasons, checks, f"a check of {form.key}"),
    )
    problems = [
        file.problem((part, key), f"the unknown {key}", allowed)
        for part, given, names, allowed in known
        for key in given
        if key not in names
    ]
    if sample.period.end < sample.period.start:
        allowed = f"a day from {sample.period.start} on"
        problems.append(file.problem(("period", "end"), str(sample.period.end), allowed))
    return problems
