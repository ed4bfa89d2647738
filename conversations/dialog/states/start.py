"""Before the first word, and after the officer left."""

from __future__ import annotations

from conversations.bulk.parser import read_placed
from conversations.commands.report import Command, RunCommand
from conversations.dialog.overview import describe_report
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.dialog.row_answers import ask_row, greet_officer
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import Pause, Start
from conversations.text.normalize import shorten_text


class StartState(State[Start]):
    takes_number = False
    hears_acts = False

    def show_prompt(self, view: View) -> Reply:
        buttons = (
            (make_button("begin", RunCommand(command=Command.RESUME)),),
            (command_button(Command.SECTIONS),),
        )
        return Reply(code="ready", data=describe_report(view.form, view.report), buttons=buttons)

    def take_text(self, turn: Turn, text: str) -> None:
        """What names its rows is read once the first question is asked; figures that name none are
        said to be unread: nobody has seen yet what they would answer."""
        told = turn.report.editable and any(map(str.isdigit, text))
        placed = told and (
            read_placed(turn.form, turn.report, turn.typed) or hear_sentence(turn, turn.typed)
        )
        if told and not placed:
            turn.say("start.unread", read=shorten_text(text))
        greet_officer(turn)
        if placed:
            turn.wanted = TextSaid(text=turn.typed)

    def welcome(self, turn: Turn) -> None:
        greet_officer(turn)

    def resume(self, turn: Turn) -> None:
        greet_officer(turn)


class PauseState(State[Pause]):
    takes_number = False
    hears_acts = False

    def show_prompt(self, view: View) -> Reply:
        return Reply(code="paused", data={}, buttons=((command_button(Command.RESUME),),))

    def take_text(self, turn: Turn, text: str) -> None:
        turn.say("paused.unread", read=text)
        self.resume(turn)

    def welcome(self, turn: Turn) -> None:
        super().welcome(turn)
        self.resume(turn)

    def resume(self, turn: Turn) -> None:
        ask_row(turn, self.focus.back_to or turn.next_open(None))
