"""The whole sample report over a Zalo Official Account, and with a process that dies."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path

import pytest

from bot.channels.platforms import OA_PATH
from bot.channels.zalo.official_account.channel import ZaloOaChannel
from bot.delivery.quota import month_of
from bot.ports import clock
from storage.store import Store
from tests.fakes.zalo import FakeZaloOa, OaPerson
from tests.fakes.zalo.oa_server import APP_ID, APP_SECRET, OA_SECRET
from tests.support.prepared import prepared
from tests.support.process import Process, clean_environment, run_command
from tests.support.sample_walk import appendix, facts, sample_replay, stored_report, timeless
from tests.support.zalo.oa import ACCOUNT, LAN
from tests.support.zalo.walk import Turn, free_port, plain_turns

KILLS = int(os.environ.get("PHULUC_KILLS", "8"))
TURN_SECONDS = 0.1  # a kill falls anywhere within one turn, or shortly after it


def turns() -> tuple[Turn, ...]:
    return plain_turns(ZaloOaChannel(ACCOUNT).capabilities)


def product(folder: Path, zalo: FakeZaloOa) -> Process:
    turns()  # worked out before anybody waits for an answer
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    zalo.webhook = f"{address}{OA_PATH}"
    return Process(
        folder,
        {
            "ZALO_OA_APP_ID": APP_ID,
            "ZALO_OA_APP_SECRET": APP_SECRET,
            "ZALO_OA_SECRET_KEY": OA_SECRET,
            "ZALO_OA_BASE_URL": zalo.url,
            "HTTP_PORT": str(port),
            "PUBLIC_URL": address,
        },
    )


async def bring_token(bot: Process) -> str:
    """As the administrator does; what the command says."""
    prepared(bot.folder / "data" / "phuluc.db")
    env = clean_environment(DATA_DIR=str(bot.folder / "data"))
    words = ("zalo", "token", "--stdin")
    return (await run_command(bot.folder, *words, typed=b"refresh-0\n", env=env)).stdout


async def _nothing(_: int) -> None:
    """Nobody kills the process."""


async def walk(lan: OaPerson, after_typing: Callable[[int], Awaitable[None]] = _nothing) -> None:
    """Type every text once the one before it is answered."""
    for number, turn in enumerate(turns()):
        seen = len(lan.messages)
        await lan.say(turn.typed)
        await after_typing(number)
        for words in turn.answered:
            await lan.wait_for(
                lambda w=words, s=seen: w in map(timeless, lan.texts[s:])  # type: ignore[misc]
            )
    await lan.wait_for(lambda: bool(files(lan)))


def files(lan: OaPerson) -> list[tuple[str, bytes]]:
    return [message.file for message in lan.messages if message.file is not None]


def texts(lan: OaPerson) -> list[str]:
    return [timeless(message.text) for message in lan.messages if message.text]


def expected() -> list[str]:
    return [words for turn in turns() for words in turn.answered]


@pytest.mark.process
async def test_the_walk_over_an_official_account(tmp_path: Path) -> None:
    async with FakeZaloOa() as zalo:
        bot = product(tmp_path, zalo)
        assert "kept" in await bring_token(bot)
        await bot.start()
        lan = zalo.person(LAN)
        await walk(lan)
        assert await bot.stop() == 0
    assert texts(lan) == expected()
    assert files(lan) == [appendix()]
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)
    assert zalo.refreshes == 1
    assert await spent(bot) == {"free": len(lan.messages)}  # the file is a message too
    for secret in (APP_SECRET, OA_SECRET, zalo.access, zalo.refresh):
        assert secret not in bot.log


@pytest.mark.process
async def test_sigkill_at_any_point_loses_and_doubles_nothing(tmp_path: Path) -> None:
    dice = random.Random(int(os.environ.get("PHULUC_SEED", "2023")))
    when = set(dice.sample(range(1, len(turns())), KILLS))
    async with FakeZaloOa() as zalo:
        bot = product(tmp_path, zalo)
        await bring_token(bot)
        await bot.start()

        async def maybe_kill(turn: int) -> None:
            if turn in when:
                await asyncio.sleep(dice.uniform(0, TURN_SECONDS))
                await bot.kill()
                await bot.start()

        lan = zalo.person(LAN)
        await walk(lan, maybe_kill)
        await bot.stop()
    assert [text for text, _ in groupby(texts(lan))] == expected()
    assert set(files(lan)) == {appendix()}
    assert facts(await stored_report(bot.database)) == facts(sample_replay().report)
    assert zalo.refreshes == 1


async def spent(bot: Process) -> dict[str, int]:
    store = await Store.open(bot.database)
    try:
        async with store.transaction() as tx:
            return await tx.quota.spent(ZaloOaChannel.name, month_of(clock.now()))
    finally:
        await store.close()
