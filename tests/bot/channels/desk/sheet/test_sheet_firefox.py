"""The sheet in the second engine: keys, saving, choices and what others write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.desk import COOKIE, desk_at, member_in
from tests.support.sheets import entry, open_sheet, served, write
from tests.support.web.firefox import firefox

pytestmark = pytest.mark.browser
TASKS, DONE, ISSUED = "I.01.01", "I.01.02", "I.01.03"


def _shows(key: str, text: str) -> str:
    cell = json.dumps(f'[data-cell="value {key}"] > span')
    return f"document.querySelector({cell}).textContent === {json.dumps(text)}"


async def test_firefox_fills_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    async with (
        open_sheet(tmp_path / "office") as sheet,
        served(sheet) as address,
        firefox(tmp_path) as page,
    ):
        await page.resize(1440, 900)
        await page.set_cookie(COOKIE, await sheet.cookie(sheet.officer), "127.0.0.1")
        await page.goto(address + sheet.path)
        await page.wait_for("document.documentElement.dataset.ready")
        await page.click(f'[data-cell="value {TASKS}"]')
        await page.press("hai muoi mot", "Enter", "12 hoac 13", "Enter", "9", "Enter")
        await page.wait_for(_shows(TASKS, "21"))
        await page.wait_for("document.getElementById('status').dataset.how === 'saved'")
        assert (await sheet.answer(TASKS)).amount == 21
        assert (await sheet.answer(ISSUED)).amount == 9
        await page.click(f'[data-cell="value {DONE}"]')
        await page.click("#panel-choices button")
        await page.wait_for(_shows(DONE, "12"))
        minh = await member_in(sheet.province, "NV", Role.OFFICER, "Minh")
        async with desk_at(sheet.office, minh) as other:
            await write(other, sheet, entry(ISSUED, "7", 1, "9"))
        await page.wait_for(_shows(ISSUED, "7"))
        assert page.complaints == []
