"""Updates that come late: edits, texts and taps that are repeated, swapped, or a day on their way.
Each officer types each number once, for one row; it may stand there or nowhere."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from storage.store import Store
from tests.fakes.telegram import Officer
from tests.fakes.telegram.world import World
from tests.support.patience import PATIENCE
from tests.torture.bench import Bench, Work
from tests.torture.cluster import Setting
from tests.torture.pair import ROWS, confirmed, number_of, plain, shown
from tests.torture.tally import Tally
from tests.torture.verdict import judge

FIRST_CHAT = 4_600_000_001
OFFICERS = 3
DAY = timedelta(days=1)
OLD_BUTTON = "Không phát sinh"
Update = dict[str, Any]


@dataclass
class Post:
    """Keeps updates back, and brings them when it is told to, as often as it is told to."""

    world: World
    work: Work
    days: int = 0

    @contextmanager
    def held(self) -> Iterator[list[Update]]:
        """What is made meanwhile is numbered, and does not come."""
        kept: list[Update] = []

        def keep(kind: str, content: dict[str, object]) -> int:
            kept.append({"update_id": next(self.world._update_ids), kind: content})
            return int(kept[-1]["update_id"])

        before = self.world.push
        self.world.push = keep  # type: ignore[method-assign]
        try:
            yield kept
        finally:
            self.world.push = before  # type: ignore[method-assign]

    def a_day_passes(self) -> None:
        """For the product; Telegram's times stay, so that what is held grows old."""
        self.days += 1
        self.work.cluster.move_clock(self.days * DAY)


@dataclass
class Sender:
    """One officer on their own report. `meant` is the row of each number, `stands` what must
    stand in each row at the end, `refs` the messages that answered a row, with it."""

    officer: Officer
    post: Post
    dice: random.Random
    tally: Tally
    meant: dict[str, str] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)
    refs: list[tuple[int, str]] = field(default_factory=list)
    _numbers: count[int] = field(default_factory=lambda: count(11))

    @property
    def moves(self) -> list[Callable[[], Awaitable[None]]]:
        return [
            self.edits,
            self.edits_twice_and_swapped,
            self.edits_before_it_came,
            self.edits_a_day_late,
            self.edits_and_answers_again,
            self.texts_swapped,
            self.texts_a_day_late,
            self.taps_a_day_late,
        ]

    async def begin(self) -> None:
        await self._answered(lambda: self.officer.start())
        await self.answers(self._row())

    async def answers(self, key: str) -> int:
        """Have a row asked, and answer it; the message's id."""
        await self.asks(key)
        number = self._number(key)
        with self.post.held() as kept:
            message = await self.officer.say(number)
        await self._brings(kept[0])
        self._stands(key, number, message)
        return message

    async def asks(self, key: str) -> None:
        await self._answered(lambda: self.officer.say(f"sửa {key}"))

    async def edits(self) -> None:
        """One of the last answers; it is told of twice, and a third time later."""
        message, key = self.dice.choice(self.refs[-5:])
        edit = await self._edit(message, key)
        await self._brings(edit)
        self.post.world.repeat(edit)
        self._stands(key, self._last, message)
        await self.answers(self._row())
        self.post.world.repeat(edit)

    async def edits_twice_and_swapped(self) -> None:
        message, key = self.refs[-1]
        older = await self._edit(message, key)
        newer = await self._edit(message, key)
        self._stands(key, self._last, message)
        await self._brings(newer)
        await self._brings(older)

    async def edits_before_it_came(self) -> None:
        key = self._row()
        await self.asks(key)
        with self.post.held() as kept:
            message = await self.officer.say(self._number(key))
        await self._brings(await self._edit(message, key))
        self._stands(key, self._last, message)
        await self._brings(kept[0])

    async def edits_a_day_late(self) -> None:
        message, key = self.refs[-1]
        edit = await self._edit(message, key)
        self._stands(key, self._last, message)
        await self.answers(self._row(but=key))
        self.post.a_day_passes()
        await self._brings(edit)

    async def edits_and_answers_again(self) -> None:
        """The edit is overtaken by another answer to its row: that stands."""
        message, key = self.refs[-1]
        edit = await self._edit(message, key)
        await asyncio.sleep(1.1)  # Telegram's times are whole seconds
        await self.answers(key)
        if self.dice.random() < 0.5:
            self.post.a_day_passes()
        await self._brings(edit)

    async def texts_swapped(self) -> None:
        """The officer sees no answer and sends another number; then the first one comes too."""
        key = self._row()
        await self.asks(key)
        with self.post.held() as kept:
            await self.officer.say(self._number(key))
            message = await self.officer.say(self._number(key))
        self._stands(key, self._last, message)
        await self._brings(kept[1])
        if self.dice.random() < 0.5:
            self.post.a_day_passes()
        await self._brings(kept[0])
        self.post.world.repeat(kept[1])

    async def texts_a_day_late(self) -> None:
        """Two questions are answered while nobody listens, and the texts come in order."""
        key = self._row()
        with self.post.held() as kept:
            await self.officer.say(f"sửa {key}")
            message = await self.officer.say(self._number(key))
        self._stands(key, self._last, message)
        self.post.a_day_passes()
        for update in kept:
            await self._brings(update)

    async def taps_a_day_late(self) -> None:
        """A button of a question that was answered since."""
        key = self._row()
        await self.asks(key)
        with self.post.held() as kept:
            await self.officer.tap(OLD_BUTTON, self.officer.last.id)
            message = await self.officer.say(self._number(key))
        self._stands(key, self._last, message)
        await self._brings(kept[1])
        self.post.a_day_passes()
        await self._brings(kept[0])

    def _row(self, but: str = "") -> str:
        return self.dice.choice([key for key in ROWS if key != but])

    def _number(self, key: str) -> str:
        self._last = str(next(self._numbers))
        self.meant[self._last] = key
        return self._last

    def _stands(self, key: str, number: str, message: int) -> None:
        self.stands[key] = number
        self.refs = [one for one in self.refs if one[0] != message] + [(message, key)]

    async def _edit(self, message: int, key: str) -> Update:
        with self.post.held() as kept:
            await self.officer.edit(message, self._number(key))
        return kept[0]

    async def _brings(self, update: Update) -> None:
        async def bring() -> None:
            self.post.world.repeat(update)

        await self._answered(bring)

    async def _answered(self, act: Callable[[], Awaitable[object]]) -> None:
        """Do it, and read the answer; the last message once more is none."""
        last = self.officer.last if self.officer.messages else None
        await act()
        if last is None:
            await self.officer.next(0, PATIENCE)
            return
        found = await self.officer.wait_for(
            lambda one: one.text != last.text, after=last.id, seconds=PATIENCE
        )
        self.tally.again_text += sum(one.id < found.id for one in self.officer.newer(last.id))


async def come_late(bench: Bench, setting: Setting, times: int) -> Tally:
    """So many times of each kind, several officers at once."""
    async with bench.product(setting) as work:
        post = Post(work.telegram.world, work)
        senders = [
            Sender(work.telegram.chat(FIRST_CHAT + number), post, work.dice, work.tally)
            for number in range(OFFICERS)
        ]
        await asyncio.gather(*(_send(one, times, work.tally) for one in senders))
        await work.settled()
        work.tally.dirty += await work.cluster.close()
        async with work.opening:
            await judge(work.cluster, (), work.tally)
            await _judge(work, senders)
    return work.tally


async def _send(sender: Sender, times: int, tally: Tally) -> None:
    await sender.begin()
    for _ in range(times):
        for move in sender.dice.sample(sender.moves, len(sender.moves)):
            await move()
            tally.kills += 1


async def _judge(work: Work, senders: list[Sender]) -> None:
    tally = work.tally
    store = await Store.open(work.cluster.url)
    try:
        async with store.transaction() as tx:
            for sender in senders:
                member = await tx.members.find("telegram", str(sender.officer.chat.id))
                assert member is not None
                number = await tx.members.report_of(member.id)
                assert number is not None
                report, history = (
                    await tx.reports.load(number),
                    await tx.audit_log.of_report(number),
                )
                written = {
                    (entry.key, number_of(entry.new))
                    for entry in history
                    if entry.subject.startswith("answer:")
                }
                for key, found in written:
                    if found in sender.meant and sender.meant[found] != key:
                        tally.wrong += 1
                        tally.note(f"{found} was meant for {sender.meant[found]}: {key}")
                told = confirmed(sender.officer) & set(sender.meant)
                tally.answers += len(told)
                tally.lost += len(told - {found for _, found in written if found})
                for key, meant in sender.stands.items():
                    stored = shown(report.answer(key).amount)
                    if stored != plain(meant):
                        tally.wrong += 1
                        tally.note(f"{sender.officer.chat.id} {key}: {stored}, not {meant}")
    finally:
        await store.close()
