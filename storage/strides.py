"""Steps of conversations that are in memory, written many at once in one commit.

Each is written only if what its conversation rests on is still as it was. So nothing is read
that is known already, and nothing is written over what somebody else has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, func, insert, update

from conversations.chain import GENESIS, link_hash
from conversations.report import AnswerChange
from conversations.values import Answer
from storage.histories import hashable
from storage.outbox import SENT, WAITING
from storage.part import insert_of
from storage.records import Conflict
from storage.reports import said_of
from storage.schema import answer, event, history, message, report, session
from storage.standing import (
    Place,
    Standing,
    Unsettled,
    standings,
    unsettled,
    with_waiting_events,
)


@dataclass(frozen=True, slots=True)
class Stride:
    """One event of a conversation in memory, and all it came to. `old` are the answers before
    the changes, by key; `filled` the answered rows by section after them; `in_hand` tells
    which messages to this conversation its process is sending."""

    place: Place
    standing: Standing
    event_id: str
    message_ref: str
    body: Mapping[str, Any]
    about: str | None
    session: str
    changes: Sequence[AnswerChange]
    old: Mapping[str, Answer]
    filled: Mapping[str, int]
    messages: Sequence[Mapping[str, Any]]
    at: datetime
    in_hand: Callable[[], Set[int]]


@dataclass(frozen=True, slots=True)
class Written:
    """The stride is stored: its event's and its messages' ids, and what the conversation rests
    on now. `claimed`: the messages are its process's to send, at once."""

    event: int
    messages: Sequence[int]
    standing: Standing
    claimed: bool


@dataclass(frozen=True, slots=True)
class Repeated:
    """The event was stored before; nothing is written."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What the conversation rested on has changed; nothing is written."""


Outcome = Written | Repeated | Moved


@dataclass(frozen=True, slots=True)
class Claimant:
    """Which process is to send the messages, and until when they are its own."""

    process: str
    until: datetime


def note_sent(connection: Connection, sent: Sequence[Mapping[str, Any]]) -> None:
    """The channel took these messages: each by `number`, `reference` and `sent_at`."""
    connection.execute(_SENT, [dict(one) for one in sent])


def take_strides(
    connection: Connection, strides: Sequence[Stride], claimant: Claimant
) -> list[Outcome]:
    """Write those that still stand; what became of each. Conflict when one was overtaken while
    it was written: then nothing of this transaction may be kept."""
    outstanding = unsettled(connection, [stride.place for stride in strides])
    writing = _Writing(connection, claimant, outstanding)
    outcomes: list[Outcome] = [Moved() for _ in strides]
    good = _still_standing(connection, strides, outstanding)
    events = writing.events([strides[i] for i in good])
    taken: dict[int, _Taken] = {}
    for i in good:
        number = events.get((strides[i].place.channel, strides[i].event_id))
        if number is None:
            outcomes[i] = Repeated()
        else:
            taken[i] = _Taken(strides[i], number)
    writing.sessions(taken.values())
    writing.changes([one for one in taken.values() if one.stride.changes])
    writing.messages(taken.values())
    for i, one in taken.items():
        outcomes[i] = one.outcome
    return outcomes


def _still_standing(
    connection: Connection,
    strides: Sequence[Stride],
    outstanding: Mapping[tuple[str, str], Unsettled],
) -> list[int]:
    """Which of the strides may be written: one of each report, and none of a conversation in
    which something else comes first."""
    places = [stride.place for stride in strides]
    now = standings(connection, places)
    waiting = with_waiting_events(connection, places)
    good: list[int] = []
    reports: set[int] = set()
    for i, stride in enumerate(strides):
        place, rests_on = stride.place, stride.standing
        here = (place.channel, place.conversation)
        held_up = here in waiting or outstanding.get(here, Unsettled()).unknown
        if now.get(place) == rests_on and not held_up and rests_on.report not in reports:
            good.append(i)
            reports.add(rests_on.report)
    return good


@dataclass
class _Taken:
    """A stride on its way into the tables."""

    stride: Stride
    event: int
    head: str | None = field(init=False)
    claimed: bool = False
    messages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self.stride.standing.head

    @property
    def outcome(self) -> Written:
        standing = self.stride.standing._replace(session=self.stride.session, head=self.head)
        return Written(self.event, self.messages, standing, self.claimed)

    def entries(self) -> list[dict[str, Any]]:
        """The history of the changes, chained behind the report's head."""
        stride, entries = self.stride, []
        for change in stride.changes:
            before = stride.old.get(change.key)
            fields = {
                "report": stride.standing.report,
                "subject": f"answer:{change.key}",
                "revision": change.answer.revision,
                "old": said_of(before) if before is not None else None,
                "new": said_of(change.answer),
                "member": stride.standing.member,
                "channel": stride.place.channel,
                "event": self.event,
                "at": stride.at,
            }
            self.head = link_hash(self.head or GENESIS, hashable(fields))
            entries.append(fields | {"hash": self.head})
        return entries


class _Writing:
    """The statements, each for many strides at once."""

    def __init__(
        self,
        connection: Connection,
        claimant: Claimant,
        outstanding: Mapping[tuple[str, str], Unsettled],
    ) -> None:
        self._connection = connection
        self._claimant = claimant
        self._outstanding = outstanding

    def events(self, strides: Sequence[Stride]) -> dict[tuple[str, str], int]:
        """Store the events as handled; the ids of those that were not stored before."""
        if not strides:
            return {}
        rows = [
            {
                "channel": stride.place.channel,
                "event_id": stride.event_id,
                "conversation": stride.place.conversation,
                "message_ref": stride.message_ref,
                "body": stride.body,
                "row_key": stride.about,
                "received_at": stride.at,
                "handled_at": stride.at,
            }
            for stride in strides
        ]
        # In order, here and below: two processes that write the same rows, each in an order of
        # its own, would block each other.
        rows.sort(key=lambda row: (row["channel"], row["event_id"]))
        new = self._connection.execute(_add_event(self._connection.dialect.name), rows)
        return {(row.channel, row.event_id): row.id for row in new}

    def sessions(self, taken: Iterable[_Taken]) -> None:
        rows = [
            {
                "whose": one.stride.standing.member,
                "of": one.stride.standing.report,
                "old": one.stride.standing.session,
                "new": one.stride.session,
                "at": one.stride.at,
            }
            for one in taken
        ]
        self._all(_SESSIONS, sorted(rows, key=lambda row: (row["whose"], row["of"])))

    def changes(self, taken: Sequence[_Taken]) -> None:
        """The answers, their history, and the reports' new heads."""
        if not taken:
            return
        heads = []
        entries: list[dict[str, Any]] = []
        answers: list[dict[str, Any]] = []
        for one in taken:
            old = one.head or GENESIS
            entries += one.entries()
            standing, filled = one.stride.standing, one.stride.filled
            heads.append({"of": standing.report, "old": old, "new": one.head, "filled": filled})
            answers += [_answer_row(one.stride, change) for change in one.stride.changes]
        self._all(_HEADS, sorted(heads, key=lambda row: row["of"]))
        self._connection.execute(_ENTRIES, entries)
        self._connection.execute(_put_answer(self._connection.dialect.name), answers)

    def messages(self, taken: Iterable[_Taken]) -> None:
        """Queue what is to be said; it is claimed where nothing else waits before it."""
        speaking = [one for one in taken if one.stride.messages]
        if not speaking:
            return
        rows: list[dict[str, Any]] = []
        for one in speaking:
            place = one.stride.place
            before = self._outstanding.get((place.channel, place.conversation), Unsettled())
            one.claimed = before.unsent <= one.stride.in_hand()
            rows += [self._message(one, body) for body in one.stride.messages]
        new = self._connection.execute(_MESSAGES, rows)
        numbers = defaultdict(list)  # of one conversation in the order of its messages
        for row in new:
            numbers[row.channel, row.conversation].append(row.id)
        for one in speaking:
            place = one.stride.place
            one.messages = sorted(numbers[place.channel, place.conversation])

    def _message(self, one: _Taken, body: Mapping[str, Any]) -> dict[str, Any]:
        mine = self._claimant if one.claimed else None
        return {
            "channel": one.stride.place.channel,
            "conversation": one.stride.place.conversation,
            "body": body,
            "state": WAITING,
            "attempts": 0,
            "once": False,
            "queued_at": one.stride.at,
            "leased_by": mine.process if mine else None,
            "leased_until": mine.until if mine else None,
        }

    def _all(self, query: Executable, rows: Sequence[dict[str, Any]]) -> None:
        """Change one row for each of the parameters; Conflict when one of them is not there as
        it was expected."""
        if rows and self._connection.execute(query, [*rows]).rowcount != len(rows):
            raise Conflict("a conversation was overtaken while it was written")


def _answer_row(stride: Stride, change: AnswerChange) -> dict[str, Any]:
    return {
        "report": stride.standing.report,
        "key": change.key,
        "revision": change.answer.revision,
        **said_of(change.answer),
        "member": stride.standing.member,
        "at": stride.at,
    }


# Each is made once: building a statement takes longer than carrying it out.
_ENTRIES = insert(history)
_MESSAGES = insert(message).returning(message.c.id, message.c.channel, message.c.conversation)
_SESSIONS = (
    update(session)
    .where(
        session.c.member == bindparam("whose"),
        session.c.report == bindparam("of"),
        session.c.body == bindparam("old"),
    )
    .values(body=bindparam("new"), saved_at=bindparam("at"))
)
_HEADS = (
    update(report)
    .where(
        report.c.id == bindparam("of"),
        func.coalesce(report.c.head, GENESIS) == bindparam("old"),
    )
    .values(head=bindparam("new"), filled=bindparam("filled"))
)
_SENT = (
    update(message)
    .where(message.c.id == bindparam("number"))
    .values(
        state=SENT,
        reference=bindparam("reference"),
        sent_at=bindparam("sent_at"),
        settled_at=bindparam("sent_at"),
        leased_until=None,
    )
)


@cache
def _add_event(dialect: str) -> Executable:
    """Insert events that are not stored yet; the ids of those."""
    once = insert_of(dialect, event).on_conflict_do_nothing(index_elements=["channel", "event_id"])
    return once.returning(event.c.channel, event.c.event_id, event.c.id)


@cache
def _put_answer(dialect: str) -> Executable:
    """Insert answers, or write over them."""
    keys = ["report", "key"]
    insert_ = insert_of(dialect, answer)
    said = {column.name: insert_.excluded[column.name] for column in answer.c}
    rest = {name: value for name, value in said.items() if name not in keys}
    return insert_.on_conflict_do_update(index_elements=keys, set_=rest)
