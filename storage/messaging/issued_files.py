"""The files that were handed out, by their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from storage.core.queries import Queries
from storage.tables.workflow import issued, submission


@dataclass(frozen=True, slots=True)
class Version:
    """A submission without its answers."""

    version: int
    decision: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file of a report that was handed in: the SHA-256 of its bytes, the code of its values,
    and what it is (word, pdf, excel)."""

    digest: str
    report: int
    code: str
    version: int
    what: str


class IssuedFileQueries(Queries):
    async def add(self, file: IssuedFile, now: datetime) -> None:
        """A file with these bytes was handed out; said twice, it counts once."""
        values = {
            "digest": file.digest,
            "report": file.report,
            "code": file.code,
            "version": file.version,
            "what": file.what,
        }
        await self._add_once(issued, ["digest", "report"], **values, made_at=now)
        self._touch(issued, (file.digest, file.report))

    async def find(self, *, code: str = "", digest: str = "") -> list[IssuedFile]:
        """The files that carry a code, or have exactly these bytes (by their SHA-256)."""
        where = issued.c.code == code if code else issued.c.digest == digest
        found = await self._db.execute(select(issued).where(where).order_by(issued.c.report))
        return [
            IssuedFile(row.digest, row.report, row.code, row.version, row.what) for row in found
        ]

    async def versions_of(self, report_id: int) -> list[Version]:
        """The submissions of a report without their answers, oldest first."""
        found = await self._db.execute(
            select(submission.c.version, submission.c.decision, submission.c.at)
            .where(submission.c.report == report_id)
            .order_by(submission.c.version)
        )
        return [Version(*row) for row in found]
