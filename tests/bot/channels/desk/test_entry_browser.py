"""Coming in with a real browser that has a device for passkeys."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import pytest
from playwright.async_api import Browser, Page, expect

from bot.access.sign_in_codes import make_chat_code
from conversations.workflow.permissions import Role
from tests.bot.access.test_telegram_data import TOKEN, signed
from tests.bot.channels.desk.test_entry import invite, province_at, sends_letters
from tests.bot.channels.desk.test_setup import LIST
from tests.support.desk import KEY, desk_app, member_in
from tests.support.http_server import listening
from tests.support.product import office
from tests.support.province import Province, local
from tests.support.web.axe import find_barriers_everywhere
from tests.support.web.browser import MILLISECONDS

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")  # an existing folder to keep the screenshots in
SHOWN: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1440, "light"),
    (360, "light"),
    (360, "dark"),
)
PLATFORM_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Visit:
    """A page in a profile of its own, and what its browser complained of."""

    page: Page
    address: str
    device: Any
    problems: list[str] = field(default_factory=list)

    async def open(self, path: str) -> None:
        await self.page.goto(self.address + path)

    async def look(self, name: str) -> None:
        """Nothing sticks out on a phone or a screen, in light or dark, and axe finds nothing."""
        assert await find_barriers_everywhere(self.page, 1440, 360) == {}, name
        for width, colours in SHOWN if SHOTS else ():
            await self.page.set_viewport_size({"width": width, "height": 900})
            await self.page.emulate_media(color_scheme=colours)
            path = Path(SHOTS or "") / f"{name}-{width}-{colours}.png"
            await self.page.screenshot(path=path, full_page=True)


@asynccontextmanager
async def visiting(browser: Browser, address: str, device: bool = True) -> AsyncIterator[Visit]:
    context = await browser.new_context(locale="vi-VN", bypass_csp=False)
    context.set_default_timeout(MILLISECONDS)
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    if device:
        await session.send("WebAuthn.enable")
        await session.send("WebAuthn.addVirtualAuthenticator", {"options": PLATFORM_DEVICE})
    visit = Visit(page, address, session)
    page.on("pageerror", lambda error: visit.problems.append(str(error)))
    page.on(
        "console",
        lambda one: visit.problems.append(one.text) if "Content Security" in one.text else None,
    )
    try:
        yield visit
        assert visit.problems == []
    finally:
        await context.close()


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[tuple[Province, str]]:
    async with province_at(folder) as province:
        at = province.office
        sends_letters(at)
        async with listening(desk_app(at), sockets=True) as address:
            yield province, address.replace("127.0.0.1", "localhost")


async def test_from_an_invitation_to_a_passkey_and_in_again(
    browser: Browser, tmp_path: Path
) -> None:
    async with served(tmp_path) as (province, address), visiting(browser, address) as visit:
        page = visit.page
        await visit.open(f"/moi/{await invite(province)}")
        await visit.look("moi")
        await page.get_by_role("button", name="nhận lời mời").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Đã nhận lời mời")
        await visit.look("khoa-moi")
        await page.get_by_role("button", name="Tạo khóa đăng nhập").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Việc của tôi")
        await visit.open("/ban/phien")
        await expect(page.get_by_label("Tên khóa")).to_have_value("Máy Linux")
        await page.get_by_label("Tên cho khóa mới").fill("Khóa thứ hai")
        await page.get_by_role("button", name="Tạo khóa đăng nhập").click()
        await expect(page.locator("#passkey-told")).to_contain_text("đã có khóa")
        await visit.look("phien")
        await page.get_by_label("Tên khóa").fill("Máy cơ quan")
        await page.get_by_role("button", name="Đổi tên").click()
        await expect(page.get_by_role("status")).to_contain_text("Đã đổi tên khóa")
        await page.get_by_role("button", name="Thoát máy này").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập bàn làm việc")
        await visit.open("/ban/phien")  # leads to the page of coming in, and back
        await visit.look("vao")
        await page.get_by_role("button", name="Dùng khóa đăng nhập").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Phiên và khóa đăng nhập")
        await expect(page.get_by_label("Tên khóa")).to_have_value("Máy cơ quan")
        await page.get_by_role("button", name="Bỏ khóa").click()
        await expect(page.get_by_role("status")).to_contain_text("Đã bỏ khóa")


async def test_codes_are_typed(browser: Browser, tmp_path: Path) -> None:
    async with served(tmp_path) as (province, address), visiting(browser, address) as visit:
        page, at = visit.page, province.office
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        await visit.open("/ban/phien?x=1")
        await page.get_by_label("Địa chỉ e-mail công vụ").fill("nam@x.vn")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Nhập mã đã gửi")
        await page.get_by_label("Mã 6 chữ số").fill("000000")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Còn 4 lần nhập")
        await visit.look("ma")
        await page.get_by_role("link", name="vào bằng cách khác").click()
        await page.get_by_label("Mã", exact=True).fill("KHONG-PHAI")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert").first).to_contain_text("Mã không đúng")
        async with at.store.transaction() as tx:
            code = await make_chat_code(tx, nam, at.clock())
        await page.get_by_label("Mã", exact=True).fill(code)
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/ban/phien?x=1")


async def test_a_new_installation_is_tried_and_set_up(browser: Browser, tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        app = desk_app(at)
        async with listening(app, sockets=True) as address, visiting(browser, address) as visit:
            page = visit.page
            await page.set_viewport_size({"width": 1440, "height": 900})
            await visit.open(f"/#key={KEY}")
            await page.wait_for_url("**/ban/bao-cao/1")
            await page.get_by_role("link", name="Cài đặt").click()
            await visit.look("cai-dat")
            await page.get_by_label("Hoặc dán từ Excel").fill(LIST)
            await page.get_by_role("button", name="Xem trước").first.click()
            await expect(page.get_by_role("status")).to_contain_text("3 đơn vị")
            await visit.look("cai-dat-xem")
            await page.get_by_label("Họ tên của anh/chị").fill("Lê Mai")
            await page.get_by_role("button", name="Tạo 3 đơn vị").click()
            await expect(page.get_by_role("status")).to_contain_text("tạo 2 mã mời")
            await visit.open("/ban/cai-dat")
            await visit.look("cai-dat-xong")
            await page.get_by_role("link", name="Mở đợt báo cáo").click()
            await page.wait_for_url("**/ban/dot")


async def test_the_page_inside_of_telegram_goes_on_by_itself(
    browser: Browser, tmp_path: Path
) -> None:
    async with province_at(tmp_path) as province:
        at = province.office
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        async with at.store.transaction() as tx:
            await tx.members.bind("telegram", "42", nam, "42", at.clock())
        app = desk_app(at, TOKEN)
        async with listening(app, sockets=True) as address, visiting(browser, address) as visit:
            data = quote(signed(at=at.clock()), safe="")
            await visit.open(f"/ban/telegram#tgWebAppData={data}&tgWebAppVersion=8.0")
            await visit.page.wait_for_url("**/ban")
            await visit.open(f"/ban/telegram?again#tgWebAppData={data}")
            await expect(visit.page.get_by_role("alert")).to_contain_text("gõ “mở web”")
            assert "tgWebAppData" not in visit.page.url
            await visit.look("telegram")
