"""May all these rows, none of them answered, get this state?"""

from __future__ import annotations

from decimal import Decimal

from conversations.answers.values import Answer, AnswerState, Number
from conversations.bulk.parser import read_rows_of_list
from conversations.bulk.said_states import read_rest, read_said_state
from conversations.calendar.dates import print_weekday
from conversations.dialog import fill_rest
from conversations.dialog.appointments import set_reminder
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.navigation import return_to_row
from conversations.dialog.outline import tell_apart
from conversations.dialog.prompts.keyboard import CANCEL, make_button
from conversations.dialog.readers.agreed_first import agree_first
from conversations.dialog.readers.whole_parts import propose_whole
from conversations.dialog.row_answers import ask_row
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.tally import find_blank
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState
from conversations.protocol.events import Choose, Confirm, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.row_states import FillRest
from conversations.speech.consent import read_consent
from conversations.tables.printed_rows import gather_cells, name_cells
from conversations.text.normalize import short_number

MOST_NAMED = 6  # rows that are named one by one, of a table printed ones


class FillRestState(ConsentState[FillRest]):
    verbs = ("ghi", "lưu")
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        focus = self.focus
        labels = tell_apart(view.form, focus.rows)
        gathered = gather_cells(view.form, focus.rows)
        named = gathered[:MOST_NAMED]
        data = {
            "rows": [
                labels[keys[0]] if len(keys) == 1 else name_cells(view.form, keys) for keys in named
            ],
            "count": len(focus.rows),
            "more": len(focus.rows) - sum(map(len, named)),
            "state": focus.state.value,
            "day": print_weekday(focus.day) if focus.day else "",
            "either": [state.value for state in focus.either],
        }
        blank = find_blank(view.form, view.report)
        left = sum(view.form.row(key).computed is None for key in blank)
        data["left"] = left if left > len(focus.rows) else 0
        yes = make_button("confirm.none", Confirm(), count=len(focus.rows))
        ways = tuple(
            make_button(f"settle.{state.value}", Choose(index=n))
            for n, state in enumerate(focus.either)
        )
        return Reply(code="group.confirm", data=data, buttons=(ways or (yes,), (CANCEL,)))

    def take_text(self, turn: Turn, text: str) -> None:
        """Which state, where two may be meant; of all that is empty in the report, as the question
        offers; else yes or no."""
        said, rest = read_said_state(text), read_rest(text)
        number = short_number(text) or 0
        if isinstance(said, ReadState) and said.state in self.focus.either:
            self._fill(turn, said.state)
        elif 1 <= number <= len(self.focus.either):
            self.choose(turn, number - 1)
        elif rest is not None and rest.whole and rest.states:
            fill_rest.take_rest(turn, turn.open_among(turn.form.order), rest)
        else:
            super().take_text(turn, text)

    def take_other(self, turn: Turn, text: str) -> None:
        """Answers that are typed instead are for what stood open: a later `đúng rồi` is for them,
        and not for all these rows."""
        if (whole := propose_whole(turn, text)) is not None and whole.act is not None:
            turn.say("group.left", count=len(self.focus.rows), state=self.focus.state.value)
            return_to_row(turn, self.focus.back_to)
            whole.act()
            return
        listed = turn.session.listed
        rows = read_rows_of_list(turn.form, turn.report, listed, turn.typed) if listed else ()
        if not rows and not hear_sentence(turn, text, listed):
            super().take_other(turn, text)
            return
        turn.say("group.left", count=len(self.focus.rows), state=self.focus.state.value)
        return_to_row(turn, self.focus.back_to)
        turn.wanted = TextSaid(text=turn.typed)

    def agrees_first(self, turn: Turn) -> bool:
        def agrees(said: str) -> bool:
            return read_consent(said, self.verbs) is True

        return not self.focus.either and agree_first(turn, agrees, self.focus.rows)

    def choose(self, turn: Turn, index: int) -> None:
        if 0 <= index < len(self.focus.either):
            self._fill(turn, self.focus.either[index])

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        if self.focus.either:
            turn.say("group.which", either=[state.value for state in self.focus.either])
            turn.quiet = True
        else:
            self._fill(turn, self.focus.state)

    def _fill(self, turn: Turn, state: AnswerState) -> None:
        """Write the state into every one of the rows that is still open, and go on after them."""
        focus, before = self.focus, turn.report
        keys = turn.open_among(focus.rows)
        for key in keys:
            turn.write(key, _filled(state, turn.report.answer(key)))
        turn.say("group.done", count=len(keys), state=state.value)
        if focus.day is not None and state is AnswerState.PENDING:
            set_reminder(turn, keys, focus.day)
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
