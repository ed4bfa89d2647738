"""A day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure
from conversations.answers.values import Day, Value
from conversations.calendar.answered_day import DayRule, read_answered_day
from conversations.calendar.dates import print_day
from conversations.calendar.periods import Period
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow

Bound = date | Literal["period_start", "period_end"]
FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)
_FIRST, _LAST = FIRST.toordinal(), LAST.toordinal()
DAY_FORMAT = "dd/mm/yyyy"
_SOME_DAY = date(2026, 3, 15)


class DateType(AnswerType):
    """A day from `min` to `max`, which may be the ends of the period. Of which `period`, and what
    day is `today`, is told by the report at hand: a form file says neither."""

    type: Literal["date"] = "date"
    min: Bound | None = None
    max: Bound | None = None
    period: Period | None = None
    today: date | None = None
    settable: ClassVar[tuple[str, ...]] = ("min", "max")
    is_dated: ClassVar[bool] = True
    is_shown: ClassVar[bool] = True

    def dated(self, period: Period, today: date) -> DateType:
        return self.model_copy(update={"period": period, "today": today})

    @property
    def first(self) -> date:
        return self._day(self.min, FIRST)

    @property
    def last(self) -> date:
        return self._day(self.max, LAST)

    def _day(self, bound: Bound | None, otherwise: date) -> date:
        if isinstance(bound, date):
            return bound
        if bound is None or self.period is None:
            return otherwise
        return self.period.start if bound == "period_start" else self.period.end

    @property
    def example(self) -> str:
        inside = self.period.end if self.period is not None else _SOME_DAY
        return print_day(max(self.first, min(self.last, inside)))

    def read(self, said: str, row: MeasuredRow) -> Reading:
        rule = DayRule(self.example, self.first, self.last, self.period, self.today, row.label)
        return read_answered_day(said, rule)

    def fits(self, value: Value) -> bool:
        return isinstance(value, Day) and self.first <= value.day <= self.last

    def make_value(self, number: Decimal) -> Day | None:
        """A day that expressions count from the first one of the calendar."""
        whole = int(number)
        return Day(day=date.fromordinal(whole)) if _FIRST <= whole <= _LAST else None

    def total(self, figures: Sequence[Figure]) -> None:
        return None

    def describe_total(self, *, flow: bool) -> str:
        return "đếm số đơn vị theo ngày"

    @property
    def _limits(self) -> str:
        least = f" từ {print_day(self.first)}" if self.first > FIRST else ""
        return least + (f" đến {print_day(self.last)}" if self.last < LAST else "")

    @property
    def number_format(self) -> str:
        return DAY_FORMAT

    @property
    def description(self) -> str:
        return f"ngày tháng năm{self._limits}"

    @property
    def cell_rule(self) -> CellRule:
        message = f"Điền một ngày{self._limits}, ví dụ {self.example}."
        return CellRule(holds="date", least=self.first, most=self.last, message=message)
