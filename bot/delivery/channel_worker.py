"""Sending one channel's messages: each conversation's in order, conversations side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import structlog

from bot.delivery.fallback import Claim, Fallbacks, Substitute, gives_way, send_over
from bot.delivery.quota import month_of, parts_of
from bot.delivery.rate_limit import RateLimiter
from bot.ports.channel import Channel, ChannelError, Outgoing
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from storage.group_commit import GroupCommit
from storage.store import Store, is_away
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
T = TypeVar("T")
LEASE_SECONDS = 60
FRESH_SECONDS = 30.0  # after that too little of a claim is left to begin sending
GRACE_SECONDS = 5.0  # for what is being sent when the process ends
AT_ONCE = 500  # messages under way, and no more than go out in so many seconds:
AHEAD_SECONDS = 15.0
RETRY_SECONDS = 3.0
INSIST_SECONDS = 20.0  # how long it is tried to note what became of a message
AGAIN_SECONDS = 0.3
REMEMBERED = 1_000  # messages that went out last
FLOODED = 3  # conversations that are told to slow down at once: then all are


@dataclass
class ConversationInFlight:
    """What is under way to one conversation, and when it was handed over. `claimed`: the store
    may have more for it."""

    claimed: bool
    waiting: deque[tuple[float, Outgoing]] = field(default_factory=deque)


class ChannelWorker:
    """Sends what is handed to it, all of it claimed by this process under its `name`. `more` is
    called when the store may have more for a conversation. `channels` are all that are served,
    by the name space of their senders: who is lost here is written to over another. `fallbacks`
    make what stands for a message that is not taken."""

    def __init__(
        self,
        store: Store,
        channel: Channel,
        clock: Clock,
        name: str,
        grouping: GroupCommit,
        pace: RateLimiter,
        more: Callable[[], None],
        channels: Mapping[str, str],
        fallbacks: Fallbacks,
    ) -> None:
        self.channel = channel
        self._store = store
        self._clock = clock
        self._name = name
        self._grouping = grouping
        self._pace = pace
        self._more = more
        self._channels = channels
        self._fallbacks = fallbacks
        self._lines: dict[str, ConversationInFlight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stuck: set[str] = set()  # conversations whose oldest message waits for another try
        self._slowed: dict[str, float] = {}  # conversations told to slow down, and when
        self._closing = False
        self._settled: deque[int] = deque(maxlen=REMEMBERED)  # what went out last

    @property
    def room(self) -> int:
        """How many more messages may be handed over."""
        most = int(max(1, min(AT_ONCE, self._pace.within(AHEAD_SECONDS))))
        return max(0, most - sum(len(line.waiting) for line in self._lines.values()))

    def under_way(self, conversation: str) -> frozenset[int]:
        """Which messages to this conversation are in our hands, by id; none may follow them
        while the oldest waits for another try. It may be asked from another thread."""
        line = self._lines.get(conversation)
        if line is None or conversation in self._stuck:
            return frozenset()
        return frozenset(one.id for _, one in tuple(line.waiting))

    def hand(self, outgoing: Sequence[Outgoing], *, claimed: bool = False) -> None:
        """Send these, each behind what is under way to its conversation. They are `claimed`
        from the store as the oldest, or were claimed when they were made."""
        now = asyncio.get_running_loop().time()
        for one in outgoing:
            if claimed:
                self._stuck.discard(one.conversation)
            elif one.conversation in self._stuck:
                self._start(self._hand_back([one.id]))
                continue
            if claimed and self._is_ours(one):
                continue  # a clock that jumped ran its claim out, and it was claimed again
            line = self._lines.get(one.conversation)
            if line is None:
                line = self._lines[one.conversation] = ConversationInFlight(claimed)
                self._start(self._serve(one.conversation, line))
            line.waiting.append((now, one))

    def _is_ours(self, outgoing: Outgoing) -> bool:
        """Whether the message is in our hands, or went out of them just now."""
        return outgoing.id in self._settled or outgoing.id in self.under_way(outgoing.conversation)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Finish what is being sent, and begin nothing more. What takes too long stays claimed,
        for whoever buries this process."""
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=GRACE_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, conversation: str, line: ConversationInFlight) -> None:
        """Send what is in line, one after the other, until one must wait for another try."""
        while line.waiting and not self._closing:
            await self._pace.turn(conversation)
            handed, outgoing = line.waiting[0]
            if asyncio.get_running_loop().time() - handed > FRESH_SECONDS:
                break
            settled = await self._send_calmly(outgoing)
            if settled:
                self._settled.append(outgoing.id)
            line.waiting.popleft()
            if not settled:
                self._stuck.add(conversation)
                break
        del self._lines[conversation]
        await self._hand_back([one.id for _, one in line.waiting])
        if line.claimed:
            self._more()

    async def _hand_back(self, ids: list[int]) -> None:
        if not ids:
            return
        try:
            await finish_work(self._insist(lambda: self._free(ids)))
        except Exception:
            log.exception("messages not handed back; their claims will run out")

    async def _free(self, ids: list[int]) -> None:
        async with self._store.transaction() as tx:
            await tx.outbox.hand_back(ids)

    async def _send_calmly(self, outgoing: Outgoing) -> bool:
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
        sent_at = self._clock()
        if self.channel.capabilities.metered:
            await finish_work(self._insist(lambda: self._sent(outgoing, reference, sent_at)))
        else:
            await self._insist(lambda: self._grouping.sent(outgoing.id, reference, sent_at))
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
        name, claim = self.channel.name, Claim(self._name, LEASE_SECONDS)
        asked = (name, outgoing, error, self._clock(), claim)
        substitutes = await finish_work(self._fallbacks.substitutes(*asked))
        if substitutes is None:
            return None
        left = ChannelError(str(error), permanent=True)
        for one in substitutes:
            await self._pace.turn(outgoing.conversation)
            try:
                reference = await send_over(self.channel, one.outgoing)
            except ChannelError as again:
                if not again.permanent or again.gone:
                    return again if error.permanent or again.gone else error
                left = again
                continue
            note = partial(self._gave_way, outgoing, one, reference, self._clock(), str(error))
            await finish_work(self._insist(note))
            return None
        return left

    async def _gave_way(
        self, outgoing: Outgoing, one: Substitute, reference: str, now: datetime, error: str
    ) -> None:
        """Note what was sent in the message's place, and what it cost."""
        async with self._store.transaction() as tx:
            if await tx.substitutes.give_way(outgoing.id, one.said(), reference, now, error):
                log.warning("message gave way", channel=self.channel.name, message=outgoing.id)
                await self._spend(tx, one.outgoing, now)

    async def _sent(self, outgoing: Outgoing, reference: str, now: datetime) -> None:
        """Note the message, and what it cost."""
        async with self._store.transaction() as tx:
            if await tx.outbox.mark_sent(outgoing.id, reference, now):
                await self._spend(tx, outgoing, now)

    async def _spend(self, tx: Transaction, outgoing: Outgoing, now: datetime) -> None:
        if self.channel.capabilities.metered and outgoing.way is not None:
            way, count = outgoing.way.value, parts_of(outgoing)
            await tx.quota.spend(self.channel.name, month_of(now), way, count)

    async def _insist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Note what became of a message, again and again while the store is away: what is not
        noted blocks its conversation until the claim runs out, and then is sent twice."""
        loop = asyncio.get_running_loop()
        until = loop.time() + INSIST_SECONDS
        while True:
            try:
                return await write()
            except Exception as error:
                if not is_away(error) or self._closing or loop.time() > until:
                    raise
            await asyncio.sleep(AGAIN_SECONDS)

    async def _begin(self, outgoing: Outgoing) -> bool:
        async with self._store.transaction() as tx:
            return await tx.outbox.begin(outgoing.id, self._name, self._clock())

    async def _failed(self, outgoing: Outgoing, error: ChannelError) -> bool:
        """Note the failure; whether the message is settled by it."""
        name, now, text = self.channel.name, self._clock(), str(error)
        log.warning(
            "not sent", channel=name, permanent=error.permanent, unknown=error.unknown, error=text
        )
        wait = error.retry_after or RETRY_SECONDS
        async with self._store.transaction() as tx:
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
                    name, outgoing.conversation, self._channels, now
                )
                for member, elsewhere in moved.items():
                    if elsewhere is not None:
                        await tx.failover.resend(outgoing.id, member, now)
            if self._all_slowed(outgoing.conversation, error):
                self._pace.hold(wait)
                await tx.outbox.pause(name, again)
        return permanent

    def _all_slowed(self, conversation: str, error: ChannelError) -> bool:
        """Whether it is the whole channel that asks for a pause, and not one conversation."""
        if not error.retry_after:
            return False
        now = asyncio.get_running_loop().time()
        recent = {name: at for name, at in self._slowed.items() if at > now - RETRY_SECONDS}
        self._slowed = recent | {conversation: now}
        return len(self._slowed) >= FLOODED
