"""Forms of tables in an office: printed rows are handed over, returned and looked up by the numbers
that are printed, and told as one line."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import pytest

from conversations.workflow.permissions import Role
from templates.loading.catalog import load_catalog
from tests.support.beside import catalogs_of
from tests.support.product import Office, office
from tests.support.province import Province, commune, department, local

FIRST = ("18 10", "1 1", "1 1", "1 0", "6 5", "7 2", "2 1")  # rows 01 to 07
PROSE = "Nhân dân phấn khởi, tin tưởng. " * 60
WHOLE = (*FIRST, "1 1", "2 1", "4 3", "8 4", "3 1", "5 2", "6 4", "7 4")


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    """A department with two officers and a reviewer, two communes, a round of 18 rows and two
    columns."""
    catalogs = catalogs_of(load_catalog())
    async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs) as at:
        made = Province(at)
        await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        await made.comes("sep", "NV", Role.REVIEWER, "Bà Lan")
        for who, name in (("an", "An"), ("binh", "Bình")):
            await made.comes(who, "NV", Role.OFFICER, name)
        for code in ("X01", "X02"):
            await made.comes(code, code, Role.OFFICER, f"Cán bộ {code}")
        await at.say("mở đợt 0605 năm 2025 hạn 20/3", who="mai")
        await at.say("đồng ý", who="mai")
        yield made


async def hand_in(at: Office, who: str, rows: tuple[str, ...] = WHOLE) -> None:
    await at.tap("Làm:", who=who)
    for text in rows:
        await at.say(text, who=who)
    for text in ("nộp", "nộp"):
        await at.say(text, who=who)


async def test_a_printed_row_is_handed_over_and_asked_as_one(province: Province) -> None:
    at = province.office
    await at.tap("Làm:", who="an")
    assert "Đã giao “Từ 31 đến 40” (2 câu" in await at.say("giao dòng 3 cho Bình", who="an")
    await at.say("việc của tôi", who="binh")
    asked = await at.tap("Làm:", who="binh")
    assert "03. Từ 31 đến 40" in asked
    assert "1 Tổng số · 2 Nữ" in asked
    assert "Đã ghi 03. Từ 31 đến 40: Tổng số 5, Nữ 2" in await at.say("5 2", who="binh")
    said = await at.say("giao dòng 4 và dòng 5 cho Bình", who="an")
    assert "“Từ 41 đến 50”" in said
    assert "“Từ 51 đến 55”" in said
    assert "“Từ 31 đến 40 · Nữ” (1 câu" in await at.say("giao dòng 3 cột 2 cho Bình", who="an")
    said = await at.say("giao dòng 14 cho Bình", who="an")  # it is printed twice
    assert "14a Từ 5 đến 10 năm" in said
    assert "14b Từ 10 năm trở lên" in said
    assert "Đã giao “Từ 10 năm trở lên”" in await at.say("giao 14b cho Bình", who="an")
    assert "lấy lại “Từ 41 đến 50”" in await at.say("lấy lại dòng 4", who="an")


async def test_a_guest_answers_a_printed_row(province: Province) -> None:
    at = province.office
    await at.tap("Làm:", who="an")
    code = (await at.say("hỏi đồng nghiệp dòng 8 cho Hoa", who="an")).split()[-1]
    await at.say(f"/start {code}", who="hoa")
    assert "08. Sơ cấp" in await at.tap("Tham gia", who="hoa")
    assert "Đã ghi 08. Sơ cấp: Nữ 1" in await at.say("nữ 1", who="hoa")
    assert "Đã đủ số được hỏi" in await at.say("tổng số 4", who="hoa")
    report = await at.report(await province.report_of("NV"))
    assert [report.answer(key).amount for key in ("08:1", "08:2")] == [4, 1]


async def test_rows_are_returned_by_their_printed_numbers(province: Province) -> None:
    at = province.office
    await hand_in(at, "an")
    said = await at.say("trả lại dòng 3 cột 2 vì lệch so với danh sách", who="sep")
    assert "• 03. Từ 31 đến 40 · Nữ: lệch so với danh sách" in said
    await at.say("không", who="sep")
    said = await at.say("dòng 3 và dòng 4 sai, xem lại", who="sep")
    assert "• 03. Từ 31 đến 40\n• 04. Từ 41 đến 50" in said
    await at.say("thôi", who="sep")
    await at.say("trả lại", who="sep")
    said = await at.say("dòng 3: không khớp\n05: thiếu hồ sơ\nđại học: lệch sổ", who="sep")
    assert "Sẽ trả lại 3 dòng" in said
    await at.say("đồng ý", who="sep")
    assert "• 05. Từ 51 đến 55: thiếu hồ sơ" in at.told("an")[-1]
    asked = await at.tap("Làm", who="an")
    assert "⚠ Bị trả lại: không khớp" in asked
    report = await at.report(await province.report_of("NV"))
    assert {*report.returned} == {f"{row}:{n}" for row in ("03", "05", "11") for n in (1, 2)}


async def test_a_change_of_a_row_is_one_line_of_the_review(province: Province) -> None:
    at = province.office
    await hand_in(at, "an")
    await at.say("trả lại dòng 3 và dòng 4: ghi nhầm dòng", who="sep")
    await at.say("đồng ý", who="sep")
    await at.tap("Làm", who="an")
    for text in ("dòng 3: 0 0", "dòng 4: 2 1", "đồng ý", "nộp", "nộp"):
        await at.say(text, who="an")
    assert "2 lần" in await at.say("lịch sử dòng 3 cột 1", who="an")
    said = await at.say("lịch sử SNV dòng 3", who="mai")
    assert "03. Từ 31 đến 40 · Nữ: 1 → 0" in said
    assert "Từ 41" not in said
    said = await at.say("khác biệt SNV", who="mai")
    assert "• 03. Từ 31 đến 40: Tổng số 1; Nữ 1 → Tổng số 0; Nữ 0" in said
    assert "• 04. Từ 41 đến 50: Tổng số 1; Nữ 0 → Tổng số 2; Nữ 1" in said


async def test_the_prose_of_a_total_is_what_each_unit_wrote(tmp_path: Path) -> None:
    catalogs = catalogs_of(load_catalog())
    async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs) as at:
        made = Province(at)
        await made.found([commune(1), commune(2)])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        for code in ("X01", "X02"):
            await made.comes(code, code, Role.OFFICER, f"Cán bộ {code}")
        await at.say("mở đợt mttq quý I/2026 hạn 20/3", who="mai")
        await at.say("đồng ý", who="mai")
        for code, text in (("X01", PROSE), ("X02", "Nhân dân đồng thuận, an ninh ổn định.")):
            await at.tap("Làm:", who=code)
            for said in (text, "tới IV", "1. Chăm lo Tết.\n2. Giám sát công trình.", "nộp"):
                await at.say(said, who=code)
            for said in ("tất cả: trong kỳ chưa có nội dung", "nộp"):
                await at.say(said, who=code)
        await at.say("hợp nhất", who="mai")
        await at.tap("Tải Word hợp nhất", who="mai")
        file = at.channels["telegram"].sent[-1].file
        assert file is not None
        words = [one.text for one in docx.Document(io.BytesIO(file.content)).paragraphs]
        assert f"Xã số 01: {PROSE.strip()}" in words
        assert "Xã số 02: Nhân dân đồng thuận, an ninh ổn định." in words
        at_last = words.index("Xã số 01: 1. Chăm lo Tết.")
        assert words[at_last + 1 : at_last + 3] == [
            "2. Giám sát công trình.",
            "Xã số 02: 1. Chăm lo Tết.",
        ]
