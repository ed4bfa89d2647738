"""A reminder is set for a day off: is a working day beside it meant? It stays as it is until the
officer takes another day."""

from __future__ import annotations

from datetime import date

from conversations.calendar.dates import print_weekday
from conversations.dialog.appointments import say_appointment, set_reminder
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.turn import Turn
from conversations.protocol.events import ButtonTapped, Choose, Event, TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import DayOffReminder, ReminderDay
from conversations.speech.day_off import DayOffWay, read_day_off

WAYS = (*DayOffWay,)


def ask_days_off(turn: Turn) -> None:
    """Ask about the reminders of this step that are set for days off, before all else."""
    if not turn.days_off:
        return
    focus = turn.session.focus
    then = focus.then if isinstance(focus, ReminderDay) else focus
    _show(turn, ReminderDay(asked=turn.days_off, then=then))
    turn.quiet = False


def leave_reminder(turn: Turn, event: Event) -> None:
    """Turn to what stands behind the question, unless the event answers it: the reminder stays
    as it was typed."""
    focus = turn.session.focus
    if isinstance(focus, ReminderDay) and not _answers(turn, focus, event):
        turn.session = turn.session.model_copy(update={"focus": focus.then})


def _answers(turn: Turn, focus: ReminderDay, event: Event) -> bool:
    """Whether the event is for the question; an old button changes nothing, wherever one stands."""
    match event:
        case TextSaid(text=text):
            return ReminderDayState(focus).read(turn, text) is not None
        case ButtonTapped(action=action, turn=number):
            return isinstance(action, Choose) or number != turn.session.turn
    return False


def _show(turn: Turn, focus: ReminderDay) -> None:
    """It is no row, and leaves no trail."""
    turn.session = turn.session.model_copy(update={"focus": focus})


class ReminderDayState(ConsentState[ReminderDay]):
    takes_number = False

    def show_prompt(self, view: View) -> Reply:
        asked = self.focus.asked[0]
        ways = _days_of(asked)
        buttons = tuple(
            (make_button(f"remind.{way.value}", Choose(index=n), day=print_weekday(ways[way])),)
            for n, way in enumerate(WAYS)
            if way in ways
        )
        data = {
            "day": print_weekday(asked.day),
            "holiday": asked.holiday,
            "count": len(asked.rows),
            "taken": print_weekday(asked.sooner or asked.later),
        }
        return Reply(code="remind.day_off", data=data, buttons=buttons)

    def read(self, turn: Turn, text: str) -> DayOffWay | date | None:
        """The day that the text takes."""
        asked = self.focus.asked[0]
        sooner = () if asked.sooner is None else (asked.sooner,)
        return read_day_off(text, turn.now, sooner, (asked.later,))

    def take_text(self, turn: Turn, text: str) -> None:
        match self.read(turn, text):
            case DayOffWay() as way:
                self._settle(turn, _days_of(self.focus.asked[0])[way])
            case date() as day:
                self._settle(turn, day)

    def take_consent(self, turn: Turn, text: str, *, agrees: bool) -> None:
        self.take_text(turn, text)

    def choose(self, turn: Turn, index: int) -> None:
        ways = _days_of(self.focus.asked[0])
        if 0 <= index < len(WAYS) and WAYS[index] in ways:
            self._settle(turn, ways[WAYS[index]])

    def _settle(self, turn: Turn, day: date) -> None:
        """The reminder is for this day, which may be a day off too; on to the next question."""
        asked, *rest = self.focus.asked
        if rest:
            _show(turn, self.focus.model_copy(update={"asked": (*rest,)}))
        else:
            turn.session = turn.session.model_copy(update={"focus": self.focus.then})
        if day == asked.day:
            say_appointment(turn, day, len(asked.rows))
        else:
            set_reminder(turn, asked.rows, day, moved=asked.day)


def _days_of(asked: DayOffReminder) -> dict[DayOffWay, date]:
    days = {DayOffWay.LATER: asked.later, DayOffWay.KEPT: asked.day}
    return days if asked.sooner is None else {DayOffWay.SOONER: asked.sooner, **days}
