"""Links to files, for channels that carry none: signed, for one person and one file, for a day.

A link is made in the transaction that hands the file out. It opens in one browser only, the
first that takes the file up; a look at it, as chat programs take for a preview, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.access.browsers import known_browser
from bot.access.signing import (
    is_same_secret,
    mark_of,
    new_browser,
    parse_token,
    sign_text,
    signing_key,
)
from bot.ports.channel import OutgoingFile
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import is_permitted
from storage.messaging.file_links import FileLink
from storage.messaging.queued_message import QueuedMessage
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction

LIFE = timedelta(hours=24)
TICKET_LIFE = timedelta(minutes=5)
PATH = "/tep"


@dataclass(frozen=True)
class FileLinks:
    """Makes and opens links under the address that people reach the product by."""

    public_url: str

    @property
    def secure(self) -> bool:
        """Whether the pages are served over TLS, so that a cookie may be bound to it."""
        return self.public_url.startswith("https://")

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
        number = await tx.file_links.add(member, document, paper, now, expires)
        made = FileLink(number, member, document, paper, expires, None)
        token = f"{number}.{sign_text(await signing_key(tx), _said(made))}"
        return f"{self.public_url.rstrip('/')}{PATH}/{token}"

    async def found(self, tx: Transaction, token: str, now: datetime) -> FileLink | None:
        """The link, while it holds: signed by us, not expired, its person still entitled."""
        parts = parse_token(token)
        if parts is None or parts[0] > MOST_ROWS:
            return None
        link = await tx.file_links.find(parts[0])
        if link is None or not is_same_secret(
            sign_text(await signing_key(tx), _said(link)), parts[1]
        ):
            return None
        return link if now < link.expires_at and await _may_still(tx, link) else None

    async def take(
        self, tx: Transaction, link: FileLink, browser: str, now: datetime
    ) -> str | None:
        """Open the link in the browser that comes first and shows this secret, or none; the
        secret it is known by from now on. None for any other browser."""
        secret = await known_browser(tx, link.member, browser) or new_browser()
        return secret if await tx.file_links.open(link.id, mark_of(secret), now) else None

    async def ticket(self, tx: Transaction, link: FileLink, now: datetime) -> str:
        """What fetches the file within some minutes, whoever fetches it for that browser."""
        until = int((now + TICKET_LIFE).timestamp())
        return f"{until}.{sign_text(await signing_key(tx), _fetching(link, until))}"

    async def admits(self, tx: Transaction, link: FileLink, ticket: str, now: datetime) -> bool:
        """Whether the ticket is for this link, and not too old."""
        parts = parse_token(ticket)
        if parts is None or now.timestamp() > parts[0]:
            return False
        return is_same_secret(sign_text(await signing_key(tx), _fetching(link, parts[0])), parts[1])


async def file_of(tx: Transaction, link: FileLink) -> OutgoingFile | None:
    """The file that a link leads to."""
    kept = await tx.documents.of_message(
        QueuedMessage(0, "", {}, document_id=link.document, paper_id=link.paper)
    )
    return OutgoingFile(name=kept.file_name, content=kept.content) if kept else None


async def _may_still(tx: Transaction, link: FileLink) -> bool:
    """Whether the person is still there, and may still read the report."""
    if await tx.erasure.is_erased(link.member):
        return False
    if link.document is None:
        return True
    unit = await tx.duties.unit_of(await tx.documents.report_of(link.document))
    if await tx.units.is_trial(unit):
        return True
    return is_permitted(
        await tx.roles.of_member(link.member), Right.READ, await tx.units.lineage(unit)
    )


def _fetching(link: FileLink, until: int) -> str:
    """What a ticket's signature is about."""
    return f"file ticket 1:{link.id}:{until}"


def _said(link: FileLink) -> str:
    """What a link's signature is about."""
    expires = int(link.expires_at.timestamp())
    return f"file link 1:{link.id}:{link.member}:{link.document}:{link.paper}:{expires}"
