"""What a report tells an expression. Three answers are possible: yes, no, and not known."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final, Literal

from conversations.answers.values import Answer, AnswerState
from conversations.calendar.periods import year_of
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from conversations.reports.previous_lookup import past_of
from conversations.rules import citations
from conversations.text.normalize import compose_letters

FEWEST_ALIKE = 10  # values; fewer are alike by chance
ZERO = Decimal(0)


class MissingNumber(Enum):
    """A number that is not there and will not come: a sum goes on without it."""

    MISSING = "missing"


MISSING: Final = MissingNumber.MISSING
Figure = Decimal | Literal[MissingNumber.MISSING] | None  # None: not known (yet)


def _never_void(_key: str) -> bool:
    return False


@dataclass(frozen=True)
class Facts:
    """One report, looked at while it is filled in, or `settled`: no more answers will come.

    `void` tells of a row that cannot apply: nobody will ask it, so it is not waited for. `among`
    are the rows that an inspection of all rows looks at, when it is not the whole form.
    """

    form: Form
    report: Report
    settled: bool
    void: Callable[[str], bool] = _never_void
    among: Collection[str] | None = None

    def limited_to(self, keys: Collection[str]) -> Facts:
        """The same, with inspections of all rows looking at these alone."""
        return Facts(self.form, self.report, self.settled, self.void, keys)

    @property
    def rows(self) -> Collection[str]:
        """The rows in question."""
        return self.form.printed_at if self.among is None else self.among

    def waits(self, key: str) -> bool:
        """Whether the row's answer may still come. A heading takes none."""
        if self.settled or self.report.answer(key).state is not AnswerState.BLANK:
            return False
        row = self.form.by_key.get(key)
        return row is not None and row.answer is not None and not self.void(key)

    def number(self, key: str) -> Figure:
        """The row's number; a choice counts as its code, a day as the number of days up to it.
        `không phát sinh` is 0 where a number is asked: 0 may be the code of something else."""
        answer = self.report.answer(key)
        match answer.state:
            case AnswerState.VALUE:
                return answer.operand
            case AnswerState.NONE:
                return ZERO if self._holds_number(key) else MISSING
            case AnswerState.PENDING:
                return None
            case AnswerState.NOT_APPLICABLE | AnswerState.BLANK:
                return None if self.waits(key) else MISSING

    def _holds_number(self, key: str) -> bool:
        row = self.form.by_key.get(key)
        return row is None or row.answer is None or row.holds_number or row.holds_names

    def period_start(self) -> Decimal:
        """The first day of the period, counted as days are in expressions."""
        return Decimal(self.report.period.start.toordinal())

    def period_end(self) -> Decimal:
        """Its last day."""
        return Decimal(self.report.period.end.toordinal())

    def last(self, key: str) -> Decimal | None:
        """The row's number in the last period."""
        row = self.form.by_key.get(key)
        past = past_of(self.report, row) if row is not None else None
        return None if past is None or past.derived else self._number_then(past, key)

    def last_year(self, key: str) -> Decimal | None:
        """The row's number in the same period a year ago."""
        past = self.report.year_before
        return None if past is None else self._number_then(past, key)

    def _number_then(self, past: PreviousReport, key: str) -> Decimal | None:
        answer = past.answer(key)
        if answer.state is AnswerState.NONE:
            return ZERO if self._holds_number(key) else None
        return answer.operand

    def last_in_year(self, key: str) -> Decimal | None:
        """The row's number in the last period, when that was in the same year."""
        row = self.form.by_key.get(key)
        past = past_of(self.report, row) if row is not None else None
        if past is None or year_of(past.period) != year_of(self.report.period):
            return None
        return self.last(key)

    def repeats(self, percent: Figure) -> bool | None:
        """Whether at least `percent` % of the values are those of the last period of the same
        kind. Not known before the report is settled, or of less than FEWEST_ALIKE values."""
        last = self.report.last
        if not self.settled or last is None or last.derived or not isinstance(percent, Decimal):
            return None
        pairs = [
            (_printed(self.report.answer(key)), _printed(last.answer(key)))
            for key in self.form.order
            if AnswerState.VALUE in (self.report.answer(key).state, last.answer(key).state)
        ]
        if len(pairs) < FEWEST_ALIKE:
            return None
        alike = sum(now == then for now, then in pairs)
        return alike * 100 >= percent * len(pairs)

    def blank(self, key: str) -> bool | None:
        """Whether the row has no answer of any state."""
        return None if self.waits(key) else self.report.answer(key).state is AnswerState.BLANK

    def filled(self, key: str) -> bool | None:
        """The opposite of `blank`."""
        blank = self.blank(key)
        return None if blank is None else not blank

    def zero(self, key: str) -> bool | None:
        """Whether the row was answered with 0, `không phát sinh` or `không thuộc thẩm quyền`.
        False of a blank row once it is settled, and of any other number."""
        match self.report.answer(key).state:
            case AnswerState.NONE | AnswerState.NOT_APPLICABLE:
                return True
            case AnswerState.VALUE:
                return self.number(key) == 0
            case AnswerState.PENDING:
                return None
            case AnswerState.BLANK:
                return None if self.waits(key) else False

    def noted(self, key: str) -> bool | None:
        """Whether the row has a note. Before its answer the lack of one says nothing yet."""
        return bool(self._note(key)) or self._no_longer(key)

    def names_plan(self, key: str) -> bool | None:
        """Whether the row's note quotes a document by its code, as 72/KH-SLĐTBXH."""
        return bool(citations.document_codes(self._note(key))) or self._no_longer(key)

    def codes_fit(self, key: str) -> bool | None:
        """See `citations.codes_fit`."""
        return citations.codes_fit(self._note(key), self.report.unit)

    def dates_fit(self, key: str) -> bool | None:
        """See `citations.dates_fit`."""
        return citations.dates_fit(self._note(key), self.report.period)

    def typed(self, key: str) -> bool | None:
        """Whether the stored value is one this row can take; not known without a value."""
        answer, row = self.report.answer(key), self.form.by_key.get(key)
        if answer.state is not AnswerState.VALUE:
            return None
        if row is None or row.answer is None or answer.value is None:
            return False
        return row.answer.fits(answer.value)

    def steady(self, key: str, percent: Figure) -> bool | None:
        """Whether the number is at most `percent` % away from the last period's. Not known when
        either is missing, or the last one was 0: no change is a share of nothing."""
        last = self.last(key)
        now = self.number(key) if last else None
        if not isinstance(now, Decimal) or not isinstance(percent, Decimal) or not last:
            return None
        return abs(now - last) * 100 <= abs(last) * percent

    def _note(self, key: str) -> str:
        return compose_letters(self.report.answer(key).note or "").strip()

    def _no_longer(self, key: str) -> bool | None:
        return None if self.waits(key) else False


def _printed(answer: Answer) -> str | None:
    """What is printed of the value: 7/21 says what 33,33 says."""
    return answer.value.printed if answer.value is not None else None
