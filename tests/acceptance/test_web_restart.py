"""The product dies while an officer writes in the browser, and comes back."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.acceptance.test_terminal import fork_chat
from tests.support.process import Process
from tests.support.sample_walk import stored_report
from tests.support.web.browser import open_chat

pytestmark = [pytest.mark.browser, pytest.mark.process]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def test_what_is_typed_while_the_product_is_down_arrives_once(
    browser: Browser, tmp_path: Path
) -> None:
    product = Process(tmp_path, {"HTTP_PORT": str(_free_port())})
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await chat.wait_for_message("Câu 1/152")
        await chat.say("21")
        await product.kill()
        await chat.type("7")
        await product.start()
        assert "7/21 = 33,33" in await chat.wait_for_message("Câu 4/152")
        await product.kill()
        await product.start()
        await chat.page.reload()
        assert "Câu 4/152" in await chat.wait_for_message("Câu 4/152")
        assert "✓ Đã ghi: 5" in await chat.say("5")
    await product.stop()
    report = await stored_report(product.database)
    revisions = {key: answer.revision for key, answer in report.answers.items()}
    assert revisions == {"I.01": 1, "I.01.01": 1, "I.01.02": 1, "I.01.03": 1}


async def test_going_on_in_the_terminal_moves_the_browser_along(
    browser: Browser, tmp_path: Path
) -> None:
    """Both are the same person at this machine; the page shows the newest question when it is
    opened again."""
    product = Process(tmp_path, {"HTTP_PORT": str(_free_port())})
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await chat.wait_for_message("Câu 1/152")
        await product.stop()
        assert "Câu 2/152" in (await fork_chat(tmp_path, ["21"])).stdout
        await product.start()
        await chat.page.reload()
        assert "Câu 2/152" in await chat.wait_for_message("Câu 2/152")
    await product.stop()
