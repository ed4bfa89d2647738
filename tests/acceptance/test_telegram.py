"""The whole sample report over Telegram, with a process that is killed again and again."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Awaitable, Callable
from itertools import groupby
from pathlib import Path

import pytest

from storage.store import Store
from tests.fakes.telegram import TOKEN, BotMessage, FakeTelegram, Officer
from tests.support.process import Process
from tests.support.sample_walk import (
    appendix,
    exchanges,
    facts,
    sample_replay,
    stored_report,
    timeless,
)

LAN = 4_200_000_001
KILLS = int(os.environ.get("PHULUC_KILLS", "12"))
TURN_SECONDS = 0.08  # a kill falls anywhere within one turn, or shortly after it


@pytest.mark.process
async def test_the_walk_over_telegram(tmp_path: Path) -> None:
    async with FakeTelegram() as telegram:
        product = _product(tmp_path, telegram)
        await product.start()
        officer = await _walk(telegram)
        assert await product.stop() == 0
    assert [timeless(message.text) for message in _texts(officer)] == _expected()
    assert _documents(officer) == [appendix()]
    assert facts(await stored_report(product.database)) == facts(sample_replay().report)
    assert TOKEN not in product.log


@pytest.mark.process
async def test_sigkill_at_any_point_loses_and_doubles_nothing(tmp_path: Path) -> None:
    """Random kills all along the walk; after each the next answer meets the right question."""
    seed = int(os.environ.get("PHULUC_SEED", "2023"))
    dice = random.Random(seed)
    when = sorted(dice.sample(range(1, len(exchanges())), KILLS))
    async with FakeTelegram() as telegram:
        product = _product(tmp_path, telegram)
        await product.start()

        async def maybe_kill(turn: int) -> None:
            if turn in when:
                await asyncio.sleep(dice.uniform(0, TURN_SECONDS))
                await product.kill()
                await product.start()

        officer = await _walk(telegram, maybe_kill)
        await product.stop()
    # A message may come twice, when the process died between sending it and noting that down.
    seen = [text for text, _ in groupby(timeless(message.text) for message in _texts(officer))]
    assert seen == _expected(), f"seed {seed}"
    assert set(_documents(officer)) == {appendix()}
    report = await stored_report(product.database)
    assert facts(report) == facts(sample_replay().report), f"seed {seed}"
    assert await _history_lengths(product) == {
        key: answer.revision for key, answer in report.answers.items()
    }


def _product(folder: Path, telegram: FakeTelegram) -> Process:
    exchanges()  # worked out before anybody waits for an answer
    return Process(folder, {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url})


async def _nothing(_: int) -> None:
    """Nobody kills the process."""


async def _walk(
    telegram: FakeTelegram, after_typing: Callable[[int], Awaitable[None]] = _nothing
) -> Officer:
    """Type every text of the walk once the question before it is on the screen."""
    officer = telegram.chat(LAN)
    for turn, exchange in enumerate(exchanges()):
        last = officer.messages[-1].id if officer.messages else 0
        await officer.say(exchange.typed)
        await after_typing(turn)
        for words in exchange.answered:
            last = await _wait_for(officer, words, after=last)
    await officer.wait_for(lambda message: message.document is not None)
    return officer


async def _wait_for(officer: Officer, words: str, after: int) -> int:
    found = await officer.wait_for(lambda m: timeless(m.text) == words, after=after)
    return found.id


def _expected() -> list[str]:
    return [words for exchange in exchanges() for words in exchange.answered]


def _texts(officer: Officer) -> list[BotMessage]:
    return [message for message in officer.messages if message.document is None]


def _documents(officer: Officer) -> list[tuple[str, bytes]]:
    return [message.document for message in officer.messages if message.document is not None]


async def _history_lengths(product: Process) -> dict[str, int]:
    """How many changes the history holds of each row."""
    store = await Store.open(product.database)
    try:
        async with store.transaction() as tx:
            history = await tx.audit_log.of_report(1)
    finally:
        await store.close()
    lengths: dict[str, int] = {}
    for entry in history:
        if entry.subject.startswith("answer:"):
            lengths[entry.key] = lengths.get(entry.key, 0) + 1
    return lengths
