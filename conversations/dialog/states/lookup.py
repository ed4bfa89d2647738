"""The class of each state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, assert_never

from conversations.dialog.states.all_words import AllWordsState
from conversations.dialog.states.answer_choice import EditConflictState, ValueChoiceState
from conversations.dialog.states.base import State, View
from conversations.dialog.states.check_explanations import CheckExplanationsState
from conversations.dialog.states.failed_check import FailedCheckState
from conversations.dialog.states.file_import import FileImportState
from conversations.dialog.states.fill_rest import FillRestState
from conversations.dialog.states.helper_question import HelperQuestionState
from conversations.dialog.states.list_input import ListInputState
from conversations.dialog.states.note_input import NoteInputState
from conversations.dialog.states.preview import PreviewState
from conversations.dialog.states.reading_choice import ReadingChoiceState
from conversations.dialog.states.reason_confirmation import ReasonConfirmationState
from conversations.dialog.states.recall_confirmation import RecallConfirmationState
from conversations.dialog.states.reminder_day import ReminderDayState
from conversations.dialog.states.row_choice import RowChoiceState
from conversations.dialog.states.row_question import RowQuestionState
from conversations.dialog.states.start import PauseState, StartState
from conversations.dialog.states.submit_confirmation import SubmitConfirmationState
from conversations.dialog.states.summary import SummaryState, show_locked
from conversations.dialog.states.undo_offer import UndoOfferState
from conversations.dialog.states.unsaved_work import UnsavedWorkState
from conversations.dialog.turn import Turn
from conversations.protocol import check_states, preview_states, row_states, session
from conversations.protocol.messages import Reply
from conversations.reports.model import Report, ReportState


def state_of(focus: session.DialogState) -> State[Any]:
    """What this state shows and does."""
    match focus:
        case session.Start():
            return StartState(focus)
        case row_states.RowQuestion():
            return RowQuestionState(focus)
        case row_states.HelperQuestion():
            return HelperQuestionState(focus)
        case row_states.ValueChoice():
            return ValueChoiceState(focus)
        case row_states.EditConflict():
            return EditConflictState(focus)
        case row_states.NoteInput():
            return NoteInputState(focus)
        case check_states.FailedCheck():
            return FailedCheckState(focus)
        case check_states.ReasonConfirmation():
            return ReasonConfirmationState(focus)
        case check_states.CheckExplanations():
            return CheckExplanationsState(focus)
        case row_states.ListInput():
            return ListInputState(focus)
        case row_states.UndoOffer():
            return UndoOfferState(focus)
        case preview_states.ReadingChoice():
            return ReadingChoiceState(focus)
        case preview_states.Preview():
            return PreviewState(focus)
        case preview_states.FileImport():
            return FileImportState(focus)
        case row_states.FillRest():
            return FillRestState(focus)
        case preview_states.RowChoice():
            return RowChoiceState(focus)
        case session.Summary():
            return SummaryState(focus)
        case session.AllWords():
            return AllWordsState(focus)
        case preview_states.UnsavedWork():
            return UnsavedWorkState(focus)
        case session.SubmitConfirmation():
            return SubmitConfirmationState(focus)
        case session.RecallConfirmation():
            return RecallConfirmationState(focus)
        case session.Pause():
            return PauseState(focus)
        case session.ReminderDay():
            return ReminderDayState(focus)
    assert_never(focus)


def current_state(turn: Turn) -> State[Any]:
    """What stands before the officer in this step."""
    return state_of(turn.session.focus)


def show_prompt(view: View, focus: session.DialogState) -> Reply:
    """The prompt of the state; of a report that cannot be changed, how it stands."""
    if not (view.report.editable or _may_stand(view.report, focus)):
        return show_locked(view)
    state = state_of(focus)
    return replace(state.show_prompt(view), rows=state.rows_asked(view.form, view.report))


def _may_stand(report: Report, focus: session.DialogState) -> bool:
    """Whether the state is for a report that cannot be changed, too."""
    waits = report.state is ReportState.SUBMITTED and not report.closed
    asks = isinstance(focus, session.RecallConfirmation) and waits
    return asks or isinstance(focus, session.Summary | session.AllWords)
