"""Going to a row that is computed: its first component is asked, or the list of them."""

from __future__ import annotations

from conversations.protocol.row_states import ListInput
from conversations.protocol.session import asked_row
from tests.support.dialog import Talk


def test_a_computed_heading_opens_its_first_row() -> None:
    made = Talk()
    made.say("/start")
    assert "do máy tính" in made.say("tới I.1")
    assert asked_row(made.session.focus) == "I.01.01"


def test_a_computed_heading_opens_its_list_by_lists() -> None:
    made = Talk()
    made.say("/start")
    made.say("theo nhóm")
    made.say("tới I.1")
    assert isinstance(made.session.focus, ListInput)
    assert made.session.focus.rows[:3] == ("I.01.01", "I.01.02", "I.01.03")
