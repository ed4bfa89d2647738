"""Requests about working days, and calendars of due days."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import Literal

from conversations.calendar.workdays import DaySwap
from conversations.frozen import Frozen
from conversations.workflow.request_bases import ConfirmedRequest


class ShowDays(Frozen):
    """The exchanges of working days that are known."""

    do: Literal["days"] = "days"


class ChangeDays(ConfirmedRequest):
    """Enter exchanges of working days, or that the year `none` has none; or take those of the
    numbers `back` that were entered."""

    do: Literal["change_days"] = "change_days"
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()
    none: int | None = None
    back: tuple[int, ...] = ()

    @property
    def swaps(self) -> tuple[DaySwap, ...]:
        """Each day off with the day that is worked for it, as far as there is one."""
        pairs = zip_longest(self.off, self.worked)
        return tuple(DaySwap(off=off, worked=worked) for off, worked in pairs)


class MakeCalendar(Frozen):
    """Give me a new address for my calendar of due days; an older one ends."""

    do: Literal["make_calendar"] = "make_calendar"


class EndCalendar(Frozen):
    """Have the address of my calendar lead nowhere."""

    do: Literal["end_calendar"] = "end_calendar"
