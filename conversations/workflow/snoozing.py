"""How long somebody wants to be left in peace. Pure: of his words and the moment."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from conversations.calendar.dates import local_day, read_day
from conversations.text.normalize import fold
from conversations.workflow.reminder_schedule import Plan, moment

HOURS = 3  # without a number
LONGEST = timedelta(days=7)
_COUNT = re.compile(r"(?:(?:them|trong)\s+)*(\d{1,4})\s*(gio|tieng|h|ngay|hom|tuan)?")
_HOURS = frozenset({None, "gio", "tieng", "h"})
_UNTIL = re.compile(r"^(?:cho\s+)?(?:den|toi|qua)\s+")


def read_snooze(text: str, now: datetime, plan: Plan) -> datetime | None:
    """The moment until which `3`, `5 giờ`, `2 ngày`, `1 tuần`, `đến thứ hai` or `đến 20/3` asks
    for peace: so many hours from now, or the reminding hour of that day. None for what names
    none that is still to come; it may lie further ahead than `LONGEST`."""
    said = fold(text).strip(" .!")
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


def _morning(day: date, now: datetime, plan: Plan) -> datetime | None:
    until = moment(day, plan)
    return until if until > now else None
