"""Links for one person: to a file, to the page where a file is sent, to the report in a browser.

A link is made in the transaction that hands it out. It is signed, ends after some hours, and opens
in one browser only, the first that takes it up; a look at it, as chat programs take for a preview,
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.access.signatures import (
    is_same_secret,
    mark_of,
    new_browser,
    parse_token,
    sign_text,
    signing_key,
)
from bot.ports.channel import OutgoingFile
from conversations.workflow.permissions import Permission, is_permitted
from storage.messaging.queued_message import QueuedMessage
from storage.messaging.signed_links import SignedLink
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction


class LinkKind(StrEnum):
    FILE = "file"
    UPLOAD = "upload"
    CHAT = "chat"


PAGES = (LinkKind.UPLOAD, LinkKind.CHAT)
LIVES = {
    LinkKind.FILE: timedelta(hours=24),
    LinkKind.UPLOAD: timedelta(hours=24),
    LinkKind.CHAT: timedelta(hours=12),
}
FILE_PATH, PAGE_PATH = "/tep", "/trang"
WORTH_TELLING = timedelta(hours=1)  # what a link told once more holds at least
TICKET_LIFE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class GivenLink:
    """An address that was told before, and for how many hours it still holds."""

    url: str
    hours: int


def hours_of(kind: LinkKind) -> int:
    """How long a link of this kind holds."""
    return int(LIVES[kind].total_seconds() // 3600)


@dataclass(frozen=True)
class SignedLinks:
    """Makes and opens links under the address that people reach the product by."""

    public_url: str

    @property
    def secure(self) -> bool:
        """Whether the pages are served over TLS, so that a cookie may be bound to it."""
        return self.public_url.startswith("https://")

    async def make_file_link(
        self,
        tx: Transaction,
        member: int,
        now: datetime,
        *,
        document: int | None = None,
        paper: int | None = None,
    ) -> str:
        """The address of one file, kept in the store already, for this member alone."""
        expires = now + LIVES[LinkKind.FILE]
        made = SignedLink(0, LinkKind.FILE, member, document, paper, "", "", expires)
        return await self._add(tx, FILE_PATH, made, now)

    async def make_page_link(
        self,
        tx: Transaction,
        member: int,
        page: LinkKind,
        channel: str,
        conversation: str,
        now: datetime,
    ) -> str:
        """The address of a page for this member alone, told in this conversation."""
        expires = now + LIVES[page]
        made = SignedLink(0, page, member, None, None, channel, conversation, expires)
        return await self._add(tx, PAGE_PATH, made, now)

    async def known_page_link(
        self,
        tx: Transaction,
        member: int,
        page: LinkKind,
        channel: str,
        conversation: str,
        now: datetime,
    ) -> GivenLink | None:
        """The newest address of the page that was told in this conversation, if it holds for
        some while yet."""
        place = (channel, conversation)
        link = await tx.signed_links.newest(member, page, *place, now + WORTH_TELLING)
        if link is None or not await _holds(tx, link, now):
            return None
        hours = int((link.expires_at - now).total_seconds() // 3600)
        return GivenLink(await self._address(tx, PAGE_PATH, link), hours)

    async def find(
        self, tx: Transaction, token: str, now: datetime, *kinds: LinkKind
    ) -> SignedLink | None:
        """The link, while it holds: of these kinds, signed by us, not expired nor revoked, its
        person still entitled."""
        parts = parse_token(token)
        if parts is None or parts[0] > MOST_ROWS:
            return None
        link = await tx.signed_links.find(parts[0])
        if link is None or link.kind not in kinds:
            return None
        if not is_same_secret(sign_text(await signing_key(tx), _content(link)), parts[1]):
            return None
        return link if await _holds(tx, link, now) else None

    async def open(
        self, tx: Transaction, link: SignedLink, browser: str, now: datetime
    ) -> str | None:
        """Open the link in the browser that shows this secret, or none; the secret it is known by
        from now on. None when it is open in another browser. A secret counts only when a browser
        that showed it opened a link of this member before: any other may have been planted."""
        known = bool(browser) and await tx.signed_links.knows_browser(link.member, mark_of(browser))
        secret = browser if known else new_browser()
        return secret if await tx.signed_links.open(link.id, mark_of(secret), now) else None

    async def make_ticket(self, tx: Transaction, link: SignedLink, now: datetime) -> str:
        """What fetches the file within some minutes, whoever fetches it for that browser."""
        until = int((now + TICKET_LIFE).timestamp())
        return f"{until}.{sign_text(await signing_key(tx), _ticket(link, until))}"

    async def admits(self, tx: Transaction, link: SignedLink, ticket: str, now: datetime) -> bool:
        """Whether the ticket is for this link, and not too old."""
        parts = parse_token(ticket)
        if parts is None or now.timestamp() > parts[0]:
            return False
        return is_same_secret(sign_text(await signing_key(tx), _ticket(link, parts[0])), parts[1])

    async def _add(self, tx: Transaction, path: str, made: SignedLink, now: datetime) -> str:
        return await self._address(tx, path, await tx.signed_links.add(made, now))

    async def _address(self, tx: Transaction, path: str, link: SignedLink) -> str:
        token = f"{link.id}.{sign_text(await signing_key(tx), _content(link))}"
        return f"{self.public_url.rstrip('/')}{path}/{token}"


async def file_of(tx: Transaction, link: SignedLink) -> OutgoingFile | None:
    """The file that a link leads to."""
    kept = await tx.documents.of_message(
        QueuedMessage(0, "", {}, document_id=link.document, paper_id=link.paper)
    )
    return OutgoingFile(name=kept.file_name, content=kept.content) if kept else None


async def _holds(tx: Transaction, link: SignedLink, now: datetime) -> bool:
    """Whether it is in time, and its person is still there and may still read the report."""
    if (
        now >= link.expires_at
        or link.revoked_at is not None
        or await tx.erasure.is_erased(link.member)
    ):
        return False
    if link.document is None:
        return True
    unit = await tx.duties.unit_of(await tx.documents.report_of(link.document))
    if await tx.units.is_trial(unit):
        return True
    grants = await tx.roles.of_member(link.member)
    return is_permitted(grants, Permission.READ, await tx.units.lineage(unit))


def _ticket(link: SignedLink, until: int) -> str:
    """What a ticket's signature is about."""
    return f"file ticket 1:{link.id}:{until}"


def _content(link: SignedLink) -> str:
    """What a link's signature is about."""
    leads = f"{link.kind}:{link.document}:{link.paper}:{link.channel}"
    return f"link 1:{link.id}:{link.member}:{leads}:{int(link.expires_at.timestamp())}"
