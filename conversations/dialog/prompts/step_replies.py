"""What a step says in the end: what was said in it, and the prompt of the state that it came to."""

from __future__ import annotations

from dataclasses import replace

from conversations.dialog.states.base import View
from conversations.dialog.states.lookup import show_prompt
from conversations.dialog.turn import Spoken, Turn
from conversations.forms.examples import name_examples
from conversations.forms.model import Form
from conversations.protocol.check_states import FailedCheck, ReasonConfirmation
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import (
    HelperQuestion,
    ListInput,
    NoteInput,
    RowQuestion,
    ValueChoice,
)
from conversations.protocol.session import AllWords, DialogState, Pause, Session, Start
from conversations.reports.model import AnswerChange, Report

TELL_EXAMPLES = frozenset(  # the words that say, by an example, what to type of a form
    {
        *("help", "jump.how", "missing", "note.nowhere", "note.whose", "question.hand_over"),
        *("sections", "summary"),
    }
)


def with_examples(form: Form, said: Spoken) -> Spoken:
    """With what may be typed in this form, for the words that tell it."""
    if not isinstance(said, Reply) or said.code not in TELL_EXAMPLES:
        return said
    return replace(said, data={**said.data, "eg": name_examples(form)})


def list_replies(turn: Turn, after: Session, before: Session) -> tuple[Spoken, ...]:
    """What was said, and then the prompt, unless the last reply has buttons of its own; after a
    quiet step only the buttons of the prompt. A list that the officer has seen is not shown as
    a whole again, unless they ask for it or come back."""
    last = turn.replies[-1] if turn.replies else None
    if isinstance(last, Reply) and last.buttons:
        return tuple(turn.replies)
    again = _has_seen(after.focus, before) and not turn.whole
    view = View(
        turn.form,
        turn.report,
        brief=turn.room.scarce,
        again=again,
        before=_asked_before(before),
        practised=bool(before.listed),
        elsewhere=again and _is_elsewhere(turn, after.focus, before.focus),
    )
    prompt = show_prompt(view, after.focus)
    if turn.beside:
        prompt = replace(prompt, buttons=(*turn.beside, *prompt.buttons))
    said = [at for at, one in enumerate(turn.replies) if isinstance(one, Reply)]
    if turn.quiet and said:
        return _with_buttons(turn, said[-1], prompt)
    return (*turn.replies, prompt)


def name_report(report: Report) -> tuple[Reply, ...]:
    """Which report a message is about, for whoever has several open."""
    return (Reply(code="report.named", data={"name": report.named}),) if report.named else ()


def _asked_before(before: Session) -> str | None:
    """The row that the officer was asked last, if that was just now."""
    match before.focus:
        case RowQuestion(row=row) | HelperQuestion(row=row) | ValueChoice(row=row):
            return row
        case FailedCheck() | ReasonConfirmation() | NoteInput():
            return before.trail[-1] if before.trail else None
        case _:
            return None


def _has_seen(focus: DialogState, before: Session) -> bool:
    """Whether the list that is shown now stood before the officer already."""
    if isinstance(focus, AllWords):
        return focus == before.focus
    if not isinstance(focus, ListInput) or isinstance(before.focus, Start | Pause):
        return False
    earlier = before.focus.rows if isinstance(before.focus, ListInput | Preview) else ()
    return focus.rows in (before.listed, earlier)


def _is_elsewhere(turn: Turn, focus: DialogState, before: DialogState) -> bool:
    """Whether only rows of elsewhere were answered, beside a list that stands as it stood."""
    if not isinstance(focus, ListInput) or not isinstance(before, ListInput | Preview):
        return False
    keys = {one.key for one in turn.changes if isinstance(one, AnswerChange)}
    return bool(keys) and focus.rows == before.rows and keys.isdisjoint(focus.rows)


def _with_buttons(turn: Turn, at: int, prompt: Reply) -> tuple[Spoken, ...]:
    """The replies, and under the words in this place the buttons of the prompt. A reply to words
    that tell of one answer alone is for its row."""
    words = turn.replies[at]
    assert isinstance(words, Reply)  # noqa: S101 - looked for
    written = {change.key for change in turn.changes if isinstance(change, AnswerChange)}
    given = tuple(key for key in written if turn.form.row(key).computed is None)
    rows = words.rows or (given if len(given) == 1 else prompt.rows)
    under = replace(words, buttons=prompt.buttons, rows=rows)
    return (*turn.replies[:at], under, *turn.replies[at + 1 :])
