"""Which answer of the row stands: a text had several readings, or two people wrote the row."""

from __future__ import annotations

from conversations.answers.values import Number
from conversations.commands.report import Command, RunCommand
from conversations.dialog.outline import describe_place
from conversations.dialog.prompts.keyboard import CANCEL, give_button, make_button
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.row_answers import ask_alone, give_answer, go_on, take_text
from conversations.dialog.states.base import State, View
from conversations.dialog.states.row_question import take_answers
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import ReadValue, as_answer
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import EditConflict, ValueChoice
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.speech.acts import Awaited, Correction


class ValueChoiceState(State[ValueChoice]):
    def show_prompt(self, view: View) -> Reply:
        focus, row = self.focus, view.form.row(self.focus.row)
        printed = [(reading, print_answer(row, as_answer(reading))) for reading in focus.readings]
        lines = tuple(
            (give_button(row, focus.revision, "reading", reading, text=text),)
            for reading, text in printed
        )
        values = {"values": [text for _, text in printed]}
        data = describe_place(view.form, row) | values | focus.data
        return Reply(code=focus.code, data=data, buttons=(*lines, (CANCEL,)))

    def awaited(self, form: Form) -> Awaited:
        """A yes, where one number is offered; else which reading."""
        only = self.focus.readings[0] if len(self.focus.readings) == 1 else None
        is_number = isinstance(only, ReadValue) and isinstance(only.value, Number)
        return Awaited.CONSENT if is_number else Awaited.CHOICE

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        if not take_answers(turn, self.focus, text):
            say_not_understood(turn, self, text)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        """`đúng rồi`: the only number that is offered."""
        row, reading = turn.form.row(self.focus.row), self.focus.readings[0]
        turn.decided = True
        give_answer(turn, row, self.focus.revision, reading, self.focus.back_to)

    def correct(self, turn: Turn, correction: Correction) -> bool:
        """`nhầm, 2 thôi`: what was not written yet is another value; no earlier row is meant."""
        if correction.place or not correction.value:
            return False
        turn.decided = True
        row = turn.form.row(self.focus.row)
        take_text(turn, row, self.focus.revision, correction.value, self.focus.back_to)
        return True

    def cancel(self, turn: Turn) -> None:
        ask_alone(turn, self.focus.row, self.focus.back_to)


class EditConflictState(State[EditConflict]):
    def show_prompt(self, view: View) -> Reply:
        row, theirs = view.form.row(self.focus.row), view.report.answer(self.focus.row)
        data = describe_place(view.form, row) | {
            "theirs": print_answer(row, theirs),
            "author": theirs.author or "",
            "mine": print_answer(row, as_answer(self.focus.mine)),
        }
        revision, text = theirs.revision, data["mine"]
        mine = give_button(row, revision, "conflict.mine", self.focus.mine, text=text)
        cancel = RunCommand(command=Command.CANCEL)
        other = make_button("conflict.theirs", cancel, text=data["theirs"])
        return Reply(code="conflict", data=data, buttons=((mine,), (other,)))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.CHOICE

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return (self.focus.row,)

    def take_text(self, turn: Turn, text: str) -> None:
        turn.say("conflict.unclear", read=text)

    def cancel(self, turn: Turn) -> None:
        go_on(turn, self.focus.row, self.focus.back_to)
