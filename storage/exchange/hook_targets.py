"""Addresses that are told of acts: added, given another secret, paused, resumed and ended by
administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from conversations.workflow.connections import HookEvent, PauseReason, join_words, split_words
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.exchange import webhook, webhook_delivery, webhook_secret
from storage.workflow.units import select_subtree

OVERLAP = timedelta(hours=24)  # for which the secret before the newest is good


@dataclass(frozen=True, slots=True)
class HookTarget:
    """An address that is told of `kinds` of events in the unit and in all below it; since
    `failing_since` it has taken nothing."""

    id: int
    url: str
    unit: int
    kinds: tuple[HookEvent, ...]
    made_at: datetime
    ended_at: datetime | None
    failing_since: datetime | None
    paused_at: datetime | None
    paused_why: PauseReason | None


class HookTargetQueries(AuditedQueries):
    async def add(
        self,
        context: AuditContext,
        url: str,
        unit: int,
        kinds: tuple[HookEvent, ...],
        secret: str,
    ) -> int:
        """Have an address told of events from now on, signed by this secret; its number."""
        number = await self._new(
            webhook,
            url=url,
            org_unit=unit,
            kinds=join_words(kinds),
            made_by=context.member,
            made_at=context.at,
        )
        self._touch(webhook, (number,))
        await self._add_secret(number, secret, context.at)
        said = {"unit": unit, "kinds": join_words(kinds)}
        await self._record(context, f"webhook:{number}", None, said)
        return number

    async def load(self, number: int) -> HookTarget:
        """The address of this number; LookupError when there is none."""
        row = (await self._db.execute(_select().where(webhook.c.id == number))).first()
        if row is None:
            message = f"no webhook {number}"
            raise LookupError(message)
        return _target(row)

    async def list_under(self, roots: Sequence[int]) -> list[HookTarget]:
        """All addresses that are told of acts in these subtrees, the newest first."""
        found: dict[int, HookTarget] = {}
        for root in roots:
            here = webhook.c.org_unit.in_(select_subtree(root))
            rows = await self._db.execute(_select().where(here))
            found |= {row.id: _target(row) for row in rows}
        return sorted(found.values(), key=lambda one: -one.id)

    async def count_live(self) -> int:
        """How many addresses are told of anything."""
        live = select(func.count()).where(webhook.c.ended_at.is_(None))
        return await self._db.scalar(live) or 0

    async def secrets_of(self, number: int, now: datetime) -> list[str]:
        """What its events are signed by now, the newest first; none after a restored backup."""
        found = await self._db.scalars(
            select(webhook_secret.c.secret)
            .where(webhook_secret.c.webhook == number)
            .where(or_(webhook_secret.c.until.is_(None), webhook_secret.c.until > now))
            .order_by(webhook_secret.c.id.desc())
        )
        return [*found]

    async def rotate(self, context: AuditContext, number: int, secret: str) -> None:
        """Sign by this secret from now on; by the one before it too, for a day."""
        await self._drop_secrets(webhook_secret.c.webhook == number, _is_over(context.at))
        mine = (webhook_secret.c.webhook == number, webhook_secret.c.until.is_(None))
        until = context.at + OVERLAP
        ending = update(webhook_secret).where(*mine).values(until=until)
        changed = await self._db.scalars(ending.returning(webhook_secret.c.id))
        self._touch(webhook_secret, *((one,) for one in changed.all()))
        await self._add_secret(number, secret, context.at)
        unit = (await self.load(number)).unit
        await self._record(context, f"webhook:{number}", None, {"unit": unit, "rotated": True})

    async def pause(self, number: int, why: PauseReason, now: datetime) -> bool:
        """Tell the address nothing for the time being; what there is to tell waits. False when it
        is paused already."""
        where = (webhook.c.id == number, webhook.c.paused_at.is_(None))
        values = {"paused_at": now, "paused_why": why.value}
        done = update(webhook).where(*where).values(values).returning(webhook.c.id)
        return (await self._db.execute(done)).first() is not None

    async def resume(self, context: AuditContext, number: int) -> None:
        """Tell the address again, what has waited first."""
        values = {"paused_at": None, "paused_why": None, "failing_since": None}
        await self._db.execute(update(webhook).where(webhook.c.id == number).values(values))
        await self._db.execute(
            update(webhook_delivery)
            .where(webhook_delivery.c.webhook == number, webhook_delivery.c.settled_at.is_(None))
            .values(not_before=None, attempts=0)
        )
        unit = (await self.load(number)).unit
        await self._record(context, f"webhook:{number}", None, {"unit": unit, "resumed": True})

    async def end(self, context: AuditContext, number: int) -> bool:
        """Tell the address nothing any more, nor what waits; its secrets go. False when it was
        ended before."""
        done = await self._db.execute(
            update(webhook)
            .where(webhook.c.id == number, webhook.c.ended_at.is_(None))
            .values(ended_at=context.at)
            .returning(webhook.c.org_unit)
        )
        unit = done.scalar()
        if unit is None:
            return False
        self._touch(webhook, (number,))
        await self._drop_secrets(webhook_secret.c.webhook == number)
        await self._db.execute(
            update(webhook_delivery)
            .where(webhook_delivery.c.webhook == number, webhook_delivery.c.settled_at.is_(None))
            .values(state="given_up", settled_at=context.at, error="the address was ended")
        )
        await self._record(context, f"webhook:{number}", None, {"unit": unit, "ended": True})
        return True

    async def note_outcome(self, number: int, now: datetime, *, taken: bool) -> None:
        """The address has taken an event, or has not."""
        where = [webhook.c.id == number]
        where.append(webhook.c.failing_since.is_not(None) if taken else _IS_WELL)
        value = None if taken else now
        await self._db.execute(update(webhook).where(*where).values(failing_since=value))

    async def _add_secret(self, number: int, secret: str, now: datetime) -> None:
        added = await self._new(webhook_secret, webhook=number, secret=secret, made_at=now)
        self._touch(webhook_secret, (added,))

    async def _drop_secrets(self, *where: ColumnElement[bool]) -> None:
        gone = await self._db.scalars(
            delete(webhook_secret).where(*where).returning(webhook_secret.c.id)
        )
        self._touch(webhook_secret, *((one,) for one in gone.all()))


_IS_WELL = webhook.c.failing_since.is_(None)


def _is_over(now: datetime) -> ColumnElement[bool]:
    return webhook_secret.c.until <= now


def _select() -> Select[Any]:
    return select(webhook)


def _target(row: Any) -> HookTarget:
    return HookTarget(
        row.id,
        row.url,
        row.org_unit,
        split_words(HookEvent, row.kinds),
        row.made_at,
        row.ended_at,
        row.failing_since,
        row.paused_at,
        PauseReason(row.paused_why) if row.paused_why else None,
    )
