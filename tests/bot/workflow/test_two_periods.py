"""Two periods at work at once: what a command without a period means, and how it is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_asked_aside import MONDAY, at_work
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province


async def _backfilled(at: Office) -> Province:
    """Quý IV is at work and handed in by one unit; quý III was opened after it."""
    made = await at_work(at)
    await submit(at, "lan", "21", "7")
    await at.say("mở đợt quý III/2026 hạn 21/12/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, MONDAY, _backfilled) as made:
        yield made


async def test_the_newest_period_is_meant_and_the_other_is_offered(province: Province) -> None:
    at = province.office
    assert "Khóa sổ báo cáo Quý IV/2026 của Sở TC?" in await at.say("khóa sổ STC", who="mai")
    said = await at.tap("Sở TC · Quý III/2026", who="mai")
    assert "Khóa sổ báo cáo Quý III/2026 của Sở TC?" in said
    assert "Vâng, chưa khóa" in await at.say("thôi", who="mai")
    extend = "gia hạn STC đến 28/12: chờ số"
    assert "Gia hạn báo cáo Quý IV/2026 của Sở TC đến 28/12" in await at.say(extend, who="mai")
    assert "Đã gia hạn Quý III/2026" in await at.tap("Sở TC · Quý III/2026", who="mai")
    assert "Gia hạn báo cáo Quý IV/2026 của Sở TC đến 28/12" in await at.say(extend, who="mai")
    assert "Đã gia hạn Quý IV/2026" in await at.say("ừ gia hạn đi em", who="mai")
    assert "Quý IV/2026" in await at.say("xem báo cáo xã 5", who="mai")
    assert "Quý IV/2026 · 3 đơn vị" in await at.say("bảng", who="mai")
    assert "Báo cáo Quý IV/2026" in await at.say("đôn đốc", who="mai")


async def test_what_fits_the_act_is_meant(province: Province) -> None:
    """Only the report of quý IV waits for a decision."""
    at = province.office
    for who in ("dung", "mai"):
        assert "Quý IV/2026 · chờ duyệt" in await at.say("duyệt SNV", who=who)
        said = await at.say("trả lại SNV câu 2: không khớp với kế hoạch", who=who)
        assert "Sẽ trả lại 1 dòng của báo cáo Quý IV/2026" in said
        assert "chưa trả" in await at.say("thôi", who=who)
    said = await at.say("gia hạn SNV đến 28/12: chờ số", who="mai")
    assert "Gia hạn báo cáo Quý III/2026 của Sở NV đến 28/12" in said
    assert "kỳ mới hơn của Sở NV đã nộp" in said  # an older one is asked about first
    assert "✓ Đã gia hạn Quý III/2026" in await at.say("ừ", who="mai")


async def test_a_locked_round_is_never_meant(province: Province) -> None:
    at = province.office
    await at.say("khóa sổ quý IV/2026", who="mai")
    assert "✓ Đã khóa sổ Quý IV/2026" in await at.say("đồng ý", who="mai")
    assert "Quý III/2026 · 3 đơn vị" in await at.say("bảng", who="mai")
    assert "Khóa sổ báo cáo Quý III/2026 của Sở TC?" in await at.say("khóa sổ STC", who="mai")
    assert "Quý III/2026" in await at.say("xem báo cáo STC", who="mai")
    assert "Mở khóa cả đợt Quý IV/2026" in await at.say("mở khóa quý IV", who="mai")
    assert "Quý IV/2026 · 3 đơn vị" in await at.say("bảng quý IV", who="mai")


async def test_rounds_of_one_day_are_asked_about(province: Province) -> None:
    at = province.office
    await at.say("mở đợt năm 2026 hạn 31/12/2026", who="mai")
    await at.tap("Mở đợt này", who="mai")
    for words, then in (("bảng", "3 đơn vị"), ("đôn đốc", "Sẽ nhắn"), ("hợp nhất", "hợp nhất")):
        assert "Có nhiều đợt cùng lúc. Đợt nào?" in await at.say(words, who="mai")
        said = await at.tap("Năm 2026", who="mai")
        assert then in said
        assert "Năm 2026" in said
    assert "Báo cáo nào?" in await at.say("xem báo cáo STC", who="mai")
    assert "Quý IV/2026" in await at.tap("Sở TC · Quý IV/2026", who="mai")


async def test_who_has_several_reports_open_reads_which_it_is(province: Province) -> None:
    at = province.office
    await province.comes("hoa", "TC", Role.OFFICER, "Hoa")
    await at.say("việc của tôi", who="hoa")
    said = await at.tap("Làm: Sở TC · Quý III/2026", who="hoa")
    assert said.startswith("Sở TC · Quý III/2026")
    assert (await at.say("21", who="hoa")).startswith("Sở TC · Quý III/2026\n\n✓ Đã ghi: 21")
    assert "Đây là báo cáo Quý III/2026 của Sở TC" in await at.say("đơn vị nào", who="hoa")
    assert "Sở TC · Quý III/2026" not in await at.tap("Làm: Sở NV · Quý III/2026", who="lan")


async def test_counts_mean_what_they_say(province: Province) -> None:
    at = province.office
    said = await at.say("chờ duyệt", who="mai")
    assert "Không có báo cáo nào chờ riêng anh/chị duyệt" in said
    assert "1 báo cáo chờ lãnh đạo đơn vị duyệt; anh/chị cũng duyệt được" in said
    await at.tap("Sở NV · Quý IV/2026", who="mai")
    await at.tap("✓ Duyệt", who="mai")
    await at.tap("Duyệt", who="mai")
    await at.say("đính chính quý IV/2026 ghi nhầm số", who="lan")
    assert "Quý IV/2026: 3 đơn vị, đã duyệt 1" in await at.say("các đợt", who="mai")
    assert "1/3 đơn vị có số, 1 đã duyệt" in await at.say("hợp nhất quý IV/2026", who="mai")
    assert "bản đã duyệt đang có hiệu lực 1" in await at.say("bảng quý IV/2026", who="mai")
