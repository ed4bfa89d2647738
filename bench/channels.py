"""What an answer costs over each channel: statements, calls, processor time.

    python -m bench.channels [answers]

The same texts over every channel, one officer, from the event's arrival to the note that its reply
was sent: question by question where a channel allows that, and by lists; then over one channel from
memory, loaded anew for each text, and the long way. Statements and calls of functions are the same
on every machine; the time is a median of interleaved walks. The last column is the time against the
first line.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from sqlalchemy import Engine, event

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.terminal import TerminalChannel
from bot.channels.web.channel import WebChannel
from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.ports.channel import Incoming, IncomingKind
from bot.simulation.replay import replay_sample
from conversations.protocol.messages import Capabilities
from templates.loading.catalog import load_catalog
from tests.fakes.zalo import BOT_TOKEN
from tests.support.product import FakeChannel, Office, office
from tests.support.zalo.oa import ACCOUNT

CHANNELS: dict[str, Capabilities] = {
    "telegram": TelegramChannel.capabilities,
    "web": WebChannel.capabilities,
    "terminal": TerminalChannel.capabilities,
    "zalo-bot": ZaloBotChannel(BOT_TOKEN).capabilities,
    "zalo-oa": ZaloOaChannel(ACCOUNT).capabilities,
}
ANSWERS, ROUNDS = 60, 5


Before = Callable[[Office], None]  # what is done before each text


def stay(_: Office) -> None:
    """The conversation stays in memory."""


def forget(at: Office) -> None:
    """It is loaded for each text."""
    at.forget("1")


class Counting:
    """Counts statements, and calls of Python functions in every thread, while it is on."""

    def __init__(self) -> None:
        self.statements = self.calls = 0
        event.listen(Engine, "before_cursor_execute", self._stated)

    def _stated(self, *_: Any) -> None:
        self.statements += 1

    def _called(self, _: FrameType, what: str, __: Any) -> None:
        self.calls += what == "call"

    def watch(self) -> None:
        """From now on also what new threads do is counted, as those of the store."""
        threading.setprofile(self._called)

    def begin(self) -> None:
        self.statements = self.calls = 0
        sys.setprofile(self._called)

    def end(self) -> tuple[int, int]:
        sys.setprofile(None)
        threading.setprofile(None)  # type: ignore[arg-type]
        return self.statements, self.calls


async def greet(at: Office, name: str, way: str) -> None:
    """The officer is there, and answers as `way` says."""
    await at.handle(at.event(IncomingKind.OPENED, channel=name, who="1"))
    await at.say(way, channel=name, who="1")


async def answer(at: Office, name: str, texts: Sequence[str], before: Before) -> None:
    """Each text is answered, and its answer sent, before the next."""
    for number, text in enumerate(texts):
        before(at)
        called = f"{name}-{number}"
        said = Incoming(name, called, "1", "1", IncomingKind.SAID, text, message_ref=called)
        await at.desk.receive([said])
        await at.desk.idle()
        worker = at.sender.worker(name)
        await worker.idle()
        if not at.in_memory:
            await at.send()


async def walk(
    name: str, way: str, texts: Sequence[str], counting: Counting | None, before: Before = stay
) -> tuple[float, ...]:
    """Statements, calls and microseconds of processor time an answer."""
    with tempfile.TemporaryDirectory() as folder:
        if counting is not None:
            counting.watch()
        more = [FakeChannel(one, can) for one, can in CHANNELS.items() if one not in _IN_OFFICE]
        async with office(Path(folder), can=CHANNELS["telegram"], more=more) as at:
            at.channels["web"].capabilities = CHANNELS["web"]
            at.channels["terminal"].capabilities = CHANNELS["terminal"]
            await greet(at, name, way)
            if counting is not None:
                counting.begin()
            started = time.process_time()
            await answer(at, name, texts, before)
            took = time.process_time() - started
            counted = counting.end() if counting is not None else (0, 0)
            assert (await at.report()).answers, name
    return (*(one / len(texts) for one in counted), took / len(texts) * 1e6)


_IN_OFFICE = ("telegram", "web", "terminal")


Walk = Callable[[Counting | None], Coroutine[Any, Any, tuple[float, ...]]]


def compare(walks: Mapping[str, Walk]) -> None:
    """Walk each in turn, and print what it costs."""
    counting = Counting()
    for one in walks.values():  # for the caches
        asyncio.run(one(None))
    counts = {name: asyncio.run(one(counting))[:2] for name, one in walks.items()}
    times: dict[str, list[float]] = {name: [] for name in walks}
    for _ in range(ROUNDS):
        for name, one in walks.items():
            times[name].append(asyncio.run(one(None))[2])
    first = next(iter(walks))
    for name in walks:
        took = statistics.median(times[name])
        pairs = zip(times[name], times[first], strict=True)
        against = statistics.median(mine / other for mine, other in pairs)
        statements, calls = counts[name]
        row = f"{name:10} {statements:6.1f} statements {calls:7.0f} calls"
        print(f"{row} {took:7.0f} µs {against:5.2f} ×")


def main() -> None:
    catalog = load_catalog()
    form = catalog.forms["cchc-so"]
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ANSWERS
    print("question by question")
    texts = replay_sample(form, catalog.sample("cchc-so")).typed[:count]
    free = [name for name, can in CHANNELS.items() if not can.scarce]
    compare({name: partial(walk, name, "từng câu", texts) for name in free})
    print("by lists")
    listed = [text for number in range(1, count // 2 + 1) for text in (f"2={number}", "ghi")]
    compare({name: partial(walk, name, "theo phần", listed) for name in CHANNELS})
    print("from memory, loaded, the long way")
    ways: dict[str, Before] = {"memory": stay, "loaded": forget, "long way": Office.go_long}
    one = partial(walk, "telegram", "từng câu", texts)
    compare({name: partial(one, before=before) for name, before in ways.items()})


if __name__ == "__main__":
    main()
