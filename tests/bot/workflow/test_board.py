"""The board narrowed to a kind of unit and to those behind in a section, and its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.workflow.board.filters import BoardFilters, read_filters
from conversations.workflow.permissions import Role
from conversations.workflow.request_bases import BoardFilter
from storage.tables.core import report
from tests.bot.workflow.test_round_life_cycle import open_round
from tests.support.founding import founded_once
from tests.support.product import Office, open_catalogs
from tests.support.province import Province, commune, department, local

COMMUNES = range(1, 26)


async def _found(at: Office) -> Province:
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), *map(commune, COMMUNES)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("X01", "X01", Role.OFFICER, "Lan")
    await made.comes("NV", "NV", Role.OFFICER, "Hùng")
    await open_round(made)
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


async def test_only_one_kind_by_words_and_by_button(province: Province) -> None:
    at = province.office
    said = await at.say("bảng sở", who="dau-moi")
    assert "1 đơn vị" in said
    assert "Sở NV" in said
    assert "Xã số" not in said
    said = await at.tap("xã, phường", who="dau-moi")
    assert "25 đơn vị" in said
    assert "Sở NV" not in said
    assert "26 đơn vị" in await at.tap("Mọi loại", who="dau-moi")


async def test_a_page_by_its_number(province: Province) -> None:
    at = province.office
    said = await at.say("bảng trang 2", who="dau-moi")
    assert "trang 2/3" in said
    assert "11. " in said
    assert "trang 3/3" in await at.say("bảng quý I/2026 xã trang 99", who="dau-moi")


async def test_those_behind_in_a_section(province: Province) -> None:
    at = province.office
    form = open_catalogs().catalog.forms["cchc-so"]
    section = form.sections[1]
    done = {section.key: len(form.asked_by_heading[section.key])}
    number = await province.report_of("X01")
    async with at.store.transaction() as tx:
        await tx.work.connection.execute(
            update(report).where(report.c.id == number).values(filled=done)
        )
    said = await at.say(f"bảng xã phần {section.stt}", who="dau-moi")
    assert f"phần {section.stt} chưa đủ (24)" in said
    assert "25 đơn vị" in said


async def test_a_reminder_reaches_only_those_on_the_board(province: Province) -> None:
    at = province.office
    await at.say("bảng sở", who="dau-moi")
    assert "1 đơn vị về báo cáo Quý I/2026: Sở NV" in await at.tap("Nhắc 1", who="dau-moi")
    assert "Đã nhắc 1 cán bộ của 1 đơn vị" in await at.tap("Nhắc 1 đơn vị", who="dau-moi")
    assert "Đầu mối nhắc" in at.told("NV")[-1]
    assert "Đầu mối nhắc" not in at.told("X01")[-1]


@pytest.mark.parametrize(
    ("said", "filters"),
    [
        ("", BoardFilters(None, None, 0, "")),
        ("xã", BoardFilters("commune", None, 0, "")),
        ("quý I/2026 xã, phường trang 12", BoardFilters("commune", None, 11, "quý I/2026")),
        ("phần II", BoardFilters(None, "ii", 0, "")),
        ("phần 2 sở", BoardFilters("department", "2", 0, "")),
        ("phần XX", BoardFilters(None, "xx", 0, "")),
        ("trễ", BoardFilters(None, None, 0, "", BoardFilter.LATE)),
        ("đơn vị chưa nộp", BoardFilters(None, None, 0, "", BoardFilter.OPEN)),
        ("xã chờ duyệt", BoardFilters("commune", None, 0, "", BoardFilter.REVIEW)),
        (
            "quý I/2026 đã duyệt trang 2",
            BoardFilters(None, None, 1, "quý I/2026", BoardFilter.APPROVED),
        ),
        ("bị trả lại", BoardFilters(None, None, 0, "", BoardFilter.RETURNED)),
        ("chưa liên hệ được", BoardFilters(None, None, 0, "", BoardFilter.AWAY)),
        ("Xã số 12", BoardFilters(None, None, 0, "Xã số 12")),
        ("quý I/2026 SNV", BoardFilters(None, None, 0, "quý I/2026 SNV")),
    ],
)
def test_what_words_narrow_a_board_to(said: str, filters: BoardFilters) -> None:
    catalogs = open_catalogs()
    assert read_filters(catalogs, said) == filters
