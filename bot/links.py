"""Links to files, for channels that carry none: signed, for one person and one file, for a day.

A link is made in the transaction that hands the file out. It opens in one browser only, the
first that takes the file up; a look at it, as chat programs take for a preview, changes nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channel import File
from conversations.rights import Deed as Right
from conversations.rights import may
from storage.limits import MOST_ROWS
from storage.records import FileLink, QueuedMessage
from storage.store import Transaction

LIFE = timedelta(hours=24)
PATH = "/tep"
_MAC_BYTES = 16
_KEY = "link.key"


@dataclass(frozen=True)
class FileLinks:
    """Makes and opens links under the address that people reach the product by."""

    public_url: str

    async def link(
        self,
        tx: Transaction,
        member: int,
        now: datetime,
        *,
        document: int | None = None,
        paper: int | None = None,
    ) -> str:
        """The address of one file, kept in the store already, for this member alone."""
        expires = now + LIFE
        number = await tx.add_file_link(member, document, paper, now, expires)
        made = FileLink(number, member, document, paper, expires, None)
        token = f"{number}.{_mac(await _key(tx), made)}"
        return f"{self.public_url.rstrip('/')}{PATH}/{token}"

    async def found(self, tx: Transaction, token: str, now: datetime) -> FileLink | None:
        """The link, while it holds: signed by us, not expired, its person still entitled."""
        number, _, mac = token.partition(".")
        if not (number.isascii() and number.isdecimal() and len(number) < 16):
            return None
        if int(number) > MOST_ROWS:
            return None
        link = await tx.file_link(int(number))
        if link is None:
            return None
        right = _mac(await _key(tx), link)
        if not hmac.compare_digest(right.encode(), mac.encode("utf-8", "replace")):
            return None
        return link if now < link.expires_at and await _may_still(tx, link) else None

    async def take(
        self, tx: Transaction, link: FileLink, browser: str, now: datetime
    ) -> File | None:
        """The file, for the browser that comes first and for no other."""
        mark = hashlib.sha256(browser.encode()).hexdigest()
        if not await tx.open_file_link(link.id, mark, now):
            return None
        return await file_of(tx, link)


async def file_of(tx: Transaction, link: FileLink) -> File | None:
    """The file that a link leads to."""
    kept = await tx.file_of(
        QueuedMessage(0, "", {}, document_id=link.document, paper_id=link.paper)
    )
    return File(name=kept.file_name, content=kept.content) if kept else None


def new_browser() -> str:
    return secrets.token_urlsafe(32)


async def _may_still(tx: Transaction, link: FileLink) -> bool:
    """Whether the person is still there, and may still read the report."""
    if await tx.is_erased(link.member):
        return False
    if link.document is None:
        return True
    unit = await tx.unit_of(await tx.report_of_document(link.document))
    if await tx.is_trial(unit):
        return True
    return may(await tx.grants_of(link.member), Right.READ, await tx.lineage(unit))


async def _key(tx: Transaction) -> bytes:
    """The signing key: one for all processes, in the database they share."""
    return bytes.fromhex(await tx.office_text(_KEY, secrets.token_hex(32)))


def _mac(key: bytes, link: FileLink) -> str:
    expires = int(link.expires_at.timestamp())
    said = f"file link 1:{link.id}:{link.member}:{link.document}:{link.paper}:{expires}"
    mac = hmac.new(key, said.encode(), hashlib.sha256).digest()[:_MAC_BYTES]
    return urlsafe_b64encode(mac).decode().rstrip("=")
