"""Who serves what is asked of the office: each tapped request, and each typed command."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from bot.workflow import assignments, home
from bot.workflow.board import board, nudge
from bot.workflow.board import files as board_files
from bot.workflow.context import RequestContext
from bot.workflow.interaction import confirmation
from bot.workflow.people import audit_log as office_trails
from bot.workflow.people import channel_links, invitations, people, transfers, web_sessions
from bot.workflow.review import approval, corrections, return_rows, review
from bot.workflow.review import audit_log as trails
from bot.workflow.rollup import files as total_files
from bot.workflow.rollup import rollup
from bot.workflow.rounds import commands as rounds
from bot.workflow.rounds import more_time
from bot.workflow.units import commands as units
from conversations.commands.workflow import WorkflowCommand
from conversations.frozen import Frozen
from conversations.workflow import requests

Handler = Callable[[RequestContext, Any], Awaitable[None]]
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
    requests.Approve: approval.approve_version,
    requests.UndoApproval: approval.undo_approval,
    requests.Return: return_rows.return_,
    requests.UndoReturn: return_rows.undo_return,
    requests.Extend: rounds.extend_due,
    requests.RefuseExtension: more_time.refuse_extension,
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
    requests.Decline: confirmation.decline_request,
    requests.EndWebSession: web_sessions.end_web_session,
}


TYPED: Mapping[WorkflowCommand, Handler] = {
    WorkflowCommand.HOME: home.show_home,
    WorkflowCommand.GUIDE: home.show_guide,
    WorkflowCommand.BOARD: board.typed_board,
    WorkflowCommand.ROUNDS: board.typed_rounds,
    WorkflowCommand.CORRECT: corrections.typed_correct,
    WorkflowCommand.PICTURE: board_files.typed_picture,
    WorkflowCommand.WAITING: review.show_waiting,
    WorkflowCommand.LOOK: review.typed_look,
    WorkflowCommand.CHANGES: review.typed_changes,
    WorkflowCommand.APPROVE: approval.typed_approve,
    WorkflowCommand.RETURN: return_rows.typed_return,
    WorkflowCommand.MORE_TIME: more_time.typed_more_time,
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
PENDING: Mapping[type[Frozen], Callable[[RequestContext, Any, str], Awaitable[None]]] = {
    requests.ReturnInput: return_rows.take_rows,
    requests.ExtensionInput: rounds.take_day,
}
