"""What is kept about a person: to be handed over to them, and to be erased where the law allows.

The history names people by number only, so that nothing in its chain changes when a name goes.
The figures a person reported, and the words beside them, belong to the unit and stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Text,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
    update,
)

from conversations.text.addresses import read_email
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.messaging.mentions import ERASED
from storage.messaging.messages import FAILED, WAITING
from storage.personal_data.file_search import holds_any
from storage.personal_data.places import PersonPlaceQueries, Stay, in_stays, of_senders
from storage.personal_data.tables import PERSONAL_TABLES, Erasing, PersonalTable
from storage.tables.core import binding, event, member, message, paper
from storage.tables.identity import contact, rebinding
from storage.tables.operations import signed_link
from storage.tables.workflow import invitation, role

LONG_NAME = 6  # characters of a name of several words that is looked for in what others typed
LONG_NUMBER = 8  # figures of a telephone number that is
PAPERS_AT_ONCE = 20


class ErasureQueries(AuditedQueries):
    async def is_erased(self, member_id: int) -> bool:
        """Whether the person was forgotten, or never was."""
        where = member.c.id == member_id
        kept = await self._db.scalar(select(member.c.id).where(where, member.c.erased_at.is_(None)))
        return kept is None

    async def erase(
        self, context: AuditContext, member_id: int, *, everywhere: bool = True
    ) -> None:
        """Forget the person: name, places, codes, texts and files; end all roles. `everywhere`:
        also where others wrote the full name or number, for which whole tables are looked
        through. The member's number stays in the history, whose chain is not touched. Members
        that the person's channels were before go too."""
        stays = await PersonPlaceQueries(self._work).stays_of(member_id)
        names = await self._known_by(member_id, stays)
        await self._blank_places(member_id, stays, context.at)
        await self._delete_rows(member_id, stays)
        await self._forget_invitations(member_id)
        await self._end_roles(context, member_id)
        gone = {"report": None, "heard_channel": None, "heard_conversation": None}
        gone |= {"unreachable_since": None, "phone": None, "email": None}
        await self._db.execute(
            update(member)
            .where(member.c.id == member_id)
            .values(name=ERASED, erased_at=context.at, **gone)
        )
        self._touch(member, (member_id,))  # its salt goes, and all that it covers
        await self._record(context, f"member:{member_id}", None, {"erased": True})
        for other in await self._former_selves(member_id):
            await self.erase(context, other, everywhere=everywhere)
        await self._forget_rebindings()
        if everywhere:
            await self._blot_out(names)

    async def _known_by(self, member_id: int, stays: Collection[Stay]) -> set[str]:
        """What the person is or was called, telephone numbers and e-mail addresses."""
        queries: list[Select[Any]] = [
            select(member.c.name).where(member.c.id == member_id),
            select(member.c.phone).where(member.c.id == member_id),
            select(member.c.email).where(member.c.id == member_id),
            select(invitation.c.person).where(invitation.c.taken_by == member_id),
            select(invitation.c.phone).where(invitation.c.taken_by == member_id),
            select(invitation.c.email).where(invitation.c.taken_by == member_id),
            select(contact.c.name).where(contact.c.member == member_id),
            select(contact.c.phone).where(contact.c.member == member_id),
            select(event.c.body["sender_name"].as_string())
            .where(in_stays(event, "received_at", [*stays]))
            .distinct(),
        ]
        found = [one for query in queries for one in await self._db.scalars(query)]
        return {one.strip() for one in found if one and one.strip() and one != ERASED}

    async def _blank_places(self, member_id: int, stays: Collection[Stay], now: datetime) -> None:
        """The events and messages stay as rows of a conversation that is none, without what was
        said in them: the history, and what is being sent, refer to them by number."""
        nowhere = f"erased-{member_id}"
        said = {"kind": "said", "text": "", "message_ref": "", "erased": True}
        await self._db.execute(
            update(event)
            .where(in_stays(event, "received_at", [*stays]))
            .values(
                body=said,
                conversation=nowhere,
                message_ref="",
                event_id=literal("erased-") + cast(event.c.id, String),
                handled_at=func.coalesce(event.c.handled_at, _moment(now)),
            )
        )
        told = {"spans": [], "buttons": [], "turn": 0, "erased": True}
        mine = in_stays(message, "queued_at", [*stays])
        where = (mine, message.c.state == WAITING)
        await self._db.execute(update(message).where(*where).values(state=FAILED))
        await self._db.execute(
            update(message)
            .where(mine)
            .values(
                body=told,
                conversation=nowhere,
                document=None,
                paper=None,
                reference=None,
                error=None,
                settled_at=func.coalesce(message.c.settled_at, _moment(now)),
            )
        )

    async def _delete_rows(self, member_id: int, stays: Collection[Stay]) -> None:
        own = select(paper.c.id).where(paper.c.member == member_id)
        await self._drop_papers(own)
        for one in PERSONAL_TABLES:
            if one.erasing is Erasing.DELETED and one.table is not rebinding:
                where = or_(*_of_person(one, member_id, stays))
                await self._db.execute(delete(one.table).where(where))

    async def _drop_papers(self, numbers: Select[Any]) -> None:
        """Delete files; messages and links lose them."""
        await self._db.execute(
            update(message).where(message.c.paper.in_(numbers)).values(paper=None)
        )
        await self._db.execute(delete(signed_link).where(signed_link.c.paper.in_(numbers)))
        await self._db.execute(delete(paper).where(paper.c.id.in_(numbers)))

    async def _forget_invitations(self, member_id: int) -> None:
        await self.unname_invitations(invitation.c.taken_by == member_id)

    async def unname_invitations(self, where: ColumnElement[bool]) -> None:
        changed = await self._db.execute(
            update(invitation)
            .where(where)
            .values(person=None, phone=None, email=None)
            .returning(invitation.c.id)
        )
        self._touch(invitation, *((number,) for number in changed.scalars()))

    async def _end_roles(self, context: AuditContext, member_id: int) -> None:
        ended = await self._db.execute(
            update(role)
            .where(role.c.member == member_id, role.c.until.is_(None))
            .values(until=context.at)
            .returning(role.c.id, role.c.org_unit, role.c.role)
        )
        for row in ended.all():
            self._touch(role, (row.id,))
            old = {"member": member_id, "unit": row.org_unit, "role": row.role}
            await self._record(context, f"role:{row.id}", old, {"ended": True})

    async def _former_selves(self, member_id: int) -> list[int]:
        """Members without any place or role left, whose channels this one took over."""
        bound = select(binding.c.member).where(binding.c.member == member.c.id)
        has_role = select(role.c.id).where(role.c.member == member.c.id, role.c.until.is_(None))
        found = await self._db.scalars(
            select(member.c.id)
            .join(rebinding, rebinding.c.old_member == member.c.id)
            .where(
                rebinding.c.new_member == member_id,
                rebinding.c.done_at.is_not(None),
                rebinding.c.ended_at.is_(None),
                member.c.erased_at.is_(None),
                ~bound.exists(),
                ~has_role.exists(),
            )
            .distinct()
        )
        return [*found]

    async def _forget_rebindings(self) -> None:
        """What tells when a channel went over is needed as long as one of the two is there."""
        gone = select(member.c.id).where(member.c.erased_at.is_not(None))
        both = rebinding.c.old_member.in_(gone) & rebinding.c.new_member.in_(gone)
        one = rebinding.c.old_member.in_(gone) | rebinding.c.new_member.in_(gone)
        where = both | (one & rebinding.c.done_at.is_(None))
        await self._db.execute(delete(rebinding).where(where))

    async def _blot_out(self, names: Collection[str]) -> None:
        """Take full names, telephone numbers and addresses out of what others wrote and were told,
        and drop files that hold a name. A name of one word is many people's: in texts it stays."""
        telling = [one for one in names if _tells(one)]
        for form in {unicodedata.normalize(how, one) for one in telling for how in ("NFC", "NFD")}:
            for table in (event, message):
                found = await self._db.execute(
                    select(table.c.id, table.c.body).where(
                        cast(table.c.body, Text).contains(form, autoescape=True)
                    )
                )
                for row in found.all():
                    body = _without(row.body, form)
                    where = table.c.id == row.id
                    await self._db.execute(update(table).where(where).values(body=body))
            await self.unname_invitations(invitation.c.person == form)
        await self._drop_papers_with(names)

    async def _drop_papers_with(self, names: Collection[str]) -> None:
        last = 0
        while True:
            query = select(paper.c.id, paper.c.content).where(paper.c.id > last)
            found = await self._db.execute(query.order_by(paper.c.id).limit(PAPERS_AT_ONCE))
            rows = found.all()
            if not rows:
                return
            last = rows[-1].id
            holding = [row.id for row in rows if holds_any(row.content, names)]
            if holding:
                await self._drop_papers(select(paper.c.id).where(paper.c.id.in_(holding)))


def _of_person(
    one: PersonalTable, member_id: int, stays: Collection[Stay]
) -> Iterator[ColumnElement[bool]]:
    """What finds the rows of a person in a table."""
    for name in one.members:
        yield one.table.c[name] == member_id
    if one.placed:
        yield in_stays(one.table, "received_at", [*stays])
    if one.sent:
        yield of_senders(one.table, [*stays])


def _moment(now: datetime) -> Any:
    return literal(now, event.c.handled_at.type)


def _tells(name: str) -> bool:
    """Whether a text points to one person: a name of several words, a telephone number, or an
    e-mail address."""
    figures = sum(one.isdigit() for one in name)
    words = " " in name and len(name) >= LONG_NAME
    return figures >= LONG_NUMBER or words or read_email(name) == name


def _without(value: Any, words: str) -> Any:
    """The same JSON without these words."""
    match value:
        case str():
            return value.replace(words, ERASED)
        case dict():
            return {key: _without(inner, words) for key, inner in value.items()}
        case list():
            return [_without(inner, words) for inner in value]
        case _:
            return value
