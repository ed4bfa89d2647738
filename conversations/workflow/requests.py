"""What a member may ask of the office: the meaning of its buttons. `do` is stored in them and
never changes. Who may, the handlers decide."""

from __future__ import annotations

from typing import get_args

from conversations.workflow.day_requests import ChangeDays, EndCalendar, MakeCalendar, ShowDays
from conversations.workflow.draft_requests import (
    DecideDoubt,
    GetDraftFile,
    PublishForm,
    ShowDraftedForm,
    TryForm,
)
from conversations.workflow.many_requests import ActOnMany, AddToRound, SendLetter, WithdrawRound
from conversations.workflow.own_requests import (
    AskLink,
    ChangeTrial,
    ConfirmLink,
    Decline,
    DropPasskeys,
    EndWebSession,
    Join,
    Retype,
    ShowGuide,
    ShowHome,
    Snooze,
    StartTrial,
    TakeUp,
    UndoLink,
)
from conversations.workflow.people_requests import (
    AddUnit,
    CancelInvitation,
    ChangePerson,
    ChangeUnit,
    Dismiss,
    EndUnit,
    MoveMember,
    RenameUnit,
    ShowOfficeHistory,
)
from conversations.workflow.report_requests import (
    GetReportFile,
    HandOver,
    LookInto,
    ReadWords,
    ShowAssignments,
    ShowChanges,
    ShowHistory,
    ShowWaiting,
)
from conversations.workflow.request_bases import ConfirmedRequest
from conversations.workflow.review_requests import (
    Approve,
    Correct,
    Extend,
    Lock,
    RefuseExtension,
    Return,
    UndoApproval,
    UndoReturn,
)
from conversations.workflow.round_requests import (
    CallFirst,
    GetBoardFile,
    GetOpenData,
    GetTotalChart,
    GetTotalFile,
    KeepDue,
    ListRounds,
    Nudge,
    OpenRound,
    ShowBoard,
    ShowTotal,
)

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
