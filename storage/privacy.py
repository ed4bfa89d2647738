"""What is kept about a person: to be handed to him, and to be erased where the law allows.

The history names people by number only, so that nothing in its chain changes when a name goes.
The figures a person reported belong to the unit and stay.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, delete, func, select, update

from storage.histories import Deed, Histories
from storage.office_schema import digest, errand, file_link, invitation, role
from storage.reach_schema import page_pass, web_session
from storage.schema import (
    answer,
    binding,
    event,
    history,
    link,
    member,
    message,
    paper,
    reminder,
    session,
    upload,
)

ERASED = "(đã xóa)"


class Privacy(Histories):
    async def personal(self, member_id: int) -> dict[str, Any]:
        """Everything that is kept about the member: name, places, roles, what he wrote and was
        told, and how many figures are his. LookupError when there is no such member."""
        found = (await self._db.execute(select(member).where(member.c.id == member_id))).first()
        if found is None:
            message_ = f"no member {member_id}"
            raise LookupError(message_)
        places = await self._rows(
            select(binding.c.channel, binding.c.sender, binding.c.conversation).where(
                binding.c.member == member_id
            )
        )
        spoken: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        for place in places:
            here = (event.c.conversation == place["conversation"], event.c.channel.is_not(None))
            spoken += await self._rows(
                select(event.c.channel, event.c.received_at, event.c.body).where(*here)
            )
            told += await self._rows(
                select(message.c.channel, message.c.queued_at, message.c.body).where(
                    message.c.conversation == place["conversation"]
                )
            )
        return {
            "member": member_id,
            "name": found.name,
            "since": found.created_at,
            "places": places,
            "roles": await self._rows(
                select(role.c.org_unit, role.c.role, role.c.since, role.c.until).where(
                    role.c.member == member_id
                )
            ),
            "answers": await self._number_of(answer, member_id),
            "changes": await self._number_of(history, member_id),
            "wrote": [
                {"channel": one["channel"], "at": one["received_at"], "text": one["body"]["text"]}
                for one in spoken
                if one["body"].get("text")
            ],
            "was_told": [
                {"channel": one["channel"], "at": one["queued_at"], "text": _plain(one["body"])}
                for one in told
            ],
        }

    async def _rows(self, query: Select[Any]) -> list[dict[str, Any]]:
        return [dict(row) for row in (await self._db.execute(query)).mappings()]

    async def _number_of(self, table: Any, member_id: int) -> int:
        return (
            await self._db.scalar(
                select(func.count()).select_from(table).where(table.c.member == member_id)
            )
            or 0
        )

    async def is_erased(self, member_id: int) -> bool:
        """Whether the person was forgotten, or never was."""
        where = member.c.id == member_id
        kept = await self._db.scalar(select(member.c.id).where(where, member.c.erased_at.is_(None)))
        return kept is None

    async def erase(self, deed: Deed, member_id: int) -> None:
        """Forget the person: name, places, codes, texts and files; end his roles. His number
        stays in the history, whose chain is not touched."""
        places = await self._rows(
            select(binding.c.channel, binding.c.conversation).where(binding.c.member == member_id)
        )
        for place in places:
            await self._forget_conversation(place["conversation"])
        for table in (
            binding,
            link,
            session,
            reminder,
            digest,
            errand,
            file_link,
            web_session,
            page_pass,
            paper,
        ):
            await self._db.execute(delete(table).where(table.c.member == member_id))
        await self._db.execute(
            update(invitation).where(invitation.c.taken_by == member_id).values(person=None)
        )
        ended = await self._db.execute(
            update(role)
            .where(role.c.member == member_id, role.c.until.is_(None))
            .values(until=deed.at)
            .returning(role.c.id, role.c.org_unit, role.c.role)
        )
        for row in ended.all():
            old = {"member": member_id, "unit": row.org_unit, "role": row.role}
            await self.record(deed, f"role:{row.id}", old, {"ended": True})
        await self._db.execute(
            update(member)
            .where(member.c.id == member_id)
            .values(
                name=ERASED,
                report=None,
                heard_channel=None,
                heard_conversation=None,
                erased_at=deed.at,
            )
        )
        await self.record(deed, f"member:{member_id}", None, {"erased": True})

    async def _forget_conversation(self, conversation: str) -> None:
        """The events and messages stay as rows, without what was said in them."""
        body = {"kind": "said", "text": "", "message_ref": "", "erased": True}
        await self._db.execute(
            update(event).where(event.c.conversation == conversation).values(body=body)
        )
        bare = {"spans": [], "buttons": [], "turn": 0, "erased": True}
        await self._db.execute(
            update(message)
            .where(message.c.conversation == conversation)
            .values(body=bare, paper=None)
        )
        await self._db.execute(delete(upload).where(upload.c.conversation == conversation))


def _plain(body: dict[str, Any]) -> str:
    return "".join(span["text"] for span in body.get("spans", ()))
