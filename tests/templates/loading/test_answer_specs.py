"""How a form file says what is answered: what is taken, and what is told of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from conversations.answer_types.base import AnswerType
from templates.loading.catalog import CatalogError, load_catalog
from tests.support.mini_form import FORM, write

PLACE = "{type: count, limit: 500}"


def _answer(root: Path, spec: str) -> AnswerType:
    forms = load_catalog(write(root, FORM.replace(PLACE, spec))).forms
    return forms["mini"].row("I.01.03").answer_type


GOOD = {
    "decimal": {"type": "decimal", "places": 2},
    "{type: decimal, places: 0}": {"places": 0},
    "{type: decimal, places: 4, min: -1.5, negative: true}": {"places": 4, "negative": True},
    "money triệu đồng": {"type": "money", "unit": "triệu đồng", "places": 0},
    "{type: money, unit: tỷ đồng, places: 3}": {"unit": "tỷ đồng", "places": 3},
    "{type: money, unit: đồng, negative: brackets}": {"negative": "brackets"},
    "{type: count, min: 3, max: 15}": {"min": 3, "max": 15, "limit": 999_999_999},
    "{type: count, negative: true, limit: 500}": {"negative": True, "limit": 500},
    "{type: percent, min: -100, max: 100, negative: true}": {"max": 100},
    "date": {"type": "date"},
    "{type: date, min: 2026-01-01, max: period_end}": {"max": "period_end"},
    "choices co-khong": {"type": "choices"},
    "{type: text, lines: 3}": {"lines": 3, "limit": 1_000},
}


@pytest.mark.parametrize("spec", GOOD)
def test_an_answer_is_what_the_file_says(tmp_path: Path, spec: str) -> None:
    made = _answer(tmp_path, spec)
    assert {name: getattr(made, name) for name in GOOD[spec]} == GOOD[spec]


BAD = {
    "money": "money triệu đồng",
    "money triệu": "money triệu đồng",
    "choices co-ko": "choices co-khong",
    "{type: money}": "unit: one of đồng, nghìn đồng, triệu đồng, tỷ đồng",
    "{type: money, unit: triệu}": "unit: one of",
    "{type: decimal, places: 5}": "places: 0 to 4",
    "{type: decimal, places: một}": "places: 0 to 4",
    "{type: decimal, negative: đỏ}": "negative: true or brackets",
    "{type: decimal, limit: 5}": "places: 0 to 4",
    "{type: count, min: 5, max: 3}": "a min that is not above the max",
    "{type: count, min: -5}": "negative: true beside a min below 0",
    "{type: count, max: -5}": "a max that is not below the min",
    "{type: count, max: nhiều}": "max: a number",
    "{type: date, min: 5}": "min: a day as 2026-03-15, period_start or period_end",
    "{type: date, max: 15/3/2026}": "max: a day as",
    "{type: date, max: 2026-02-30}": "max: a day as",
    "{type: date, min: 2026-03-02, max: 2026-03-01}": "a min that is not above the max",
    "{type: text, lines: 0}": "lines: 1 to 200",
    "{type: choices}": "count, decimal, money, percent, date or text",
    "{type: boolean}": "count, decimal, money, percent, date or text",
}


@pytest.mark.parametrize("spec", BAD)
def test_another_is_refused_with_what_is_allowed(tmp_path: Path, spec: str) -> None:
    with pytest.raises(CatalogError) as refused:
        _answer(tmp_path, spec)
    (problem,) = refused.value.problems
    assert problem.key == "rows/I.01.03/answer"
    assert BAD[spec] in problem.allowed


def test_money_is_counted_in_the_unit_that_its_measure_prints(tmp_path: Path) -> None:
    old = "    measure: Người\n    answer: " + PLACE
    said = {
        unit: FORM.replace(old, f"    measure: Triệu đồng\n    answer: money {unit}")
        for unit in ("triệu đồng", "nghìn đồng")
    }
    good = load_catalog(write(tmp_path / "good", said["triệu đồng"])).forms["mini"]
    assert good.row("I.01.03").holds_number
    with pytest.raises(CatalogError) as refused:
        load_catalog(write(tmp_path / "bad", said["nghìn đồng"]))
    (problem,) = refused.value.problems
    assert problem.key == "rows/I.01.03/answer"
    assert problem.allowed == "money triệu đồng"
