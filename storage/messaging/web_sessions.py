"""The browsers that are signed in: each has a session of its own, which can be ended alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from storage.core.queries import Queries
from storage.tables.operations import signed_link, web_session

SESSIONS_EACH = 20  # of one person, or by the key, at once; one more ends the oldest
KEPT = timedelta(days=30)  # after it has ended


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser that is, or was, signed in: as a member, or (None) by the web chat's key.
    `mark` is the hash of its secret, `key` of that key, `agent` what kind of browser it is,
    `begun_by` what it was signed in by."""

    id: int
    member: int | None
    mark: str
    key: str
    agent: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    begun_by: str


_COLUMNS = tuple(web_session.c[name] for name in WebSession.__dataclass_fields__)


class WebSessionQueries(Queries):
    async def add(
        self,
        member_id: int | None,
        mark: str,
        key: str,
        agent: str,
        now: datetime,
        expires: datetime,
        link_id: int | None = None,
        begun_by: str = "link",
    ) -> int:
        """A browser is signed in: as this member, or by the key of this machine's web chat, whose
        mark is `key`. Its number. Old sessions are forgotten on the way."""
        ended = or_(web_session.c.expires_at < now - KEPT, web_session.c.ended_at < now - KEPT)
        await self._db.execute(delete(web_session).where(ended))
        theirs = self._open_by_key(key, now) if key else self.list_open([member_id], now)
        for one in (await theirs)[SESSIONS_EACH - 1 :]:
            await self.end(one.id, now)
        number = await self._new(
            web_session,
            member=member_id,
            mark=mark,
            key=key,
            signed_link=link_id,
            begun_by=begun_by,
            agent=agent,
            made_at=now,
            seen_at=now,
            expires_at=expires,
        )
        self._touch(web_session, (number,))
        return number

    async def find(self, session_id: int) -> WebSession | None:
        """The session of this number, whether it still holds or not."""
        found = await self._db.execute(select(*_COLUMNS).where(web_session.c.id == session_id))
        row = found.first()
        return WebSession(*row) if row else None

    async def list_open(self, members: list[int | None], now: datetime) -> list[WebSession]:
        """The open sessions of these members, the newest first; None: those of the key."""
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(*_open(now), _of(members))
            .order_by(web_session.c.made_at.desc(), web_session.c.id.desc())
        )
        return [WebSession(*row) for row in found]

    async def _open_by_key(self, key: str, now: datetime) -> list[WebSession]:
        """The open sessions that this key began, whoever they are for; the newest first."""
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(*_open(now), web_session.c.key == key)
            .order_by(web_session.c.made_at.desc(), web_session.c.id.desc())
        )
        return [WebSession(*row) for row in found]

    async def has_local(self, key: str, used_since: datetime, now: datetime) -> bool:
        """Whether a browser is signed in by this key as the person at this machine, and was used
        since."""
        return any(
            one.member is None and one.seen_at > used_since
            for one in await self._open_by_key(key, now)
        )

    async def list_all(self, now: datetime) -> list[WebSession]:
        """Every open session, the newest first."""
        found = await self._db.execute(
            select(*_COLUMNS).where(*_open(now)).order_by(web_session.c.id.desc())
        )
        return [WebSession(*row) for row in found]

    async def mark_seen(self, session_id: int, now: datetime) -> None:
        """The browser was there."""
        where = web_session.c.id == session_id
        await self._db.execute(update(web_session).where(where).values(seen_at=now))

    async def end(self, session_id: int, now: datetime) -> bool:
        """Sign this browser out; False when it was. The link that began its session opens nothing
        any more, not in that browser either."""
        return await self._end(now, web_session.c.id == session_id) > 0

    async def replace(self, session_id: int, now: datetime) -> None:
        """The browser has another session from now on; its links stay as they are."""
        where = web_session.c.id == session_id
        await self._db.execute(update(web_session).where(where).values(ended_at=now))
        self._touch(web_session, (session_id,))

    async def end_all_of(self, members: list[int | None], now: datetime) -> int:
        """Sign all browsers of these members out; how many there were."""
        return await self._end(now, _of(members))

    async def end_all(self, now: datetime) -> int:
        """Sign every browser out; how many there were."""
        return await self._end(now)

    async def _end(self, now: datetime, *where: ColumnElement[bool]) -> int:
        ended = await self._db.execute(
            update(web_session)
            .where(*_open(now), *where)
            .values(ended_at=now)
            .returning(web_session.c.id, web_session.c.signed_link)
        )
        rows = ended.all()
        self._touch(web_session, *((row.id,) for row in rows))
        links = [row.signed_link for row in rows]
        begun = [one for one in links if one is not None]
        if begun:
            revoked = update(signed_link).where(
                signed_link.c.id.in_(begun), signed_link.c.revoked_at.is_(None)
            )
            await self._db.execute(revoked.values(revoked_at=now))
            self._touch(signed_link, *((one,) for one in begun))
        return len(links)


def _open(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return web_session.c.ended_at.is_(None), web_session.c.expires_at > now


def _of(members: list[int | None]) -> ColumnElement[bool]:
    """The sessions of these members; None: those of the key."""
    named = web_session.c.member.in_([one for one in members if one is not None])
    return or_(named, web_session.c.member.is_(None)) if None in members else named
