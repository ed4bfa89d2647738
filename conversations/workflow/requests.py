"""What a member may ask of the office: the meaning of its buttons. Who may, the desk decides."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from conversations.frozen import Frozen
from conversations.reports.file_request import FileFormat
from conversations.workflow.permissions import Role


class BoardFilter(StrEnum):
    """Which reports a board shows."""

    ALL = "all"
    LATE = "late"  # not handed in, past the due date
    OPEN = "open"  # not handed in
    REVIEW = "review"  # handed in, waiting for review
    RETURNED = "returned"
    CORRECTING = "correcting"  # approved before, and being corrected
    APPROVED = "approved"
    AWAY = "away"  # nobody of the unit can be reached


class ShowHome(Frozen):
    """What the member has to do, and may do."""

    do: Literal["home"] = "home"


class ShowGuide(Frozen):
    """What the member may do, and by which words."""

    do: Literal["guide"] = "guide"


class Join(Frozen):
    """Become what the invitation of this hash says."""

    do: Literal["join"] = "join"
    hash: str


class AskLink(Frozen):
    """Have this channel become that of the member who made the code of this hash."""

    do: Literal["ask_link"] = "ask_link"
    hash: str


class ConfirmLink(Frozen):
    """Agree that the channel of this rebinding becomes one of mine, or do not."""

    do: Literal["confirm_link"] = "confirm_link"
    rebinding: int
    agreed: bool = True


class UndoLink(Frozen):
    """Have the channel of this rebinding be what it was before."""

    do: Literal["undo_link"] = "undo_link"
    rebinding: int


class TakeUp(Frozen):
    """Work on this report now."""

    do: Literal["take_up"] = "take_up"
    report: int


class ShowBoard(Frozen):
    """The board of a round, or of the newest one, for a `unit` and all below it: the first that
    the member watches over, when none is named. So in all that follows. `only` units of one
    kind, and only those behind in a `section`."""

    do: Literal["board"] = "board"
    round: int | None = None
    unit: int | None = None
    show: BoardFilter = BoardFilter.ALL
    only: str | None = None
    section: str | None = None
    page: int = 0


class GetBoardFile(Frozen):
    """The board as a picture or as a workbook."""

    do: Literal["board_file"] = "board_file"
    round: int
    unit: int | None = None
    kind: Literal["picture", "workbook"]
    show: BoardFilter = BoardFilter.ALL
    only: str | None = None
    section: str | None = None


class Nudge(Frozen):
    """Remind the units that the board shows, at once, when the member is `sure`."""

    do: Literal["nudge"] = "nudge"
    round: int
    unit: int | None = None
    show: BoardFilter = BoardFilter.LATE
    sure: bool = False
    only: str | None = None
    section: str | None = None


class CallFirst(Frozen):
    """Whom to call first, and how much each of them still owes."""

    do: Literal["call_first"] = "call_first"
    round: int
    unit: int | None = None


class ShowWaiting(Frozen):
    """The reports that wait for this member's review."""

    do: Literal["waiting"] = "waiting"


class LookInto(Frozen):
    """Look into a report: its head, or one section."""

    do: Literal["look"] = "look"
    report: int
    section: str | None = None


class GetReportFile(Frozen):
    """The report as a file."""

    do: Literal["report_file"] = "report_file"
    report: int
    what: FileFormat = FileFormat.WORD


class ShowChanges(Frozen):
    """What differs from the submission before."""

    do: Literal["changes"] = "changes"
    report: int


class Approve(Frozen):
    do: Literal["approve"] = "approve"
    report: int
    version: int


class Return(Frozen):
    """Send the rows that were named back; ask which, when none was."""

    do: Literal["return"] = "return"
    report: int
    rows: dict[str, str] = Field(default_factory=dict)
    sure: bool = False


class Extend(Frozen):
    """Give a report a later due date; ask for it and for the reason, when they are missing."""

    do: Literal["extend"] = "extend"
    report: int
    day: date | None = None
    reason: str = ""


class Lock(Frozen):
    """Close a report or a whole round to changes, or open it again; a round once the member is
    `sure`."""

    do: Literal["lock"] = "lock"
    locked: bool
    report: int | None = None
    round: int | None = None
    sure: bool = False


class OpenRound(Frozen):
    """Open a round, once the member has seen what it would be and is `sure`."""

    do: Literal["open_round"] = "open_round"
    unit: int
    form: str
    name: str
    start: date
    end: date
    due: dict[str, date]
    kind: str | None = None
    said: bool = False  # the due days were, and do not come from the rules
    sure: bool = False


class ShowTotal(Frozen):
    """The consolidated report of a round, `also` of earlier ones with it, or one row of it with
    its reasons."""

    do: Literal["total"] = "total"
    round: int | None = None
    unit: int | None = None
    also: tuple[int, ...] = ()
    row: str | None = None


class GetTotalFile(Frozen):
    """The consolidated report as a Word file or as a workbook."""

    do: Literal["total_file"] = "total_file"
    round: int
    unit: int | None = None
    also: tuple[int, ...] = ()
    kind: Literal["word", "workbook"]


class GetTotalChart(Frozen):
    """One row of the consolidated report as a picture, by unit."""

    do: Literal["total_chart"] = "total_chart"
    round: int
    unit: int | None = None
    row: str


class ShowHistory(Frozen):
    """Who changed what in a report, or of one row; as a workbook when `file`."""

    do: Literal["trail"] = "trail"
    report: int
    row: str | None = None
    page: int = 0
    file: bool = False


class ShowOfficeHistory(Frozen):
    """Who changed what beside the reports: roles, invitations, rounds, units; as a workbook when
    `file`."""

    do: Literal["office_trail"] = "office_trail"
    page: int = 0
    file: bool = False


class ShowAssignments(Frozen):
    """Who is asked for which rows of a report."""

    do: Literal["owes"] = "owes"
    report: int


class HandOver(Frozen):
    """Ask a colleague of the unit for a row or for all under a heading; take it back when
    `member` is None."""

    do: Literal["hand_over"] = "hand_over"
    report: int
    key: str
    member: int | None = None


class Dismiss(Frozen):
    """End somebody's role in a unit; the unit's reports stay where they are."""

    do: Literal["dismiss"] = "dismiss"
    member: int
    unit: int
    role: Role
    sure: bool = False


class RenameUnit(Frozen):
    """Call a unit otherwise, once the member is sure."""

    do: Literal["rename_unit"] = "rename_unit"
    unit: int
    name: str
    short_name: str
    abbreviation: str
    sure: bool = False


class EndUnit(Frozen):
    """End a unit, or merge it `into` another one, once the member is sure."""

    do: Literal["end_unit"] = "end_unit"
    unit: int
    into: int | None = None
    sure: bool = False


class AddUnit(Frozen):
    """Make a unit below another one, once the member is sure."""

    do: Literal["add_unit"] = "add_unit"
    parent: int
    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None = None
    sure: bool = False


class MoveMember(Frozen):
    """Have somebody do in another unit what he does in this one, once the member is sure."""

    do: Literal["move_member"] = "move_member"
    member: int
    role: Role
    unit: int
    to: int
    sure: bool = False


class CancelInvitation(Frozen):
    """Make a code worthless that nobody has used."""

    do: Literal["cancel_invitation"] = "cancel_invitation"
    unit: int
    invitation: int


class ListRounds(Frozen):
    """The rounds that the member watches over, the newest first."""

    do: Literal["rounds"] = "rounds"
    page: int = 0


class Correct(Frozen):
    """Open an approved report for a correction."""

    do: Literal["correct"] = "correct"
    report: int
    reason: str = ""


class Snooze(Frozen):
    """Leave me in peace for so many hours."""

    do: Literal["snooze"] = "snooze"
    hours: int = Field(ge=1, le=72)


class EndWebSession(Frozen):
    """Sign one of the member's browsers out, or all of them."""

    do: Literal["end_web_session"] = "end_web_session"
    session: int | None = None


Request = (
    ShowHome
    | ShowGuide
    | Join
    | AskLink
    | ConfirmLink
    | UndoLink
    | TakeUp
    | ShowBoard
    | GetBoardFile
    | Nudge
    | CallFirst
    | ShowWaiting
    | LookInto
    | GetReportFile
    | ShowChanges
    | Approve
    | Return
    | Extend
    | Lock
    | OpenRound
    | ShowTotal
    | GetTotalFile
    | GetTotalChart
    | ShowHistory
    | ShowOfficeHistory
    | ShowAssignments
    | HandOver
    | Dismiss
    | RenameUnit
    | EndUnit
    | AddUnit
    | MoveMember
    | CancelInvitation
    | ListRounds
    | Correct
    | Snooze
    | EndWebSession
)


class ReturnInput(Frozen):
    """The next text names rows to return, each with its reason."""

    for_: Literal["returning"] = "returning"
    report: int


class ExtensionInput(Frozen):
    """The next text is a day and a reason."""

    for_: Literal["extending"] = "extending"
    report: int


class PendingInput(Frozen):
    """What a member's next text is for, beside his report."""

    what: Annotated[ReturnInput | ExtensionInput, Field(discriminator="for_")]
