"""The report in words in a real browser: no barriers, on a phone and on a large screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support.desk import desk_at
from tests.support.desk_server import open_page
from tests.support.sheets import entry, open_sheet, write
from tests.support.web.axe import find_barriers_everywhere
from tests.support.words import FIRST

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")


async def test_words_are_written_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        async with desk_at(sheet.office, sheet.officer) as desk:
            await write(desk, sheet, entry("I.01.01", "21"), entry("I.01.02", "7"))
        path = f"{sheet.path}/loi"
        async with open_page(browser, sheet.office, sheet.officer, path) as (page, complaints):
            field = page.locator(f'[id="t-{FIRST}"]')
            await field.fill("Đã họp giao ban hằng tháng.\nĐã kiểm tra 12 đơn vị.")
            await field.locator("xpath=..").get_by_role("button", name="Ghi câu này").click()
            await expect(page.get_by_text("đã viết 1/")).to_be_visible()
            await expect(page.get_by_text("Không có trong phụ lục")).to_be_visible()
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            if SHOTS:
                for width in (360, 1440):
                    await page.set_viewport_size({"width": width, "height": 900})
                    await page.screenshot(path=f"{SHOTS}/words-{width}.png", full_page=True)
            await page.get_by_role("link", name="Bảng số liệu").click()
            await page.get_by_role("link", name="Báo cáo lời", exact=True).click()
            await expect(field).to_have_value("Đã họp giao ban hằng tháng.\nĐã kiểm tra 12 đơn vị.")
            assert complaints == []
