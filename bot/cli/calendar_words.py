"""What day or period a text names, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from bot.cli.administration import AdminError
from bot.cli.tables import print_json
from bot.runtime.language import tell

TextArgument = Annotated[str, typer.Argument(metavar="TEXT", help="What somebody typed.")]
NowOption = Annotated[str, typer.Option(help="The day it is: 2026-11-30. Left out: today.")]


def read_day(text: TextArgument, now: NowOption = "") -> None:
    """Print as JSON the day that a text names: ISO and weekday; or why it names none."""
    from conversations.calendar.dates import WEEKDAYS, NoDay, print_weekday, read_date

    found = read_date(text, read_today(now))
    if isinstance(found, NoDay):
        day = print_weekday(found.day) if found.day else ""
        why = _say("date.unread", {"why": found.why, "day": day})
        print_json({"text": text, "date": None, "code": found.why, "why": why})
        return
    weekday = WEEKDAYS[found.weekday()]
    print_json(
        {"text": text, "date": found.isoformat(), "weekday": weekday, "said": print_weekday(found)}
    )


def read_period(text: TextArgument, now: NowOption = "") -> None:
    """Print as JSON the period that a text names: kind, name, first and last day."""
    from conversations.calendar.period_words import parse_any_period
    from conversations.calendar.periods import kind_of
    from templates.loading.calendars import load_calendars

    found = parse_any_period(text, load_calendars().windows, read_today(now))
    if found is None:
        print_json({"text": text, "kind": None, "why": _say("period.unread", {})})
        return
    days = {"start": found.start.isoformat(), "end": found.end.isoformat()}
    print_json({"text": text, "kind": kind_of(found).value, "name": found.name} | days)


def read_typed_day(text: str, today: date) -> date:
    """The day that somebody typed for a command; AdminError when it is none."""
    from conversations.calendar.dates import NoDay, read_date

    found = read_date(text, today)
    if isinstance(found, NoDay):
        said = "{said!r} names no day; a day is written 2026-07-01 or 1/7/2026"
        raise AdminError(tell(said, said=text))
    return found


def read_today(now: str = "") -> date:
    from datetime import UTC, datetime

    from conversations.calendar.dates import local_day

    today = local_day(datetime.now(UTC))
    return read_typed_day(now, today) if now else today


def _say(code: str, data: Mapping[str, object]) -> str:
    from conversations.composing.markup import strip_markup
    from templates.loading.wording import load_wording

    return " ".join(strip_markup(load_wording().say(code, {**data})).split())
