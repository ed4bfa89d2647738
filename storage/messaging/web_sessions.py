"""The browsers that are signed in: each has a session of its own, which can be ended alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from storage.core.queries import Queries
from storage.tables.operations import page_pass, web_session
from storage.tables.workflow import file_link

SESSIONS_EACH = 20  # of one person at once; one more ends the oldest
KEPT = timedelta(days=30)  # after it has ended


@dataclass(frozen=True, slots=True)
class WebSession:
    """One browser that is, or was, signed in: as a member, or (None) by the web chat's key.
    `mark` is the hash of its secret, `key` of that key, `agent` what kind of browser it is."""

    id: int
    member: int | None
    mark: str
    key: str
    agent: str
    made_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None


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
        pass_id: int | None = None,
    ) -> int:
        """A browser is signed in: as this member by a link, or by the key of this machine's web
        chat, whose mark is `key`. Its number. Old sessions are forgotten on the way."""
        ended = or_(web_session.c.expires_at < now - KEPT, web_session.c.ended_at < now - KEPT)
        await self._db.execute(delete(web_session).where(ended))
        for one in (await self.list_open([member_id], now))[SESSIONS_EACH - 1 :]:
            await self.end(one.id, now)
        number = await self._new(
            web_session,
            member=member_id,
            mark=mark,
            key=key,
            page_pass=pass_id,
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
            .returning(web_session.c.id, web_session.c.page_pass)
        )
        rows = ended.all()
        self._touch(web_session, *((row.id,) for row in rows))
        passes = [row.page_pass for row in rows]
        begun = [one for one in passes if one is not None]
        if begun:
            revoked = update(page_pass).where(
                page_pass.c.id.in_(begun), page_pass.c.revoked_at.is_(None)
            )
            await self._db.execute(revoked.values(revoked_at=now))
            self._touch(page_pass, *((one,) for one in begun))
        return len(passes)

    async def knows_browser(self, member_id: int, browser: str) -> bool:
        """Whether a link of this member was opened by the browser with this mark."""
        for table in (page_pass, file_link):
            known = select(table.c.id).where(
                table.c.member == member_id, table.c.browser == browser
            )
            if await self._db.scalar(known.limit(1)) is not None:
                return True
        return False


def _open(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return web_session.c.ended_at.is_(None), web_session.c.expires_at > now


def _of(members: list[int | None]) -> ColumnElement[bool]:
    """The sessions of these members; None: those of the key."""
    named = web_session.c.member.in_([one for one in members if one is not None])
    return or_(named, web_session.c.member.is_(None)) if None in members else named
