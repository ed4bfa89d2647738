"""A form as a report has it: a row for each item of its lists, and what speaks of all of them."""

from __future__ import annotations

import pytest

from conversations.forms.growth import fit_form, grow_form, item_key, lay_lines
from conversations.forms.model import LEFT
from conversations.rules.expression import parse_expression
from tests.support.list_form import list_form, named


def test_a_form_without_items_asks_for_their_names() -> None:
    form = list_form()
    assert [row.key for row in form.rows if row.answer is not None] == [
        *("TC:3", "TC:4", "TC:5", "TC:6", "L:ds"),
    ]
    assert form.row("TC:3").computed == "(0 * [L:ds])"
    assert form.row("L:ds").holds_names
    assert [check.id for check in form.checks] == ["of.TC:4", "of.TC:5", "C1", "C2/TC"]


def test_each_item_has_the_rows_and_checks_of_the_pattern() -> None:
    form = grow_form(list_form(), {"L:ds": ("Đất đai", "Y tế")})
    land, health = item_key("L", "Đất đai"), item_key("L", "Y tế")
    assert [(form.row(one).stt, form.row(one).title) for one in (land, health)] == [
        ("1", "Đất đai"),
        ("2", "Y tế"),
    ]
    assert form.row(f"{land}:6").computed == f"[{land}:3] - [{land}:4] - [{land}:5]"
    assert form.row("TC:3").computed == f"([{land}:3] + [{health}:3])"
    assert {check.id for check in form.checks} >= {f"of.{land}:4", f"C2/{health}", "C1"}
    assert form.check(f"of.{land}:4").message.startswith("“Đất đai”: ")
    assert form.order[0] == f"{land}:3"
    assert form.order.index("L:ds") > form.order.index(f"{health}:5")
    assert fit_form(list_form(), {"L:ds": named("Đất đai", "Y tế")}) is form


def test_a_sum_over_very_many_items_can_be_worked_out() -> None:
    form = grow_form(list_form(), {"L:ds": [f"Lĩnh vực số {n}" for n in range(300)]})
    assert len(parse_expression(form.row("TC:3").computed or "").keys) == 300


@pytest.mark.parametrize("same", ["đất đai", " Đất  đai ", "ĐẤT ĐAI", "1. Đất đai", "Đất đai;"])
def test_a_name_has_one_key_however_it_is_typed(same: str) -> None:
    assert item_key("L", same) == item_key("L", "Đất đai")


def test_names_that_differ_in_accents_are_two() -> None:
    assert len({item_key("L", name) for name in ("Bản", "Bán", "Ban")}) == 3


def test_an_item_that_was_taken_out_still_has_a_row_for_those_who_tell_of_it() -> None:
    gone = list_form().row(item_key("L", "Y tế") + ":3")
    assert gone.title == f"{LEFT} · Tổng số"
    with pytest.raises(KeyError):
        list_form().row("M.xyz")


def test_the_lines_of_a_table_are_those_that_are_printed_and_those_that_were_added() -> None:
    form = grow_form(list_form(), {"L:ds": ("Đất đai",)})
    found = [
        (growth.place if growth else "", [line.key for line in lines])
        for growth, lines in lay_lines(form, form.blocks[0])
    ]
    assert found == [("", ["TC"]), ("L", [item_key("L", "Đất đai")])]
