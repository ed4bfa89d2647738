"""Every kind of torture, by name: what is done, on what, and how often in which form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

from tests.support.standby import Standby
from tests.torture import journal, network_faults, process_faults, stores
from tests.torture.bench import Bench
from tests.torture.cluster import Setting
from tests.torture.half_requests import hold_half_requests
from tests.torture.hostile import send_hostile
from tests.torture.late import come_late
from tests.torture.pair import two_on_one_row
from tests.torture.poison import poison
from tests.torture.reminding import remind_all
from tests.torture.tally import Tally

# In CI: how much each writes, how many do, and the processes that show what several do together.
TEXTS, OFFICERS, PROCESSES = 6, 2, 2
SQLITE, POSTGRES = "sqlite", "postgresql"


@dataclass(frozen=True)
class Scene:
    """Faults of one kind on one setting: `short` of them in CI, `long` in `make torture`."""

    name: str
    setting: Setting
    short: int
    long: int
    play: Callable[[Bench, Setting, int], Awaitable[Tally]]
    alone: bool = False  # it touches the whole database server

    def __str__(self) -> str:
        return f"{self.name}, {self.setting}"

    def shortened(self) -> Scene:
        """The scene as it is played in CI."""
        processes = min(self.setting.replicas, PROCESSES)
        return replace(self, setting=replace(self.setting, replicas=processes))

    async def played(self, bench: Bench, count: int) -> Tally:
        """What was counted; a run that broke off is a failure too."""
        try:
            return await self.play(bench, self.setting, count)
        except Exception as error:
            return Tally(dirty=1, notes=[f"{type(one).__name__}: {one}" for one in _causes(error)])


def _causes(error: Exception) -> Iterator[Exception]:
    if isinstance(error, ExceptionGroup):
        for one in error.exceptions:
            yield from _causes(one)
    else:
        yield error


async def killed(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting) as work:
        await process_faults.kills(work.cluster, work.crowd, work.dice, count)
    return work.tally


async def stopped(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting) as work:
        await process_faults.stops(work.cluster, work.crowd, work.dice, count)
    return work.tally


async def frozen(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting) as work:
        await process_faults.freezes(work.cluster, work.crowd, work.dice, count)
    return work.tally


async def jumped(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting) as work:
        await process_faults.jumps(work.cluster, work.crowd, work.dice, count)
    return work.tally


async def troubled(bench: Bench, setting: Setting, count: int) -> Tally:
    """`count` counts calls that come to grief."""
    if bench.texts is None:  # most of the time is waiting for its end
        bench = replace(bench, officers=3 * bench.officers)
    async with bench.officers_at_work(setting) as work:
        network_faults.trouble(work, timeouts=bench.texts is None)
        await work.telegram.world.until(lambda: network_faults.struck(work) >= count, 600)
        work.tally.kills = network_faults.struck(work)
        work.telegram.faults.active.clear()  # they finish their reports in peace
    return work.tally


async def repeated(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting) as work:
        await network_faults.repeat_updates(work, count)
    return work.tally


async def cut_short(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting, stores.FULL) as work:
        await stores.fill_up(work, count)
    return work.tally


async def full(bench: Bench, setting: Setting, count: int) -> Tally:
    rest = {"disk_bytes": stores.DISK_BYTES}
    async with bench.officers_at_work(setting, stores.FULL, **rest) as work:
        await stores.fill_disk(work, count)
    return work.tally


async def protected(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting, stores.READ_ONLY) as work:
        await stores.protect_files(work, count)
    return work.tally


async def journal_gone(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting, journal.TAKEN) as work:
        await journal.take_away(work, count)
    return work.tally


async def journal_spoiled(bench: Bench, setting: Setting, count: int) -> Tally:
    async with bench.officers_at_work(setting, journal.MISSING) as work:
        await journal.tamper(work, count)
    return work.tally


async def standing_by(bench: Bench, setting: Setting, count: int) -> Tally:
    assert bench.postgres is not None
    async with bench.officers_at_work(setting, stores.READ_ONLY) as work:
        await stores.stand_by(work, bench.postgres, count)
    return work.tally


async def standing_by_long(bench: Bench, setting: Setting, count: int) -> Tally:
    assert bench.postgres is not None
    async with bench.officers_at_work(setting, stores.READ_ONLY) as work:
        await stores.stand_by_long(work, bench.postgres, count)
    return work.tally


async def failed_over(bench: Bench, setting: Setting, count: int) -> Tally:
    assert bench.postgres is not None
    explained = (*stores.AWAY, *stores.READ_ONLY)
    with ExitStack() as ending:
        standbys = [ending.enter_context(Standby()) for _ in range(count)]
        places = [one.sockets for one in standbys]
        async with bench.officers_at_work(setting, explained, standbys=places) as work:
            await stores.fail_over(work, bench.postgres, standbys)
    return work.tally


async def cut_off(bench: Bench, setting: Setting, count: int) -> Tally:
    assert bench.postgres is not None
    async with bench.officers_at_work(setting, stores.AWAY) as work:
        await stores.cut_connections(work, bench.postgres, count)
    return work.tally


async def server_restarted(bench: Bench, setting: Setting, count: int) -> Tally:
    assert bench.postgres is not None
    async with bench.officers_at_work(setting, stores.AWAY) as work:
        await stores.restart_server(work, bench.postgres, count)
    return work.tally


def _kill_scenes() -> list[Scene]:
    """Every database with every way in, and with both numbers of processes where there may be
    several: 500 kills on each database."""
    short = {(SQLITE, "polling", 1), (POSTGRES, "webhook", 3)}
    return [
        Scene("SIGKILL", Setting(*one), 3 if one in short else 0, count, killed)
        for mode in ("polling", "webhook")
        for one, count in (
            ((SQLITE, mode, 1), 250),
            ((POSTGRES, mode, 1), 125),
            ((POSTGRES, mode, 3), 125),
        )
    ]


# Not in CI: where another scene of the short form, or a test of shutdown, of hostile files or of
# replicas meets the same fault.
SCENES = [
    *_kill_scenes(),
    Scene("SIGTERM", Setting(SQLITE, "polling", 1), 0, 20, stopped),
    Scene("SIGTERM", Setting(POSTGRES, "webhook", 3), 0, 20, stopped),
    Scene("SIGSTOP", Setting(POSTGRES, "webhook", 3), 0, 20, frozen),
    Scene("Bot API in trouble", Setting(SQLITE, "webhook", 1), 8, 200, troubled),
    Scene("Bot API in trouble", Setting(POSTGRES, "polling", 3), 0, 200, troubled),
    Scene("repeated updates", Setting(SQLITE, "polling", 1), 0, 1_000, repeated),
    Scene("repeated updates", Setting(POSTGRES, "webhook", 3), 60, 1_000, repeated),
    Scene("late updates", Setting(SQLITE, "polling", 1), 0, 12, come_late),
    Scene("late updates", Setting(POSTGRES, "webhook", 3), 1, 25, come_late),
    Scene("poison", Setting(SQLITE, "polling", 1), 0, 5, poison),
    Scene("poison", Setting(POSTGRES, "webhook", 3), 1, 5, poison),
    Scene("poison", Setting(SQLITE, "webhook", 1), 0, 5, poison),
    Scene("poison", Setting(POSTGRES, "polling", 3), 0, 5, poison),
    Scene("clock jumps", Setting(SQLITE, "webhook", 1), 2, 30, jumped),
    Scene("clock jumps", Setting(POSTGRES, "webhook", 3), 0, 30, jumped),
    # CI may not mount a disk; there no file may grow instead, which every machine can do.
    Scene("files cut short", Setting(SQLITE, "webhook", 1), 1, 20, cut_short),
    Scene("full disk", Setting(SQLITE, "webhook", 1), 0, 20, full),
    Scene("full disk", Setting(SQLITE, "polling", 1), 0, 20, full),
    Scene("read-only files", Setting(SQLITE, "webhook", 1), 1, 10, protected),
    Scene("journal taken away", Setting(SQLITE, "polling", 1), 1, 20, journal_gone),
    Scene("journal tampered with", Setting(SQLITE, "webhook", 1), 1, 40, journal_spoiled),
    Scene("read-only server", Setting(POSTGRES, "webhook", 3), 0, 15, standing_by, alone=True),
    Scene("read-only standby", Setting(POSTGRES, "webhook", 3), 1, 3, standing_by_long, alone=True),
    Scene("fail-over", Setting(POSTGRES, "webhook", 3), 1, 5, failed_over, alone=True),
    Scene("half requests", Setting(SQLITE, "webhook", 1), 1, 20, hold_half_requests),
    Scene("half requests", Setting(POSTGRES, "webhook", 3), 0, 10, hold_half_requests),
    Scene("connections cut", Setting(POSTGRES, "webhook", 3), 0, 40, cut_off, alone=True),
    Scene("server restarted", Setting(POSTGRES, "webhook", 3), 1, 15, server_restarted, alone=True),
    Scene("two on one row", Setting(SQLITE, "webhook", 1), 0, 1_000, two_on_one_row),
    Scene("two on one row", Setting(POSTGRES, "webhook", 3), 15, 1_000, two_on_one_row),
    Scene("hostile files", Setting(SQLITE, "polling", 1), 0, 300, send_hostile),
    Scene("hostile files", Setting(POSTGRES, "webhook", 3), 0, 300, send_hostile),
    Scene("reminders", Setting(SQLITE, "polling", 1), 0, 10, remind_all),
    Scene("reminders", Setting(POSTGRES, "webhook", 3), 1, 10, remind_all),
]
