"""Before the first word, and after the officer left."""

from __future__ import annotations

from conversations.commands.report import Command, RunCommand
from conversations.dialog.overview import describe_report
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.dialog.row_answers import ask_row, greet_officer
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.protocol.messages import Reply
from conversations.protocol.session import Pause, Start


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
        greet_officer(turn)

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
