"""An administrator's spreadsheet: taken whole, or refused with every bad line named."""

from __future__ import annotations

import pytest

from bot.cli.administration import AdminError, command_line_context
from bot.cli.operations.units import import_units, passed_over
from bot.ports import clock
from bot.workflow.units.listed_units import Invited
from bot.workflow.units.operations import end_unit
from conversations.reports.model import OrgUnit
from conversations.workflow.permissions import Role
from conversations.workflow.unit_import import read_list
from conversations.workflow.unit_list import UnitList
from storage.store import Store
from templates.appendix_import.spreadsheet import sheet_lines
from templates.documents.excel.workbook import ListSheet, write_workbook
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.product import NOON, office, open_catalogs
from tests.support.province import Province, commune, local

HEAD = ["Mã", "Tên", "Tên ngắn", "Viết tắt", "Loại", "Trực thuộc", "Cán bộ", "Lãnh đạo"]
BOOKS = open_catalogs()
kind_named = BOOKS.calendars.kind_named


def test_a_good_list() -> None:
    found = read_list(
        [
            ["Mã đơn vị", "Tên đơn vị", "TRỰC THUỘC", "Loại", "Can bo", "ghi chú"],
            ["X1", "Xã Một", "TINH", "xã", "Lan; Hùng ;", "bỏ qua"],
            ["", "", "", "", "", ""],
            ["TINH", "Tỉnh", "", "", "", ""],
        ],
        [],
        kind_named,
    )
    assert isinstance(found, UnitList)
    assert [unit.code for unit in found.units] == ["TINH", "X1"]
    assert found.units[1].kind == "commune"
    assert [(one.unit, one.role, one.name) for one in found.people] == [
        ("X1", Role.OFFICER, "Lan"),
        ("X1", Role.OFFICER, "Hùng"),
    ]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "line 1, (file)"),
        ([["Tên"]], "line 1, Mã"),
        ([HEAD, ["", "Xã Một"]], "line 2, Mã: found 'nothing'"),
        ([HEAD, ["X 1", "Xã Một"]], "no blank"),
        ([HEAD, ["X1", "a"], ["X1", "b"]], "line 3, Mã: found 'X1'; allowed: a code of its own"),
        ([HEAD, ["X1", ""]], "line 2, Tên"),
        ([HEAD, ["X1", "a", "", "", "tổ dân phố"]], "line 2, Loại: found 'tổ dân phố'"),
        ([HEAD, ["X1", "a", "", "", "", "Y"]], "line 2, Trực thuộc: found 'Y'"),
        ([HEAD, ["X1", "a", "", "", "", "X2"], ["X2", "b", "", "", "", "X1"]], "below itself"),
        ([HEAD, ["X1", "a", "", "", "", "", "N" * 101]], "line 2, Cán bộ: found 'NNNN"),
        ([HEAD, ["X1", "a", "", "", "", "", "Lan; lan"]], "line 2, Cán bộ: found 'lan'"),
        ([[*HEAD, "Cán bộ phụ trách"], ["X1", "a"]], "line 1, Cán bộ: found 'Cán bộ phụ trách'"),
        ([[*HEAD, "Cán bộ"], ["X1", "a"]], "allowed: one column headed Cán bộ"),
        ([HEAD, ["SNV", "a"], ["snv", "b", "", "", "", "SNV"]], "no second code like SNV"),
        ([HEAD, ["X1", "a"], ["X2", "b"]], "line 3, Trực thuộc: found 'nothing'"),
        ([HEAD, ["X1", "a", "N" * 101]], "line 2, Tên ngắn: found 'NNNN"),
        ([HEAD, ["X1", "a", "", "N" * 41]], "line 2, Viết tắt: found 'NNNN"),
    ],
)
def test_bad_lines(rows: list[list[str]], said: str) -> None:
    found = read_list(rows, [], kind_named)
    assert isinstance(found, tuple)
    assert any(said in str(bad) for bad in found)


def test_every_bad_line_is_named_at_once() -> None:
    rows = [HEAD, ["", "a"], ["X1", ""], ["X2", "b", "", "", "", "Z"]]
    found = read_list(rows, [], kind_named)
    assert isinstance(found, tuple)
    assert [bad.line for bad in found] == [2, 3, 4]


def sheet(rows: list[list[str]]) -> list[list[str]]:
    return sheet_lines(write_workbook((ListSheet("units", HEAD, rows),)))


async def import_(store: Store, lines: list[list[str]]) -> tuple[int, list[Invited]]:
    async with store.transaction() as tx:
        return await import_units(tx, BOOKS, lines, NOON)


async def notes(store: Store, lines: list[list[str]]) -> list[str]:
    async with store.transaction() as tx:
        return await passed_over(tx, BOOKS, lines, clock.now())


async def test_import_is_all_or_nothing_and_invites_nobody_twice(store: Store) -> None:
    good = [["TINH", "Tỉnh"], ["X1", "Xã Một", "", "", "xã", "TINH", "Lan;Hùng", "Bình"]]
    with pytest.raises(AdminError, match="line 4"):
        await import_(store, sheet([*good, ["X1", "Xã Hai"]]))
    async with store.transaction() as tx:
        assert await tx.units.ids_by_code() == {}
    new, invited = await import_(store, sheet(good))
    assert (new, len(invited), len({one.code for one in invited})) == (2, 3, 3)
    more = [*good, ["X2", "Xã Hai", "", "", "", "TINH", "Mai"]]
    new, invited = await import_(store, sheet(more))
    assert (new, [one.name for one in invited]) == (1, ["Mai"])
    async with store.transaction() as tx:
        assert await tx.audit_log.find_break(None) is None


def test_codes_and_the_top_are_compared_with_what_is_there() -> None:
    rows = [HEAD, ["tinh", "Tỉnh"], ["X1", "Xã Một"]]
    found = read_list(rows, ["TINH"], kind_named)
    assert isinstance(found, tuple)
    assert [(bad.line, bad.column) for bad in found] == [(2, "Mã"), (3, "Trực thuộc")]


def test_a_kind_that_is_none_is_met_with_those_of_the_sheet() -> None:
    rows = [HEAD, ["X1", "a", "", "", "tổ dân phố"]]
    found = read_list(rows, [], kind_named, "sở, ban, ngành; xã, phường")
    assert isinstance(found, tuple)
    assert "allowed: sở, ban, ngành; xã, phường" in str(found[0])


async def test_what_an_import_passes_over_is_told(store: Store) -> None:
    rows = [["TINH", "Tỉnh"], ["X1", "Xã Một", "", "", "xã", "TINH", "Lan"]]
    lines = sheet(rows)
    assert await notes(store, lines) == []
    await import_(store, lines)
    assert await notes(store, lines) == []
    rows[1][1:5] = ["Phường Một", "P. Một", "", "sở"]
    lines = sheet(rows)
    told = await notes(store, lines)
    assert told[:-1] == [
        "line 3, Tên: X1 has 'Xã Một', not 'Phường Một'",
        "line 3, Tên ngắn: X1 has 'Xã Một', not 'P. Một'",
        "line 3, Loại: X1 has 'commune', not 'department'",
    ]
    assert "units rename" in told[-1]
    await import_(store, lines)
    async with store.transaction() as tx:
        assert (await tx.units.names_by_code())["X1"] == "Xã Một"
    lines = sheet_lines(
        write_workbook((ListSheet("units", [*HEAD, "Ghi chú"], [["X1", "Xã Một"]]),))
    )
    assert await notes(store, lines) == ["the column 'Ghi chú' is not read"]


async def test_a_renamed_unit_keeps_its_name_on_what_it_handed_in(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([commune(1), commune(2)])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR)
        await province.comes("lan", "X01", Role.OFFICER, "Lan")
        await open_round(province)
        await at.tap("Làm", who="lan")
        await submit(at, "lan", "21")
        names = OrgUnit(name="Phường Một", short_name="P. Một", abbreviation="P01")
        deed, day = command_line_context(at.clock()), local(2026, 3, 2).date()
        async with at.store.transaction() as tx:
            await tx.units.rename(deed, (await tx.units.ids_by_code())["X01"], names, day)
        report = await at.report(await province.report_of("X01"))
        assert report.unit.name == "UBND Xã số 01"
        assert "P. Một" in await at.say("bảng", who="dau-moi")


async def test_a_unit_merges_its_people_move_and_its_report_stays(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([commune(1), commune(2)])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR)
        await province.comes("lan", "X01", Role.OFFICER, "Lan")
        await open_round(province)
        await at.tap("Làm", who="lan")
        await at.say("21", who="lan")
        number = await province.report_of("X01")
        async with at.store.transaction() as tx:
            codes = await tx.units.ids_by_code()
            ended, into = await tx.units.find(codes["X01"]), await tx.units.find(codes["X02"])
            await end_unit(tx, command_line_context(at.clock()), ended, into)
        assert (await at.report(number)).answers["I.01.01"].amount == 21
        assert "Xã số 02" in await at.say("việc của tôi", who="lan")
        assert "Đã ghi" not in await at.say("7", who="lan")
