"""What an officer can do to the conversation, free of any channel."""

from __future__ import annotations

from operator import not_
from typing import Annotated, Any, Literal

from pydantic import Field

from conversations.answers.values import Answer
from conversations.commands.report import RunCommand
from conversations.frozen import Frozen
from conversations.parsing.result import ReadState, ReadValue
from conversations.reports.file_comparison import FileComparison
from conversations.reports.previous import FiledAppendix
from conversations.workflow.requests import Request


class GiveAnswer(Frozen):
    """Answer this row so, if it is still at this revision."""

    do: Literal["give"] = "give"
    row: str
    revision: int
    reading: ReadValue | ReadState = Field(discriminator="outcome")


class OpenRow(Frozen):
    """Show this row for answer or change."""

    do: Literal["open"] = "open"
    row: str


class Confirm(Frozen):
    """Go on with what the bot has just asked about; `stay` with the list it belongs to. `then` is
    a command to be done when nothing of it is left to be asked: `nộp`."""

    do: Literal["confirm"] = "confirm"
    stay: bool = False
    then: str = Field(default="", exclude_if=not_)


class ConfirmLines(Frozen):
    """Store these lines of the preview alone; the others still stand."""

    do: Literal["confirm_lines"] = "confirm_lines"
    lines: tuple[int, ...]


class ChooseRow(Frozen):
    """The line of this number, which names no row for sure, belongs to this row; to another one
    than was proposed when it is empty, to none when it is None."""

    do: Literal["place"] = "place"
    line: int
    row: str | None


class TakeBack(Frozen):
    """Put this answer of the row back, if nothing was written since."""

    do: Literal["take_back"] = "take_back"
    row: str
    revision: int
    before: Answer


class PostponeCheck(Frozen):
    """Leave a raised check for later."""

    do: Literal["keep"] = "keep"
    check: str


class TickPoint(Frozen):
    """The next reason is for this check of the list too; or no longer."""

    do: Literal["tick"] = "tick"
    check: str


class Choose(Frozen):
    """Take this one of the ways that were offered, counted from 0."""

    do: Literal["choose"] = "choose"
    index: int


class ChooseReading(Frozen):
    """Have the line of this number in the preview read so."""

    do: Literal["fill"] = "fill"
    line: int
    reading: ReadValue | ReadState = Field(discriminator="outcome")


class ListRows(Frozen):
    """Show the open rows under this heading as a list."""

    do: Literal["list"] = "list"
    heading: str


Action = Annotated[
    GiveAnswer
    | OpenRow
    | RunCommand
    | Confirm
    | ConfirmLines
    | ChooseRow
    | TakeBack
    | PostponeCheck
    | TickPoint
    | Choose
    | ChooseReading
    | ListRows
    | Request,
    Field(discriminator="do"),
]


class TextSaid(Frozen):
    """The officer typed a text. As a reply to an earlier message it `quotes` the rows that this
    one asked or answered, by their numbers, none when it was about no row; `quoted` is the part
    of the message that the officer picked out, if they did."""

    text: str
    quotes: tuple[str, ...] | None = None
    quoted: str = ""


class ButtonTapped(Frozen):
    """The officer tapped a button that was offered at the engine's `turn`."""

    action: Action
    turn: int


class TextEdited(Frozen):
    """The officer edited an earlier message; `row` is the row that message answered. `late`: the
    row was answered again after the edit was made."""

    text: str
    row: str | None
    late: bool = False


class FileSent(Frozen):
    """The officer sent a filed appendix, and this was understood of it; `compared` when it is
    one of a report that was handed in."""

    filed: FiledAppendix
    compared: FileComparison | None = None


class FileChecked(Frozen):
    """The officer sent a file that is only looked at: it is none for the report at hand."""

    compared: FileComparison


class DoubtedPoint(Frozen):
    """What a person is to decide about a drafted form; `readings` are values and their words, the
    first is what holds until then."""

    key: str
    question: str
    evidence: str = ""
    readings: tuple[tuple[str, str], ...] = ()


class FormDrafted(Frozen):
    """An administrator sent a ministry's blank form, or the workbook in which it was `corrected`,
    and this became of it under the key `form`. `problems` are why nothing was changed, `titles` the
    forms of a file that holds several, or none."""

    form: str
    title: str = ""
    printed_code: str = ""
    tables: tuple[str, ...] = ()
    rules: int = 0
    told: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    titles: tuple[str, ...] | None = None
    doubts: tuple[DoubtedPoint, ...] = ()
    corrected: bool = False


class FileRefused(Frozen):
    """The officer sent a file, or a text that came too late, that cannot be taken; `code` is a
    wording code, `data` its words."""

    code: str
    data: dict[str, Any] = Field(default_factory=dict)


class ContactShared(Frozen):
    """A person told us their name and phone number, as they stand in their channel."""

    name: str
    phone: str


class UnsupportedContent(Frozen):
    """The officer sent something that is not text: a photo, a voice message, a sticker."""


Event = (
    TextSaid
    | ButtonTapped
    | TextEdited
    | FileSent
    | FileChecked
    | FileRefused
    | FormDrafted
    | UnsupportedContent
    | ContactShared
)
