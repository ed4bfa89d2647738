"""Steps of conversations that are in memory, written many at once in one commit.

Each is written only if what its conversation rests on is still as it was. So nothing is read
that is known already, and nothing is written over what somebody else has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from conversations.answers.values import Answer
from conversations.reports.hash_chain import GENESIS, link_hash
from conversations.reports.model import AnswerChange
from storage.core.batch import Values, add_all, change_all
from storage.core.errors import RevisionConflict
from storage.fast_path.session_guard import (
    ConversationKey,
    SessionVersion,
    UnsettledMessages,
    load_session_versions,
    load_unsettled,
    with_waiting_events,
)
from storage.history.audit_log import hashed_fields
from storage.messaging.outbox import SENT, WAITING
from storage.reports.reports import said_of
from storage.tables.types import make_storable, moment_text, to_json


@dataclass(frozen=True, slots=True)
class StepWrite:
    """One event of a conversation in memory, and all it came to. `old` are the answers before
    the changes, by key; `filled` the answered rows by section after them; `in_hand` tells
    which messages to this conversation its process is sending."""

    place: ConversationKey
    standing: SessionVersion
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
class Committed:
    """The step is stored: its event's and its messages' ids, and what the conversation rests
    on now. `claimed`: the messages are its process's to send, at once."""

    event: int
    messages: Sequence[int]
    standing: SessionVersion
    claimed: bool


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The event was stored before; nothing is written."""


@dataclass(frozen=True, slots=True)
class Stale:
    """What the conversation rested on has changed; nothing is written."""


Outcome = Committed | Duplicate | Stale


@dataclass(frozen=True, slots=True)
class LeaseHolder:
    """Which process is to send the messages, and until when they are its own."""

    process: str
    until: datetime


class MessageCost(NamedTuple):
    """As how many messages, and of which kind, one counts in the channel's month."""

    channel: str
    month: str
    kind: str
    messages: int


@dataclass(frozen=True, slots=True)
class DeliveryReceipt:
    """The channel took this message, at this moment, and calls it so; what it cost, where messages
    are counted."""

    message: int
    reference: str
    at: datetime
    spending: MessageCost | None = None


def note_sent(connection: Connection, sent: Sequence[DeliveryReceipt]) -> None:
    """The channel took these messages. What each cost is counted once, however often it is
    noted."""
    spent: dict[tuple[str, str, str], int] = defaultdict(int)
    free: list[Values] = []
    for one in sent:
        at = moment_text(one.at)
        row = (SENT, one.reference, at, at, one.message, SENT)
        if one.spending is None:
            free.append(row)
        elif change_all(connection, _SENT, [row]):
            spent[one.spending[:3]] += one.spending.messages
    change_all(connection, _SENT, free)
    change_all(connection, _SPENT, [(*kind, count) for kind, count in sorted(spent.items())])


def write_steps(
    connection: Connection, steps: Sequence[StepWrite], holder: LeaseHolder
) -> list[Outcome]:
    """Write those that still stand; what became of each. Conflict when one was overtaken while
    it was written: then nothing of this transaction may be kept."""
    outstanding = load_unsettled(connection, [step.place for step in steps])
    writing = _Writing(connection, holder, outstanding)
    outcomes: list[Outcome] = [Stale() for _ in steps]
    good = _still_standing(connection, steps, outstanding)
    events = writing.events([steps[i] for i in good])
    taken: dict[int, _Taken] = {}
    for i in good:
        number = events.get((steps[i].place.channel, steps[i].event_id))
        if number is None:
            outcomes[i] = Duplicate()
        else:
            taken[i] = _Taken(steps[i], number)
    writing.sessions(taken.values())
    writing.changes([one for one in taken.values() if one.step.changes])
    writing.messages(taken.values())
    for i, one in taken.items():
        outcomes[i] = one.outcome
    return outcomes


def _still_standing(
    connection: Connection,
    steps: Sequence[StepWrite],
    outstanding: Mapping[tuple[str, str], UnsettledMessages],
) -> list[int]:
    """Which of the steps may be written: one of each report, and none of a conversation in
    which something else comes first."""
    places = [step.place for step in steps]
    now = load_session_versions(connection, places)
    waiting = with_waiting_events(connection, places)
    good: list[int] = []
    reports: set[int] = set()
    for i, step in enumerate(steps):
        place, rests_on = step.place, step.standing
        here = (place.channel, place.conversation)
        held_up = here in waiting or outstanding.get(here, UnsettledMessages()).unknown
        if now.get(place) == rests_on and not held_up and rests_on.report not in reports:
            good.append(i)
            reports.add(rests_on.report)
    return good


@dataclass
class _Taken:
    """A step on its way into the tables."""

    step: StepWrite
    event: int
    head: str | None = field(init=False)
    claimed: bool = False
    messages: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.head = self.step.standing.head

    @property
    def outcome(self) -> Committed:
        before = self.step.standing
        newest = self.messages[-1] if self.messages else before.newest
        standing = before._replace(session=self.step.session, head=self.head, newest=newest)
        return Committed(self.event, self.messages, standing, self.claimed)

    def changes(self) -> Iterator[tuple[Values, Values]]:
        """For each change its entry in the history, chained behind the report's head, and the
        answer as it stands from now on."""
        step, at = self.step, moment_text(self.step.at)
        report, member = step.standing.report, step.standing.member
        for change in step.changes:
            before, after = step.old.get(change.key), change.answer
            old = said_of(before) if before is not None else None
            new = said_of(after)
            fields = {
                "subject": f"answer:{change.key}",
                "revision": after.revision,
                "old": old,
                "new": new,
                "member": member,
                "channel": step.place.channel,
                "event": self.event,
                "at": step.at,
            }
            self.head = link_hash(self.head or GENESIS, hashed_fields(fields))
            yield (
                (
                    report,
                    f"answer:{change.key}",
                    after.revision,
                    to_json(old) if old is not None else None,
                    to_json(new),
                    member,
                    step.place.channel,
                    self.event,
                    at,
                    self.head,
                ),
                (
                    report,
                    change.key,
                    after.revision,
                    new["state"],
                    to_json(new["value"]) if new["value"] is not None else None,
                    make_storable(new["remark"]),
                    make_storable(new["note"]),
                    member,
                    at,
                ),
            )


class _Writing:
    """The statements, each for many steps at once."""

    def __init__(
        self,
        connection: Connection,
        holder: LeaseHolder,
        outstanding: Mapping[tuple[str, str], UnsettledMessages],
    ) -> None:
        self._connection = connection
        self._mine = (holder.process, moment_text(holder.until))
        self._outstanding = outstanding

    def events(self, steps: Sequence[StepWrite]) -> dict[tuple[str, str], int]:
        """Store the events as handled; the ids of those that were not stored before."""
        rows: list[Values] = []
        for step in steps:
            at = moment_text(step.at)
            rows.append(
                (
                    step.place.channel,
                    step.event_id,
                    step.place.conversation,
                    step.message_ref,
                    to_json(step.body),
                    step.about,
                    at,
                    at,
                )
            )
        # In order, here and below: two processes that write the same rows, each in an order of
        # its own, would block each other.
        rows.sort(key=itemgetter(0, 1))
        new = add_all(self._connection, _EVENT, rows, _ONCE)
        return {(row.channel, row.event_id): row.id for row in new}

    def sessions(self, taken: Iterable[_Taken]) -> None:
        rows: list[Values] = [
            (
                make_storable(one.step.session),
                moment_text(one.step.at),
                one.step.standing.member,
                one.step.standing.report,
                make_storable(one.step.standing.session),
            )
            for one in taken
        ]
        self._all(_SESSION, sorted(rows, key=itemgetter(2, 3)))

    def changes(self, taken: Sequence[_Taken]) -> None:
        """The answers, their history, and the reports' new heads."""
        heads: list[Values] = []
        entries: list[Values] = []
        answers: list[Values] = []
        for one in taken:
            old = one.head or GENESIS
            for entry, answer in one.changes():
                entries.append(entry)
                answers.append(answer)
            filled = to_json(one.step.filled)
            answered = sum(one.step.filled.values())
            heads.append((one.head, filled, answered, one.step.standing.report, GENESIS, old))
        self._all(_HEAD, sorted(heads, key=itemgetter(3)))
        change_all(self._connection, _ENTRY, entries)
        change_all(self._connection, _ANSWER, answers)

    def messages(self, taken: Iterable[_Taken]) -> None:
        """Queue what is to be said; it is claimed where nothing else waits before it."""
        speaking = [one for one in taken if one.step.messages]
        if not speaking:
            return
        rows: list[Values] = []
        for one in speaking:
            place = one.step.place
            before = self._outstanding.get((place.channel, place.conversation), UnsettledMessages())
            one.claimed = before.unsent <= one.step.in_hand()
            rows += [self._message(one, body) for body in one.step.messages]
        new = add_all(self._connection, _MESSAGE, rows, "RETURNING id, channel, conversation")
        numbers = defaultdict(list)  # of one conversation in the order of its messages
        for row in new:
            numbers[row.channel, row.conversation].append(row.id)
        for one in speaking:
            place = one.step.place
            one.messages = sorted(numbers[place.channel, place.conversation])

    def _message(self, one: _Taken, body: Mapping[str, Any]) -> Values:
        process, until = self._mine if one.claimed else (None, None)
        place, at = one.step.place, moment_text(one.step.at)
        return (place.channel, place.conversation, to_json(body), WAITING, 0, at, process, until)

    def _all(self, query: str, rows: Sequence[Values]) -> None:
        """Change one row for each of the parameters; Conflict when one of them is not there as
        it was expected."""
        if change_all(self._connection, query, rows) != len(rows):
            raise RevisionConflict("a conversation was overtaken while it was written")


_EVENT = (
    "event (channel, event_id, conversation, message_ref, body, row_key, received_at, handled_at)"
)
_ONCE = "ON CONFLICT (channel, event_id) DO NOTHING RETURNING channel, event_id, id"
_SESSION = "UPDATE session SET body = ?, saved_at = ? WHERE member = ? AND report = ? AND body = ?"
_HEAD = (
    "UPDATE report SET head = ?, filled = ?, answered = ? WHERE id = ? AND coalesce(head, ?) = ?"
)
_ENTRY = (
    "INSERT INTO history "
    "(report, subject, revision, old, new, member, channel, event, at, hash) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ANSWER = (
    "INSERT INTO answer (report, key, revision, state, value, remark, note, member, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (report, key) DO UPDATE SET revision = excluded.revision, "
    "state = excluded.state, value = excluded.value, remark = excluded.remark, "
    "note = excluded.note, member = excluded.member, at = excluded.at"
)
_MESSAGE = (
    "message (channel, conversation, body, state, attempts, queued_at, leased_by, leased_until)"
)
_SENT = (
    "UPDATE message SET state = ?, reference = ?, sent_at = ?, settled_at = ?, leased_until = NULL "
    "WHERE id = ? AND state <> ?"
)
_SPENT = (
    "INSERT INTO spending (channel, month, kind, count) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (channel, month, kind) DO UPDATE SET count = spending.count + excluded.count"
)
