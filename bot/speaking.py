"""Turning the engine's replies into queued messages, with documents and codes made on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot import joining, outbox
from bot.clock import Clock
from conversations import reminding
from conversations.composing import compose
from conversations.form import Form
from conversations.messages import Capabilities, Deliver, LinkCode, Reply, Wording
from conversations.report import Report
from conversations.turn import Spoken
from conversations.values import State
from storage.store import Transaction
from templates.documents.word import file_name, render_word


@dataclass(frozen=True, slots=True)
class Listener:
    """To whom we speak, of which report, at which turn of the conversation."""

    channel: str
    conversation: str
    member: int
    report_id: int
    form: Form
    report: Report
    turn: int

    @property
    def progress(self) -> tuple[int, int]:
        """Answered rows and all asked rows."""
        blank = sum(self.report.answer(key).state is State.BLANK for key in self.form.order)
        return len(self.form.order) - blank, len(self.form.order)


class Speaker:
    """Queues what is to be said, in the transaction that made it true."""

    def __init__(
        self, wording: Wording, channels: Mapping[str, Capabilities], clock: Clock
    ) -> None:
        self._wording = wording
        self._channels = channels
        self._clock = clock

    async def speak(self, tx: Transaction, to: Listener, replies: Sequence[Spoken]) -> None:
        """Queue the replies in order: a document goes out as a message of its own."""
        words: list[Reply] = []
        for reply in replies:
            match reply:
                case Reply():
                    words.append(reply)
                case LinkCode():
                    words.append(await self._code(tx, to.member))
                case Deliver():
                    await self._say(tx, to, words)
                    words = []
                    await self._deliver(tx, to, final=reply.final)
        await self._say(tx, to, words)

    async def say_reminder(self, tx: Transaction, to: Listener, rows: Sequence[str]) -> None:
        """Remind of rows that have no number yet."""
        await self._say(tx, to, [reminding.reminder(to.form, to.report, rows)])

    async def say_trouble(self, tx: Transaction, channel: str, conversation: str) -> None:
        """Say that an event could not be handled."""
        for text in compose([Reply(code="trouble")], self._wording, self._channels[channel], 0):
            body = outbox.body_of(text)
            await tx.queue(channel, conversation, body, None, self._clock())

    async def _say(
        self, tx: Transaction, to: Listener, words: Sequence[Reply], document: int | None = None
    ) -> None:
        if not words:
            return
        for text in compose(words, self._wording, self._channels[to.channel], to.turn):
            body = outbox.body_of(text, to.progress)
            await tx.queue(to.channel, to.conversation, body, document, self._clock())

    async def _code(self, tx: Transaction, member: int) -> Reply:
        code = await joining.new_code(tx, member, self._clock())
        minutes = int(joining.CODE_LIFE.total_seconds() // 60)
        return Reply(code="link.code", data={"code": code, "minutes": minutes})

    async def _deliver(self, tx: Transaction, to: Listener, *, final: bool) -> None:
        content = await asyncio.to_thread(render_word, to.form, to.report)
        name = file_name(to.form, to.report)
        kind = "final" if final else "draft"
        document = await tx.add_document(to.report_id, kind, name, content, self._clock())
        await self._say(tx, to, [Reply(code=f"document.{kind}", data={"name": name})], document)
