"""`chưa có số, nhắc tôi ngày 20/3`: the words beside a state that are a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conversations.answers.values import AnswerState
from conversations.calendar.dates import read_day
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState
from conversations.text.normalize import fold_text


def set_appointment(turn: Turn, read: Sequence[tuple[str, ReadState]]) -> list[ReadState]:
    """`chưa có số, nhắc tôi ngày 20/3`: the words beside the state are a reminder, which is set,
    one for the rows of each day. Returns what is left of each row's reading."""
    days = [(key, day_to_remind(turn, reading)) for key, reading in read]
    for wanted in dict.fromkeys(day for _, day in days if day is not None):
        keys = tuple(key for key, day in days if day == wanted)
        turn.remind(keys, wanted)
        turn.say("remind.set", day=wanted, count=len(keys))
    for _, reading in read:
        if misses_its_day(turn, reading):
            turn.say("remind.unclear", read=reading.remark)
    bare = ReadState(state=AnswerState.PENDING)
    return [
        reading if day is None else bare for (_, reading), (_, day) in zip(read, days, strict=True)
    ]


def day_to_remind(turn: Turn, reading: ReadState) -> date | None:
    """The day on which the officer wants to be reminded of a number they have not got yet."""
    words = reading.remark if reading.state is AnswerState.PENDING else None
    return read_day(words, turn.now) if words and fold_text(words).startswith("nhac") else None


_REMIND_ME = tuple(f"nhac {who}" for who in ("toi", "em", "minh", "lai", "ngay", "vao"))


def misses_its_day(turn: Turn, reading: ReadState) -> bool:
    """Whether the words can be nothing but a reminder, unlike `nhắc phòng Tài chính`, and name
    no day to come."""
    words = fold_text(reading.remark or "")
    wanted = words == "nhac" or words.startswith(_REMIND_ME)
    return wanted and reading.state is AnswerState.PENDING and day_to_remind(turn, reading) is None
