"""How much one person has been handed out lately, and what need not be kept a second time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from storage.core.queries import Queries
from storage.tables.core import document, message, paper
from storage.tables.operations import page_pass
from storage.tables.workflow import file_link


class IssueCountQueries(Queries):
    async def count_files(
        self, channel: str, conversation: str, member_id: int, since: datetime
    ) -> int:
        """How many files went into this conversation since then, and links to files to its
        member."""
        sent = select(func.count()).where(
            message.c.channel == channel,
            message.c.conversation == conversation,
            message.c.document.is_not(None) | message.c.paper.is_not(None),
            message.c.queued_at > since,
        )
        linked = select(func.count()).where(
            file_link.c.member == member_id, file_link.c.made_at > since
        )
        return (await self._db.scalar(sent) or 0) + (await self._db.scalar(linked) or 0)

    async def count_links(self, member_id: int, since: datetime) -> int:
        """How many links to pages were made for the member since then."""
        made = select(func.count()).where(
            page_pass.c.member == member_id, page_pass.c.made_at > since
        )
        return await self._db.scalar(made) or 0

    async def same_document(
        self, report_id: int, kind: str, file_name: str, content: bytes
    ) -> int | None:
        """A document of the report that is kept already, byte for byte."""
        return await self._db.scalar(
            select(document.c.id)
            .where(
                document.c.report == report_id,
                document.c.kind == kind,
                document.c.file_name == file_name,
                document.c.content == content,
            )
            .limit(1)
        )

    async def same_personal(self, member_id: int, file_name: str, content: bytes) -> int | None:
        """A file of the member's that is kept already, byte for byte."""
        return await self._db.scalar(
            select(paper.c.id)
            .where(
                paper.c.member == member_id,
                paper.c.file_name == file_name,
                paper.c.content == content,
            )
            .limit(1)
        )
