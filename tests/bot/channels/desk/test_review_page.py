"""The reviewer's page in a real browser: no barriers, by keyboard, and nothing typed is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversations.workflow.permissions import Role
from tests.support.desk import member_in
from tests.support.desk_server import open_page
from tests.support.filing import file_report, open_round
from tests.support.product import office
from tests.support.province import Province, department, local
from tests.support.web.axe import find_barriers_everywhere

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")


async def test_a_reviewer_reads_ticks_and_returns(browser: Browser, tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
        await open_round(province, "hoa")
        report = await file_report(province, "NV", I_01_01=20, I_01_02=30)
        lan = await member_in(province, "TINH", Role.COORDINATOR, "Lan")
        async with open_page(browser, at, lan, "/ban/duyet") as (page, complaints):
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await page.get_by_role("link", name="Xem báo cáo đầu tiên").click()
            await page.get_by_role("link", name="Tất cả").click()
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            if SHOTS:
                for width in (360, 1440):
                    await page.set_viewport_size({"width": width, "height": 900})
                    await page.screenshot(path=f"{SHOTS}/review-{width}.png")
            await page.get_by_role("link", name="Cảnh báo").click()
            await page.wait_for_load_state()
            tick = page.locator('input[name="row"][value="I.01.02"]')
            await tick.focus()
            await page.keyboard.press("Space")
            why = page.locator('input[name="why:I.01.02"]')
            await why.fill("Số hoàn thành lớn hơn kế hoạch")
            await page.get_by_role("link", name="Chưa có số").click()
            await expect(page.get_by_role("button", name="Trả lại 1 dòng")).to_be_visible()
            await page.reload()
            await page.get_by_role("button", name="Trả lại 1 dòng").click()
            await expect(page.get_by_text("Đã trả lại")).to_be_visible()
            assert complaints == []
        assert (await at.report(report)).state.value == "returned"
