"""Who serves what is asked of the office: each tapped request, and each typed command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.workflow import assignments, home, issue_numbers, own_reports, trials
from bot.workflow.board import board, nudge
from bot.workflow.board import files as board_files
from bot.workflow.calendar import feeds, swaps
from bot.workflow.context import RequestContext
from bot.workflow.forms import draft_trial, drafted, publication
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
from bot.workflow.rounds import (
    addition,
    days_off,
    due_days,
    form_list,
    locks,
    more_time,
    withdrawal,
)
from bot.workflow.rounds import commands as rounds
from bot.workflow.units import changes
from bot.workflow.units import commands as units
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import TypedCommand
from conversations.frozen import Frozen
from conversations.workflow import (
    day_requests,
    draft_requests,
    many_requests,
    own_requests,
    pending_input,
    people_requests,
    report_requests,
    review_requests,
    round_requests,
)

Handler = Callable[[RequestContext, Any], Awaitable[None]]


async def run_typed(ctx: RequestContext, typed: TypedCommand) -> None:
    """Carry out a command that was typed."""
    ctx.typed = typed
    await TYPED[typed.command](ctx, typed.argument)


async def retype(ctx: RequestContext, request: own_requests.Retype) -> None:
    """Carry out what was typed before, as it is meant."""
    command = next(one for one in WorkflowCommand if one.value == request.command)
    await run_typed(ctx, TypedCommand(command=command, argument=request.argument))


HANDLERS: Mapping[type[Frozen], Handler] = {
    own_requests.ShowHome: home.show_home,
    own_requests.ShowGuide: home.show_guide,
    own_requests.Join: invitations.join_unit,
    own_requests.AskLink: channel_links.ask_link,
    own_requests.ConfirmLink: channel_links.confirm_link,
    own_requests.UndoLink: channel_links.undo_link,
    own_requests.TakeUp: home.take_up,
    round_requests.ShowBoard: board.show_board,
    round_requests.GetBoardFile: board_files.board_file,
    round_requests.Nudge: nudge.nudge_units,
    round_requests.CallFirst: nudge.call_first,
    report_requests.ShowWaiting: review.show_waiting,
    report_requests.LookInto: review.look_into,
    report_requests.GetReportFile: review.report_file,
    report_requests.ReadWords: words.read_words,
    report_requests.ShowChanges: review.show_changes,
    review_requests.Approve: approval.approve_version,
    review_requests.UndoApproval: approval.undo_approval,
    review_requests.Return: return_rows.return_,
    review_requests.UndoReturn: return_rows.undo_return,
    review_requests.Extend: due_days.extend_due,
    review_requests.RefuseExtension: more_time.refuse_extension,
    review_requests.Lock: locks.lock_reports,
    round_requests.OpenRound: rounds.preview_round,
    many_requests.ActOnMany: acts.act_on_many,
    many_requests.AddToRound: addition.add_to_round,
    many_requests.WithdrawRound: withdrawal.withdraw_round,
    many_requests.SendLetter: letters.send_letter,
    round_requests.ShowTotal: rollup.show_total,
    round_requests.GetTotalFile: total_files.total_file,
    round_requests.GetTotalChart: rollup.total_chart,
    round_requests.GetOpenData: open_data.give_open_data,
    people_requests.ShowOfficeHistory: office_trails.office_trail,
    report_requests.ShowHistory: trails.show_history,
    report_requests.ShowAssignments: assignments.show_assignments,
    report_requests.HandOver: assignments.hand_over,
    people_requests.Dismiss: people.dismiss_member,
    people_requests.RenameUnit: units.rename_unit,
    people_requests.ChangeUnit: changes.change_unit,
    people_requests.ChangePerson: directory.change_person,
    people_requests.EndUnit: units.end_unit,
    people_requests.AddUnit: units.add_unit,
    people_requests.MoveMember: transfers.move_member,
    people_requests.CancelInvitation: transfers.cancel_invitation,
    round_requests.ListRounds: board.show_rounds,
    review_requests.Correct: corrections.open_correction,
    own_requests.Snooze: home.snooze_reminders,
    own_requests.Decline: confirmation.decline_request,
    own_requests.Retype: retype,
    own_requests.StartTrial: trials.start_trial,
    own_requests.ChangeTrial: trials.change_trial,
    own_requests.EndWebSession: web_sessions.end_web_session,
    own_requests.DropPasskeys: web_sessions.drop_passkeys,
    draft_requests.ShowDraftedForm: drafted.show_drafted,
    draft_requests.DecideDoubt: drafted.decide_doubt,
    draft_requests.GetDraftFile: drafted.draft_file,
    draft_requests.TryForm: draft_trial.try_form,
    draft_requests.PublishForm: publication.publish_form,
    day_requests.ShowDays: swaps.show_days,
    day_requests.ChangeDays: swaps.change_days,
    round_requests.KeepDue: swaps.keep_due,
    day_requests.MakeCalendar: feeds.make_calendar,
    day_requests.EndCalendar: feeds.end_calendar,
}


TYPED: Mapping[WorkflowCommand, Handler] = {
    WorkflowCommand.HOME: home.show_home,
    WorkflowCommand.TAKE_UP: own_reports.typed_take_up,
    WorkflowCommand.CHANGE_FORM: trials.typed_change,
    WorkflowCommand.GUIDE: home.show_guide,
    WorkflowCommand.BOARD: board.typed_board,
    WorkflowCommand.ROUNDS: board.typed_rounds,
    WorkflowCommand.FORMS: form_list.typed_forms,
    WorkflowCommand.MAKE_FORM: drafted.typed_make,
    WorkflowCommand.DRAFTED_FORMS: drafted.typed_drafts,
    WorkflowCommand.TRY_FORM: draft_trial.typed_try,
    WorkflowCommand.PUBLISH_FORM: publication.typed_publish,
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
    WorkflowCommand.ISSUE: issue_numbers.typed_issue,
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


async def _take_day_off(ctx: RequestContext, asked: pending_input.DayInput, text: str) -> None:
    request = days_off.settle_day_off(ctx, asked, text)
    await ctx.expect_input(None)
    await HANDLERS[type(request)](ctx, request)


PENDING: Mapping[type[Frozen], Callable[[RequestContext, Any, str], Awaitable[None]]] = {
    pending_input.ReturnInput: return_rows.take_rows,
    pending_input.ExtensionInput: due_days.take_day,
    pending_input.ManyInput: many.take_text,
    pending_input.DayInput: _take_day_off,
}
