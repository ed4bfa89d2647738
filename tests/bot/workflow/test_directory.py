"""People found and renamed, numbers, whom to call; units of another kind and place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from storage.workflow.units import NewUnit
from tests.bot.workflow.test_round_life_cycle import open_round
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import ROOT, Province, commune, department, local, member_of


async def _found(at: Office) -> Province:
    made = Province(at)
    town = NewUnit("TX1", "Thị xã 1", "TX 1", "TX1", "district", ROOT)
    below = [
        NewUnit(f"P{n}", f"Phường {n}", f"P {n}", f"P{n}", "commune", "TX1") for n in range(1, 4)
    ]
    await made.found([department("NV", "Nội vụ"), *map(commune, range(1, 12)), town, *below])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("quan", "TINH", Role.ADMINISTRATOR, "Anh Quân")
    await made.comes("lan", "NV", Role.OFFICER, "Nguyễn Thị Lan")
    await made.comes("hoa", "X02", Role.OFFICER, "Lê Hoa")
    await open_round(made)
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 16), _found) as made:
        yield made


async def test_a_person_is_found_renamed_and_called(province: Province) -> None:
    at = province.office
    said = await at.say("đổi tên cán bộ Lan thành Nguyễn Thị Lan Anh", who="dau-moi")
    assert "Sẽ đổi tên Nguyễn Thị Lan" in said
    assert "Nguyễn Thị Lan Anh" in await at.say("đổi", who="dau-moi")
    said = await at.say("điện thoại cán bộ Lan Anh 0912345678", who="dau-moi")
    assert "0912 345 678" in said
    for words in ("tìm cán bộ lan anh", "tìm người 0912.345.678", "tìm Lan", "sđt của chị Lan Anh"):
        said = await at.say(words, who="dau-moi")
        assert "Nguyễn Thị Lan Anh – cán bộ báo cáo của Sở NV, 0912 345 678" in said, words
    assert "Không thấy ai" in await at.say("tìm cán bộ Bình", who="dau-moi")
    assert "ngoài phần việc" in await at.say("tìm cán bộ Hoa", who="lan")
    trail = await at.say("nhật ký phân công", who="dau-moi")
    assert "đổi tên" in trail
    assert "đổi số điện thoại" in trail


async def test_what_is_no_number_is_not_kept(province: Province) -> None:
    at = province.office
    said = await at.say("điện thoại SNV 12345", who="dau-moi")
    assert "“12345” không phải số điện thoại" in said
    assert "Em chưa có số điện thoại của Sở NV" in await at.say("điện thoại SNV", who="dau-moi")
    await at.say("điện thoại SNV là 0237.3852.246", who="dau-moi")
    assert "0237 385 2246" in await at.say("điện thoại SNV", who="dau-moi")
    assert "Đã bỏ" in await at.say("điện thoại SNV bỏ", who="dau-moi")
    assert "Em chưa có" in await at.say("điện thoại SNV", who="dau-moi")


async def test_who_cannot_be_reached_is_called_first(province: Province) -> None:
    at = province.office
    await at.say("điện thoại X05 0237 385 2246", who="dau-moi")
    said = await at.say("gọi ai trước", who="dau-moi")
    assert "15 đơn vị chưa nộp, 13 đơn vị không nhắn tin được · trang 1/2" in said
    assert "Xã số 05 0237 385 2246" in said
    sent = at.channels["telegram"].sent[-1]
    assert [span.text for span in sent.spans if span.phone] == ["0237 385 2246"]
    assert "Sở NV" not in said
    said = await at.say("gọi ai trước trang 2", who="dau-moi")
    assert said.index("Xã số 11") < said.index("Sở NV")


async def test_a_number_goes_with_the_person_who_is_erased(province: Province) -> None:
    at = province.office
    await at.say("số điện thoại của tôi là 0912 345 678", who="hoa")
    assert "0912 345 678" in await at.say("tìm cán bộ Hoa", who="dau-moi")
    async with at.store.transaction() as tx:
        member = await member_of(tx, "hoa")
        await tx.erasure.erase(province.deed(), member)
        told = await tx.personal_data.export(await member_of(tx, "dau-moi"))
    assert "0912 345 678" not in str(told)


async def test_the_coordinators_number_is_told_to_officers(province: Province) -> None:
    at = province.office
    assert "Em không có số điện thoại" in await at.say("liên hệ đầu mối", who="lan")
    await at.say("số điện thoại của tôi 0237 385 2246", who="dau-moi")
    for words in ("liên hệ đầu mối", "số điện thoại đầu mối", "đầu mối"):
        assert "Chị Mai, điện thoại 0237 385 2246" in await at.say(words, who="lan"), words


# --- due days where people come in ----------------------------------------------------------------
async def test_who_joins_or_greets_hears_unit_day_and_what_is_left(province: Province) -> None:
    at = province.office
    said = await province.comes("moi", "X03", Role.OFFICER, "Đỗ Mới")
    assert "Báo cáo Quý I/2026, hạn 17/03/2026 (thứ ba), còn 152 câu" in said
    await at.say("bắt đầu", who="lan")
    said = await at.say("chào em", who="lan")
    assert "Sở NV · Quý I/2026, hạn 20/03/2026 (thứ sáu), còn 152 câu" in said
    for words in ("hạn nộp", "hạn", "deadline"):
        assert "Hạn nộp: 20/03/2026 (thứ sáu)" in await at.say(words, who="lan"), words
    await at.say("tạm dừng", who="lan")
    said = await at.say("/start", who="lan")
    assert "Dạ, ta bắt đầu báo cáo Quý I/2026 của Sở NV" in said
    assert "hạn 20/03/2026 (thứ sáu) (còn 4 ngày)" in said


# --- units ----------------------------------------------------------------------------------
async def test_a_unit_is_of_another_kind_and_place(province: Province) -> None:
    at = province.office
    said = await at.say("đổi loại X03 thành sở", who="quan")
    assert "Sẽ đổi loại Xã số 03: xã, phường → sở, ban, ngành" in said
    assert "Hạn nộp Quý I/2026 vẫn là 17/03/2026 (thứ ba)" in said
    assert "✓" in await at.say("đồng ý", who="quan")
    said = await at.say("chuyển đơn vị X03 về TX1", who="quan")
    assert "từ UBND tỉnh về trực thuộc TX 1" in said
    await at.say("chuyển", who="quan")
    async with at.store.transaction() as tx:
        unit = await tx.units.find(province.units["X03"])
    assert (unit.kind, unit.parent) == ("department", province.units["TX1"])
    assert "đã như vậy rồi" in await at.say("đổi loại X03 thành sở", who="quan")
    assert "không chuyển về P 1 được" in await at.say("chuyển đơn vị TX1 về P1", who="quan")
    assert "Chưa rõ loại “chợ”" in await at.say("đổi loại X03 thành chợ", who="quan")
    assert "ngoài phần việc" in await at.say("đổi loại X03 thành xã", who="dau-moi")


# --- boards ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("bảng trễ", "Trễ hạn (0)"),
        ("bảng chờ duyệt", "Chờ duyệt (0)"),
        ("bảng chưa liên hệ", "Chưa liên hệ được (13)"),
        ("bảng xã chưa nộp", "Chưa nộp · xã, phường (14)"),
        ("bảng quý I/2026 chưa nộp trang 2", "Chưa nộp (15) · trang 2/2"),
        ("bảng theo loại", "xã, phường: đã nộp 0/14 (0 %)"),
        ("bảng theo đơn vị cấp trên", "Các đơn vị ở đây không chia theo đơn vị cấp trên"),
        ("bảng", "sở, ban, ngành 0/1 · xã, phường 0/14"),
    ],
)
async def test_a_board_by_the_words_of_its_buttons(
    province: Province, words: str, shown: str
) -> None:
    assert shown in await province.office.say(words, who="dau-moi")


async def test_units_of_one_name_are_told_apart(province: Province) -> None:
    at = province.office
    twin = NewUnit("P9", "Xã số 01", "Xã số 01", "P9", "commune", "TX1")
    await province.found_more([twin])
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    said = await at.say("bảng chưa liên hệ", who="dau-moi")
    assert "Xã số 01 (UBND tỉnh)" in said
    assert "Xã số 01 (TX 1)" in await at.say("bảng chưa liên hệ trang 2", who="dau-moi") + said
    said = await at.say("bảng Xã số 01", who="dau-moi")
    assert "Xã số 01 (X01); Xã số 01 (P9)" in said or "Xã số 01 (P9); Xã số 01 (X01)" in said
