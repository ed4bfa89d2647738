"""What both fakes share: waiting for things to happen, trouble on demand, a real socket."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn
from starlette.types import Receive

from tests.support.patience import PATIENCE

Trouble = Literal["error", "reset", "lost", "slow"]


@dataclass
class Fault:
    """`error`: the answer `code` (an HTTP status that is no answer of the API when `foreign`);
    `reset`: the connection is cut before the call is carried out; `lost`: after it, so that the
    caller cannot know; `slow`: the answer comes `seconds` later. Hits calls whose path ends with
    one of `methods` (all, when empty), `times` times (no end, when None), each with probability
    `rate`."""

    trouble: Trouble
    methods: tuple[str, ...] = ()
    code: int = 403
    times: int | None = 1
    rate: float = 1.0
    seconds: float = 1.0
    foreign: bool = False
    hits: int = 0


@dataclass
class Faults:
    active: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(2023))

    def strike(self, path: str) -> Fault | None:
        for fault in self.active:
            if fault.methods and not path.endswith(fault.methods):
                continue
            if fault.times is not None and fault.hits >= fault.times:
                continue
            if self.dice.random() >= fault.rate:
                continue
            fault.hits += 1
            return fault
        return None


class Changes:
    """Wakes whoever waits for something to become true."""

    def __init__(self) -> None:
        self._changed = asyncio.Event()

    def touch(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def until(self, done: Callable[[], bool], seconds: float = PATIENCE) -> bool:
        # Not wait_for(): in Python 3.11 it swallows a cancellation that meets a result.
        try:
            async with asyncio.timeout(seconds):
                while not done():
                    await self._changed.wait()
        except TimeoutError:
            return False
        return True


class Listening:
    """An ASGI application on a free port of the loopback: `async with` it."""

    def __init__(self, app: Any) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)  # whoever comes before uvicorn runs waits in the queue
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", ws="none", http="h11"
        )
        self._server = _Uvicorn(config)
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        serving = self._server.serve(sockets=[self._socket])
        self._running = asyncio.get_running_loop().create_task(serving)

    async def stop(self) -> None:
        self._server.should_exit = self._server.force_exit = True
        if self._running is not None:
            await self._running
        self._socket.close()


class _Uvicorn(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The test run keeps its own signal handlers."""
        yield


def cut(receive: Receive) -> None:
    """Drop the connection without a word; `receive` is bound to uvicorn's request."""
    receive.__self__.transport.abort()  # type: ignore[attr-defined]


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
