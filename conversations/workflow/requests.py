"""What a member may ask of the office: the meaning of its buttons. `do` is stored in them and
never changes. Who may, the handlers decide."""

from __future__ import annotations

import operator
from datetime import date
from itertools import zip_longest
from typing import Annotated, Literal, get_args

from pydantic import Field

from conversations.calendar.workdays import DaySwap
from conversations.frozen import Frozen
from conversations.reports.file_request import FileFormat, FilePart
from conversations.workflow.many_requests import (
    ActOnMany,
    AddToRound,
    ReportSelection,
    SendLetter,
    WithdrawRound,
)
from conversations.workflow.permissions import Role
from conversations.workflow.request_bases import (
    BoardFilter,
    BoardGrouping,
    BoardRequest,
    ConfirmedRequest,
    ReportRequest,
    RoundRequest,
)


def _is_none(value: object) -> bool:
    return value is None


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


class TakeUp(ReportRequest):
    """Work on this report now: at what waits under the heading, or at the row, of this `key`;
    `said` is what was typed elsewhere, and is meant for it."""

    do: Literal["take_up"] = "take_up"
    said: str = Field(default="", exclude_if=operator.not_)
    key: str | None = Field(default=None, exclude_if=operator.not_)


class ShowBoard(BoardRequest):
    """The board of a round, or of the newest one."""

    do: Literal["board"] = "board"
    round: int | None = None
    page: int = 0
    by: BoardGrouping | None = Field(default=None, exclude_if=operator.not_)


class GetBoardFile(BoardRequest):
    """The board as a picture or as a workbook."""

    do: Literal["board_file"] = "board_file"
    round: int
    kind: Literal["picture", "workbook"]


class Nudge(BoardRequest, ConfirmedRequest):
    """Remind the units that the board shows, at once."""

    do: Literal["nudge"] = "nudge"
    round: int
    show: BoardFilter = BoardFilter.LATE
    which: ReportSelection | None = Field(default=None, exclude_if=operator.not_)


class CallFirst(RoundRequest):
    """Whom to call first, and how much each of them still owes."""

    do: Literal["call_first"] = "call_first"
    page: int = Field(default=0, exclude_if=operator.not_)


class ShowWaiting(Frozen):
    """The reports that wait for this member's review."""

    do: Literal["waiting"] = "waiting"


class LookInto(ReportRequest):
    """Look into a report: what its reviewer needs to know, one section, or the `whole` of it,
    section by section."""

    do: Literal["look"] = "look"
    section: str | None = None
    whole: bool = Field(default=False, exclude_if=operator.not_)


class GetReportFile(ReportRequest):
    """The report as a file."""

    do: Literal["report_file"] = "report_file"
    what: FileFormat = FileFormat.WORD
    part: FilePart = Field(default=FilePart.APPENDIX, exclude_if=FilePart.APPENDIX.__eq__)


class ReadWords(ReportRequest):
    """A page of the report in words."""

    do: Literal["read_words"] = "read_words"
    page: int = 1


class ShowChanges(ReportRequest):
    """What differs from the submission before."""

    do: Literal["changes"] = "changes"


class Approve(ReportRequest, ConfirmedRequest):
    """Approve this version of a report."""

    do: Literal["approve"] = "approve"
    version: int
    sure: bool = Field(default=False, exclude_if=operator.not_)


class UndoApproval(ReportRequest):
    """Have the report wait for a decision again, shortly after this version was approved."""

    do: Literal["undo_approval"] = "undo_approval"
    version: int


class Return(ReportRequest, ConfirmedRequest):
    """Send the rows that were named back; ask which, when none was."""

    do: Literal["return"] = "return"
    rows: dict[str, str] = Field(default_factory=dict)


class UndoReturn(ReportRequest):
    """Have the report be as it was before rows of this version were sent back, shortly after."""

    do: Literal["undo_return"] = "undo_return"
    version: int


class Extend(ReportRequest, ConfirmedRequest):
    """Give a report a later due date; ask for it and for the reason, when they are missing.
    `kept`: the day stays though it is a day off."""

    do: Literal["extend"] = "extend"
    day: date | None = None
    reason: str = ""
    sure: bool = Field(default=False, exclude_if=operator.not_)
    kept: bool = Field(default=False, exclude_if=operator.not_)


class RefuseExtension(ReportRequest):
    """Tell the member who asked for a later due date that the old one stays."""

    do: Literal["refuse_extension"] = "refuse_extension"
    member: int


class Lock(ConfirmedRequest):
    """Close a report or a whole round to changes, or open it again."""

    do: Literal["lock"] = "lock"
    locked: bool
    report: int | None = None
    round: int | None = None


class OpenRound(ConfirmedRequest):
    """Open a round, once the member has seen what it would be."""

    do: Literal["open_round"] = "open_round"
    unit: int
    form: str
    name: str
    start: date
    end: date
    due: dict[str, date]
    kind: str | None = None
    said: bool = False  # the due days were, and do not come from the rules
    kept: bool = Field(default=False, exclude_if=operator.not_)  # though they are days off


class ShowTotal(Frozen):
    """The consolidated report of a round, `also` of earlier ones with it, or one row of it with
    its reasons."""

    do: Literal["total"] = "total"
    round: int | None = None
    unit: int | None = None
    also: tuple[int, ...] = ()
    row: str | None = None


class GetTotalFile(RoundRequest):
    """The consolidated report as a Word file or as a workbook."""

    do: Literal["total_file"] = "total_file"
    also: tuple[int, ...] = ()
    kind: Literal["word", "workbook"]


class GetOpenData(RoundRequest):
    """A round as files that other programs read; without the `words` that people wrote, if it is
    said so."""

    do: Literal["open_data"] = "open_data"
    words: bool = True


class GetTotalChart(RoundRequest):
    """One row of the consolidated report as a picture, by unit."""

    do: Literal["total_chart"] = "total_chart"
    row: str


class ShowHistory(ReportRequest):
    """Who changed what in a report, or of one row; as a workbook when `file`."""

    do: Literal["trail"] = "trail"
    row: str | None = None
    page: int = 0
    file: bool = False


class ShowOfficeHistory(Frozen):
    """Who changed what beside the reports: roles, invitations, rounds, units; as a workbook when
    `file`."""

    do: Literal["office_trail"] = "office_trail"
    page: int = 0
    file: bool = False


class ShowAssignments(ReportRequest):
    """Who is asked for which rows of a report."""

    do: Literal["owes"] = "owes"


class HandOver(ReportRequest):
    """Ask a colleague of the unit for a row or for all under a heading; take it back when
    `member` is None."""

    do: Literal["hand_over"] = "hand_over"
    key: str
    member: int | None = None


class Dismiss(ConfirmedRequest):
    """End somebody's role in a unit; the unit's reports stay where they are."""

    do: Literal["dismiss"] = "dismiss"
    member: int
    unit: int
    role: Role


class RenameUnit(ConfirmedRequest):
    """Call a unit otherwise."""

    do: Literal["rename_unit"] = "rename_unit"
    unit: int
    name: str
    short_name: str
    abbreviation: str


class ChangeUnit(ConfirmedRequest):
    """Have a unit be of another kind, stand below another unit, be called at another number, or
    have another identification code."""

    do: Literal["change_unit"] = "change_unit"
    unit: int
    kind: str | None = None
    parent: int | None = None
    phone: str | None = None
    identification_code: str | None = Field(default=None, exclude_if=_is_none)


class EndUnit(ConfirmedRequest):
    """End a unit, or merge it `into` another one."""

    do: Literal["end_unit"] = "end_unit"
    unit: int
    into: int | None = None


class AddUnit(ConfirmedRequest):
    """Make a unit below another one."""

    do: Literal["add_unit"] = "add_unit"
    parent: int
    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None = None


class MoveMember(ConfirmedRequest):
    """Have somebody do in another unit what they do in this one."""

    do: Literal["move_member"] = "move_member"
    member: int
    role: Role
    unit: int
    to: int


class ChangePerson(ConfirmedRequest):
    """Call a person otherwise, or at another number, or write to them at another address."""

    do: Literal["change_person"] = "change_person"
    member: int
    name: str | None = None
    phone: str | None = None
    email: str | None = None


class CancelInvitation(Frozen):
    """Make a code worthless that nobody has used."""

    do: Literal["cancel_invitation"] = "cancel_invitation"
    unit: int
    invitation: int


class ListRounds(Frozen):
    """The rounds that the member watches over, the newest first."""

    do: Literal["rounds"] = "rounds"
    page: int = 0


class Correct(ReportRequest):
    """Open an approved report for a correction."""

    do: Literal["correct"] = "correct"
    reason: str = ""


class Decline(Frozen):
    """Do nothing of what the member was just asked to confirm."""

    do: Literal["decline"] = "decline"


class Snooze(Frozen):
    """Leave me in peace for so many hours."""

    do: Literal["snooze"] = "snooze"
    hours: int = Field(ge=1, le=72)


class Retype(Frozen):
    """What the member typed, with what it left open: a command of the office by its name, and all
    that follows it."""

    do: Literal["retype"] = "retype"
    command: str
    argument: str = ""


class StartTrial(Frozen):
    """Have a trial report on this form, to go on with the one there is, or with a new one."""

    do: Literal["start_trial"] = "start_trial"
    form: str


class ChangeTrial(Frozen):
    """Turn from one trial report to that on this form; a new one the first time."""

    do: Literal["change_trial"] = "change_trial"
    form: str


class ShowDraftedForm(Frozen):
    """What was made of a ministry's file under this key, and what is doubtful in it."""

    do: Literal["drafted_form"] = "drafted_form"
    form: str


class DecideDoubt(Frozen):
    """Have what is doubtful in a drafted form be read so."""

    do: Literal["decide_doubt"] = "decide_doubt"
    form: str
    doubt: str
    value: str


class TryForm(Frozen):
    """Answer a drafted form's questions as an officer would, to see how they are asked."""

    do: Literal["try_form"] = "try_form"
    form: str
    period: str = ""  # as it was typed
    here: bool = False  # in this conversation, though there is a page for it


class GetDraftFile(Frozen):
    """The workbook in which a drafted form is corrected, or its sample as it prints."""

    do: Literal["draft_file"] = "draft_file"
    form: str
    kind: Literal["corrections", "word", "pdf", "excel"]


class PublishForm(ConfirmedRequest):
    """Have a drafted form be in use; `digest` tells the files that the member was shown."""

    do: Literal["publish_form"] = "publish_form"
    form: str
    digest: str = ""


class ShowDays(Frozen):
    """The exchanges of working days that are known."""

    do: Literal["days"] = "days"


class ChangeDays(ConfirmedRequest):
    """Enter exchanges of working days, or that the year `none` has none; or take those of the
    numbers `back` that were entered."""

    do: Literal["change_days"] = "change_days"
    off: tuple[date, ...] = ()
    worked: tuple[date, ...] = ()
    none: int | None = None
    back: tuple[int, ...] = ()

    @property
    def swaps(self) -> tuple[DaySwap, ...]:
        """Each day off with the day that is worked for it, as far as there is one."""
        pairs = zip_longest(self.off, self.worked)
        return tuple(DaySwap(off=off, worked=worked) for off, worked in pairs)


class KeepDue(RoundRequest):
    """Leave a due day as it was told, though the days have changed."""

    do: Literal["keep_due"] = "keep_due"
    day: date


class MakeCalendar(Frozen):
    """Give me a new address for my calendar of due days; an older one ends."""

    do: Literal["make_calendar"] = "make_calendar"


class EndCalendar(Frozen):
    """Have the address of my calendar lead nowhere."""

    do: Literal["end_calendar"] = "end_calendar"


class EndWebSession(Frozen):
    """Sign one of the member's browsers out, or all of them."""

    do: Literal["end_web_session"] = "end_web_session"
    session: int | None = None


class DropPasskeys(Frozen):
    """Have none of the member's passkeys open anything any more, and sign all browsers out."""

    do: Literal["drop_passkeys"] = "drop_passkeys"


_Own = ShowHome | ShowGuide | ShowWaiting | TakeUp | Decline | Snooze | EndWebSession | DropPasskeys
_Form = Retype | StartTrial | ChangeTrial
_Draft = ShowDraftedForm | DecideDoubt | GetDraftFile | TryForm | PublishForm
_Days = ShowDays | ChangeDays | KeepDue | MakeCalendar | EndCalendar
_Link = Join | AskLink | ConfirmLink | UndoLink
_Report = (
    LookInto | GetReportFile | ReadWords | ShowChanges | ShowHistory | ShowAssignments | HandOver
)
_Review = Approve | UndoApproval | Return | UndoReturn | Extend | RefuseExtension | Lock | Correct
_Many = ActOnMany | AddToRound | WithdrawRound | SendLetter
_Round = OpenRound | ListRounds | ShowBoard | GetBoardFile | Nudge | CallFirst
_Total = ShowTotal | GetTotalFile | GetTotalChart | GetOpenData
_Unit = AddUnit | RenameUnit | ChangeUnit | EndUnit
_People = Dismiss | ChangePerson | MoveMember | CancelInvitation | ShowOfficeHistory
_Office = _Many | _Round | _Total | _Unit | _People | _Draft | _Days
Request = _Own | _Form | _Link | _Report | _Review | _Office
REQUESTS = get_args(Request)


def needs_word(action: object) -> bool:
    """Whether a button's action is carried out at once and for many or for good, or takes that
    back: then only its words mean it, never a number that may have been left over from another
    message."""
    at_once = isinstance(action, CancelInvitation | ConfirmLink | UndoApproval | UndoReturn)
    return at_once or (isinstance(action, ConfirmedRequest) and action.sure)


class ReturnInput(Frozen):
    """The next text names rows to return, each with its reason; or says why the `rows`, which
    were named already, are returned."""

    for_: Literal["returning"] = "returning"
    report: int
    rows: tuple[str, ...] = Field(default=(), exclude_if=operator.not_)


class ExtensionInput(Frozen):
    """The next text is a day and a reason; or the reason alone, when the `day` was told."""

    for_: Literal["extending"] = "extending"
    report: int
    day: date | None = Field(default=None, exclude_if=operator.not_)


class ManyInput(Frozen):
    """The next text says what is missing: the day and the reason of an extension, or a letter."""

    for_: Literal["many"] = "many"
    request: Annotated[ActOnMany | SendLetter, Field(discriminator="do")]


class DayInput(Frozen):
    """The next text says which day is meant, where the one that was named is a day off."""

    for_: Literal["day_off"] = "day_off"
    sooner: Annotated[Request, Field(discriminator="do")] | None
    later: Annotated[Request, Field(discriminator="do")]
    kept: Annotated[Request, Field(discriminator="do")]


class ConfirmInput(Frozen):
    """The next text says whether this request is to be carried out."""

    for_: Literal["confirming"] = "confirming"
    request: Annotated[Request, Field(discriminator="do")]


class FormInput(Frozen):
    """The next text may be the number or the name of one of these forms, to be turned to; or about
    anything else. `turn` is that of the report's conversation: once it has gone on, nothing is."""

    for_: Literal["choosing_form"] = "choosing_form"
    forms: tuple[str, ...]
    turn: int


class LookInput(Frozen):
    """The next texts may be about this report, which the member looks into; or about anything
    else."""

    for_: Literal["looking"] = "looking"
    report: int


class FormFileInput(Frozen):
    """The next file is a ministry's blank form, to be made a form of this key, or of one that
    follows from it; of several forms in it that which is meant by `only`. Texts are about anything
    else."""

    for_: Literal["form_file"] = "form_file"
    form: str = ""
    only: str = ""


class TryInput(Frozen):
    """The next texts are answers to the questions of this drafted form, which the member tries."""

    for_: Literal["trying_form"] = "trying_form"
    form: str


_Asked = ReturnInput | ExtensionInput | ManyInput | DayInput | ConfirmInput
_Offered = LookInput | FormInput | FormFileInput | TryInput
Errand = _Asked | _Offered
OFFERED = get_args(_Offered)  # what the next text may be for, and need not


class PendingInput(Frozen):
    """What a member's next text is for, beside their report."""

    what: Annotated[Errand, Field(discriminator="for_")]
