"""Where one member is in the conversation: small, disposable, one JSON value."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from operator import not_
from typing import Annotated, Any, Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.protocol.check_states import CheckExplanations, FailedCheck, ReasonConfirmation
from conversations.protocol.events import FileSent
from conversations.protocol.preview_states import (
    FileImport,
    Preview,
    ReadingChoice,
    RowChoice,
    UnsavedWork,
)
from conversations.protocol.row_states import (
    EditConflict,
    FillRest,
    HelperQuestion,
    ListInput,
    NoteInput,
    RowQuestion,
    UndoOffer,
    ValueChoice,
    WrittenAnswer,
)

MAX_TRAIL = 20


class AskingMode(StrEnum):
    """How a member likes to be asked: row by row, or by list."""

    ROW = "row"
    GROUP = "group"
    SECTION = "section"


class Summary(Frozen):
    """The end of the form, or the officer asked for the whole; a section when one is named."""

    at: Literal["summary"] = "summary"
    section: str | None = None


class AllWords(Frozen):
    """All questions of the report in words stand before the officer, under numbers."""

    at: Literal["words"] = "words"


class SubmitConfirmation(Frozen):
    """Everything is checked; the officer's consent is awaited."""

    at: Literal["submitting"] = "submitting"


class RecallConfirmation(Frozen):
    """The officer asked to take back what was handed in; their consent is awaited."""

    at: Literal["recalling"] = "recalling"


class Pause(Frozen):
    """The officer left; anything brings them back to `back_to`."""

    at: Literal["paused"] = "paused"
    back_to: str | None = None


class Start(Frozen):
    """Nothing was said yet."""

    at: Literal["start"] = "start"


_Lasting = (
    Start
    | RowQuestion
    | HelperQuestion
    | ValueChoice
    | EditConflict
    | NoteInput
    | FailedCheck
    | ReasonConfirmation
    | CheckExplanations
    | ListInput
    | UndoOffer
    | ReadingChoice
    | Preview
    | FileImport
    | FillRest
    | RowChoice
    | UnsavedWork
    | Summary
    | AllWords
    | SubmitConfirmation
    | RecallConfirmation
    | Pause
)


class DayOffReminder(Frozen):
    """Rows that the officer is reminded of on this day, a day off (a `holiday`, or a weekend), and
    the working days beside it; `sooner` only if it is to come."""

    rows: tuple[str, ...]
    day: date
    holiday: bool
    sooner: date | None
    later: date


class ReminderDay(Frozen):
    """These reminders are set for days off: is another day meant? The first is before the officer.
    Whatever is no answer to that is for `then`, which stands open behind it."""

    at: Literal["reminding"] = "reminding"
    asked: tuple[DayOffReminder, ...]
    then: Annotated[_Lasting, Field(discriminator="at")]

    @property
    def back_to(self) -> str | None:
        """The row to return to."""
        return getattr(self.then, "row", None) or getattr(self.then, "back_to", None)


DialogState = Annotated[_Lasting | ReminderDay, Field(discriminator="at")]


class Session(Frozen):
    """`turn` counts the steps: a button knows the turn it was offered at. `trail` holds the
    rows asked before, newest last; `repeat` is the last tap carried out, as JSON, or a word for
    what could not be read, so that a second one right behind it is recognised. `offered` are the
    sections whose rows were offered to be kept as they were. `listed` are the rows of the list in
    hand, whose numbers stay until it is done, and `left_list` those of the one before it. `written`
    is what the officer answered last, `explained` the check they last gave a reason for,
    `explained_with` the others that had one in the same message: all can be taken back. `waiting`
    are files that came while another one stood open; `then` is where to go when what is asked
    about now is settled; `suggested` the command that the message just sent asks about."""

    focus: DialogState = Start()
    turn: int = 0
    trail: tuple[str, ...] = ()
    repeat: str | None = None
    mode: AskingMode = AskingMode.ROW
    offered: tuple[str, ...] = ()
    listed: tuple[str, ...] = Field(default=(), exclude_if=not_)
    left_list: tuple[str, ...] = Field(default=(), exclude_if=not_)
    written: tuple[WrittenAnswer, ...] = ()
    explained: str | None = None
    explained_with: tuple[str, ...] = Field(default=(), exclude_if=not_)
    waiting: tuple[FileSent, ...] = Field(default=(), exclude_if=not_)
    then: str = Field(default="", exclude_if=not_)
    suggested: str = Field(default="", exclude_if=not_)
    speed: Any = Field(default=None, exclude=True, repr=False)  # of earlier versions: forgotten


def asked_row(focus: DialogState) -> str | None:
    """The row that is asked, the first of a list; None when it is something else."""
    match focus:
        case RowQuestion(row=row):
            return row
        case ListInput(rows=rows):
            return rows[0]
        case _:
            return None
