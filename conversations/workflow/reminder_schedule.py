"""On which days a member is reminded. Pure: of dates, working days and what they owe."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from conversations.calendar.dates import VIETNAM, local_day, read_day
from conversations.calendar.workdays import DAY, Calendar
from conversations.frozen import Frozen
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role

DECENT_HOURS = range(7, 21)  # in Vietnam: nobody is written to at night
HORIZON = 400  # days that are looked ahead


class ReminderPlan(Frozen):
    """How often people are reminded: so many working days before the due day, on that day
    itself, and every working day after it; a reviewer and a coordinator come in after so many
    working days of delay."""

    before: tuple[int, ...] = (5, 2, 1)
    reviewer_after: int = 1
    coordinator_after: int = 2
    hour: int = 8


WAITED = (2, 5)  # working days after which a person is reminded of what waits for their word
THEN_EVERY = 5  # working days
NEAR_DUE = 1  # working days before the report is due


class Duty(Frozen):
    """One thing a member is reminded of: a report due on `due`, in their role. What waits for their
    own word does so `since` a day: it comes up less often the longer it waits, and when it is
    nearly due. Who was not told when it came, as a coordinator, hears of it the day after."""

    role: Role
    due: date | None = None
    since: date | None = None


def is_slot(day: date, duty: Duty, calendar: Calendar, plan: ReminderPlan) -> bool:
    """Whether the member is reminded of this on this day."""
    if duty.since is not None:
        return calendar.is_working(day) and _is_waiting_slot(day, duty, duty.since, calendar)
    if duty.due is None:
        return False
    late = calendar.between(duty.due, day)
    match duty.role:
        case Role.REVIEWER:
            return late >= plan.reviewer_after and calendar.is_working(day)
        case Role.COORDINATOR:
            return late >= plan.coordinator_after and calendar.is_working(day)
    if day == duty.due:
        return True
    return calendar.is_working(day) and (day > duty.due or -late in plan.before)


def _is_waiting_slot(day: date, duty: Duty, since: date, calendar: Calendar) -> bool:
    waited = calendar.between(since, day)
    if waited <= 0:
        return False
    if waited in WAITED or waited % THEN_EVERY == 0:
        return True
    if duty.role is Role.COORDINATOR and waited == 1:
        return True
    return duty.due is not None and calendar.between(day, duty.due) == NEAR_DUE


def next_slot(
    after: date, duties: Iterable[Duty], calendar: Calendar, plan: ReminderPlan
) -> date | None:
    """The first day after this one on which one of the duties comes up."""
    found = [_next(after, duty, calendar, plan) for duty in duties]
    return min((day for day in found if day is not None), default=None)


def _next(after: date, duty: Duty, calendar: Calendar, plan: ReminderPlan) -> date | None:
    start = duty.since or (
        # one more day: the due day itself need not be a working one
        calendar.shift(duty.due, -max(plan.before, default=0) - 1) if duty.due else None
    )
    if start is None:
        return None
    first = max(after + DAY, start)
    days = (first + DAY * ahead for ahead in range(HORIZON))
    return next((day for day in days if is_slot(day, duty, calendar, plan)), None)


def slot_between(
    first: date, last: date, duties: Iterable[Duty], calendar: Calendar, plan: ReminderPlan
) -> bool:
    """Whether a duty came up on one of these days, so that a day the machine was off is made
    up for."""
    found = next_slot(first - DAY, duties, calendar, plan)
    return found is not None and found <= last


def reminder_moment(day: date, plan: ReminderPlan) -> datetime:
    """The hour of that day at which people are reminded."""
    return datetime.combine(day, time(plan.hour), VIETNAM)


def next_morning(now: datetime, plan: ReminderPlan) -> datetime:
    """The next reminding hour after this moment."""
    today = reminder_moment(local_day(now), plan)
    return today if now < today else today + timedelta(days=1)


def next_decent(now: datetime) -> datetime:
    """The first moment from now on at which people may be written to."""
    if is_decent(now):
        return now
    here = now.astimezone(VIETNAM)
    day = here.date() + (DAY if here.hour >= DECENT_HOURS.start else timedelta(0))
    return datetime.combine(day, time(DECENT_HOURS.start), VIETNAM)


def is_decent(now: datetime) -> bool:
    """Whether people may be written to at this hour."""
    return now.astimezone(VIETNAM).hour in DECENT_HOURS


HOURS = 3  # without a number
LONGEST = timedelta(days=7)
_COUNT = re.compile(r"(?:(?:them|trong)\s+)*(\d{1,4})\s*(gio|tieng|h|ngay|hom|tuan)?")
_HOURS = frozenset({None, "gio", "tieng", "h"})
_UNTIL = re.compile(r"^(?:cho\s+)?(?:den|toi|qua)\s+")


def read_snooze(text: str, now: datetime, plan: ReminderPlan) -> datetime | None:
    """The moment until which `3`, `5 giờ`, `2 ngày`, `1 tuần`, `đến thứ hai` or `đến 20/3` asks
    for peace: so many hours from now, or the reminding hour of that day. None for what names
    none that is still to come; it may lie further ahead than `LONGEST`."""
    said = fold_text(text).strip(" .!")
    if not said:
        return now + timedelta(hours=HOURS)
    if (found := _COUNT.fullmatch(said)) is not None:
        count = int(found[1])
        if found[2] in _HOURS:
            return now + timedelta(hours=count) if count else None
        return _morning(local_day(now) + timedelta(days=count * _days(found[2])), now, plan)
    day = read_day(_UNTIL.sub("", said), now)
    return _morning(day, now, plan) if day is not None else None


def _days(word: str) -> int:
    return 7 if word == "tuan" else 1


def _morning(day: date, now: datetime, plan: ReminderPlan) -> datetime | None:
    until = reminder_moment(day, plan)
    return until if until > now else None
