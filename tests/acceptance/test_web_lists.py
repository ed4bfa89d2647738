"""Lists, previews and summaries on a phone of 360 pixels. With PHULUC_SHOTS=folder the
screenshots are kept there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser

from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.process import Process
from tests.support.reports import LAST_QUARTER
from tests.support.web.browser import Chat, open_chat

SHOTS = os.environ.get("PHULUC_SHOTS")
LEAST_CONTRAST = 4.5  # WCAG AA


@pytest.mark.browser
@pytest.mark.process
async def test_lists_fit_a_phone(browser: Browser, tmp_path: Path) -> None:
    folder = Path(SHOTS) if SHOTS else tmp_path
    last = sample_report().model_copy(update={"period": LAST_QUARTER})
    path = tmp_path / "PL_Q4-2022.docx"
    path.write_bytes(render_word(form(), last))
    product = Process(tmp_path)
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await chat.wait_for_message("Câu 1/152")
        await chat.page.set_input_files("#file", str(path))
        await chat.wait_for_message("Báo cáo đang làm không đổi.")
        await _look(chat, folder / "import.png")
        await chat.tap("Lưu làm số kỳ trước")
        await chat.say("theo nhóm")
        await chat.wait_for_message("I.1 Tỷ lệ hoàn thành")
        await _look(chat, folder / "list.png")
        await chat.say("21; 7; 1,5; _; 3")
        await chat.wait_for_message("Xem lại trước khi ghi")
        await _look(chat, folder / "preview.png")
        await chat.tap("Ghi")
        await chat.say("giữ nguyên phần IV")
        await chat.wait_for_message("9 chỉ tiêu ít thay đổi")
        await _look(chat, folder / "keep.png")
        await chat.tap("Giữ nguyên cả 9")
        await chat.say("tóm tắt IV")
        await chat.wait_for_message("Phần IV.")
        await _look(chat, folder / "summary.png")
        await chat.say("biên chế")
        await chat.wait_for_message("Có nhiều chỉ tiêu khớp")
        await _look(chat, folder / "found.png")
        assert chat.problems == []
    assert await product.stop() == 0


async def _look(chat: Chat, shot: Path) -> None:
    await chat.settled()
    await chat.screenshot(shot)
    assert await chat.overflow() <= 0
    contrasts = await chat.contrasts()
    assert {text: ratio for text, ratio in contrasts.items() if ratio < LEAST_CONTRAST} == {}
    smallest = await chat.page.evaluate(
        """() => Math.min(...[...document.querySelectorAll(".newest .choice")]
            .map((button) => button.getBoundingClientRect().width))"""
    )
    assert smallest >= 32
