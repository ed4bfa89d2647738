"""Blocks, choices, lists and wide tables on the sheet in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bot.access.identity import visit_of
from conversations.answers.values import AnswerState, Names
from conversations.forms.growth import fit_form
from templates.loading.catalog import load_catalog
from tests.support.desk import desk_at
from tests.support.sheet_browser import sheet_page
from tests.support.sheets import OpenSheet, entry, fates, open_sheet, served, write

pytestmark = pytest.mark.browser
FORM = load_catalog().forms["cchc-so"]
TASKS, DONE, ISSUED = "I.01.01", "I.01.02", "I.01.03"
UNITS = 60
LIST = "T:ds"
ON_TOP = """() => {
    const cell = document.querySelector(".c.active").getBoundingClientRect();
    const under = document.elementFromPoint(cell.left + 4, cell.top + 4);
    return Boolean(under?.closest(".c.active"));
}"""


async def test_blocks_choices_and_copies(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        press = page.page.keyboard.press
        await page.begin(TASKS)
        await page.paste('21\t"theo ""KH""\n12"\r\nmười hai\t\r\n12 hoặc 13\tba\r\n')
        await page.shows(DONE, "12")
        await page.saved()
        assert (await sheet.answer(TASKS)).note == 'theo "KH"\n12'
        await expect(page.cell(ISSUED)).to_have_attribute("data-fate", "doubtful")
        await page.begin(DONE)
        await press("ArrowUp")
        await press("Shift+ArrowDown")
        await press("Shift+ArrowRight")
        await expect(page.page.locator(".c.chosen")).to_have_count(4)
        copied = await page.page.evaluate(
            """() => {
                const data = new DataTransfer();
                const given = { clipboardData: data, bubbles: true, cancelable: true };
                document.activeElement.dispatchEvent(new ClipboardEvent("copy", given));
                return data.getData("text/plain");
            }"""
        )
        assert copied == '21\t"theo ""KH""\n12"\r\n12\t'
        await page.begin(TASKS, "note")
        await page.page.keyboard.press("Tab")
        assert (await sheet.answer(TASKS)).revision == 1  # looking at lines changes nothing
        await page.begin(ISSUED)
        await press("Alt+1")
        await page.shows(ISSUED, "12")
        await page.saved()
        await press("Control+z")
        await page.shows(ISSUED, "")
        await page.saved()
        await press("Control+z")
        await page.shows(TASKS, "")
        await page.shows(TASKS, "", "note")
        assert (await sheet.answer(DONE)).state is AnswerState.BLANK
        await page.saved()
        await press("Control+y")
        await page.shows(DONE, "12")
        await page.saved()
        await page.begin("I.05")
        choices = page.page.locator("#panel-choices button")
        await expect(choices).to_have_count(2)
        await press("Alt+2")
        await expect(page.cell("I.05").locator(":scope > span")).to_contain_text("Có")
        await page.saved()
        assert page.problems == []


async def _communes(sheet: OpenSheet) -> None:
    async with desk_at(sheet.office, sheet.officer) as other:
        names = [entry(LIST, f"Xã Tân Lập số {at}", part="item") for at in range(UNITS)]
        told = await write(other, sheet, *names)
        assert {*fates(told)} == {"stored"}


async def test_a_wide_table_takes_a_block_of_its_whole_size(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_sheet(tmp_path, "tcd-01") as sheet, served(sheet) as address:
        await _communes(sheet)
        async with sheet_page(browser, sheet, address) as page:
            report = await sheet.office.report(sheet.report)
            form = fit_form(load_catalog().forms["tcd-01"], report.answers)
            block = form.blocks_by_key["T"]
            lines = [line for line in block.lines if line.is_item]
            first = lines[0].cells["4"]
            await page.begin(first)
            asked = [key for key in lines[0].cells.values() if form.row(key).computed is None]
            width = len(block.columns) - 3
            rows = ["\t".join(str(at % 7) for _ in range(width)) for at in range(UNITS)]
            await page.paste("\n".join(rows))
            await page.saved()
            answers = (await sheet.office.report(sheet.report)).answers
            cells = [key for line in lines for key in line.cells.values()]
            asked = [key for key in cells if form.row(key).computed is None]
            assert sum(key in answers for key in asked) == len(asked) == UNITS * 26
            for move in ("Control+End", "Control+Home", "Control+ArrowDown", "Control+ArrowUp"):
                await page.page.keyboard.press(move)
                await page.page.wait_for_function(ON_TOP)
            await page.begin(first)
            await page.page.locator("#panel summary").click()
            await page.page.get_by_label("Ghi chú của ô").fill("theo KH 12")
            await page.page.get_by_role("button", name="Ghi chú").click()
            await expect(page.cell(first)).to_have_attribute("data-note", "theo KH 12")
            assert (await sheet.answer(first)).note == "theo KH 12"
            await page.page.keyboard.press("Escape")
            await page.begin(lines[1].cells["4"])
            await page.page.keyboard.press("Control+z")
            await expect(page.cell(first)).not_to_have_attribute("data-note", "theo KH 12")
            await page.saved()
            await page.page.keyboard.press("Control+z")
            await page.shows(lines[59].cells["4"], "")
            await page.saved()
            assert page.problems == []


async def test_items_are_added_renamed_and_taken_out(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_sheet(tmp_path, "tcd-01") as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        names = page.page.locator("tr.item th.name > span")
        await page.begin(LIST, "item")
        await page.type("Xã Tân Lập")
        await expect(names).to_have_text(["Xã Tân Lập"])
        await page.begin(LIST, "item")
        await page.type("Xã Phú Mỹ")
        await expect(names).to_have_text(["Xã Tân Lập", "Xã Phú Mỹ"])
        await names.nth(1).click()
        await page.page.keyboard.press("F2")
        await page.type(" Hưng")
        await expect(names).to_have_text(["Xã Tân Lập", "Xã Phú Mỹ Hưng"])
        await names.nth(0).click()
        await page.page.get_by_role("button", name="Xóa dòng này").click()
        await expect(names).to_have_text(["Xã Phú Mỹ Hưng"])
        value = (await sheet.answer(LIST)).value
        assert isinstance(value, Names)
        assert value.names == ("Xã Phú Mỹ Hưng",)
        await page.saved()
        await names.nth(0).click()
        await page.page.keyboard.press("Control+z")
        await expect(names).to_have_count(2)
        await page.saved()
        await page.begin(LIST, "item")
        await page.paste("Xã Hòa Bình\t5\t6\nXã Lộc Ninh\t7\tabc\n")
        await expect(names).to_have_count(4)
        await expect(page.page.locator("#status")).to_contain_text("abc")
        assert page.problems == []


async def test_what_is_said_in_the_chat_beside_it_appears_in_the_sheet(
    browser: Browser, tmp_path: Path
) -> None:
    async with open_sheet(tmp_path) as sheet, served(sheet) as address:
        async with sheet.office.store.transaction() as tx:
            await tx.duties.take_up([sheet.officer], sheet.report)
            who = visit_of(sheet.officer)  # as coming in does
            await tx.members.bind("web", who, sheet.officer, who, sheet.office.clock())
        async with sheet_page(browser, sheet, address) as page:
            chat = page.page.frame_locator("#chat-frame")
            box = chat.get_by_label("Câu trả lời")
            await expect(chat.locator("#leave")).to_be_visible()  # connected
            for said in ("tới I.01.01", "23"):
                await box.fill(said)
                await box.press("Enter")
            await page.shows(TASKS, "23")
            await page.page.locator("#chat-toggle").click()
            await expect(page.page.locator("#chat")).to_be_hidden()
            await page.page.reload()
            await expect(page.cell(TASKS)).to_be_visible()
            await expect(page.page.locator("#chat")).to_be_hidden()
            await page.page.locator("#chat-toggle").click()
            await expect(page.page.locator("#chat")).to_be_visible()
            alone = await page.context.request.get(address)
            assert "frame-ancestors 'none'" in alone.headers["content-security-policy"]
            assert alone.headers["x-frame-options"] == "DENY"
            assert page.problems == []
