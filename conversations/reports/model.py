"""One org unit's report in one period: its answers, its reasons, its state. Immutable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import Field

from conversations.answers.values import BLANK, Answer, AnswerState
from conversations.calendar.periods import Period, choose_previous_periods
from conversations.forms.form_names import name_period
from conversations.forms.tables import NAMES
from conversations.frozen import Frozen
from conversations.reports.answered_rows import AnsweredRows
from conversations.reports.lifecycle import EDITABLE, FILED, ReportState
from conversations.reports.previous import PreviousReport
from conversations.reports.report_text import ReportText

_ANSWERED = "_answered"  # where a report keeps what is counted of its answers

__all__ = [
    "AnswerChange",
    "Change",
    "Contacts",
    "LetterReference",
    "OrgUnit",
    "PreviousReportChange",
    "Reason",
    "ReasonChange",
    "ReminderChange",
    "Report",
    "ReportState",
    "ReturnedRow",
    "StateChange",
]


class OrgUnit(Frozen):
    """Who reports."""

    name: str  # Sở Lao động - Thương binh và Xã hội
    short_name: str  # Sở LĐ-TB&XH
    abbreviation: str  # SLĐTBXH, as used in document codes


class LetterReference(Frozen):
    """The number and date of the covering report; unknown parts are left blank in print."""

    number: str | None = None
    day: int | None = None
    month: int
    year: int


class Reason(Frozen):
    """Why a soft check is kept. It speaks of the `operands` it was given for, and no others."""

    text: str
    operands: str


class ReturnedRow(Frozen):
    """Why a reviewer sent a row back, and the revision it had then."""

    reason: str
    revision: int


@dataclass(frozen=True, slots=True)
class Contacts:
    """The names of who decides on the report, of who coordinates it, the coordinators' unit, and
    their telephone numbers; empty where they are not known, or nobody has asked for them."""

    reviewers: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    office: str = ""
    phones: tuple[str, ...] = ()


class Report(Frozen):
    """A report as the engine sees it; the store loads it and applies changes to it. `last` is
    the org unit's last period of the same kind, `year_before` the same period a year ago,
    `latest` its last period of any kind, when that is a later one than `last`.

    `form_name` is what its form is called, where more than one is in use; `period_name` says it.
    `due` is the last moment to submit in time; `closed` says that the coordinator lets nothing
    be changed any more. `version` counts the submissions, `approved` is the one in force, or 0.
    `returned` are the rows that were sent back, `handed` those that a colleague was asked for,
    with their name; `only` are all the rows this member may change, None without such a limit.
    `asked` are rows that this member was asked for after they had been answered: they wait once
    more, whatever they say. `in_force` are the answers of the approved version while a correction
    of it is open. `text` is the report in words of the version that waits for its reviewer, or is
    in force; it stands while the report is `filed`. `named` is what the report is called in each
    message, where its member has others open beside it; empty otherwise. `parent_name` is the name
    of the unit above its unit, now."""

    form_key: str
    form_version: str
    unit: OrgUnit
    period: Period
    issue: LetterReference
    state: ReportState = ReportState.DRAFT
    answers: Mapping[str, Answer] = Field(default_factory=dict)
    reasons: Mapping[str, Reason] = Field(default_factory=dict)
    last: PreviousReport | None = None
    year_before: PreviousReport | None = None
    latest: PreviousReport | None = None
    due: datetime | None = None
    closed: bool = False
    version: int = 0
    approved: int = 0
    returned: Mapping[str, ReturnedRow] = Field(default_factory=dict)
    handed: Mapping[str, str] = Field(default_factory=dict)
    only: frozenset[str] | None = None
    asked: frozenset[str] = frozenset()
    in_force: Mapping[str, Answer] | None = None
    text: ReportText | None = None
    contacts: Contacts = Contacts()
    named: str = ""
    form_name: str = ""
    parent_name: str = ""

    @property
    def period_name(self) -> str:
        """What the report is on, in the words that tell it from others of its unit."""
        return name_period(self.period.name, self.form_name)

    @property
    def editable(self) -> bool:
        """Whether any answer may be changed."""
        return self.state in EDITABLE and not self.closed

    @property
    def filed(self) -> bool:
        """Whether it is handed in, approved or not."""
        return self.state in FILED

    def may_write(self, key: str) -> bool:
        """Whether this member may change this row, as things stand."""
        if not self.editable or (self.only is not None and not _is_among(key, self.only)):
            return False
        return self.state is not ReportState.RETURNED or _is_among(key, self.returned)

    def waits(self, key: str) -> bool:
        """Whether the row still has to be dealt with by this member: it has no answer, was
        returned and is as it was, or the member was asked for it anew."""
        if not self.may_write(key) or key in self.handed:
            return False
        if key in self.asked:
            return True
        answer = self.answer(key)
        if self.state is ReportState.RETURNED and key in self.returned:
            return answer.revision == self.returned[key].revision
        return answer.state is AnswerState.BLANK or answer.is_unfinished

    @property
    def recalled(self) -> ReportState:
        """What it becomes when its officer takes it back before review."""
        if self.returned:
            return ReportState.RETURNED
        return ReportState.CORRECTING if self.approved else ReportState.DRAFT

    def answer(self, key: str) -> Answer:
        return self.answers.get(key, BLANK)

    @property
    def answered(self) -> AnsweredRows:
        """The rows that have an answer."""
        kept: AnsweredRows | None = self.__dict__.get(_ANSWERED)
        if kept is None or kept.answers is not self.answers:
            kept = self.__dict__[_ANSWERED] = AnsweredRows.of(self.answers)
        return kept

    @property
    def corrected(self) -> tuple[str, ...]:
        """The rows that an open correction has changed so far."""
        if self.in_force is None:
            return ()
        before, now = self.in_force, self.answers
        keys = dict.fromkeys((*before, *now))
        return tuple(key for key in keys if not before.get(key, BLANK).says_as(now.get(key, BLANK)))

    def with_answer(self, key: str, answer: Answer) -> Report:
        answers, asked = {**self.answers, key: answer}, self.asked - {key}
        made = self.model_copy(update={"answers": answers, "asked": asked})
        made.__dict__[_ANSWERED] = self.answered.after(answers, key)
        return made

    def with_author(self, keys: Iterable[str], author: str, at: datetime) -> Report:
        """The report with the author and the time of its answers in these rows."""
        answers = {**self.answers}
        for key in keys:
            answers[key] = answers[key].signed(author, at)
        made = self.model_copy(update={"answers": answers})
        made.__dict__[_ANSWERED] = replace(self.answered, answers=answers)
        return made

    def with_past(self, past: PreviousReport) -> Report:
        """With what the unit reported in an earlier period, in place of what was known of it."""
        pasts = [p for p in (self.last, self.year_before, self.latest) if p is not None]
        others = [p for p in pasts if p.period.end != past.period.end]
        known = choose_previous_periods(self.period, {p.period: p for p in (*others, past)})
        last, year_before, latest = known
        update = {"last": last, "year_before": year_before, "latest": latest}
        return self.model_copy(update=update)

    def with_reason(self, check: str, reason: Reason) -> Report:
        """The report with this reason; one without words withdraws what was said before."""
        kept = {**self.reasons, check: reason}
        if not reason.text:
            del kept[check]
        return self.model_copy(update={"reasons": kept})


def _is_among(key: str, keys: Collection[str]) -> bool:
    """Whether the row is one of these, or of an item of a list that is."""
    place = key.partition(":")[0].rpartition(".")[0]
    return key in keys or (bool(place) and f"{place}:{NAMES}" in keys)


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
    """Bring the report into this state; a correction has its reason, what is handed in its report
    in words, where the form has one."""

    state: ReportState
    reason: str | None = None
    text: ReportText | None = None


class PreviousReportChange(Frozen):
    """Keep this as what the org unit reported in an earlier period."""

    past: PreviousReport


class ReminderChange(Frozen):
    """Remind the member of these rows on this day; `moved` from another one, if it is set."""

    rows: tuple[str, ...]
    day: date
    moved: date | None = None


Change = AnswerChange | ReasonChange | StateChange | PreviousReportChange | ReminderChange
