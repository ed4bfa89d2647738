"""Secret addresses at which calendar programs fetch a person's due days. Whoever has one sees
these days, and nothing else; it holds until its person ends it or makes another."""

from __future__ import annotations

from bot.access.identity import hash_code, new_token
from storage.core.work import AuditContext
from storage.transaction import Transaction

CALENDAR_PATH = "/lich"


async def make_calendar_address(
    tx: Transaction, context: AuditContext, member: int, public_url: str
) -> str:
    """A new address for the member; only its hash is kept, and an older one ends."""
    token = new_token()
    await tx.calendar_feeds.make(context, member, hash_code(token))
    return f"{public_url.rstrip('/')}{CALENDAR_PATH}/{token}.ics"


async def find_calendar_owner(tx: Transaction, token: str) -> int | None:
    """Whose due days an address leads to; None for one that is unknown or ended, or whose person
    was erased."""
    found = await tx.calendar_feeds.find(hash_code(token))
    if found is None or await tx.erasure.is_erased(found.member):
        return None
    return found.member
