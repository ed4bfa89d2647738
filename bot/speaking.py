"""Turning replies into queued messages, with documents and codes made on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot import joining, outbox
from bot.channel import Outgoing
from bot.charting import trend
from bot.clock import Clock
from bot.issuing import note_issued, report_file
from bot.links import LIFE, FileLinks
from bot.office.visit import Notice, Paper, Said
from conversations.composing import compose
from conversations.downloads import Wanted
from conversations.form import Form
from conversations.messages import (
    Capabilities,
    Chart,
    Deliver,
    LinkCode,
    OutText,
    Reply,
    Wording,
)
from conversations.report import Report
from conversations.values import State
from storage.store import Transaction

WITH_CODE = frozenset({"invite.done", "colleague.link", "link.code"})  # what tells a code


class NotMadeError(Exception):
    """A paper is to be made first, outside of this transaction, which is given up for that."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper.file_name)
        self.paper = paper


@dataclass(frozen=True, slots=True)
class Filling:
    """The report that is spoken of."""

    report_id: int
    form: Form
    report: Report

    @property
    def progress(self) -> tuple[int, int]:
        """Answered rows and all asked rows."""
        blank = sum(self.report.answer(key).state is State.BLANK for key in self.form.order)
        return len(self.form.order) - blank, len(self.form.order)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message that was queued: its number, and what it says."""

    message: int
    text: OutText

    def outgoing(self, conversation: str, progress: tuple[int, int] | None) -> Outgoing:
        """The message as a channel sends it."""
        return Outgoing(
            id=self.message,
            conversation=conversation,
            spans=self.text.spans,
            buttons=outbox.outgoing_buttons(self.text.buttons, self.message),
            progress=progress,
        )


@dataclass(frozen=True, slots=True)
class Listener:
    """To whom we speak, at which turn of the conversation, and of which report if any. `made`
    are papers that are ready, by file name; `replaces` the message whose place the answer
    takes, where the channel can do that. `once`: it is not said again when nobody knows whether
    it arrived."""

    channel: str
    conversation: str
    member: int
    turn: int
    filling: Filling | None = None
    made: Mapping[str, bytes] | None = None
    replaces: int | None = None
    once: bool = False


class Speaker:
    """Queues what is to be said, in the transaction that made it true."""

    def __init__(
        self,
        wording: Wording,
        channels: Mapping[str, Capabilities],
        clock: Clock,
        links: FileLinks | None = None,
    ) -> None:
        self._wording = wording
        self._channels = channels
        self._clock = clock
        self._links = links

    async def speak(self, tx: Transaction, to: Listener, replies: Sequence[Said]) -> Spoken | None:
        """Queue the replies in order: a document goes out as a message of its own. The last
        message; NotMadeError for a paper that is not `made` yet."""
        words: list[Reply] = []
        last: Spoken | None = None
        for reply in replies:
            match reply:
                case Reply():
                    words.append(reply)
                case LinkCode():
                    words.append(await self._code(tx, to.member))
                case Deliver():
                    await self._say(tx, to, words)
                    words = []
                    last = await self._deliver(tx, to, reply.wanted)
                case Chart(row=row):
                    assert to.filling is not None  # noqa: S101 - only a report has rows
                    at = (to.filling.report_id, to.filling.form, to.filling.report)
                    drawn = await trend(tx, *at, row)
                    if isinstance(drawn, Reply):
                        words.append(drawn)
                        continue
                    await self._say(tx, to, words)
                    words = []
                    last = await self._hand_out(tx, to, drawn)
                case Paper():
                    await self._say(tx, to, words)
                    words = []
                    last = await self._hand_out(tx, to, reply)
        return await self._say(tx, to, words) or last

    async def notify(
        self, tx: Transaction, notices: Sequence[Notice], *, once: bool = False
    ) -> int:
        """Queue what other members are to be told, where each was heard last; how many could
        be."""
        told = 0
        places = await tx.places_of({notice.to for notice in notices})
        for notice in notices:
            place = places.get(notice.to)
            if place is not None and place.channel in self._channels:
                at = (place.channel, place.conversation, notice.to, place.turn)
                to = Listener(*at, once=once)
                await self._say(tx, to, [notice.reply])
                told += 1
        return told

    async def say_trouble(self, tx: Transaction, channel: str, conversation: str) -> None:
        """Say that an event could not be handled."""
        await self._say(tx, Listener(channel, conversation, 0, 0), [Reply(code="trouble")])

    async def say_wait(
        self, tx: Transaction, channel: str, conversation: str, seconds: float
    ) -> None:
        """Ask somebody who sends far too much to wait so long."""
        words = Reply(code="flooded", data={"seconds": round(seconds)})
        await self._say(tx, Listener(channel, conversation, 0, 0), [words])

    async def _say(
        self,
        tx: Transaction,
        to: Listener,
        words: Sequence[Reply],
        document: int | None = None,
        paper: int | None = None,
    ) -> Spoken | None:
        """Queue these words as one message, or as many as the channel needs; the last one."""
        if not words:
            return None
        can = self._channels[to.channel]
        if (document or paper) and not can.files:
            words = [*words, await self._link(tx, to, document, paper)]
            document = paper = None
        composed = compose(words, self._wording, can, to.turn)
        progress = to.filling.progress if to.filling else None
        last: Spoken | None = None
        for text in composed:
            body = outbox.body_of(text, progress)
            if to.replaces is not None and can.edits and len(composed) == 1:
                body |= {"replaces": to.replaces}
            number = await tx.queue(
                to.channel, to.conversation, body, document, self._clock(), paper, once=to.once
            )
            if any(reply.code in WITH_CODE for reply in words):
                await tx.forget_later(number)
            last = Spoken(number, text)
        return last

    async def _link(
        self, tx: Transaction, to: Listener, document: int | None, paper: int | None
    ) -> Reply:
        """Where a file is fetched by somebody whose channel carries none."""
        if self._links is None:
            return Reply(code="link.none")
        url = await self._links.link(tx, to.member, self._clock(), document=document, paper=paper)
        hours = int(LIFE.total_seconds() // 3600)
        return Reply(code="link.file", data={"url": url, "hours": hours})

    async def _code(self, tx: Transaction, member: int) -> Reply:
        code = await joining.new_code(tx, member, self._clock())
        minutes = int(joining.CODE_LIFE.total_seconds() // 60)
        return Reply(code="link.code", data={"code": code, "minutes": minutes})

    async def _deliver(self, tx: Transaction, to: Listener, wanted: Wanted) -> Spoken | None:
        assert to.filling is not None  # noqa: S101 - only a report has a document
        report_id, form, report = to.filling.report_id, to.filling.form, to.filling.report
        file = await report_file(tx, report_id, form, report, wanted)
        content = _made(to, Paper(file.name, file.make, file.reply, file))
        now = self._clock()
        document = await tx.add_document(report_id, file.kind, file.name, content, now)
        await note_issued(tx, file, content, now)
        return await self._say(tx, to, [file.reply], document)

    async def _hand_out(self, tx: Transaction, to: Listener, paper: Paper) -> Spoken | None:
        content, now = _made(to, paper), self._clock()
        number = await tx.add_paper(to.member, paper.file_name, content, now)
        if paper.of is not None:
            await note_issued(tx, paper.of, content, now)
        return await self._say(tx, to, [paper.reply], paper=number)


def _made(to: Listener, paper: Paper) -> bytes:
    """The paper's content, when it is ready; NotMadeError to have it made first. The file of a
    report is ready only while the report is as it was."""
    slot = paper.of.slot if paper.of is not None else paper.file_name
    content = (to.made or {}).get(slot)
    if content is None:
        raise NotMadeError(replace(paper, file_name=slot))
    return content
