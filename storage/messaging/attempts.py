"""Attempts to handle an event: counted before the event is handled, forgotten when it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Integer, bindparam, delete, select, update

from storage.core.queries import Queries, insert_of
from storage.messaging.inbox import StoredEvent
from storage.tables.attempts import event_attempt
from storage.tables.core import event
from storage.tables.operations import process

EventName = tuple[str, str]  # the channel, and the channel's own id of the event
# What an attempt that ended badly counts. Two that ended the process or took too long are enough,
# three that raised an error, and six that were in hand while the process died of something else.
DIED = TIMED_OUT = 3
FAILED = 2
CUT_OFF = 1
MOST_POINTS = 6  # then the event is set aside
_DIED = "the process died"

_a = event_attempt.c
_SAME = (_a.channel == event.c.channel) & (_a.event_id == event.c.event_id)
_EVENT = (event.c.id, event.c.channel, event.c.conversation, event.c.body, event.c.event_id)
_OPEN = _a.set_aside_at.is_not(None) & _a.settled_at.is_(None)

_OLDEST = (
    select(*_EVENT, _a.points, _a.process, _a.error)
    .select_from(event.outerjoin(event_attempt, _SAME))
    .where(
        event.c.handled_at.is_(None),
        event.c.channel == bindparam("channel"),
        event.c.conversation == bindparam("conversation"),
    )
    .order_by(event.c.id)
    .limit(1)
)
_IN_HAND = (
    select(event.c.id)
    .select_from(event.join(event_attempt, _SAME))
    .where(event.c.id == bindparam("event"), event.c.handled_at.is_(None))
    .where(_a.process == bindparam("process"))
)
_END = delete(event_attempt).where(
    _a.channel == bindparam("channel"), _a.event_id == bindparam("event")
)


@cache
def _take(dialect: str) -> Insert:
    """Into a process's hand. Points are added, not set: a death may be told of at this moment."""
    insert = insert_of(dialect, event_attempt)
    taken = {
        "points": _a.points + bindparam("died", type_=Integer),
        "error": bindparam("why", type_=_a.error.type),
        "process": insert.excluded.process,
        "begun_at": insert.excluded.begun_at,
    }
    return insert.on_conflict_do_update(index_elements=["channel", "event_id"], set_=taken)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An event that this process has in hand, and what earlier attempts at it add up to. If not
    `taken`, it only waits to be taken."""

    event: StoredEvent
    name: EventName
    points: int = 0
    error: str | None = None
    taken: bool = True

    @property
    def is_spent(self) -> bool:
        """Whether the event is to be set aside."""
        return self.points >= MOST_POINTS


@dataclass(frozen=True, slots=True)
class SetAsideEvent:
    """An event that was set aside, as an administrator sees it. `number` names it."""

    number: int
    channel: str
    conversation: str
    body: dict[str, Any]
    received_at: datetime
    set_aside_at: datetime
    error: str | None
    org_unit: int | None


class AttemptQueries(Queries):
    async def begin(
        self,
        channel: str,
        conversation: str,
        process_id: str,
        now: datetime,
        *,
        fresh: bool,
        patient: bool = True,
    ) -> Attempt | None:
        """Take the oldest waiting event of the conversation in hand. None when there is none or
        another process at work has it. `fresh`: one that an attempt has failed at is not taken.
        If not `patient`, nothing is taken where another process handles an event just now."""
        place = f"conversation {channel} {conversation}"
        if not patient and not await self._try_to_hold(place):
            return None
        await self._hold(place)
        at = {"channel": channel, "conversation": conversation}
        row = (await self._db.execute(_OLDEST, at)).first()
        return None if row is None else await self._take(row, process_id, now, fresh=fresh)

    async def _take(
        self, row: Any, process_id: str, now: datetime, *, fresh: bool
    ) -> Attempt | None:
        stored = StoredEvent(row.id, row.channel, row.conversation, row.body)
        found = Attempt(stored, (row.channel, row.event_id), row.points or 0, row.error)
        if row.process == process_id:
            return found
        died = 0
        if row.process is not None:
            if await self._is_at_work(row.process):
                return None
            died = DIED
            found = replace(found, points=found.points + died, error=_DIED)
        if fresh and found.points:
            return replace(found, taken=False)
        values = {"channel": row.channel, "event_id": row.event_id, "points": 0, "begun_at": now}
        counted = {"died": died, "why": found.error, "process": process_id}
        await self._db.execute(_take(self._db.dialect.name), values | counted)
        return found

    async def _is_at_work(self, process_id: str) -> bool:
        there = select(process.c.id).where(process.c.id == process_id)
        return await self._db.scalar(there) is not None

    async def hold(self, attempt: Attempt, process_id: str) -> bool:
        """Whether the event is still in this process's hand; until this transaction ends it stays
        there."""
        place = attempt.event
        await self._hold(f"conversation {place.channel} {place.conversation}")
        found = await self._db.scalar(_IN_HAND, {"event": place.id, "process": process_id})
        return found is not None

    async def end(self, name: EventName) -> None:
        """The event is handled."""
        await self._db.execute(_END, {"channel": name[0], "event": name[1]})

    async def fail(self, name: EventName, process_id: str, points: int, error: str) -> None:
        """This process's attempt came to nothing: the event is in nobody's hand, and may be tried
        again."""
        values = {"points": _a.points + points, "error": error, "process": None}
        mine = (*_named(name), _a.process == process_id)
        await self._db.execute(update(event_attempt).where(*mine).values(values))

    async def add_points(self, name: EventName, points: int, error: str, now: datetime) -> None:
        """An attempt at the event failed before it was stored. By now another process may have it
        in hand, and keeps it."""
        insert = self._insert(event_attempt).values(
            channel=name[0], event_id=name[1], points=points, error=error, begun_at=now
        )
        await self._db.execute(
            insert.on_conflict_do_update(
                index_elements=["channel", "event_id"],
                set_={"points": _a.points + points, "error": error},
            )
        )

    async def release(self, process_id: str) -> None:
        """The process ends by itself: what it has in hand counts for nothing."""
        await self._db.execute(
            update(event_attempt).where(_a.process == process_id).values(process=None)
        )

    async def count_death(
        self,
        process_id: str,
        stored: Collection[EventName],
        unstored: Collection[EventName],
        now: datetime,
    ) -> None:
        """The process died while it computed these events, some of them not stored yet. Whatever
        else it had in hand was cut off. An event that somebody has taken over since was counted
        then."""
        for name in sorted(unstored):
            await self.add_points(name, DIED, _DIED, now)
        mine = _a.process == process_id
        for name in sorted(stored):
            where = (mine, *_named(name))
            values = {"process": None, "points": _a.points + DIED, "error": _DIED}
            await self._db.execute(update(event_attempt).where(*where).values(values))
        cut = {"process": None, "points": _a.points + CUT_OFF, "error": "it was cut off"}
        await self._db.execute(update(event_attempt).where(mine).values(cut))

    async def list_troubled(self, since: datetime) -> set[EventName]:
        """The events at which an attempt failed since then."""
        found = await self._db.execute(
            select(_a.channel, _a.event_id).where(_a.points > 0, _a.begun_at >= since)
        )
        return {(row.channel, row.event_id) for row in found}

    async def forget(self, before: datetime) -> None:
        """Forget those at events that no channel brought again: they were never stored."""
        stored = select(event.c.id).where(_SAME).exists()
        await self._db.execute(delete(event_attempt).where(_a.begun_at < before, ~stored))

    async def set_aside(
        self, stored: StoredEvent, error: str, unit: int | None, now: datetime
    ) -> None:
        """Leave the event unhandled for good; nobody takes it up again."""
        where = event.c.id == stored.id
        await self._db.execute(update(event).where(where).values(handled_at=now))
        event_id = await self._db.scalar(select(event.c.event_id).where(where))
        keys = {"channel": stored.channel, "event_id": event_id}
        left = {"set_aside_at": now, "settled_at": None, "process": None, "error": error}
        insert = self._insert(event_attempt).values(
            **keys, **left, points=MOST_POINTS, begun_at=now, org_unit=unit
        )
        changed = insert.on_conflict_do_update(
            index_elements=list(keys), set_=left | {"org_unit": unit}
        )
        await self._db.execute(changed)

    async def list_set_aside(self) -> list[SetAsideEvent]:
        """Those that nobody has dismissed, the oldest first."""
        columns = (event.c.id, event.c.channel, event.c.conversation, event.c.body)
        more = (event.c.received_at, _a.set_aside_at, _a.error, _a.org_unit)
        found = await self._db.execute(
            select(*columns, *more)
            .select_from(event.join(event_attempt, _SAME))
            .where(_OPEN)
            .order_by(event.c.id)
        )
        return [SetAsideEvent(*row) for row in found]

    async def units_set_aside(self) -> list[int | None]:
        """For each event that was set aside and not dismissed, whose it was."""
        return [*await self._db.scalars(select(_a.org_unit).where(_OPEN))]

    async def retry(self, number: int) -> bool:
        """Have an event that was set aside handled after all; whether there was one."""
        found = await self._name_of(number)
        if found is None:
            return False
        await self.end(found)
        await self._db.execute(update(event).where(event.c.id == number).values(handled_at=None))
        return True

    async def dismiss(self, number: int, now: datetime) -> bool:
        """Nothing is to be done about an event that was set aside; whether there was one."""
        found = await self._name_of(number)
        if found is None:
            return False
        await self._db.execute(update(event_attempt).where(*_named(found)).values(settled_at=now))
        return True

    async def _name_of(self, number: int) -> EventName | None:
        found = await self._db.execute(
            select(event.c.channel, event.c.event_id)
            .select_from(event.join(event_attempt, _SAME))
            .where(event.c.id == number, _OPEN)
        )
        row = found.first()
        return (row.channel, row.event_id) if row else None

    async def left_over(self, channels: Collection[str], before: datetime) -> list[tuple[str, str]]:
        """Channel and conversation of events that came before this moment over channels that are
        not among these, and are not handled."""
        found = await self._db.execute(
            select(event.c.channel, event.c.conversation)
            .where(
                event.c.handled_at.is_(None),
                event.c.channel.not_in([*channels]),
                event.c.received_at <= before,
            )
            .distinct()
        )
        return [(row.channel, row.conversation) for row in found]


def _named(name: EventName) -> tuple[ColumnElement[bool], ...]:
    return (_a.channel == name[0], _a.event_id == name[1])
