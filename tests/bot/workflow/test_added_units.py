"""Units are added to a round that is open: which of them, and to which round."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

DEPARTMENTS = (("NV", "Nội vụ"), ("TC", "Tài chính"), ("YT", "Y tế"))


async def _found(opened: Office) -> Province:
    """Communes report; the departments do not yet."""
    made = Province(opened)
    await made.found([*(department(*one) for one in DEPARTMENTS), commune(1), commune(2)])
    await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    for words in ("mở đợt quý IV/2025 hạn 31/3 cho xã", "mở đợt quý I/2026 hạn 20/3 cho xã"):
        await opened.say(words, who="mai")
        await opened.say("đồng ý", who="mai")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


SHOWN = {
    "thêm 3 sở vào đợt": "Đợt Quý I/2026 đã mở; sẽ thêm 3 đơn vị: Sở NV; Sở TC; Sở YT",
    "bổ sung ba sở mới vào đợt giúp chị": "sẽ thêm 3 đơn vị: Sở NV; Sở TC; Sở YT",
    "thêm sở nội vụ và sở y tế vào đợt quý 4/2025": "Đợt Quý IV/2025 đã mở; sẽ thêm 2 đơn vị",
    "cho Sở TC vào đợt này luôn": "sẽ thêm 1 đơn vị: Sở TC",
    "thêm vào đợt: Sở YT": "sẽ thêm 1 đơn vị: Sở YT",
    "them cac don vi con thieu vao dot": "sẽ thêm 3 đơn vị",
    "thêm 2 sở vào đợt": "Anh/chị nói 2 đơn vị, nhưng 3 đơn vị chưa có trong đợt Quý I/2026",
    "thêm xã 1 vào đợt": "Đợt Quý I/2026 đã có Xã số 01 rồi",
    "thêm xã vào đợt": "Đợt Quý I/2026 đã có đủ xã, phường rồi",
    "thêm xã 99 vào đợt": "Không thấy đơn vị “xã 99”",
    "thêm sở vào đợt quý III/2020": "Không có đợt “quý III/2020”",
    "thêm sở vào đợt hạn 27/3": "mở đợt Quý I/2026 hạn 27/3 cho sở, ban, ngành",
}


async def test_what_is_shown_before_anything_is_added(province: Province) -> None:
    at = province.office
    for text, words in SHOWN.items():
        assert words in await at.say(text, who="mai"), text
        await at.say("thôi", who="mai")
    assert "2 đơn vị" in await at.say("bảng", who="mai")


async def test_they_owe_a_report_and_are_told(province: Province) -> None:
    at = province.office
    await at.say("thêm 3 sở vào đợt", who="mai")
    said = await at.say("thêm đi em", who="mai")
    assert "Đã thêm 3 đơn vị vào đợt Quý I/2026; đã báo 1 cán bộ, 2 đơn vị chưa liên hệ" in said
    assert "Đã mở báo cáo Quý I/2026 của Sở NV, hạn nộp 20/03/2026" in at.told("lan")[-1]
    assert "5 đơn vị" in await at.say("bảng", who="mai")


async def test_a_locked_round_takes_nobody(province: Province) -> None:
    at = province.office
    for period in ("quý I/2026", "quý IV/2025"):
        await at.say(f"khóa sổ {period}", who="mai")
        await at.say("đồng ý", who="mai")
    assert "đang khóa sổ" in await at.say("thêm sở vào đợt", who="mai")
    await at.say("mở khóa quý IV/2025", who="mai")
    await at.say("đồng ý", who="mai")
    assert "Đợt Quý IV/2025 đã mở; sẽ thêm 3" in await at.say("thêm sở vào đợt", who="mai")
