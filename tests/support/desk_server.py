"""The desk of an office in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page

from bot.access.browser_sessions import BrowserSessions
from tests.support.desk import COOKIE, KEY, desk_app
from tests.support.http_server import listening
from tests.support.product import Office
from tests.support.web.browser import MILLISECONDS


@asynccontextmanager
async def open_page(
    browser: Browser, office: Office, member: int, path: str, size: tuple[int, int] = (1440, 900)
) -> AsyncIterator[tuple[Page, list[str]]]:
    """A page of the desk, signed in as this member, and what its console complains of."""
    sessions = BrowserSessions(office.store, office.clock, KEY)
    async with office.store.transaction() as tx:
        cookie = await sessions.begin(tx, member, "tests")
    async with listening(desk_app(office), sockets=True) as address:
        context = await browser.new_context(viewport={"width": size[0], "height": size[1]})
        await context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        page = await context.new_page()
        page.set_default_timeout(MILLISECONDS)
        complaints: list[str] = []
        page.on("console", lambda one: complaints.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        await page.goto(f"{address}{path}")
        try:
            yield page, complaints
        finally:
            await context.close()
