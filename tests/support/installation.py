"""A small office at work, to be moved, backed up and restored: units, people, a report that was
handed in with its files, history, a message that waits."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.product import office
from tests.support.province import Province, commune, department, local
from tests.support.publishing import own_form, publish

WAITING = {"spans": [{"text": "Nhắc lại"}], "note": "1.50 – đủ 8/8\u2028"}


async def found_installation(url: str) -> None:
    """Make it in an empty database, and stop."""
    async with office(url, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ"), commune(1), commune(2)])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
        await province.comes("an", "NV", Role.OFFICER, "An")
        await open_round(province)
        await submit(at, "an", "xin chào", "7", "không phát sinh", "5 (đã làm tròn)")
        with TemporaryDirectory() as folder:
            await publish(at.store, own_form(Path(folder)), at.clock())
        async with at.store.transaction() as tx:
            # A unit that is ended refers to one that was made after it.
            await tx.units.end(province.deed(), province.units["X01"], province.units["X02"])
            await tx.outbox.add("telegram", "an", WAITING, None, at.clock())
            await tx.outbox.add("telegram", "an", WAITING, None, at.clock(), once=True)
