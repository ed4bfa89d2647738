"""A number that a heading of the section has, and a row of the list: which is meant, is asked."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.protocol.preview_states import Preview, ReadingChoice
from conversations.protocol.row_states import FillRest
from tests.support.dialog import Talk


def said(*texts: str) -> Talk:
    talk = Talk()
    for text in ("/start", "theo nhóm", *texts):
        talk.say(text)
    return talk


def rows(talk: Talk) -> list[str | None]:
    focus = talk.session.focus
    assert isinstance(focus, Preview)
    return [line.entry.row for line in focus.lines]


@pytest.mark.parametrize(
    ("pick", "meant"), [("1", ["I.04.01", "I.04.02", "I.04.03"]), ("2", ["I.02.01"])]
)
def test_either_may_be_meant(pick: str, meant: list[str]) -> None:
    talk = said("mục 4 kps")
    assert isinstance(talk.session.focus, ReadingChoice)
    assert not talk.report.answers
    talk.say(pick)
    assert rows(talk) == meant
    talk.say("đồng ý")
    assert {talk.report.answer(key).state for key in meant} == {AnswerState.NONE}


def test_what_only_the_heading_takes_is_of_its_rows() -> None:
    assert rows(said("tới IV.1", "mục 4: 12, 10")) == ["IV.04.01", "IV.04.02"]
    assert rows(said("tới IV.1", "mục 3: giao 76")) == ["IV.03.01"]


def test_a_heading_that_is_shown_beside_others_is_meant() -> None:
    talk = said("mục 2 kps")
    assert isinstance(talk.session.focus, FillRest)


def test_a_printed_number_that_is_a_key_of_elsewhere() -> None:
    assert rows(said("tới mục 9 phần VII", "mục 9: 121, 4, 3")) == [
        "VII.11.01",
        "VII.11.02",
        "VII.11.03",
    ]


@pytest.mark.parametrize(
    "text", ["mục 2: abc xyz 12 13 14 15 16 17", "5 (gồm cả mục 2, mục 3 nữa)"]
)
def test_names_are_quoted_and_kept_as_they_were_typed(text: str) -> None:
    talk = said(text)
    assert "phần I" not in talk.messages[-1]
    assert "phần I" not in talk.session.model_dump_json()
    assert not any("phần I" in (one.remark or "") for one in talk.report.answers.values())
