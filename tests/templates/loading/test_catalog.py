"""Forms are read strictly, and every mistake is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversations.answer_types.percent import PercentType
from conversations.forms.model import Form
from conversations.forms.row import Basis, Carry, RowKind
from templates.loading.catalog import CatalogError, catalog_problems, load_catalog
from tests.support.mini_form import FORM, write


@pytest.fixture
def mini(tmp_path: Path) -> Form:
    return load_catalog(write(tmp_path)).forms["mini"]


def test_kind_level_and_parent_follow_from_the_name(mini: Form) -> None:
    facts = [(row.key, row.kind, row.level, row.parent) for row in mini.rows][:3]
    assert facts == [
        ("I", RowKind.SECTION, 0, None),
        ("I.01", RowKind.GROUP, 1, "I"),
        ("I.01.01", RowKind.INDICATOR, 2, "I.01"),
    ]


def test_what_is_left_out_gets_its_default_on_asked_rows_only(mini: Form) -> None:
    asked, heading, given = mini.row("I.01.02"), mini.row("I.02"), mini.row("I.02.01")
    assert (asked.basis, asked.carry) == (Basis.IN_PERIOD, Carry.NEVER)
    assert (heading.basis, heading.carry, heading.answer) == (None, None, None)
    assert (given.basis, given.carry) == (Basis.YEAR, Carry.SLOW)
    assert given.answer == PercentType(limit=100)


def test_a_proposed_row_is_asked_after_its_last_operand(mini: Form) -> None:
    assert mini.order == ("I.01", "I.01.02", "I.01.03", "I.01.01", "I.02.01")


def test_a_total_below_its_parts_is_asked_where_it_is_printed(tmp_path: Path) -> None:
    total = '  I.03:\n    label: Tổng\n    answer: count\n    computed: "[I.01.02]"\nchecks:\n'
    form = load_catalog(write(tmp_path, FORM.replace("checks:\n", total))).forms["mini"]
    assert form.order[-1] == "I.03"


def test_a_relation_has_one_rule_or_several(mini: Form) -> None:
    one, several = mini.checks
    assert [(rule.when, rule.must) for rule in one.rules] == [(None, "[I.01.02] <= [I.01.01]")]
    assert [(rule.when, rule.must) for rule in several.rules] == [
        (None, "[I.01.03] <= [I.01.01]"),
        ("[I.01] = 0", "[I.01.01] = 0"),
    ]


def test_numbers_in_print_and_in_a_sample_are_text(tmp_path: Path) -> None:
    catalog = load_catalog(write(tmp_path))
    assert (catalog.forms["mini"].row("I.01").stt, catalog.forms["mini"].version) == ("1", "1")
    assert catalog.sample("mini").texts == {"I.01": "có", "I.01.02": "3"}


def test_an_older_version_is_kept_beside_the_one_in_force(tmp_path: Path) -> None:
    root = write(tmp_path, FORM.replace("version: 1", "version: 2"))
    (root / "mini" / "form.1.yaml").write_text(FORM, encoding="utf-8")
    catalog = load_catalog(root)
    assert catalog.forms["mini"].version == "2"
    assert catalog.get("mini", "1").version == "1"
    with pytest.raises(KeyError):
        catalog.get("mini", "3")


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"#" * 1_000_001, "1000001 bytes"),
        (b"form: mini\ntitle: \xff", "byte 0xff"),
        (b"", "nothing"),
        (b"[" * 50 + b"]" * 50, "too deep a nesting"),
        (b"a: {b: 1", "expected"),
    ],
    ids=["too large", "not UTF-8", "empty", "too deep", "cut off"],
)
def test_a_file_that_is_no_form_is_one_problem(raw: bytes, found: str, tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "mini" / "form.yaml").write_bytes(raw)
    (problem,) = catalog_problems(root)
    assert found in problem.found


def test_all_problems_are_told_together_and_read_as_lines(tmp_path: Path) -> None:
    text = FORM.replace("basis: year", "basis: x").replace("severity: hard", "severity: y")
    root = write(tmp_path, text)
    with pytest.raises(CatalogError) as raised:
        load_catalog(root)
    first, second = raised.value.problems
    assert str(first) == (
        "forms/mini/form.yaml:39: rows/I.02.01/basis: found 'x'; "
        "allowed: 'in_period', 'cumulative', 'at_date' or 'year'"
    )
    assert second.key == "checks/C1/severity"
    assert str(raised.value).splitlines() == [str(first), str(second)]


def test_a_folder_without_a_form_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "forms" / "empty").mkdir(parents=True)
    assert [problem.found for problem in catalog_problems(tmp_path / "forms")] == ["no form.yaml"]
    assert [problem.found for problem in catalog_problems(tmp_path / "nowhere")] == ["no form"]


def test_a_form_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "forms" / "mini" / "form.yaml").mkdir(parents=True)
    (problem,) = catalog_problems(tmp_path / "forms")
    assert (problem.found, problem.allowed) == ("Is a directory", "a readable file")


def test_the_same_version_twice_is_a_problem(tmp_path: Path) -> None:
    root = write(tmp_path)
    (root / "mini" / "form.1.yaml").write_text(FORM, encoding="utf-8")
    (problem,) = catalog_problems(root)
    assert (problem.file, problem.line, problem.key) == ("forms/mini/form.1.yaml", 2, "version")


def test_our_own_forms_have_no_problem() -> None:
    assert catalog_problems() == []
    catalog = load_catalog()
    assert {"cchc-so"} <= {*catalog.forms} == {*catalog.samples}
