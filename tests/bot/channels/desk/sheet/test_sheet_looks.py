"""How the sheet stands on screens of all sizes, on paper, and for those who cannot see it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from conversations.forms.row import Carry
from templates.loading.catalog import load_catalog
from tests.support.desk import desk_at
from tests.support.reports import past
from tests.support.sheet_browser import sheet_page
from tests.support.sheets import BEFORE, entry, open_sheet, served, write
from tests.support.web.axe import find_barriers_everywhere

pytestmark = pytest.mark.browser
IN_SIGHT = """() => {
    const cell = document.querySelector(".c.active").getBoundingClientRect();
    const panel = document.getElementById("panel").getBoundingClientRect();
    return cell.top >= 0 && cell.bottom <= panel.top + 1;
}"""
FORM = load_catalog().forms["cchc-so"]
COUNTS = [key for key in FORM.order if getattr(FORM.row(key).answer, "type", "") == "count"]
TASKS, DONE = "I.01.01", "I.01.02"


async def test_a_long_sheet_reads_well_everywhere(browser: Browser, tmp_path: Path) -> None:
    slow = [key for key in COUNTS if FORM.row(key).carry is Carry.SLOW][:3]
    kept = {key.replace(".", "_"): 7 for key in slow}
    before = past(BEFORE, I_01_01=12, **kept)
    async with (
        open_sheet(tmp_path, "cchc-so", before) as sheet,
        served(sheet) as address,
        desk_at(sheet.office, sheet.officer) as other,
    ):
        await write(other, sheet, entry(TASKS, "5"), entry(DONE, "9"), entry("I.03.01", "120"))
        async with sheet_page(browser, sheet, address) as page:
            await page.begin("I.02.01")
            await page.type("nhiều lắm")
            await page.begin("I.02.01")
            await expect(page.page.locator("#panel-message")).to_contain_text("nhiều lắm")
            assert await find_barriers_everywhere(page.page, 1440, 800, 360) == {}
            for _ in range(6):
                await page.page.keyboard.press("Enter")
                await page.page.wait_for_function(IN_SIGHT)
            await page.page.set_viewport_size({"width": 1440, "height": 900})
            shown = page.page.locator("tr[data-row]:visible")
            await page.page.get_by_role("button", name="Cảnh báo").click()
            marks = page.page.locator("td [data-check]:visible")
            await expect(marks).not_to_have_count(0)
            await expect(shown.nth(19)).to_have_count(0)
            await page.page.get_by_role("button", name="Cảnh báo").click()
            await page.page.locator("#find").fill("tuyen truyen ke hoach")
            await expect(page.cell("I.03.01")).to_be_visible()
            await expect(page.cell(TASKS)).to_be_hidden()
            await page.page.locator("#find").fill("")
            await page.page.get_by_role("button", name="Gập các phần").click()
            await expect(page.cell(TASKS)).to_be_hidden()
            await page.page.get_by_role("button", name="Mở các phần").click()
            await page.page.locator("td [data-check]:visible").first.click()
            await page.page.get_by_label("Lý do giữ số liệu").fill(
                "Số liệu của kỳ trước chuyển sang"
            )
            await page.page.get_by_role("button", name="Ghi lý do").click()
            await expect(page.page.locator("td .kept").first).to_contain_text(
                "kỳ trước chuyển sang"
            )
            await page.page.get_by_role("button", name="Giữ như kỳ trước").click()
            for key in slow:
                await page.shows(key, "7")
            await page.saved()
            assert [(await sheet.answer(key)).amount for key in slow] == [7, 7, 7]
            pages = await page.page.pdf(format="A4")
            assert len(re.findall(rb"/Type\s*/Page\b", pages)) < 15
            assert page.problems == []


async def test_the_cell_stays_in_sight_while_others_write_above_it(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        desk_at(sheet.office, sheet.officer) as other,
        sheet_page(browser, sheet, address, size=(360, 640)) as page,
    ):
        await page.begin(DONE)
        await page.page.keyboard.press("Enter")
        await page.page.wait_for_function(IN_SIGHT)
        await write(other, sheet, entry(TASKS, "5"), entry(DONE, "9"))
        await page.shows(DONE, "9")
        await expect(page.page.locator("#sheet [data-check]:visible")).not_to_have_count(0)
        await page.page.wait_for_function(IN_SIGHT)


async def test_a_wide_sheet_reads_well_everywhere(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_sheet(tmp_path, "tcd-01") as sheet,
        served(sheet) as address,
        desk_at(sheet.office, sheet.officer) as other,
    ):
        names = [entry("T:ds", f"Xã Tân Lập số {at}", part="item") for at in range(30)]
        await write(other, sheet, *names)
        async with sheet_page(browser, sheet, address) as page:
            cells = page.page.locator('td[data-cell^="value "]:not(.ro)')
            await cells.nth(3).click()
            await page.type("7")
            assert await find_barriers_everywhere(page.page, 1440, 360) == {}
            pages = await page.page.pdf(format="A4", landscape=True)
            assert len(re.findall(rb"/Type\s*/Page\b", pages)) < 15
            assert page.problems == []
