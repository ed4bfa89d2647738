"""Conversations side by side, each one's events one after the other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from bot.runtime.shield import finish_work

Key = tuple[str, str]  # channel and conversation


class ConversationQueue:
    """`work` handles the next waiting event of a conversation and tells whether there may be
    another one; `after` is called after each."""

    def __init__(
        self, work: Callable[[str, str], Awaitable[bool]], after: Callable[[], None]
    ) -> None:
        self._work = work
        self._after = after
        self._tasks: dict[Key, asyncio.Task[None]] = {}
        self._called: set[Key] = set()

    def call(self, key: Key) -> None:
        """See to it that this conversation's events are handled, now or by the lane at work."""
        self._called.add(key)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._lane(key))

    def is_idle(self, key: Key) -> bool:
        """Whether nothing of this conversation is at work."""
        return key not in self._tasks

    async def idle(self) -> None:
        """Wait until every lane has come to its end."""
        while self._tasks:
            await asyncio.gather(*self._tasks.values())

    async def close(self) -> None:
        """Stop after the events at work; what is not handled waits for the next start."""
        tasks = [*self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _lane(self, key: Key) -> None:
        try:
            while key in self._called:
                self._called.discard(key)
                more = True
                while more:
                    more = await finish_work(self._next(key))
                    self._after()
        finally:
            del self._tasks[key]

    async def _next(self, key: Key) -> bool:
        return await self._work(*key)


class ConversationLock:
    """Lets one at a time into each conversation, in the order they came."""

    def __init__(self) -> None:
        self._waiting: dict[Key, deque[asyncio.Future[None]]] = {}

    async def enter(self, key: Key) -> None:
        """Wait until nobody else is in this conversation; whoever enters must leave."""
        waiting = self._waiting.get(key)
        if waiting is None:
            self._waiting[key] = deque()
            return
        mine = asyncio.get_running_loop().create_future()
        waiting.append(mine)
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.leave(key)  # it was our turn already
            raise

    def leave(self, key: Key) -> None:
        """Let the next one in."""
        waiting = self._waiting[key]
        while waiting:
            following = waiting.popleft()
            if not following.done():
                following.set_result(None)
                return
        del self._waiting[key]
