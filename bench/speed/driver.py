"""Officers, and the load they make: closed (each waits for their reply) or offered (at a rate).

One thread, no object of a library on the way: it has to be much cheaper than what it measures.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.speed.walks import Script, Walk
from bench.speed.wire import Pool

CONNECTIONS = 100  # Telegram opens at most so many to one webhook
STALLED = 60.0  # seconds without any reply while officers come in
AT_ONCE = 64  # officers who come in side by side before the measuring
MIXED = 200  # of so many first officers every other takes the second walk
SECRET = "bench-secret"
_HEAD = (
    b"POST /telegram/webhook HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: " + SECRET.encode() + b"\r\nContent-Length: %d\r\n\r\n"
)
_PERSON = b'"id":%d,"first_name":"Nguy\\u1ec5n An","username":"an%d"'
_UPDATE = (
    b'{"update_id":%d,"message":{"message_id":%d,"date":%d,'
    b'"from":{' + _PERSON + b',"is_bot":false,"language_code":"vi"},'
    b'"chat":{' + _PERSON + b',"type":"private"},'
)


@dataclass(slots=True)
class Officer:
    """`place` texts were replied to; the next one is under way while `waits`."""

    chat: int
    walk: Walk
    place: int = 0
    heard: int = 0
    waits: bool = False
    acknowledged: bool = False
    since: float = 0.0  # when the text under way was written
    heard_at: float = 0.0


@dataclass
class Window:
    """What was replied to between two moments: when, after how many seconds."""

    replies: list[tuple[float, float]] = field(default_factory=list)
    started: float = 0.0
    ended: float = 0.0
    waiting: list[float] = field(default_factory=list)  # seconds so far, at the end


class LoadError(Exception):
    """An update was answered with something else than 200, or nobody is replied to."""


class Driver:
    """`spread` tells which of the addresses an update of this chat goes to."""

    def __init__(self, script: Script, ports: Sequence[int], spread: Callable[[int], int]) -> None:
        self.officers: dict[int, Officer] = {}
        self.failed: Exception | None = None
        self._script = script
        self._pools = [Pool("127.0.0.1", port, CONNECTIONS) for port in ports]
        self._spread = spread
        self._chats = itertools.count(1_000_001)
        self._updates = itertools.count(1)
        self._window = Window()
        self._last_reply = time.perf_counter()
        self._go_on: Callable[[Officer], None] = lambda _: None
        self._backlog: deque[float] = deque()  # offered texts that nobody was free to write
        self._ready: deque[Officer] = deque()

    # -- one text and its reply

    def _post(self, officer: Officer, since: float | None = None) -> None:
        number = next(self._updates)
        person = (officer.chat, officer.chat)
        text = officer.walk.texts[officer.place]
        date = int(time.time())  # what was long on its way is taken another way
        body = _UPDATE % (number, number, date, *person, *person) + text + b"}"
        officer.waits, officer.acknowledged = True, False
        officer.since = since or time.perf_counter()
        pool = self._pools[self._spread(officer.chat)]
        pool.ask(_HEAD % len(body) + body, lambda status: self._acknowledged(officer, status))

    def _acknowledged(self, officer: Officer, status: int) -> None:
        if status != 200:
            self.failed = LoadError(f"an update was answered with {status}")
        officer.acknowledged = True
        self._look(officer)

    def heard(self, chat: int) -> None:
        """The bot has written to this chat."""
        officer = self.officers[chat]
        officer.heard += 1
        officer.heard_at = time.perf_counter()
        self._look(officer)

    def _look(self, officer: Officer) -> None:
        """A text is done with when it is acknowledged and all its messages have come."""
        place = officer.place
        due = officer.walk.messages[place + 1]
        if not (officer.waits and officer.acknowledged and officer.heard >= due):
            return
        officer.waits = False
        officer.place += 1
        self._last_reply = officer.heard_at
        if officer.walk.stored[place] and place >= officer.walk.opening:
            self._window.replies.append((officer.heard_at, officer.heard_at - officer.since))
        self._go_on(officer)

    def _walk(self) -> Walk:
        there = len(self.officers)
        return self._script.second if there % 2 and there < MIXED else self._script.first

    def _newcomer(self, walk: Walk) -> Officer:
        officer = Officer(next(self._chats), walk)
        self.officers[officer.chat] = officer
        return officer

    # -- loads

    async def bring_in(self, count: int, further: int = 0) -> list[Officer]:
        """So many officers come to their first question, and answer `further` ones."""
        coming = [self._newcomer(self._walk()) for _ in range(count)]
        line, left = deque(coming), count
        done = asyncio.get_running_loop().create_future()

        def go_on(officer: Officer) -> None:
            nonlocal left
            if officer.place < officer.walk.opening + further:
                self._post(officer)
                return
            left -= 1
            if line:
                self._post(line.popleft())
            elif not left:
                done.set_result(None)

        self._go_on, self._last_reply = go_on, time.perf_counter()
        for _ in range(min(AT_ONCE, count)):
            self._post(line.popleft())
        await self._wait_for(done)
        return coming

    async def closed(self, officers: Sequence[Officer], warm: float, seconds: float) -> Window:
        """Each officer answers as soon as they are asked; one who reaches the end is
        replaced by a new officer."""

        def go_on(officer: Officer) -> None:
            if officer.place == len(officer.walk.texts):
                officer = self._newcomer(self._script.first)
            self._post(officer)

        self._go_on = go_on
        for officer in officers:
            self._post(officer)
        return await self._measure(warm, seconds)

    async def offered(
        self, officers: Sequence[Officer], rate: float, warm: float, seconds: float
    ) -> Window:
        """Texts at random moments, `rate` a second on average, whether or not the last ones
        were replied to: the wait counts from the moment at which a text was to be written."""
        self._ready, self._backlog = deque(officers), deque()
        chance = random.Random(5)  # the same moments for every system
        loop = asyncio.get_running_loop()
        offset = loop.time() - time.perf_counter()
        arrival = time.perf_counter()
        running = True

        def go_on(officer: Officer) -> None:
            if officer.place == len(officer.walk.texts):
                officer = self._newcomer(self._script.first)
                self._post(officer)
            elif self._backlog:
                self._post(officer, self._backlog.popleft())
            else:
                self._ready.append(officer)

        def arrive() -> None:
            nonlocal arrival
            while running and arrival <= time.perf_counter():
                if self._ready:
                    self._post(self._ready.popleft(), arrival)
                else:
                    self._backlog.append(arrival)
                arrival += chance.expovariate(rate)
            if running:
                loop.call_at(arrival + offset, arrive)

        self._go_on = go_on
        arrive()
        try:
            return await self._measure(warm, seconds)
        finally:
            running = False

    async def _measure(self, warm: float, seconds: float) -> Window:
        await self._sleep(warm)
        self._window = window = Window(started=time.perf_counter())
        await self._sleep(seconds)
        window.ended = now = time.perf_counter()
        self._window = Window()
        window.waiting = [now - one.since for one in self.officers.values() if one.waits]
        window.waiting += [now - since for since in self._backlog]
        return window

    async def drain(self, seconds: float) -> None:
        """Write nothing more; give what is under way this long to be replied to."""
        self._go_on = lambda _: None
        self._backlog.clear()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and any(one.waits for one in self.officers.values()):
            await self._sleep(0.02)

    def end(self) -> None:
        """Let go: from now on connections may break."""
        for pool in self._pools:
            pool.ended = True

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self.failed:
            raise self.failed

    async def _wait_for(self, done: asyncio.Future[None]) -> None:
        while not done.done():
            await asyncio.wait([done], timeout=1.0)
            if self.failed:
                raise self.failed
            if time.perf_counter() - self._last_reply > STALLED:
                message = f"nobody was replied to for {STALLED:.0f} s"
                raise LoadError(message)
