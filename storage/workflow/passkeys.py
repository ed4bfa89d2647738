"""Passkeys: the public halves of keys that members' devices hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from storage.core.queries import Queries
from storage.core.work import own_context
from storage.tables.sign_in import passkey

PASSKEYS_EACH = 20  # of one member


@dataclass(frozen=True, slots=True)
class Passkey:
    """One passkey of a member. `credential` is its id, in base64url; `sign_count` is what the
    device told last, 0 for one that does not count."""

    id: int
    member: int
    credential: str
    public_key: bytes
    sign_count: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey to be kept, as a browser has just made it."""

    member: int
    credential: str
    public_key: bytes
    sign_count: int
    name: str


_COLUMNS = tuple(passkey.c[name] for name in Passkey.__dataclass_fields__)
_HOLDS = passkey.c.ended_at.is_(None)


class PasskeyQueries(Queries):
    async def add(self, made: NewPasskey, now: datetime) -> int | None:
        """Keep a new passkey; None when its id is known already, whosever it is or was."""
        same = passkey.c.credential == made.credential
        if await self._db.scalar(select(passkey.c.id).where(same)) is not None:
            return None
        number = await self._new(
            passkey,
            member=made.member,
            credential=made.credential,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=made.name,
            made_at=now,
        )
        self._touch(passkey, (number,), by=own_context(made.member, "", now))
        return number

    async def find(self, credential: str) -> Passkey | None:
        """The passkey of this id, unless it was taken away."""
        where = (passkey.c.credential == credential, _HOLDS)
        row = (await self._db.execute(select(*_COLUMNS).where(*where))).first()
        return Passkey(*row) if row else None

    async def of_member(self, member_id: int) -> list[Passkey]:
        """The passkeys of a member, the newest first."""
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(passkey.c.member == member_id, _HOLDS)
            .order_by(passkey.c.id.desc())
        )
        return [Passkey(*row) for row in found]

    async def mark_used(self, passkey_id: int, sign_count: int, now: datetime) -> None:
        """Somebody came in by it, and the device told this count."""
        where = passkey.c.id == passkey_id
        values = {"sign_count": sign_count, "used_at": now}
        await self._db.execute(update(passkey).where(where).values(**values))

    async def rename(self, member_id: int, passkey_id: int, name: str) -> bool:
        """Call the member's passkey so; False when they have none of this number."""
        return await self._change(member_id, passkey_id, name=name)

    async def end(self, member_id: int, passkey_id: int, now: datetime) -> bool:
        """Nobody comes in by the member's passkey any more; False when they have none of this
        number."""
        return await self._change(member_id, passkey_id, ended_at=now)

    async def end_all(self, member_id: int, now: datetime) -> int:
        """Nobody comes in by any passkey of the member any more; how many there were."""
        ended = await self._db.execute(
            update(passkey)
            .where(passkey.c.member == member_id, _HOLDS)
            .values(ended_at=now)
            .returning(passkey.c.id)
        )
        numbers = [*ended.scalars()]
        self._touch(passkey, *((number,) for number in numbers))
        return len(numbers)

    async def _change(self, member_id: int, passkey_id: int, **values: str | datetime) -> bool:
        changed = await self._db.execute(
            update(passkey)
            .where(passkey.c.id == passkey_id, passkey.c.member == member_id, _HOLDS)
            .values(**values)
            .returning(passkey.c.id)
        )
        found = changed.first() is not None
        if found:
            self._touch(passkey, (passkey_id,))
        return found
