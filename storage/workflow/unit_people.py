"""The people of a round's units: who answers there, and when they were seen last."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    bindparam,
    func,
    select,
)

from conversations.workflow.permissions import Role
from storage.core.queries import Queries
from storage.tables.core import event, member, report
from storage.tables.operations import web_session
from storage.tables.workflow import role
from storage.workflow.units import select_subtree

AT_ONCE = 5_000  # members that are asked for at once
_ROUND = bindparam("round", type_=Integer)
_ROOT = bindparam("root", type_=Integer)
_WHO: BindParameter[int] = bindparam("members", expanding=True)


def _of_round(*columns: ColumnElement[Any]) -> Select[Any]:
    """These columns of the people in office in a round's units, or of one of their roles."""
    return (
        select(role.c.org_unit, *columns)
        .select_from(role)
        .join(member, member.c.id == role.c.member)
        .join(report, report.c.org_unit == role.c.org_unit)
        .where(report.c.round == _ROUND, role.c.org_unit.in_(select_subtree(_ROOT)))
        .where(role.c.until.is_(None), role.c.role.in_(bindparam("roles", expanding=True)))
    )


def _newest_event() -> ScalarSelect[int]:
    return (
        select(func.max(event.c.id))
        .where(event.c.channel == member.c.heard_channel)
        .where(event.c.conversation == member.c.heard_conversation)
        .correlate(member)
        .scalar_subquery()
    )


_NAMES = _of_round(member.c.name, member.c.phone)
_HEARD = (
    select(member.c.id, event.c.received_at)
    .join(event, event.c.id == _newest_event())
    .where(member.c.id.in_(_WHO))
)
_HEARD_IN_ROUND = _of_round(event.c.received_at).join(event, event.c.id == _newest_event())
_ON_PAGES = (
    select(web_session.c.member, func.max(web_session.c.seen_at, type_=web_session.c.seen_at.type))
    .where(web_session.c.member.in_(_WHO))
    .group_by(web_session.c.member)
)
_ON_PAGES_IN_ROUND = _of_round(web_session.c.seen_at).join(
    web_session, web_session.c.member == member.c.id
)


class UnitPeopleQueries(Queries):
    async def list_names(
        self, round_id: int, root: int, *roles: Role
    ) -> list[tuple[int, str, str | None]]:
        """Unit, name and telephone number of everybody who has one of the roles in a unit of this
        subtree that owes a report in the round; as plain texts, for finding and sorting."""
        which = {"round": round_id, "root": root, "roles": [*roles]}
        found = (await self._db.execute(_NAMES, which)).all()
        return [(row[0], row[1], row[2]) for row in found]

    async def seen_in_round(self, round_id: int, root: int, *roles: Role) -> dict[int, datetime]:
        """When somebody of each unit was last seen, as of `seen_last`."""
        which = {"round": round_id, "root": root, "roles": [*roles]}
        found: dict[int, datetime] = {}
        for query in (_HEARD_IN_ROUND, _ON_PAGES_IN_ROUND):
            for unit, when in (await self._db.execute(query, which)).all():
                if unit not in found or when > found[unit]:
                    found[unit] = when
        return found

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
