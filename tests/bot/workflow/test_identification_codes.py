"""Identification codes of units: in the chat, in lists, and never on two units."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.workflow.units.listed_units import (
    ListRefusedError,
    carry_out_changes,
    carry_out_import,
    plan_import,
)
from conversations.workflow.permissions import Role
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

NOW = local(2026, 3, 2)


async def _found(opened: Office) -> Province:
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("quan-tri", "TINH", Role.ADMINISTRATOR, "Anh Bình")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, NOW, _found) as made:
        yield made


async def code_of(province: Province, unit: str) -> str | None:
    async with province.office.store.transaction() as tx:
        return (await tx.units.find(province.units[unit])).identification_code


async def test_a_code_is_written_shown_and_taken_away(province: Province) -> None:
    at = province.office
    assert "chưa có mã định danh" in await at.say("mã định danh SNV", who="quan-tri")
    assert "H59.17" in await at.say("mã định danh SNV là h59.17", who="quan-tri")
    assert await code_of(province, "NV") == "H59.17"
    assert "H59.17" in await at.say("mã định danh SNV", who="quan-tri")
    assert "mã định danh H59.17" in await at.say("nhật ký phân công", who="quan-tri")
    await at.say("mã định danh SNV: bỏ", who="quan-tri")
    assert await code_of(province, "NV") is None


async def test_a_code_of_another_unit_and_another_shape_are_refused(province: Province) -> None:
    at = province.office
    await at.say("mã định danh SNV H59.17", who="quan-tri")
    assert "là của Sở NV" in await at.say("mã định danh X01 là H59.17", who="quan-tri")
    said = await at.say("mã định danh X01 là SNV-1", who="quan-tri")
    assert "“SNV-1” không có dạng mã định danh" in said
    assert await code_of(province, "X01") is None


async def test_a_list_brings_codes_and_changes_them(province: Province) -> None:
    at = province.office
    lines = [
        ["Mã", "Tên", "Trực thuộc", "Mã định danh"],
        ["NV", "Sở Nội vụ", "TINH", "H59.17"],
        ["X02", "Xã mới", "TINH", "000.17.h59"],
    ]
    async with at.store.transaction() as tx:
        plan = await plan_import(tx, at.catalogs, lines, at.clock())
        await carry_out_import(tx, province.deed(), plan)
        await carry_out_changes(tx, province.deed(), plan)
        province.units = await tx.units.ids_by_code()
    assert await code_of(province, "NV") == "H59.17"
    assert await code_of(province, "X02") == "000.17.H59"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["X02", "Xã mới", "TINH", "H59-17"]], "an identification code such as"),
        (
            [["X02", "Xã hai", "TINH", "H59.18"], ["X03", "Xã ba", "TINH", "H59.18"]],
            "X02 has this one",
        ),
    ],
)
async def test_a_list_with_a_wrong_code_is_refused(
    province: Province, rows: list[list[str]], why: str
) -> None:
    at = province.office
    lines = [["Mã", "Tên", "Trực thuộc", "Mã định danh"], *rows]
    async with at.store.transaction() as tx:
        with pytest.raises(ListRefusedError) as refused:
            await plan_import(tx, at.catalogs, lines, at.clock())
    assert why in str(refused.value)


async def test_where_it_is_the_only_code_it_is_the_units_own(province: Province) -> None:
    at = province.office
    lines = [
        ["Mã định danh", "Tên", "Trực thuộc"],
        ["H59.30", "Sở mới", "TINH"],
        ["SM2", "Sở khác", "TINH"],
    ]
    async with at.store.transaction() as tx:
        plan = await plan_import(tx, at.catalogs, lines, at.clock())
    found = {one.code: one.identification_code for one in plan.found.units}
    assert found == {"H59.30": "H59.30", "SM2": None}


async def test_a_unit_that_has_ended_leaves_its_code_to_another(province: Province) -> None:
    at = province.office
    await at.say("mã định danh X01 là H59.17.15", who="quan-tri")
    await at.say("giải thể X01", who="quan-tri")
    await at.say("đồng ý", who="quan-tri")
    assert "✓" in await at.say("mã định danh SNV là H59.17.15", who="quan-tri")
    assert await code_of(province, "NV") == "H59.17.15"
