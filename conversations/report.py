"""One org unit's report in one period: its answers, its reasons, its state. Immutable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from conversations.past import Past
from conversations.periods import Period, choose
from conversations.values import BLANK, Answer, Frozen


class OrgUnit(Frozen):
    """Who reports."""

    name: str  # Sở Lao động - Thương binh và Xã hội
    short_name: str  # Sở LĐ-TB&XH
    abbreviation: str  # SLĐTBXH, as used in document codes


class Issue(Frozen):
    """The number and date of the covering report; unknown parts are left blank in print."""

    number: str | None = None
    day: int | None = None
    month: int
    year: int


class ReportState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"


class Reason(Frozen):
    """Why a soft check is kept. It speaks of the `operands` it was given for, and no others."""

    text: str
    operands: str


class Report(Frozen):
    """A report as the engine sees it; the store loads it and applies changes to it. `last` is
    the org unit's last period of the same kind, `year_before` the same period a year ago,
    `latest` its last period of any kind, when that is a later one than `last`."""

    form_key: str
    form_version: str
    unit: OrgUnit
    period: Period
    issue: Issue
    state: ReportState = ReportState.DRAFT
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    reasons: Mapping[str, Reason] = Field(default_factory=dict)
    last: Past | None = None
    year_before: Past | None = None
    latest: Past | None = None

    def answer(self, key: str) -> Answer:
        return self.answers.get(key, BLANK)

    def with_answer(self, key: str, answer: Answer) -> Report:
        return self.model_copy(update={"answers": {**self.answers, key: answer}})

    def with_past(self, past: Past) -> Report:
        """With what the unit reported in an earlier period, in place of what was known of it."""
        pasts = [p for p in (self.last, self.year_before, self.latest) if p is not None]
        others = [p for p in pasts if p.period.end != past.period.end]
        known = choose(self.period, {p.period: p for p in (*others, past)})
        last, year_before, latest = known
        update = {"last": last, "year_before": year_before, "latest": latest}
        return self.model_copy(update=update)

    def with_reason(self, check: str, reason: Reason) -> Report:
        return self.model_copy(update={"reasons": {**self.reasons, check: reason}})


class AnswerChange(Frozen):
    """Write this answer, if the row's revision is still `expected`. `answer.revision` is
    `expected + 1`; the store fills `author` and `at`."""

    key: str
    expected: int
    answer: Answer


class ReasonChange(Frozen):
    check: str
    reason: Reason


class StateChange(Frozen):
    state: ReportState


class PastChange(Frozen):
    """Keep this as what the org unit reported in an earlier period."""

    past: Past


class ReminderChange(Frozen):
    """Remind the member of these rows on this day."""

    rows: tuple[str, ...]
    day: date


Change = AnswerChange | ReasonChange | StateChange | PastChange | ReminderChange
