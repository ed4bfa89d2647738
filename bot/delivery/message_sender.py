"""Sending one message over its channel, and noting what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.delivery.fallback import Claim, Fallbacks, Substitute, gives_way, send_over
from bot.delivery.quota import month_of, parts_of
from bot.delivery.rate_limit import RateLimiter
from bot.ports.channel import Channel, ChannelError, Outgoing
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from storage.fast_path.delivery_notes import DeliveryReceipt, MessageCost
from storage.group_commit import GroupCommit
from storage.store import Store, is_away
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
T = TypeVar("T")
LEASE_SECONDS = 60
RETRY_SECONDS = 3.0
INSIST_SECONDS = 20.0  # how long it is tried to note what became of a message
AGAIN_SECONDS = 0.3
FLOODED = 3  # conversations that are told to slow down at once: then all are


@dataclass
class MessageSender:
    """Sends messages that are claimed by this process under its `name`. `channels` are all that
    are served, by the name space of their senders: who is lost here is written to over another.
    `fallbacks` make what stands for a message that is not taken. When it is `closing`, what cannot
    be noted is not insisted on."""

    store: Store
    channel: Channel
    clock: Clock
    name: str
    group_commit: GroupCommit
    rate_limiter: RateLimiter
    channels: Mapping[str, str]
    fallbacks: Fallbacks
    closing: bool = False
    _slowed: dict[str, float] = field(default_factory=dict)  # told to slow down, and when

    async def send_calmly(self, outgoing: Outgoing) -> bool:
        """Send one message; whether it is settled. A failure to note what came of it leaves it
        to its claim."""
        try:
            return await self._send(outgoing)
        except Exception:
            log.exception("message not settled", channel=self.channel.name)
            return False

    async def _send(self, outgoing: Outgoing) -> bool:
        if outgoing.once and not await finish_work(self._insist(lambda: self._begin(outgoing))):
            return True  # it is another process's by now
        try:
            reference = await send_over(self.channel, outgoing)
        except ChannelError as error:
            return await self._not_taken(outgoing, error)
        now = self.clock()
        receipt = DeliveryReceipt(outgoing.id, reference, now, self._cost(outgoing, now))
        await self._insist(lambda: self.group_commit.note_sent(receipt))
        return True

    async def _not_taken(self, outgoing: Outgoing, error: ChannelError) -> bool:
        """Have something else go out in the message's place when it was tried often enough;
        whether the message is settled."""
        why = error
        if gives_way(outgoing, error):
            left = await self._send_instead(outgoing, error)
            if left is None:
                return True
            why = left
        return await finish_work(self._insist(lambda: self._failed(outgoing, why)))

    async def _send_instead(self, outgoing: Outgoing, error: ChannelError) -> ChannelError | None:
        """Send the first substitute that the channel takes; None when the message is settled so,
        else the failure that counts."""
        name, claim = self.channel.name, Claim(self.name, LEASE_SECONDS)
        asked = (name, outgoing, error, self.clock(), claim)
        substitutes = await finish_work(self.fallbacks.substitutes(*asked))
        if substitutes is None:
            return None
        left = ChannelError(str(error), permanent=True)
        for one in substitutes:
            await self.rate_limiter.turn(outgoing.conversation)
            try:
                reference = await send_over(self.channel, one.outgoing)
            except ChannelError as again:
                if not again.permanent or again.gone:
                    return again if error.permanent or again.gone else error
                left = again
                continue
            note = partial(self._gave_way, outgoing, one, reference, self.clock(), str(error))
            await finish_work(self._insist(note))
            return None
        return left

    async def _gave_way(
        self, outgoing: Outgoing, one: Substitute, reference: str, now: datetime, error: str
    ) -> None:
        """Note what was sent in the message's place, and what it cost."""
        async with self.store.transaction() as tx:
            if await tx.substitutes.give_way(outgoing.id, one.said(), reference, now, error):
                log.warning("message gave way", channel=self.channel.name, message=outgoing.id)
                await self._spend(tx, one.outgoing, now)

    async def _spend(self, tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
        cost = self._cost(outgoing, now)
        if cost is not None:
            await tx.quota.spend(*cost)

    def _cost(self, outgoing: Outgoing, now: datetime) -> MessageCost | None:
        """What the message costs; None where messages are not counted."""
        if not self.channel.capabilities.metered or outgoing.way is None:
            return None
        return MessageCost(self.channel.name, month_of(now), outgoing.way.value, parts_of(outgoing))

    async def hand_back(self, ids: list[int]) -> None:
        """Give up the claim on these messages."""
        if not ids:
            return
        try:
            await finish_work(self._insist(lambda: self._free(ids)))
        except Exception:
            log.exception("messages not handed back; their claims will run out")

    async def _free(self, ids: list[int]) -> None:
        async with self.store.transaction() as tx:
            await tx.outbox.hand_back(ids)

    async def _insist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Note what became of a message, again and again while the store is away: what is not
        noted blocks its conversation until the claim runs out, and then is sent twice."""
        loop = asyncio.get_running_loop()
        until = loop.time() + INSIST_SECONDS
        while True:
            try:
                return await write()
            except Exception as error:
                if not is_away(error) or self.closing or loop.time() > until:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)

    async def _begin(self, outgoing: Outgoing) -> bool:
        async with self.store.transaction() as tx:
            return await tx.outbox.begin(outgoing.id, self.name, self.clock())

    async def _failed(self, outgoing: Outgoing, error: ChannelError) -> bool:
        """Note the failure; whether the message is settled by it."""
        name, now, text = self.channel.name, self.clock(), str(error)
        log.warning(
            "not sent", channel=name, permanent=error.permanent, unknown=error.unknown, error=text
        )
        wait = error.retry_after or RETRY_SECONDS
        async with self.store.transaction() as tx:
            if error.unknown and outgoing.once:
                if await tx.outbox.mark_unknown(outgoing.id, text):
                    await self._spend(tx, outgoing, now)  # rather one too many
                return True
            again, permanent = now + timedelta(seconds=wait), error.permanent
            await tx.outbox.mark_failed(
                outgoing.id, text, permanent=permanent, now=now, retry_at=again
            )
            if error.gone:
                moved = await tx.failover.mark_unreachable(
                    name, outgoing.conversation, self.channels, now
                )
                for member, elsewhere in moved.items():
                    if elsewhere is not None:
                        instead = self.fallbacks.body_for(elsewhere)
                        await tx.failover.resend(outgoing.id, member, now, instead)
            if self._all_slowed(outgoing.conversation, error):
                self.rate_limiter.hold(wait)
                await tx.outbox.pause(name, again)
        return permanent

    def _all_slowed(self, conversation: str, error: ChannelError) -> bool:
        """Whether it is the whole channel that asks for a pause, and not one conversation."""
        if not error.retry_after or error.alone:
            return False
        now = asyncio.get_running_loop().time()
        recent = {name: at for name, at in self._slowed.items() if at > now - RETRY_SECONDS}
        self._slowed = recent | {conversation: now}
        return len(self._slowed) >= FLOODED
