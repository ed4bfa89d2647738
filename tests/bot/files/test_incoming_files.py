"""A file in the chat, on every channel: read, shown, and kept only when the officer says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.ports.channel import IncomingKind
from conversations.answers.values import Number
from templates.documents.pdf.render import render_pdf
from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.filed.pdf import raw_pdf
from tests.support.filed.signing import sign
from tests.support.phones import Phone, telegram_phone, terminal_phone, web_phone
from tests.support.product import office
from tests.support.reports import LAST_QUARTER

PHONES = {"telegram": telegram_phone, "web": web_phone, "terminal": terminal_phone}


@pytest.fixture(params=PHONES)
async def phone(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Phone]:
    async with PHONES[request.param](tmp_path) as made:
        await made.say("/start")
        yield made


def last_quarter() -> bytes:
    return render_word(form(), sample_report().model_copy(update={"period": LAST_QUARTER}))


async def test_last_quarters_appendix_becomes_the_last_period(phone: Phone) -> None:
    await phone.send("PL_Q4-2022.docx", last_quarter())
    said = "\n".join(phone.texts())
    assert "Đã đọc PL_Q4-2022.docx, chưa lưu. Dùng làm số kỳ Quý IV/2022?" in said
    assert "Khớp 185/185 dòng: 52 số liệu, 5 ghi chú." in said
    assert (await phone.product.report()).last is None
    await phone.say("đồng ý")
    report = await phone.product.report()
    assert report.last is not None
    assert report.last.period == LAST_QUARTER
    assert report.last.answer("IV.02.03").remark == "HĐ theo ND 111"
    assert not report.answers
    told = "\n".join(phone.texts())  # at the question, or in the list of what needs a new number
    assert "Kỳ trước (Quý IV/2022): 21" in told or "đề ra trong kế hoạch (21)" in told


async def test_a_pdf_is_read_like_a_document_and_named(phone: Phone) -> None:
    report = sample_report().model_copy(update={"period": LAST_QUARTER})
    await phone.send("PL_Q4-2022.doc", render_pdf(form(), report))
    said = "\n".join(phone.texts())
    assert "Đã đọc PL_Q4-2022.doc (tệp PDF), chưa lưu. Dùng làm số kỳ Quý IV/2022?" in said
    assert "Khớp 185/185 dòng: 52 số liệu, 5 ghi chú." in said
    await phone.say("đồng ý")
    kept = (await phone.product.report()).last
    assert kept is not None
    assert kept.answer("IV.02.02").amount == 46


async def test_what_the_signature_on_a_pdf_is_worth_is_told(phone: Phone) -> None:
    signed = await asyncio.to_thread(sign, render_pdf(form(), sample_report()))
    await phone.send("PL.pdf", signed)
    said = "\n".join(phone.texts())
    assert "Xem lại số đọc từ tệp PL.pdf (tệp PDF), kỳ Quý I/2023, chưa ghi gì" in said
    assert "🔏 Ký số bởi Nguyễn Văn A (Sở Nội vụ tỉnh Mẫu)" in said
    assert "giờ người ký khai): tệp không đổi từ khi ký; chưa kiểm tra chuỗi tin cậy." in said


async def test_a_scan_is_refused_and_nothing_is_lost(phone: Phone) -> None:
    await phone.say("21")
    await phone.send("quet.pdf", raw_pdf(b"q 9 0 0 9 0 0 cm /P Do Q", picture=True))
    assert "bản quét" in phone.texts()[-1]
    assert (await phone.product.report()).answers


async def test_only_what_was_understood_is_kept(tmp_path: Path) -> None:
    async with web_phone(tmp_path) as phone:
        await phone.say("/start")
        await phone.send("PL.docx", last_quarter())
        async with phone.product.store.transaction() as tx:
            assert await tx.uploads.find("web", "local", 1) is None


async def test_a_file_of_this_period_is_previewed_for_this_report(phone: Phone) -> None:
    await phone.send("PL.docx", render_word(form(), sample_report()))
    assert not (await phone.product.report()).answers
    await phone.say("đồng ý")
    report = await phone.product.report()
    expected = {key for key in sample_report().answers if form().row(key).computed is None}
    assert expected <= report.answers.keys()
    assert report.answer("I.02").note == "Kế hoạch số 19/KH-SLĐTBXH ngày 06/3/2023"


async def test_a_file_that_differs_from_what_is_known_says_where(phone: Phone) -> None:
    await phone.send("PL.docx", last_quarter())
    await phone.say("đồng ý")
    other = (
        sample_report().answer("IV.02.02").model_copy(update={"value": Number(amount=Decimal(44))})
    )
    report = sample_report().with_answer("IV.02.02", other)
    changed = render_word(form(), report.model_copy(update={"period": LAST_QUARTER}))
    await phone.send("PL2.docx", changed)
    said = "\n".join(phone.texts())
    assert "1 chỉ tiêu khác số đang lưu của kỳ này: Tổng số biên chế có mặt" in said
    await phone.say("hủy")
    kept = (await phone.product.report()).last
    assert kept is not None
    assert kept.answer("IV.02.02").amount == 46


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp trống"),
        (b"%PDF-1.7", "bị hỏng"),
        (b"{\\rtf1", "Đây là tệp RTF"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "của chương trình khác"),
        (b"PK\x03\x04", "bị hỏng"),
        (b"x" * 10_485_761, "Tệp nặng 11 MB, quá 10 MB"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_in_words(
    phone: Phone, content: bytes, words: str
) -> None:
    await phone.send("x.docx", content)
    assert words in "\n".join(phone.texts())
    assert not (await phone.product.report()).answers


async def test_a_file_that_is_gone_is_asked_for_again(tmp_path: Path) -> None:
    async with office(tmp_path) as made:
        event = made.event(IncomingKind.SENT, channel="telegram")
        assert "Không lấy được tệp" in await made.handle(event)
