"""The people of a round's units: who answers there, and when they were seen last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Select, bindparam, func, select

from conversations.workflow.permissions import Role
from storage.core.queries import Queries
from storage.tables.core import event, member, report
from storage.tables.operations import web_session
from storage.tables.workflow import role
from storage.workflow.roles import Person
from storage.workflow.units import select_subtree

AT_ONCE = 5_000  # members that are asked for at once
_ROUND = bindparam("round", type_=Integer)
_ROOT = bindparam("root", type_=Integer)
_WHO: BindParameter[int] = bindparam("members", expanding=True)


def _select_people() -> Select[Any]:
    where = (member.c.heard_channel, member.c.heard_conversation, member.c.unreachable_since)
    return (
        select(member.c.id, member.c.name, role.c.role, role.c.org_unit, *where, member.c.phone)
        .join(role, role.c.member == member.c.id)
        .join(report, report.c.org_unit == role.c.org_unit)
        .where(report.c.round == _ROUND, role.c.org_unit.in_(select_subtree(_ROOT)))
        .where(role.c.until.is_(None), role.c.role.in_(bindparam("roles", expanding=True)))
        .order_by(role.c.org_unit, role.c.role, role.c.id)
    )


def _select_heard() -> Select[tuple[int, datetime]]:
    newest = (
        select(func.max(event.c.id))
        .where(event.c.channel == member.c.heard_channel)
        .where(event.c.conversation == member.c.heard_conversation)
        .correlate(member)
        .scalar_subquery()
    )
    return (
        select(member.c.id, event.c.received_at)
        .join(event, event.c.id == newest)
        .where(member.c.id.in_(_WHO))
    )


_PEOPLE = _select_people()
_HEARD_SOMEWHERE = (
    select(member.c.id, role.c.org_unit, member.c.heard_channel, member.c.heard_conversation)
    .join(role, role.c.member == member.c.id)
    .join(report, report.c.org_unit == role.c.org_unit)
    .where(report.c.round == _ROUND, role.c.org_unit.in_(select_subtree(_ROOT)))
    .where(role.c.until.is_(None), role.c.role == bindparam("role"))
    .where(member.c.heard_channel.is_not(None), member.c.unreachable_since.is_(None))
)
_HEARD = _select_heard()
_ON_PAGES = (
    select(web_session.c.member, func.max(web_session.c.seen_at, type_=web_session.c.seen_at.type))
    .where(web_session.c.member.in_(_WHO))
    .group_by(web_session.c.member)
)


class UnitPeopleQueries(Queries):
    async def list_in_round(self, round_id: int, root: int, *roles: Role) -> list[Person]:
        """Who has one of the roles in a unit of this subtree that owes a report in the round, unit
        by unit, the roles and those who have been there longest first. Their names are plain texts:
        for finding and sorting, not for messages."""
        which = {"round": round_id, "root": root, "roles": [*roles]}
        return [Person(*row) for row in await self._db.execute(_PEOPLE, which)]

    async def list_heard(self, round_id: int, root: int, role_: Role) -> list[Person]:
        """Those of them who have written and whom their channel still reaches, without their
        names."""
        which = {"round": round_id, "root": root, "role": role_}
        return [
            Person(row[0], "", role_, row[1], row[2], row[3], None)
            for row in await self._db.execute(_HEARD_SOMEWHERE, which)
        ]

    async def seen_last(self, member_ids: Collection[int]) -> dict[int, datetime]:
        """When each of these members last wrote, or looked at one of their pages."""
        found: dict[int, datetime] = {}
        numbers = sorted(member_ids)
        for at in range(0, len(numbers), AT_ONCE):
            some = {"members": numbers[at : at + AT_ONCE]}
            for query in (_HEARD, _ON_PAGES):
                for who, when in await self._db.execute(query, some):
                    found[who] = max(when, found.get(who, when))
        return found
