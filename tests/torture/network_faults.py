"""What the network does: a Bot API in trouble, and updates told twice, late or out of turn."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.fakes.telegram import Fault
from tests.torture.bench import Work

TROUBLED = 0.2  # of all calls
SLOW_SECONDS = 0.7
LONGER_THAN_PATIENCE = 21.0  # the product waits 20 seconds for an answer
APART = 0.03
DAY = timedelta(days=1)


def trouble(work: Work, *, timeouts: bool) -> None:
    """From now on a fifth of all calls of the Bot API come to grief, each kind equally often."""
    kinds = [
        Fault("flood", times=None, retry_after=1),
        Fault("error", times=None, status=500),
        Fault("error", times=None, status=502),
        Fault("reset", times=None),
        Fault("lost", times=None),
        Fault("slow", times=None, seconds=SLOW_SECONDS),
    ]
    if timeouts:
        kinds.append(Fault("slow", times=None, seconds=LONGER_THAN_PATIENCE))
    for fault in kinds:
        fault.rate = TROUBLED / len(kinds)
    work.telegram.faults.active[:] = kinds


def struck(work: Work) -> int:
    """How many calls came to grief so far."""
    return sum(fault.hits for fault in work.telegram.faults.active)


async def repeat_updates(work: Work, count: int) -> None:
    """Tell the product so many times of an update that it was told of before: mostly of one of
    the last, sometimes of an old one, so that old ones come after new ones. The kinds of one
    person's updates overtake each other by themselves."""
    world, told = work.telegram.world, []
    push = world.push

    def remember(kind: str, content: dict[str, object]) -> int | None:
        number = push(kind, content)
        if number is not None:
            told.append({"update_id": number, kind: content})
        return number

    world.push = remember  # type: ignore[method-assign]
    for _ in range(count):
        await asyncio.sleep(work.dice.uniform(0, APART))
        if told:
            recent = told[-8:] if work.dice.random() < 0.7 else told
            world.repeat(work.dice.choice(recent))
            work.tally.kills += 1
