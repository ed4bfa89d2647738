"""The periods that a title or letterhead names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from conversations.calendar.period_kinds import Window
from conversations.calendar.period_words import SHORT_YEAR, YEAR, named_period, parse_period
from conversations.calendar.periods import Period
from conversations.text.normalize import fold_text

_LETTER = re.compile(r"\b(?:kem theo|ngay \d{1,2}\s*(?:thang|/).*?(?:20\d\d|$))")
_PLANS = re.compile(
    r"\b(?:phuong huong|nhiem vu trong tam|nhiem vu|ke hoach|du kien|muc tieu|so voi|cung ky)\b"
)
_PLAN_CLAUSE = re.compile(rf"{_PLANS.pattern}[^,;–-]*[,;–-]")
MOST_NAMED = 4  # periods in one heading


def titled_periods(title: str, windows: Sequence[Window], today: date) -> tuple[Period, ...]:
    """The period that a heading reports on; each of those that it names, when it does not say
    which. What follows `phương hướng` is the one to come, and `so với` compares with another: when
    only that has a year, the report is on the one before it. The date of a letter is none."""
    plain = _LETTER.sub(" ", " ".join(fold_text(title).split()))
    head, tail = _parted(plain, windows)
    found = _all_named(head, windows, today)
    if found:
        return found
    named = named_period(head, windows)
    if named is None:
        return _all_named(plain, windows, today)
    planned = _dated_name(named_period(tail, windows), windows, today)
    year = YEAR.search(plain)
    told: Iterable[Period | None] = ()
    if planned is not None:
        years = (planned.end.year, planned.end.year - 1)
        read = (parse_period(f"{named[0]} {one}", windows, today) for one in years)
        told = (one for one in read if one is not None and one.end <= planned.start)
    elif year:
        told = (parse_period(f"{named[0]} {year[1]}", windows, today),)
    first = next(iter(told), None)
    return (first,) if first is not None else ()


def _parted(plain: str, windows: Sequence[Window]) -> tuple[str, str]:
    """A heading up to the words about another period, and from there."""
    for found in _PLANS.finditer(plain):
        head = plain[: found.start()]
        if named_period(head, windows) is not None:
            return head, plain[found.start() :]
    bare = _PLAN_CLAUSE.sub(" ", plain)  # `kế hoạch năm 2023 - báo cáo quý II/2023`
    return (plain if named_period(bare, windows) is None else bare), ""


def _all_named(text: str, windows: Sequence[Window], today: date) -> tuple[Period, ...]:
    """The periods that a text names, in its order; one without a year is of the year of another."""
    names: list[str] = []
    rest = text
    while len(names) < MOST_NAMED and (named := named_period(rest, windows)) is not None:
        names.append(named[0])
        before, _, behind = rest.partition(named[0])
        rest = f"{before} | {behind}"
    year = next((found[1] for one in names if (found := YEAR.search(one))), None)
    if year is None and not any(SHORT_YEAR.search(one) for one in names):
        return ()
    names.sort(key=text.find)
    periods = (
        _dated_name((one, ""), windows, today) or parse_period(f"{one} {year}", windows, today)
        for one in names
    )
    return tuple(dict.fromkeys(one for one in periods if one is not None))


def _dated_name(
    named: tuple[str, str] | None, windows: Sequence[Window], today: date
) -> Period | None:
    """A period that was named with its year: a heading is read long after."""
    if named is None or not (YEAR.search(named[0]) or SHORT_YEAR.search(named[0])):
        return None
    return parse_period(named[0], windows, today)
