"""What has been kept long enough goes, some rows at a time. The history, the answers and all else
that is the units' record stays.

Rows that the history or other tables refer to are emptied in place of being deleted; and the
newest row of a table stays always, for a number that was used is not given out again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, exists, func, or_, select, update

from storage.core.queries import Queries
from storage.core.sender_spaces import same_conversation
from storage.core.work import AuditContext
from storage.personal_data.erasure import ErasureQueries
from storage.personal_data.said_retention import SaidRetentionQueries, Swept
from storage.tables.attempts import event_attempt
from storage.tables.core import (
    answer,
    binding,
    document,
    event,
    link,
    member,
    message,
    paper,
    reminder,
    session,
    upload,
)
from storage.tables.exchange import webhook_delivery
from storage.tables.identity import contact, rebinding
from storage.tables.operations import pause, process, signed_link, web_session
from storage.tables.sign_in import challenge, passkey, sign_in_code
from storage.tables.workflow import announcement, attempt, invitation, role, usage


@dataclass(frozen=True, slots=True)
class Sweep:
    """Rows to be deleted: of which table, by which moment, and on what else."""

    table: Table
    moment: ColumnElement[datetime]
    only: tuple[ColumnElement[bool], ...] = ()


_PLAIN: Mapping[str, tuple[Sweep, ...]] = {
    "usage": (Sweep(usage, usage.c.at),),
    "rebinding": (Sweep(rebinding, rebinding.c.asked_at),),
    "contact": (Sweep(contact, contact.c.at),),
    "reminder": (Sweep(reminder, reminder.c.told_at, (reminder.c.told_at.is_not(None),)),),
    "announcement": (Sweep(announcement, announcement.c.made_at),),
    "signed_link": (
        Sweep(signed_link, signed_link.c.expires_at),
        Sweep(web_session, web_session.c.expires_at),
        Sweep(passkey, passkey.c.ended_at),
    ),
    "link": (
        Sweep(link, link.c.expires_at),
        Sweep(sign_in_code, sign_in_code.c.made_at),
        Sweep(challenge, challenge.c.expires_at),
    ),
    "attempt": (
        Sweep(attempt, attempt.c.at),
        Sweep(event_attempt, event_attempt.c.settled_at),
    ),
    "delivery": (Sweep(webhook_delivery, webhook_delivery.c.made_at),),
    "upload": (Sweep(upload, upload.c.received_at),),
    "process": (
        Sweep(process, process.c.seen_at),
        Sweep(pause, pause.c.until),
    ),
    "session": (Sweep(session, session.c.saved_at),),
}


_SPECIAL = ("event", "message", "document", "paper", "invitation", "stranger")
KINDS = frozenset((*_PLAIN, *_SPECIAL))  # of rows that have an end


class RetentionQueries(Queries):
    async def sweep(
        self, what: str, before: datetime, limit: int, now: datetime, after: int = 0
    ) -> Swept:
        """Let go of up to so many rows of what is older than that moment; of events and messages,
        of those `after` this number."""
        said = SaidRetentionQueries(self._work)
        if what == "event":
            return await said.sweep_events(before, limit, after)
        if what == "message":
            return await said.sweep_messages(before, limit, after)
        special: Mapping[str, Callable[[], Awaitable[int]]] = {
            "document": lambda: self._sweep_files(document, before, limit),
            "paper": lambda: self._sweep_files(paper, before, limit),
            "invitation": lambda: self._sweep_invitations(before, limit),
            "stranger": lambda: self._sweep_strangers(before, limit, now),
        }
        if what in special:
            return Swept(await special[what]())
        for one in _PLAIN[what]:
            gone = await self._delete_some(one.table, limit, one.moment < before, *one.only)
            if gone:
                return Swept(gone)
        return Swept(0)

    async def _delete_some(self, table: Table, limit: int, *where: ColumnElement[bool]) -> int:
        """Delete up to so many rows of the table; how many there were."""
        keys = [*table.primary_key.columns]
        numbered = len(keys) == 1 and keys[0].name == "id" and table is not process
        newest = [table.c.id < select(func.max(table.c.id)).scalar_subquery()] if numbered else []
        query = select(*keys).where(*where, *newest).limit(limit)
        rows = (await self._db.execute(query.with_for_update(skip_locked=True))).all()
        if len(keys) == 1:
            await self._db.execute(delete(table).where(keys[0].in_([row[0] for row in rows])))
            return len(rows)
        for row in rows:
            same = [key == value for key, value in zip(keys, row, strict=True)]
            await self._db.execute(delete(table).where(*same))
        return len(rows)

    async def _numbers(self, query: Select[Any], limit: int) -> list[int]:
        found = await self._db.scalars(query.limit(limit).with_for_update(skip_locked=True))
        return [*found]

    async def _sweep_files(self, table: Table, before: datetime, limit: int) -> int:
        """Files as they were handed out; the messages stay, without them. A file is small beside
        the time a row takes: so few at once."""
        newest = select(func.max(table.c.id)).scalar_subquery()
        query = select(table.c.id).where(table.c.made_at < before, table.c.id < newest)
        numbers = await self._numbers(query, limit)
        sent, linked = message.c[table.name], signed_link.c[table.name]
        await self._db.execute(update(message).where(sent.in_(numbers)).values({table.name: None}))
        await self._db.execute(delete(signed_link).where(linked.in_(numbers)))
        await self._db.execute(delete(table).where(table.c.id.in_(numbers)))
        return len(numbers)

    async def _sweep_invitations(self, before: datetime, limit: int) -> int:
        """The row stays, which the history tells of; the name goes once the code is done with."""
        done = or_(
            invitation.c.taken_at < before,
            invitation.c.revoked_at < before,
            invitation.c.expires_at < before,
        )
        named = or_(*(invitation.c[name].is_not(None) for name in ("person", "phone", "email")))
        query = select(invitation.c.id).where(done, named)
        numbers = await self._numbers(query, limit)
        await ErasureQueries(self._work).unname_invitations(invitation.c.id.in_(numbers))
        return len(numbers)

    async def _sweep_strangers(self, before: datetime, limit: int, now: datetime) -> int:
        """Erase who never had a role, never wrote an answer and has not written since."""
        heard = exists().where(
            binding.c.member == member.c.id,
            same_conversation(binding, event),
            event.c.received_at >= before,
        )
        query = select(member.c.id).where(
            member.c.erased_at.is_(None),
            member.c.created_at < before,
            ~exists().where(role.c.member == member.c.id),
            ~exists().where(answer.c.member == member.c.id),
            ~exists().where(and_(binding.c.member == member.c.id, binding.c.bound_at >= before)),
            ~heard,
        )
        numbers = await self._numbers(query, limit)
        for number in numbers:
            context = AuditContext(None, None, "retention", None, now)
            await ErasureQueries(self._work).erase(context, number, everywhere=False)
        return len(numbers)
