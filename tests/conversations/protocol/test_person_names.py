"""Names in what is said are references until it is sent or read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conversations.composing.compose import compose_message
from conversations.protocol.messages import Capabilities, Reply, utf16_length
from conversations.protocol.person_names import (
    PersonName,
    has_references,
    invited_name,
    member_name,
    put_in,
    references_in,
    with_references,
)
from templates.loading.wording import load_wording

CAN = Capabilities(buttons=100, edits=True, files=True, text_limit=400)
GONE = "(đã xóa)"


def shown(value: str, names: Mapping[str, str]) -> str:
    return put_in(with_references(value), names, GONE)


@pytest.mark.parametrize("name", ["An", "Nguyễn Thị Minh Khai", "𝒜" * 30, "x" * 100])
def test_a_reference_says_nothing_and_takes_no_more_room(name: str) -> None:
    kept = with_references(member_name(name, 7))
    assert name not in kept
    assert utf16_length(kept) <= max(utf16_length(name), 5)
    assert put_in(kept, {"m7": name}, GONE) == name
    assert put_in(kept, {"m7": "Tên mới"}, GONE) == "Tên mới"
    assert put_in(kept, {}, GONE) == GONE
    assert references_in([kept, "gì khác"]) == {"m7"}


def test_data_of_any_shape_is_looked_through() -> None:
    data: dict[str, Any] = {
        "lines": [{"name": member_name("Lan", 1)}, ("a", invited_name("Hoa", 2))],
        "count": 3,
        "none": None,
        "empty": member_name("", 4),
        "plain": PersonName("Minh"),
    }
    found = with_references(data)
    assert has_references(found["lines"][0]["name"])
    assert has_references(found["lines"][1][1])
    assert (found["count"], found["none"], found["empty"], found["plain"]) == (3, None, "", "Minh")


def test_nobody_can_type_a_reference() -> None:
    typed = with_references(member_name("Lan", 1))
    for text in (str(typed), f"ghi chú {typed}", PersonName(typed), PersonName(typed, "m2")):
        assert "Lan" not in shown(text, {"m1": "Lan", "m2": "Hoa"})
    assert shown(str(typed), {"m1": "Lan"}) == "m1"


def test_a_name_is_escaped_like_any_text_and_cut_off_whole_or_dropped() -> None:
    name = member_name("<b>Lan</b> & " + "x" * 60, 5)
    wording = load_wording()
    reply = Reply(code="dismiss.ask", data={"name": name, "role": "officer", "unit": "SNV"})
    (said,) = compose_message([reply], wording, CAN, 0)
    assert name in put_in(said.plain, {"m5": name}, GONE)
    cut = with_references(name)[:20]
    assert put_in(f"Cho thôi {cut}…", {"m5": name}, GONE).isprintable()
