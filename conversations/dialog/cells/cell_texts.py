"""Reading the text of one cell as its row's answer, by the readers of the chat."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.answers.values import BLANK, Answer
from conversations.dialog.appointments import misses_its_day, say_no_day, set_appointment
from conversations.dialog.cells.entries import CellEntry, CellFate, CellOutcome
from conversations.dialog.outline import describe_place
from conversations.dialog.size_doubt import doubt_growth
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
    as_answer,
    refuse_long,
)
from conversations.protocol.messages import Reply
from conversations.reports.printed_answers import print_answer

LONGEST_FIGURE = 500  # characters of a cell that holds no text, with the words beside its number


def read_cell(turn: Turn, row: Row, entry: CellEntry) -> Answer | CellOutcome:
    """The answer that the text is, with the note that stands beside it; or why there is none."""
    note = turn.report.answer(row.key).note
    if not entry.text.strip():
        return BLANK.model_copy(update={"note": note})
    reading = _settled(turn, row, entry)
    match reading:
        case RefusedReading():
            return _outcome(turn, row, entry, CellFate.REFUSED, reading)
        case AmbiguousReading():
            return _outcome(turn, row, entry, CellFate.DOUBTFUL, reading)
        case ReadState():
            return _state(turn, row, entry, reading, note)
        case ReadValue():
            return as_answer(reading, note)


def _settled(turn: Turn, row: Row, entry: CellEntry) -> Reading:
    """What the text says, with the choice among its readings that came with it."""
    if len(entry.text) > LONGEST_FIGURE and not row.is_free_text and not row.holds_names:
        return refuse_long(entry.text, LONGEST_FIGURE, row.answer_type.example)
    reading = read_answer(row, entry.text)
    if isinstance(reading, ReadValue):
        reading = doubt_growth(turn, row, reading) or reading
    if isinstance(reading, AmbiguousReading) and entry.choice is not None:
        picked = reading.readings[entry.choice : entry.choice + 1]
        return picked[0] if picked else reading
    return reading


def _state(
    turn: Turn, row: Row, entry: CellEntry, reading: ReadState, note: str | None
) -> Answer | CellOutcome:
    """`chưa có số, nhắc tôi thứ sáu`: the state, and the reminder that is set."""
    said = len(turn.replies)
    if misses_its_day(turn, reading):
        say_no_day(turn, reading.remark or "")
        last = turn.replies[said] if len(turn.replies) > said else None
        words = last if isinstance(last, Reply) else None
        return entry.outcome(CellFate.REFUSED, words)
    (left,) = set_appointment(turn, [(row.key, reading)])
    return as_answer(left, note)


def _outcome(
    turn: Turn,
    row: Row,
    entry: CellEntry,
    fate: CellFate,
    reading: RefusedReading | AmbiguousReading,
) -> CellOutcome:
    ways = reading.readings if isinstance(reading, AmbiguousReading) else ()
    printed = tuple(print_answer(row, as_answer(way)) for way in ways)
    data = describe_place(turn.form, row) | {"values": [*printed]} | reading.data
    said = Reply(code=reading.code, data=data)
    return entry.outcome(fate, said, printed)
