"""Typing into the sheet in a real browser: nothing is lost, and nobody is overwritten."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Route, expect

from conversations.workflow.permissions import Role
from templates.loading.catalog import load_catalog
from tests.support.desk import desk_at, member_in
from tests.support.sheet_browser import SheetPage, sheet_page
from tests.support.sheets import OpenSheet, entry, open_sheet, served, write

pytestmark = pytest.mark.browser
FORM = load_catalog().forms["cchc-so"]
COUNTS = [
    key
    for key in FORM.order
    if FORM.row(key).computed is None and getattr(FORM.row(key).answer, "type", "") == "count"
]
TASKS, DONE, ISSUED = COUNTS[:3]


async def _numbers(sheet: OpenSheet, keys: list[str]) -> list[int | None]:
    answers = (await sheet.office.report(sheet.report)).answers
    found = [answers[key].amount if key in answers else None for key in keys]
    return [None if one is None else int(one) for one in found]


async def test_forty_values_without_a_pause_are_all_stored(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        keys = COUNTS[:40]
        for at, key in enumerate(keys):
            await page.begin(key)
            await page.type(str(100 + at))
        await page.saved()
        assert await _numbers(sheet, keys) == [100 + at for at in range(40)]
        assert page.problems == []


async def test_keys_move_and_edit_as_in_a_spreadsheet(browser: Browser, tmp_path: Path) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        press = page.page.keyboard.press
        await page.begin(TASKS)
        await page.type("21", "Tab")
        assert await page.at() == f"note {TASKS}"
        await page.type("theo KH", "Enter")
        assert await page.at() == f"note {DONE}"
        await press("Shift+Enter")
        await press("Shift+Tab")
        assert await page.at() == f"value {TASKS}"
        await page.saved()
        await press("F2")
        await page.type("5", "Enter")
        await page.shows(TASKS, "215")
        await press("ArrowUp")
        await page.type("999", "Escape")
        await page.shows(TASKS, "215")
        await press("Control+End")
        assert (await page.at()).startswith("note ")
        await press("Control+Home")
        first = await page.at()
        await press("ArrowDown")
        assert await page.at() != first
        await page.begin(TASKS)
        await press("Delete")
        await page.shows(TASKS, "")
        await page.saved()
        await press("Control+z")
        await page.shows(TASKS, "215")
        await expect(page.page.locator("#status")).to_contain_text("hoàn tác")
        await press("Escape")
        await press("Tab")
        await page.page.wait_for_function("!document.activeElement.closest('#sheet')")
        answer = await sheet.answer(TASKS)
        assert (answer.amount, answer.note) == (215, "theo KH")


async def test_an_input_method_may_compose_on_a_fresh_cell(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        composer = await page.composer()
        await page.begin(TASKS, "note")
        for text in ("t", "ti", "tiê", "tiên", "tiếng"):
            at = {"text": text, "selectionStart": len(text), "selectionEnd": len(text)}
            await composer.send("Input.imeSetComposition", at)
        await composer.send("Input.insertText", {"text": "tiếng"})
        await page.page.keyboard.press("Enter")
        await page.shows(TASKS, "tiếng", "note")
        await page.begin(DONE, "note")  # UniKey takes letters back and types others
        await page.page.keyboard.type("tie")
        await page.page.keyboard.press("Backspace")
        await page.page.keyboard.type("êng")
        for _ in range(3):
            await page.page.keyboard.press("Backspace")
        await page.type("ếng")
        await page.shows(DONE, "tiếng", "note")
        await page.saved()
        assert [(await sheet.answer(key)).note for key in (TASKS, DONE)] == ["tiếng", "tiếng"]


async def test_a_colleague_who_writes_meanwhile_is_asked_about(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        minh = await member_in(sheet.province, "NV", Role.OFFICER, "Minh")
        async with desk_at(sheet.office, minh) as other:
            composer = await page.composer()
            await page.begin(TASKS)
            at = {"text": "5", "selectionStart": 1, "selectionEnd": 1}
            await composer.send("Input.imeSetComposition", at)
            await write(other, sheet, entry(TASKS, "7"), entry(DONE, "70"))
            await page.shows(DONE, "70")  # heard while it is composed
            await composer.send("Input.insertText", {"text": "5"})
            await page.page.keyboard.press("Enter")
            await expect(page.cell(TASKS)).to_have_attribute("data-fate", "conflict")
            assert (await sheet.answer(TASKS)).amount == 7
            await page.begin(TASKS)
            await expect(page.page.locator("#panel-message")).to_contain_text("Minh")
            await page.page.keyboard.press("Alt+2")
            await page.shows(TASKS, "5")
            await page.saved()
            assert (await sheet.answer(TASKS)).amount == 5
            await write(other, sheet, entry(ISSUED, "3"))
            await page.shows(ISSUED, "3")
            await page.begin(ISSUED)
            await page.page.keyboard.type("4")
            await write(other, sheet, entry(ISSUED, "6", 1, "3"))
            await expect(page.cell(ISSUED)).to_have_attribute("data-v", "2")
            await page.page.keyboard.press("Enter")
            await expect(page.cell(ISSUED)).to_have_attribute("data-fate", "conflict")
            await page.begin(ISSUED)
            await page.page.keyboard.press("Alt+1")
            await page.shows(ISSUED, "6")
            assert (await sheet.answer(ISSUED)).amount == 6


async def test_typing_goes_on_while_an_answer_is_slow_and_while_there_is_none(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        held: list[Route] = []
        arrived = asyncio.Event()

        async def hold(route: Route) -> None:
            if route.request.method != "POST":
                await route.continue_()
                return
            held.append(route)
            arrived.set()

        await page.page.route("**/o", hold)
        await page.begin(TASKS)
        await page.type("12")
        await arrived.wait()
        await page.page.keyboard.press("ArrowUp")
        await page.page.keyboard.type("34")
        await held[0].continue_()
        await expect(page.cell(TASKS)).to_have_attribute("data-v", "1")
        await page.page.unroute("**/o")
        await expect(page.page.locator(".editor")).to_have_value("34")
        await page.page.keyboard.press("Enter")
        await page.shows(TASKS, "34")
        await page.saved()
        assert await _numbers(sheet, [TASKS]) == [34]
        await page.context.set_offline(True)
        await page.type("56")
        await page.type("78")
        await expect(page.page.locator("#status")).to_contain_text("Mất kết nối")
        await page.page.wait_for_timeout(10)
        await page.context.set_offline(False)
        await page.saved()
        assert await _numbers(sheet, [DONE, ISSUED]) == [56, 78]


async def test_what_is_typed_outlives_the_page_and_the_session(
    browser: Browser, tmp_path: Path
) -> None:
    async with (
        open_sheet(tmp_path) as sheet,
        served(sheet) as address,
        sheet_page(browser, sheet, address) as page,
    ):
        await page.context.set_offline(True)
        await page.begin(TASKS)
        await page.type("12")
        await expect(page.page.locator("#status")).to_contain_text("Mất kết nối")
        await page.page.route("**/o", lambda route: route.abort())
        await page.context.set_offline(False)
        await page.page.reload()
        await page.shows(TASKS, "12")
        assert await _numbers(sheet, [TASKS]) == [None]
        await page.page.unroute("**/o")
        await page.saved()
        assert await _numbers(sheet, [TASKS]) == [12]
        cookies = await page.context.cookies()
        await page.context.clear_cookies()
        await page.begin(DONE)
        await page.type("9")
        await expect(page.page.locator("#signed-out")).to_be_visible()
        await page.shows(DONE, "9")
        kept = [{k: one[k] for k in ("name", "value", "domain", "path")} for one in cookies]  # type: ignore[literal-required]
        await page.context.add_cookies(kept)  # type: ignore[arg-type]
        await page.saved()
        await expect(page.page.locator("#signed-out")).to_be_hidden()
        assert await _numbers(sheet, [DONE]) == [9]
        assert isinstance(page, SheetPage)
