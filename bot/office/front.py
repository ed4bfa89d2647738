"""The office's front desk: which request an event is, and who serves it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, get_args

from bot.office import (
    board_files,
    boards,
    correcting,
    entering,
    home,
    nudging,
    people,
    returning,
    reviewing,
    rounds,
    snoozing,
    total_files,
    totals,
    trails,
    working,
)
from bot.office.visit import DeniedError, UnclearError, Visit
from conversations.events import Checked, Command, Event, Run, Said, Tapped
from conversations.office import requests as ask
from conversations.office.words import Typed, Verb, parse
from conversations.text import fold
from conversations.values import Frozen

Handler = Callable[[Visit, Any], Awaitable[None]]
REQUESTS = get_args(ask.Request)

HANDLERS: Mapping[type[Frozen], Handler] = {
    ask.Home: home.home,
    ask.Join: entering.join,
    ask.TakeUp: home.take_up,
    ask.Board: boards.board,
    ask.BoardFile: board_files.board_file,
    ask.Nudge: nudging.nudge,
    ask.CallFirst: nudging.call_first,
    ask.Waiting: reviewing.waiting,
    ask.Look: reviewing.look,
    ask.ReportFile: reviewing.report_file,
    ask.Changes: reviewing.changes,
    ask.Approve: reviewing.approve,
    ask.Return: returning.return_,
    ask.Extend: rounds.extend,
    ask.Lock: rounds.lock,
    ask.OpenRound: rounds.opening,
    ask.Total: totals.total,
    ask.TotalFile: total_files.total_file,
    ask.TotalChart: totals.total_chart,
    ask.Trail: trails.trail,
    ask.Owes: working.owes,
    ask.HandOver: working.hand_over,
    ask.Dismiss: people.dismiss,
    ask.Rounds: boards.rounds,
    ask.Correct: correcting.correct,
    ask.Snooze: snoozing.snooze,
}


async def _waiting(visit: Visit, argument: str) -> None:
    await reviewing.waiting(visit)


TYPED: Mapping[Verb, Callable[[Visit, str], Awaitable[None]]] = {
    Verb.HOME: people.typed_home,
    Verb.BOARD: boards.typed_board,
    Verb.ROUNDS: boards.typed_rounds,
    Verb.CORRECT: correcting.typed_correct,
    Verb.PICTURE: board_files.typed_picture,
    Verb.WAITING: _waiting,
    Verb.LOOK: reviewing.typed_look,
    Verb.CHANGES: reviewing.typed_changes,
    Verb.APPROVE: reviewing.typed_approve,
    Verb.RETURN: returning.typed_return,
    Verb.EXTEND: rounds.typed_extend,
    Verb.LOCK: partial(rounds.typed_lock, locked=True),
    Verb.UNLOCK: partial(rounds.typed_lock, locked=False),
    Verb.NUDGE: nudging.typed_nudge,
    Verb.CALL: nudging.typed_call,
    Verb.OPEN_ROUND: rounds.typed_open,
    Verb.TOTAL: totals.typed_total,
    Verb.COMPARE: totals.typed_chart,
    Verb.TRAIL: trails.typed_trail,
    Verb.INVITE: people.typed_invite,
    Verb.PEOPLE: people.typed_people,
    Verb.HAND_OVER: working.typed_hand,
    Verb.ASK_COLLEAGUE: working.typed_colleague,
    Verb.TAKE_BACK: working.typed_take_back,
    Verb.OWES: working.typed_owes,
    Verb.ISSUE: working.typed_issue,
    Verb.SNOOZE: snoozing.typed_snooze,
    Verb.MY_DATA: people.my_data,
}
_LEAVE = frozenset({"thoi", "huy", "bo", "khong", "dung"})
_ERRANDS: Mapping[type[Frozen], Callable[[Visit, Any, str], Awaitable[None]]] = {
    ask.Returning: returning.take_rows,
    ask.Extending: rounds.take_day,
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
            return home.home(visit)
        case Said(text=text):
            return await _said(visit, text, free_text=free_text)
        case Checked(compared=compared) if compared.report != visit.current:
            return reviewing.looked_at(visit, compared)
        case _:
            return None


async def _said(visit: Visit, text: str, *, free_text: bool) -> Awaitable[None] | None:
    if not visit.grants:
        return None
    saved = await visit.tx.errand(visit.member)
    errand = ask.Errand.model_validate(saved).what if saved else None
    typed = parse(text, free_text=free_text and errand is None)
    if typed is not None and not _is_answer(typed, text):
        await visit.tx.set_errand(visit.member, None)
        return TYPED[typed.verb](visit, typed.argument)
    if errand is None:
        return None
    if fold(text).strip(" .!") in _LEAVE:
        await visit.tx.set_errand(visit.member, None)
        return home.home(visit)
    return _ERRANDS[type(errand)](visit, errand, text)


def is_typed(text: str, *, free_text: bool) -> bool:
    """Whether a text of somebody who has no errand is a command of the office."""
    typed = parse(text, free_text=free_text)
    return typed is not None and not _is_answer(typed, text)


def _is_answer(typed: Typed, text: str) -> bool:
    """Whether a text that begins like a command is more likely an answer with a long remark."""
    return typed.verb is not Verb.RETURN and len(text) > 300
