"""What becomes of a tap on a button."""

from __future__ import annotations

from conversations.commands.report import RunCommand
from conversations.commands.spec import Mark
from conversations.dialog import navigation, submission
from conversations.dialog.commands import run_command
from conversations.dialog.outline import describe_place
from conversations.dialog.previews.single_answer import take_back
from conversations.dialog.readers.next_place import go_afterwards
from conversations.dialog.row_answers import give_answer
from conversations.dialog.states.lookup import current_state
from conversations.dialog.turn import Turn
from conversations.protocol import events
from conversations.protocol.check_states import CheckExplanations, FailedCheck, ReasonConfirmation

UNSUPPORTED = "unsupported"  # remembered of a photo, so that of the next one less is said


def trace_event(event: events.Event) -> str | None:
    """What is remembered of an event, so that a repeated one is known."""
    match event:
        case events.ButtonTapped(action=action):
            return action.model_dump_json()
        case events.UnsupportedContent():
            return UNSUPPORTED
        case _:
            return None


def take_tap(turn: Turn, event: events.ButtonTapped) -> None:
    """Do what the button asks for, once; one of an earlier message changes nothing."""
    session = turn.session
    if event.turn == session.turn:
        _act(turn, event.action)
    elif event.turn == session.turn - 1 and trace_event(event) == session.repeat:
        turn.silent = True
    else:
        _old(turn, event.action)


def _act(turn: Turn, action: events.Action) -> None:
    state = current_state(turn)
    match action:
        case RunCommand():
            run_command(turn, action)
        case _ if not turn.report.editable and not state.acts_while_locked:
            submission.say_locked(turn)
        case events.GiveAnswer():
            row = turn.form.row(action.row)
            back_to = getattr(turn.session.focus, "back_to", None)
            give_answer(turn, row, action.revision, action.reading, back_to)
        case events.OpenRow():
            navigation.open_row(turn, action.row)
        case events.Confirm(stay=stay, then=then):
            state.confirm(turn, stay=stay)
            if then:
                go_afterwards(turn, then)
        case events.ConfirmLines(lines=lines):
            state.confirm_lines(turn, lines)
        case events.TakeBack():
            take_back(turn, action)
        case events.Choose(index=index):
            state.choose(turn, index)
        case events.ChooseRow(line=line, row=key):
            state.place_line(turn, line, key)
        case events.ChooseReading(line=line, reading=reading):
            state.fill_line(turn, line, reading)
        case events.ListRows(heading=heading):
            navigation.show_list(turn, heading)
        case events.TickPoint(check=check):
            state.tick(turn, check)
        case events.PostponeCheck() if isinstance(
            turn.session.focus, FailedCheck | ReasonConfirmation | CheckExplanations
        ):
            state.skip(turn)


def _old(turn: Turn, action: events.Action) -> None:
    """A button of an earlier message: it opens its row, and changes nothing by itself."""
    match action:
        case RunCommand(command=command) if Mark.HARMLESS in command.spec.marks:
            run_command(turn, action)
        case events.ListRows(heading=heading) if turn.report.editable:
            navigation.show_list(turn, heading)
        case events.OpenRow() if turn.report.editable:
            navigation.open_row(turn, action.row)  # it changes nothing, however old it is
        case events.TickPoint(check=check) if _stands_in_list(turn, check):
            current_state(turn).tick(turn, check)  # the numbers of the list are still the same
        case events.GiveAnswer() if turn.report.editable:
            turn.say("old.button", **describe_place(turn.form, turn.form.row(action.row)))
            navigation.open_row(turn, action.row)
        case _:
            turn.say("old.nothing")


def _stands_in_list(turn: Turn, check: str) -> bool:
    focus = turn.session.focus
    return isinstance(focus, CheckExplanations) and check in focus.checks and turn.report.editable
