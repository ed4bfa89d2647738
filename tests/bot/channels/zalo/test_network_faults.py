"""Both Zalo channels while calls fail, break off, or get lost on their way, on the same walks."""

from __future__ import annotations

import random
from itertools import groupby
from pathlib import Path

import pytest

from tests.acceptance import test_zalo_bot, test_zalo_oa
from tests.fakes.world import Fault
from tests.fakes.zalo import FakeZaloBot, FakeZaloOa
from tests.support.sample_walk import appendix, facts, sample_replay, stored_report, timeless
from tests.support.zalo.walk import fetched, link_in

pytestmark = pytest.mark.process


def faults(methods: tuple[str, ...], rate: float, code: int) -> list[Fault]:
    return [
        Fault("error", methods, code=code, times=None, rate=rate),
        Fault("error", methods, code=502, foreign=True, times=None, rate=rate),
        Fault("reset", methods, times=None, rate=rate),
        Fault("lost", methods, times=None, rate=rate),
        Fault("slow", methods, times=None, rate=rate, seconds=0.3),
    ]


async def test_the_bot(tmp_path: Path) -> None:
    async with FakeZaloBot() as zalo:
        zalo.faults.dice = random.Random(2023)
        zalo.faults.active = faults(("sendMessage", "getMe"), 0.08, 403)
        bot = test_zalo_bot.product(tmp_path, zalo)
        await bot.start()
        lan = zalo.person(test_zalo_bot.LAN)
        last = await test_zalo_bot.walk(lan)
        assert await fetched(link_in(last)) == appendix()
        await bot.stop()
    assert sum(fault.hits for fault in zalo.faults.active) > 0
    expected = [words for turn in test_zalo_bot.turns() for words in turn.answered]
    seen = [text for text, _ in groupby(timeless(text) for text in lan.texts)]
    assert seen[: len(expected) - 1] == expected[:-1]
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)


async def test_the_official_account(tmp_path: Path) -> None:
    async with FakeZaloOa() as zalo:
        zalo.faults.dice = random.Random(2023)
        zalo.faults.active = faults(("message/cs", "upload/file"), 0.01, -32)
        zalo.faults.active.append(Fault("error", ("message/cs",), code=-216, times=1, rate=0.1))
        bot = test_zalo_oa.product(tmp_path, zalo)
        await test_zalo_oa.bring_token(bot)
        await bot.start()
        lan = zalo.person(test_zalo_oa.LAN)
        await test_zalo_oa.walk(lan)
        await bot.stop()
    assert sum(fault.hits for fault in zalo.faults.active) > 3
    assert [text for text, _ in groupby(test_zalo_oa.texts(lan))] == test_zalo_oa.expected()
    assert set(test_zalo_oa.files(lan)) == {appendix()}
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)
