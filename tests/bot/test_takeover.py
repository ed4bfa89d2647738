"""Two processes on one PostgreSQL: when the one that polls dies or stands still, the other does."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.support.postgres import Postgres
from tests.support.process import Process

pytestmark = pytest.mark.process


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_other_one_goes_on(
    tmp_path: Path, postgres: Postgres, blow: signal.Signals
) -> None:
    url = postgres.prepared_database()
    async with FakeTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url}
        settings |= {"DATABASE_URL": url, "LOG_FORMAT": "json"}
        leading, waiting = (Process(tmp_path / name, settings) for name in ("one", "other"))
        officer = telegram.chat(1)
        for one in (leading, waiting):
            one.folder.mkdir()
            await one.start()
            if one is leading:
                await officer.say("xin chào")
                asked = await officer.wait_for(lambda found: "Câu 1/152" in found.text)
        leading.send(blow)
        await officer.say("21")
        asked = await officer.wait_for(lambda found: "Câu 2/152" in found.text, after=asked.id)
        if blow is signal.SIGSTOP:
            leading.send(signal.SIGCONT)
            await officer.say("20")
            await officer.wait_for(lambda found: "Đã ghi: 20" in found.text, after=asked.id)
            assert await leading.stop() == 0
        assert await waiting.stop() == 0
