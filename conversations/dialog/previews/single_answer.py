"""One clear answer needs no preview: it is stored at once, named with its row, and can be taken
back."""

from __future__ import annotations

import re

from conversations.answers.values import Answer, AnswerState
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.row_words import match_row
from conversations.dialog.appointments import misses_its_day, set_appointment
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.row_answers import ask_row, go_on, says_same
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.forms.search import named_rows, plain_label
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.events import TakeBack
from conversations.protocol.preview_states import Preview, ReadingChoice, UnsavedWork
from conversations.protocol.row_states import ListInput, RowQuestion
from conversations.reports.printed_answers import print_answer

LEAST_SHARED = 2  # words of a label that name its row in a list
OPEN = (AnswerState.BLANK, AnswerState.PENDING)
_PLACE = re.compile(r"\s*([IVXivx]+(?:\.\d{1,2})+)\b")


def is_clear(turn: Turn, burst: BulkAnswers, said: str, rows: tuple[str, ...]) -> bool:
    """Whether it is one answer for one row, beyond doubt, which writes over no other; or over
    another one when the row is named unmistakably."""
    if len(burst.entries) != 1 or burst.warnings:
        return False
    (entry,) = burst.entries
    if entry.row is None or not isinstance(entry.reading, ReadValue | ReadState):
        return False
    row = turn.form.row(entry.row)
    if row.computed is not None or not turn.report.may_write(row.key):
        return False
    if isinstance(turn.session.focus, Preview | ReadingChoice | UnsavedWork):
        return False
    if isinstance(entry.reading, ReadState) and misses_its_day(turn, entry.reading):
        return False
    if turn.report.answer(row.key).state not in OPEN:
        by_number = rows == turn.session.listed and is_row_named(said, rows, row.key)
        return by_number or _is_named(turn, row, said)
    if not isinstance(turn.session.focus, ListInput) or is_row_named(said, rows, row.key):
        return True
    return _is_labelled(turn, row, said) and not _holds_another(entry, said)


def _holds_another(entry: BulkEntry, said: str) -> bool:
    """`tổng 28 nhiệm vụ, đã xong 19`: a remark with a number that may be another row's answer."""
    return "(" not in said and any(map(str.isdigit, entry.remark or ""))


def is_row_named(said: str, rows: tuple[str, ...], key: str) -> bool:
    """Whether the text names the row by the number that it has in the list."""
    words = match_row(said.strip())
    return words is not None and rows[int(words.place) - 1 : int(words.place)] == (key,)


def _is_labelled(turn: Turn, row: Row, said: str) -> bool:
    """By its key or by words of its label."""
    words = [word for word in plain_label(said).split() if not word[0].isdigit()]
    shared = len(set(words) & set(plain_label(row.title).split()))
    return shared >= LEAST_SHARED or _is_named(turn, row, said)


def _is_named(turn: Turn, row: Row, said: str) -> bool:
    """Unmistakably: by a key that is no other row's printed number, or by its whole label."""
    if (place := _PLACE.match(said)) is not None:
        return [one.key for one in named_rows(turn.form, place[1])] == [row.key]
    label = plain_label(row.title)
    alone = sum(plain_label(one.title) == label for one in turn.form.rows) == 1
    return alone and plain_label(said).startswith(label)


def store_single(turn: Turn, entry: BulkEntry) -> None:
    """Write the answer, say it with its row and what it was before, and stay with the question or
    the list that stands open; go on when it was the last of it."""
    assert entry.row is not None  # noqa: S101 - `is_clear` has looked
    assert isinstance(entry.reading, ReadValue | ReadState)  # noqa: S101
    row, before, focus = turn.form.row(entry.row), turn.report, turn.session.focus
    reading, old = entry.reading, before.answer(entry.row)
    if isinstance(reading, ReadState):
        (reading,) = set_appointment(turn, [(row.key, reading)])
    answer = as_answer(reading, entry.note or old.note)
    turn.decided = True
    if says_same(old, answer):
        turn.say("kept", **describe_place(turn.form, row), value=print_answer(row, old))
        turn.quiet = True
        return
    turn.write(row.key, answer)
    trail = (*turn.session.trail, row.key)
    turn.session = turn.session.model_copy(update={"trail": trail})
    if old.state in OPEN:
        _go_on(turn, row)
    stays = turn.session.focus == focus
    _say_stored(turn, row, old, asked=_asked(turn) if stays else "")
    tell_consequences(turn, before)
    if not stopped_by(turn, newly_raised(turn, before), turn.open_row):
        turn.quiet = stays and not isinstance(focus, ListInput)


def _go_on(turn: Turn, row: Row) -> None:
    """On from the row, or from the list when nothing of it is open any more."""
    focus = turn.session.focus
    if isinstance(focus, RowQuestion) and focus.row == row.key:
        go_on(turn, row.key, focus.back_to)
    elif isinstance(focus, ListInput) and row.key in focus.rows and not turn.first_open(focus.rows):
        ask_row(turn, turn.next_open(focus.rows[-1]))


def _asked(turn: Turn) -> str:
    """The question that still stands open, when it is one row's."""
    focus = turn.session.focus
    return turn.form.row(focus.row).title if isinstance(focus, RowQuestion) else ""


def _say_stored(turn: Turn, row: Row, old: Answer, asked: str) -> None:
    stored = turn.report.answer(row.key)
    listed = turn.session.listed
    before = old.model_copy(update={"author": None, "at": None, "revision": 0})
    undo = TakeBack(row=row.key, revision=stored.revision, before=before)
    turn.beside = () if turn.room.scarce else ((make_button("take_back", undo),),)
    turn.say(
        "single.saved",
        **describe_place(turn.form, row),
        value=print_answer(row, stored),
        state=stored.state.value,
        old=print_answer(row, old) if old.state is not AnswerState.BLANK else "",
        asked=asked,
        number=listed.index(row.key) + 1 if row.key in listed else 0,
    )


def take_back(turn: Turn, action: TakeBack) -> None:
    """Put the earlier answer back, unless the row was written since."""
    row, stored = turn.form.row(action.row), turn.report.answer(action.row)
    if stored.revision != action.revision or not turn.report.may_write(row.key):
        turn.say("old.nothing")
        return
    before = turn.report
    turn.write(row.key, action.before)
    turn.say(
        "single.taken_back",
        **describe_place(turn.form, row),
        value=print_answer(row, stored),
        old=print_answer(row, action.before)
        if action.before.state is not AnswerState.BLANK
        else "",
    )
    tell_consequences(turn, before)
    turn.quiet = not stopped_by(turn, newly_raised(turn, before), turn.open_row)
