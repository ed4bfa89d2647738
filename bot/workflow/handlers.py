"""Who serves what is asked of the office: each tapped request, and each typed command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.workflow import assignments, home, taking_up, trials
from bot.workflow.board import board, nudge
from bot.workflow.board import files as board_files
from bot.workflow.calendar import feeds, swaps
from bot.workflow.context import RequestContext
from bot.workflow.forms import drafted, publishing, trying
from bot.workflow.interaction import confirmation
from bot.workflow.many import acts, letters
from bot.workflow.many import commands as many
from bot.workflow.people import audit_log as office_trails
from bot.workflow.people import (
    channel_links,
    directory,
    invitations,
    mailboxes,
    people,
    transfers,
    web_sessions,
)
from bot.workflow.review import approval, corrections, return_rows, review, words
from bot.workflow.review import audit_log as trails
from bot.workflow.rollup import files as total_files
from bot.workflow.rollup import open_data, rollup
from bot.workflow.rounds import addition, days_off, form_list, more_time, withdrawal
from bot.workflow.rounds import commands as rounds
from bot.workflow.units import changes
from bot.workflow.units import commands as units
from conversations.commands.workflow import TypedCommand, WorkflowCommand
from conversations.frozen import Frozen
from conversations.workflow import many_requests, requests

Handler = Callable[[RequestContext, Any], Awaitable[None]]


async def run_typed(ctx: RequestContext, typed: TypedCommand) -> None:
    """Carry out a command that was typed."""
    ctx.typed = typed
    await TYPED[typed.command](ctx, typed.argument)


async def retype(ctx: RequestContext, request: requests.Retype) -> None:
    """Carry out what was typed before, as it is meant."""
    command = next(one for one in WorkflowCommand if one.value == request.command)
    await run_typed(ctx, TypedCommand(command=command, argument=request.argument))


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
    requests.ReadWords: words.read_words,
    requests.ShowChanges: review.show_changes,
    requests.Approve: approval.approve_version,
    requests.UndoApproval: approval.undo_approval,
    requests.Return: return_rows.return_,
    requests.UndoReturn: return_rows.undo_return,
    requests.Extend: rounds.extend_due,
    requests.RefuseExtension: more_time.refuse_extension,
    requests.Lock: rounds.lock_reports,
    requests.OpenRound: rounds.preview_round,
    many_requests.ActOnMany: acts.act_on_many,
    many_requests.AddToRound: addition.add_to_round,
    many_requests.WithdrawRound: withdrawal.withdraw_round,
    many_requests.SendLetter: letters.send_letter,
    requests.ShowTotal: rollup.show_total,
    requests.GetTotalFile: total_files.total_file,
    requests.GetTotalChart: rollup.total_chart,
    requests.GetOpenData: open_data.give_open_data,
    requests.ShowOfficeHistory: office_trails.office_trail,
    requests.ShowHistory: trails.show_history,
    requests.ShowAssignments: assignments.show_assignments,
    requests.HandOver: assignments.hand_over,
    requests.Dismiss: people.dismiss_member,
    requests.RenameUnit: units.rename_unit,
    requests.ChangeUnit: changes.change_unit,
    requests.ChangePerson: directory.change_person,
    requests.EndUnit: units.end_unit,
    requests.AddUnit: units.add_unit,
    requests.MoveMember: transfers.move_member,
    requests.CancelInvitation: transfers.cancel_invitation,
    requests.ListRounds: board.show_rounds,
    requests.Correct: corrections.open_correction,
    requests.Snooze: home.snooze_reminders,
    requests.Decline: confirmation.decline_request,
    requests.Retype: retype,
    requests.StartTrial: trials.start_trial,
    requests.ChangeTrial: trials.change_trial,
    requests.EndWebSession: web_sessions.end_web_session,
    requests.DropPasskeys: web_sessions.drop_passkeys,
    requests.ShowDraftedForm: drafted.show_drafted,
    requests.DecideDoubt: drafted.decide_doubt,
    requests.GetDraftFile: drafted.draft_file,
    requests.TryForm: trying.try_form,
    requests.PublishForm: publishing.publish_form,
    requests.ShowDays: swaps.show_days,
    requests.ChangeDays: swaps.change_days,
    requests.KeepDue: swaps.keep_due,
    requests.MakeCalendar: feeds.make_calendar,
    requests.EndCalendar: feeds.end_calendar,
}


TYPED: Mapping[WorkflowCommand, Handler] = {
    WorkflowCommand.HOME: home.show_home,
    WorkflowCommand.TAKE_UP: taking_up.typed_take_up,
    WorkflowCommand.CHANGE_FORM: trials.typed_change,
    WorkflowCommand.GUIDE: home.show_guide,
    WorkflowCommand.BOARD: board.typed_board,
    WorkflowCommand.ROUNDS: board.typed_rounds,
    WorkflowCommand.FORMS: form_list.typed_forms,
    WorkflowCommand.MAKE_FORM: drafted.typed_make,
    WorkflowCommand.DRAFTED_FORMS: drafted.typed_drafts,
    WorkflowCommand.TRY_FORM: trying.typed_try,
    WorkflowCommand.PUBLISH_FORM: publishing.typed_publish,
    WorkflowCommand.CORRECT: corrections.typed_correct,
    WorkflowCommand.PICTURE: board_files.typed_picture,
    WorkflowCommand.WAITING: review.typed_waiting,
    WorkflowCommand.LOOK: review.typed_look,
    WorkflowCommand.CHANGES: review.typed_changes,
    WorkflowCommand.APPROVE: many.typed_approve,
    WorkflowCommand.RETURN: return_rows.typed_return,
    WorkflowCommand.MORE_TIME: more_time.typed_more_time,
    WorkflowCommand.EXTEND: many.typed_extend,
    WorkflowCommand.LOCK: partial(many.typed_lock, locked=True),
    WorkflowCommand.UNLOCK: partial(many.typed_lock, locked=False),
    WorkflowCommand.NUDGE: many.typed_remind,
    WorkflowCommand.CALL: nudge.typed_call,
    WorkflowCommand.OPEN_ROUND: rounds.typed_open,
    WorkflowCommand.ADD_TO_ROUND: addition.typed_addition,
    WorkflowCommand.WITHDRAW: withdrawal.typed_withdraw,
    WorkflowCommand.LETTER: letters.typed_letter,
    WorkflowCommand.TOTAL: rollup.typed_total,
    WorkflowCommand.OPEN_DATA: open_data.typed_open_data,
    WorkflowCommand.COMPARE: rollup.typed_chart,
    WorkflowCommand.OFFICE_TRAIL: office_trails.typed_office_trail,
    WorkflowCommand.TRAIL: trails.typed_trail,
    WorkflowCommand.INVITE: people.typed_invite,
    WorkflowCommand.PEOPLE: people.typed_people,
    WorkflowCommand.MOVE: transfers.typed_move,
    WorkflowCommand.ADD_UNIT: units.typed_add,
    WorkflowCommand.RENAME_UNIT: units.typed_rename,
    WorkflowCommand.UNIT_KIND: changes.typed_kind,
    WorkflowCommand.IDENTIFICATION: changes.typed_identification,
    WorkflowCommand.MOVE_UNIT: changes.typed_parent,
    WorkflowCommand.PHONE: changes.typed_phone,
    WorkflowCommand.FIND_PERSON: directory.typed_find,
    WorkflowCommand.RENAME_PERSON: directory.typed_rename,
    WorkflowCommand.MY_PHONE: directory.typed_own_phone,
    WorkflowCommand.MY_EMAIL: mailboxes.typed_own_email,
    WorkflowCommand.END_UNIT: units.typed_end,
    WorkflowCommand.MERGE_UNIT: units.typed_merge,
    WorkflowCommand.DISMISS: people.typed_dismiss,
    WorkflowCommand.HAND_OVER: assignments.typed_hand,
    WorkflowCommand.ASK_COLLEAGUE: assignments.typed_colleague,
    WorkflowCommand.TAKE_BACK: assignments.typed_take_back,
    WorkflowCommand.OWES: assignments.typed_owes,
    WorkflowCommand.ISSUE: assignments.typed_issue,
    WorkflowCommand.DROP_DAYS: swaps.typed_drop,
    WorkflowCommand.NO_SWAPS: swaps.typed_none,
    WorkflowCommand.WORKED_DAYS: swaps.typed_worked,
    WorkflowCommand.SWAPPED_DAYS: swaps.typed_off,
    WorkflowCommand.MY_CALENDAR: feeds.typed_calendar,
    WorkflowCommand.END_CALENDAR: feeds.typed_end,
    WorkflowCommand.SNOOZE: home.typed_snooze,
    WorkflowCommand.MY_DATA: people.my_data,
    WorkflowCommand.BUDGET: home.typed_budget,
    WorkflowCommand.WEB_SESSIONS: web_sessions.typed_web_sessions,
    WorkflowCommand.LEAVE_WEB: web_sessions.typed_leave_web,
}


async def _take_day_off(ctx: RequestContext, asked: requests.DayInput, text: str) -> None:
    request = days_off.settle_day_off(ctx, asked, text)
    await ctx.expect_input(None)
    await HANDLERS[type(request)](ctx, request)


PENDING: Mapping[type[Frozen], Callable[[RequestContext, Any, str], Awaitable[None]]] = {
    requests.ReturnInput: return_rows.take_rows,
    requests.ExtensionInput: rounds.take_day,
    requests.ManyInput: many.take_text,
    requests.DayInput: _take_day_off,
}
