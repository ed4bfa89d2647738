"""Turning replies into queued messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from bot.access.signed_links import LinkKind, SignedLinks
from bot.delivery import message_body
from bot.delivery.attachments import AttachedFile, Attachments
from bot.delivery.issue_limits import refuse_file
from bot.delivery.letters import make_letter
from bot.delivery.notices import Notice, NoticePart
from bot.delivery.quota import channel_quota, way_of
from bot.delivery.recipient import Recipient
from bot.delivery.template_messages import brief_of
from bot.files.charts import make_trend
from bot.files.generated_file import GeneratedFile
from bot.ports.clock import Clock
from conversations.composing.compose import compose_message, room_of
from conversations.protocol.messages import (
    Capabilities,
    MessageLimits,
    Reply,
    SendChart,
    SendFile,
    SendLinkCode,
    SendPageLink,
    SendSignInCode,
    Wording,
)
from storage.transaction import Transaction
from storage.workflow.members import MemberPlace
from templates.loading.catalog import Catalog

ASKS_WHO = frozenset({"join.who"})  # said to somebody nobody knows
WITH_CODE = frozenset(  # what tells a code
    {
        "invite.done",
        "calendar.made",
        "colleague.link",
        "link.code",
        "mail.invitation",
        "mail.confirm",
        "signin.code",
        "signin.told",
    }
)


class ReplyWriter:
    """Queues what is to be said, in the transaction that made it true."""

    def __init__(
        self,
        wording: Wording,
        channels: Mapping[str, Capabilities],
        clock: Clock,
        links: SignedLinks | None = None,
        catalog: Catalog | None = None,
    ) -> None:
        self._catalog = catalog
        self._wording = wording
        self._channels = channels
        self._clock = clock
        self._attachments = Attachments(clock, links)

    def room(self, channel: str) -> MessageLimits:
        """What the channel holds."""
        return room_of(self._channels[channel], self._wording)

    async def speak(self, tx: Transaction, to: Recipient, replies: Sequence[NoticePart]) -> None:
        """Queue the replies in order: a file goes out as a message of its own, or as a link among
        the words where the channel does not carry it. FileNotReadyError for a file that is not
        `made` yet."""
        words: list[Reply] = []
        for reply in replies:
            match reply:
                case Reply():
                    words.append(reply)
                case SendLinkCode():
                    words.append(await self._attachments.new_code(tx, to.member))
                case SendSignInCode():
                    words.append(await self._attachments.new_sign_in_code(tx, to.member))
                case SendPageLink(page=page, known=known):
                    kind = LinkKind(page)
                    words.append(await self._attachments.link_page(tx, to, kind, known=known))
                case SendFile() | GeneratedFile():
                    words = await self._send_file(tx, to, reply, words)
                case SendChart(row=row):
                    assert to.filling is not None  # noqa: S101 - only a report has rows
                    at = (to.filling.report_id, to.filling.form, to.filling.report)
                    drawn = await make_trend(tx, *at, row, self._catalog)
                    if isinstance(drawn, Reply):
                        words.append(drawn)
                        continue
                    words = await self._send_file(tx, to, drawn, words)
        await self._say(tx, to, words)

    async def _send_file(
        self, tx: Transaction, to: Recipient, reply: SendFile | GeneratedFile, words: list[Reply]
    ) -> list[Reply]:
        """Send the file with its own words after those that come before it; what is left of
        them to say: all, and the link, where the channel does not carry the file."""
        refused = await refuse_file(tx, to.channel, to.conversation, to.member, self._clock())
        if refused is not None:
            return [*words, refused]
        said, file = await self._attachments.keep_file(tx, to, reply)
        if not self._channels[to.channel].carries(file.name, file.size):
            return [*words, said, await self._attachments.link_file(tx, to, file)]
        await self._say(tx, to, words)
        await self._say(tx, to, [said], file)
        return []

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
        """Whether what is left of the channel's month is for answers alone, once all that waits is
        sent: many are told faster than a channel sends."""
        can = self._channels[channel]
        if not can.budget:
            return False
        quota = await channel_quota(tx, channel, can, self._clock())
        waiting = await tx.outbox.count_unsent(channel)
        return replace(quota, used=quota.used + waiting).saves

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
    ) -> None:
        """Queue these words as one message, or as many as the channel needs."""
        if not words:
            return
        can = self._channels[to.channel]
        said, head = words, None
        if can.discreet:
            words, head = make_letter(words, self._wording)
        composed = compose_message(words, self._wording, can, to.turn, numbers=to.numbers)
        progress = to.filling.progress if to.filling else None
        brief = brief_of(words) if can.templates else None
        page = self._page(words) if can.mini_apps else None
        contact = self._contact() if can.contacts and _asks_who(words) else None
        document, paper = (file.document, file.paper) if file else (None, None)
        for text in composed:
            report = to.filling.report_id if to.filling else None
            body = message_body.body_of(text, progress, report)
            if to.replaces is not None and can.edits and len(composed) == 1:
                body |= {"replaces": to.replaces}
            body |= {"brief": brief} if brief else {}
            body |= {"letter": asdict(head)} if head else {}
            body |= {"contact": contact} if contact and text is composed[-1] else {}
            body |= {"page": page} if page and text is composed[-1] else {}
            number = await tx.outbox.add(
                to.channel, to.conversation, body, document, self._clock(), paper, once=to.once
            )
            if any(reply.code in WITH_CODE for reply in said):
                await tx.outbox.mark_secret(number)

    def _page(self, words: Sequence[Reply]) -> dict[str, str] | None:
        """The button that opens the desk inside of the channel."""
        url = self._attachments.page_inside(words)
        label = self._wording.say("page.chat.inside", {}).strip()
        return {"label": label, "url": url} if url is not None else None

    def _contact(self) -> dict[str, str]:
        """The words of the channel's own request for name and phone number."""
        title = self._wording.say("contact.title", {}).strip()
        return {"title": title, "words": self._wording.say("contact.words", {}).strip()}


def _at(notice: Notice, heard: MemberPlace | None) -> tuple[str, str, int, int] | None:
    """Where a notice goes, to whom, and at which turn; None when there is no such place."""
    turn = heard.turn if heard is not None else 0
    if notice.place is not None:
        return (*notice.place, notice.to, turn)
    return (heard.channel, heard.conversation, notice.to, turn) if heard is not None else None


def _asks_who(words: Sequence[Reply]) -> bool:
    return any(reply.code in ASKS_WHO for reply in words)
