"""The coordinator's board on a phone of 360 pixels, from the invitation to the totals. With
PHULUC_SHOTS=folder the screenshots are kept there."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.access.identity import hash_code, new_token
from bot.workflow.rounds.parser import read_opening
from bot.workflow.rounds.round_plan import RoundPlan, carry_out_plan, owing_units
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.store import Store
from storage.workflow.units import NewUnit
from tests.support.prepared import prepared
from tests.support.process import Process
from tests.support.product import open_catalogs
from tests.support.province import commune, department
from tests.support.web.browser import open_chat

SHOTS = os.environ.get("PHULUC_SHOTS")
HANDED_IN = ReportState.SUBMITTED
NEEDS = (ReportState.RETURNED,)  # moves that say why
MOVES = ((), (), (HANDED_IN,), (HANDED_IN, ReportState.APPROVED), (HANDED_IN, *NEEDS))
FORM_SECTIONS = ("I", "II", "III", "IV", "V", "VI", "VII")


async def found(folder: Path) -> str:
    """A province of 33 units with an open round, some of them at work; a coordinator's code."""
    now, catalogs, code = datetime.now(UTC), open_catalogs(), new_token()
    deed = AuditContext(None, None, "command", None, now)
    store = await Store.open(prepared(folder / "phuluc.db"))
    async with store.transaction() as tx:
        root = NewUnit("TINH", "Ủy ban nhân dân tỉnh", "UBND tỉnh", "UBND", None, None)
        offices = (("NV", "Nội vụ"), ("TC", "Tài chính"), ("YT", "Y tế"))
        below = [*(department(*one) for one in offices), *map(commune, range(1, 31))]
        ids = await tx.units.add_all(deed, [root, *below])
        opening = read_opening(catalogs, f"quý IV/{now.year + 1}", now, itemgetter(0))
        assert not isinstance(opening, str)
        units = await owing_units(tx, ids["TINH"], None)
        _, reports = await carry_out_plan(
            tx, deed, await tx.units.find(ids["TINH"]), opening, RoundPlan(units, None, [])
        )
        officer = await tx.members.add("Lan", now)
        for n, number in enumerate(reports.values()):
            filled = {key: (n * 7 + i * 5) % 24 for i, key in enumerate(FORM_SECTIONS)}
            await tx.reports.note_progress(number, filled)
            about = replace(deed, report=number, member=officer)
            for state in MOVES[n % len(MOVES)]:
                await tx.submissions.move(about, number, state, "thiếu" if state in NEEDS else None)
        expires = now.replace(year=now.year + 1)
        await tx.invitations.add(
            deed, hash_code(code), ids["TINH"], Role.COORDINATOR, expires, person="Mai"
        )
    await store.close()
    return code


@pytest.mark.browser
@pytest.mark.process
async def test_the_board_is_read_and_used_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    folder = Path(SHOTS) if SHOTS else tmp_path
    product = Process(tmp_path)
    data = tmp_path / "data"
    data.mkdir()
    code = await found(data)
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await chat.wait_for_message("Xin gửi mã mời")
        await chat.say(code)
        await chat.wait_for_message("đầu mối tổng hợp của Ủy ban nhân dân tỉnh")
        await chat.tap("Tham gia")
        await chat.wait_for_message("7 báo cáo chờ anh/chị duyệt")
        await chat.say("bảng")
        await chat.wait_for_message("33 đơn vị")
        await chat.settled()
        await chat.screenshot(folder / "board.png")
        boards = await chat.bot.count()
        await chat.page.locator(".newest .choice").filter(has_text="Chờ duyệt").click()
        await chat.wait_for_message("Chờ duyệt (7)")
        await expect(chat.bot).to_have_count(boards)  # edited in place
        await chat.screenshot(folder / "board-review.png")
        await chat.page.locator(".newest .choice").filter(has_text="1").first.click()
        await chat.wait_for_message("chờ duyệt, nộp lần 1")
        await chat.settled()
        await chat.screenshot(folder / "look.png")
        await chat.say("hợp nhất")
        await chat.wait_for_message("Dự thảo")
        await chat.settled()
        await chat.screenshot(folder / "total.png")
        await chat.say("mở đợt quý nào đó")
        await chat.wait_for_message("Chưa rõ kỳ nào")
        assert await chat.overflow() <= 0
        await chat.page.reload()
        await chat.wait_for_message("Chưa rõ kỳ nào")
        assert chat.problems == []
    assert await product.stop() == 0
