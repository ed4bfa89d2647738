"""Open data held against what others say of their formats: Frictionless, CSV on the Web, SDMX."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from conversations.answers.values import AnswerState
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from templates.exchange.sdmx_names import reference_of
from templates.loading.catalog import load_catalog
from tests.support.breadth import share
from tests.support.exchange import STATES, any_answers, write_package
from tests.support.typed_form import typed_form

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
CATALOG = load_catalog()
FORMS = {**CATALOG.forms, "mini": typed_form()[0]}
TURNS = len(STATES)


@dataclass(frozen=True)
class Written:
    folder: Path
    form: Form
    lines: int


@pytest.fixture(scope="module", params=FORMS)
def written(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The open data of six units, in which each row has had every state, and of two that are not
    in."""
    form = FORMS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    answers = [any_answers(form, turn) for turn in range(TURNS)]
    return Written(folder, form, write_package(folder, form, answers, missing=2))


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as source:
        return [*csv.DictReader(source)]


def test_every_row_of_every_report_is_there_in_every_state(written: Written) -> None:
    grown = fit_form(written.form, any_answers(written.form))
    asked = [row for row in grown.rows if row.answer is not None]
    lines = [one for one in read_csv(written.folder / "values.csv") if one["state"]]
    keys = {one.key for one in asked}
    assert written.lines == len(lines)
    assert len([one for one in lines if one["row"] in keys]) == len(asked) * TURNS
    for row in asked:
        states = {one["state"] for one in lines if one["row"] == row.key}
        expected = {AnswerState.VALUE} if row.holds_names else {*AnswerState}
        assert states == expected, row.key


@pytest.mark.parametrize("written", share([*FORMS], 2), indirect=True)
def test_frictionless_finds_it_valid(written: Written) -> None:
    import frictionless

    report = frictionless.validate(str(written.folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "fieldName", "note", "message"])[:5]
    assert {one.name: one.stats.get("rows") for one in report.tasks}["values"] == written.lines


@pytest.mark.parametrize(
    ("column", "planted"),
    [("value", "hai mươi"), ("state", "khong"), ("unit", "99999"), ("row", "I.99.99")],
)
def test_frictionless_finds_what_was_planted(tmp_path: Path, column: str, planted: str) -> None:
    import frictionless

    form = FORMS["cchc-so"]
    write_package(tmp_path, form, [any_answers(form)])
    lines = read_csv(tmp_path / "values.csv")
    lines[3][column] = planted
    with (tmp_path / "values.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*lines[0]])
        writer.writeheader()
        writer.writerows(lines)
    descriptor = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        del resource["hash"], resource["bytes"]  # else it is these that are wrong
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert not report.valid
    found = [type_ for (type_,) in report.flatten(["type"])]
    expected = {
        "value": "type-error",
        "state": "constraint-error",
        "unit": "foreign-key",
        "row": "foreign-key",
    }
    assert found == [expected[column]]


def test_frictionless_finds_a_changed_byte(tmp_path: Path) -> None:
    import frictionless

    form = FORMS["nd73-4a"]
    write_package(tmp_path, form, [any_answers(form)])
    content = (tmp_path / "values.csv").read_bytes()
    (tmp_path / "values.csv").write_bytes(content.replace(b",value,37,", b",value,38,", 1))
    assert content != (tmp_path / "values.csv").read_bytes()
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert [type_ for (type_,) in report.flatten(["type"])] == ["hash-count"]


@pytest.mark.parametrize("written", ["cchc-so", "gia-thi-truong", "mini"], indirect=True)
def test_csv_on_the_web_finds_it_valid(written: Written) -> None:
    from csvw import CSVW

    found = CSVW(str(written.folder / "csv-metadata.json"), validate=True)
    assert found.is_valid
    assert [str(one.message) for one in found.warnings] == []


@pytest.mark.parametrize("written", share([*FORMS], 2, 1), indirect=True)
def test_sdmx_takes_the_structure_and_every_observation(written: Written) -> None:
    from pysdmx.io import get_datasets, read_sdmx

    structure = read_sdmx(written.folder / "structure.xml", validate=True)  # by the schemas of SDMX
    known = {type(one).__name__: [] for one in structure.structures or ()}
    for one in structure.structures or ():
        known[type(one).__name__].append(one)
    (rules,) = known["DataStructureDefinition"]
    data = written.folder / "data.sdmx.csv"
    (found,) = get_datasets(data, written.folder / "structure.xml")
    assert len(found.data) == written.lines
    assert {*found.data.columns} == {one.id for one in rules.components}
    rows = _codes(known, "CL_ROW")
    assert {*found.data["ROW"]} <= rows
    assert {*found.data["UNIT"]} <= _codes(known, "CL_UNIT")
    assert {*found.data["STATE"]} == {one.value for one in AnswerState}
    assert {*found.data["TIME_PERIOD"]} == {"2025-12-15/P3M"}


def _codes(known: dict[str, list[Any]], name: str) -> set[str]:
    return {code.id for one in known["Codelist"] if one.id.startswith(name) for code in one.items}


def test_reports_on_two_versions_of_a_form_have_a_structure_each(tmp_path: Path) -> None:
    import frictionless
    from pysdmx.io import get_datasets

    old = FORMS["nd73-4a"]
    new = old.model_copy(update={"version": "2099.1", "rows": old.rows[:-1]})
    write_package(tmp_path, old, [any_answers(old)], others={5: (new, any_answers(new, 1))})
    found = get_datasets(tmp_path / "data.sdmx.csv", tmp_path / "structure.xml")
    lines = {str(one.structure.version): len(one.data) for one in found}  # type: ignore[union-attr]
    asked = len([row for row in old.rows if row.answer is not None])
    assert lines == {old.version: asked, "2099.1": asked - 1}
    assert frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_head_of_sdmx_csv_is_whole(written: Written) -> None:
    """pysdmx does not notice a missing column ACTION."""
    first, second = (written.folder / "data.sdmx.csv").read_text("utf-8").splitlines()[:2]
    assert first == (
        "STRUCTURE,STRUCTURE_ID,ACTION,UNIT,ROW,TIME_PERIOD,OBS_VALUE,"
        "STATE,NUMERATOR,DENOMINATOR,CODE,TEXT,REMARK,NOTE"
    )
    structure = reference_of(written.form.key, written.form.version)
    assert second.startswith(f"datastructure,{structure},I,U2,R")


def test_the_two_kinds_of_values_say_the_same(written: Written) -> None:
    values = read_csv(written.folder / "values.csv")
    data = read_csv(written.folder / "data.sdmx.csv")
    names = {one["row"]: one["sdmx"] for one in read_csv(written.folder / "rows.csv")}
    same = {"value": "OBS_VALUE"} | {
        name: name.upper() for name in ("state", "numerator", "denominator", "code", "text", "note")
    }
    assert [names[one["row"]] for one in values] == [one["ROW"] for one in data]
    for name, there in same.items():
        assert [one[name] for one in values] == [one[there] for one in data]


def test_what_a_formula_would_begin_with_is_as_it_was_written(tmp_path: Path) -> None:
    form = FORMS["mat-tran"]
    answers = any_answers(form)
    write_package(tmp_path, form, [answers])
    told = {one["row"]: one for one in read_csv(tmp_path / "values.csv")}
    texts = [key for key, one in answers.items() if one.value and one.value.kind == "text"]
    assert any(told[key]["text"].startswith("=") for key in texts)
    for key in texts:
        assert told[key]["text"] == answers[key].value.text  # type: ignore[union-attr]
    content = (tmp_path / "values.csv").read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")


def test_without_words_nothing_that_people_wrote_is_there(tmp_path: Path) -> None:
    form = FORMS["mat-tran"]
    write_package(tmp_path, form, [any_answers(form)], words=False)
    lines = read_csv(tmp_path / "values.csv")
    assert {one["remark"] + one["note"] + one["text"] for one in lines} == {""}
    assert any(one["state"] == "value" and form.row(one["row"]).is_free_text for one in lines)
