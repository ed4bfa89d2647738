"""Sending what is committed: claims queued messages and hands them to their channels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import structlog

from bot.access.identity import channel_namespace
from bot.delivery import message_body
from bot.delivery.channel_worker import ChannelWorker
from bot.delivery.fallback import Fallbacks
from bot.delivery.message_sender import LEASE_SECONDS, MessageSender
from bot.delivery.quota import way_of
from bot.delivery.rate_limit import RateLimiter
from bot.ports.channel import Channel, Outgoing, OutgoingFile, SendMode
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from bot.runtime.time_limit import wait_for_event
from storage.group_commit import GroupCommit
from storage.messaging.queued_message import QueuedMessage
from storage.store import Store
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0  # how often the outbox is looked at when nobody wakes us


class OutboxWorker:
    """Serves the outbox of every channel. `name` is what this process claims messages under,
    `shares` how many processes send over the same channels."""

    def __init__(
        self,
        store: Store,
        channels: Sequence[Channel],
        clock: Clock,
        name: str,
        group_commit: GroupCommit,
        fallbacks: Fallbacks,
        shares: Callable[[], int] = lambda: 1,
    ) -> None:
        self._store = store
        self._clock = clock
        self.name = name
        self._fallbacks = fallbacks
        self._woken = {channel.name: asyncio.Event() for channel in channels}
        spaces = {channel_namespace(channel.name): channel.name for channel in reversed(channels)}
        self._workers: dict[str, ChannelWorker] = {}
        for channel in channels:
            limiter, noted = RateLimiter(channel.limits, shares), (clock, name, group_commit)
            sender = MessageSender(store, channel, *noted, limiter, spaces, fallbacks)
            self._workers[channel.name] = ChannelWorker(sender, limiter, self.wake)

    def wake(self) -> None:
        """There may be something to send."""
        for event in self._woken.values():
            event.set()

    def worker(self, channel: str) -> ChannelWorker:
        """Who sends this channel's messages."""
        return self._workers[channel]

    async def run(self) -> None:
        """Send until cancelled, first of all what an earlier process left unsent."""
        async with asyncio.TaskGroup() as group:  # it waits for all of them, also when cancelled
            for worker in self._workers.values():
                group.create_task(self._serve(worker))

    async def _serve(self, worker: ChannelWorker) -> None:
        woken = self._woken[worker.channel.name]
        try:
            while True:
                woken.clear()
                await self._hand_over_calmly(worker)
                await wait_for_event(woken, LOOK_SECONDS)
        finally:
            await worker.close()

    async def _hand_over_calmly(self, worker: ChannelWorker) -> None:
        """Hand over what there is to send; a line in the log when the store is away."""
        try:
            await self._hand_over(worker)
        except Exception:
            log.exception("outbox not served", channel=worker.channel.name)

    async def drain(self, channel: Channel) -> None:
        """Send until nothing is left that may go now."""
        while await self.send_waiting(channel):
            pass

    async def send_waiting(self, channel: Channel) -> int:
        """Send one batch: the oldest unsent message of each conversation. How many there were."""
        worker = self._workers[channel.name]
        count = await self._hand_over(worker)
        await worker.idle()
        return count

    async def _hand_over(self, worker: ChannelWorker) -> int:
        claimed = await finish_work(self._claim(worker))
        worker.hand(claimed, claimed=True)
        return len(claimed)

    async def _claim(self, worker: ChannelWorker) -> list[Outgoing]:
        channel, now = worker.channel, self._clock()
        async with self._store.transaction() as tx:
            if not await tx.outbox.may_send(channel.name, now):
                return []
            await tx.outbox.give_up_begun(channel.name, now, LEASE_SECONDS)
            claimed = await tx.outbox.claim(
                channel.name, self.name, now, LEASE_SECONDS, worker.room
            )
            return [await self._readable(tx, channel, message, now) for message in claimed]

    async def _readable(
        self, tx: Transaction, channel: Channel, message: QueuedMessage, now: datetime
    ) -> Outgoing:
        """The message, or a word in its place when what is stored of it cannot be read: one
        message must not keep all others back."""
        try:
            return await _outgoing(tx, channel, message, now)
        except (ValueError, LookupError, TypeError):
            log.exception("message not readable", channel=channel.name, message=message.id)
            unread = Outgoing(message.id, message.conversation, ())
            word = self._fallbacks.word(channel.name, unread).outgoing
            way = await _way(tx, channel, message, now)
            return replace(word, id=message.id, once=message.once, way=way)


async def _way(
    tx: Transaction, channel: Channel, message: QueuedMessage, now: datetime
) -> SendMode | None:
    """How this message may go out now."""
    can = channel.capabilities
    if not can.free_hours:
        return SendMode.FREE
    heard = await tx.quota.last_heard(channel.name, message.conversation)
    return way_of(can, heard, now, brief=message_body.brief_of(message.body) is not None)


async def _file(tx: Transaction, message: QueuedMessage) -> OutgoingFile | None:
    if not message.has_file:
        return None
    document = await tx.documents.of_message(message)
    return OutgoingFile(name=document.file_name, content=document.content) if document else None


async def _outgoing(
    tx: Transaction, channel: Channel, message: QueuedMessage, now: datetime
) -> Outgoing:
    replaces = message_body.replaced_by(message.body)
    edits = None
    if replaces is not None and channel.capabilities.edits:
        edits = await tx.messages.reference_of(channel.name, message.conversation, replaces)
    return Outgoing(
        id=message.id,
        conversation=message.conversation,
        spans=message_body.spans_of(message.body),
        buttons=message_body.buttons_of(message.body, message.id),
        file=await _file(tx, message),
        progress=message_body.progress_of(message.body),
        edits=edits,
        replaces=replaces if edits is not None else None,
        once=message.once,
        way=await _way(tx, channel, message, now),
        brief=message_body.brief_of(message.body),
        contact=message_body.contact_of(message.body),
        page=message_body.page_of(message.body),
        attempts=message.attempts,
        letter=message_body.letter_of(message.body),
    )
