"""Open data read back: exactly what was written, and what is damaged is told."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers.values import AnswerState
from conversations.exchange.descriptions import describe_answers
from conversations.exchange.records import ValueRecord
from conversations.exchange.sums import FigureSums, UnfitValueError, read_value
from conversations.forms.growth import fit_form
from templates.exchange.package_reader import DataPackage, DataPackageError
from templates.loading.catalog import load_catalog
from tests.support.exchange import any_answers, write_package, zip_package
from tests.support.typed_form import typed_form

FORMS = {**load_catalog().forms, "mini": typed_form()[0]}


@pytest.mark.parametrize("key", FORMS)
def test_what_is_read_is_what_was_answered(tmp_path: Path, key: str) -> None:
    form = FORMS[key]
    written = [any_answers(form, turn) for turn in range(6)]
    write_package(tmp_path / "p", form, written, missing=1)
    package = DataPackage(zip_package(tmp_path / "p"))
    found: dict[int, dict[str, ValueRecord]] = {}
    for one in package.values():
        found.setdefault(one.unit, {})[one.told.row] = one.told
    assert len(package.units()) == 8
    assert [one.counted for one in package.reports()] == [True] * 6 + [False]
    for unit, answers in enumerate(written, 2):
        grown = fit_form(form, answers)
        for row in grown.rows:
            if row.answer is None:
                continue
            told, given_ = found[unit][row.key], answers[row.key]
            assert (told.state, told.remark, told.note) == (
                given_.state,
                given_.remark or "",
                given_.note or "",
            )
            assert read_value(row, told) == given_.value, row.key
    package.close()


@given(st.integers(0, 5), st.sampled_from(sorted(FORMS)))
def test_a_state_never_becomes_a_number(turn: int, key: str) -> None:
    form = FORMS[key]
    answers = any_answers(form, turn)
    grown = fit_form(form, answers)
    for told in describe_answers(grown, answers):
        if told.state is not AnswerState.VALUE and grown.row(told.row).answer is not None:
            assert read_value(grown.row(told.row), told) is None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("I.01.01", {"state": "value"}),
        ("I.01.01", {"state": "value", "value": "-1"}),
        ("I.01.01", {"state": "value", "value": "1.5"}),
        ("I.01.01", {"state": "value", "text": "hai mươi"}),
        ("I.01.01", {"state": "none", "value": "1"}),
        ("I.01", {"state": "value", "value": "33", "numerator": "7", "denominator": "21"}),
        ("I.01", {"state": "value", "value": "33", "numerator": "7", "denominator": "0"}),
        ("I.02.02", {"state": "value", "code": "9"}),
    ],
)
def test_a_value_that_a_row_cannot_have_is_none(row: str, told: dict[str, str]) -> None:
    form = FORMS["cchc-so"]
    record = ValueRecord.model_validate({"row": row, **told})
    with pytest.raises(UnfitValueError):
        read_value(form.row(row), record)


def test_texts_are_kept_apart_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conversations.exchange.sums.MOST_TEXTS", 2)
    form = FORMS["mat-tran"]
    row = next(one for one in form.rows if one.is_free_text)
    sums = FigureSums()
    for text in ("a", "b", "a", "c", "d"):
        told = ValueRecord(row=row.key, state=AnswerState.VALUE, text=text)
        sums.add(row.key, row, told.state, read_value(row, told))
    assert {one.text: one.units for one in sums.groups()} == {"a": 2, "b": 1, "(nội dung khác)": 2}


def _written(folder: Path) -> Path:
    write_package(folder, FORMS["nd73-4a"], [any_answers(FORMS["nd73-4a"])])
    return folder


def _read_all(path: Path) -> None:
    package = DataPackage(path)
    try:
        package.units()
        package.reports()
        for _ in package.values():
            pass
    finally:
        package.close()


def _edit(folder: Path, name: str, old: str, new: str) -> None:
    content = (folder / name).read_text("utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), "utf-8", newline="")


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("values.csv", ",value,37,", ",value,38,", "damaged values.csv"),
        ("values.csv", ",value,37,", ",value,NaN,", "damaged values.csv:3"),
        ("values.csv", ",none,", ",khong,", "damaged values.csv"),
        ("values.csv", "form,version", "form,ban", "damaged values.csv:1"),
        ("units.csv", "Xã 2", 'Xã "2', "damaged units.csv"),
        ("reports.csv", "true", "có", "damaged reports.csv:2"),
        ("datapackage.json", '"phuluc"', '"khac"', "not_ours datapackage.json"),
        ("datapackage.json", '"row_keys": "1"', '"row_keys": "2"', "row_keys 2"),
        ("datapackage.json", "{", "", "not_ours datapackage.json"),
    ],
)
def test_what_is_damaged_is_told(
    tmp_path: Path, name: str, old: str, new: str, problem: str
) -> None:
    folder = _written(tmp_path / "p")
    _edit(folder, name, old, new)
    for path in (folder, zip_package(folder)):
        with pytest.raises(DataPackageError) as raised:
            _read_all(path)
        assert str(raised.value).strip().startswith(problem)


def test_what_is_no_package_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(b"PK\x03\x04 not really")
    with zipfile.ZipFile(tmp_path / "empty.zip", "w"):
        pass
    for path in (other, tmp_path / "empty.zip", tmp_path, tmp_path / "gone"):
        with pytest.raises(DataPackageError) as raised:
            DataPackage(path)
        assert raised.value.problem == "missing"


def test_a_cut_archive_is_told(tmp_path: Path) -> None:
    file = zip_package(_written(tmp_path / "p"))
    whole = file.read_bytes()
    for cut in (len(whole) // 2, len(whole) - 10):
        file.write_bytes(whole[:cut])
        with pytest.raises(DataPackageError):
            _read_all(file)


def test_more_than_is_allowed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = zip_package(_written(tmp_path / "p"))
    monkeypatch.setattr("templates.exchange.package_reader.MOST_BYTES", 500)
    with pytest.raises(DataPackageError) as raised:
        _read_all(file)
    assert raised.value.problem == "large"


def test_the_descriptor_names_nothing_outside(tmp_path: Path) -> None:
    """Files are opened by our names, whatever the descriptor says."""
    folder = _written(tmp_path / "p")
    found = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for one in found["resources"]:
        one["path"] = f"../../{one['path']}"
    (folder / "datapackage.json").write_text(json.dumps(found), "utf-8")
    with pytest.raises(DataPackageError) as raised:
        _read_all(folder)
    assert raised.value.problem == "damaged"
