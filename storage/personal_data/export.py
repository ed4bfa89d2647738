"""Everything that is kept about a person, table by table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import LargeBinary, Select, Table, func, or_, select

from storage.core.queries import Queries
from storage.messaging.mentions import MentionQueries
from storage.personal_data.places import PersonPlaceQueries, Stay, in_stays, of_senders
from storage.personal_data.tables import PERSONAL_TABLES, PersonalTable
from storage.tables.core import answer, binding, event, history, member, message
from storage.tables.operations import web_session
from storage.tables.workflow import role

_OTHERWISE = (event, message)  # told as what was said on either side
_SECRET = frozenset(
    {"hash", "browser", "mark", "place", "leased_by", "leased_until"}
)  # no word about a person


class PersonalDataQueries(Queries):
    async def export(self, member_id: int) -> dict[str, Any]:
        """Everything that is kept about the member: name, places, roles, what was said and told,
        and under `tables` the rows of every table that knows the member. LookupError when there
        is no such member."""
        found = (await self._db.execute(select(member).where(member.c.id == member_id))).first()
        if found is None:
            message_ = f"no member {member_id}"
            raise LookupError(message_)
        stays = await PersonPlaceQueries(self._work).stays_of(member_id)
        places = select(binding.c.channel, binding.c.sender, binding.c.conversation)
        roles = select(role.c.org_unit, role.c.role, role.c.since, role.c.until)
        return {
            "member": member_id,
            "name": found.name,
            "since": found.created_at,
            "places": await self._rows(places.where(binding.c.member == member_id)),
            "roles": await self._rows(roles.where(role.c.member == member_id)),
            "answers": await self._number_of(answer, member_id),
            "changes": await self._number_of(history, member_id),
            "wrote": await self._wrote(stays),
            "was_told": await self._was_told(stays),
            "tables": {
                one.table.name: await self._table(one, member_id, stays)
                for one in PERSONAL_TABLES
                if one.table not in _OTHERWISE
            },
        }

    async def _wrote(self, stays: Sequence[Stay]) -> list[dict[str, Any]]:
        query = select(event.c.channel, event.c.received_at, event.c.body)
        found = await self._db.execute(
            query.where(in_stays(event, "received_at", stays)).order_by(event.c.id)
        )
        told = ("kind", "text", "button", "sender_name", "file_name", "label")
        return [
            {"channel": row.channel, "at": row.received_at}
            | {name: row.body[name] for name in told if row.body.get(name)}
            for row in found
        ]

    async def _was_told(self, stays: Sequence[Stay]) -> list[dict[str, Any]]:
        query = select(message.c.channel, message.c.queued_at, message.c.body, message.c.state)
        found = await self._db.execute(
            query.where(in_stays(message, "queued_at", stays)).order_by(message.c.id)
        )
        rows = found.all()
        bodies = await MentionQueries(self._work).with_names([row.body for row in rows])
        return [
            {"channel": row.channel, "at": row.queued_at, "state": row.state, "text": _plain(body)}
            for row, body in zip(rows, bodies, strict=True)
        ]

    async def _table(
        self, one: PersonalTable, member_id: int, stays: Sequence[Stay]
    ) -> list[dict[str, Any]]:
        parts = [one.table.c[name] == member_id for name in one.members]
        if one.placed:
            parts.append(in_stays(one.table, "received_at", stays))
        if one.sent:
            parts.append(of_senders(one.table, stays))
        return await self._rows(_shown(one.table).where(or_(*parts)))

    async def _number_of(self, table: Table, member_id: int) -> int:
        query = select(func.count()).select_from(table).where(table.c.member == member_id)
        return await self._db.scalar(query) or 0


def _shown(table: Table) -> Select[Any]:
    """The columns of a table as they are told: of files only how long they are."""
    columns = [
        func.length(one).label(f"{one.name}_bytes") if isinstance(one.type, LargeBinary) else one
        for one in table.c
        if one.name not in _SECRET and one is not web_session.c.key
    ]
    return select(*columns)


def _plain(body: dict[str, Any]) -> str:
    return "".join(span["text"] for span in body.get("spans", ()))
