"""A province read by its programming interface: the same as its open data."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.cli.operations.national_total import read_tokens
from bot.cli.operations.province_api import IsMeant, ProvinceAddress, ProvinceApi, is_of
from bot.files.national_total import NationalTotal, add_provinces
from bot.files.open_data import OpenDataWishes, zip_open_data
from bot.files.province_checks import NationalTotalError
from conversations.exchange.records import PeriodRecord, ReportRecord, RoundRecord, UnitRecord
from conversations.workflow.connections import ApiScope
from templates.exchange.package_reader import DataPackage, DataPackageError, UnitValue
from templates.loading.catalog import load_catalog
from tests.support.http_server import listening
from tests.support.interface import HALF, QUARTER, ReadOffice, read_office
from tests.support.province import ROOT

CATALOG = load_catalog()
NEEDED = (ApiScope.FORMS, ApiScope.UNITS, ApiScope.ROUNDS, ApiScope.REPORTS, ApiScope.VALUES)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[ReadOffice]:
    async with read_office(tmp_path) as made:
        yield made


def total(at: ProvinceAddress, is_meant: IsMeant) -> NationalTotal:
    source = ProvinceApi(at, is_meant)
    try:
        return add_provinces(CATALOG, [source])
    finally:
        source.close()


async def total_of_files(here: ReadOffice, round_id: int, unit: str, file: Path) -> NationalTotal:
    async with here.office.store.reading() as tx:
        found = await tx.rounds.find(round_id)
        now = here.office.clock()
        await zip_open_data(tx, CATALOG, found, here.unit(unit), OpenDataWishes(), now, file)
    package = DataPackage(file)
    try:
        return add_provinces(CATALOG, [package])
    finally:
        package.close()


@pytest.mark.parametrize(("round_id", "unit"), [(1, ROOT), (1, "A"), (2, "A")])
async def test_the_interface_gives_what_the_open_data_give(
    here: ReadOffice, tmp_path: Path, round_id: int, unit: str
) -> None:
    expected = await total_of_files(here, round_id, unit, tmp_path / "d.zip")
    token = await here.token(unit, NEEDED)
    is_meant = is_of(None, (QUARTER, HALF)[round_id - 1], lambda _: True)
    async with listening(here.app) as address:
        found = await asyncio.to_thread(total, ProvinceAddress(address, token), is_meant)
    assert found.total == expected.total
    assert found.provinces[0].unit == expected.provinces[0].unit
    assert found.missing == expected.missing
    assert found.total.counted > 0


async def refusal(here: ReadOffice, make: Callable[[str], ProvinceAddress]) -> str:
    async with listening(here.app) as address:
        at = make(address)
        with pytest.raises(DataPackageError) as raised:
            await asyncio.to_thread(ProvinceApi, at, is_of("cchc-so", QUARTER, lambda _: True))
    return str(raised.value)


async def test_what_is_refused_is_told(here: ReadOffice) -> None:
    token = await here.token(ROOT, (ApiScope.ROUNDS,))
    assert (await refusal(here, lambda at: ProvinceAddress(at, token))).startswith("refused 403")
    assert (await refusal(here, lambda at: ProvinceAddress(at, "x"))).startswith("refused 401")
    whole = await here.token(ROOT, NEEDED)
    assert "404" in await refusal(here, lambda at: ProvinceAddress(f"{at}/khac", whole))


async def test_another_round_than_one_is_told(here: ReadOffice) -> None:
    token = await here.token(ROOT, NEEDED)
    async with listening(here.app) as address:
        for named, told in ((lambda _: True, "Quý I/2026, 6 tháng/2026"), (lambda _: False, "")):
            at = ProvinceAddress(address, token)
            with pytest.raises(DataPackageError) as raised:
                await asyncio.to_thread(ProvinceApi, at, is_of(None, None, named))
            assert (raised.value.problem, raised.value.where) == ("rounds", told)


@pytest.mark.parametrize("address", ["http://tinh.example", "ftp://tinh.example", "tinh.example"])
def test_only_https_is_asked_except_here(address: str) -> None:
    with pytest.raises(DataPackageError) as raised:
        ProvinceApi(ProvinceAddress(address, "x"), lambda _: True)
    assert str(raised.value) == "refused https"


async def test_a_report_that_is_decided_on_meanwhile_is_told(here: ReadOffice) -> None:
    token = await here.token(ROOT, NEEDED)

    def read(address: str) -> None:
        source = ProvinceApi(
            ProvinceAddress(address, token), is_of("cchc-so", None, lambda _: True)
        )
        source._reports = [
            one.model_copy(update={"submission": one.submission + 1}) for one in source._reports
        ]
        try:
            add_provinces(CATALOG, [source])
        finally:
            source.close()

    async with listening(here.app) as address:
        with pytest.raises(NationalTotalError) as raised:
            await asyncio.to_thread(read, address)
    assert [one.code for one in raised.value.problems] == ["changed"]


WINDOW = PeriodRecord(
    name="Quý I/2026",
    kind="quarter",
    first_day=date(2026, 1, 1),
    last_day=date(2026, 3, 31),
    time_period="2026-01-01/P3M",
)
ANSWERS: dict[str, Any] = {  # of an installation whose one unit has reported nothing
    "/rounds": RoundRecord(round=1, form="f", version="1", title="F", period=WINDOW),
    "/units": UnitRecord(unit=1, name="Tỉnh A", short_name="A"),
    "/rounds/1/reports": ReportRecord(
        report=1, unit=1, version="1", state="submitted", counted=True, approved=False
    ),
}


def serve(said: dict[str, Any]) -> Starlette:
    """A server that answers so, by path."""
    listed = {
        path: {"items": [one.model_dump(mode="json")], "next": None}
        for path, one in ANSWERS.items()
    }
    values = {"items": [{"report": listed["/rounds/1/reports"]["items"][0]}], "next": None}
    told = listed | {"/forms/f": {"digests": {}}, "/rounds/1/values": values} | said

    async def answer(request: Request) -> JSONResponse:
        return JSONResponse(told[request.url.path.removeprefix("/api/v1")])

    return Starlette(routes=[Route("/{path:path}", answer)])


def read_all(address: str) -> list[UnitValue]:
    source = ProvinceApi(ProvinceAddress(address, "x"), lambda _: True)
    try:
        return [*source.values()]
    finally:
        source.close()


TOP = ANSWERS["/units"].model_dump(mode="json")
REPORT = ANSWERS["/rounds/1/reports"].model_dump(mode="json")


@pytest.mark.parametrize(
    ("path", "said", "where"),
    [
        ("/units", {"items": [], "next": None}, "/units"),
        ("/units", {"items": [TOP, TOP | {"unit": 2}], "next": None}, "/units"),
        ("/units", {"items": [5], "next": None}, "/api/v1/units?limit=100"),
        ("/units", {"items": {"unit": 1}, "next": None}, "/api/v1/units?limit=100"),
        ("/units", {"items": [TOP], "next": 5}, "/api/v1/units?limit=100"),
        ("/units", {"items": [TOP]}, "/api/v1/units?limit=100"),
        ("/forms/f", {"digests": ["1"]}, "/api/v1/forms/f"),
        ("/rounds/1/values", {"items": ["x"], "next": None}, "/api/v1/rounds/1/values?limit=50"),
        (
            "/rounds/1/values",
            {"items": [{"report": REPORT, "values": 5}], "next": None},
            "/api/v1/rounds/1/values?limit=50",
        ),
        ("/rounds/1/values", {"items": [{"report": 5}], "next": None}, "ReportRecord"),
        (
            "/rounds/1/values",
            {"items": [{"report": REPORT, "values": [5]}], "next": None},
            "ValueRecord",
        ),
    ],
)
async def test_a_server_that_answers_otherwise_is_refused(
    path: str, said: dict[str, Any], where: str
) -> None:
    async with listening(serve({})) as address:
        assert await asyncio.to_thread(read_all, address) == []
    async with listening(serve({path: said})) as address:
        with pytest.raises(DataPackageError) as raised:
            await asyncio.to_thread(read_all, address)
    assert (raised.value.problem, raised.value.where) == ("refused", where)


def test_tokens_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "tokens"
    file.write_text("# tỉnh A\nhttps://a.example/ AAA\n\nhttp://127.0.0.1:1 BBB\n", "utf-8")
    assert read_tokens(file) == {"https://a.example": "AAA", "http://127.0.0.1:1": "BBB"}
    assert read_tokens(None) == {}
