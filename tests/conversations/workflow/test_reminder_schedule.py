"""On which days people are reminded, held against plain counting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.calendar.dates import VIETNAM
from conversations.calendar.workdays import DAY
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import (
    Duty,
    ReminderPlan,
    is_decent,
    is_slot,
    next_morning,
    next_slot,
    slot_between,
)
from templates.loading.calendars import load_calendars

DAYS = load_calendars().days
PLAN = ReminderPlan()
dates = st.dates(date(2025, 1, 1), date(2027, 12, 31))
roles = st.sampled_from([Role.OFFICER, Role.GUEST, Role.REVIEWER, Role.COORDINATOR])


def counted(day: date, due: date, role: Role) -> bool:
    """The rule in other words: walk from one day to the other and count the working days."""
    step = DAY if due > day else -DAY
    left, at = 0, day
    while at != due:
        at += step
        left += DAYS.is_working(max(at, at - step))
    late = day > due
    if role is Role.REVIEWER:
        return late and left >= 1 and DAYS.is_working(day)
    if role is Role.COORDINATOR:
        return late and left >= 2 and DAYS.is_working(day)
    return day == due or (DAYS.is_working(day) and (late or left in (5, 2, 1)))


@given(due=dates, offset=st.integers(-40, 40), role=roles)
def test_a_day_is_a_slot_as_counted(due: date, offset: int, role: Role) -> None:
    day = due + DAY * offset
    assert is_slot(day, Duty(role=role, due=due), DAYS, PLAN) is counted(day, due, role)


@given(due=dates, offset=st.integers(-40, 40), role=roles)
def test_the_next_slot_is_the_first(due: date, offset: int, role: Role) -> None:
    after, duty = due + DAY * offset, Duty(role=role, due=due)
    found = next_slot(after, [duty], DAYS, PLAN)
    assert found is not None
    assert found > after
    assert is_slot(found, duty, DAYS, PLAN)
    between = [after + DAY * n for n in range(1, (found - after).days)]
    assert not any(is_slot(day, duty, DAYS, PLAN) for day in between)
    assert slot_between(after + DAY, found, [duty], DAYS, PLAN)
    assert not slot_between(after + DAY, found - DAY, [duty], DAYS, PLAN)


def _slots(duty: Duty, last: date) -> list[date]:
    assert duty.since is not None
    days = (duty.since + DAY * n for n in range(1, (last - duty.since).days + 1))
    return [day for day in days if is_slot(day, duty, DAYS, PLAN)]


@pytest.mark.parametrize(
    ("role", "due", "days"),
    [
        (Role.REVIEWER, None, (4, 9, 16, 23, 30)),  # after 2, 5, 10, 15 and 20 working days
        (Role.COORDINATOR, None, (3, 4, 9, 16, 23, 30)),  # who was not told when it came
        (Role.REVIEWER, date(2026, 3, 12), (4, 9, 11, 16, 23, 30)),
        (Role.REVIEWER, date(2026, 3, 14), (4, 9, 12, 16, 23, 30)),  # a Saturday
    ],
)
def test_what_waits_for_a_word_comes_up_less_and_less(
    role: Role, due: date | None, days: tuple[int, ...]
) -> None:
    duty = Duty(role=role, since=date(2026, 3, 2), due=due)
    assert [day.day for day in _slots(duty, date(2026, 3, 31))] == [*days]


def test_nobody_is_reminded_of_what_waits_on_a_day_off() -> None:
    duty = Duty(role=Role.REVIEWER, since=date(2026, 2, 13))  # the Friday before Tết
    assert next_slot(date(2026, 2, 13), [duty], DAYS, PLAN) == date(2026, 2, 24)
    assert next_slot(date(2026, 2, 24), [duty], DAYS, PLAN) == date(2026, 2, 27)


def test_nothing_owed_is_never() -> None:
    assert next_slot(date(2026, 2, 13), [], DAYS, PLAN) is None
    assert next_slot(date(2026, 2, 13), [Duty(role=Role.OFFICER)], DAYS, PLAN) is None


def test_mornings_and_decent_hours() -> None:
    early = datetime(2026, 3, 2, 7, 59, tzinfo=VIETNAM)
    assert next_morning(early, PLAN) == early.replace(hour=8, minute=0)
    assert next_morning(early + timedelta(minutes=1), PLAN).day == 3
    assert [is_decent(early.replace(hour=hour)) for hour in (6, 7, 20, 21)] == [
        False,
        True,
        True,
        False,
    ]
