"""SIGTERM: what is in hand is finished, what is held is given back, and the exit code is 0."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from storage.operations.exclusive import begin_exclusive
from storage.tables.core import event, message
from storage.tables.operations import process
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.patience import PATIENCE, until
from tests.support.process import Process

pytestmark = pytest.mark.process
OFFICERS = range(1, 6)
SECRET = "khong-ai-biet_2026"


def product(folder: Path, database: str, telegram: FakeTelegram, **more: str) -> Process:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url, "LOG_FORMAT": "json"}
    return Process(folder, settings | {"DATABASE_URL": database} | more)


def left(database: str) -> dict[str, int]:
    """What is still claimed, held or waiting."""
    with begin_exclusive(database) as connection:
        counts = {
            "processes": select(func.count()).select_from(process),
            "claims": select(func.count()).where(message.c.leased_until.is_not(None)),
            "events": select(func.count()).where(event.c.handled_at.is_(None)),
            "unsent": select(func.count()).where(message.c.settled_at.is_(None)),
        }
        return {name: connection.scalar(count) or 0 for name, count in counts.items()}


NOTHING = dict.fromkeys(("processes", "claims", "events", "unsent"), 0)


async def test_what_is_being_sent_is_finished_and_noted(tmp_path: Path, database: str) -> None:
    async with FakeTelegram() as telegram:
        running = product(tmp_path, database, telegram)
        await running.start()
        slow = Fault("slow", ("sendMessage",), times=None, seconds=1.5)
        telegram.faults.active.append(slow)
        officers = [telegram.chat(number) for number in OFFICERS]
        for officer in officers:
            await officer.say("xin chào")
        await until(lambda: slow.hits == len(officers))
        assert await running.stop() == 0
        assert left(database) == NOTHING
        assert [len(officer.messages) for officer in officers] == [1] * len(officers)
        assert not [line for line in lines(running) if line["level"] == "error"]


async def test_what_is_not_begun_waits_for_the_next(tmp_path: Path, database: str) -> None:
    """The Bot API does not take anything: the messages are given back, and go out once another
    process is there."""
    async with FakeTelegram() as telegram:
        running = product(tmp_path, database, telegram)
        await running.start()
        refusing = Fault("error", ("sendMessage",), times=None)
        telegram.faults.active.append(refusing)
        officers = [telegram.chat(number) for number in OFFICERS]
        for officer in officers:
            await officer.say("xin chào")
        await until(lambda: refusing.hits >= len(officers))
        assert await running.stop() == 0
        assert left(database) == NOTHING | {"unsent": len(officers)}
        telegram.faults.active.remove(refusing)
        await running.start()
        for officer in officers:
            await officer.wait_for(lambda found: "Câu 1/152" in found.text)
        assert await running.stop() == 0
        assert left(database) == NOTHING
        assert [len(officer.messages) for officer in officers] == [1] * len(officers)


async def test_a_running_product_tells_how_it_does(tmp_path: Path, database: str) -> None:
    async with FakeTelegram() as telegram:
        running = product(tmp_path, database, telegram, METRICS_TOKEN=SECRET, LOG_LEVEL="DEBUG")
        await running.start()
        officer = telegram.chat(1)
        await officer.say("xin chào")
        first = await officer.wait_for(lambda found: "Câu 1/152" in found.text)
        await officer.say("21")
        await officer.wait_for(lambda found: True, after=first.id)
        async with httpx.AsyncClient(base_url=running.address, timeout=PATIENCE) as client:
            assert (await client.get("/healthz")).text == "ok\n"
            assert (await client.get("/readyz")).text == "ready\n"
            assert (await client.get("/metrics")).status_code == 401
            shown = {"Authorization": f"Bearer {SECRET}"}
            told = (await client.get("/metrics", headers=shown)).text
        assert await running.stop() == 0
    for line in (
        "phuluc_answers_total 1.0",
        'phuluc_events_total{channel="telegram",kind="said"} 2.0',
        'phuluc_sends_total{channel="telegram",outcome="sent"} 2.0',
        "phuluc_database_up 1.0",
        "phuluc_processes 1.0",
    ):
        assert line in told.splitlines()
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines(running))
    assert TOKEN not in running.log + told
    assert SECRET not in running.log + told


def lines(running: Process) -> list[dict[str, str]]:
    return [json.loads(line) for line in running.log.splitlines()]


async def test_the_command_itself_starts_and_stops(tmp_path: Path) -> None:
    """Everywhere else the product is forked from a process that has loaded it."""
    settings = {"PHULUC_DATA_DIR": str(tmp_path / "data"), "PHULUC_HTTP_PORT": "0"}
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        cwd=tmp_path,
        env=os.environ | settings,
        stdout=asyncio.subprocess.PIPE,
    )
    assert running.stdout is not None
    async with asyncio.timeout(PATIENCE):
        line = (await running.stdout.readline()).decode()
        assert line.startswith("Phuluc: http"), line
        async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as client:
            page = await client.get(line.removeprefix("Phuluc: ").strip())
        assert page.is_success
        running.terminate()
        assert await running.wait() == 0
