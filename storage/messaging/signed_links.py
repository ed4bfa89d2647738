"""Links for one person, and the browsers they were opened in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select, update

from storage.core.queries import Queries
from storage.core.work import AuditContext
from storage.messaging.web_sessions import WebSessionQueries
from storage.tables.operations import signed_link


@dataclass(frozen=True, slots=True)
class SignedLink:
    """A link for one member: to a document or a paper, or to a page, given in a conversation;
    `browser` is the hash of the one that opened it."""

    id: int
    kind: str
    member: int
    document: int | None
    paper: int | None
    channel: str
    conversation: str
    expires_at: datetime
    browser: str | None = None
    revoked_at: datetime | None = None


_COLUMNS = tuple(signed_link.c[name] for name in SignedLink.__dataclass_fields__)


class SignedLinkQueries(Queries):
    async def add(self, made: SignedLink, now: datetime) -> SignedLink:
        """Keep a link to be handed out; it has its number from now on."""
        number = await self._new(
            signed_link,
            kind=made.kind,
            member=made.member,
            document=made.document,
            paper=made.paper,
            channel=made.channel,
            conversation=made.conversation,
            made_at=now,
            expires_at=made.expires_at,
        )
        by = AuditContext(None, made.member, made.channel, None, now) if made.channel else None
        self._touch(signed_link, (number,), by=by)
        return replace(made, id=number)

    async def find(self, link_id: int) -> SignedLink | None:
        found = await self._db.execute(select(*_COLUMNS).where(signed_link.c.id == link_id))
        row = found.first()
        return SignedLink(*row) if row else None

    async def newest(
        self, member_id: int, kind: str, channel: str, conversation: str, until: datetime
    ) -> SignedLink | None:
        """The newest link of this kind that the member was given in this conversation, if it is
        not revoked and holds until this moment."""
        found = await self._db.execute(
            select(*_COLUMNS)
            .where(
                signed_link.c.member == member_id,
                signed_link.c.kind == kind,
                signed_link.c.channel == channel,
                signed_link.c.conversation == conversation,
                signed_link.c.revoked_at.is_(None),
                signed_link.c.expires_at > until,
            )
            .order_by(signed_link.c.id.desc())
            .limit(1)
        )
        row = found.first()
        return SignedLink(*row) if row else None

    async def open(self, link_id: int, browser: str, now: datetime) -> bool:
        """Have the link opened by this browser, and from now on by no other; whether it is."""
        opened = await self._db.execute(
            update(signed_link)
            .where(
                signed_link.c.id == link_id,
                signed_link.c.revoked_at.is_(None),
                or_(signed_link.c.browser.is_(None), signed_link.c.browser == browser),
            )
            .values(browser=browser, opened_at=now)
            .returning(signed_link.c.id)
        )
        self._touch(signed_link, (link_id,))
        return opened.first() is not None

    async def count(self, member_id: int, kinds: Sequence[str], since: datetime) -> int:
        """How many links of these kinds were made for the member since then."""
        made = select(func.count()).where(
            signed_link.c.member == member_id,
            signed_link.c.kind.in_(kinds),
            signed_link.c.made_at > since,
        )
        return await self._db.scalar(made) or 0

    async def revoke_pages(self, member_id: int, now: datetime) -> int:
        """No page of the member's opens any more, and no browser stays signed in, wherever it
        is; how many links there were."""
        count = await self._revoke(member_id, now, signed_link.c.kind != "file")
        await WebSessionQueries(self._work).end_all_of([member_id], now)
        return count

    async def revoke_unopened(self, member_id: int, now: datetime) -> None:
        """The member's links to pages that no browser has opened yet open nothing any more."""
        unopened = (signed_link.c.kind == "chat", signed_link.c.browser.is_(None))
        await self._revoke(member_id, now, *unopened)

    async def _revoke(self, member_id: int, now: datetime, *which: ColumnElement[bool]) -> int:
        ended = await self._db.execute(
            update(signed_link)
            .where(
                signed_link.c.member == member_id,
                *which,
                signed_link.c.revoked_at.is_(None),
                signed_link.c.expires_at > now,
            )
            .values(revoked_at=now)
            .returning(signed_link.c.id)
        )
        numbers = ended.scalars().all()
        self._touch(signed_link, *((number,) for number in numbers))
        return len(numbers)

    async def knows_browser(self, member_id: int, browser: str) -> bool:
        """Whether a link of this member was opened by the browser with this mark."""
        known = select(signed_link.c.id).where(
            signed_link.c.member == member_id, signed_link.c.browser == browser
        )
        return await self._db.scalar(known.limit(1)) is not None
