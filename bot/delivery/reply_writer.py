"""Turning replies into queued messages, with documents and codes made on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.access import identity
from bot.access.file_links import LIFE, FileLinks
from bot.access.page_links import LIVES, LinkedPage, PageLinks
from bot.delivery import message_body
from bot.delivery.issue_limits import refuse_file, refuse_pass
from bot.delivery.notices import Notice, NoticePart
from bot.delivery.quota import channel_quota, way_of
from bot.delivery.template_messages import brief_of
from bot.files.charts import make_trend
from bot.files.generated_file import GeneratedFile
from bot.files.report_file import note_issued, report_file
from bot.ports.channel import Outgoing
from bot.ports.clock import Clock
from conversations.answers.values import AnswerState
from conversations.composing.compose import compose_message, room_of
from conversations.forms.model import Form
from conversations.protocol.messages import (
    Capabilities,
    ComposedMessage,
    MessageLimits,
    Reply,
    SendChart,
    SendFile,
    SendLinkCode,
    SendPageLink,
    Wording,
)
from conversations.reports.file_request import FileRequest
from conversations.reports.model import Report
from storage.transaction import Transaction
from storage.workflow.members import MemberPlace

ASKS_WHO = frozenset({"join.who"})  # said to somebody nobody knows
WITH_CODE = frozenset({"invite.done", "colleague.link", "link.code"})  # what tells a code


class FileNotReadyError(Exception):
    """A paper is to be made first, outside of this transaction, which is given up for that."""

    def __init__(self, paper: GeneratedFile) -> None:
        super().__init__(paper.file_name)
        self.paper = paper


@dataclass(frozen=True, slots=True)
class ReportAtHand:
    """The report that is spoken of."""

    report_id: int
    form: Form
    report: Report

    @property
    def progress(self) -> tuple[int, int]:
        """Answered rows and all asked rows."""
        blank = sum(self.report.answer(key).state is AnswerState.BLANK for key in self.form.order)
        return len(self.form.order) - blank, len(self.form.order)


@dataclass(frozen=True, slots=True)
class QueuedReply:
    """A message that was queued: its number, and what it says."""

    message: int
    text: ComposedMessage

    def outgoing(self, conversation: str, progress: tuple[int, int] | None) -> Outgoing:
        """The message as a channel sends it."""
        return Outgoing(
            id=self.message,
            conversation=conversation,
            spans=self.text.spans,
            buttons=message_body.outgoing_buttons(self.text.buttons, self.message),
            progress=progress,
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom we speak, at which turn of the conversation, and of which report if any. `made`
    are papers that are ready, by file name; `replaces` the message whose place the answer
    takes, where the channel can do that; `numbers`: choices may stand under numbers. `once`: it
    is not said again when nobody knows whether it arrived."""

    channel: str
    conversation: str
    member: int
    turn: int
    filling: ReportAtHand | None = None
    made: Mapping[str, bytes] | None = None
    replaces: int | None = None
    numbers: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that goes with some words, kept in the store already; `size` in bytes."""

    name: str
    size: int
    document: int | None = None
    paper: int | None = None


class ReplyWriter:
    """Queues what is to be said, in the transaction that made it true."""

    def __init__(
        self,
        wording: Wording,
        channels: Mapping[str, Capabilities],
        clock: Clock,
        links: FileLinks | None = None,
        passes: PageLinks | None = None,
    ) -> None:
        self._wording = wording
        self._channels = channels
        self._clock = clock
        self._links = links
        self._passes = passes

    def room(self, channel: str) -> MessageLimits:
        """What the channel holds."""
        return room_of(self._channels[channel], self._wording)

    async def speak(
        self, tx: Transaction, to: Recipient, replies: Sequence[NoticePart]
    ) -> QueuedReply | None:
        """Queue the replies in order: a file goes out as a message of its own, or as a link among
        the words where the channel does not carry it. The last message; NotMadeError for a paper
        that is not `made` yet."""
        words: list[Reply] = []
        last: QueuedReply | None = None
        for reply in replies:
            match reply:
                case Reply():
                    words.append(reply)
                case SendLinkCode():
                    words.append(await self._code(tx, to.member))
                case SendPageLink(page=page):
                    words.append(await self._page(tx, to, LinkedPage(page)))
                case SendFile() | GeneratedFile():
                    words, last = await self._send_file(tx, to, reply, words)
                case SendChart(row=row):
                    assert to.filling is not None  # noqa: S101 - only a report has rows
                    at = (to.filling.report_id, to.filling.form, to.filling.report)
                    drawn = await make_trend(tx, *at, row)
                    if isinstance(drawn, Reply):
                        words.append(drawn)
                        continue
                    words, last = await self._send_file(tx, to, drawn, words)
        return await self._say(tx, to, words) or last

    async def _send_file(
        self, tx: Transaction, to: Recipient, reply: SendFile | GeneratedFile, words: list[Reply]
    ) -> tuple[list[Reply], QueuedReply | None]:
        """Send the file with its own words after those that come before it; what is left of
        them to say (all, and the link, where the channel does not carry the file), and the last
        message."""
        refused = await refuse_file(tx, to.channel, to.conversation, to.member, self._clock())
        if refused is not None:
            return [*words, refused], None
        said, file = await self._file(tx, to, reply)
        if not self._channels[to.channel].carries(file.name, file.size):
            return [*words, said, await self._link(tx, to, file)], None
        await self._say(tx, to, words)
        return [], await self._say(tx, to, [said], file)

    async def notify(
        self, tx: Transaction, notices: Sequence[Notice], *, once: bool = False
    ) -> list[int]:
        """Queue what other members are to be told, where each was heard last or, in a notice with
        a place, there. Who cannot be written to there now: they were silent for too long, or the
        channel is off. What is said `once` is said unasked: not over a channel whose month is kept
        for answers."""
        silent: dict[int, None] = {}
        spared = await self._saving(tx) if once else frozenset()
        places = await tx.members.places_of({notice.to for notice in notices})
        for notice in notices:
            at = _at(notice, places.get(notice.to))
            if at is None:
                continue
            if at[0] not in self._channels:
                silent[notice.to] = None
                continue
            to = Recipient(*at, once=once)
            spares = to.channel in spared
            if not spares and await self.may_write(tx, to, [notice.reply]):
                await self._say(tx, to, [notice.reply])
            else:
                silent[notice.to] = None
        return [*silent]

    async def may_write(
        self, tx: Transaction, to: Recipient, replies: Sequence[NoticePart]
    ) -> bool:
        """Whether the channel lets us say this to the person now."""
        can = self._channels[to.channel]
        if not can.free_hours:
            return True
        heard = await tx.quota.last_heard(to.channel, to.conversation)
        words = [reply for reply in replies if isinstance(reply, Reply)]
        brief = brief_of(words) is not None
        return way_of(can, heard, self._clock(), brief=brief) is not None

    async def saves(self, tx: Transaction, channel: str) -> bool:
        """Whether what is left of the channel's month is for answers alone."""
        can = self._channels[channel]
        return can.budget > 0 and (await channel_quota(tx, channel, can, self._clock())).saves

    async def _saving(self, tx: Transaction) -> frozenset[str]:
        return frozenset([name for name in self._channels if await self.saves(tx, name)])

    async def say_trouble(
        self, tx: Transaction, channel: str, conversation: str, kind: str, read: str
    ) -> None:
        """Say that an event of this kind is given up; `read` is the beginning of what was sent."""
        words = Reply(code="trouble", data={"kind": kind, "read": read})
        await self._say(tx, Recipient(channel, conversation, 0, 0), [words])

    async def say_wait(
        self, tx: Transaction, channel: str, conversation: str, seconds: float
    ) -> None:
        """Ask somebody who sends far too much to wait so long."""
        words = Reply(code="flooded", data={"seconds": round(seconds)})
        await self._say(tx, Recipient(channel, conversation, 0, 0), [words])

    async def _say(
        self,
        tx: Transaction,
        to: Recipient,
        words: Sequence[Reply],
        file: AttachedFile | None = None,
    ) -> QueuedReply | None:
        """Queue these words as one message, or as many as the channel needs; the last one."""
        if not words:
            return None
        can = self._channels[to.channel]
        composed = compose_message(words, self._wording, can, to.turn, numbers=to.numbers)
        progress = to.filling.progress if to.filling else None
        brief = brief_of(words) if can.templates else None
        contact = self._contact() if can.contacts and _asks_who(words) else None
        document, paper = (file.document, file.paper) if file else (None, None)
        last: QueuedReply | None = None
        for text in composed:
            body = message_body.body_of(text, progress)
            if to.replaces is not None and can.edits and len(composed) == 1:
                body |= {"replaces": to.replaces}
            body |= {"brief": brief} if brief else {}
            body |= {"contact": contact} if contact and text is composed[-1] else {}
            number = await tx.outbox.add(
                to.channel, to.conversation, body, document, self._clock(), paper, once=to.once
            )
            if any(reply.code in WITH_CODE for reply in words):
                await tx.outbox.mark_secret(number)
            last = QueuedReply(number, text)
        return last

    def _contact(self) -> dict[str, str]:
        """The words of the channel's own request for name and phone number."""
        title = self._wording.say("contact.title", {}).strip()
        return {"title": title, "words": self._wording.say("contact.words", {}).strip()}

    async def _link(self, tx: Transaction, to: Recipient, file: AttachedFile) -> Reply:
        """Where a file is fetched by somebody whose channel does not carry it."""
        if self._links is None:
            return Reply(code="link.none")
        what = {"document": file.document, "paper": file.paper}
        url = await self._links.link(tx, to.member, self._clock(), **what)
        hours = int(LIFE.total_seconds() // 3600)
        return Reply(code="link.file", data={"url": url, "hours": hours})

    async def _page(self, tx: Transaction, to: Recipient, page: LinkedPage) -> Reply:
        """Where the member opens a page of his own."""
        if self._passes is None:
            return Reply(code="page.none")
        refused = await refuse_pass(tx, to.member, self._clock())
        if refused is not None:
            return refused
        where = (to.channel, to.conversation)
        url = await self._passes.link(tx, to.member, page, *where, self._clock())
        hours = int(LIVES[page].total_seconds() // 3600)
        data = {"url": url, "hours": hours}
        return Reply(code="page.chat" if page is LinkedPage.CHAT else "page.upload", data=data)

    async def _code(self, tx: Transaction, member: int) -> Reply:
        code = await identity.new_code(tx, member, self._clock())
        minutes = int(identity.CODE_LIFE.total_seconds() // 60)
        return Reply(code="link.code", data={"code": code, "minutes": minutes})

    async def _file(
        self, tx: Transaction, to: Recipient, reply: SendFile | GeneratedFile
    ) -> tuple[Reply, AttachedFile]:
        """The file, kept for good, and what is said with it."""
        if isinstance(reply, SendFile):
            return await self._document(tx, to, reply.wanted)
        content, now = _made(to, reply), self._clock()
        number = await tx.issue_counts.same_personal(to.member, reply.file_name, content)
        number = number or await tx.documents.add_personal(to.member, reply.file_name, content, now)
        if reply.of is not None:
            await note_issued(tx, reply.of, content, now)
        return reply.reply, AttachedFile(reply.file_name, len(content), paper=number)

    async def _document(
        self, tx: Transaction, to: Recipient, wanted: FileRequest
    ) -> tuple[Reply, AttachedFile]:
        assert to.filling is not None  # noqa: S101 - only a report has a document
        report_id, form, report = to.filling.report_id, to.filling.form, to.filling.report
        file = await report_file(tx, report_id, form, report, wanted)
        content = _made(to, GeneratedFile(file.name, file.make, file.reply, file))
        now = self._clock()
        same = (report_id, file.kind, file.name, content)
        document = await tx.issue_counts.same_document(*same) or await tx.documents.add(*same, now)
        await note_issued(tx, file, content, now)
        return file.reply, AttachedFile(file.name, len(content), document=document)


def _at(notice: Notice, heard: MemberPlace | None) -> tuple[str, str, int, int] | None:
    """Where a notice goes, to whom, and at which turn; None when there is no such place."""
    turn = heard.turn if heard is not None else 0
    if notice.place is not None:
        return (*notice.place, notice.to, turn)
    return (heard.channel, heard.conversation, notice.to, turn) if heard is not None else None


def _asks_who(words: Sequence[Reply]) -> bool:
    return any(reply.code in ASKS_WHO for reply in words)


def _made(to: Recipient, paper: GeneratedFile) -> bytes:
    """The paper's content, when it is ready; NotMadeError to have it made first. The file of a
    report is ready only while the report is as it was."""
    slot = paper.of.slot if paper.of is not None else paper.file_name
    content = (to.made or {}).get(slot)
    if content is None:
        raise FileNotReadyError(replace(paper, file_name=slot))
    return content
