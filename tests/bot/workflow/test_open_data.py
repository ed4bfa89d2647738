"""Open data in the chat: which round and part, who may have it, and what it is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports.channel import OutgoingFile
from conversations.workflow.permissions import Role
from tests.support.exchange_office import START, found_exchange_office
from tests.support.founding import founded_once
from tests.support.province import Province


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, START, found_exchange_office) as made:
        yield made


def lines_in(content: bytes, name: str = "values.csv") -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(name).decode("utf-8")
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def files_of(province: Province, who: str) -> list[OutgoingFile]:
    sent = province.office.channels["telegram"].sent
    return [one.file for one in sent if one.conversation == who and one.file is not None]


async def test_a_round_is_handed_out_and_said_back(province: Province) -> None:
    at = province.office
    said = await at.say("tải dữ liệu mở quý I/2026", who="mai")
    assert "Dữ liệu mở · UBND tỉnh · Quý I/2026: 4/6 báo cáo có số, 2 đã duyệt" in said
    assert "có thể có tên người" in said
    file = files_of(province, "mai")[-1]
    name, content = file.name, file.content
    assert name == "DLM_CCHC_Q1-2026_UBND.zip"
    assert len({one["unit"] for one in lines_in(content)}) == 4
    assert any(one["note"] for one in lines_in(content))


async def test_a_part_without_notes(province: Province) -> None:
    said = await province.office.say("dữ liệu mở quý I/2026 X01 không ghi chú", who="mai")
    assert "Xã số 01 · Quý I/2026: 1/1 báo cáo" in said
    file = files_of(province, "mai")[-1]
    name, content = file.name, file.content
    assert name == "DLM_CCHC_Q1-2026_X01_khong-ghi-chu.zip"
    assert {one["note"] + one["remark"] for one in lines_in(content)} == {""}


async def test_it_is_asked_for_in_own_words(province: Province) -> None:
    said = await province.office.say("cho em xin dữ liệu mở quý I/2026 ko ghi chú đi", who="mai")
    assert "Dữ liệu mở · UBND tỉnh · Quý I/2026" in said
    assert "không có ghi chú" in said


async def test_the_button_beside_the_total_gives_it(province: Province) -> None:
    at = province.office
    await at.say("hợp nhất", who="mai")
    assert "Dữ liệu mở" in await at.tap("Dữ liệu mở", who="mai")
    assert files_of(province, "mai")[-1].name.startswith("DLM_")


async def test_nothing_to_give_is_told_with_the_way_on(province: Province) -> None:
    said = await province.office.say("dữ liệu mở quý I/2026 X05", who="mai")
    assert "Xã số 05 · Quý I/2026 chưa có báo cáo nào được nộp (0/1)" in said
    assert "bảng Quý I/2026" in said


async def test_words_that_are_not_understood_are_told(province: Province) -> None:
    said = await province.office.say("dữ liệu mở quý I/2026 câu 12", who="mai")
    assert "Chưa hiểu “câu 12”" in said


async def test_only_who_adds_up_may_have_it_and_only_that_part(province: Province) -> None:
    at = province.office
    await province.comes("lan", "X01", Role.OFFICER, "Lan")
    await at.say("dữ liệu mở quý I/2026", who="lan")
    assert files_of(province, "lan") == []
    await province.comes("tu", "X01", Role.COORDINATOR, "Tú")
    await at.say("dữ liệu mở quý I/2026", who="tu")
    content = files_of(province, "tu")[-1].content
    assert {one["unit"] for one in lines_in(content)} == {str(province.units["X01"])}
    (unit,) = lines_in(content, "units.csv")
    assert unit["parent"] == ""
