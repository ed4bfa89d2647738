"""What is done to the processes while officers write."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta

from tests.torture.cluster import Cluster, Replica
from tests.torture.officers import Crowd

APART = 0.6  # seconds between two faults, at most
TURN = 0.05  # after a text was sent, a fault falls anywhere in the turn it begins
DOWN = 0.5  # seconds one of several stays dead, at most
FROZEN = 3.0  # seconds a process stands still, at most


async def kills(cluster: Cluster, crowd: Crowd, dice: random.Random, count: int) -> None:
    """So many SIGKILLs, each of any process that runs, while somebody is in the middle of an
    answer. Who is dead comes back, alone at once, among others after a while."""
    returning: set[asyncio.Task[None]] = set()
    for _ in range(count):
        await asyncio.sleep(dice.uniform(0, APART))
        await crowd.all_are_answered()
        await crowd.somebody_types()
        await asyncio.sleep(dice.uniform(0, TURN))
        running = [one for one in cluster.replicas if one.runs]
        if not running:
            await asyncio.gather(*returning)
            running = cluster.replicas
        victim = dice.choice(running)
        await cluster.kill(victim)
        crowd.tally.kills += 1
        after = 0.0 if len(cluster.replicas) == 1 else dice.uniform(0, DOWN)
        task = asyncio.create_task(_come_back(cluster, victim, after))
        returning.add(task)
        task.add_done_callback(returning.discard)
        if len(cluster.replicas) == 1 and dice.random() < 0.9:  # else it may die while it starts
            await task
    await asyncio.gather(*returning)


async def _come_back(cluster: Cluster, replica: Replica, after: float) -> None:
    await asyncio.sleep(after)
    while not replica.runs or not replica.address:
        try:
            await cluster.restart(replica)
        except AssertionError:
            if replica.runs:  # it was not killed: it does not start
                raise
            return  # killed again, and somebody else brings it back


async def stops(cluster: Cluster, crowd: Crowd, dice: random.Random, count: int) -> None:
    """So many SIGTERMs under load; each must be a clean end in time."""
    for _ in range(count):
        await asyncio.sleep(dice.uniform(0, APART))
        await crowd.somebody_types()
        replica = cluster.any(dice)
        code, seconds = await replica.stop()
        crowd.tally.kills += 1
        if code != 0 or seconds > cluster.stop_seconds:
            crowd.tally.dirty += 1
            crowd.tally.note(f"ended with {code} after {seconds:.1f} s")
        await cluster.restart(replica)


async def jumps(cluster: Cluster, crowd: Crowd, dice: random.Random, count: int) -> None:
    """So many jumps of every process's clock, of up to a day each way. With every second one a
    process is killed too, so that what it left was written by another clock."""
    for number in range(count):
        await asyncio.sleep(dice.uniform(0, APART))
        await crowd.all_are_answered()
        await crowd.somebody_types()
        await asyncio.sleep(dice.uniform(0, TURN))
        hours = dice.choice((-24, -1, 1, 24))
        if number % 2:
            victim = cluster.any(dice)
            await cluster.kill(victim)
            cluster.move_clock(timedelta(hours=hours))
            await cluster.restart(victim)
        else:
            cluster.move_clock(timedelta(hours=hours))
        crowd.tally.kills += 1


async def freezes(cluster: Cluster, crowd: Crowd, dice: random.Random, count: int) -> None:
    """So many times a process stands still in the middle of its work, and then goes on."""
    for _ in range(count):
        await crowd.somebody_types()
        await asyncio.sleep(dice.uniform(0, TURN))
        replica = cluster.any(dice)
        replica.freeze()
        crowd.tally.kills += 1
        await asyncio.sleep(dice.uniform(0, FROZEN))
        replica.freeze(False)
