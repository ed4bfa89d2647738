"""Warnings are counted once a report has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.jobs import warning_counts
from storage.tables.core import report
from tests.support.desk_office import DeskOffice, desk_office, hand_in


async def counted(here: DeskOffice, code: str) -> int | None:
    """What the table of units knows of a report's warnings."""
    number = await here.province.report_of(code)
    async with here.at.store.reading() as tx:
        found: int | None = await tx.work.connection.scalar(
            report.select().with_only_columns(report.c.warnings).where(report.c.id == number)
        )
        return found


async def test_counts_what_has_changed_and_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warning_counts, "AT_ONCE", 1)
    async with desk_office(tmp_path) as here:
        job = here.at.service.warning_counts
        assert await job.count_some() == 0
        await hand_in(here, "A01")
        await hand_in(here, "A05")
        assert (await job.count_some(), await job.count_some()) == (1, 1)
        assert await job.count_some() == 0
        assert await counted(here, "A01") == 0
        assert await counted(here, "A02") is None
        await here.at.say("việc của tôi", who="tu")
        await here.at.tap("Làm:", who="tu")
        await here.at.say("I.01.01: 10; I.01.02: 12", who="tu")
        assert "2. ⚠" in await here.at.say("ghi", who="tu")
        await job.count_some()
        assert await counted(here, "A03") == 2
