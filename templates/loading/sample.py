"""A form's sample: one report as its officer would type it, kept beside the form."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BaseModel, Field

from conversations.answers.item_names import split_names
from conversations.answers.values import AnswerState
from conversations.calendar.periods import Period
from conversations.forms.growth import grow_form, item_key
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.reports.model import LetterReference, OrgUnit, Report
from conversations.reports.printed_answers import STATE_WORDS
from templates.loading.form_schema import Printed, Sentence
from templates.loading.problems import Problem
from templates.loading.yaml_reader import YamlFile


class SampleAnswers(Frozen):
    """`texts` are answers as they are typed, by row key; a computed row may stand among them,
    nobody types it. `reasons` are why soft checks are kept, by check id. Items of a list are named:
    `L/Đất đai:3` is the cell of one, `L/Đất đai` its row, `L:ds` all their names."""

    unit: OrgUnit
    period: Period
    issue: LetterReference
    texts: Annotated[dict[str, Printed], Field(min_length=1)]
    notes: dict[str, Sentence] = Field(default_factory=dict)
    reasons: dict[str, Sentence] = Field(default_factory=dict)

    def names(self, form: Form) -> dict[str, tuple[str, ...]]:
        """The names of the items of each list, by the row that holds them."""
        given = ((one.names, self.texts.get(one.names, "")) for one in form.growths)
        states = (AnswerState.NONE, AnswerState.PENDING, AnswerState.NOT_APPLICABLE)
        return {
            key: split_names(text)
            for key, text in given
            if text and text not in {STATE_WORDS[state] for state in states}
        }

    def form_of(self, form: Form) -> Form:
        """The form with the rows of the sample's items."""
        return grow_form(form, self.names(form))


_ITEM = re.compile(r"(?P<place>[^/:]+)/(?P<name>.+?)(?P<column>:[A-Za-z0-9]+)?")


def place_sample(sample: SampleAnswers, form: Form) -> SampleAnswers:
    """The sample with the keys of the items in place of their names; where the names of a list are
    not given, they are those that texts speak of."""
    if form.pattern is None:
        return sample
    texts = {_placed(key): text for key, text in sample.texts.items()}
    for one in form.growths:
        found = (_ITEM.fullmatch(key) for key in sample.texts)
        named = dict.fromkeys(m["name"] for m in found if m and m["place"] == one.place)
        if named:
            texts.setdefault(one.names, "; ".join(named))
    notes = {_placed(key): note for key, note in sample.notes.items()}
    return sample.model_copy(update={"texts": texts, "notes": notes})


def _placed(key: str) -> str:
    found = _ITEM.fullmatch(key)
    if found is None:
        return key
    return item_key(found["place"], found["name"]) + (found["column"] or "")


SAMPLE_SPECS: dict[tuple[str, ...], type[BaseModel]] = {
    (): SampleAnswers,
    ("unit",): OrgUnit,
    ("period",): Period,
    ("issue",): LetterReference,
}


def lint_sample(sample: SampleAnswers, form: Form, file: YamlFile) -> list[Problem]:
    """Answers and notes belong to rows of the form, reasons to its checks."""
    sample = place_sample(sample, form)
    form = sample.form_of(form)
    asked, rows = set(form.order), set(form.printed_at)
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


def blank_report(form: Form, sample: SampleAnswers) -> Report:
    """The sample's unit and period with nothing answered."""
    return Report(
        form_key=form.key,
        form_version=form.version,
        unit=sample.unit,
        period=sample.period,
        issue=sample.issue,
    )
