"""The contract of the Zalo Bot Platform, against its own servers: `pytest -m live` with a token in
PHULUC_LIVE_ZALO_BOT_TOKEN. Without one it is skipped, and the head of every test run says so."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.channels.zalo.bot_platform.client import OFFICIAL
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot
from tests.fakes.zalo.contract import contract

TOKEN = os.environ.get("PHULUC_LIVE_ZALO_BOT_TOKEN", "")
CHAT = os.environ.get("PHULUC_LIVE_ZALO_CHAT", "")
HOOK = os.environ.get("PHULUC_LIVE_ZALO_HOOK", "")


@pytest.mark.live
@pytest.mark.skipif(not TOKEN, reason="never tried against Zalo's servers: no token here")
async def test_zalo_says_what_the_fixtures_say(tmp_path: Path) -> None:
    """When PHULUC_LIVE_ZALO_CHAT names somebody, they write a text while this runs."""
    found = await contract(OFFICIAL, TOKEN, chat=CHAT, hook=HOOK, folder=tmp_path)
    assert not any(found.values()), f"{found}; recordings in {tmp_path}"


async def test_the_fake_keeps_the_same_contract(tmp_path: Path) -> None:
    async with FakeZaloBot() as server:
        lan = server.person()
        await lan.say("xin chào")
        found = await contract(
            server.url, BOT_TOKEN, chat=lan.id, hook="https://x.example/h", folder=tmp_path
        )
    assert len(found) == 7
    assert not any(found.values()), found
    recorded = recordings(tmp_path)
    assert len(recorded) == 7
    assert not any(BOT_TOKEN in text for text in recorded)


def recordings(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.iterdir()]


async def test_a_platform_that_says_something_else_is_found_out() -> None:
    async with FakeZaloBot() as server:
        server.quirks.nameless = True
        lan = server.person()
        await lan.say("xin chào")
        found = await contract(server.url, BOT_TOKEN, chat=lan.id)
    (wrong,) = [lines for name, lines in found.items() if "getUpdates" in name]
    assert wrong == [".result.message.from.display_name is missing"]
