"""May all these rows, none of them answered, get this state?"""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.values import Answer, AnswerState, Number
from conversations.calendar.dates import print_weekday
from conversations.dialog.answering import ask_row
from conversations.dialog.appointments import say_appointment
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.navigation import return_to_row
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import Confirm
from conversations.protocol.messages import Reply
from conversations.protocol.session import FillRest


class FillRestState(ConsentState[FillRest]):
    verbs = ("ghi", "lưu")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        data = {
            "rows": [view.form.row(key).title for key in self.focus.rows],
            "state": self.focus.state.value,
            "day": print_weekday(self.focus.day) if self.focus.day else "",
        }
        yes = make_button("confirm.none", Confirm(), count=len(self.focus.rows))
        return Reply(code="group.confirm", data=data, buttons=((yes,), (CANCEL,)))

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        """Write the state into every one of the rows that is still open, and go on after them."""
        focus, before = self.focus, turn.report
        keys = turn.open_among(focus.rows)
        for key in keys:
            turn.write(key, _filled(focus.state, turn.report.answer(key)))
        turn.say("group.done", count=len(keys), state=focus.state.value)
        if focus.day is not None:
            turn.remind(keys, focus.day)
            say_appointment(turn, focus.day, len(keys))
        tell_consequences(turn, before)
        broken = newly_raised(turn, before)
        following = turn.next_open(max(focus.rows, key=turn.form.order.index))
        if not stopped_by(turn, broken, following):
            ask_row(turn, following)

    def cancel(self, turn: Turn) -> None:
        return_to_row(turn, self.focus.back_to)


def _filled(state: AnswerState, stored: Answer) -> Answer:
    value = Number(amount=Decimal(0)) if state is AnswerState.VALUE else None
    return stored.model_copy(update={"state": state, "value": value})
