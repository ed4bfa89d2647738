"""The templates of the desk's pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from conversations.calendar.dates import VIETNAM, local_day, print_moment
from templates.loading.unit_words import UNIT_FILTERS

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")


@cache
def load_pages() -> Environment:
    """The environment of all pages: what is filled in is always escaped."""
    jinja = Environment(
        loader=PackageLoader("templates", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    jinja.filters |= _FILTERS
    return jinja


def render_page(name: str, data: Mapping[str, Any]) -> str:
    """The markup of a page, or of a fragment."""
    return load_pages().get_template(name).render(data)


def print_due_day(moment: datetime | date | None) -> str:
    """A day with its weekday: `T6 05/12`; empty for none."""
    if moment is None:
        return ""
    day = local_day(moment) if isinstance(moment, datetime) else moment
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m}"


def print_clock(moment: datetime) -> str:
    """The time of day to the second, in Vietnam: `14:02:05`."""
    return f"{moment.astimezone(VIETNAM):%H:%M:%S}"


def print_count(number: int) -> str:
    """A whole number as Vietnamese prints it: `3.060`."""
    return f"{number:,}".replace(",", ".")


def print_ago(moment: datetime | None, now: datetime) -> str:
    """How long ago it was, as one says it; empty for never."""
    if moment is None:
        return ""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "vừa xong"
    if minutes < 60:
        return f"{minutes} phút trước"
    if minutes < 24 * 60:
        return f"{minutes // 60} giờ trước"
    return f"{minutes // (24 * 60)} ngày trước" if minutes < 60 * 24 * 60 else print_moment(moment)


def dialled_number(text: str) -> str:
    """The number as a telephone is told it."""
    return "".join(sign for sign in text if sign.isdigit() or sign == "+")


_FILTERS: Mapping[str, Callable[..., str]] = {
    "due_day": print_due_day,
    "moment": lambda moment: print_moment(moment) if moment is not None else "",
    "clock": print_clock,
    "count": print_count,
    "ago": print_ago,
    "dialled": dialled_number,
    **UNIT_FILTERS,
}
