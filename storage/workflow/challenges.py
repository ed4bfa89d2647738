"""What a browser is asked to sign, or has shown: each counts once, and for some minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update

from storage.core.queries import Queries
from storage.tables.sign_in import challenge


@dataclass(frozen=True, slots=True)
class TakenChallenge:
    """One that has just been used up; `member` is who may register a passkey by it."""

    member: int | None


class ChallengeQueries(Queries):
    async def add(
        self, hashed: str, kind: str, now: datetime, expires: datetime, member_id: int | None = None
    ) -> None:
        """Keep the hash of a challenge that is handed out now. Old ones are forgotten on the
        way."""
        await self._db.execute(delete(challenge).where(challenge.c.expires_at < now))
        values = {"kind": kind, "member": member_id, "expires_at": expires}
        await self._db.execute(challenge.insert().values(hash=hashed, **values))

    async def take(self, hashed: str, kind: str, now: datetime) -> TakenChallenge | None:
        """Use a challenge of this kind up; None for one that is unknown, used or too old."""
        taken = await self._db.execute(
            update(challenge)
            .where(
                challenge.c.hash == hashed,
                challenge.c.kind == kind,
                challenge.c.taken_at.is_(None),
                challenge.c.expires_at > now,
            )
            .values(taken_at=now)
            .returning(challenge.c.member)
        )
        row = taken.first()
        return TakenChallenge(row.member) if row is not None else None

    async def add_shown(self, hashed: str, kind: str, now: datetime, expires: datetime) -> bool:
        """Note what a browser has shown, so that it counts once; whether it is the first time."""
        await self._db.execute(delete(challenge).where(challenge.c.expires_at < now))
        values = {"kind": kind, "member": None, "expires_at": expires, "taken_at": now}
        return await self._add_once(challenge, ["hash"], hash=hashed, **values)
