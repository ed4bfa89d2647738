"""Files out and back in the web chat, as an officer has them: in one tap each, and sent back. With
PHULUC_SHOTS=folder the screenshots are kept there."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.async_api import Browser

from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.process import Process
from tests.support.reports import LAST_QUARTER
from tests.support.web.browser import Chat, open_chat

SHOTS = os.environ.get("PHULUC_SHOTS")


async def send(chat: Chat, path: Path) -> None:
    await chat.page.locator("input[type=file]").set_input_files(path)


async def hand_in(chat: Chat, folder: Path) -> None:
    """The sample from a file, with a reason for each warning."""
    path = folder / "PL.docx"
    path.write_bytes(render_word(form(), sample_report()))
    await send(chat, path)
    await chat.wait_for_message("Xem lại số đọc từ tệp")
    await chat.say("đồng ý")
    said = await chat.say("nộp")
    for _ in range(30):
        if "Nộp báo cáo?" in said:
            break
        said = await chat.say("tất cả: số liệu đã được kiểm tra kỹ")
    await chat.type("nộp")
    await chat.wait_for_message("đã nộp")


def edited(content: bytes) -> bytes:
    """The file with another number in one cell, as somebody would change it in Word."""
    document = Document(BytesIO(content))
    cell = next(
        row.cells[3] for row in document.tables[0].rows if row.cells[3].text.strip() == "594"
    )
    cell.paragraphs[0].runs[0].text = "595"
    made = BytesIO()
    document.save(made)
    return made.getvalue()


@pytest.mark.browser
@pytest.mark.process
async def test_files_are_fetched_with_a_tap_and_known_when_they_come_back(
    browser: Browser, tmp_path: Path
) -> None:
    folder = Path(SHOTS) if SHOTS else tmp_path
    product = Process(tmp_path)
    await product.start()
    async with open_chat(browser, product.link) as chat:
        await chat.wait_for_message("Câu 1/152")
        last = tmp_path / "PL_Q4-2022.docx"
        quarter = sample_report().model_copy(update={"period": LAST_QUARTER})
        last.write_bytes(render_word(form(), quarter))
        await send(chat, last)
        await chat.wait_for_message("Dùng làm số kỳ Quý IV/2022?")
        await chat.say("đồng ý")
        await chat.say("sửa IV.02.02")
        await chat.say("47")
        await chat.type("xu hướng IV.02.02")
        await chat.page.locator("#lines .file").last.wait_for()
        name, content = await chat.download()
        assert name.endswith(".png")
        assert content.startswith(b"\x89PNG")
        await chat.screenshot(folder / "trend-chat.png")
        await hand_in(chat, tmp_path)
        await chat.settled()
        await chat.screenshot(folder / "submitted.png")
        name, word = await chat.download()
        assert name == "PL_CCHC_Q1-2023_SLDTBXH.docx"
        for label, ending in (("Tải PDF", ".pdf"), ("Tải Excel", ".xlsx")):
            files = await chat.page.locator("#lines .file").count()
            await chat.page.locator(".newest .choice").filter(has_text=label).first.click()
            await chat.page.locator("#lines .file").nth(files).wait_for()
            await chat.settled()
            name, content = await chat.download()
            assert name == f"PL_CCHC_Q1-2023_SLDTBXH{ending}"
        back = tmp_path / "ban-gui-lai.docx"
        back.write_bytes(edited(word))
        await send(chat, back)
        await chat.page.get_by_text("khác bản nộp").wait_for()
        await chat.settled()
        await chat.screenshot(folder / "compared.png")
        texts = " ".join(await chat.bot.all_inner_texts())
        assert "tệp ghi 595, bản nộp là 594" in texts
        assert chat.problems == []
    await product.stop()
