"""One of the two questions that make a percentage."""

from __future__ import annotations

import re
from itertools import islice

from conversations.answer_types.count import CountType
from conversations.answer_types.reader import read_answer
from conversations.answers.values import Number
from conversations.bulk.model import BulkAnswers
from conversations.bulk.parser import read_burst
from conversations.bulk.sentence_values import may_be_rows
from conversations.dialog import preview
from conversations.dialog.outline import describe_place
from conversations.dialog.previews.edit_words import read_words_and_value
from conversations.dialog.prompts.keyboard import answer_buttons
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.readers.named_rows import propose_of_named
from conversations.dialog.readers.numbered_rows import names_numbered_row
from conversations.dialog.readers.row import take_for_row
from conversations.dialog.readers.row_state import state_of_row
from conversations.dialog.readers.sentence import take_sentence
from conversations.dialog.row_answers import ask_denominator, close_helper, give_answer, take_text
from conversations.dialog.row_search import by_words
from conversations.dialog.sentences import (
    SEVERAL,
    hear_sentence,
    is_of_other_row,
    name_several,
)
from conversations.dialog.states.base import State, View
from conversations.dialog.states.row_question import describe_earlier, keep_one, tell_news
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.result import ReadState, ReadValue, RefusedReading
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import HelperQuestion, RowQuestion
from conversations.reports.model import Report
from conversations.speech.acts import Awaited
from conversations.text.normalize import is_figure
from conversations.text.numbers import print_number

AHEAD = 60  # rows that a list of answers may run on to
_SEVERAL_SIGNS = re.compile(r"[\n\t;]|,\s")

# In a text that names the whole percentage.
_WHOLE = ("/", "%", "trên", "phần trăm", "phan tram")


class HelperQuestionState(State[HelperQuestion]):
    def show_prompt(self, view: View) -> Reply:
        focus, row = self.focus, view.form.row(self.focus.row)
        assert row.helper is not None  # noqa: S101 - it is only made for such a row
        first = focus.part == "numerator"
        data = describe_place(view.form, row) | {
            "question": row.helper.numerator if first else row.helper.denominator,
            "part": 1 if first else 2,
            "numerator": "" if focus.numerator is None else print_number(focus.numerator),
            "hint": row.hint or "",
        }
        data |= describe_earlier(view.report, row) | tell_news(view.form, row, view.before)
        asking = RowQuestion(row=focus.row, revision=focus.revision)
        buttons = answer_buttons(view.form, view.report, row, asking)
        return Reply(code="ask.helper", data=data, buttons=buttons)

    def awaited(self, form: Form) -> Awaited:
        return Awaited.VALUE

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        """A number; a text that names a whole percentage answers the row."""
        part, row = self.focus, turn.form.row(self.focus.row)
        if names_numbered_row(turn):
            asked = RowQuestion(row=row.key, revision=part.revision, back_to=part.back_to)
            take_for_row(turn, row, asked, text)
            return
        if not is_figure(text) and _take_others(turn, row, text):
            return
        if _take_several(turn, row):
            return
        if any(mark in text for mark in _WHOLE):
            take_text(turn, row, part.revision, text, part.back_to)
            return
        if self._take_whole(turn, row, text):
            return
        reading = read_answer(row.model_copy(update={"answer": CountType(), "measure": ""}), text)
        if not isinstance(reading, ReadValue | ReadState) and not is_of_other_row(turn, row):
            said = state_of_row(turn.form, row, text)
            reading = said if isinstance(said, ReadState) else reading
        match reading:
            case ReadValue(value=Number(amount=amount), remark=None):
                if part.part == "numerator" or part.numerator is None:
                    ask_denominator(turn, row, part, amount)
                else:
                    close_helper(turn, row, part, part.numerator, amount)
            case ReadState() if is_of_other_row(turn, row):
                take_sentence(turn, turn.typed)
            case ReadState():
                give_answer(turn, row, part.revision, reading, part.back_to)
            case RefusedReading(code="refused.fraction"):  # `33,33`: the whole percentage
                take_text(turn, row, part.revision, text, part.back_to)
            case RefusedReading() | ReadValue() if by_words(turn, text):
                pass  # it is of another row
            case RefusedReading() if not any(map(str.isdigit, text)):
                say_not_understood(turn, self, text)
            case RefusedReading():
                turn.say(reading.code, **describe_place(turn.form, row), **reading.data)
                turn.quiet = True
            case _:
                turn.say("helper.unclear", **describe_place(turn.form, row), read=text)

    def _take_whole(self, turn: Turn, row: Row, text: str) -> bool:
        """`tỷ lệ 100`: words of this row's own label, and the percentage."""
        words, value = read_words_and_value(text)
        named = bool(words) and {*words} <= {*plain_label(row.title).split()}
        if not named or words[:2] != ["ty", "le"]:
            return False
        said = value if value.endswith("%") else f"{value}%"
        take_text(turn, row, self.focus.revision, said, self.focus.back_to)
        return True

    def go_back(self, turn: Turn) -> None:
        if self.focus.part == "denominator":
            turn.look_at(self.focus.model_copy(update={"part": "numerator", "numerator": None}))
        else:
            super().go_back(turn)

    def cancel(self, turn: Turn) -> None:
        row, revision, back_to = self.focus.row, self.focus.revision, self.focus.back_to
        turn.look_at(RowQuestion(row=row, revision=revision, back_to=back_to))

    def keep_last(self, turn: Turn) -> None:
        keep_one(turn, self.focus)


def _take_others(turn: Turn, row: Row, text: str) -> bool:
    """Answers of several rows that are named, or may be in other sections; a state of them all."""
    found = propose_of_named(turn, text)
    if found is not None and found.act is not None:
        found.act()
        return True
    if take_sentence(turn, turn.typed, least=SEVERAL):
        return True
    named = name_several(hear_sentence(turn, turn.typed, least=0))
    likely = {one.key for entry in named for one in may_be_rows(turn.form, entry.said)}
    likely |= {entry.row for entry in named if entry.row is not None}
    far = turn.form.section_of(row.key) not in {turn.form.section_of(key) for key in likely}
    if len(named) < SEVERAL or not far:
        return False
    preview.preview_readings(turn, (BulkAnswers(entries=named),), turn.typed, ())
    return True


def _take_several(turn: Turn, row: Row) -> bool:
    """Answers that run on from this row, in lines, cells or behind semicolons: the first is the
    whole percentage. False for one answer."""
    if not _SEVERAL_SIGNS.search(turn.typed.strip()):
        return False
    behind = turn.form.order[turn.form.asked_at[row.key] + 1 :]
    ahead = islice((key for key in behind if turn.is_open(turn.form.row(key))), AHEAD)
    ways = read_burst(turn.form, turn.report, (row.key, *ahead), turn.typed, listed=False)
    if not any(len(way.entries) > 1 for way in ways):
        return False
    preview.show_preview(turn, ways, turn.typed, ())
    return True
