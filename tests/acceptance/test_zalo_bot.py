"""The whole sample report over the Zalo Bot Platform, within its budget, and with a process that
dies."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path

import pytest

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.channels.zalo.setup import BOT_PATH
from bot.delivery.quota import month_of
from bot.ports import clock
from storage.store import Store
from tests.fakes.zalo import BOT_TOKEN, BotPerson, FakeZaloBot
from tests.support.process import Process
from tests.support.sample_walk import appendix, facts, sample_replay, stored_report, timeless
from tests.support.zalo.walk import Turn, fetched, free_port, frugal_turns, link_in

LAN = "6ede9afa66b88fe6d6a9"
SECRET = "bi-mat-2026"
MOST = 20  # messages of the bot for a whole report
TURN_SECONDS = 0.1  # a kill falls anywhere within one turn, or shortly after it


def turns() -> tuple[Turn, ...]:
    return frugal_turns(ZaloBotChannel(BOT_TOKEN).capabilities)


def product(folder: Path, zalo: FakeZaloBot, **extra: str) -> Process:
    turns()  # worked out before anybody waits for an answer
    port = free_port()
    settings = {
        "ZALO_BOT_TOKEN": BOT_TOKEN,
        "ZALO_BOT_BASE_URL": zalo.url,
        "HTTP_PORT": str(port),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    return Process(folder, settings | extra)


async def _nothing(_: int) -> None:
    """Nobody kills the process."""


async def walk(lan: BotPerson, after_typing: Callable[[int], Awaitable[None]] = _nothing) -> str:
    """Type every text once the one before it is answered; the last message."""
    for number, turn in enumerate(turns()):
        seen = len(lan.messages)
        await lan.say(turn.typed)
        await after_typing(number)
        last = number == len(turns()) - 1
        for words in turn.answered:
            await lan.wait_for(
                lambda w=words, s=seen, part=last: any(  # type: ignore[misc]
                    timeless(text) == w or (part and "/tep/" in text) for text in lan.texts[s:]
                )
            )
    return lan.texts[-1]


@pytest.mark.process
async def test_the_whole_report_in_twenty_messages_and_the_same_document(tmp_path: Path) -> None:
    async with FakeZaloBot() as zalo:
        bot = product(tmp_path, zalo)
        await bot.start()
        lan = zalo.person(LAN)
        last = await walk(lan)
        assert await fetched(link_in(last)) == appendix()
        assert await bot.stop() == 0
    assert len(lan.messages) <= MOST
    expected = [words for turn in turns() for words in turn.answered]
    assert [timeless(text) for text in lan.texts[:-1]] == expected[:-1]
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)
    assert await spent(bot) == len(lan.messages)
    assert BOT_TOKEN not in bot.log


@pytest.mark.process
async def test_sigkill_over_the_webhook_loses_and_doubles_nothing(tmp_path: Path) -> None:
    dice = random.Random(int(os.environ.get("PHULUC_SEED", "2023")))
    when = set(dice.sample(range(len(turns())), 5))
    async with FakeZaloBot() as zalo:
        zalo.quirks.repeats = True
        extra = {"ZALO_BOT_MODE": "webhook", "ZALO_BOT_WEBHOOK_SECRET": SECRET}
        bot = product(tmp_path, zalo, **extra)
        await bot.start()
        assert await zalo.changes.until(lambda: zalo.webhook is not None)
        assert zalo.webhook == (f"{bot.extra['PUBLIC_URL']}{BOT_PATH}", SECRET)

        async def maybe_kill(turn: int) -> None:
            if turn in when:
                await asyncio.sleep(dice.uniform(0, TURN_SECONDS))
                await bot.kill()
                await bot.start()

        lan = zalo.person(LAN)
        last = await walk(lan, maybe_kill)
        assert await fetched(link_in(last)) == appendix()
        await bot.stop()
    expected = [words for turn in turns() for words in turn.answered]
    seen = [text for text, _ in groupby(timeless(text) for text in lan.texts)]
    assert seen[:-1] == expected[:-1]
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)


@pytest.mark.process
async def test_what_is_lost_between_two_polls_is_typed_again(tmp_path: Path) -> None:
    """Nothing acknowledges a poll: what was handed out to a process that died is gone."""
    async with FakeZaloBot() as zalo:
        bot = product(tmp_path, zalo)
        await bot.start()
        lan = zalo.person(LAN)
        await lan.say("xin chào")
        await lan.wait_for(lambda: len(lan.messages) == 1)
        await bot.kill()  # while the platform holds its request
        await lan.say(turns()[1].typed)
        assert await zalo.changes.until(lambda: not zalo.waiting)
        await bot.start()
        await lan.say(turns()[1].typed)
        # The greeting may come twice: the process may have died before it noted it as sent.
        await lan.wait_for(lambda: timeless(lan.texts[-1]) == turns()[1].answered[-1])
        assert await bot.stop() == 0


async def spent(bot: Process) -> int:
    """How many messages of this month are used."""
    store = await Store.open(bot.database)
    try:
        async with store.transaction() as tx:
            kinds = await tx.quota.spent(ZaloBotChannel.name, month_of(clock.now()))
    finally:
        await store.close()
    return sum(kinds.values())
