"""What was typed and is not stored yet is not left behind in silence: a step that would leave it
is undone, and asked about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import as_answer
from conversations.protocol import events
from conversations.protocol.check_states import CheckExplanations, FailedCheck
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import (
    FileImport,
    Preview,
    PreviewSource,
    ReadingChoice,
    RowChoice,
    UnsavedWork,
)
from conversations.protocol.row_states import EditConflict, HelperQuestion, ValueChoice
from conversations.protocol.session import DialogState, Pause, SubmitConfirmation
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.text.normalize import shorten_text

Held = (
    Preview | FileImport | ReadingChoice | RowChoice | ValueChoice | EditConflict | HelperQuestion
)
CarryOut = Callable[[Turn, events.Event], None]


def keep_unsaved(turn: Turn, event: events.Event, carry_out: CarryOut) -> None:
    """Carry the event out. When it would leave something behind that was typed and not stored, it
    is not carried out but asked about first; a single answer is only named, but before the
    report is submitted."""
    focus, mark, before = turn.session.focus, turn.mark(), turn.report
    held = find_unsaved(focus)
    carry_out(turn, event)
    if held is None or turn.decided or turn.silent or not before.editable:
        return
    after = turn.session.focus
    if not _is_left(held, after, before, turn.report):
        return
    submitting = _submits(after)
    if not submitting and not isinstance(held, Preview | FileImport):
        turn.replies.insert(
            0, Reply(code="left.unsaved", data={"read": describe_held(turn.form, held)})
        )
        return
    turn.return_to(mark)
    if isinstance(focus, ReadingChoice) and focus is not held:  # beside the preview that is held
        turn.say("left.unsaved", read=shorten_text(focus.said))
    if isinstance(after, Pause):
        turn.say("left.paused", **count_held(held))
        turn.quiet = True
    else:
        turn.look_at(_ask(held, event, submitting=submitting))


def find_unsaved(focus: DialogState) -> Held | None:
    """What stands before the officer that they typed or sent, and that is not stored."""
    match focus:
        case UnsavedWork(held=held):
            return held
        case Preview(source=PreviewSource.KEEP, lines=lines):
            return focus if any(line.entry.said for line in lines) else None
        case RowChoice(held=held) if held is not None:
            return held
        case ReadingChoice(held=held) if held is not None:
            return held
        case RowChoice(value=value):
            return focus if value else None
        case HelperQuestion(numerator=numerator):
            return focus if numerator is not None else None
        case Preview() | FileImport() | ReadingChoice() | ValueChoice() | EditConflict():
            return focus
        case _:
            return None


def _is_left(held: Held, after: DialogState, before: Report, now: Report) -> bool:
    """Whether what is held stands nowhere any more, and was not written either."""
    if find_unsaved(after) == held:
        return False
    row = getattr(held, "row", None)
    if row is None or isinstance(held, Preview | FileImport):
        return True
    same = getattr(after, "row", None) == row
    return not same and now.answer(row).revision == before.answer(row).revision


def _submits(focus: DialogState) -> bool:
    if isinstance(focus, FailedCheck | CheckExplanations):
        return focus.submitting
    return isinstance(focus, SubmitConfirmation)


def _ask(held: Held, event: events.Event, *, submitting: bool) -> UnsavedWork:
    """The question, with what the officer did, to be done afterwards."""
    asked = UnsavedWork(held=held, submitting=submitting)
    match event:
        case events.TextSaid(quotes=quotes) if quotes is not None:
            return asked.model_copy(update={"replied": event})
        case events.TextSaid(text=text):
            return asked.model_copy(update={"said": text})
        case events.ButtonTapped(action=events.GiveAnswer(row=row)):
            return asked.model_copy(update={"tapped": events.OpenRow(row=row)})
        case events.ButtonTapped(action=action):
            return asked.model_copy(update={"tapped": action})
        case events.TextEdited():
            return asked.model_copy(update={"edited": event})
        case events.FileSent():
            return asked.model_copy(update={"file": event})
    return asked


def count_held(held: Held) -> dict[str, Any]:
    """How many lines a preview holds; 0 for anything else."""
    return {"count": len(held.lines) + len(held.notes) if isinstance(held, Preview) else 0}


def describe_held(form: Form, held: Held) -> str:
    """What is held, in a few words."""
    match held:
        case ReadingChoice(said=said):
            return shorten_text(said)
        case RowChoice(words=words, value=value):
            return shorten_text(f"{words} {value}")
        case ValueChoice(data=data):
            return shorten_text(str(data.get("read", "")))
        case EditConflict(row=row, mine=mine):
            return print_answer(form.row(row), as_answer(mine))
        case HelperQuestion(numerator=numerator):
            return str(numerator)
        case Preview() | FileImport():
            return ""
