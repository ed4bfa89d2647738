"""What people are called, put into messages when they are sent or read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from conversations.protocol.person_names import (
    CONTACT,
    INVITATION,
    INVITED_EMAIL,
    INVITED_PHONE,
    MEMBER,
    MEMBER_EMAIL,
    MEMBER_PHONE,
    PHONE,
    has_references,
    put_in,
    references_in,
)
from storage.core.queries import Queries
from storage.tables.core import member
from storage.tables.identity import contact
from storage.tables.workflow import invitation

ERASED = "(đã xóa)"
_TOLD = {
    MEMBER: (member.c.id, member.c.name),
    INVITATION: (invitation.c.id, invitation.c.person),
    CONTACT: (contact.c.id, contact.c.name),
    PHONE: (contact.c.id, contact.c.phone),
    MEMBER_PHONE: (member.c.id, member.c.phone),
    INVITED_PHONE: (invitation.c.id, invitation.c.phone),
    MEMBER_EMAIL: (member.c.id, member.c.email),
    INVITED_EMAIL: (invitation.c.id, invitation.c.email),
}


class MentionQueries(Queries):
    async def with_names(self, bodies: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The bodies of messages with the names of the people whom they speak of."""
        marked = [text for body in bodies for text in _texts(body) if has_references(text)]
        if not marked:
            return [*bodies]
        names = await self._names(references_in(marked))
        return [_with(body, names) for body in bodies]

    async def in_texts(self, texts: Sequence[str]) -> list[str]:
        """The texts with the names of the people whom they speak of."""
        found = references_in(texts)
        names = await self._names(found) if found else {}
        return [put_in(text, names, ERASED) for text in texts]

    async def _names(self, references: Iterable[str]) -> dict[str, str]:
        """What is told for each reference, of those that are there still."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for one in references:
            numbers[one[0]].append(int(one[1:]))
        names: dict[str, str] = {}
        for kind, ids in numbers.items():
            if kind in _TOLD:
                key, told = _TOLD[kind]
                found = await self._db.execute(select(key, told).where(key.in_(ids)))
                names |= {f"{kind}{row[0]}": row[1] for row in found if row[1]}
        return names


def _texts(body: dict[str, Any]) -> list[str]:
    """What the message says; nothing of one that cannot be read: its sender deals with it."""
    try:
        labels = [button["label"] for row in body.get("buttons", ()) for button in row]
        return [span["text"] for span in body.get("spans", ())] + labels
    except (TypeError, LookupError, AttributeError):
        return []


def _with(body: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    if not any(map(has_references, _texts(body))):
        return body
    spans = [
        {**span, "text": put_in(span["text"], names, ERASED)} for span in body.get("spans", ())
    ]
    buttons = [
        [{**button, "label": put_in(button["label"], names, ERASED)} for button in row]
        for row in body.get("buttons", ())
    ]
    return {**body, "spans": spans, "buttons": buttons}
