"""What a conversation in memory rests on: as long as it stands, nothing that was loaded with it
has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

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


# Each is made once: building a statement takes longer than carrying it out.
_HEAD = select(office.c.text).where(office.c.name == HEAD)
_STANDING = (
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
    .where(
        binding.c.channel == bindparam("identity"),
        binding.c.sender.in_(bindparam("senders", expanding=True)),
    )
)
_WAITING = (
    select(event.c.channel, event.c.conversation)
    .where(
        event.c.handled_at.is_(None),
        event.c.channel.in_(bindparam("channels", expanding=True)),
        event.c.conversation.in_(bindparam("conversations", expanding=True)),
    )
    .distinct()
)
_UNSETTLED = select(message.c.channel, message.c.conversation, message.c.id, message.c.state).where(
    message.c.settled_at.is_(None),
    message.c.channel.in_(bindparam("channels", expanding=True)),
    message.c.conversation.in_(bindparam("conversations", expanding=True)),
)


def standings(connection: Connection, places: Sequence[Place]) -> dict[Place, Standing]:
    """What each of these conversations stands on, of those that stand."""
    head = connection.scalar(_HEAD)
    by_channel: dict[tuple[str, str], dict[str, Place]] = defaultdict(dict)
    for place in places:
        by_channel[place.identity, place.channel][place.sender] = place
    found: dict[Place, Standing] = {}
    for (identity, channel), senders in by_channel.items():
        asked = {"identity": identity, "senders": [*senders]}
        for row in connection.execute(_STANDING, asked):
            place = senders[row.sender]
            heard = (row.heard_channel, row.heard_conversation) == (channel, place.conversation)
            if heard and row.unreachable_since is None and not row.errand:
                closed = row.locked_at is not None or row.round_locked_at is not None
                found[place] = Standing(row.id, row.report, row.body, row.head, head, closed)
    return found


def with_waiting_events(connection: Connection, places: Sequence[Place]) -> set[tuple[str, str]]:
    """Channel and conversation of those in which an earlier event is not handled yet."""
    return {(row[0], row[1]) for row in connection.execute(_WAITING, _where(places))}


class Unsettled(NamedTuple):
    """Which messages of a conversation are still to be sent, by id, and whether there are some
    of which nobody knows whether they arrived."""

    unsent: frozenset[int] = frozenset()
    unknown: bool = False


def unsettled(connection: Connection, places: Sequence[Place]) -> dict[tuple[str, str], Unsettled]:
    """The conversations with messages that are not settled, by channel and conversation."""
    unsent: dict[tuple[str, str], set[int]] = defaultdict(set)
    unknown: set[tuple[str, str]] = set()
    for channel, conversation, number, state in connection.execute(_UNSETTLED, _where(places)):
        here = (channel, conversation)
        if state == UNKNOWN:
            unknown.add(here)
        else:
            unsent[here].add(number)
    return {
        here: Unsettled(frozenset(unsent.get(here, ())), here in unknown)
        for here in {*unsent, *unknown}
    }


def _where(places: Sequence[Place]) -> dict[str, list[str]]:
    return {
        "channels": [*{place.channel for place in places}],
        "conversations": [*{place.conversation for place in places}],
    }
