"""Events on their way to other systems: claimed, sent by one process, settled, and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, update

from storage.core.queries import Queries
from storage.tables.exchange import webhook, webhook_delivery

SENT, GIVEN_UP = "sent", "given_up"
_WAITS: ColumnElement[bool] = webhook_delivery.c.settled_at.is_(None)  # as its index has it


@dataclass(frozen=True, slots=True)
class HookDelivery:
    """An event to be sent to an address. `body` is its text, the same at each try."""

    id: int
    webhook: int
    url: str
    message_id: str
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class HookTry:
    """How far an event has come, as the administrator is shown it."""

    id: int
    message_id: str
    kind: str
    state: str
    attempts: int
    made_at: datetime
    tried_at: datetime | None
    not_before: datetime | None
    status: int | None
    error: str | None


_SHOWN = tuple(webhook_delivery.c[name] for name in HookTry.__dataclass_fields__)


class HookDeliveryQueries(Queries):
    async def list_due(self, now: datetime, at_once: int) -> dict[int, int]:
        """The addresses that something is to be sent to now, and how many events at once: of one
        that is failing a single one, by which it is tried. Nothing is written."""
        its = (webhook_delivery.c.webhook == webhook.c.id, _WAITS)
        due, tried = exists().where(*its, *_is_free(now)), exists().where(*its, _is_tried(now))
        targets = (
            select(webhook.c.id, webhook.c.failing_since)
            .where(*_served(), due, or_(webhook.c.failing_since.is_(None), ~tried))
            .order_by(webhook.c.id)
        )
        found = await self._db.execute(targets)
        return {row.id: at_once if row.failing_since is None else 1 for row in found}

    async def claim(
        self, process: str, now: datetime, seconds: float, targets: Mapping[int, int]
    ) -> list[HookDelivery]:
        """The oldest events for these addresses that are due, for this process to send, as many of
        each as are wanted."""
        found: list[HookDelivery] = []
        for number, most in targets.items():
            due = (
                select(webhook_delivery, webhook.c.url)
                .join(webhook, webhook.c.id == webhook_delivery.c.webhook)
                .where(webhook_delivery.c.webhook == number, _WAITS)
                .where(*_served(), *_is_free(now))
                .order_by(webhook_delivery.c.id)
                .limit(most)
                .with_for_update(skip_locked=True, of=webhook_delivery)
            )
            found += [
                HookDelivery(one.id, number, one.url, one.message_id, one.body, one.attempts)
                for one in (await self._db.execute(due)).all()
            ]
        until = now + timedelta(seconds=seconds)
        if found:
            claimed = webhook_delivery.c.id.in_([one.id for one in found])
            lease = {"leased_until": until, "leased_by": process}
            await self._db.execute(update(webhook_delivery).where(claimed).values(lease))
        return found

    async def mark_sent(self, one: HookDelivery, process: str, status: int, now: datetime) -> bool:
        """The address has taken it; what waited for it to be well goes now. False when that is
        noted already."""
        values = {"state": SENT, "status": status, "error": None, "tried_at": now}
        done = await self._settle(one, process, now, values)
        if done:
            waiting = (webhook_delivery.c.webhook == one.webhook, _WAITS)
            again = update(webhook_delivery).where(*waiting, webhook_delivery.c.attempts > 0)
            await self._db.execute(again.values(not_before=None))
        return done

    async def mark_failed(
        self,
        one: HookDelivery,
        process: str,
        status: int | None,
        error: str,
        now: datetime,
        again_at: datetime | None,
    ) -> bool:
        """The address has not taken it: try again later, or, without a moment, never."""
        told: dict[str, Any] = {"status": status, "error": error[:200], "tried_at": now}
        if again_at is None:
            return await self._settle(one, process, now, told | {"state": GIVEN_UP})
        done = await self._db.execute(
            update(webhook_delivery)
            .where(*_mine(one, process))
            .values(attempts=one.attempts + 1, not_before=again_at, leased_until=None, **told)
            .returning(webhook_delivery.c.id)
        )
        return done.first() is not None

    async def _settle(
        self, one: HookDelivery, process: str, now: datetime, values: Mapping[str, Any]
    ) -> bool:
        done = await self._db.execute(
            update(webhook_delivery)
            .where(*_mine(one, process))
            .values(attempts=one.attempts + 1, settled_at=now, leased_until=None, **values)
            .returning(webhook_delivery.c.id)
        )
        return done.first() is not None

    async def hand_back(self, deliveries: Sequence[HookDelivery], process: str) -> None:
        """These were claimed and not sent; whoever comes next may."""
        mine = webhook_delivery.c.leased_by == process
        ids = [one.id for one in deliveries]
        await self._db.execute(
            update(webhook_delivery)
            .where(webhook_delivery.c.id.in_(ids), mine, _WAITS)
            .values(leased_until=None)
        )

    async def list_last(self, number: int, limit: int) -> list[HookTry]:
        """The newest events for an address, the newest first."""
        found = await self._db.execute(
            select(*_SHOWN)
            .where(webhook_delivery.c.webhook == number)
            .order_by(webhook_delivery.c.id.desc())
            .limit(limit)
        )
        return [HookTry(*row) for row in found]

    async def count_waiting(self) -> dict[int, int]:
        """How many events wait, by address."""
        counts = (
            select(webhook_delivery.c.webhook, func.count())
            .where(_WAITS)
            .group_by(webhook_delivery.c.webhook)
        )
        return {row[0]: row[1] for row in await self._db.execute(counts)}


def _served() -> tuple[ColumnElement[bool], ...]:
    return (webhook.c.ended_at.is_(None), webhook.c.paused_at.is_(None))


def _is_free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    early, leased = webhook_delivery.c.not_before, webhook_delivery.c.leased_until
    return (or_(early.is_(None), early <= now), or_(leased.is_(None), leased <= now))


def _is_tried(now: datetime) -> ColumnElement[bool]:
    """Whether an event is being sent at this moment, or was tried and waits for its next try."""
    waits = (webhook_delivery.c.not_before > now) & (webhook_delivery.c.attempts > 0)
    return or_(webhook_delivery.c.leased_until > now, waits)


def _mine(one: HookDelivery, process: str) -> tuple[ColumnElement[bool], ...]:
    return (webhook_delivery.c.id == one.id, webhook_delivery.c.leased_by == process, _WAITS)
