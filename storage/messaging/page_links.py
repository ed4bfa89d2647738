"""Links to pages for one person, and the browsers they were opened in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from storage.core.queries import Queries
from storage.core.work import AuditContext
from storage.messaging.web_sessions import WebSessionQueries
from storage.tables.operations import page_pass


@dataclass(frozen=True, slots=True)
class PagePass:
    """A link to a page for one member, given in a conversation; `browser` is the hash of the one
    that opened it."""

    id: int
    member: int
    page: str
    channel: str
    conversation: str
    expires_at: datetime
    browser: str | None
    revoked_at: datetime | None


_COLUMNS = tuple(page_pass.c[name] for name in PagePass.__dataclass_fields__)


class PageLinkQueries(Queries):
    async def add(
        self,
        member_id: int,
        page: str,
        channel: str,
        conversation: str,
        now: datetime,
        expires: datetime,
    ) -> int:
        """A link to this page for the member; its number."""
        number = await self._new(
            page_pass,
            member=member_id,
            page=page,
            channel=channel,
            conversation=conversation,
            made_at=now,
            expires_at=expires,
        )
        self._touch(page_pass, (number,), by=AuditContext(None, member_id, channel, None, now))
        return number

    async def find(self, pass_id: int) -> PagePass | None:
        found = await self._db.execute(select(*_COLUMNS).where(page_pass.c.id == pass_id))
        row = found.first()
        return PagePass(*row) if row else None

    async def open(self, pass_id: int, browser: str, now: datetime) -> bool:
        """Have the page opened by this browser, and from now on by no other; whether it is."""
        opened = await self._db.execute(
            update(page_pass)
            .where(
                page_pass.c.id == pass_id,
                page_pass.c.revoked_at.is_(None),
                or_(page_pass.c.browser.is_(None), page_pass.c.browser == browser),
            )
            .values(browser=browser, opened_at=now)
            .returning(page_pass.c.id)
        )
        self._touch(page_pass, (pass_id,))
        return opened.first() is not None

    async def revoke(self, member_id: int, now: datetime) -> int:
        """No page of the member's opens any more, and no browser stays signed in, wherever it
        is; how many pages there were."""
        ended = await self._db.execute(
            update(page_pass)
            .where(
                page_pass.c.member == member_id,
                page_pass.c.revoked_at.is_(None),
                page_pass.c.expires_at > now,
            )
            .values(revoked_at=now)
            .returning(page_pass.c.id)
        )
        numbers = ended.scalars().all()
        self._touch(page_pass, *((number,) for number in numbers))
        await WebSessionQueries(self._work).end_all_of([member_id], now)
        return len(numbers)
