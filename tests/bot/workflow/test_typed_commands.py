"""The office over a channel without buttons: each message says what to type, and typing does it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.ports.channel import IncomingKind
from bot.workflow.review.audit_log import describe_change
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from storage.history.entries import HistoryEntry
from templates.loading.catalog import load_catalog
from tests.fakes.zalo import BOT_TOKEN
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local
from tests.support.sample_walk import sample_replay

MONDAY = local(2026, 11, 23)


async def _found(made: Office) -> Province:
    """Mai coordinates, Lan fills and Bình approves one of twelve reports; nobody has buttons."""
    there = Province(made)
    await there.found([department("NV", "Nội vụ"), *map(commune, range(1, 12))])
    for who, unit, role in (
        ("mai", "TINH", Role.COORDINATOR),
        ("lan", "NV", Role.OFFICER),
        ("binh", "NV", Role.REVIEWER),
    ):
        said = await made.say(await there.token(unit, role, who), who=who)
        assert "gõ Tham gia" in said
        await made.say("tham gia", who=who)
    assert "Gõ mở đợt này" in await made.say("mở đợt quý IV/2026", who="mai")
    assert "✓ Đã mở đợt" in await made.say("mở đợt này", who="mai")
    return there


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    can = ZaloBotChannel(BOT_TOKEN).capabilities
    async with founded_once(tmp_path, MONDAY, _found, can) as made:
        yield made.office


async def test_the_board_is_turned_and_opened_by_words(at: Office) -> None:
    assert "Gõ việc của tôi để bắt đầu" in at.told("lan")[-1]
    said = await at.say("bảng", who="mai")
    assert "gõ số thứ tự" in said
    assert not {"▶", "↻"} & {*said}
    assert "trang 2/2" in await at.say("trang sau", who="mai")
    assert "trang 1/2" in await at.say("trang trước", who="mai")
    assert "Xã số 02" in await at.say("2", who="mai")
    assert "Gọi trước" in await at.say("gọi trước", who="mai")


async def test_a_report_is_approved_by_typing_the_word(at: Office) -> None:
    await at.say("việc của tôi", who="lan")
    await at.say("1", who="lan")
    await at.say("nộp", who="lan")
    assert "Đã nộp" in await at.say("nộp", who="lan")
    assert "Chọn để xem" in await at.say("chờ duyệt", who="binh")
    said = await at.say("1", who="binh")
    assert "Xem tất cả" in said
    assert "Duyệt báo cáo Quý IV/2026 của Sở NV, lần nộp 1?" in await at.say("duyệt", who="binh")
    for number in ("1", "2", "3"):
        assert "Chưa rõ" in await at.say(number, who="binh")
    assert "✓ Đã duyệt" in await at.say("duyệt", who="binh")


async def test_a_yes_to_an_earlier_message_approves_nothing(at: Office) -> None:
    for who, text in (("lan", "việc của tôi"), ("lan", "1"), ("lan", "nộp"), ("lan", "nộp")):
        await at.say(text, who=who)
    await at.say("chờ duyệt", who="binh")
    earlier = at.channels["telegram"].sent[-1].id
    await at.say("1", who="binh")
    await at.say("duyệt", who="binh")
    for text in ("duyệt", "đồng ý", "dạ đúng rồi em"):
        said = at.event(IncomingKind.SAID, text, who="binh")
        answered = await at.handle(replace(said, replies_to=f"telegram-{earlier}"))
        assert "Chưa làm gì" in answered
    assert (await at.report()).state is ReportState.SUBMITTED
    asked = at.event(IncomingKind.SAID, "duyệt", who="binh")
    newest = at.channels["telegram"].sent[-1].id
    assert "✓ Đã duyệt" in await at.handle(replace(asked, replies_to=f"telegram-{newest}"))


async def test_lists_name_short_words_to_type(at: Office) -> None:
    await at.say("việc của tôi", who="lan")
    await at.say("1", who="lan")
    assert "tới I · tới II" in await at.say("mục lục", who="lan")
    assert "tới II.1 · tới II.2" in await at.say("còn thiếu II", who="lan")
    assert "Số VBQPPL phải rà soát" in await at.say("tới II.2", who="lan")
    assert "• Làm: Sở NV · Quý IV/2026" in await at.say("việc của tôi", who="lan")


async def test_a_locked_report_does_not_offer_to_be_opened_again(at: Office) -> None:
    await at.say("khóa sổ SNV", who="mai")
    await at.say("đúng rồi em", who="mai")
    said = await at.say("tóm tắt", who="lan")
    assert "nhờ đầu mối tổng hợp mở khóa" in said
    assert "hoặc nộp" not in said


def test_an_explanation_stands_in_the_log_in_words_alone() -> None:
    form = load_catalog().get("cchc-so", sample_replay().report.form_version)
    reason = {"text": "đã kiểm tra lại", "operands": "c0a4b996"}
    check = form.checks[0]
    entry = HistoryEntry(f"reason:{check.id}", 1, None, reason, 1, "zalo-bot", 1, MONDAY)
    told = describe_change(form, form.by_key, entry, {1: "Lan"})
    assert (told["what"], told["new"]) == (f"Giải trình: {check.message}", "đã kiểm tra lại")
