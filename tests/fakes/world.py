"""What the fakes of platforms share: waiting for a change, trouble on demand, a real socket."""

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

Trouble = Literal["flood", "error", "reset", "lost", "slow"]


@dataclass
class Fault:
    """`flood`: 429 with `retry_after`; `error`: the answer `code` (an HTTP status that is no answer
    of the API when `foreign`), or the platform's own "internal error"; `reset`: the connection is
    cut before the call is carried out; `lost`: after it, so that the caller cannot know; `slow`:
    the answer comes `seconds` later. Hits calls whose path ends with one of `methods` (all, when
    empty), `times` times (no end, when None), each with probability `rate`; with a `text`, only
    calls in which it stands."""

    trouble: Trouble
    methods: tuple[str, ...] = ()
    code: int | None = None
    times: int | None = 1
    rate: float = 1.0
    seconds: float = 1.0
    retry_after: int = 1
    foreign: bool = False
    text: str = ""
    hits: int = 0


@dataclass
class Faults:
    """The faults that are switched on; the first that strikes is the one that happens."""

    active: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(2023))

    @property
    def reads(self) -> bool:
        """Whether one of them asks what stands in a call."""
        return any(fault.text for fault in self.active)

    def strike(self, path: str, body: str = "") -> Fault | None:
        for fault in self.active:
            ends = tuple(method.lower() for method in fault.methods)
            if ends and not path.lower().endswith(ends):
                continue
            if fault.text not in body:
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
            return done()
        return True


class Listening:
    """An ASGI application on a free port of the loopback: `async with` it."""

    def __init__(self, app: Any, port: int = 0) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self._socket.listen(128)  # whoever comes before uvicorn runs waits in the queue
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
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
        for connection in [*self._server.server_state.connections]:
            connection.transport.abort()  # type: ignore[union-attr]
        await asyncio.sleep(0)
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
