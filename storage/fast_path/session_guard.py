"""What a conversation in memory rests on: as long as it stands, nothing that was loaded with it
has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storage.core.batch import rows_among, rows_of
from storage.core.queries import Queries
from storage.history.audit_log import HEAD
from storage.messaging.messages import UNKNOWN


class ConversationKey(NamedTuple):
    """Where somebody writes: the name space, the id in it, the channel and conversation. `visit`:
    they only came by, and are written to elsewhere."""

    identity: str
    sender: str
    channel: str
    conversation: str
    visit: bool = False

    def is_here(self, heard: Sequence[str | None], bound: str) -> bool:
        """Whether a member who was `heard` last in this channel and conversation, and is bound in
        that one, is at work here."""
        return bound == self.conversation if self.visit else [*heard] == [*self[2:4]]


class SessionVersion(NamedTuple):
    """Whose conversation it is, where it stands, and the heads of the two chains that every
    change leaves an entry in: the report's, and the office's (roles, units, rounds). `newest` is
    the last message that was said there: what is typed may mean a button of it."""

    member: int
    report: int
    session: str
    head: str | None
    office: str | None
    closed: bool  # nothing of the report may be changed
    newest: int | None


class SessionVersionQueries(Queries):
    async def find(self, place: ConversationKey) -> SessionVersion | None:
        """What this conversation stands on; None when something keeps it from standing: it has
        not begun, an event waits in it, the member was heard elsewhere last, or has begun
        something beside the report."""
        if await self._db.run_sync(with_waiting_events, [place]):
            return None
        found = await self._db.run_sync(load_session_versions, [place])
        return found.get(place)


# Written out: these are looked up with every commit, for as many conversations as share it.
_HEAD = "SELECT text FROM office WHERE name = ?"
_STANDING = (
    "SELECT binding.sender, member.id, member.report, session.body, report.head, "
    "report.locked_at IS NOT NULL OR round.locked_at IS NOT NULL, "
    "member.heard_channel, member.heard_conversation, "
    "member.unreachable_since IS NOT NULL OR coalesce(CAST(errand.body AS VARCHAR), '{}') <> '{}', "
    "(SELECT max(message.id) FROM message WHERE message.channel = member.heard_channel "
    "AND message.conversation = member.heard_conversation), binding.conversation "
    "FROM binding JOIN member ON member.id = binding.member "
    "JOIN session ON session.member = member.id AND session.report = member.report "
    "JOIN report ON report.id = member.report JOIN round ON round.id = report.round "
    "LEFT JOIN errand ON errand.member = member.id "
    "WHERE binding.channel = ? AND binding.sender IN"
)
_NEWEST = "SELECT max(id) FROM message WHERE channel = ? AND conversation = ?"
_WAITING = (
    "SELECT DISTINCT channel, conversation FROM event "
    "WHERE handled_at IS NULL AND channel = ? AND conversation IN"
)
_UNSETTLED = (
    "SELECT channel, conversation, id, state FROM message "
    "WHERE settled_at IS NULL AND channel = ? AND conversation IN"
)


def load_session_versions(
    connection: Connection, places: Sequence[ConversationKey]
) -> dict[ConversationKey, SessionVersion]:
    """What each of these conversations stands on, of those that stand."""
    head = next((row[0] for row in rows_of(connection, _HEAD, (HEAD,))), None)
    by_channel: dict[tuple[str, str], dict[str, ConversationKey]] = defaultdict(dict)
    for place in places:
        by_channel[place.identity, place.channel][place.sender] = place
    found: dict[ConversationKey, SessionVersion] = {}
    for (identity, _), senders in by_channel.items():
        for row in rows_among(connection, _STANDING, (identity,), [*senders]):
            sender, member, report, session, chain, closed, *heard, busy, newest, bound = row
            place = senders[sender]
            if place.is_here(heard, bound) and not busy:
                if place.visit:
                    newest = rows_of(connection, _NEWEST, place[2:4])[0][0]
                standing = (member, report, session, chain, head, bool(closed), newest)
                found[place] = SessionVersion(*standing)
    return found


def with_waiting_events(
    connection: Connection, places: Sequence[ConversationKey]
) -> set[tuple[str, str]]:
    """Channel and conversation of those in which an earlier event is not handled yet."""
    return {
        (channel, conversation) for channel, conversation in _of_each(connection, _WAITING, places)
    }


class UnsettledMessages(NamedTuple):
    """Which messages of a conversation are still to be sent, by id, and whether there are some
    of which nobody knows whether they arrived."""

    unsent: frozenset[int] = frozenset()
    unknown: bool = False


def load_unsettled(
    connection: Connection, places: Sequence[ConversationKey]
) -> dict[tuple[str, str], UnsettledMessages]:
    """The conversations with messages that are not settled, by channel and conversation."""
    unsent: dict[tuple[str, str], set[int]] = defaultdict(set)
    unknown: set[tuple[str, str]] = set()
    for channel, conversation, number, state in _of_each(connection, _UNSETTLED, places):
        here = (channel, conversation)
        if state == UNKNOWN:
            unknown.add(here)
        else:
            unsent[here].add(number)
    return {
        here: UnsettledMessages(frozenset(unsent.get(here, ())), here in unknown)
        for here in {*unsent, *unknown}
    }


def _of_each(
    connection: Connection, query: str, places: Sequence[ConversationKey]
) -> Iterator[Sequence[Any]]:
    """What the query finds in these conversations, channel by channel."""
    by_channel: dict[str, dict[str, None]] = defaultdict(dict)
    for place in places:
        by_channel[place.channel][place.conversation] = None
    for channel, conversations in by_channel.items():
        yield from rows_among(connection, query, (channel,), [*conversations])
