"""Reminders under kills: every officer of a round is reminded, and of each duty once."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from sqlalchemy import func, select

from conversations.workflow.permissions import Role
from storage.messaging.messages import UNKNOWN
from storage.operations.exclusive import begin_exclusive
from storage.store import Store
from storage.tables.core import message
from tests.support.patience import PATIENCE
from tests.support.product import office
from tests.support.province import Province, commune, local
from tests.torture.bench import Bench, Work
from tests.torture.clock import present
from tests.torture.cluster import Setting
from tests.torture.tally import Tally

FIRST_CHAT, MAI = 4_500_000_001, 4_500_000_000
START, MORNING = local(2026, 3, 2), local(2026, 3, 13, 8, 5)  # the day before: nobody is told
SIGN = "⏰"
QUIET = 3.0  # seconds without news after all are told: nobody is told twice
SOME = 0.4


async def remind_all(bench: Bench, setting: Setting, count: int) -> Tally:
    """`count` kills while so many times thirty officers are told in the morning."""
    members = 30 * count
    async with bench.product(setting, started=False) as work:
        await _prepare(work, members)
        work.cluster.move_clock(MORNING - present())
        await work.cluster.start()
        for _ in range(count):
            await asyncio.sleep(work.dice.uniform(0, SOME))
            victim = work.cluster.any(work.dice)
            await work.cluster.kill(victim)
            work.tally.kills += 1
            await work.cluster.restart(victim)
        await work.settled(lambda: _queued(work) >= members)
        await _until_quiet(work)
        work.tally.dirty += await work.cluster.close()
        async with work.opening:
            await _judge(work, members)
    return work.tally


async def _prepare(work: Work, members: int) -> None:
    async with work.opening, office(work.cluster.url, START) as at:
        province = Province(at)
        await province.found([commune(number) for number in range(members)])
        await province.comes(str(MAI), "TINH", Role.COORDINATOR, "Mai")
        for number in range(members):
            who = str(FIRST_CHAT + number)
            await province.comes(who, f"X{number:02}", Role.OFFICER, f"Cán bộ {number}")
            work.telegram.chat(FIRST_CHAT + number, started=True)
        work.telegram.chat(MAI, started=True)
        await at.say("mở đợt quý I/2026", who=str(MAI))
        await at.tap("Mở đợt này", who=str(MAI))


def _told(work: Work, members: int) -> list[int]:
    """How often each was reminded."""
    chats = [work.telegram.chat(FIRST_CHAT + number) for number in range(members)]
    return [sum(SIGN in one.text for one in officer.messages) for officer in chats]


async def _until_quiet(work: Work) -> None:
    """Until no message has come for a while."""
    async with asyncio.timeout(PATIENCE):
        while True:
            before = len(work.telegram.world.calls)
            await asyncio.sleep(QUIET)
            if len(work.telegram.world.calls) == before:
                return


async def _judge(work: Work, members: int) -> None:
    """One whose reminder may not have arrived is noted as such, and told again of nothing."""
    tally, told = work.tally, Counter(_told(work, members))
    store = await Store.open(work.cluster.url)
    try:
        async with store.transaction() as tx:
            query = select(func.count(message.c.id)).where(message.c.state == UNKNOWN)
            tally.unsure += await tx.work.connection.scalar(query) or 0
    finally:
        await store.close()
    queued = _queued(work)
    tally.prompts += sum(told.values()) - told[0]
    tally.unsaid += max(0, told[0] - tally.unsure)
    tally.again_reminder += sum(many - 1 for many in told.elements() if many > 1)
    tally.extra += abs(queued - members)
    if told[0] or queued != members:
        tally.note(f"reminded so often: {dict(told)}; queued: {queued}; unsure: {tally.unsure}")


def _queued(work: Work) -> int:
    """How many reminders were queued, said or not."""
    query = select(message.c.body).where(
        message.c.once, message.c.document.is_(None), message.c.paper.is_(None)
    )
    with begin_exclusive(work.cluster.url) as connection:
        return sum(SIGN in _text(body) for body in connection.scalars(query))


def _text(body: dict[str, Any]) -> str:
    return "".join(span["text"] for span in body["spans"])
