"""The national total from the command line."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.exchange.records import UnitRecord
from templates.loading.catalog import load_catalog
from tests.support.command_line import Phuluc
from tests.support.exchange import any_answers, write_package, zip_package

FORM = load_catalog().forms["cchc-so"]


def sheet(content: bytes, name: str) -> list[list[Any]]:
    """The rows of a sheet."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(name).to_python()


def province(folder: Path, number: int, missing: int = 0) -> Path:
    """A province of two communes, as a .zip in this folder."""
    of = UnitRecord(unit=1, name=f"UBND tỉnh {number}", short_name=f"Tỉnh {number}")
    answers = []
    for n in (number, number * 10):
        count = Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(n)))
        ratio = Ratio(numerator=Decimal(n), denominator=Decimal(40))
        share = Answer(state=AnswerState.VALUE, value=ratio)
        answers.append(any_answers(FORM) | {"I.01.01": count, "I.01": share})
    write_package(folder / f"tinh-{number}", FORM, answers, of=of, missing=missing)
    return zip_package(folder / f"tinh-{number}")


def test_two_provinces_are_added_and_explained(installation: Path, phuluc: Phuluc) -> None:
    province(installation, 1)
    province(installation, 2, missing=1)
    files = ("tinh-1.zip", "tinh-2")
    code, said = phuluc("total", "nation", *files, "--row", "I.01", "--provinces", "34")
    assert code == 0, said
    assert "Cả nước, Quý I/2026: 2 provinces, 4 of 5 reports, 4 approved" in said
    assert "Tỉnh 2: 2 of 3 reports, 2 approved" in said
    assert "a draft: 32 provinces are missing" in said
    assert "33/160 = 20,63" in said
    assert "Tỉnh 1: 11/80" in said
    assert "Tỉnh 2: 22/80" in said
    assert "4 đơn vị có số, 1 chưa báo cáo" in said
    assert "not handed in: Xã 4 (Tỉnh 2)" in said


def test_the_total_is_written_as_documents_and_as_data(installation: Path, phuluc: Phuluc) -> None:
    sources = [str(province(installation, number)) for number in (1, 2)]
    out = [word for kind in ("docx", "xlsx", "zip") for word in ("--out", f"t.{kind}")]
    code, said = phuluc("total", "nation", *sources, *out, "--name", "Toàn quốc")
    assert code == 0, said
    book = (installation / "t.xlsx").read_bytes()
    asked = "Số nhiệm vụ đề ra"
    (sums,) = [row for row in sheet(book, "Tổng hợp") if asked in str(row[1])]
    assert sums[3] == 33
    lines = sheet(book, "Phần I")
    assert ["Tỉnh 1", "Tỉnh 2"] in [row[4:6] for row in lines]
    assert [11, 22] in [row[4:6] for row in lines if asked in str(row[1])]
    with zipfile.ZipFile(installation / "t.docx") as word:
        assert "Toàn quốc" in word.read("word/document.xml").decode()
    code, again = phuluc("total", "nation", "t.zip", "--row", "I.01.01")
    assert code == 0, again
    assert "1 provinces, 4 of 4 reports" in again
    assert "(Nhiệm vụ): 33" in again


def test_what_cannot_be_added_is_refused_with_all_reasons(
    installation: Path, phuluc: Phuluc
) -> None:
    file = province(installation, 1)
    (installation / "hong.zip").write_bytes(file.read_bytes()[:900])
    code, said = phuluc("total", "nation", "tinh-1.zip", "hong.zip", "khong-co.zip")
    assert code == 2
    assert "hong.zip: no open data" in said
    assert "khong-co.zip: no open data" in said
    code, said = phuluc("total", "nation", "tinh-1.zip", "tinh-1", "--out", "t.xlsx")
    assert code == 2
    assert "tinh-1 (Tỉnh 1): this province is in the total already, from tinh-1.zip" in said
    assert not (installation / "t.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--out", "t.pdf"), "is none of .docx"),
        (("--out", "tinh-1.zip"), "is there already"),
        (("--out", "khong/t.zip"), "there is no folder"),
        (("--row", "XX.99"), "no row 'XX.99'"),
    ],
)
def test_wishes_that_cannot_be_met_are_told(
    installation: Path, phuluc: Phuluc, words: tuple[str, ...], expected: str
) -> None:
    province(installation, 1)
    code, said = phuluc("total", "nation", "tinh-1.zip", *words)
    assert code == 2
    assert expected in said
