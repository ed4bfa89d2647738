"""The pages behind links in a real browser, on a phone's screen: sending a file, fetching one,
and opening one's report."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from starlette.applications import Starlette

from bot.access.browser_sessions import BrowserSessions
from bot.access.signed_links import SignedLinks
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.link_pages import LinkPages
from bot.service import Service
from templates.loading.wording import load_wording
from tests.support.http_server import listening
from tests.support.product import BUTTONS, FakeChannel, Office, office, open_catalogs
from tests.support.scenario import FILES
from tests.support.web.axe import measure_overflow
from tests.support.web.browser import CONTRASTS, MILLISECONDS, PHONE, Chat

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")  # an existing folder to keep the screenshots in
NO_FILES = replace(BUTTONS, files=False, takes_files=False)


@dataclass
class Served:
    office: Office
    address: str

    async def link(self, words: str) -> str:
        said = await self.office.say(words)
        found = re.search(rf"{self.address}/\w+/\S+", said)
        assert found, said
        return found[0]

    async def settle(self) -> None:
        await self.office.desk.idle()
        for channel in self.office.channels.values():
            await self.office.sender.drain(channel)


class Late:
    """An application that is put together once its address is known."""

    def __init__(self) -> None:
        self.app: Starlette | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[Served]:
    late = Late()
    async with office(folder) as made, listening(late, sockets=True) as address:  # type: ignore[arg-type]
        links, forms = SignedLinks(address), LinkForms(load_wording())
        web = WebChannel()
        made.channels = {"telegram": FakeChannel("telegram", NO_FILES), "web": web}
        channels = [*made.channels.values()]
        catalogs = replace(open_catalogs(), links=links)
        service = Service.over(made.store, catalogs, channels, made.clock, "paged")
        made.desk, made.sender = service.dispatcher, service.outbox

        access = WebAuth.for_host("127.0.0.1", folder, address)
        sessions = BrowserSessions(made.store, made.clock, access.key, access.secure)
        pages = LinkPages(made.store, made.desk, links, sessions, forms, made.clock)
        late.app = create_app(made.desk, web, access, sessions, routes=pages.routes())
        sending = asyncio.create_task(made.sender.run())
        await made.say("/start")
        yield Served(made, address)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await service.close()


@asynccontextmanager
async def phone(browser: Browser, dark: bool = False) -> AsyncIterator[tuple[Page, list[str]]]:
    """A page on a phone, and what its browser complains of."""
    context = await browser.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        has_touch=True,
        device_scale_factor=2,
        accept_downloads=True,
    )
    context.set_default_timeout(MILLISECONDS)
    page, problems = await context.new_page(), []
    page.on("console", lambda one: problems.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page, problems
    await context.close()


async def fits(page: Page) -> None:
    """Nothing sticks out, everything can be read."""
    assert await measure_overflow(page) <= 0
    contrasts = await page.evaluate(CONTRASTS)
    assert contrasts
    assert min(contrasts.values()) >= 4.5, contrasts


def shot(folder: Path, name: str) -> Path:
    return (Path(SHOTS) if SHOTS else folder) / name


@pytest.mark.parametrize("dark", [False, True])
async def test_a_file_is_sent_from_the_phone(browser: Browser, tmp_path: Path, dark: bool) -> None:
    file = tmp_path / "PL_Q4-2022.docx"
    file.write_bytes(FILES[file.name]())
    async with served(tmp_path) as made, phone(browser, dark) as (page, bad):
        await page.goto(await made.link("gửi tệp"))
        await fits(page)
        await page.set_input_files("#file", file)
        await expect(page.locator("#name")).to_contain_text("PL_Q4-2022.docx ·")
        await fits(page)
        if not dark:
            await page.screenshot(path=shot(tmp_path, "zalo-upload.png"))
        await page.get_by_role("button", name="Gửi tệp này").click()
        await expect(page.locator("#status")).to_contain_text("Đã nhận PL_Q4-2022.docx")
        await fits(page)
        if not dark:
            await page.screenshot(path=shot(tmp_path, "zalo-upload-done.png"))
        await made.settle()
        assert "Đã đọc PL_Q4-2022.docx" in made.office.told("42")[-1]
        assert bad == []


async def test_a_file_too_heavy_does_not_leave_the_phone(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "nang.docx"
    file.write_bytes(b"x" * (10 * 1_048_576 + 1))
    async with served(tmp_path) as made, phone(browser) as (page, _):
        await page.goto(await made.link("gửi tệp"))
        await page.set_input_files("#file", file)
        await expect(page.locator("#status")).to_contain_text("nặng quá 10 MB")
        await expect(page.locator("#send")).to_be_hidden()


async def test_a_link_that_is_open_elsewhere_says_so(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "PL_Q4-2022.docx"
    file.write_bytes(FILES[file.name]())
    async with served(tmp_path) as made:
        url = await made.link("gửi tệp")
        async with phone(browser) as (first, _):
            await first.goto(url)
            await first.set_input_files("#file", file)
            await first.get_by_role("button", name="Gửi tệp này").click()
            await expect(first.locator("#status")).to_contain_text("Đã nhận")
        async with phone(browser) as (second, _):
            await second.goto(url)
            await second.set_input_files("#file", file)
            await second.get_by_role("button", name="Gửi tệp này").click()
            await expect(second.locator("#status")).to_contain_text("trên một máy khác")


@pytest.mark.parametrize("dark", [False, True])
async def test_a_file_is_fetched_on_the_phone(browser: Browser, tmp_path: Path, dark: bool) -> None:
    async with served(tmp_path) as made, phone(browser, dark) as (page, bad):
        await page.goto(await made.link("tải về"))
        await expect(page.locator(".file-name")).to_contain_text("PL_CCHC_Q1-2023")
        await fits(page)
        if not dark:
            await page.screenshot(path=shot(tmp_path, "zalo-download.png"))
        async with page.expect_download() as coming:
            await page.get_by_role("button", name="Tải tệp về máy").click()
        loaded = await coming.value
        assert loaded.suggested_filename.endswith(".docx")
        content = await asyncio.to_thread((await loaded.path()).read_bytes)
        assert content.startswith(b"PK")
        assert bad == []


async def test_a_link_that_has_ended_says_so(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as made, phone(browser) as (page, _):
        await page.goto(f"{made.address}/tep/7.abc")
        await expect(page.get_by_role("heading")).to_contain_text("không dùng được nữa")
        await fits(page)
        await page.goto(f"{made.address}/trang/7.abc")
        await expect(page.get_by_role("heading")).to_contain_text("không dùng được nữa")


async def test_the_report_is_opened_signed_in(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as made, phone(browser) as (page, _):
        await made.office.say("21")
        await page.goto(await made.link("mở web"))
        await fits(page)
        await page.screenshot(path=shot(tmp_path, "zalo-open.png"))
        await page.get_by_role("button", name="Mở báo cáo").click()
        chat = Chat(page)
        assert "Câu 2/152" in await chat.wait_for_message("Câu 2/152")
        assert page.url == f"{made.address}/"
        assert "7/21 = 33,33" in await chat.say("7")
        await page.screenshot(path=shot(tmp_path, "zalo-web.png"))
        assert (await made.office.report()).answer("I.01.02").amount == 7
        assert "✓ Đã ghi: 5" in await made.office.say("5")  # and on in the chat


async def test_the_page_and_the_chat_on_a_large_screen(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as made:
        context = await browser.new_context(viewport={"width": 1440, "height": 900})
        page = await context.new_page()
        page.set_default_timeout(MILLISECONDS)
        await page.goto(await made.link("mở web"))
        await fits(page)
        await page.screenshot(path=shot(tmp_path, "link-1440.png"))
        await page.get_by_role("button", name="Mở báo cáo").click()
        chat = Chat(page)
        await chat.wait_for_message("Câu 1/152")
        await chat.say("phiên web")
        assert "đang mở trên 1 máy" in await chat.last_message()
        await page.screenshot(path=shot(tmp_path, "sessions-1440.png"))
        await page.set_viewport_size({"width": 360, "height": 740})
        await page.screenshot(path=shot(tmp_path, "sessions-360.png"))
        assert await chat.overflow() == 0
        await chat.type("thoát web")
        await expect(page.locator("#connection")).to_contain_text("đã thoát")
        await context.close()
