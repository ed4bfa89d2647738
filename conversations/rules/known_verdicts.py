"""Which checks are broken, as far as it was worked out before: kept with a report from answer to
answer, so that each answer asks only the rules that hang on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.rules.facts import Facts

_KNOWN = "_broken"  # where a report keeps it


@dataclass(frozen=True, slots=True)
class KnownVerdicts:
    """The `broken` checks, by id, of these answers beside these earlier reports, and of no others,
    while the report is filled in; without those that look at each row by itself."""

    form: Form
    answers: Mapping[str, Answer]
    beside: tuple[PreviousReport | None, ...]
    broken: frozenset[str]

    def are_of(self, form: Form, report: Report) -> bool:
        """Whether they are the verdicts on this report."""
        if self.form is not form or self.answers is not report.answers:
            return False
        return all(one is other for one, other in zip(self.beside, _beside(report), strict=True))


def find_known(facts: Facts) -> frozenset[str] | None:
    """The broken checks of an unsettled report; None when they were not worked out yet."""
    kept: KnownVerdicts | None = facts.report.__dict__.get(_KNOWN)
    if facts.settled or kept is None or not kept.are_of(facts.form, facts.report):
        return None
    return kept.broken


def keep_known(form: Form, report: Report, broken: frozenset[str]) -> None:
    """Keep them with the report."""
    known = KnownVerdicts(form, report.answers, _beside(report), broken)
    report.__dict__[_KNOWN] = known


def carry_known(before: Report, after: Report) -> None:
    """Keep them with a report whose answers say the same."""
    kept: KnownVerdicts | None = before.__dict__.get(_KNOWN)
    if kept is not None and kept.are_of(kept.form, before):
        keep_known(kept.form, after, kept.broken)


def _beside(report: Report) -> tuple[PreviousReport | None, ...]:
    return (report.last, report.year_before, report.latest)
