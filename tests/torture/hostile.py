"""Officers answer while somebody sends files that are made to end, stall or fill the product."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count, cycle

import psutil

from tests.fakes.telegram import Officer
from tests.hostile.files import HOSTILE
from tests.torture.bench import Bench, Work
from tests.torture.cluster import Setting
from tests.torture.tally import Tally

FIRST_SENDER = 4_900_000_001
SENDERS = 4  # send at once, and each waits for what is said of the file
PATIENCE = 120.0  # seconds
LOOK_SECONDS = 0.05
READER = "templates.form_draft.worker"
# A file that could not be had is fetched again.
AGAIN = (r"ChannelError: (NetworkError|UnsureError)",)
MEBIBYTE = 1_048_576
MOST_MEGABYTES = 500  # of each process of the product with its children, at any moment


async def send_hostile(bench: Bench, setting: Setting, count: int) -> Tally:
    """`count` files; each is answered, no process ends by them, and nothing confirmed is lost."""
    async with bench.officers_at_work(setting, AGAIN) as work:
        before = [one.pid for one in work.cluster.replicas]
        memory = asyncio.create_task(_watch_memory(work))
        try:
            await _send_all(work, count)
        finally:
            memory.cancel()
        held = await memory
        if before != [one.pid for one in work.cluster.replicas if one.runs]:
            work.tally.dirty += 1
            work.tally.note("a process ended by a file")
        print(f"hostile files: {work.tally.kills} files, at most {held} MB")
        if not held or sum(held) > MOST_MEGABYTES:
            work.tally.dirty += 1
            work.tally.note(f"at most {held} MB")
    return work.tally


async def _send_all(work: Work, many: int) -> None:
    contents = [make() for make, _ in HOSTILE.values()]
    files = iter(list(zip(range(many), cycle(contents), strict=False)))
    numbers = count(FIRST_SENDER)
    async with asyncio.TaskGroup() as group:
        for _ in range(SENDERS):
            group.create_task(_send(work, next(numbers), files))


async def _send(work: Work, number: int, files: Iterator[tuple[int, bytes]]) -> None:
    """One sender, file after file."""
    sender = work.telegram.chat(number)
    await sender.start()
    await _heard(work, sender, 0)
    for at, content in files:
        before = _said(sender)
        await sender.send_file(f"{at}.xlsx", content)
        work.tally.kills += 1
        if not await _heard(work, sender, before):
            work.tally.unsaid += 1
            work.tally.note(f"nothing was said of file {at}")
            return


def _said(sender: Officer) -> int:
    return sum(one["from"]["id"] == sender.bot for one in sender.chat.messages)


async def _heard(work: Work, sender: Officer, before: int) -> bool:
    """Whether something more was said in time."""
    for _ in range(round(PATIENCE / LOOK_SECONDS)):
        if _said(sender) > before:
            return True
        await asyncio.sleep(LOOK_SECONDS)
    return False


async def _watch_memory(work: Work) -> list[int]:
    """The megabytes of a process and of each of its readers, when they were most, until
    cancelled."""
    most: list[int] = []
    try:
        while True:
            for replica in work.cluster.replicas:
                most = max(most, _megabytes(replica.pid), key=sum)
            await asyncio.sleep(LOOK_SECONDS)
    except asyncio.CancelledError:
        return most


def _megabytes(pid: int | None) -> list[int]:
    held = []
    try:
        parent = psutil.Process(pid)
        held.append(parent.memory_info().rss // MEBIBYTE)
        # A child without the name has only just been forked, and shares its parent's memory.
        readers = [one for one in parent.children(recursive=True) if READER in one.cmdline()]
        held += [one.memory_info().rss // MEBIBYTE for one in readers]
    except psutil.NoSuchProcess:
        return held  # a reader that has ended meanwhile
    return held
