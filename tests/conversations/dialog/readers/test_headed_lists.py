"""Answers behind the name of a heading are a list of its rows."""

from __future__ import annotations

import pytest

from conversations.dialog.previews.lines import describe_line
from conversations.protocol.preview_states import Preview
from tests.support.dialog import Talk

REASON = "không phát sinh (quý này chưa đi kiểm tra)"

NOTE = "ghi chú mục 1: Kế hoạch số 72\n"


def shown(talk: Talk) -> dict[str, str]:
    """The values of the preview by row; that of a line without one is its text."""
    focus = talk.session.focus
    assert isinstance(focus, Preview)
    return {
        line.entry.row or line.entry.said: describe_line(talk.form, talk.report, line)["value"]
        for line in focus.lines
    }


@pytest.mark.parametrize(
    ("way", "note"),
    [("theo nhóm", NOTE), ("theo phần", NOTE), ("theo nhóm", ""), ("từng câu", "")],
)
def test_each_heading_has_its_list(way: str, note: str) -> None:
    talk = Talk()
    for text in (
        "/start",
        way,
        f"mục 1: 21, 7, 5\n{note}"
        "mục 2: không phát sinh cả (quý này chưa đi kiểm tra)\n"
        "mục 3: 4 dòng đầu chưa có số, dòng cuối có",
    ):
        talk.say(text)
    found = shown(talk)
    assert [found[f"I.01.0{n}"] for n in (1, 2, 3)] == ["21", "7", "5"]
    assert [found[f"I.02.0{n}"] for n in (1, 2, 3, 4)] == [REASON] * 4
    assert [found[f"I.03.0{n}"] for n in (1, 2, 3, 4)] == ["chưa có số"] * 4
    assert found["I.03.05"] == "Có (1)"
    assert len(found) == 12
    assert not talk.report.answers


def test_rows_that_are_answered_stay() -> None:
    talk = Talk()
    for text in ("/start", "5", "theo nhóm", "mục 1: không phát sinh; mục 2: 3 4 5 6"):
        talk.say(text)
    found = shown(talk)
    assert "I.01.01" not in found
    assert found["I.01.02"] == "không phát sinh"
    assert found["I.02.04"] == "6"


def test_too_many_answers_are_none_of_other_rows() -> None:
    talk = Talk()
    for text in ("/start", "theo nhóm", "mục 1: 21, 7, 5, 8, 9; mục 2: 3 4 5 6"):
        talk.say(text)
    assert {"I.02.01", "I.02.04"} <= {*shown(talk)}
    assert "I.03.01" not in shown(talk)
