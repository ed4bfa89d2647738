"""What is no answer writes nothing, in any state; what is one is written to no other row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conversations.dialog.states.lookup import state_of
from conversations.protocol.events import TextSaid
from conversations.reports.model import AnswerChange, ReminderChange
from conversations.speech.consent import read_consent
from tests.support.breadth import WIDE
from tests.support.dialog import Talk

pytestmark = pytest.mark.long

CASES = Path(__file__).parent / "cases" / "no_answers.txt"
STATES: dict[
    str, tuple[str, ...] | None
] = {  # each text is tried in two or three of the first seven
    "a question": (),
    "a list": ("theo nhóm",),
    "a warning": ("1 = 21", "tới IV.2.1", "46", "47"),
    "a doubtful reason": ("1 = 21", "tới IV.2.1", "46", "47", "nhầm số của anh Tuấn ghi"),
    "a note": ("ghi chú",),
    "a text": ("tới I.9",),
    "a preview": ("theo nhóm", "1=21; 2=7"),
    "the start": None,
    "a choice of a section": ("tới VII.9",),
    "a question of yes and no": ("tới I.2",),
    "a list of a section": ("theo phần",),
    "a choice of a value": ("1,234",),
    "a choice of a row": ("biên chế",),
    "a choice of a row for a value": ("biên chế 46",),
    "the summary": ("tóm tắt",),
    "a pause": ("tạm dừng",),
    "a state for the rest": ("còn lại không phát sinh",),
    "a list undone": ("theo nhóm", "21 7 5 1", "đồng ý", "quay lại"),
    "what stands before submitting": ("1=21", "tới IV.2.1", "46", "47", "để sau", "nộp"),
    "unsaved work": ("theo nhóm", "1=21; 2=7", "nộp"),
    "a choice of a reading": ("theo nhóm", "1 234 5"),
}
MOST = 7  # states that officers are in most of the time
OFTEN, SELDOM = (1, 7) if WIDE else (3, 14)  # each of those takes one text in so many, and others
OWN_WORDS = ("a note", "a text")
MAY_BE_OWN_WORDS = ("other people's messages", "remarks about the form")


def kinds() -> Iterator[tuple[str, str]]:
    kind = ""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("#"):
            yield kind, line


@cache
def brought_to(state: str) -> Talk:
    talk, path = Talk(), STATES[state]
    for text in () if path is None else ("/start", *path):
        talk.say(text)
    return talk


def say_in(state: str, text: str) -> Talk:
    """A talk in this state in which the text was said."""
    stands = brought_to(state)
    talk = Talk(form=stands.form, report=stands.report)
    talk.session = stands.session
    talk.handle(TextSaid(text=text))
    return talk


def texts_for(state: str) -> list[str]:
    place = list(STATES).index(state)
    own = state in OWN_WORDS
    return [
        text
        for number, (kind, text) in enumerate(kinds())
        if (number + place) % (OFTEN if place < MOST else SELDOM) == 0
        and not (own and kind.startswith(MAY_BE_OWN_WORDS))
    ]


@pytest.mark.parametrize("state", STATES)
def test_what_is_no_answer_writes_nothing(state: str) -> None:
    focus = brought_to(state).session.focus
    verbs = state_of(focus).verbs
    for text in texts_for(state):
        talk = say_in(state, text)
        assert talk.last is not None
        if text.startswith(("nhắc", "nhac")):  # a reminder is what they ask for
            assert any(isinstance(change, ReminderChange) for change in talk.last.changes) or (
                talk.last.changes == ()
            )
        elif not read_consent(text, verbs):
            assert talk.last.changes == (), (text, talk.last.changes)
            assert talk.last.replies, text


def test_the_table_is_large_and_its_cases_differ() -> None:
    table = [text for _, text in kinds()]
    assert len(table) >= 300
    assert len({*table}) == len(table)


ANSWERS = {
    "a question": """21 | dạ 21 em | 21 nha em | 21 nhiệm vụ | dạ thưa em là 21 ạ | hai mốt |
        không phát sinh | dạ không có em ạ | kps | chưa có số | chị báo 21 nhé | 21 (kế hoạch 72) |
        số này là 21 | câu 1 là 21 | 21, cảm ơn em | ok 21 | 21 đó em | có 21 cái | 21.""",
    "a question of yes and no": "có | dạ có em | không | không có | ừ | có nha em | rồi em | chưa",
    "a text": """Hội thi tìm hiểu CCHC | Tờ rơi, pano; loa phát thanh | phối hợp 2 xã | không có |
        không phát sinh | trả lời: hay là tuyên truyền lưu động""",
}
ROWS = {
    "a question": {"I.01.01"},
    "a question of yes and no": {"I.02.01"},
    "a text": {"I.09"},
}


@pytest.mark.parametrize("state", ANSWERS)
def test_an_answer_is_written_to_no_other_row(state: str) -> None:
    for text in map(str.strip, ANSWERS[state].split("|")):
        talk = say_in(state, " ".join(text.split()))
        assert talk.last is not None
        changes = (one for one in talk.last.changes if isinstance(one, AnswerChange))
        given = {one.key for one in changes if talk.form.row(one.key).computed is None}
        assert given <= ROWS[state], (text, given)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1=21", {"I.01.01"}),
        ("dòng 2 là 7 em nhé", {"I.01.02"}),
        ("3 không phát sinh", {"I.01.03"}),
        ("1=21; 3=5", {"I.01.01", "I.01.03"}),
        ("câu 2 kps, câu 3 chưa có số", {"I.01.02", "I.01.03"}),
    ],
)
def test_a_row_that_is_named_in_a_list_is_the_one_written(text: str, rows: set[str]) -> None:
    talk = say_in("a list", text)
    assert talk.last is not None
    named = {change.key for change in talk.last.changes if isinstance(change, AnswerChange)}
    lines = getattr(talk.session.focus, "lines", ())
    named |= {line.entry.row for line in lines}
    assert {key for key in named if talk.form.row(key).computed is None} == rows
