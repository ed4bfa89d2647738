"""Due days as an iCalendar file (RFC 5545), which calendar programs subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Phuluc//Han nop bao cao//VI"
REFRESH = timedelta(hours=1)  # after which programs are asked to look again


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A due day. `uid` is the same for good; of two versions the later one has the greater
    `sequence`. One that is `cancelled` is taken out by the programs that have it."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    cancelled: bool
    sequence: int
    changed_at: datetime


def write_calendar(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """The file; the same events make the same bytes."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for one in events:
        made.add_component(_event(one))
    content: bytes = made.to_ical()
    return content


def _event(one: CalendarEvent) -> Event:
    """A whole day that keeps nobody busy. The stamp is that of its last change: a file that was
    asked for twice is the same."""
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", one.sequence)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.summary)
    event.add("description", one.description)
    event.add("url", one.url)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event
