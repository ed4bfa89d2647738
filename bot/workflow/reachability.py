"""Who can be told something now, and telling them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.quota import channel_quota
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import next_decent
from storage.transaction import Transaction
from storage.workflow.roles import Person


async def filter_reachable(
    tx: Transaction,
    catalogs: Catalogs,
    persons: Sequence[Person],
    now: datetime,
    *,
    brief: bool = True,
) -> list[Person]:
    """Those who can be told something now: they have written to the bot, have not blocked it, were
    not silent for longer than their channel lets us write to them, and its month is not kept for
    answers. `brief`: it is a reminder, which can be said in the channel's fixed text."""
    heard = await limited_channels(tx, catalogs, now, brief=brief)
    return [
        one
        for one in persons
        if not catalogs.channels or one.channel in catalogs.channels
        if is_reached(one) and one.conversation in heard.get(one.channel or "", {one.conversation})
    ]


async def limited_channels(
    tx: Transaction, catalogs: Catalogs, now: datetime, *, brief: bool = True
) -> dict[str, set[str]]:
    """The channels over which not everybody can be told something now, each with the conversations
    in which somebody can."""
    heard: dict[str, set[str]] = {}
    for name, can in catalogs.channels.items():
        if can.budget and (await channel_quota(tx, name, can, now)).saves:
            heard[name] = set()
        elif can.free_hours and not (can.templates and brief):
            hours = max(can.free_hours, can.paid_hours)
            heard[name] = await tx.quota.heard_since(name, now - timedelta(hours=hours))
    return heard


def is_reached(person: Person) -> bool:
    """Whether the person has written to the bot, and has not blocked it since."""
    return person.channel is not None and person.unreachable_since is None


async def announce_reports(
    ctx: RequestContext,
    code: str,
    reports: Mapping[int, int],
    *,
    brief: bool = True,
    text: str = "",
) -> tuple[list[Person], list[Person]]:
    """Tell the officers of these units of the report that their unit has here, soon, but not at
    night; `text` is told with it. Who they are, and those who can be told."""
    officers = await ctx.tx.roles.people_of([*reports], Role.OFFICER)
    when = next_decent(ctx.now)
    reached = await filter_reachable(ctx.tx, ctx.catalogs, officers, when, brief=brief)
    await ctx.tx.broadcasts.add(
        code, [(one.id, reports[one.unit]) for one in reached], ctx.now, text
    )
    return officers, reached
