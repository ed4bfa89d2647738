"""The sheet in a real browser: keys, cells, and what the server has of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from playwright.async_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Locator,
    Page,
    expect,
)

from tests.support.desk import COOKIE
from tests.support.sheets import OpenSheet
from tests.support.web.browser import MILLISECONDS

WIDE = (1440, 900)


@dataclass
class SheetPage:
    """An open page. `problems` are what the browser complained of."""

    page: Page
    sheet: OpenSheet
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def cell(self, key: str, part: str = "value") -> Locator:
        return self.page.locator(f'[data-cell="{part} {key}"]')

    async def shows(self, key: str, text: str, part: str = "value") -> None:
        """Wait until the cell reads so."""
        await expect(self.cell(key, part).locator(":scope > span")).to_have_text(text)

    async def begin(self, key: str, part: str = "value") -> None:
        """Select a cell without editing it."""
        await self.cell(key, part).click()

    async def type(self, text: str, *keys: str) -> None:
        """Type with no pause between the letters, then press these keys."""
        await self.page.keyboard.type(text)
        for key in keys or ("Enter",):
            await self.page.keyboard.press(key)

    async def at(self) -> str:
        """The address of the active cell."""
        found = await self.page.locator(".c.active").get_attribute("data-cell")
        return found or ""

    async def saved(self) -> None:
        """Wait until everything is confirmed."""
        await expect(self.page.locator("#status")).to_have_attribute("data-how", "saved")

    async def paste(self, text: str) -> None:
        """Paste a text as another program leaves it on the clipboard."""
        await self.page.evaluate(
            """(text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const given = { clipboardData: data, bubbles: true, cancelable: true };
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", given));
            }""",
            text,
        )

    async def composer(self) -> CDPSession:
        """What composes letters as an input method does."""
        return await self.context.new_cdp_session(self.page)


@asynccontextmanager
async def sheet_page(
    browser: Browser,
    sheet: OpenSheet,
    address: str,
    *,
    member: int | None = None,
    size: tuple[int, int] = WIDE,
    dark: bool = False,
) -> AsyncIterator[SheetPage]:
    """The sheet, opened by its officer or this member, in a browser profile of its own."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        has_touch=size[0] < 600,
    )
    context.set_default_timeout(MILLISECONDS)
    cookie = await sheet.cookie(member or sheet.officer)
    await context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
    opened = SheetPage(await context.new_page(), sheet)
    opened.watch()
    await opened.page.goto(address + sheet.path)
    await expect(opened.page.locator("html")).to_have_attribute("data-ready", "1")
    try:
        yield opened
    finally:
        await context.close()
