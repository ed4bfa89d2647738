"""Links to files that open in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select, update

from storage.core.queries import Queries
from storage.tables.workflow import file_link


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file, for one person; `browser` is the hash of the one that opened it."""

    id: int
    member: int
    document: int | None
    paper: int | None
    expires_at: datetime
    browser: str | None


_LINK = tuple(file_link.c[name] for name in FileLink.__dataclass_fields__)


class FileLinkQueries(Queries):
    async def add(
        self,
        member_id: int,
        document_id: int | None,
        paper_id: int | None,
        now: datetime,
        expires: datetime,
    ) -> int:
        """A link to a file for one member; its number."""
        file = {"document": document_id, "paper": paper_id}
        values = {"member": member_id, "made_at": now, "expires_at": expires}
        number = await self._new(file_link, **file, **values)
        self._touch(file_link, (number,))
        return number

    async def find(self, link_id: int) -> FileLink | None:
        found = await self._db.execute(select(*_LINK).where(file_link.c.id == link_id))
        row = found.first()
        return FileLink(*row) if row else None

    async def open(self, link_id: int, browser: str, now: datetime) -> bool:
        """Have the link opened by this browser, and from now on by no other; whether it is."""
        opened = await self._db.execute(
            update(file_link)
            .where(
                file_link.c.id == link_id,
                or_(file_link.c.browser.is_(None), file_link.c.browser == browser),
            )
            .values(browser=browser, opened_at=now)
            .returning(file_link.c.id)
        )
        self._touch(file_link, (link_id,))
        return opened.first() is not None
