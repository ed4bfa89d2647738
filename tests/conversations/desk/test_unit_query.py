"""The address of a page of units."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conversations.desk.unit_query import MOST, UnitQuery, UnitShow, read_unit_query
from conversations.workflow.unit_state import UnitSort, UnitState


@pytest.mark.parametrize(
    "query",
    [
        UnitQuery(),
        UnitQuery(text="xã đông & 100%", show=UnitShow.AWAY, kind="commune", page=3),
        UnitQuery(root=4, under=17, warned=True, locked=True, late=5),
        *(UnitQuery(sort=sort, descending=True, size=MOST) for sort in UnitSort),
    ],
)
def test_an_address_says_what_was_asked(query: UnitQuery) -> None:
    assert read_unit_query(query.fields()) == query


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({}, {}),
        ({"trang": "0", "co": "0"}, {"size": 1}),
        ({"trang": "-3", "co": "100000", "sap": "x; DROP"}, {"size": MOST}),
        ({"trang": "٣", "tre": "1e9", "thuoc": "9" * 30}, {}),
        ({"trang-thai": "ALL", "giam": "true", "canh-bao": ""}, {}),
        ({"tim": "  xã \t 2  "}, {"text": "xã 2"}),
    ],
)
def test_what_is_not_understood_is_left_out(
    said: dict[str, str], changed: dict[str, object]
) -> None:
    assert read_unit_query(said) == replace(UnitQuery(), **changed)  # type: ignore[arg-type]


def test_a_column_is_sorted_one_way_and_then_the_other() -> None:
    query = UnitQuery(page=4)
    assert query.direction("ten") == "ascending"
    assert query.sorted_by("ten") == {"giam": "1"}
    assert query.direction("han") == "none"
    assert query.sorted_by("han") == {"sap": "han"}


def test_every_state_can_be_asked_for() -> None:
    assert {one for show in UnitShow for one in show.states} == {*UnitState}
    assert not UnitQuery(sort=UnitSort.DUE, page=2).is_narrowed
    assert UnitQuery(warned=True).is_narrowed
