"""What a phone sends at once over Telegram: a text cut into several messages, an album of files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from pathlib import Path

import pytest

from conversations.reports.printed_answers import print_answer
from tests.fakes.telegram.officer import cut
from tests.support.appendix import form, sample_report
from tests.support.dialog import Talk
from tests.support.patience import PATIENCE
from tests.support.phones import TelegramPhone, telegram_phone, webhook_phone
from tests.support.scenario import FILES

PHONES = {"polling": telegram_phone, "webhook": webhook_phone}


def appendix() -> str:
    """The whole appendix, as it is copied out of a workbook."""
    report, lines = sample_report(), ["STT\tChỉ tiêu\tĐơn vị tính\tSố liệu\tGhi chú"]
    for row in form().rows:
        value = print_answer(row, report.answer(row.key)) if row.answer else ""
        lines.append(f"{row.stt}\t{row.label}\t{row.measure}\t{value}\t")
    return "\n".join(lines)


async def heard(phone: TelegramPhone, deed: Awaitable[int], events: int) -> None:
    before = phone.product.heard
    await deed
    async with asyncio.timeout(PATIENCE):
        await phone.product.wait_for(before + events)
    await phone.product.settle()


@pytest.mark.parametrize("how", PHONES)
async def test_an_appendix_cut_by_the_phone_is_read_as_one(how: str, tmp_path: Path) -> None:
    text = appendix()
    whole = Talk()
    whole.say("/start")
    whole.say(text)
    whole.say("đồng ý")
    assert len(whole.report.answers) > 40
    async with PHONES[how](tmp_path) as phone:
        await phone.say("/start")
        parts = len(cut(text))
        assert parts >= 3
        await heard(phone, phone.officer.paste(text), parts)
        await phone.say("đồng ý")
        stored = await phone.product.report()
    values = {key: answer.value for key, answer in stored.answers.items()}
    assert values == {key: answer.value for key, answer in whole.report.answers.items()}


@pytest.mark.parametrize("how", PHONES)
async def test_the_files_of_an_album_are_taken_in_turn(how: str, tmp_path: Path) -> None:
    names = ("PL_Q4-2022.docx", "PL_Q1-2023.docx")
    async with PHONES[how](tmp_path) as phone:
        await phone.say("/start")
        album = phone.officer.send_album(*((name, FILES[name]()) for name in names))
        await heard(phone, album, 2)
        assert "Đã nhận PL_Q1-2023.docx" in phone.texts()[-1]
        await phone.say("đồng ý")
        assert (await phone.product.report()).last is not None
        assert "Tới tệp đang đợi: PL_Q1-2023.docx" in "".join(phone.texts()[-2:])
        await phone.say("đồng ý")
        assert (await phone.product.report()).answer("I.01.01").amount == 21
