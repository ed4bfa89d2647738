"""The coordinator's pages in a real browser: filters, the way back, ticks over pages, many at once;
no barriers; and what a colleague does meanwhile appears."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from sqlalchemy import insert

from storage.tables.workflow import figure
from tests.support.desk_office import DeskOffice, desk_office, hand_in, set_report
from tests.support.desk_server import open_page
from tests.support.web.axe import find_barriers_everywhere

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")


async def take_shots(page: Page, name: str) -> None:
    """Pictures of the page as a phone and a desk show it, where they are asked for."""
    for width, height in ((360, 800), (1440, 900)) if SHOTS else ():
        await page.set_viewport_size({"width": width, "height": height})
        await page.screenshot(path=f"{SHOTS}/{name}-{width}.png")


async def filter_and_return(page: Page, path: str) -> None:
    """The table follows its filters, stays under the focus, and the way back leads back."""
    shown = page.locator("#shown")
    await page.locator("#s-qua-han").check()
    await expect(shown).to_contain_text("13 đơn vị khớp, trong 14")
    await page.locator("#sort-ma").focus()
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{path}&trang-thai=qua-han&sap=ma".replace("&", "?", 1))
    await expect(page.locator("th[aria-sort=ascending]")).to_have_text("Mã")
    await expect(page.locator("#sort-ma")).to_be_focused()
    await page.locator("#tim").press_sequentially("xa 1")
    await expect(shown).to_have_text("3 đơn vị khớp, trong 14")
    await expect(page.locator("#tim")).to_be_focused()
    await expect(page.locator("#tim")).to_have_value("xa 1")
    await page.go_back()
    await expect(shown).to_contain_text("13 đơn vị khớp")
    await page.go_back()
    await expect(page.locator("th[aria-sort=ascending]")).to_have_text("Đơn vị")
    await page.go_back()
    await expect(shown).to_have_text("14 đơn vị")


async def act_on_many(page: Page, here: DeskOffice) -> None:
    """Ticks last over pages; all that match can be meant; a preview comes before the deed."""
    await page.goto(page.url.partition("?")[0] + "?co=5&trang-thai=qua-han")
    await page.locator("#units input[name=u]").nth(1).check()
    await page.locator("#next").click()
    await expect(page.locator("#shown")).to_contain_text("trang 2/3")
    await page.locator("#page-all").check()
    await expect(page.locator("#picked")).to_have_text("Đã chọn 6 đơn vị, 5 trên trang này")
    await page.get_by_role("button", name="Chọn tất cả 13 đơn vị khớp").click()
    await page.get_by_role("button", name="Khóa", exact=True).click()
    dialog = page.locator("#act")
    await expect(dialog.get_by_role("heading")).to_have_text("Khóa: 13 đơn vị")
    assert await find_barriers_everywhere(page, 360, 1440) == {}
    await take_shots(page, "units-preview")
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("button", name="Bỏ chọn").click()
    await page.locator("#units input[name=u]").nth(0).check()
    await page.get_by_role("button", name="Khóa", exact=True).click()
    await dialog.get_by_role("button", name="Khóa sổ 1 đơn vị").click()
    await expect(dialog).to_contain_text("1 đơn vị đã khóa sổ")
    await dialog.get_by_text("Đóng").click()
    await expect(page.locator("#units").get_by_text("Khóa", exact=True).first).to_be_visible()
    await expect(page.locator("#bulk")).to_be_hidden()


async def see_one_unit(page: Page) -> None:
    """Beside the table where there is room; the focus goes there and comes back."""
    await page.set_viewport_size({"width": 1440, "height": 900})
    first = page.locator("#units tbody .k-ten a").first
    await first.click()
    unit = page.locator("#unit")
    await expect(unit.get_by_role("heading", level=2)).to_be_visible()
    assert await find_barriers_everywhere(page, 1440) == {}
    await take_shots(page, "units-one")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await unit.get_by_role("button", name="Đóng").click()
    await expect(unit).to_be_hidden()
    await expect(first).to_be_focused()


async def test_a_coordinator_finds_ticks_and_acts(browser: Browser, tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await hand_in(here, "A01")
        await set_report(here, "A10", answered=40, warnings=2)
        path = f"/ban/dot/{here.round}"
        async with open_page(browser, here.at, here.mai, path) as (page, complaints):
            address = page.url
            await expect(page.locator("#shown")).to_have_text("14 đơn vị")
            assert await find_barriers_everywhere(page, 360, 1440) == {}
            await take_shots(page, "units")
            await page.set_viewport_size({"width": 1440, "height": 900})
            await filter_and_return(page, address)
            await act_on_many(page, here)
            await see_one_unit(page)
            await page.goto(address)
            await expect(page.locator("#s-cho-duyet ~ .count")).to_have_text("1")
            await hand_in(here, "A02")  # by somebody else, meanwhile
            await expect(page.locator("#s-cho-duyet ~ .count")).to_have_text("2")
            assert complaints == []


async def test_other_pages_have_no_barriers(browser: Browser, tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await hand_in(here, "A01")
        await hand_in(here, "A02")
        rows = [
            {"report": await here.province.report_of(code), "key": "I.02.01", "state": "value"}
            | {"amount": amount, "base": None, "code": None, "text": None}
            for code, amount in (("A01", 1_000), ("A02", 500))
        ]
        async with here.at.store.transaction() as tx:
            await tx.work.connection.execute(insert(figure), rows)
        totals = f"/ban/tong-hop/{here.round}?dong=I.02.01&don-vi={here.unit('A')}"
        pages = {
            "rounds": "/ban/dot",
            "unit": f"/ban/don-vi/{here.unit('A03')}",
            "totals": totals,
            "heat": f"/ban/nhiet/{here.round}",
        }
        async with open_page(browser, here.at, here.mai, "/ban/dot") as (page, complaints):
            home = page.url.removesuffix("/ban/dot")
            for name, path in pages.items():
                await page.goto(home + path)
                assert await find_barriers_everywhere(page, 360, 1440) == {}, name
                await take_shots(page, f"units-{name}")
            assert complaints == []
