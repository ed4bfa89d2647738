"""The whole sample report in a real browser, against the real product."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.support.process import Process
from tests.support.sample_walk import (
    appendix,
    exchanges,
    facts,
    sample_replay,
    stored_report,
    timeless,
)
from tests.support.web.browser import Chat, open_chat

pytestmark = [pytest.mark.browser, pytest.mark.process]
SHOTS = os.environ.get("PHULUC_SHOTS")  # an existing folder to keep the screenshots in


async def test_the_walk_in_the_browser(browser: Browser, tmp_path: Path) -> None:
    shots = Path(SHOTS) if SHOTS else tmp_path
    product = Process(tmp_path)
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await _greeted(chat, shots)
        await _walk(chat, shots)
        await chat.screenshot(shots / "5-summary.png")
        assert await chat.download() == appendix()
        await chat.page.get_by_role("link", name=appendix()[0]).last.scroll_into_view_if_needed()
        await chat.screenshot(shots / "6-download.png")
        assert await chat.overflow() == 0
        assert chat.problems == []
    assert await product.stop() == 0
    assert facts(await stored_report(product.database)) == facts(sample_replay().report)


async def _greeted(chat: Chat, folder: Path) -> None:
    """The bot speaks first; a wrong answer is refused and stores nothing."""
    await chat.wait_for_message("Câu 1/152")
    assert _same(await chat.last_message(), exchanges()[0].answered[0])
    await chat.screenshot(folder / "1-first-question.png")
    assert "Chưa ghi “24ans”" in await chat.say("24ans")
    await chat.screenshot(folder / "2-refused.png")
    assert "có thể hiểu nhiều cách" in await chat.say("1,234")
    await chat.screenshot(folder / "3-which.png")
    assert "Câu 1/152" in await chat.tap("Hủy")


async def _walk(chat: Chat, folder: Path) -> None:
    warned = False
    for exchange in exchanges()[1:]:
        await chat.say(exchange.typed)
        await chat.wait_for_message(timeless(exchange.answered[-1].splitlines()[-1]))
        assert _same(await chat.last_message(), exchange.answered[-1])
        if not warned and "Cần xem lại" in exchange.answered[-1]:
            warned = True
            await chat.screenshot(folder / "4-soft-warning.png")
    assert warned


def _same(screen: str, words: str) -> bool:
    return timeless(" ".join(screen.split())) == timeless(" ".join(words.split()))
