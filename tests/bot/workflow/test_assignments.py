"""Guests, help for every role, and the history of the office in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, commune, department, local


async def _found(at: Office) -> Province:
    """Two units with their people, an open round, and a guest asked for one row."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Bình")
    await made.comes("xa", "X01", Role.REVIEWER, "Tư")
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.tap("Mở đợt này", who="dau-moi")
    await at.tap("Làm: Sở NV", who="lan")
    code = (await at.say("hỏi đồng nghiệp câu 12 cho Hoa", who="lan")).split()[-1]
    await at.say(f"/start {code}", who="hoa")
    await at.tap("Tham gia", who="hoa")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


def buttons(at: Office, who: str) -> list[str]:
    """The buttons of the newest message to this person."""
    sent = [one for one in at.channels["telegram"].sent if one.conversation == who]
    return [button.label for row in sent[-1].buttons for button in row]


async def test_a_guest_is_offered_nothing_of_the_whole_report(province: Province) -> None:
    at = province.office
    said = await at.say("tóm tắt", who="hoa")
    assert "nộp" not in said.replace("cán bộ của đơn vị nộp", "")
    assert not {"Nộp báo cáo", "Tải phụ lục"} & {*buttons(at, "hoa")}
    await at.say("5", who="hoa")
    await at.say("tóm tắt", who="hoa")
    assert not [one for one in buttons(at, "hoa") if "Nộp" in one or "Tải" in one]
    await submit(at, "lan", "21")
    said = await at.say("7", who="hoa")
    assert "xin báo cán bộ đã hỏi" in said
    assert "mở lại" not in said
    assert "tải về" not in said
    assert [one for one in buttons(at, "hoa") if "Tải" in one] == []


async def test_the_officers_summary_still_offers_everything(province: Province) -> None:
    at = province.office
    await at.say("tóm tắt", who="lan")
    assert any("Nộp" in one for one in buttons(at, "lan"))
    assert any("Tải" in one for one in buttons(at, "lan"))
    await submit(at, "lan", "21")
    await at.say("duyệt NV", who="giam-doc")
    await approve(at, "giam-doc")
    said = await at.say("tóm tắt", who="lan")
    assert "đã được duyệt" in said
    assert "mở lại" not in said


async def test_a_guest_whose_row_is_taken_back_is_thanked(province: Province) -> None:
    at = province.office
    await at.say("lấy lại câu 12", who="lan")
    said = await at.say("5", who="hoa")
    assert "không còn cần anh/chị trả lời" in said
    assert "Báo cáo trước" not in said


async def test_a_wrong_code_speaks_of_invitations_too(province: Province) -> None:
    said = await province.office.say("/start abcdefghijklmnopqrstuv", who="la")
    assert "Xin người mời cấp mã mới" in said
    assert "Mã nối" not in said


async def test_everybody_is_told_what_their_role_may(province: Province) -> None:
    at = province.office
    for who, words, there, absent in (
        ("dau-moi", "trợ giúp", "mở đợt quý I/2026", "Lãnh đạo đơn vị"),
        ("giam-doc", "trợ giúp", "chờ duyệt", "Đầu mối tổng hợp"),
        ("lan", "trợ giúp vai trò", "giao phần II cho Lan", "Đầu mối tổng hợp"),
        ("hoa", "trợ giúp vai trò", "Được hỏi", "nhật ký phân công"),
    ):
        said = await at.say(words, who=who)
        assert there in said, who
        assert absent not in said, who
    assert "Có thể gõ" in await at.say("trợ giúp", who="lan")  # of the question at hand
    await at.say("việc của tôi", who="dau-moi")
    assert "Đầu mối tổng hợp" in await at.tap("Trợ giúp", who="dau-moi")


async def test_the_offices_history_is_read_by_those_who_may(province: Province) -> None:
    at = province.office
    await at.say("mời cán bộ X01, Sáu", who="dau-moi")
    await at.say("thôi vai trò Lan", who="dau-moi")
    await at.tap("Đúng, cho thôi", who="dau-moi")
    said = await at.say("nhật ký phân công", who="dau-moi")
    assert "Lan thôi làm cán bộ báo cáo" in said
    assert "Quý I/2026: mở cho 2 đơn vị" in said
    assert "Xã số 01 · Mời: cán bộ báo cáo" in said
    said = await at.say("nhật ký phân công", who="giam-doc")
    assert "Lan thôi làm cán bộ báo cáo" in said
    assert "Xã số 01" not in said
    assert "Mai" in said  # who did it
    said = await at.say("nhật ký phân công", who="xa")
    assert "Xã số 01 · Mời" in said
    assert "Lan" not in said
    assert "ngoài phần việc" in await at.say("nhật ký phân công", who="hoa")
    await at.say("thành viên NV", who="dau-moi")
    assert "Nhật ký phân công" in await at.tap("Nhật ký phân công", who="dau-moi")


async def test_the_offices_history_is_handed_out_as_a_workbook(province: Province) -> None:
    at = province.office
    await at.say("nhật ký phân công", who="dau-moi")
    await at.tap("Nhật ký Excel", who="dau-moi")
    file = at.channels["telegram"].sent[-1].file
    assert file is not None
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Thời điểm", "Người làm", "Kênh"]
    assert ["Sở NV", "Vai trò", "Lan làm cán bộ báo cáo"] in [row[3:] for row in rows]
    assert len(rows) > 8
