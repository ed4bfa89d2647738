"""Several doubts of a file or a preview, settled in one message."""

from __future__ import annotations

import pytest

from conversations.calendar.periods import Period
from conversations.protocol.events import FileSent
from conversations.protocol.preview_states import FileImport, Preview
from conversations.reports.previous import FiledAppendix
from tests.support.dialog import Talk
from tests.support.reports import LAST_QUARTER

LINES = (
    "Số biên chế được giao năm: 47",
    "Số lãnh đạo cấp sở ngành: 4",
    "Một dòng lạ hoàn toàn: 3",
)
GIVEN, LEADERS = "IV.02.01", "IV.05.01"


def sent(period: Period | None = None, lines: tuple[str, ...] = LINES) -> Talk:
    """A file with lines that name no row for sure; of this very period when none is told."""
    talk = Talk()
    talk.say("/start")
    filed = FiledAppendix(
        file_name="PL.docx",
        title="Phụ lục",
        period=period or talk.report.period,
        answers={},
        matched=0,
        unplaced=lines,
        absent=(GIVEN, LEADERS),
    )
    talk.handle(FileSent(filed=filed))
    return talk


def values(talk: Talk) -> dict[str, str]:
    focus = talk.session.focus
    assert isinstance(focus, Preview)
    return {line.entry.row: line.entry.said for line in focus.lines if line.entry.row is not None}


@pytest.mark.parametrize(
    ("text", "placed", "left"),
    [
        ("1 đúng", {GIVEN: "47"}, 3),
        ("1, 2 đúng", {GIVEN: "47", LEADERS: "4"}, 3),
        ("1 và 2 đúng", {GIVEN: "47", LEADERS: "4"}, 3),
        ("1 đúng; 2 đúng", {GIVEN: "47", LEADERS: "4"}, 3),
        ("1 dung\n2 dung", {GIVEN: "47", LEADERS: "4"}, 3),
        ("1, 2 đúng; bỏ 3", {GIVEN: "47", LEADERS: "4"}, 2),
        ("1 đúng; bỏ 3", {GIVEN: "47"}, 2),
        ("1, 3 đúng", {}, 3),  # nothing is proposed for the third
        ("1, 7 đúng", {}, 3),
    ],
)
def test_lines_of_a_preview(text: str, placed: dict[str, str], left: int) -> None:
    talk = sent()
    talk.say(text)
    assert values(talk) == placed
    assert isinstance(talk.session.focus, Preview)
    assert len(talk.session.focus.lines) == left
    assert not talk.report.answers


def test_two_lines_for_one_row_are_not_taken_together() -> None:
    talk = sent(lines=(LINES[0], "Số biên chế giao năm nay: 46"))
    assert [line.proposed[:1] for line in talk.session.focus.lines] == [(GIVEN,), (GIVEN,)]
    talk.say("1, 2 đúng")
    assert values(talk) == {}


@pytest.mark.parametrize(
    ("text", "placed", "left"),
    [
        ("1, 2 đúng", {GIVEN, LEADERS}, 1),
        ("1 đúng và 2 đúng", {GIVEN, LEADERS}, 1),
        ("1, 2 đúng; bỏ 3", {GIVEN, LEADERS}, 0),
        ("1, 3 đúng", set(), 3),
    ],
)
def test_lines_of_an_earlier_file(text: str, placed: set[str], left: int) -> None:
    talk = sent(LAST_QUARTER)
    said = talk.say(text)
    focus = talk.session.focus
    assert isinstance(focus, FileImport)
    assert {*focus.filed.answers} == placed
    assert sum(map(bool, focus.filed.unplaced)) == left
    assert said.count("Tệp chưa lưu") == (1 if placed else 0)
