"""Handing in from the sheet in a real browser: nothing that is typed is left behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.support.sheet_browser import sheet_page
from tests.support.sheets import open_sheet, served

pytestmark = pytest.mark.browser
TASKS, DONE = "I.01.01", "I.01.02"


async def test_what_is_typed_is_stored_or_pointed_out_first(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        submit = page.page.locator("#submit")
        await page.begin(TASKS)
        await page.type("nhiều lắm", "Enter")
        await page.page.keyboard.type("7")  # still in the editor
        await submit.click()
        await expect(page.page.locator("#status")).to_contain_text("Chưa nộp: còn 1 ô")
        assert page.page.url.endswith(sheet.path)
        assert (await sheet.answer(DONE)).amount == 7
        await page.page.keyboard.type("9")
        await submit.click()
        await expect(page.page.get_by_role("heading", name="Nộp báo cáo")).to_be_visible()
        assert (await sheet.answer(TASKS)).amount == 9
