"""A form of the rows that a colleague was asked for alone."""

from __future__ import annotations

import pytest

from conversations.workflow.partial_form import narrow_form
from templates.loading.catalog import load_catalog
from tests.support.dialog import Talk
from tests.support.reports import blank_report

FORM = load_catalog().forms["bnv-0605n"]


def test_cells_keep_the_table_that_they_stand_in() -> None:
    keys = ("02:1", "02:2", "05:2")
    narrow = narrow_form(FORM, keys)
    (table,) = [block for block in narrow.blocks if block.lines]
    asked = [key for line in table.lines for key in line.cells.values()]
    assert asked == [*keys]
    assert narrow.order == keys
    assert {row.key for row in narrow.rows if row.answer is not None} == {*keys}


@pytest.mark.parametrize("text", ["dòng 02: 5 2", "dòng 02 cột 1 = 5", "5 2"])
def test_a_colleague_answers_them_as_in_the_whole_form(text: str) -> None:
    narrow = narrow_form(FORM, ("02:1", "02:2", "05:2"))
    talk = Talk(narrow, blank_report(narrow))
    talk.say("bắt đầu")
    talk.say(text)
    assert "02:1" in talk.report.answers


def test_a_row_that_was_not_asked_for_is_told() -> None:
    narrow = narrow_form(FORM, ("02:1", "02:2", "05:2"))
    talk = Talk(narrow, blank_report(narrow))
    talk.say("bắt đầu")
    assert "không có dòng 03" in talk.say("dòng 03: 5 2")
    assert talk.report.answers == {}
