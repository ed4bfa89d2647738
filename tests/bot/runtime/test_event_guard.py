"""What a process computes is named so that its death does not hide it, and ended in time."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.runtime.cpu_limit import CpuLimit, CpuLimitError
from bot.runtime.crash_journal import SLOTS, CrashJournal
from bot.runtime.event_guard import EventGuard
from bot.runtime.process_guard import FOLDER, guard_process
from bot.runtime.time_limit import TookTooLongError, wait_within
from tests.support.paths import ROOT

ONE, TWO = ("telegram", "1"), ("zalo", "sự kiện 2")


@pytest.fixture
def limit() -> Iterator[CpuLimit]:
    """One that ticks."""
    limit = CpuLimit()
    limit.start()
    yield limit
    limit.stop()


def dead(folder: Path, name: str, code: str) -> None:
    """A process that keeps a journal of this name, does this, and dies of SIGKILL."""
    program = (
        "import os; from pathlib import Path; from bot.runtime.crash_journal import CrashJournal\n"
        f"journal = CrashJournal.open(Path({str(folder)!r}), {name!r})\n"
        f"{code}\nos.kill(os.getpid(), 9)"
    )
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT)
    assert ended.returncode == -signal.SIGKILL


def names(journal: CrashJournal) -> dict[str, list[tuple[tuple[str, str], bool]]]:
    return {
        process: [(one.name, one.stored) for one in found]
        for process, found in journal.fallen().items()
    }


def test_what_a_dead_process_computed_is_read_once(tmp_path: Path) -> None:
    mine, other = CrashJournal.open(tmp_path, "mine"), CrashJournal.open(tmp_path, "other")
    dead(tmp_path, "dead", f"journal.mark({ONE!r}); journal.clear(); journal.mark({TWO!r})")
    mine.look_around()
    assert mine.someone_fell()
    assert names(mine) == {"dead": [(TWO, True)]}
    other.look_around()
    assert names(other) == {}  # it is being read
    mine.forget("dead")
    assert not mine.someone_fell()
    other.look_around()
    assert names(other) == {}
    mine.close()
    other.close()
    assert [*tmp_path.iterdir()] == []


def test_a_process_that_computed_nothing_tells_of_nothing(tmp_path: Path) -> None:
    dead(tmp_path, "dead", f"journal.mark({ONE!r}, stored=False); journal.clear()")
    journal = CrashJournal.open(tmp_path, "mine")
    assert names(journal) == {"dead": []}
    journal.close()


def test_the_loop_is_suspected_before_the_threads(tmp_path: Path) -> None:
    beside = f"journal.take_slot({TWO!r})"
    dead(tmp_path, "a", f"{beside}; journal.mark({ONE!r}, stored=False)")
    dead(tmp_path, "b", beside)
    journal = CrashJournal.open(tmp_path, "mine")
    assert names(journal) == {"a": [(ONE, False)], "b": [(TWO, True)]}
    journal.close()


def test_a_process_that_lives_or_ends_by_itself_has_not_died(tmp_path: Path) -> None:
    mine, other = CrashJournal.open(tmp_path, "mine"), CrashJournal.open(tmp_path, "other")
    mine.look_around()
    other.mark(ONE)
    assert mine.is_elsewhere(ONE)
    assert not mine.is_elsewhere(TWO)
    assert not mine.someone_fell()
    other.clear()
    assert not mine.is_elsewhere(ONE)
    other.close()
    assert not mine.someone_fell()
    mine.look_around()
    assert not mine.someone_fell()
    mine.close()


def test_names_of_any_length_and_a_damaged_file_are_tolerated(tmp_path: Path) -> None:
    dead(tmp_path, "long", "journal.mark(('x' * 5000, 'y' * 5000)); journal.mark(('a', 'b'), 1)")
    (tmp_path / "torn.journal").write_bytes(b"S\xff\xfe\0")
    (tmp_path / "empty.journal").write_bytes(b"")
    journal = CrashJournal.open(tmp_path, "mine")
    assert names(journal) == {"long": [(("a", "b"), True)], "torn": []}
    journal.close()


def test_more_work_beside_the_loop_than_there_is_room_for(tmp_path: Path) -> None:
    journal = CrashJournal.open(tmp_path, "mine")
    slots = [journal.take_slot(ONE) for _ in range(SLOTS)]
    assert slots.count(None) == 1
    for slot in slots:
        journal.give_slot_back(slot)
    assert journal.take_slot(TWO) is not None
    journal.close()


def test_a_folder_that_cannot_be_written_is_tolerated(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    with guard_process(tmp_path, "mine") as guard:
        assert guard.journal is None
        with guard.section(ONE, 1), guard.beside(ONE):
            pass


def spin(seconds: float) -> None:
    """Compute for so much processor time."""
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def test_a_section_over_its_limit_is_ended(tmp_path: Path, limit: CpuLimit) -> None:
    guard = EventGuard(CrashJournal.open(tmp_path, "mine"), limit)
    began = time.process_time()
    with pytest.raises(CpuLimitError), guard.section(ONE, 0.3):
        spin(30)
    assert 0.25 < time.process_time() - began < 3
    spin(0.5)  # nobody's: nothing is raised
    with guard.section(ONE, 5):
        spin(0.5)
    assert guard.journal is not None
    guard.journal.close()


def test_what_swallows_the_end_is_ended_again(limit: CpuLimit) -> None:
    swallowed = 0
    with EventGuard(None, limit).section(ONE, 0.2):
        while swallowed < 3:
            try:
                spin(30)
            except CpuLimitError:
                swallowed += 1
    assert swallowed == 3


def test_a_regular_expression_is_ended_too(limit: CpuLimit) -> None:
    with pytest.raises(CpuLimitError), EventGuard(None, limit).section(ONE, 0.3):
        re.fullmatch(r"(a+)+b", "a" * 60)


def test_waiting_costs_nothing(limit: CpuLimit) -> None:
    with EventGuard(None, limit).section(ONE, 0.2):
        time.sleep(0.6)


async def test_a_coroutine_is_guarded_between_its_waits(tmp_path: Path, limit: CpuLimit) -> None:
    guard = EventGuard(CrashJournal.open(tmp_path, "mine"), limit)
    other = CrashJournal.open(tmp_path, "other")
    seen: list[bool] = []

    async def work() -> str:
        seen.append(other.is_elsewhere(ONE))
        await asyncio.sleep(0.01)
        seen.append(other.is_elsewhere(ONE))
        try:
            await asyncio.wait_for(asyncio.Event().wait(), 0.01)
        except TimeoutError:
            return "done"
        return "?"

    task = asyncio.ensure_future(_await(guard.sliced(ONE, 1, work())))
    await asyncio.sleep(0)
    seen.append(other.is_elsewhere(ONE))  # it waits
    assert await task == "done"
    assert seen == [True, False, True]
    for journal in (guard.journal, other):
        assert journal is not None
        journal.close()


async def test_a_coroutine_is_ended_by_what_its_pieces_add_up_to(limit: CpuLimit) -> None:
    guard = EventGuard(None, limit)

    async def work() -> None:
        for _ in range(100):
            spin(0.15)
            await asyncio.sleep(0)

    began = time.process_time()
    with pytest.raises(CpuLimitError):
        await guard.sliced(ONE, 0.6, work())
    assert time.process_time() - began < 5
    assert limit.section is None


async def test_a_coroutine_is_cancelled_as_ever(limit: CpuLimit) -> None:
    guard = EventGuard(None, limit)
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cleanly")

    task = asyncio.ensure_future(_await(guard.sliced(ONE, 1, work())))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended == ["cleanly"]


async def _await(work: object) -> object:
    return await work  # type: ignore[misc]


async def test_work_that_does_not_end_is_not_waited_for() -> None:
    free = asyncio.Event()

    async def work() -> int:
        await free.wait()
        raise ValueError("nobody hears this")

    with pytest.raises(TookTooLongError):
        await wait_within(work(), 0.01)
    free.set()
    await asyncio.sleep(0.01)

    async def quick() -> int:
        return 7

    assert await wait_within(quick(), 5) == 7


HANGS = {
    "Python": "while True: pass",
    "C": "import ctypes; ctypes.PyDLL(None).sleep(600)",  # it keeps the interpreter for itself
    "never": "await asyncio.sleep(3)",
}


@pytest.mark.process
@pytest.mark.parametrize("how", HANGS)
def test_a_loop_that_stands_still_ends_its_process(how: str) -> None:
    program = f"""
import asyncio
from bot.runtime.watchdog import Watchdog

async def main():
    watching = asyncio.create_task(Watchdog(1.0).run())
    await asyncio.sleep(0.1)
    {HANGS[how]}
    watching.cancel()

asyncio.run(main())
"""
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, timeout=60, check=False)
    assert ended.returncode == (0 if how == "never" else 1)
    assert (b"Timeout (0:00:01)!" in ended.stderr) == (how != "never")


def test_the_signal_is_left_alone_on_other_threads() -> None:
    before = signal.getsignal(signal.SIGPROF)
    limit = CpuLimit()
    thread = threading.Thread(target=limit.start)
    thread.start()
    thread.join()
    assert signal.getsignal(signal.SIGPROF) == before
    limit.stop()


def test_nobody_takes_a_process_that_comes_or_goes_for_dead(tmp_path: Path) -> None:
    """Others look as often as they can."""
    watcher, found = CrashJournal.open(tmp_path, "watcher"), []
    coming = threading.Event()

    def watch() -> None:
        while not coming.is_set():
            if watcher.someone_fell():
                found.append(watcher.fallen())
                return

    thread = threading.Thread(target=watch)
    thread.start()
    for number in range(500):
        CrashJournal.open(tmp_path, f"new-{number}").close()
    coming.set()
    thread.join()
    watcher.close()
    assert found == []
