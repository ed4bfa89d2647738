"""Questions and views beside a yes that is awaited, texts that nobody understands, and an officer
who asks for more time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

MONDAY = local(2026, 11, 23)


async def at_work(at: Office) -> Province:
    """Two departments and a commune in quý IV, which one officer has begun."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), department("TC", "Tài chính"), commune(5)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("dung", "NV", Role.REVIEWER, "Anh Dũng")
    await at.say("mở đợt quý IV/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    await at.tap("Làm: Sở NV", who="lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, MONDAY, at_work) as made:
        yield made


async def test_a_question_is_answered_and_the_yes_still_awaited(province: Province) -> None:
    at = province.office
    await at.say("đôn đốc", who="mai")
    for words, answer in (
        ("hạn là bao giờ", "Hạn nộp Quý IV/2026"),
        ("hạn nộp", "18/12/2026"),
        ("SNCL là gì", "SNCL"),
        ("đơn vị nào chưa nộp", "Chưa nộp (3)"),
        ("xem xã 5", "UBND Xã số 05"),
    ):
        said = await at.say(words, who="mai")
        assert answer in said, words
        assert "Việc nhắc nộp vẫn chờ anh/chị" in said, words
    assert "Chưa rõ “🙏”" in await at.say("🙏", who="mai")
    assert "✓ Đã nhắc 1 cán bộ" in await at.say("ừ nhắc đi em", who="mai")


async def test_a_text_that_nobody_understands_is_told_the_nearest(province: Province) -> None:
    at = province.office
    for words in ("bản đồ nhiệ", "ba la bô", "gửi quà cho sếp", "có ai xin gia hạn không"):
        said = await at.say(words, who="mai")
        assert f"Em chưa hiểu “{words}” nên chưa làm gì" in said
        assert "Không có báo cáo nào" not in said
    assert (
        "bản đồ nhiệt" in await at.say("bản đồ nhiệ", who="mai") or "ảnh bảng" in at.told("mai")[-1]
    )
    assert "Em chưa hiểu" in await at.say("ok em mở luôn đi", who="mai")


async def test_more_time_is_granted_with_one_tap(province: Province) -> None:
    at = province.office
    said = await at.say("dạ cho em xin thêm 3 ngày vì chờ số các phòng được không", who="lan")
    assert "Đã chuyển Chị Mai: xin gia hạn báo cáo Quý IV/2026 của Sở NV" in said
    assert "21/12/2026 (thứ hai)" in said
    told = at.told("mai")[-1]
    assert "Lan (Sở NV) xin gia hạn báo cáo Quý IV/2026 đến 21/12/2026 (thứ hai)" in told
    assert "chờ số các phòng" in told
    assert "✓ Đã gia hạn Quý IV/2026 cho Sở NV" in await at.tap("Gia hạn đến 21/12", who="mai")
    assert "được gia hạn đến 21/12/2026" in at.told("lan")[-1]
    assert "đã là 21/12/2026" in await at.tap("Gia hạn đến 21/12", who="mai")
    await at.say("xin gia hạn đến 31/12", who="dung")
    assert "chưa gia hạn" in await at.tap("Chưa gia hạn", who="mai")
    assert "hạn vẫn là 21/12/2026" in at.told("dung")[-1]
    assert "thêm mấy ngày" in await at.say("xin gia hạn", who="lan")
    assert "không muộn hơn" in await at.say("xin gia hạn đến 20/12", who="lan")
    assert "phải gia hạn" not in await at.say("xin thêm 10 phút", who="lan")
    await submit(at, "lan", "21", "7")
    assert "đã nộp" in await at.say("xin thêm 2 ngày", who="lan")


async def test_a_return_is_undone_for_a_while(province: Province) -> None:
    at = province.office
    await submit(at, "lan", "21", "7")
    number = await province.report_of("NV")
    for words in ("hoàn tác", "ấy nhầm, hoàn tác giúp anh"):
        await at.say("trả lại SNV câu 2: không khớp với kế hoạch", who="dung")
        await at.say("đồng ý", who="dung")
        assert await province.state("NV") == "returned"
        assert "Đã hoàn tác việc trả lại" in await at.say(words, who="dung")
        assert "đã được hoàn tác" in at.told("lan")[-1]
        assert await province.state("NV") == "submitted"
    await at.say("duyệt", who="dung")
    await at.say("đồng ý", who="dung")
    await at.say("trả lại SNV câu 2: không khớp với kế hoạch", who="dung")
    await at.say("đồng ý", who="dung")
    assert "vẫn là báo cáo đã duyệt" in await at.tap("Hoàn tác", who="dung")
    report = await at.report(number)
    assert (report.state.value, report.version, report.approved) == ("approved", 1, 1)
    async with at.store.transaction() as tx:
        assert await tx.audit_check.mismatches(number) == []
    await at.say("trả lại SNV câu 2: không khớp với kế hoạch", who="dung")
    await at.say("đồng ý", who="dung")
    await at.tap("Làm: Sở NV", who="lan")
    await at.say("8", who="lan")
    assert "đơn vị đã sửa" in await at.tap("Hoàn tác", who="dung")
    async with at.store.transaction() as tx:
        assert await tx.audit_check.mismatches(number) == []


async def test_a_report_is_asked_back_in_a_sentence(province: Province) -> None:
    at = province.office
    await submit(at, "lan", "21", "7")
    for words in ("ủa nộp nhầm rồi, rút lại giúp em", "cho em rút lại báo cáo", "thu hồi"):
        assert "Rút lại báo cáo Quý IV/2026 của Sở NV để sửa?" in await at.say(words, who="lan")
        assert "chưa rút lại" in await at.say("thôi để vậy em", who="lan")
        assert await province.state("NV") == "submitted"
    await at.say("rút lại", who="lan")
    assert "Đã mở lại báo cáo" in await at.say("dạ đồng ý em", who="lan")
    assert await province.state("NV") == "draft"


async def test_lines_are_added_to_a_return_before_it_is_confirmed(province: Province) -> None:
    at = province.office
    await submit(at, "lan", "21", "7")
    await at.say("trả lại SNV", who="dung")
    said = await at.say("VII.10: chưa rõ căn cứ\ncâu 2: cao hơn kế hoạch", who="dung")
    assert "Chưa nhận 1 dòng" in said
    assert "có thể là mục Áp dụng ISO" in said
    assert "Sẽ trả lại 1 dòng" in said
    assert "Sẽ trả lại 2 dòng" in await at.say("câu 141: chưa rõ căn cứ", who="dung")
    assert "✓ Đã trả lại 2 dòng" in await at.say("ừ trả đi", who="dung")
