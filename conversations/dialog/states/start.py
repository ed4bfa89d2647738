"""Nothing was said yet."""

from __future__ import annotations

from conversations.commands.report import Command, RunCommand
from conversations.dialog.answering import greet_officer
from conversations.dialog.overview import describe_report
from conversations.dialog.prompts.keyboard import command_button, make_button
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.protocol.messages import Reply
from conversations.protocol.session import Start


class StartState(State[Start]):
    takes_number = False

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
