"""The names of a list as an answer of their own."""

from __future__ import annotations

import pytest

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState, Names
from conversations.parsing.result import ReadState, ReadValue, RefusedReading
from templates.loading.catalog import load_catalog
from templates.loading.wording import load_wording

FORM = load_catalog().forms["tcd-01"]
ROW = FORM.row(FORM.growths[0].names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Sở Tư pháp", ("Sở Tư pháp",)),
        ("Sở Tư pháp; Sở Nội vụ", ("Sở Tư pháp", "Sở Nội vụ")),
        ("Phường 5; Xã An Bình; Sở Y tế", ("Phường 5", "Xã An Bình", "Sở Y tế")),
    ],
)
def test_names_are_read(typed: str, names: tuple[str, ...]) -> None:
    reading = read_answer(ROW, typed)
    assert isinstance(reading, ReadValue)
    assert isinstance(reading.value, Names)
    assert reading.value.names == names


def test_nothing_at_all_is_a_state() -> None:
    reading = read_answer(ROW, "không phát sinh")
    assert isinstance(reading, ReadState)
    assert reading.state is AnswerState.NONE


@pytest.mark.parametrize("typed", ["25; 7", "; ;", "; ".join(f"Đơn vị {n}" for n in range(90))])
def test_what_is_no_list_is_refused_with_an_example(typed: str) -> None:
    reading = read_answer(ROW, typed)
    assert isinstance(reading, RefusedReading)
    told = load_wording().say(reading.code, reading.data)
    assert reading.data["read"] in told
    assert reading.data["example"] in told
    assert "chưa ghi gì" in told.lower()
