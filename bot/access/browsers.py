"""The secret by which one browser is known again when it opens a person's links."""

from __future__ import annotations

from bot.access.signing import mark_of
from storage.transaction import Transaction


async def known_browser(tx: Transaction, member: int, secret: str) -> str | None:
    """The secret, when a browser that showed it has opened a link of this member before. Any
    other may have been planted in the browser by somebody who knows it, and counts for nothing."""
    known = bool(secret) and await tx.web_sessions.knows_browser(member, mark_of(secret))
    return secret if known else None
