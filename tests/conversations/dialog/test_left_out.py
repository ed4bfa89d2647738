"""What is passed over is said, and stays blank; nothing else is passed over."""

from __future__ import annotations

import pytest

from conversations.protocol.row_states import ListInput
from tests.support.dialog import Talk


def said(*texts: str) -> Talk:
    talk = Talk()
    for text in ("/start", *texts):
        talk.say(text)
    return talk


def first(talk: Talk) -> str:
    focus = talk.session.focus
    return focus.rows[0] if isinstance(focus, ListInput) else getattr(focus, "row", "")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("bỏ qua mục 1", "I.02.01"),
        ("bỏ qua câu 1", "I.01.02"),
        ("bỏ qua phần I", "II.01"),
        ("câu 1 để trống nha em", "I.01.02"),
    ],
)
def test_what_is_asked_is_left_behind(text: str, place: str) -> None:
    assert first(said(text)) == place


@pytest.mark.parametrize(
    "text",
    [
        "bỏ qua mục 4 phần IV",
        "bỏ qua IV.4",
        "để trống mục 3",
        "bỏ qua câu 22",
        "câu 22 bỏ qua",
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_what_is_not_asked_stays_blank_and_is_said(text: str, *, listed: bool) -> None:
    talk = said(*(["theo phần"] if listed else []), text)
    assert "Dạ, để trống" in talk.messages[-1]
    assert first(talk) == "I.01.01"
    assert not talk.report.answers


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("22: bỏ qua", "22"),
        ("bỏ qua câu 6, 7", "6, 7"),
        ("1: 21\n22: bỏ qua", "22"),
        ("1=5, 2=3, dòng 4 để sau nha em", "4"),
        ("bỏ qua dòng 4 nha em, 5=3", "4"),
    ],
)
def test_rows_of_a_list_that_are_left_out_are_said(text: str, places: str) -> None:
    assert f"Để trống dòng {places} " in said("theo phần", text).messages[-1]


def test_a_row_that_is_not_there_passes_nothing_over() -> None:
    talk = said("bỏ qua câu 999")
    assert first(talk) == "I.01.01"
    assert "câu 999" in talk.messages[-1]


@pytest.mark.parametrize("text", ["sang mục 4", "qua mục 4 phần I", "tới mục 4 đi em"])
def test_a_heading_is_gone_to_in_the_section_in_hand(text: str) -> None:
    assert first(said(text)) == "I.04.01"


@pytest.mark.parametrize("text", ["cho chị coi lại phần II với", "xem phần 2 giúp em"])
def test_a_section_is_looked_at(text: str) -> None:
    assert "Phần II. Cải cách thể chế" in said(text).messages[-1]
