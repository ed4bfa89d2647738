"""Sending what is committed: claims queued messages and hands them to their channels."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

import structlog

from bot import outbox
from bot.channel import Channel, ChannelError, File, Outgoing, Way
from bot.clock import Clock
from bot.finishing import finished
from bot.metering import month_of, way_of
from storage.store import QueuedMessage, Store, Transaction

log = structlog.get_logger(__name__)
LEASE_SECONDS = 60
AT_ONCE = 50  # messages under way, each of another conversation
LOOK_SECONDS = 2.0  # how often the outbox is looked at when nobody wakes us
RETRY_SECONDS = 3.0


class Sender:
    """Sends each conversation's messages in order, conversations side by side."""

    def __init__(self, store: Store, channels: Sequence[Channel], clock: Clock) -> None:
        self._store = store
        self._channels = channels
        self._clock = clock
        self._woken = {channel.name: asyncio.Event() for channel in channels}

    def wake(self) -> None:
        """There may be something to send."""
        for event in self._woken.values():
            event.set()

    async def run(self) -> None:
        """Send until cancelled, first of all what an earlier process left unsent."""
        await asyncio.gather(*(self._serve(channel) for channel in self._channels))

    async def _serve(self, channel: Channel) -> None:
        woken = self._woken[channel.name]
        # One process serves a database: what is still claimed was claimed by one that died.
        await finished(self._release(channel))
        under_way: set[asyncio.Task[None]] = set()
        try:
            while True:
                woken.clear()
                for outgoing in await self._claim_calmly(channel, AT_ONCE - len(under_way)):
                    sending = asyncio.create_task(self._send(channel, outgoing))
                    under_way.add(sending)
                    sending.add_done_callback(under_way.discard)
                    sending.add_done_callback(lambda _: woken.set())
                await _wait(woken, LOOK_SECONDS)
        finally:
            await _end(under_way)

    async def _claim_calmly(self, channel: Channel, limit: int) -> list[Outgoing]:
        """What there is to send; nothing, and a line in the log, when the store is away."""
        try:
            return await finished(self._claim(channel, limit))
        except Exception:
            log.exception("outbox not served", channel=channel.name)
            return []

    async def send_waiting(self, channel: Channel) -> int:
        """Send one batch: the oldest unsent message of each conversation. How many there were."""
        outgoing = await finished(self._claim(channel, AT_ONCE))
        await asyncio.gather(*(self._send(channel, one) for one in outgoing))
        return len(outgoing)

    async def _release(self, channel: Channel) -> None:
        async with self._store.transaction() as tx:
            await tx.release(channel.name)

    async def _claim(self, channel: Channel, limit: int) -> list[Outgoing]:
        async with self._store.transaction() as tx:
            claimed = await tx.claim(channel.name, self._clock(), LEASE_SECONDS, limit)
            now = self._clock()
            return [await _outgoing(tx, channel, message, now) for message in claimed]

    async def drain(self, channel: Channel) -> None:
        """Send until nothing is left."""
        while await self.send_waiting(channel):
            pass

    async def _send(self, channel: Channel, outgoing: Outgoing) -> None:
        """Send one message and note what came of it; a failure to note leaves it to its lease."""
        try:
            try:
                _check_way(outgoing)
                reference = await channel.send(outgoing)
            except ChannelError as error:
                await finished(self._failed(channel, outgoing, error))
            else:
                await finished(self._sent(channel, outgoing, reference))
        except Exception:
            log.exception("message not settled", channel=channel.name)

    async def _sent(self, channel: Channel, outgoing: Outgoing, reference: str) -> None:
        now = self._clock()
        async with self._store.transaction() as tx:
            await tx.mark_sent(outgoing.id, reference, now)
            if channel.capabilities.metered and outgoing.way is not None:
                await tx.spend(channel.name, month_of(now), outgoing.way.value)

    async def _failed(self, channel: Channel, outgoing: Outgoing, error: ChannelError) -> None:
        log.warning("not sent", channel=channel.name, permanent=error.permanent, error=str(error))
        again = self._clock() + timedelta(seconds=error.retry_after or RETRY_SECONDS)
        async with self._store.transaction() as tx:
            await tx.mark_failed(outgoing.id, str(error), permanent=error.permanent, retry_at=again)
            if error.gone:
                await tx.unreachable(channel.name, outgoing.conversation, self._clock())


def _check_way(outgoing: Outgoing) -> None:
    """ChannelError when the person may not be written to any more."""
    if outgoing.way is None:
        message = "the person was silent for longer than this channel lets us write to him"
        raise ChannelError(message, permanent=True)


async def _way(
    tx: Transaction, channel: Channel, message: QueuedMessage, now: datetime
) -> Way | None:
    """How this message may go out now."""
    can = channel.capabilities
    if not can.free_hours:
        return Way.FREE
    heard = await tx.last_heard(channel.name, message.conversation)
    return way_of(can, heard, now, brief=outbox.brief_of(message.body) is not None)


async def _file(tx: Transaction, message: QueuedMessage) -> File | None:
    if not message.has_file:
        return None
    document = await tx.file_of(message)
    return File(name=document.file_name, content=document.content) if document else None


async def _outgoing(
    tx: Transaction, channel: Channel, message: QueuedMessage, now: datetime
) -> Outgoing:
    replaces = outbox.replaced_by(message.body)
    edits = None
    if replaces is not None and channel.capabilities.edits:
        edits = await tx.reference_of(channel.name, message.conversation, replaces)
    return Outgoing(
        id=message.id,
        conversation=message.conversation,
        spans=outbox.spans_of(message.body),
        buttons=outbox.buttons_of(message.body, message.id),
        file=await _file(tx, message),
        progress=outbox.progress_of(message.body),
        edits=edits,
        replaces=replaces if edits is not None else None,
        way=await _way(tx, channel, message, now),
        brief=outbox.brief_of(message.body),
        contact=outbox.contact_of(message.body),
    )


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


async def _end(tasks: Collection[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
