"""`chưa có số, nhắc tôi ngày 20/3`: the words beside a state that are a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from conversations.answers.values import AnswerState
from conversations.calendar.dates import (
    NoDay,
    find_day,
    local_day,
    print_weekday,
    read_day,
    read_day_to_come,
)
from conversations.dialog.turn import Turn
from conversations.parsing.appointment import asks_to_remind
from conversations.parsing.result import ReadState
from conversations.protocol.session import DayOffReminder
from conversations.text.normalize import fold_text


def set_appointment(turn: Turn, read: Sequence[tuple[str, ReadState]]) -> list[ReadState]:
    """`chưa có số, nhắc tôi ngày 20/3`: the words beside the state are a reminder, which is set,
    one for the rows of each day. Returns what is left of each row's reading."""
    days = [(key, day_to_remind(turn, reading)) for key, reading in read]
    for wanted in dict.fromkeys(day for _, day in days if day is not None):
        keys = tuple(key for key, day in days if day == wanted)
        set_reminder(turn, keys, wanted)
    for _, reading in read:
        if misses_its_day(turn, reading):
            say_no_day(turn, reading.remark or "")
    bare = ReadState(state=AnswerState.PENDING)
    return [
        bare if day is not None and asks_to_remind(reading.remark or "") else reading
        for (_, reading), (_, day) in zip(read, days, strict=True)
    ]


def set_reminder(turn: Turn, rows: tuple[str, ...], day: date, moved: date | None = None) -> None:
    """Remind of these rows on this day, and say it back with its name; of a day off is asked
    once the step is done."""
    turn.remind(rows, day, moved)
    if turn.calendar.is_working(day):
        say_appointment(turn, day, len(rows))
        return
    sooner = turn.calendar.last_working(day)
    turn.days_off += (
        DayOffReminder(
            rows=rows,
            day=day,
            holiday=day.weekday() not in turn.calendar.weekend,
            sooner=sooner if sooner > local_day(turn.now) else None,
            later=turn.calendar.next_working(day),
        ),
    )


def say_appointment(turn: Turn, day: date, count: int) -> None:
    """Say the day of a reminder back, with its name."""
    turn.say("remind.set", day=print_weekday(day), count=count)


def say_no_day(turn: Turn, words: str) -> None:
    """Say why the words name no day on which to remind."""
    found = read_day_to_come(words, turn.now)
    why, day = (found.why, found.day) if isinstance(found, NoDay) else ("unclear", None)
    turn.say("remind.unclear", read=words, why=why, day=print_weekday(day) if day else "")


def day_to_remind(turn: Turn, reading: ReadState) -> date | None:
    """The day on which the officer wants to be reminded of a number they have not got yet, or
    will ask for it themselves: `chiều mai hỏi lại phòng nội vụ`."""
    words = reading.remark if reading.state is AnswerState.PENDING else None
    if not words:
        return None
    return read_day(words, turn.now) or find_day(words, turn.now)


_REMIND_ME = tuple(f"nhac {who}" for who in ("toi", "em", "minh", "lai", "ngay", "vao"))


def misses_its_day(turn: Turn, reading: ReadState) -> bool:
    """Whether the words can be nothing but a reminder, unlike `nhắc phòng Tài chính`, and name
    no day to come."""
    remark = reading.remark or ""
    if reading.state is not AnswerState.PENDING or day_to_remind(turn, reading) is not None:
        return False
    words = fold_text(remark)
    if words == "nhac" or words.startswith(_REMIND_ME):
        return True
    found = read_day_to_come(remark, turn.now) if asks_to_remind(remark) else None
    return isinstance(found, NoDay) and found.why != "unclear"
