"""The office's front desk: which request an event is, and who serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, get_args

from bot.workflow import assignments, home
from bot.workflow.board import board, nudge
from bot.workflow.board import files as board_files
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.people import audit_log as office_trails
from bot.workflow.people import channel_links, invitations, people, transfers, web_sessions
from bot.workflow.review import audit_log as trails
from bot.workflow.review import corrections, return_rows, review
from bot.workflow.rollup import files as total_files
from bot.workflow.rollup import rollup
from bot.workflow.rounds import commands as rounds
from bot.workflow.units import commands as units
from conversations.dialog.command_parser import parse_command
from conversations.frozen import Frozen
from conversations.protocol.events import (
    ButtonTapped,
    Command,
    ContactShared,
    Event,
    FileChecked,
    FileRefused,
    RunCommand,
    TextSaid,
)
from conversations.protocol.messages import SendLinkCode, SendPageLink
from conversations.text.normalize import fold_text, shorten_text
from conversations.workflow import requests
from conversations.workflow.command_parser import (
    FOR_ALL,
    TypedCommand,
    WorkflowCommand,
    ends_in_number,
    longest_argument,
    parse_workflow_command,
)
from conversations.workflow.permissions import RIGHTS
from conversations.workflow.permissions import Permission as Right

Handler = Callable[[RequestContext, Any], Awaitable[None]]
REQUESTS = get_args(requests.Request)

HANDLERS: Mapping[type[Frozen], Handler] = {
    requests.ShowHome: home.show_home,
    requests.ShowGuide: home.show_guide,
    requests.Join: invitations.join_unit,
    requests.AskLink: channel_links.ask_link,
    requests.ConfirmLink: channel_links.confirm_link,
    requests.UndoLink: channel_links.undo_link,
    requests.TakeUp: home.take_up,
    requests.ShowBoard: board.show_board,
    requests.GetBoardFile: board_files.board_file,
    requests.Nudge: nudge.nudge_units,
    requests.CallFirst: nudge.call_first,
    requests.ShowWaiting: review.show_waiting,
    requests.LookInto: review.look_into,
    requests.GetReportFile: review.report_file,
    requests.ShowChanges: review.show_changes,
    requests.Approve: review.approve_version,
    requests.Return: return_rows.return_,
    requests.Extend: rounds.extend_due,
    requests.Lock: rounds.lock_reports,
    requests.OpenRound: rounds.preview_round,
    requests.ShowTotal: rollup.show_total,
    requests.GetTotalFile: total_files.total_file,
    requests.GetTotalChart: rollup.total_chart,
    requests.ShowOfficeHistory: office_trails.office_trail,
    requests.ShowHistory: trails.show_history,
    requests.ShowAssignments: assignments.show_assignments,
    requests.HandOver: assignments.hand_over,
    requests.Dismiss: people.dismiss_member,
    requests.RenameUnit: units.rename_unit,
    requests.EndUnit: units.end_unit,
    requests.AddUnit: units.add_unit,
    requests.MoveMember: transfers.move_member,
    requests.CancelInvitation: transfers.cancel_invitation,
    requests.ListRounds: board.show_rounds,
    requests.Correct: corrections.open_correction,
    requests.Snooze: home.snooze_reminders,
    requests.EndWebSession: web_sessions.end_web_session,
}


async def _guide(visit: RequestContext, argument: str) -> None:
    await home.show_guide(visit)


async def _waiting(visit: RequestContext, argument: str) -> None:
    await review.show_waiting(visit)


TYPED: Mapping[WorkflowCommand, Callable[[RequestContext, str], Awaitable[None]]] = {
    WorkflowCommand.HOME: people.typed_home,
    WorkflowCommand.GUIDE: _guide,
    WorkflowCommand.BOARD: board.typed_board,
    WorkflowCommand.ROUNDS: board.typed_rounds,
    WorkflowCommand.CORRECT: corrections.typed_correct,
    WorkflowCommand.PICTURE: board_files.typed_picture,
    WorkflowCommand.WAITING: _waiting,
    WorkflowCommand.LOOK: review.typed_look,
    WorkflowCommand.CHANGES: review.typed_changes,
    WorkflowCommand.APPROVE: review.typed_approve,
    WorkflowCommand.RETURN: return_rows.typed_return,
    WorkflowCommand.EXTEND: rounds.typed_extend,
    WorkflowCommand.LOCK: partial(rounds.typed_lock, locked=True),
    WorkflowCommand.UNLOCK: partial(rounds.typed_lock, locked=False),
    WorkflowCommand.NUDGE: nudge.typed_nudge,
    WorkflowCommand.CALL: nudge.typed_call,
    WorkflowCommand.OPEN_ROUND: rounds.typed_open,
    WorkflowCommand.TOTAL: rollup.typed_total,
    WorkflowCommand.COMPARE: rollup.typed_chart,
    WorkflowCommand.OFFICE_TRAIL: office_trails.typed_office_trail,
    WorkflowCommand.TRAIL: trails.typed_trail,
    WorkflowCommand.INVITE: people.typed_invite,
    WorkflowCommand.PEOPLE: people.typed_people,
    WorkflowCommand.MOVE: transfers.typed_move,
    WorkflowCommand.ADD_UNIT: units.typed_add,
    WorkflowCommand.RENAME_UNIT: units.typed_rename,
    WorkflowCommand.END_UNIT: units.typed_end,
    WorkflowCommand.MERGE_UNIT: units.typed_merge,
    WorkflowCommand.DISMISS: people.typed_dismiss,
    WorkflowCommand.HAND_OVER: assignments.typed_hand,
    WorkflowCommand.ASK_COLLEAGUE: assignments.typed_colleague,
    WorkflowCommand.TAKE_BACK: assignments.typed_take_back,
    WorkflowCommand.OWES: assignments.typed_owes,
    WorkflowCommand.ISSUE: assignments.typed_issue,
    WorkflowCommand.SNOOZE: home.typed_snooze,
    WorkflowCommand.MY_DATA: people.my_data,
    WorkflowCommand.BUDGET: home.typed_budget,
    WorkflowCommand.WEB_SESSIONS: web_sessions.typed_web_sessions,
    WorkflowCommand.LEAVE_WEB: web_sessions.typed_leave_web,
}
_LOOKS = frozenset(  # an errand waits while somebody looks something up for it
    {
        *(
            WorkflowCommand.GUIDE,
            WorkflowCommand.BOARD,
            WorkflowCommand.PICTURE,
            WorkflowCommand.WAITING,
            WorkflowCommand.LOOK,
            WorkflowCommand.CHANGES,
        ),
        *(
            WorkflowCommand.CALL,
            WorkflowCommand.TOTAL,
            WorkflowCommand.COMPARE,
            WorkflowCommand.TRAIL,
            WorkflowCommand.OFFICE_TRAIL,
        ),
        *(
            WorkflowCommand.PEOPLE,
            WorkflowCommand.OWES,
            WorkflowCommand.MY_DATA,
            WorkflowCommand.SNOOZE,
            WorkflowCommand.ROUNDS,
        ),
        *FOR_ALL,
    }
)
NEEDS: Mapping[
    WorkflowCommand, Right
] = {  # the right without which a command is nothing to its speaker
    **dict.fromkeys(
        (
            WorkflowCommand.BOARD,
            WorkflowCommand.PICTURE,
            WorkflowCommand.CALL,
            WorkflowCommand.ROUNDS,
        ),
        Right.BOARD,
    ),
    **dict.fromkeys((WorkflowCommand.ADD_UNIT, WorkflowCommand.RENAME_UNIT), Right.UNITS),
    **dict.fromkeys((WorkflowCommand.END_UNIT, WorkflowCommand.MERGE_UNIT), Right.UNITS),
    **dict.fromkeys((WorkflowCommand.LOCK, WorkflowCommand.UNLOCK), Right.LOCK),
    **dict.fromkeys((WorkflowCommand.TOTAL, WorkflowCommand.COMPARE), Right.ROLL_UP),
    **dict.fromkeys(
        (
            WorkflowCommand.INVITE,
            WorkflowCommand.PEOPLE,
            WorkflowCommand.DISMISS,
            WorkflowCommand.MOVE,
        ),
        Right.PEOPLE,
    ),
    **dict.fromkeys(
        (WorkflowCommand.LOOK, WorkflowCommand.CHANGES, WorkflowCommand.OWES), Right.READ
    ),
    **dict.fromkeys(
        (WorkflowCommand.HAND_OVER, WorkflowCommand.ASK_COLLEAGUE, WorkflowCommand.TAKE_BACK),
        Right.HAND_OVER,
    ),
    **dict.fromkeys((WorkflowCommand.ADD_UNIT, WorkflowCommand.RENAME_UNIT), Right.UNITS),
    **dict.fromkeys((WorkflowCommand.END_UNIT, WorkflowCommand.MERGE_UNIT), Right.UNITS),
    WorkflowCommand.APPROVE: Right.APPROVE,
    WorkflowCommand.RETURN: Right.RETURN,
    WorkflowCommand.EXTEND: Right.EXTEND,
    WorkflowCommand.NUDGE: Right.REMIND,
    WorkflowCommand.OPEN_ROUND: Right.OPEN_ROUND,
    **dict.fromkeys((WorkflowCommand.TRAIL, WorkflowCommand.OFFICE_TRAIL), Right.HISTORY),
    WorkflowCommand.ISSUE: Right.ISSUE,
    WorkflowCommand.CORRECT: Right.CORRECT,
}
_ASKED_FIRST = frozenset(  # they say themselves why not, before they read what follows
    {
        WorkflowCommand.HAND_OVER,
        WorkflowCommand.ASK_COLLEAGUE,
        WorkflowCommand.TAKE_BACK,
        WorkflowCommand.ISSUE,
    }
)
_LEAVE = frozenset({"thoi", "huy", "bo", "khong", "dung"})
_ERRANDS: Mapping[type[Frozen], Callable[[RequestContext, Any, str], Awaitable[None]]] = {
    requests.ReturnInput: return_rows.take_rows,
    requests.ExtensionInput: rounds.take_day,
}


async def serve_request(visit: RequestContext, event: Event, *, free_text: bool) -> bool:
    """Carry out what the event asks of the office; False when it asks nothing of it. `free_text`:
    the member's report awaits words of his own."""
    work = await _work(visit, event, free_text=free_text)
    if work is None:
        return False
    try:
        await work
    except DeniedError:
        visit.say("denied")
    except RequestRejectedError as unclear:
        visit.replies.append(unclear.reply)
    return True


async def _work(visit: RequestContext, event: Event, *, free_text: bool) -> Awaitable[None] | None:
    match event:
        case ButtonTapped(action=action) if isinstance(action, REQUESTS):
            return HANDLERS[type(action)](visit, action)
        case ButtonTapped(action=RunCommand(command=Command.START)) if visit.current is None:
            known = visit.grants or await visit.tx.assignments.reports_of(visit.member)
            return home.show_home(visit) if known else None  # else he is asked who he is
        case ContactShared():
            return invitations.take_contact(visit, event)
        case TextSaid(text=text):
            return await _said(visit, text, free_text=free_text)
        case FileChecked(compared=compared) if compared.report != visit.current:
            return review.looked_at(visit, compared)
        case FileRefused(code=code) if visit.current is None and visit.grants:
            return _refuse_file(visit, event) if code.startswith("file.") else None
        case _:
            return None


async def _said(visit: RequestContext, text: str, *, free_text: bool) -> Awaitable[None] | None:
    linking = channel_links.typed_link(visit, text)
    if linking is not None:
        return linking
    if not visit.grants:
        return _for_all(visit, text, free_text=free_text)
    saved = await visit.tx.pending_input.of_member(visit.member)
    errand = requests.PendingInput.model_validate(saved).what if saved else None
    typed = parse_workflow_command(text, free_text=free_text and errand is None)
    awaited = visit.current is not None or errand is not None
    if typed is not None and awaited and _is_answer(typed, text):
        typed = None
    if typed is not None and not _is_anothers(visit, typed, text):
        return await _command(visit, typed)
    if visit.current is None and parse_command(text) == RunCommand(command=Command.HELP):
        return home.show_guide(visit)
    if errand is None:
        return _without_report(visit, text) if visit.current is None else None
    if fold_text(text).strip(" .!") in _LEAVE:
        await visit.tx.pending_input.set(visit.member, None)
        return home.show_home(visit)
    return _ERRANDS[type(errand)](visit, errand, text)


async def _refuse_file(visit: RequestContext, event: FileRefused) -> None:
    """Somebody who fills no report is told why a file of theirs cannot be taken."""
    visit.say(event.code, **event.data)


def _for_all(visit: RequestContext, text: str, *, free_text: bool) -> Awaitable[None] | None:
    """What somebody may ask who has no role."""
    typed = parse_workflow_command(text, free_text=free_text)
    if typed is None or typed.verb not in FOR_ALL:
        return None
    return TYPED[typed.verb](visit, typed.argument)


async def _command(visit: RequestContext, typed: TypedCommand) -> Awaitable[None]:
    """Who has the right nowhere is refused before what follows the command is read."""
    needed = NEEDS.get(typed.verb) if typed.verb not in _ASKED_FIRST else None
    if needed is not None and not _may_somewhere(visit, needed):
        return _deny()
    if len(typed.argument) > longest_argument(typed.verb):
        return _refuse_long(visit, typed)
    if typed.verb not in _LOOKS:
        await home.drop_errand(visit)
    return TYPED[typed.verb](visit, typed.argument)


async def _deny() -> None:
    raise DeniedError


async def _refuse_long(visit: RequestContext, typed: TypedCommand) -> None:
    size, limit = len(typed.argument), longest_argument(typed.verb)
    visit.say("command.too_long", read=shorten_text(typed.argument), length=size, limit=limit)


def _may_somewhere(visit: RequestContext, right: Right) -> bool:
    return any(right in RIGHTS[grant.role] for grant in visit.grants)


def _without_report(visit: RequestContext, text: str) -> Awaitable[None] | None:
    """What somebody who fills no report may ask for like everybody else: the desk in a browser,
    and a code for a further channel."""
    match parse_command(text):
        case RunCommand(command=Command.OPEN_WEB):
            return _give(visit, SendPageLink(page="chat"))
        case RunCommand(command=Command.LINK):
            return _give(visit, SendLinkCode())
        case _:
            return None


async def _give(visit: RequestContext, reply: SendPageLink | SendLinkCode) -> None:
    visit.replies.append(reply)


def is_typed(text: str, *, free_text: bool, has_role: bool = True) -> bool:
    """Whether a text of somebody who has no errand is a command of the office."""
    typed = parse_workflow_command(text, free_text=free_text)
    if typed is None or _is_answer(typed, text):
        return False
    return has_role or typed.verb in FOR_ALL


def _is_answer(typed: TypedCommand, text: str) -> bool:
    """Whether a text that begins like a command is more likely what is awaited, with a long
    remark."""
    return not text.startswith("/") and len(typed.argument) > longest_argument(typed.verb)


def _is_anothers(visit: RequestContext, typed: TypedCommand, text: str) -> bool:
    """Whether it is more likely an answer because it ends in a number, and the command is
    nothing that its speaker may do anywhere: `theo dõi thi hành pháp luật 12`."""
    if visit.current is None or not ends_in_number(text) or typed.verb not in NEEDS:
        return False
    return not _may_somewhere(visit, NEEDS[typed.verb])
