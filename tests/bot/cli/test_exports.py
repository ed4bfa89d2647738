"""Open data from the command line."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.support.command_line import Phuluc
from tests.support.databases import SqliteFiles
from tests.support.exchange_office import START, found_exchange_office
from tests.support.founding import founded_once

PERIOD = "quý I/2026"


async def _found(file: Path) -> None:
    async with founded_once(SqliteFiles(file), START, found_exchange_office):
        pass


@pytest.fixture
def office(installation: Path) -> Path:
    """The folder of an installation with the province of `found_exchange_office`."""
    file = installation / "data" / "phuluc.db"
    file.unlink()
    asyncio.run(_found(file))
    return installation


def _lines(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(name).decode("utf-8")
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def test_a_round_is_written_as_open_data(office: Path, phuluc: Phuluc) -> None:
    code, said = phuluc("export", "open-data", "TINH", PERIOD)
    assert code == 0, said
    (file,) = office.glob("*.zip")
    assert file.name == "DLM_CCHC_Q1-2026_UBND.zip"
    with zipfile.ZipFile(file) as archive:
        values, reports = _lines(archive, "values.csv"), _lines(archive, "reports.csv")
        descriptor = json.loads(archive.read("datapackage.json"))
    assert len(reports) == 6
    filed = {one["unit"] for one in reports if one["counted"] == "true"}
    assert {one["unit"] for one in values} == filed
    assert f"{len(values)} values of 4 of 6 reports" in said
    assert "no licence is named" in said
    assert "licenses" not in descriptor


def test_a_part_without_words_goes_into_a_folder(office: Path, phuluc: Phuluc) -> None:
    asked = ("export", "open-data", "X01", PERIOD, "--out", "mo", "--no-words")
    code, said = phuluc(*asked, "--licence", "CC-BY-4.0")
    assert code == 0, said
    assert "152 values of 1 of 1 reports in mo" in said
    descriptor = json.loads((office / "mo" / "datapackage.json").read_text("utf-8"))
    assert descriptor["licenses"] == [{"name": "CC-BY-4.0"}]
    assert descriptor["phuluc"]["of"]["code"] == "X01"
    code, said = phuluc(*asked)
    assert code == 2
    assert "mo is no empty folder" in said


def test_drafts_are_there_when_they_are_asked_for(office: Path, phuluc: Phuluc) -> None:
    code, said = phuluc("export", "open-data", "X05", PERIOD, "--out", "mo", "--drafts")
    assert code == 0, said
    with (office / "mo" / "values.csv").open(encoding="utf-8", newline="") as source:
        values = [*csv.DictReader(source)]
    assert {one["state"] for one in values} >= {"value", "none", "blank"}
    reports = (office / "mo" / "reports.csv").read_text("utf-8")
    assert ",draft,false,false," in reports


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("TINH", "quý II/2026"), "has no round 'quý II/2026'"),
        (("TINH", PERIOD, "--form", "tcd-01"), "has no round"),
        (("TINH", PERIOD, "--licence", "của tôi"), "is no licence"),
        (("TINH", PERIOD, "--out", "data/phuluc.db"), "is no empty folder"),
        (("TINH", PERIOD, "--out", "khong/co.zip"), "there is no folder"),
        (("KHONG", PERIOD), "no unit 'KHONG'"),
    ],
)
def test_what_cannot_be_written_is_told(
    office: Path, phuluc: Phuluc, words: tuple[str, ...], expected: str
) -> None:
    code, said = phuluc("export", "open-data", *words)
    assert code == 2
    assert expected in said
    assert not [*office.glob("*.zip")]
