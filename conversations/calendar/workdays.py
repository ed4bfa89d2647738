"""Working days: which days are, and counting in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from conversations.frozen import Frozen

DAY = timedelta(days=1)
YEARS = range(2020, 2051)  # whose public holidays are known
FARTHEST = 800  # days that are looked through for a working one


class DaySwap(Frozen):
    """A day that is `off` though offices would be open, and one that is `worked` in exchange;
    either may be missing."""

    off: date | None = None
    worked: date | None = None

    @property
    def year(self) -> int:
        """The year it belongs to: that of its day off, or else of its worked day."""
        day = self.off or self.worked
        return day.year if day is not None else 0


class Calendar(Frozen):
    """`days_off` are the public holidays and the days off in lieu of them, `worked` the days of
    a weekend on which people work in exchange (Labour Code, article 112; the Prime Minister
    decides the exchanges every year). `weekend` holds weekdays, Monday being 0."""

    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({5, 6})

    def with_changes(self, changes: Iterable[DaySwap]) -> Calendar:
        """The calendar with these changes, the last one winning; of a change whose two days are
        the same, the worked one does."""
        off, worked = set(self.days_off), set(self.worked)
        for one in changes:
            if one.off is not None:
                off.add(one.off)
                worked.discard(one.off)
            if one.worked is not None:
                worked.add(one.worked)
                off.discard(one.worked)
        return self.model_copy(update={"days_off": frozenset(off), "worked": frozenset(worked)})

    def is_working(self, day: date) -> bool:
        """Whether offices are open on this day."""
        if day in self.worked:
            return True
        return day.weekday() not in self.weekend and day not in self.days_off

    def shift(self, day: date, count: int) -> date:
        """The `count`-th working day after the day, before it when negative; itself for 0.
        ValueError when there is none within about two years."""
        step = DAY if count > 0 else -DAY
        left, looked = abs(count), 0
        while left:
            day += step
            left -= self.is_working(day)
            looked += 1
            if looked > FARTHEST:
                message = "no working day in two years"
                raise ValueError(message)
        return day

    def next_working(self, day: date) -> date:
        """The day itself when it is a working day, else the next one."""
        return day if self.is_working(day) else self.shift(day, 1)

    def last_working(self, day: date) -> date:
        """The day itself when it is a working day, else the last one before."""
        return day if self.is_working(day) else self.shift(day, -1)

    def between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and with `last`; negative when `last`
        is the earlier one."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + DAY * n) for n in range(1, (last - first).days + 1))
