"""How much one person is handed out in an hour, so that nobody fills the disk by asking."""

from __future__ import annotations

from datetime import datetime, timedelta

from conversations.protocol.messages import Reply
from storage.transaction import Transaction

HOUR = timedelta(hours=1)
FILES_AN_HOUR = 60  # files, and links to files, of one person
PASSES_AN_HOUR = 20  # links to pages of one person
LARGEST = 1_048_576  # bytes of a file that is made; most have a tenth of it


async def refuse_file(
    tx: Transaction, channel: str, conversation: str, member: int, now: datetime
) -> Reply | None:
    """Why no file may be made for this person now; None when one may."""
    if not await tx.disk.has_room(LARGEST):
        return Reply(code="file.no_room")
    if (
        await tx.issue_counts.count_files(channel, conversation, member, now - HOUR)
        >= FILES_AN_HOUR
    ):
        return Reply(code="file.too_often", data={"limit": FILES_AN_HOUR})
    return None


async def refuse_pass(tx: Transaction, member: int, now: datetime) -> Reply | None:
    """Why no link to a page may be made for this person now; None when one may."""
    if await tx.issue_counts.count_links(member, now - HOUR) >= PASSES_AN_HOUR:
        return Reply(code="page.too_often", data={"limit": PASSES_AN_HOUR})
    return None
