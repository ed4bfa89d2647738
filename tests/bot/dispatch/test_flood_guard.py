"""One noisy person is asked to wait; nobody else notices."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import thread_time

import pytest

from bot.dispatch.flood_guard import BURST, REMEMBERED, SHARE, Admission, FloodGuard
from bot.ports.channel import IncomingKind
from bot.runtime.processor_time import ProcessorTime
from tests.support.product import office

FLOODING, QUIET = ("telegram", "1"), ("telegram", "2")


class Time:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_taken_and_then_so_many_a_minute() -> None:
    time = Time()
    floods = FloodGuard(60, time)
    assert {floods.admit(FLOODING) for _ in range(BURST)} == {Admission.TAKEN}
    assert floods.admit(FLOODING) is Admission.REFUSED
    assert {floods.admit(FLOODING) for _ in range(50)} == {Admission.IGNORED}
    assert floods.admit(QUIET) is Admission.TAKEN
    time.now += 5
    assert [floods.admit(FLOODING) for _ in range(6)] == [Admission.TAKEN] * 5 + [Admission.IGNORED]
    time.now += floods.rest
    assert [floods.admit(FLOODING) for _ in range(11)] == [Admission.TAKEN] * 10 + [
        Admission.REFUSED
    ]


def test_who_goes_on_is_told_again_after_a_while() -> None:
    time = Time()
    floods = FloodGuard(60, time)
    for _ in range(BURST):
        floods.admit(FLOODING)
    assert floods.admit(FLOODING) is Admission.REFUSED
    told = 0
    for _ in range(1_800):  # ten a second for three minutes
        time.now += 0.1
        told += floods.admit(FLOODING) is Admission.REFUSED
    assert told in (2, 3)


def test_what_costs_much_counts_as_several() -> None:
    """At most a tenth of a processor for one person, after a burst."""
    time = Time()
    floods = FloodGuard(300, time)
    spent = 0.0
    for _ in range(10 * 60 * 5):  # five a second, for ten minutes
        time.now += 0.2
        if floods.admit(FLOODING) is Admission.TAKEN:
            floods.charge(FLOODING, 0.15)
            spent += 0.15
    assert 600 * SHARE <= spent <= 600 * SHARE + BURST * 0.2 * SHARE + 0.15
    assert floods.admit(QUIET) is Admission.TAKEN


def test_what_costs_little_costs_nothing_more() -> None:
    time = Time()
    floods = FloodGuard(300, time)
    for _ in range(3_000):
        time.now += 0.2
        assert floods.admit(FLOODING) is Admission.TAKEN
        floods.charge(FLOODING, 0.02)
    floods.charge(QUIET, 5.0)  # of nobody that is known
    assert FloodGuard(0, time).admit(FLOODING) is Admission.TAKEN


async def test_only_the_work_itself_is_charged() -> None:
    async def work() -> str:
        _burn(0.05)
        await asyncio.sleep(0.01)
        _burn(0.05)
        return "done"

    async def others() -> None:
        for _ in range(5):
            _burn(0.05)
            await asyncio.sleep(0)

    spent: list[float] = []
    beside = asyncio.create_task(others())
    assert await ProcessorTime(work(), spent.append) == "done"
    await beside
    assert 0.09 < spent[0] < 0.2


async def test_work_that_fails_or_is_cancelled_is_charged_too() -> None:
    async def fail() -> None:
        _burn(0.02)
        await asyncio.sleep(0)
        raise ValueError("no answer")

    async def hang() -> None:
        _burn(0.02)
        try:
            await asyncio.sleep(3_600)
        finally:
            _burn(0.02)

    async def run() -> None:
        await ProcessorTime(hang(), spent.append)

    spent: list[float] = []
    with pytest.raises(ValueError, match="no answer"):
        await ProcessorTime(fail(), spent.append)
    task = asyncio.create_task(run())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [round(one, 2) >= 0.02 for one in spent] == [True, True]
    assert spent[1] >= 0.04


async def test_an_event_of_either_way_is_charged(tmp_path: Path) -> None:
    charged: list[tuple[str, str]] = []
    async with office(tmp_path, per_minute=60) as at:
        at.desk._floods.charge = lambda key, seconds: charged.append(key)  # type: ignore[method-assign]
        await at.handle(at.event(IncomingKind.OPENED))
        long_way = len(charged)
        await at.say("21")
    assert long_way >= 1
    assert len(charged) > long_way
    assert {*charged} == {("telegram", "42")}


def _burn(seconds: float) -> None:
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def test_without_a_limit_all_are_taken() -> None:
    floods = FloodGuard(0, Time())
    assert {floods.admit(FLOODING) for _ in range(10_000)} == {Admission.TAKEN}


def test_the_quiet_are_forgotten() -> None:
    time = Time()
    floods = FloodGuard(60, time)
    for number in range(3 * REMEMBERED):
        floods.admit(("telegram", str(number)))
        time.now += 1
    assert len(floods._buckets) <= REMEMBERED + 1


async def test_ten_thousand_messages_in_a_minute(tmp_path: Path) -> None:
    """One chat's flood: some are taken, the sender is asked to wait once, and is served again
    after the wait; another officer's answers are all taken in between."""
    async with office(tmp_path, per_minute=60) as at:
        time = Time()
        at.desk._floods.time = time
        for who in ("42", "43"):
            await at.handle(at.event(IncomingKind.OPENED, who=who))
        for number in range(10_000):
            time.now += 0.006
            await at.desk.receive([at.event(IncomingKind.SAID, "trợ giúp")])
            if number % 2_500 == 0:
                assert "Đã ghi" in await at.say("21", who="43")
        await at.desk.idle()
        await at.sender.drain(at.channels["telegram"])
        refusals = [text for text in at.told("42") if "gửi nhanh quá" in text]
        assert len(refusals) == 1
        assert f"{at.desk._floods.rest:.0f} giây" in refusals[0]
        assert BURST + 50 <= len(at.told("42")) <= BURST + 65
        assert all("gửi nhanh quá" not in text for text in at.told("43"))
        time.now += at.desk._floods.rest
        assert "Câu 1/152" in await at.say("tiếp")
