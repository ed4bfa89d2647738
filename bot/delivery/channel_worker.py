"""Sending one channel's messages: each conversation's in order, conversations side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.delivery.message_sender import MessageSender
from bot.delivery.rate_limit import RateLimiter
from bot.ports.channel import Outgoing

FRESH_SECONDS = 30.0  # after that too little of a claim is left to begin sending
GRACE_SECONDS = 5.0  # for what is being sent when the process ends
AT_ONCE = 500  # messages under way, and no more than go out in so many seconds:
AHEAD_SECONDS = 15.0
REMEMBERED = 1_000  # messages that went out last


@dataclass
class ConversationInFlight:
    """What is under way to one conversation, and when it was handed over. `claimed`: the store
    may have more for it."""

    claimed: bool
    waiting: deque[tuple[float, Outgoing]] = field(default_factory=deque)


class ChannelWorker:
    """Has the sender send what is handed over, all of it claimed by this process. `more` is called
    when the store may have more for a conversation."""

    def __init__(
        self, sender: MessageSender, rate_limiter: RateLimiter, more: Callable[[], None]
    ) -> None:
        self.channel = sender.channel
        self._sender = sender
        self._rate_limiter = rate_limiter
        self._more = more
        self._lines: dict[str, ConversationInFlight] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stuck: set[str] = set()  # conversations whose oldest message waits for another try
        self._settled: deque[int] = deque(maxlen=REMEMBERED)  # what went out last

    @property
    def room(self) -> int:
        """How many more messages may be handed over."""
        most = int(max(1, min(AT_ONCE, self._rate_limiter.within(AHEAD_SECONDS))))
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
                self._start(self._sender.hand_back([one.id]))
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
        for whoever clears up after this process."""
        self._sender.closing = True
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
        while line.waiting and not self._sender.closing:
            await self._rate_limiter.turn(conversation)
            handed, outgoing = line.waiting[0]
            if asyncio.get_running_loop().time() - handed > FRESH_SECONDS:
                break
            settled = await self._sender.send_calmly(outgoing)
            if settled:
                self._settled.append(outgoing.id)
            line.waiting.popleft()
            if not settled:
                self._stuck.add(conversation)
                break
        del self._lines[conversation]
        await self._sender.hand_back([one.id for _, one in line.waiting])
        if line.claimed:
            self._more()
