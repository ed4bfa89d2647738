"""Provinces added up: the sums are those of all their units, and what does not belong is refused by
name."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.files.national_total import (
    NationalFiles,
    NationalTotal,
    NationalTotalError,
    add_provinces,
)
from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.calendar.periods import Period
from conversations.exchange.descriptions import digest_form
from conversations.exchange.records import UnitRecord
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from templates.exchange.data_package import PackageFacts
from templates.exchange.package_reader import DataPackage, DataPackageError
from templates.exchange.round_files import RoundFiles
from templates.loading.catalog import Catalog, load_catalog
from tests.support.exchange import MADE, any_answers, write_package, zip_package
from tests.support.typed_form import typed_form

CATALOG = load_catalog()
MINI = typed_form()[0]
CATALOG.add(MINI, None)
FORMS = CATALOG.forms
SOME = ("cchc-so", "gia-thi-truong", "nd73-2d", "mat-tran", "dang-vien-moi", "mini")
Answers = Sequence[Mapping[str, Answer]]


def province(number: int, name: str = "") -> UnitRecord:
    return UnitRecord(unit=1, name=name or f"UBND tỉnh {number}", short_name=f"Tỉnh {number}")


def write(folder: Path, number: int, form: Form, answers: Answers, **more: Any) -> Path:
    """A province's open data as a .zip."""
    home = folder / f"tinh-{number}"
    write_package(home, form, answers, of=more.pop("of", province(number)), **more)
    return zip_package(home)


def copied(folder: Path, to: Path) -> Path:
    """The same data once more."""
    return shutil.copytree(folder, to)


def rehash(folder: Path) -> None:
    """Have the descriptor tell what is in the files now."""
    found = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for one in found["resources"]:
        content = (folder / one["path"]).read_bytes()
        one["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    (folder / "datapackage.json").write_text(json.dumps(found), "utf-8")


@contextmanager
def opened(files: Sequence[Path]) -> Iterator[list[DataPackage]]:
    packages = [DataPackage(file) for file in files]
    try:
        yield packages
    finally:
        for one in packages:
            one.close()


def add(files: Sequence[Path], catalog: Catalog = CATALOG) -> NationalTotal:
    with opened(files) as packages:
        return add_provinces(catalog, packages)


def problems_of(files: Sequence[Path], catalog: Catalog = CATALOG) -> list[tuple[str, str]]:
    """Why these cannot be added: the code of each reason, and the province."""
    with pytest.raises(NationalTotalError) as raised:
        add(files, catalog)
    return [(one.code, one.data["unit"]) for one in raised.value.problems]


@pytest.mark.parametrize("key", SOME)
def test_the_sums_are_those_of_all_units(tmp_path: Path, key: str) -> None:
    form = FORMS[key]
    given = [[any_answers(form, turn + n) for turn in range(3 + n)] for n in range(3)]
    found = add([write(tmp_path, n, form, given[n], missing=n) for n in range(3)])
    everyone = [one for some in given for one in some]
    assert (found.total.expected, found.total.counted) == (15, 12)
    grown = fit_form(form, everyone[0])
    assert found.form.by_key.keys() == grown.by_key.keys()
    for row in grown.rows:
        if row.answer is None:
            continue
        answers, total = [one[row.key] for one in everyone], found.total.rows[row.key]
        states = Counter(one.state for one in answers)
        if row.key.partition(":")[0] in {x.key for b in grown.blocks for x in b.lines if x.is_item}:
            del states[AnswerState.BLANK]  # who has not the item owes nothing of it
        assert total.units == {state: n for state, n in states.items() if n}, row.key
        assert total.missing == 3
        if row.holds_number and row.adds_up and not row.answer_type.has_parts:
            amounts = [one.value.amount for one in answers if isinstance(one.value, Number)]
            assert total.value == Number(amount=sum(amounts, Decimal(0))), row.key
        if row.answer_type.has_parts:
            shares = [one.value for one in answers if isinstance(one.value, Ratio)]
            part = sum((one.numerator for one in shares), Decimal(0))
            whole = sum((one.denominator for one in shares), Decimal(0))
            expected = Ratio(numerator=part, denominator=whole) if shares else None
            assert total.value == expected, row.key
            assert total.apart == states[AnswerState.VALUE] - len(shares)
        if row.options:
            codes = Counter(one.value.printed for one in answers if one.value is not None)
            assert total.codes == codes


def test_a_share_is_never_added_from_what_was_rounded(tmp_path: Path) -> None:
    form = FORMS["cchc-so"]

    def share(part: int, whole: int) -> dict[str, Answer]:
        value = Ratio(numerator=Decimal(part), denominator=Decimal(whole))
        return {"I.01": Answer(state=AnswerState.VALUE, value=value)}

    files = [write(tmp_path, n, form, [share(1, 3)] * 3) for n in range(2)]
    total = add(files).total.rows["I.01"]
    assert total.value == Ratio(numerator=Decimal(6), denominator=Decimal(18))


def test_each_province_is_told_with_its_own_sums(tmp_path: Path) -> None:
    form = FORMS["cchc-so"]

    def count(amount: int) -> dict[str, Answer]:
        return {"I.01.01": Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(amount)))}

    files = [write(tmp_path, n, form, [count(n), count(10 * n)], missing=n - 1) for n in (1, 2)]
    found = add(files)
    told = {one.name: one.figures["I.01.01"].amount for one in found.columns()}
    assert told == {"Tỉnh 1": 11, "Tỉnh 2": 22}
    assert found.total.rows["I.01.01"].value == Number(amount=Decimal(33))
    assert found.missing == ["Xã 4 (Tỉnh 2)"]


def test_what_does_not_belong_is_refused_by_name(tmp_path: Path) -> None:
    form, answers = FORMS["cchc-so"], [any_answers(FORMS["cchc-so"])]
    files = [write(tmp_path, 1, form, answers)]
    half = Period(name="6 tháng/2026", start=date(2025, 12, 15), end=date(2026, 6, 14))
    files.append(write(tmp_path, 2, form, answers, period=half))
    files.append(write(tmp_path, 3, FORMS["nd73-4a"], [any_answers(FORMS["nd73-4a"])]))
    files.append(write(tmp_path, 4, form, [any_answers(form, 1)], of=province(4, "UBND Tỉnh  1")))
    newer = form.model_copy(update={"version": "2099.1"})
    files.append(write(tmp_path, 5, newer, answers))
    files.append(write(tmp_path, 6, form, [any_answers(form, 2)], digest="0" * 64))
    files.append(zip_package(copied(tmp_path / "tinh-1", tmp_path / "tinh-7")))
    assert problems_of(files) == [
        ("period", "Tỉnh 2"),
        ("form", "Tỉnh 3"),
        ("twice", "Tỉnh 4"),
        ("twice", "Tỉnh 1"),
        ("version", "Tỉnh 5"),
        ("differs", "Tỉnh 6"),
    ]


def test_a_unit_that_two_provinces_give_is_refused_by_name(tmp_path: Path) -> None:
    form = FORMS["cchc-so"]
    files = [write(tmp_path, n, form, [any_answers(form, n)]) for n in (1, 2)]
    for n in (1, 2):
        home = tmp_path / f"tinh-{n}"
        lines = (home / "units.csv").read_text("utf-8").replace(",X2,,", ",X2,H01.02,")
        (home / "units.csv").write_text(lines, "utf-8", newline="")
        rehash(home)
        files[n - 1] = zip_package(home)
    assert problems_of(files) == [("unit_twice", "Tỉnh 2")]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (",2,I.01.01,value,37,", ",9,I.01.01,value,37,", "damaged"),
        (",2,I.01.01,value,37,", ",2,I.01.02,value,37,", "damaged"),
        (",2,I.01.01,value,37,", ",2,I.01.99,value,37,", "unfit"),
        (",2,I.01.01,value,37,", ",2,I.01.01,value,3.7,", "unfit"),
        (",2,I.01.01,value,37,", ",2,I.01.01,none,37,", "unfit"),
        (
            "cchc-so,2023.1,7,2025-12-15,2026-03-14,2,",
            "cchc-so,1,7,2025-12-15,2026-03-14,2,",
            "damaged",
        ),
    ],
)
def test_values_that_fit_nothing_are_told_with_their_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    form = FORMS["cchc-so"]
    write_package(tmp_path / "p", form, [any_answers(form)], of=province(1))
    file = tmp_path / "p" / "values.csv"
    content = file.read_text("utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), "utf-8", newline="")
    with opened([tmp_path / "p"]) as packages, pytest.raises(NationalTotalError) as raised:
        add_provinces(CATALOG, packages)
    (found,) = raised.value.problems
    assert found.code == problem
    assert "values.csv:" in found.data["where"]


def test_an_older_version_goes_into_the_rows_that_ask_the_same(tmp_path: Path) -> None:
    """As in the totals of one installation."""
    catalog = load_catalog()
    form = catalog.forms["cchc-so"]
    rows = tuple(
        one.model_copy(update={"measure": "Nghìn văn bản"}) if one.key == "I.01.03" else one
        for one in form.rows
    )
    newer = form.model_copy(update={"version": "2024.1", "rows": rows})
    catalog.add(newer, None)
    files = [
        write(tmp_path, 1, form, [any_answers(form)]),
        write(tmp_path, 2, newer, [any_answers(newer)]),
    ]
    found = add(files, catalog)
    assert found.form.version == "2024.1"
    assert [one.older for one in found.provinces] == [1, 0]
    value = any_answers(form)["I.01.01"].value
    assert isinstance(value, Number)
    assert found.total.rows["I.01.01"].value == Number(amount=value.amount * 2)
    assert found.total.rows["I.01.03"].units != found.total.rows["I.01.02"].units


@pytest.mark.parametrize("key", ["nd73-4a", "gia-thi-truong"])
def test_whatever_is_in_the_files_is_added_or_refused(tmp_path: Path, key: str) -> None:
    """A stranger's package, right by its hashes: a cell is another one's, cut, doubled or odd."""
    form, chance = FORMS[key], random.Random(7)
    home = tmp_path / "p"
    write_package(home, form, [any_answers(form, turn) for turn in range(2)], missing=1)
    whole = {
        name: (home / name).read_bytes().decode()
        for name in ("values.csv", "units.csv", "reports.csv")
    }
    odd = (
        "",
        "0",
        "-1",
        "1e9",
        "NaN",
        "=1",
        "99999999999999999999",
        "x:y",
        "true",
        "2026-02-30",
        "\ud7ff",
    )
    ends = Counter[str]()
    for _ in range(150):
        name = chance.choice([*whole])
        lines = whole[name].split("\r\n")
        at = chance.randrange(1, len(lines) - 1)
        cells = lines[at].split(",")
        place = chance.randrange(len(cells))
        cells[place] = chance.choice((*odd, *chance.choice(lines[1:-1]).split(",")))
        lines[at : at + 1] = [",".join(cells)] * chance.choice((1, 1, 1, 2))
        (home / name).write_text("\r\n".join(lines), "utf-8", newline="")
        rehash(home)
        out = tmp_path / "out"
        ends[added_or_refused(home, out, form)] += 1
        shutil.rmtree(out)
        (home / name).write_text(whole[name], "utf-8", newline="")
    assert ends["added"] > 10
    assert ends["refused"] > 50


def added_or_refused(home: Path, out: Path, form: Form) -> str:
    """What becomes of it, when it is written again too."""
    out.mkdir()
    whole = UnitRecord(unit=1, name="Cả nước", short_name="Cả nước")
    try:
        package = DataPackage(home)
        facts = PackageFacts(package.round, whole, MADE, {form.version: digest_form(form)})
        with RoundFiles(out, facts, {form.version: form}) as files:
            national = NationalFiles(files, whole, {form.version: form})
            found = add_provinces(CATALOG, [package], national)
            national.finish()
        found.columns()
    except (NationalTotalError, DataPackageError):
        return "refused"
    return "added"
