"""What a report has to tell of single rows, and what they may be compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from conversations.answers.values import Answer, AnswerState
from conversations.calendar.periods import PeriodKind, is_year_before, kind_of
from conversations.forms.model import Form
from conversations.forms.narrative_plan import HouseWords
from conversations.forms.row import Basis, Row
from conversations.narrative.text import UnwrittenRow, WhyUnwritten
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.previous_lookup import past_of
from conversations.rules.computed import facts_of
from conversations.rules.facts import Facts

_ZERO = Decimal(0)
_FOREIGN = Answer(state=AnswerState.NOT_APPLICABLE)
_WHY = {
    AnswerState.PENDING: WhyUnwritten.PENDING,
    AnswerState.BLANK: WhyUnwritten.BLANK,
}
_GROWING = (Basis.CUMULATIVE, Basis.YEAR)  # from the first day of the year on


@dataclass(frozen=True)
class EarlierNumber:
    """A row's number in a period that it may be compared with, which is called `period`.
    `is_none`: it was answered không phát sinh."""

    amount: Decimal
    period: str
    is_none: bool


@dataclass(frozen=True)
class RowFacts:
    """One report, as sentences look at it."""

    form: Form
    report: Report
    words: HouseWords

    def has(self, *keys: str) -> bool:
        """Whether the form has these rows: one that is cut down for a colleague may not."""
        return all(key in self.form.by_key for key in keys)

    def row(self, key: str) -> Row:
        return self.form.row(key)

    def answer(self, key: str) -> Answer:
        """What the row says. Of one that cannot apply as the other answers stand, only a number
        above 0 is heard: what was said before they changed is no longer so."""
        answer = self.report.answer(key)
        if answer.state in _WHY or not self._facts.void(key):
            return answer
        return answer if self.row(key).holds_number and answer.amount else _FOREIGN

    def has_nothing(self, *keys: str) -> bool:
        """Whether none of these rows has a number above 0, nor owes one."""
        return not any(self.amount(key) or self.is_missing(key) for key in keys)

    def amount(self, key: str) -> Decimal | None:
        """The row's number; 0 for không phát sinh. None when it has none, or need not have one."""
        answer = self.answer(key)
        if answer.state is AnswerState.NONE:
            return _ZERO
        return answer.amount if answer.state is AnswerState.VALUE else None

    def is_none(self, key: str) -> bool:
        return self.answer(key).state is AnswerState.NONE

    def is_missing(self, key: str) -> bool:
        """Whether the row owes a number: one that does not concern the unit, or cannot apply as
        its other answers stand, owes none."""
        state = self.answer(key).state
        return state is AnswerState.PENDING or (
            state is AnswerState.BLANK and not self._facts.void(key)
        )

    def unwritten(self, *keys: str) -> tuple[UnwrittenRow, ...]:
        """Those of the rows that owe a number, with the reason."""
        return tuple(
            UnwrittenRow(row=key, why=_WHY[self.answer(key).state])
            for key in keys
            if self.is_missing(key)
        )

    @cached_property
    def _facts(self) -> Facts:
        return facts_of(self.form, self.report, settled=False)

    def earlier(self, key: str) -> EarlierNumber | None:
        """The row's number in the period to compare with."""
        past = _comparable(self.report, self.row(key))
        answer = past.answer(key) if past is not None else None
        if past is None or answer is None:
            return None
        is_none = answer.state is AnswerState.NONE
        amount = _ZERO if is_none else answer.amount
        if amount is None or answer.state not in (AnswerState.VALUE, AnswerState.NONE):
            return None
        return EarlierNumber(amount, self._period_name(past), is_none)

    def _period_name(self, past: PreviousReport) -> str:
        ours, theirs = self.report.period, past.period
        if theirs.end + timedelta(days=1) == ours.start:
            return self.words.last_period
        if is_year_before(theirs, ours) and kind_of(theirs) is kind_of(ours):
            return self.words.year_before
        return theirs.name[:1].lower() + theirs.name[1:]


def _comparable(report: Report, row: Row) -> PreviousReport | None:
    """The earlier report whose number of this row means the same. What flows in a period is
    compared with a period of the same kind, what grows over a year with the same period a year
    before, what is counted at a date with the latest. A period put together from quarters is no
    earlier one, and of periods of odd lengths only a year apart are alike."""
    if row.basis in _GROWING:
        past = report.year_before
    elif row.basis is Basis.AT_DATE:
        past = past_of(report, row)
    else:
        past = report.last
    if past is None or past.derived:
        return None
    flows = row.basis is not Basis.AT_DATE
    odd = kind_of(report.period) is PeriodKind.OTHER
    if flows and odd and not is_year_before(past.period, report.period):
        return None
    if flows and kind_of(past.period) is not kind_of(report.period):
        return None
    return past if past.period.end < report.period.start else None
