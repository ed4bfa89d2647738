"""Codes that are typed on the page to sign in: sent to an e-mail address, or told in a chat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from storage.core.queries import Queries
from storage.tables.sign_in import sign_in_code

KEPT = timedelta(days=2)  # longer than anything is counted


@dataclass(frozen=True, slots=True)
class NewSignInCode:
    """A code to be kept by its hash. `place` is the hash of the address it goes to, `browser` the
    mark of the one that asked for it; `member` is None where nobody has that address."""

    kind: str
    hash: str
    member: int | None
    expires_at: datetime
    place: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class AskedCode:
    """The code that a browser has asked for, while it may be typed; `tries` are the wrong ones."""

    id: int
    hash: str
    member: int | None
    tries: int


_OPEN = sign_in_code.c.taken_at.is_(None)


class SignInCodeQueries(Queries):
    async def add(self, made: NewSignInCode, now: datetime) -> int:
        """Keep a code; earlier ones of the same browser, or of the same member's chat, are worth
        nothing any more. Its number. Old ones are forgotten on the way."""
        await self._db.execute(delete(sign_in_code).where(sign_in_code.c.made_at < now - KEPT))
        same = (
            sign_in_code.c.browser == made.browser
            if made.browser
            else (sign_in_code.c.member == made.member) & (sign_in_code.c.browser == "")
        )
        ended = update(sign_in_code).where(same, sign_in_code.c.kind == made.kind, _OPEN)
        await self._db.execute(ended.values(taken_at=now))
        return await self._new(
            sign_in_code,
            kind=made.kind,
            place=made.place,
            browser=made.browser,
            member=made.member,
            hash=made.hash,
            made_at=now,
            expires_at=made.expires_at,
        )

    async def asked_by(self, browser: str, now: datetime) -> AskedCode | None:
        """The code that this browser asked for last, while it may be typed. Locked: two tries at
        once count one after the other."""
        columns = (sign_in_code.c[name] for name in AskedCode.__dataclass_fields__)
        found = await self._db.execute(
            select(*columns)
            .where(sign_in_code.c.browser == browser, _OPEN, sign_in_code.c.expires_at > now)
            .order_by(sign_in_code.c.id.desc())
            .limit(1)
            .with_for_update()
        )
        row = found.first()
        return AskedCode(*row) if row else None

    async def add_try(self, code_id: int) -> None:
        """A wrong code was typed for it."""
        tried = update(sign_in_code).where(sign_in_code.c.id == code_id)
        await self._db.execute(tried.values(tries=sign_in_code.c.tries + 1))

    async def take(self, code_id: int, now: datetime) -> bool:
        """Use the code up; False when it was."""
        taken = await self._db.execute(
            update(sign_in_code)
            .where(sign_in_code.c.id == code_id, _OPEN)
            .values(taken_at=now)
            .returning(sign_in_code.c.id)
        )
        return taken.first() is not None

    async def list_told(self, kind: str, now: datetime) -> list[AskedCode]:
        """All codes of this kind that were told in chats and may be typed now: there are few."""
        columns = (sign_in_code.c[name] for name in AskedCode.__dataclass_fields__)
        found = await self._db.execute(
            select(*columns).where(
                sign_in_code.c.kind == kind, _OPEN, sign_in_code.c.expires_at > now
            )
        )
        return [AskedCode(*row) for row in found]

    async def count_sent(self, place: str, since: datetime) -> int:
        """How many codes were asked for at this address since then, whether it is known or not."""
        made = select(func.count()).where(
            sign_in_code.c.place == place, sign_in_code.c.made_at > since
        )
        return await self._db.scalar(made) or 0

    async def count_asked(self, browser: str, since: datetime) -> int:
        """How many codes this browser asked for since then."""
        made = select(func.count()).where(
            sign_in_code.c.browser == browser, sign_in_code.c.made_at > since
        )
        return await self._db.scalar(made) or 0

    async def count_told(self, member_id: int, kind: str, since: datetime) -> int:
        """How many codes of this kind the member was told since then."""
        made = select(func.count()).where(
            sign_in_code.c.member == member_id,
            sign_in_code.c.kind == kind,
            sign_in_code.c.made_at > since,
        )
        return await self._db.scalar(made) or 0

    async def count_wrong(self, since: datetime) -> int:
        """How many wrong codes all browsers typed for what was asked since then."""
        tried = select(func.coalesce(func.sum(sign_in_code.c.tries), 0))
        return int(await self._db.scalar(tried.where(sign_in_code.c.made_at > since)) or 0)

    async def count_wrong_at(self, place: str, since: datetime) -> int:
        """How many wrong codes were typed for those of this address since then."""
        tried = select(func.coalesce(func.sum(sign_in_code.c.tries), 0))
        where = (sign_in_code.c.place == place, sign_in_code.c.made_at > since)
        return int(await self._db.scalar(tried.where(*where)) or 0)
