"""Lists, previews and files over Telegram, with a process that dies between any two of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.reports.model import Report
from templates.documents.word.render import render_word
from tests.fakes.telegram import TOKEN, FakeTelegram, Officer
from tests.support.appendix import form, sample_report
from tests.support.process import Process
from tests.support.reports import LAST_QUARTER
from tests.support.sample_walk import stored_report

LAN = 4_200_000_001


class Killed:
    """The product, killed and started again after everything the officer does."""

    def __init__(self, product: Process, officer: Officer) -> None:
        self._product = product
        self._officer = officer

    async def do(self, what: str | tuple[str, bytes], answer: str) -> None:
        """Do it, kill the product at once, start it, and wait for the answer, of whose last
        message these words are."""
        last = self._officer.messages[-1].id if self._officer.messages else 0
        if isinstance(what, tuple):
            await self._officer.send_file(*what)
        else:
            await self._officer.say(what)
        await self._product.kill()
        await self._product.start()
        await self._officer.wait_for(lambda message: answer in message.text, after=last)

    async def report(self) -> Report:
        return await stored_report(self._product.database)


@pytest.fixture
async def killed(tmp_path: Path) -> AsyncIterator[Killed]:
    async with FakeTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url}
        product = Process(tmp_path, settings)
        await product.start()
        yield Killed(product, telegram.chat(LAN))
        await product.stop()
        assert TOKEN not in product.log


@pytest.mark.process
async def test_a_preview_survives_and_is_stored_once(killed: Killed) -> None:
    await killed.do("/start", "Câu 1/152")
    await killed.do("theo nhóm", "I.1 Tỷ lệ hoàn thành")
    await killed.do("21; 7; abc", "Xem lại trước khi ghi")
    assert not (await killed.report()).answers
    await killed.do("3=5", "chỉ đạo CCHC đã ban hành: 5")
    await killed.do("đồng ý", "Đã ghi 3 dòng")
    report = await killed.report()
    amounts = {
        key: int(report.answer(key).amount or 0) for key in ("I.01.01", "I.01.02", "I.01.03")
    }
    assert amounts == {"I.01.01": 21, "I.01.02": 7, "I.01.03": 5}
    assert report.answer("I.01.01").revision == 1


@pytest.mark.process
async def test_a_file_survives_and_is_kept_once(killed: Killed) -> None:
    last = sample_report().model_copy(update={"period": LAST_QUARTER})
    await killed.do("/start", "Câu 1/152")
    await killed.do(("PL.docx", render_word(form(), last)), "Dùng làm số kỳ Quý IV/2022?")
    assert (await killed.report()).last is None
    await killed.do("đồng ý", "26 chỉ tiêu ít thay đổi")  # the last message of the answer
    await killed.do("giữ nguyên tất cả", "Đã giữ nguyên 26 dòng")
    report = await killed.report()
    assert report.last is not None
    assert report.answer("IV.02.02").amount == 46
    assert report.answer("IV.02.02").revision == 1
