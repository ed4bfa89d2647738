"""What goes with a reply and is made for it: a file, a link, a code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.access import identity
from bot.access.sign_in_codes import (
    CODE_LIFE,
    SIGN_IN_PATH,
    TOLD_AN_HOUR,
    SignInCodeError,
    make_chat_code,
)
from bot.access.signed_links import LinkKind, SignedLinks, hours_of
from bot.access.telegram_data import TELEGRAM_PATH
from bot.delivery.issue_limits import refuse_page
from bot.delivery.recipient import Recipient
from bot.files.generated_file import GeneratedFile
from bot.files.report_file import note_issued, report_file
from bot.ports.clock import Clock
from conversations.protocol.messages import Reply, SendFile
from conversations.reports.file_request import FileRequest
from storage.transaction import Transaction


class FileNotReadyError(Exception):
    """A file is to be made first, outside of this transaction, which is given up for that."""

    def __init__(self, paper: GeneratedFile) -> None:
        super().__init__(paper.file_name)
        self.paper = paper


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that goes with some words, kept in the store already; `size` in bytes."""

    name: str
    size: int
    document: int | None = None
    paper: int | None = None


@dataclass(frozen=True)
class Attachments:
    """Makes them, in the transaction in which they are handed out. `links` is None where the
    product has no address."""

    clock: Clock
    links: SignedLinks | None = None

    async def keep_file(
        self, tx: Transaction, to: Recipient, reply: SendFile | GeneratedFile
    ) -> tuple[Reply, AttachedFile]:
        """The file, kept for good, and what is said with it."""
        if isinstance(reply, SendFile):
            return await self._keep_document(tx, to, reply.wanted)
        content, now = _made(to, reply), self.clock()
        number = await tx.issue_counts.same_personal(to.member, reply.file_name, content)
        number = number or await tx.documents.add_personal(to.member, reply.file_name, content, now)
        if reply.of is not None:
            await note_issued(tx, reply.of, content, now)
        return reply.reply, AttachedFile(reply.file_name, len(content), paper=number)

    async def link_file(self, tx: Transaction, to: Recipient, file: AttachedFile) -> Reply:
        """Where a file is fetched by somebody whose channel does not carry it."""
        if self.links is None:
            return Reply(code="link.none")
        what = {"document": file.document, "paper": file.paper}
        url = await self.links.make_file_link(tx, to.member, self.clock(), **what)
        return Reply(code="link.file", data={"url": url, "hours": hours_of(LinkKind.FILE)})

    async def link_page(
        self, tx: Transaction, to: Recipient, page: LinkKind, *, known: bool = False
    ) -> Reply:
        """Where the member opens a page of their own; `known`: under a link that they were given
        in this conversation, if there is one that holds for a while."""
        if self.links is None:
            return Reply(code="page.none")
        where, now = (to.channel, to.conversation), self.clock()
        code = "page.chat" if page is LinkKind.CHAT else "page.upload"
        given = (
            await self.links.known_page_link(tx, to.member, page, *where, now) if known else None
        )
        if given is not None:
            return Reply(code=code, data={"url": given.url, "hours": given.hours})
        refused = await refuse_page(tx, to.member, now)
        if refused is not None:
            return refused
        url = await self.links.make_page_link(tx, to.member, page, *where, now)
        return Reply(code=code, data={"url": url, "hours": hours_of(page)})

    def page_inside(self, words: Sequence[Reply]) -> str | None:
        """The address of the desk as it is opened inside of the channel, where a link to it is
        told; None where there is no such link, or no TLS."""
        if self.links is None or not self.links.secure:
            return None
        if not any(reply.code == "page.chat" for reply in words):
            return None
        return f"{self.links.public_url.rstrip('/')}{TELEGRAM_PATH}"

    async def new_code(self, tx: Transaction, member: int) -> Reply:
        """A code that joins another channel."""
        code = await identity.new_code(tx, member, self.clock())
        minutes = int(identity.CODE_LIFE.total_seconds() // 60)
        return Reply(code="link.code", data={"code": code, "minutes": minutes})

    async def new_sign_in_code(self, tx: Transaction, member: int) -> Reply:
        """A code that is typed on the desk's page, and where that is."""
        if self.links is None:
            return Reply(code="page.none")
        try:
            code = await make_chat_code(tx, member, self.clock())
        except SignInCodeError:
            return Reply(code="signin.often", data={"limit": TOLD_AN_HOUR})
        minutes = int(CODE_LIFE.total_seconds() // 60)
        url = f"{self.links.public_url.rstrip('/')}{SIGN_IN_PATH}"
        return Reply(code="signin.told", data={"code": code, "minutes": minutes, "url": url})

    async def _keep_document(
        self, tx: Transaction, to: Recipient, wanted: FileRequest
    ) -> tuple[Reply, AttachedFile]:
        assert to.filling is not None  # noqa: S101 - only a report has a document
        report_id, form, report = to.filling.report_id, to.filling.form, to.filling.report
        file = await report_file(tx, report_id, form, report, wanted)
        content = _made(to, GeneratedFile(file.name, file.make, file.reply, file))
        now = self.clock()
        same = (report_id, file.kind, file.name, content)
        document = await tx.issue_counts.same_document(*same) or await tx.documents.add(*same, now)
        await note_issued(tx, file, content, now)
        return file.reply, AttachedFile(file.name, len(content), document=document)


def _made(to: Recipient, paper: GeneratedFile) -> bytes:
    """The paper's content, when it is ready; FileNotReadyError to have it made first. The file of a
    report is ready only while the report is as it was."""
    slot = paper.of.slot if paper.of is not None else paper.file_name
    content = (to.made or {}).get(slot)
    if content is None:
        raise FileNotReadyError(replace(paper, file_name=slot))
    return content
