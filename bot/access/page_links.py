"""Links to pages that are one person's own: where he sends a file, and his report in a browser.

Like links to files they are signed, end after some hours, open in the one browser that comes
first, and can be looked at without harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.access.browsers import known_browser
from bot.access.signing import (
    is_same_secret,
    mark_of,
    new_browser,
    parse_token,
    sign_text,
    signing_key,
)
from storage.messaging.page_links import PagePass
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction

PATH = "/trang"


class LinkedPage(StrEnum):
    UPLOAD = "upload"
    CHAT = "chat"


LIVES = {LinkedPage.UPLOAD: timedelta(hours=24), LinkedPage.CHAT: timedelta(hours=12)}


@dataclass(frozen=True)
class PageLinks:
    """Makes and opens them, under the address that people reach the product by."""

    public_url: str

    @property
    def secure(self) -> bool:
        """Whether the pages are served over TLS, so that a cookie may be bound to it."""
        return self.public_url.startswith("https://")

    async def link(
        self,
        tx: Transaction,
        member: int,
        page: LinkedPage,
        channel: str,
        conversation: str,
        now: datetime,
    ) -> str:
        """The address of a page for this member alone, told in this conversation."""
        expires = now + LIVES[page]
        number = await tx.page_links.add(member, page.value, channel, conversation, now, expires)
        made = PagePass(number, member, page.value, channel, conversation, expires, None, None)
        token = f"{number}.{sign_text(await signing_key(tx), _said(made))}"
        return f"{self.public_url.rstrip('/')}{PATH}/{token}"

    async def found(self, tx: Transaction, token: str, now: datetime) -> PagePass | None:
        """The pass, while it holds: signed by us, not expired nor revoked, its person known."""
        parts = parse_token(token)
        if parts is None or parts[0] > MOST_ROWS:
            return None
        kept = await tx.page_links.find(parts[0])
        if kept is None or not is_same_secret(
            sign_text(await signing_key(tx), _said(kept)), parts[1]
        ):
            return None
        return kept if await _holds(tx, kept, now) else None

    async def enter(
        self, tx: Transaction, kept: PagePass, browser: str, now: datetime
    ) -> str | None:
        """Open the page in the browser that shows this secret, or none; the secret it is known
        by from now on. None when the page is open in another browser."""
        secret = await known_browser(tx, kept.member, browser) or new_browser()
        return secret if await tx.page_links.open(kept.id, mark_of(secret), now) else None


async def _holds(tx: Transaction, kept: PagePass, now: datetime) -> bool:
    return (
        now < kept.expires_at
        and kept.revoked_at is None
        and not await tx.erasure.is_erased(kept.member)
    )


def _said(kept: PagePass) -> str:
    """What a pass's signature is about."""
    expires = int(kept.expires_at.timestamp())
    return f"page pass 1:{kept.id}:{kept.member}:{kept.page}:{kept.channel}:{expires}"
