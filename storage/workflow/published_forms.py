"""The forms that an installation has published: each version stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import report, round_
from storage.tables.forms import published_form


@dataclass(frozen=True, slots=True)
class PublishedForm:
    """A version of a form; `digest` is the hash of its files. Of two publications the later one
    has the greater `id`."""

    id: int
    key: str
    version: str
    digest: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """The files of a published form, as they were packed, and their hash."""

    id: int
    key: str
    version: str
    digest: str
    content: bytes


_ABOUT = tuple(published_form.c[name] for name in PublishedForm.__dataclass_fields__)
_CONTENT = tuple(published_form.c[name] for name in PublishedContent.__dataclass_fields__)

_NEWEST = select(func.max(published_form.c.id))


class PublishedFormQueries(AuditedQueries):
    async def hold(self) -> None:
        """Nobody else publishes until this transaction ends: publications become known in the
        order of their ids."""
        await self._hold("published forms")

    async def newest(self) -> int:
        """The id of the last publication; 0 when there is none."""
        return await self._db.scalar(_NEWEST) or 0

    async def list_all(self) -> list[PublishedForm]:
        """Every publication, the oldest first."""
        found = await self._db.execute(select(*_ABOUT).order_by(published_form.c.id))
        return [PublishedForm(*row) for row in found]

    async def contents_after(self, number: int) -> list[PublishedContent]:
        """What was published after the publication of this id, the oldest first."""
        found = await self._db.execute(
            select(*_CONTENT).where(published_form.c.id > number).order_by(published_form.c.id)
        )
        return [PublishedContent(*row) for row in found]

    async def find_content(self, key: str, version: str) -> PublishedContent | None:
        """The files of this version; None when it was not published."""
        where = (published_form.c.key == key, published_form.c.version == version)
        row = (await self._db.execute(select(*_CONTENT).where(*where))).first()
        return None if row is None else PublishedContent(*row)

    async def add(
        self,
        context: AuditContext,
        key: str,
        version: str,
        digest: str,
        content: bytes,
        files: Sequence[str],
    ) -> int:
        """Publish a version that is not there yet; `files` are the names of its files."""
        values = {"key": key, "version": version, "digest": digest, "content": content}
        number = await self._new(published_form, **values, at=context.at)
        self._touch(published_form, (number,))
        new = {"version": version, "digest": digest, "files": [*files]}
        await self._record(context, f"form:{key}", None, new)
        return number

    async def count_reports(self) -> dict[tuple[str, str], int]:
        """How many reports are on each version of each form; those of withdrawn rounds do not
        count."""
        found = await self._db.execute(
            select(round_.c.form_key, FORM_VERSION, func.count())
            .select_from(report)
            .join(round_, round_.c.id == report.c.round)
            .where(round_.c.withdrawn_at.is_(None))
            .group_by(round_.c.form_key, FORM_VERSION)
        )
        return {(row[0], row[1]): row[2] for row in found}
