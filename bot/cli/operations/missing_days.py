"""Whether the exchanges of working days of this year and the next are known, in the files or in the
database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot.runtime.language import tell
from bot.runtime.settings import Settings
from conversations.calendar.dates import local_day
from storage.core.engines import plain_engine_of
from storage.core.errors import StoreError
from storage.operations.migrate import refuse_missing
from storage.tables.calendars import day_swap
from templates.loading.calendars import Calendars


def missing_days(settings: Settings, calendars: Calendars, now: datetime) -> list[str]:
    """A warning from 1 December on while nothing is known of next year's: where to look, and how
    it is entered. Nothing is made or changed."""
    today = local_day(now)
    calendars.enter((), _entered_years(settings), None)
    missing = calendars.missing_year(today)
    if missing is None or today < missing[1]:
        return []
    text = (
        "no exchange of working days is known for {year}: look for the announcement of the Prime "
        "Minister (chinhphu.vn, Bộ Nội vụ), then `phuluc days enter` or `ngày làm bù …` in the "
        "chat; where there is none: `phuluc days enter '{year}: không có'`"
    )
    return [tell(text, year=missing[0])]


def _entered_years(settings: Settings) -> set[int]:
    """The years of which something was entered; none without a database of this version."""
    try:
        refuse_missing(settings.database)
        engine = plain_engine_of(settings.database)
    except (StoreError, DBAPIError, OSError):
        return set()
    if engine is None:
        return set()
    try:
        with engine.connect() as connection:
            entered = select(day_swap.c.year).where(day_swap.c.ended_at.is_(None))
            return set(connection.scalars(entered))
    except DBAPIError:
        return set()
    finally:
        engine.dispose()
