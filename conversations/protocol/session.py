"""Where one member is in the conversation: small, disposable, one JSON value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import not_
from typing import Annotated, Any, Literal

from pydantic import Field

from conversations.answers.values import Answer, AnswerState
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.calendar.periods import Period
from conversations.commands.report import RunCommand
from conversations.frozen import Frozen
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.events import (
    ButtonTapped,
    Event,
    FileSent,
    GiveAnswer,
    ListRows,
    OpenRow,
    TextEdited,
    TextSaid,
)
from conversations.reports.previous import FiledAppendix

MAX_TRAIL = 20


class AskingMode(StrEnum):
    """How a member likes to be asked: row by row, or by list."""

    ROW = "row"
    GROUP = "group"
    SECTION = "section"


class RowQuestion(Frozen):
    """The row's question stands open. `back_to` is the row to return to after a detour."""

    at: Literal["asking"] = "asking"
    row: str
    revision: int
    back_to: str | None = None


class HelperQuestion(Frozen):
    """One of the two helper questions of a percentage stands open."""

    at: Literal["helper"] = "helper"
    row: str
    revision: int
    part: Literal["numerator", "denominator"]
    numerator: Decimal | None = None
    back_to: str | None = None


class ValueChoice(Frozen):
    """The officer's text had several readings; one must be picked."""

    at: Literal["picking"] = "picking"
    row: str
    revision: int
    code: str
    data: dict[str, Any]
    readings: tuple[ReadValue | ReadState, ...]
    back_to: str | None = None


class EditConflict(Frozen):
    """Somebody else wrote the row meanwhile; whose answer stands must be picked."""

    at: Literal["conflicting"] = "conflicting"
    row: str
    mine: ReadValue | ReadState = Field(discriminator="outcome")
    back_to: str | None = None


class NoteInput(Frozen):
    """The next text is the note of this row or heading; afterwards `back_to` is asked."""

    at: Literal["noting"] = "noting"
    row: str
    back_to: str | None = None


class CheckExplanations(Frozen):
    """These checks, which do not hold, stand before the officer under numbers, which stay until
    the list is done: why may each be kept? `rest` are asked afterwards, when there were too many
    for one message. `ticked` are the numbers that the next reason is for; `said` is a reason that
    waits for its numbers. Afterwards `back_to`, or `submitting`."""

    at: Literal["explaining"] = "explaining"
    checks: tuple[str, ...]
    rest: tuple[str, ...] = ()
    back_to: str | None = Field(default=None, exclude_if=not_)
    submitting: bool = True
    ticked: tuple[int, ...] = Field(default=(), exclude_if=not_)
    said: str = Field(default="", exclude_if=not_)


class FailedCheck(Frozen):
    """These checks do not hold; the first is before the officer. Afterwards `back_to`, or the list
    of several that it was opened from."""

    at: Literal["raised"] = "raised"
    checks: tuple[str, ...]
    back_to: str | None = None
    submitting: bool = False
    listed: CheckExplanations | None = Field(default=None, exclude_if=not_)


class ListInput(Frozen):
    """These rows stand before the officer as a numbered list, to be answered at one go."""

    at: Literal["listing"] = "listing"
    rows: tuple[str, ...]


class WrittenAnswer(Frozen):
    """A row that the officer answered, and what stood there before."""

    row: str
    before: Answer


class UndoOffer(Frozen):
    """The officer went back from a list that they have just answered: these rows of it, `rows`,
    were written. Shall it be undone, or one of them be another?"""

    at: Literal["undoing"] = "undoing"
    rows: tuple[str, ...]
    written: tuple[WrittenAnswer, ...]
    back_to: str | None = None


class PreviewLine(Frozen):
    """One line of a preview, with the number the officer calls it by; `revision` is the row's
    when it was read. `proposed` are the rows that a line without one may belong to, the likeliest
    first."""

    number: int
    entry: BulkEntry
    revision: int
    proposed: tuple[str, ...] = Field(default=(), exclude_if=not_)


class PreviewSource(StrEnum):
    """Where a preview's answers come from."""

    BURST = "burst"  # typed or pasted
    KEEP = "keep"  # the last period's
    FILE = "file"  # a file of this very period


class Preview(Frozen):
    """These answers would be stored; nothing is, before the officer says so. `rows` is the list
    they were given for, whose numbers the lines keep. `asked` is the number of the line whose
    value the officer was just asked for; `newest` are the lines that came last; `wanted` are rows
    without a line that are shown below them, with their numbers: they need a new number.
    `submitting`: afterwards the report is to be submitted; `done`: afterwards the list is left as
    it is."""

    at: Literal["previewing"] = "previewing"
    source: PreviewSource = PreviewSource.BURST
    lines: tuple[PreviewLine, ...]
    notes: dict[str, str] = Field(default_factory=dict)  # that came by themselves, by key
    rows: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    back_to: str | None = None
    filed: FiledAppendix | None = Field(default=None, exclude_if=not_)  # that they were read from
    asked: int = Field(default=0, exclude_if=not_)
    newest: tuple[int, ...] = Field(default=(), exclude_if=not_)
    wanted: dict[str, int] = Field(default_factory=dict, exclude_if=not_)
    submitting: bool = Field(default=False, exclude_if=not_)
    done: bool = Field(default=False, exclude_if=not_)

    @property
    def still_wanted(self) -> dict[str, int]:
        """Those that have no line yet."""
        given = {line.entry.row for line in self.lines}
        return {key: number for key, number in self.wanted.items() if key not in given}


class ReadingChoice(Frozen):
    """The officer's list of answers can be read in several ways; one must be picked. It is added
    to the preview that is `held`, if one was not stored yet. `waiting` are further answers that
    came meanwhile: they are read when it is picked."""

    at: Literal["splitting"] = "splitting"
    said: str
    bursts: tuple[BulkAnswers, ...]
    rows: tuple[str, ...] = ()
    notes: dict[str, str] = Field(default_factory=dict)
    back_to: str | None = None
    held: Preview | None = Field(default=None, exclude_if=not_)
    waiting: tuple[str, ...] = Field(default=(), exclude_if=not_)


class FileImport(Frozen):
    """The officer sent an earlier appendix: may it be the unit's report of that period?"""

    at: Literal["importing"] = "importing"
    filed: FiledAppendix
    period: Period
    back_to: str | None = None


class FillRest(Frozen):
    """May all these rows, none of them answered, get this state, or the number 0 (`VALUE`)?
    `day` is when to remind of what is pending. `either`: the words may mean each of these states,
    the likeliest first; one must be picked."""

    at: Literal["settling"] = "settling"
    rows: tuple[str, ...]
    state: AnswerState
    day: date | None = None
    either: tuple[AnswerState, ...] = Field(default=(), exclude_if=not_)
    back_to: str | None = None


class RowChoice(Frozen):
    """Several rows match the officer's words; `value` is the answer that came with them.
    `searched`: they stood where an answer was awaited, and are no part of a label. With `line`,
    the row that is picked is that of the line in the preview that is `held`."""

    at: Literal["choosing"] = "choosing"
    words: str
    rows: tuple[str, ...]
    value: str = ""
    back_to: str | None = None
    searched: bool = Field(default=False, exclude_if=not_)
    held: Preview | FileImport | None = Field(default=None, exclude_if=not_)
    line: int = Field(default=0, exclude_if=not_)
    waiting: tuple[str, ...] = Field(default=(), exclude_if=not_)


class UnsavedWork(Frozen):
    """The officer turned to something else while what is `held` was not stored: shall it be stored
    first, or given up? Then what they did is done: they `said`, `tapped` or `edited` this, so
    `replied` to an earlier message, or sent a `file`. `submitting`: it was to submit."""

    at: Literal["leaving"] = "leaving"
    held: Annotated[
        Preview
        | FileImport
        | ReadingChoice
        | RowChoice
        | ValueChoice
        | EditConflict
        | HelperQuestion,
        Field(discriminator="at"),
    ]
    said: str = ""
    tapped: Annotated[
        RunCommand | OpenRow | ListRows | GiveAnswer | None, Field(discriminator="do")
    ] = None
    edited: TextEdited | None = None
    replied: TextSaid | None = Field(default=None, exclude_if=not_)
    file: FileSent | None = None
    submitting: bool = False

    @property
    def back_to(self) -> str | None:
        """The row to return to."""
        return self.held.back_to

    def wanted(self, turn: int) -> Event:
        """What the officer did, as an event of this turn."""
        if self.tapped is not None:
            return ButtonTapped(action=self.tapped, turn=turn)
        return self.file or self.edited or self.replied or TextSaid(text=self.said)


class ReasonConfirmation(Frozen):
    """What the officer typed while a check stood before them may be the reason to keep it, or
    something else; `asked` is what stood there."""

    at: Literal["reasoning"] = "reasoning"
    said: str
    asked: FailedCheck


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
    about now is settled."""

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
    speed: Any = Field(default=None, exclude=True, repr=False)  # of earlier versions: forgotten
