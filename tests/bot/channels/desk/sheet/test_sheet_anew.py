"""The sheet is made anew while somebody types in it, as rows come and go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect

from conversations.answers.values import Names
from tests.support.desk import DeskBrowser, desk_at
from tests.support.sheet_browser import SheetPage, sheet_page
from tests.support.sheets import entry, open_sheet, served, write

pytestmark = pytest.mark.browser
LIST = "T:ds"


@dataclass
class Pair:
    """The page in which somebody types, and another one of the same report."""

    page: SheetPage
    other: DeskBrowser

    @property
    def names(self) -> Locator:
        return self.page.page.locator("tr.item th.name > span")

    async def add_elsewhere(self, name: str, many: int) -> None:
        """An item comes from the other page: the tables are made anew."""
        await write(self.other, self.page.sheet, entry(LIST, name, part="item"))
        await expect(self.names).to_have_count(many)


@asynccontextmanager
async def pair(browser: Browser, place: Path) -> AsyncIterator[Pair]:
    """Two pages of a report with one item in its list, "Xã Phú Mỹ"."""
    async with (
        open_sheet(place, "tcd-01") as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
        desk_at(sheet.office, sheet.officer) as other,
    ):
        both = Pair(page, other)
        await both.add_elsewhere("Xã Phú Mỹ", 1)
        yield both


async def test_what_is_being_typed_goes_on(browser: Browser, tmp_path: Path) -> None:
    async with pair(browser, tmp_path) as at:
        keyboard = at.page.page.keyboard
        await at.names.nth(0).click()
        await keyboard.press("F2")
        await at.add_elsewhere("Xã A", 2)
        await keyboard.type(" Hư")
        await at.add_elsewhere("Xã B", 3)
        await expect(at.page.page.locator("textarea.editor")).to_have_value("Xã Phú Mỹ Hư")
        value = (await at.page.sheet.answer(LIST)).value
        assert isinstance(value, Names)
        assert value.names[0] == "Xã Phú Mỹ"  # nothing half typed is stored
        await at.page.type("ng")
        await expect(at.names).to_have_text(["Xã Phú Mỹ Hưng", "Xã A", "Xã B"])
        await at.page.saved()
        assert at.page.problems == []


async def test_an_input_method_is_waited_for(browser: Browser, tmp_path: Path) -> None:
    async with pair(browser, tmp_path) as at:
        await at.names.nth(0).click()
        await at.page.page.keyboard.press("F2")
        composer = await at.page.composer()
        text = {"text": "Hu", "selectionStart": 2, "selectionEnd": 2}
        await composer.send("Input.imeSetComposition", text)
        async with at.page.page.expect_response("**" + at.page.sheet.path):
            await write(at.other, at.page.sheet, entry(LIST, "Xã A", part="item"))
        await expect(at.names).to_have_count(1)
        await composer.send("Input.insertText", {"text": "Hưng"})
        await expect(at.names).to_have_count(2)
        await at.page.page.keyboard.press("Enter")
        await expect(at.names).to_have_text(["Xã Phú MỹHưng", "Xã A"])


async def test_a_chosen_block_and_a_refused_text_stay(browser: Browser, tmp_path: Path) -> None:
    async with pair(browser, tmp_path) as at:
        cells = at.page.page.locator("tr.item").nth(0).locator("td[data-cell]:not(.note, .ro)")
        await cells.nth(0).click()
        await at.page.type("abc", "Tab")
        await expect(cells.nth(0)).to_have_attribute("data-fate", "refused")
        await at.page.page.keyboard.press("Shift+ArrowRight")
        await expect(at.page.page.locator(".chosen")).to_have_count(2)
        await at.add_elsewhere("Xã A", 2)
        await expect(at.page.page.locator(".chosen")).to_have_count(2)
        await expect(cells.nth(0)).to_have_attribute("data-fate", "refused")
        await expect(cells.nth(0).locator(":scope > span")).to_have_text("abc")


async def test_a_row_that_goes_while_it_is_typed_in_is_told(
    browser: Browser, tmp_path: Path
) -> None:
    async with pair(browser, tmp_path) as at:
        cell = at.page.page.locator("tr.item").nth(0).locator("td[data-cell]:not(.note, .ro)")
        await cell.nth(0).click()
        await at.page.page.keyboard.type("12")
        head = at.names.nth(0).locator("..")
        key = (await head.get_attribute("data-cell") or "").removeprefix("item ")
        revision = int(await head.get_attribute("data-v") or "0")
        await write(at.other, at.page.sheet, entry(key, "", revision, "Xã Phú Mỹ", part="item"))
        await expect(at.names).to_have_count(0)
        await expect(at.page.page.locator("#status")).to_contain_text("Đã gõ: “12”")
