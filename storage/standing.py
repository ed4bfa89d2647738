"""What a conversation in memory rests on: as long as it stands, nothing that was loaded with it
has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, case, func, select

from storage.histories import HEAD
from storage.office_schema import errand
from storage.outbox import UNKNOWN
from storage.part import Part
from storage.schema import binding, event, member, message, office, report, round_, session


class Place(NamedTuple):
    """Where somebody writes: his name space and his id in it, the channel and conversation."""

    identity: str
    sender: str
    channel: str
    conversation: str


class Standing(NamedTuple):
    """Whose conversation it is, where it stands, and the heads of the two chains that every
    change leaves an entry in: his report's, and the office's (roles, units, rounds)."""

    member: int
    report: int
    session: str
    head: str | None
    office: str | None
    closed: bool  # nothing of the report may be changed


class Standings(Part):
    async def standing(self, place: Place) -> Standing | None:
        """What this conversation stands on; None when something keeps it from standing: it has
        not begun, the member was heard elsewhere last, or has an errand beside his report."""
        found = await self._db.run_sync(standings, [place])
        return found.get(place)


_QUERY = (
    select(
        binding.c.sender,
        member.c.id,
        member.c.report,
        member.c.heard_channel,
        member.c.heard_conversation,
        member.c.unreachable_since,
        session.c.body,
        report.c.head,
        report.c.locked_at,
        round_.c.locked_at.label("round_locked_at"),
        errand.c.body.label("errand"),
    )
    .join(member, member.c.id == binding.c.member)
    .join(session, (session.c.member == member.c.id) & (session.c.report == member.c.report))
    .join(report, report.c.id == member.c.report)
    .join(round_, round_.c.id == report.c.round)
    .join(errand, errand.c.member == member.c.id, isouter=True)
)


def standings(connection: Connection, places: Sequence[Place]) -> dict[Place, Standing]:
    """What each of these conversations stands on, of those that stand."""
    head = connection.scalar(select(office.c.text).where(office.c.name == HEAD))
    by_channel = defaultdict(list)
    for place in places:
        by_channel[place.identity, place.channel].append(place)
    found: dict[Place, Standing] = {}
    for (identity, channel), group in by_channel.items():
        senders = {place.sender: place for place in group}
        rows = connection.execute(
            _QUERY.where(binding.c.channel == identity, binding.c.sender.in_([*senders]))
        )
        for row in rows:
            place = senders[row.sender]
            heard = (row.heard_channel, row.heard_conversation) == (channel, place.conversation)
            if heard and row.unreachable_since is None and not row.errand:
                closed = row.locked_at is not None or row.round_locked_at is not None
                found[place] = Standing(row.id, row.report, row.body, row.head, head, closed)
    return found


def with_waiting_events(connection: Connection, places: Sequence[Place]) -> set[tuple[str, str]]:
    """Channel and conversation of those in which an earlier event is not handled yet."""
    rows = connection.execute(
        select(event.c.channel, event.c.conversation)
        .where(
            event.c.handled_at.is_(None),
            event.c.channel.in_({place.channel for place in places}),
            event.c.conversation.in_({place.conversation for place in places}),
        )
        .distinct()
    )
    return {(row.channel, row.conversation) for row in rows}


class Unsettled(NamedTuple):
    """How many messages of a conversation are still to be sent, and of how many nobody knows
    whether they arrived."""

    unsent: int = 0
    unknown: int = 0


def unsettled(connection: Connection, places: Sequence[Place]) -> dict[tuple[str, str], Unsettled]:
    """The conversations with messages that are not settled, by channel and conversation."""
    is_unknown = case((message.c.state == UNKNOWN, 1), else_=0)
    rows = connection.execute(
        select(
            message.c.channel,
            message.c.conversation,
            func.sum(1 - is_unknown),
            func.sum(is_unknown),
        )
        .where(
            message.c.settled_at.is_(None),
            message.c.channel.in_({place.channel for place in places}),
            message.c.conversation.in_({place.conversation for place in places}),
        )
        .group_by(message.c.channel, message.c.conversation)
    )
    return {(row[0], row[1]): Unsettled(row[2], row[3]) for row in rows}
