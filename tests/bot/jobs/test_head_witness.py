"""The head of the history goes to those at the top, and what is missing of it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.operations.audit import verify_history
from bot.jobs.head_witness import HeadWitness
from bot.jobs.history_keeper import HistoryKeeper
from conversations.workflow.permissions import Role
from storage.history.kept_head import HEAD_FILE
from templates.loading.wording import load_wording
from tests.support.product import Office, office
from tests.support.province import Province, department, local


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    async with office(tmp_path, local(2026, 3, 2)) as opened:
        yield opened


def witness(at: Office, folder: Path) -> HeadWitness:
    channels = [*at.channels.values()]
    return HeadWitness(at.store, load_wording(), channels, at.clock, lambda: None, folder, 8)


async def said(at: Office, who: str) -> list[str]:
    for channel in at.channels.values():
        await at.sender.drain(channel)
    return at.told(who)


async def founded(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ")])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    return made


async def test_the_days_head_is_told_once_and_only_when_it_has_moved(
    at: Office, tmp_path: Path
) -> None:
    one = witness(at, tmp_path)
    assert not await one.tell_head()  # nobody is there
    made = await founded(at)
    before = len(await said(at, "lan"))
    at.clock.moment = local(2026, 3, 3, 7, 30)
    assert not await one.tell_head()  # too early
    at.clock.moment = local(2026, 3, 3, 8, 30)
    assert await one.tell_head()
    assert not await witness(at, tmp_path).tell_head()  # another process
    line = (await said(at, "dau-moi"))[-1]
    found = re.search(r"Mã nhật ký ngày 03/03/2026: (\d+-[0-9a-f]{20}) \(\d+ mục mới\)", line)
    assert found is not None, line
    assert len(await said(at, "lan")) == before  # officers are left alone
    at.clock.moment += timedelta(days=1)
    assert not await one.tell_head()  # a day on which nothing happened
    await made.comes("hung", "NV", Role.OFFICER, "Hùng")
    assert await one.tell_head()
    assert (await verify_history(at.store, found[1])).good
    assert not (await verify_history(at.store, found[1].replace("-", "-0")[:-1])).good


async def test_what_is_missing_is_told_once_a_day(at: Office, tmp_path: Path) -> None:
    await founded(at)
    await HistoryKeeper(at.store, tmp_path).keep_head()
    one = witness(at, tmp_path)
    assert not await one.tell_missing()
    kept = json.loads((tmp_path / HEAD_FILE).read_text())
    kept["entry"] += 3
    kept["chains"]["0"] = "0" * 20
    (tmp_path / HEAD_FILE).write_text(json.dumps(kept))
    assert await one.tell_missing()
    assert not await one.tell_missing()
    line = (await said(at, "dau-moi"))[-1]
    assert "thiếu ít nhất 3 mục" in line
    assert "phuluc audit accept" in line
    at.clock.moment += timedelta(days=1)
    assert await one.tell_missing()
