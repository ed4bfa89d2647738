"""An officer at the web chat in a real Chromium: opens the page, says, taps, edits, downloads."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    async_playwright,
    expect,
)

from tests.support.patience import PATIENCE

PHONE = (360, 740)
MILLISECONDS = 1_000 * PATIENCE  # until a wait fails
expect.set_options(timeout=MILLISECONDS)
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
# --no-sandbox: Chromium refuses to sandbox itself for root, as in a container.
# One process fewer draws, and none waits to be copied: both take processor time.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--in-process-gpu",
    "--no-zygote",
)
CONTRASTS = """() => {
    const brush = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const paint = (colours) => {
        for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
        const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = {};
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const [text, box] = [texts.currentNode.data.trim(), texts.currentNode.parentElement];
        if (!text || !box.checkVisibility() || box.closest(".unseen, noscript, template")) continue;
        const grounds = [];
        for (let at = box; at; at = at.parentElement) {
            grounds.unshift(getComputedStyle(at).backgroundColor);
        }
        const [one, other] = [paint(grounds), paint([...grounds, getComputedStyle(box).color])];
        const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        found[text] = Math.min(ratio, found[text] ?? 21);
    }
    return found;
}"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The machine's Chromium, without windows where there is such a one: it takes half the
    processor time. Missing: fails in CI, else skips and says why."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        if os.environ.get("PHULUC_CI"):
            pytest.fail("no chromium on the PATH, and CI must not go without the browser tests")
        pytest.skip("no chromium on the PATH (Debian: apt-get install chromium)")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        await browser.close()


@asynccontextmanager
async def open_chat(
    browser: Browser,
    url: str,
    *,
    size: tuple[int, int] = PHONE,
    dark: bool = False,
    touch: bool = True,
) -> AsyncIterator[Chat]:
    """The page at `url`, in a browser profile of its own, as soon as the bot has spoken."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        locale="vi-VN",
        accept_downloads=True,
        has_touch=touch,
        device_scale_factor=2,
    )
    context.set_default_timeout(MILLISECONDS)
    chat = Chat(await context.new_page())
    chat.watch()
    await chat.page.goto(url)
    yield chat
    await context.close()


@dataclass
class Chat:
    """The open page. `problems` are what the browser complained of: errors of scripts, refused
    loads, violations of the content security policy."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    @property
    def context(self) -> BrowserContext:
        """The browser profile, for further pages of the same officer."""
        return self.page.context

    @property
    def bot(self) -> Locator:
        """The bot's messages."""
        return self.page.locator("#lines .theirs")

    @property
    def own(self) -> Locator:
        """The officer's messages."""
        return self.page.locator("#lines .mine")

    async def type(self, text: str) -> None:
        """Send a text without waiting for anything."""
        await self.page.locator("#text").fill(text)  # a label is sought in the whole page
        await self.page.keyboard.press("Enter")

    async def say(self, text: str) -> str:
        """Send a text, wait for the next message of the bot, and return it."""
        return await self._answered(lambda: self.type(text))

    async def tap(self, label: str) -> str:
        """Tap a button of the newest message; returns the next message of the bot."""
        button = self.page.locator(".newest .choice").filter(has_text=label).first
        return await self._answered(button.click)

    async def edit(self, text: str, *, into: str) -> str:
        """Change the newest own message that reads `text`; returns the next message of the bot."""
        pencil = self.page.get_by_role("button", name=f"Sửa câu: {text}", exact=True).last
        await pencil.click()
        return await self._answered(lambda: self.type(into))

    async def reply(self, text: str, *, to: str) -> str:
        """Answer the newest line that begins so, with its own button; returns the next message
        of the bot."""
        await self.page.get_by_role("button", name=f"Trả lời tin: {to}").last.click()
        return await self._answered(lambda: self.type(text))

    async def top_of_last(self) -> float:
        """How far below the upper edge of the conversation the bot's last message begins."""
        found: float = await self.bot.last.evaluate(
            """(line) => line.getBoundingClientRect().top
                - document.getElementById("log").getBoundingClientRect().top"""
        )
        return found

    async def last_message(self) -> str:
        """What the bot said last, as it reads on the screen."""
        texts = await self.bot.last.locator(".bubble > p").all_inner_texts()
        return "".join(texts)

    async def wait_for_message(self, containing: str) -> str:
        """Wait until the bot's last message contains these words, and return it."""
        await expect(self.bot.last).to_contain_text(containing)
        return await self.last_message()

    async def settled(self) -> None:
        """Wait until the server has confirmed everything."""
        await expect(self.page.locator("#lines .waiting")).to_have_count(0)

    async def download(self) -> tuple[str, bytes]:
        """Fetch the newest file of the conversation: its name and content."""
        async with self.page.expect_download() as coming:
            await self.page.locator("#lines .file").last.click()
        loaded = await coming.value
        path = await loaded.path()
        return loaded.suggested_filename, await asyncio.to_thread(path.read_bytes)

    async def screenshot(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=path)

    async def overflow(self) -> int:
        """How many pixels of the page, or of the conversation, stick out to the right."""
        found = await self.page.evaluate(
            """() => Math.max(...[document.documentElement, document.getElementById("log")]
                .map((box) => box.scrollWidth - box.clientWidth))"""
        )
        return int(found)

    async def contrasts(self) -> dict[str, float]:
        """The contrast (WCAG, 1 to 21) of every text in sight with what it stands on."""
        found: dict[str, float] = await self.page.evaluate(CONTRASTS)
        return found

    async def _answered(self, act: Callable[[], Awaitable[object]]) -> str:
        before = await self._newest()
        await act()
        await self.page.wait_for_function(
            """(before) => {
                const last = [...document.querySelectorAll("#lines .theirs")].at(-1);
                return last && last.dataset.id !== before;
            }""",
            arg=before,
        )
        return await self.last_message()

    async def _newest(self) -> str:
        """The id of the bot's last message; empty when it has said nothing."""
        newest: str = await self.page.evaluate(
            """() => [...document.querySelectorAll("#lines .theirs")].at(-1)?.dataset.id ?? \"\""""
        )
        return newest
