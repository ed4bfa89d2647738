"""The office's front desk: which request an event is, and who serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, get_args

from bot.workflow import assignments, home
from bot.workflow import home as meters
from bot.workflow import home as snoozing
from bot.workflow.board import board, nudge
from bot.workflow.board import files as board_files
from bot.workflow.context import DeniedError, UnclearError, Visit
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
from conversations.protocol.codes import FILES
from conversations.protocol.events import (
    Checked,
    Command,
    Contact,
    Event,
    Run,
    Said,
    Tapped,
    Unreadable,
)
from conversations.protocol.messages import LinkCode, PageLink
from conversations.text.normalize import fold, shown
from conversations.workflow import requests
from conversations.workflow.command_parser import (
    FOR_ALL,
    Typed,
    Verb,
    ends_in_number,
    longest_argument,
    parse,
)
from conversations.workflow.permissions import RIGHTS
from conversations.workflow.permissions import Deed as Right

Handler = Callable[[Visit, Any], Awaitable[None]]
REQUESTS = get_args(requests.Request)

HANDLERS: Mapping[type[Frozen], Handler] = {
    requests.Home: home.home,
    requests.Guide: home.guide,
    requests.Join: invitations.join,
    requests.AskLink: channel_links.ask_link,
    requests.ConfirmLink: channel_links.confirm_link,
    requests.UndoLink: channel_links.undo_link,
    requests.TakeUp: home.take_up,
    requests.Board: board.board,
    requests.BoardFile: board_files.board_file,
    requests.Nudge: nudge.nudge,
    requests.CallFirst: nudge.call_first,
    requests.Waiting: review.waiting,
    requests.Look: review.look,
    requests.ReportFile: review.report_file,
    requests.Changes: review.changes,
    requests.Approve: review.approve,
    requests.Return: return_rows.return_,
    requests.Extend: rounds.extend,
    requests.Lock: rounds.lock,
    requests.OpenRound: rounds.opening,
    requests.Total: rollup.total,
    requests.TotalFile: total_files.total_file,
    requests.TotalChart: rollup.total_chart,
    requests.OfficeTrail: office_trails.office_trail,
    requests.Trail: trails.trail,
    requests.Owes: assignments.owes,
    requests.HandOver: assignments.hand_over,
    requests.Dismiss: people.dismiss,
    requests.RenameUnit: units.rename_unit,
    requests.EndUnit: units.end_unit,
    requests.AddUnit: units.add_unit,
    requests.MoveMember: transfers.move_member,
    requests.CancelInvitation: transfers.cancel_invitation,
    requests.Rounds: board.rounds,
    requests.Correct: corrections.correct,
    requests.Snooze: snoozing.snooze,
    requests.EndWebSession: web_sessions.end_web_session,
}


async def _guide(visit: Visit, argument: str) -> None:
    await home.guide(visit)


async def _waiting(visit: Visit, argument: str) -> None:
    await review.waiting(visit)


TYPED: Mapping[Verb, Callable[[Visit, str], Awaitable[None]]] = {
    Verb.HOME: people.typed_home,
    Verb.GUIDE: _guide,
    Verb.BOARD: board.typed_board,
    Verb.ROUNDS: board.typed_rounds,
    Verb.CORRECT: corrections.typed_correct,
    Verb.PICTURE: board_files.typed_picture,
    Verb.WAITING: _waiting,
    Verb.LOOK: review.typed_look,
    Verb.CHANGES: review.typed_changes,
    Verb.APPROVE: review.typed_approve,
    Verb.RETURN: return_rows.typed_return,
    Verb.EXTEND: rounds.typed_extend,
    Verb.LOCK: partial(rounds.typed_lock, locked=True),
    Verb.UNLOCK: partial(rounds.typed_lock, locked=False),
    Verb.NUDGE: nudge.typed_nudge,
    Verb.CALL: nudge.typed_call,
    Verb.OPEN_ROUND: rounds.typed_open,
    Verb.TOTAL: rollup.typed_total,
    Verb.COMPARE: rollup.typed_chart,
    Verb.OFFICE_TRAIL: office_trails.typed_office_trail,
    Verb.TRAIL: trails.typed_trail,
    Verb.INVITE: people.typed_invite,
    Verb.PEOPLE: people.typed_people,
    Verb.MOVE: transfers.typed_move,
    Verb.ADD_UNIT: units.typed_add,
    Verb.RENAME_UNIT: units.typed_rename,
    Verb.END_UNIT: units.typed_end,
    Verb.MERGE_UNIT: units.typed_merge,
    Verb.DISMISS: people.typed_dismiss,
    Verb.HAND_OVER: assignments.typed_hand,
    Verb.ASK_COLLEAGUE: assignments.typed_colleague,
    Verb.TAKE_BACK: assignments.typed_take_back,
    Verb.OWES: assignments.typed_owes,
    Verb.ISSUE: assignments.typed_issue,
    Verb.SNOOZE: snoozing.typed_snooze,
    Verb.MY_DATA: people.my_data,
    Verb.BUDGET: meters.typed_budget,
    Verb.WEB_SESSIONS: web_sessions.typed_web_sessions,
    Verb.LEAVE_WEB: web_sessions.typed_leave_web,
}
_LOOKS = frozenset(  # an errand waits while somebody looks something up for it
    {
        *(Verb.GUIDE, Verb.BOARD, Verb.PICTURE, Verb.WAITING, Verb.LOOK, Verb.CHANGES),
        *(Verb.CALL, Verb.TOTAL, Verb.COMPARE, Verb.TRAIL, Verb.OFFICE_TRAIL),
        *(Verb.PEOPLE, Verb.OWES, Verb.MY_DATA, Verb.SNOOZE, Verb.ROUNDS),
        *FOR_ALL,
    }
)
NEEDS: Mapping[Verb, Right] = {  # the right without which a command is nothing to its speaker
    **dict.fromkeys((Verb.BOARD, Verb.PICTURE, Verb.CALL, Verb.ROUNDS), Right.BOARD),
    **dict.fromkeys((Verb.ADD_UNIT, Verb.RENAME_UNIT), Right.UNITS),
    **dict.fromkeys((Verb.END_UNIT, Verb.MERGE_UNIT), Right.UNITS),
    **dict.fromkeys((Verb.LOCK, Verb.UNLOCK), Right.LOCK),
    **dict.fromkeys((Verb.TOTAL, Verb.COMPARE), Right.ROLL_UP),
    **dict.fromkeys((Verb.INVITE, Verb.PEOPLE, Verb.DISMISS, Verb.MOVE), Right.PEOPLE),
    **dict.fromkeys((Verb.LOOK, Verb.CHANGES, Verb.OWES), Right.READ),
    **dict.fromkeys((Verb.HAND_OVER, Verb.ASK_COLLEAGUE, Verb.TAKE_BACK), Right.HAND_OVER),
    **dict.fromkeys((Verb.ADD_UNIT, Verb.RENAME_UNIT), Right.UNITS),
    **dict.fromkeys((Verb.END_UNIT, Verb.MERGE_UNIT), Right.UNITS),
    Verb.APPROVE: Right.APPROVE,
    Verb.RETURN: Right.RETURN,
    Verb.EXTEND: Right.EXTEND,
    Verb.NUDGE: Right.REMIND,
    Verb.OPEN_ROUND: Right.OPEN_ROUND,
    **dict.fromkeys((Verb.TRAIL, Verb.OFFICE_TRAIL), Right.HISTORY),
    Verb.ISSUE: Right.ISSUE,
    Verb.CORRECT: Right.CORRECT,
}
_ASKED_FIRST = frozenset(  # they say themselves why not, before they read what follows
    {Verb.HAND_OVER, Verb.ASK_COLLEAGUE, Verb.TAKE_BACK, Verb.ISSUE}
)
_LEAVE = frozenset({"thoi", "huy", "bo", "khong", "dung"})
_ERRANDS: Mapping[type[Frozen], Callable[[Visit, Any, str], Awaitable[None]]] = {
    requests.Returning: return_rows.take_rows,
    requests.Extending: rounds.take_day,
}


async def serve(visit: Visit, event: Event, *, free_text: bool) -> bool:
    """Carry out what the event asks of the office; False when it asks nothing of it. `free_text`:
    the member's report awaits words of his own."""
    work = await _work(visit, event, free_text=free_text)
    if work is None:
        return False
    try:
        await work
    except DeniedError:
        visit.say("denied")
    except UnclearError as unclear:
        visit.replies.append(unclear.reply)
    return True


async def _work(visit: Visit, event: Event, *, free_text: bool) -> Awaitable[None] | None:
    match event:
        case Tapped(action=action) if isinstance(action, REQUESTS):
            return HANDLERS[type(action)](visit, action)
        case Tapped(action=Run(command=Command.START)) if visit.current is None:
            known = visit.grants or await visit.tx.asked_of(visit.member)
            return home.home(visit) if known else None  # else he is asked who he is
        case Contact():
            return invitations.take_contact(visit, event)
        case Said(text=text):
            return await _said(visit, text, free_text=free_text)
        case Checked(compared=compared) if compared.report != visit.current:
            return review.looked_at(visit, compared)
        case Unreadable(code=code) if visit.current is None and visit.grants and code in FILES:
            return _refuse_file(visit, event)
        case _:
            return None


async def _said(visit: Visit, text: str, *, free_text: bool) -> Awaitable[None] | None:
    linking = channel_links.typed_link(visit, text)
    if linking is not None:
        return linking
    if not visit.grants:
        return _for_all(visit, text, free_text=free_text)
    saved = await visit.tx.errand(visit.member)
    errand = requests.Errand.model_validate(saved).what if saved else None
    typed = parse(text, free_text=free_text and errand is None)
    awaited = visit.current is not None or errand is not None
    if typed is not None and awaited and _is_answer(typed, text):
        typed = None
    if typed is not None and not _is_anothers(visit, typed, text):
        return await _command(visit, typed)
    if visit.current is None and parse_command(text) == Run(command=Command.HELP):
        return home.guide(visit)
    if errand is None:
        return _without_report(visit, text) if visit.current is None else None
    if fold(text).strip(" .!") in _LEAVE:
        await visit.tx.set_errand(visit.member, None)
        return home.home(visit)
    return _ERRANDS[type(errand)](visit, errand, text)


async def _refuse_file(visit: Visit, event: Unreadable) -> None:
    """Somebody who fills no report is told why a file of theirs cannot be taken."""
    visit.say(event.code, **event.data)


def _for_all(visit: Visit, text: str, *, free_text: bool) -> Awaitable[None] | None:
    """What somebody may ask who has no role."""
    typed = parse(text, free_text=free_text)
    if typed is None or typed.verb not in FOR_ALL:
        return None
    return TYPED[typed.verb](visit, typed.argument)


async def _command(visit: Visit, typed: Typed) -> Awaitable[None]:
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


async def _refuse_long(visit: Visit, typed: Typed) -> None:
    size, limit = len(typed.argument), longest_argument(typed.verb)
    visit.say("command.too_long", read=shown(typed.argument), length=size, limit=limit)


def _may_somewhere(visit: Visit, right: Right) -> bool:
    return any(right in RIGHTS[grant.role] for grant in visit.grants)


def _without_report(visit: Visit, text: str) -> Awaitable[None] | None:
    """What somebody who fills no report may ask for like everybody else: the desk in a browser,
    and a code for a further channel."""
    match parse_command(text):
        case Run(command=Command.OPEN_WEB):
            return _give(visit, PageLink(page="chat"))
        case Run(command=Command.LINK):
            return _give(visit, LinkCode())
        case _:
            return None


async def _give(visit: Visit, reply: PageLink | LinkCode) -> None:
    visit.replies.append(reply)


def is_typed(text: str, *, free_text: bool, has_role: bool = True) -> bool:
    """Whether a text of somebody who has no errand is a command of the office."""
    typed = parse(text, free_text=free_text)
    if typed is None or _is_answer(typed, text):
        return False
    return has_role or typed.verb in FOR_ALL


def _is_answer(typed: Typed, text: str) -> bool:
    """Whether a text that begins like a command is more likely what is awaited, with a long
    remark."""
    return not text.startswith("/") and len(typed.argument) > longest_argument(typed.verb)


def _is_anothers(visit: Visit, typed: Typed, text: str) -> bool:
    """Whether it is more likely an answer because it ends in a number, and the command is
    nothing that its speaker may do anywhere: `theo dõi thi hành pháp luật 12`."""
    if visit.current is None or not ends_in_number(text) or typed.verb not in NEEDS:
        return False
    return not _may_somewhere(visit, NEEDS[typed.verb])
