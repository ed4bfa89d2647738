"""What messages cost: whether a person may be written to for nothing now, and how much of a
channel's month is used up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports.channel import Outgoing, SendMode
from conversations.calendar.dates import local_day
from conversations.protocol.messages import Capabilities
from storage.transaction import Transaction

RESERVE = 95  # percent of the budget from which on reminders are left out
_MARGIN = timedelta(minutes=5)  # before a window closes: sending takes its time


def way_of(
    can: Capabilities, heard: datetime | None, now: datetime, *, brief: bool
) -> SendMode | None:
    """How a person who was `heard` last at that time may be written to now; None when he may
    not. `brief`: the message can be said in the channel's fixed text."""
    if not can.free_hours:
        return SendMode.FREE
    silent = now - heard + _MARGIN if heard is not None else timedelta.max
    if silent <= timedelta(hours=can.free_hours):
        return SendMode.FREE
    if can.paid_hours and silent <= timedelta(hours=can.paid_hours):
        return SendMode.PAID
    return SendMode.TEMPLATE if can.templates and brief else None


def parts_of(outgoing: Outgoing) -> int:
    """As how many messages it goes out where messages are counted: a file, and the request for
    a phone number, are messages of their own; the fixed text is one."""
    if outgoing.way is SendMode.TEMPLATE:
        return 1
    return 1 + (outgoing.file is not None) + (outgoing.contact is not None)


def month_of(now: datetime) -> str:
    """The month that a message counts in."""
    return local_day(now).strftime("%Y-%m")


@dataclass(frozen=True, slots=True)
class Quota:
    """A channel's month: messages used of so many, people of so many; 0 of 0 where there is no
    limit. `paid` cost money, `templates` are those sent as the fixed text."""

    channel: str
    month: str
    used: int
    budget: int
    people: int
    most_people: int
    paid: int
    templates: int

    @property
    def percent(self) -> int:
        """Of the budget, rounded down."""
        return 100 * self.used // self.budget if self.budget else 0

    @property
    def people_percent(self) -> int:
        return 100 * self.people // self.most_people if self.most_people else 0

    @property
    def saves(self) -> bool:
        """Whether what is left is for answers alone."""
        return self.budget > 0 and self.percent >= RESERVE


async def channel_quota(tx: Transaction, channel: str, can: Capabilities, now: datetime) -> Quota:
    """How this channel's month stands."""
    month = month_of(now)
    spent = await tx.quota.spent(channel, month)
    people = await tx.quota.count_people(channel) if can.people else 0
    return Quota(
        channel=channel,
        month=month,
        used=sum(spent.values()),
        budget=can.budget,
        people=people,
        most_people=can.people,
        paid=spent.get(SendMode.PAID, 0),
        templates=spent.get(SendMode.TEMPLATE, 0),
    )


async def all_quotas(
    tx: Transaction, channels: Mapping[str, Capabilities], now: datetime
) -> list[Quota]:
    """All channels whose messages are counted."""
    return [
        await channel_quota(tx, name, can, now) for name, can in channels.items() if can.metered
    ]


def meter_data(one: Quota) -> dict[str, object]:
    """A meter as wordings see it."""
    return {
        "channel": one.channel,
        "month": f"{one.month[5:]}/{one.month[:4]}",
        "used": one.used,
        "budget": one.budget,
        "left": max(0, one.budget - one.used),
        "percent": one.percent,
        "people": one.people,
        "most_people": one.most_people,
        "paid": one.paid,
        "templates": one.templates,
        "saves": one.saves,
    }
