"""Carrying out the officer's commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from conversations.answers.values import AnswerState
from conversations.commands.report import Command, RunCommand
from conversations.commands.spec import Mark
from conversations.dialog import (
    bulk_commands,
    failed_check,
    fill_rest,
    list_input,
    navigation,
    overview_commands,
    preview,
    preview_edits,
    submission,
)
from conversations.dialog.answering import ask_alone, ask_plainly, ask_row, go_on, greet_officer
from conversations.dialog.notes import start_note
from conversations.dialog.turn import Turn
from conversations.forms.search import named_row
from conversations.protocol import session
from conversations.protocol.messages import Reply, SendLinkCode, SendPageLink


def _start(turn: Turn) -> None:
    if isinstance(turn.session.focus, session.Start):
        greet_officer(turn)
        return
    turn.say("welcome.back", period=turn.report.period.name)
    if isinstance(turn.session.focus, session.Pause):
        _resume(turn)


def _resume(turn: Turn) -> None:
    focus = turn.session.focus
    match focus:
        case session.RowQuestion(row=row, back_to=back_to):
            if turn.report.answer(row).state is not AnswerState.BLANK:
                go_on(turn, row, back_to)
        case session.Pause(back_to=back_to):
            ask_row(turn, back_to or turn.next_open(None))
        case session.Start():
            greet_officer(turn)
        case session.Summary() | session.SubmitConfirmation():
            ask_row(turn, turn.next_open(None))
        case _:
            pass


def _cancel(turn: Turn) -> None:
    focus = turn.session.focus
    match focus:
        case session.ValueChoice(row=row, back_to=back_to):
            ask_alone(turn, row, back_to)
        case session.HelperQuestion(row=row, revision=revision, back_to=back_to):
            turn.look_at(session.RowQuestion(row=row, revision=revision, back_to=back_to))
        case session.EditConflict(row=row, back_to=back_to):
            go_on(turn, row, back_to)
        case session.Preview():
            preview.leave_preview(turn, focus)
        case session.ReadingChoice():
            preview.return_to_origin(turn, focus)
        case session.NoteInput() | session.FillRest() | session.RowChoice() | session.FileImport():
            _return(turn, focus.back_to)
        case session.SubmitConfirmation() | session.CheckExplanations():
            turn.look_at(session.Summary())
        case _ if turn.report.in_force is not None:
            submission.abandon_correction(turn, "")
        case _:
            turn.say("cancel.nothing")


def _return(turn: Turn, key: str | None) -> None:
    """Back to the row or the list that stood open."""
    if key is not None and turn.is_open(turn.form.row(key)):
        ask_plainly(turn, key)
    elif key is not None and turn.form.row(key).answer is not None:
        ask_alone(turn, key)
    else:
        ask_row(turn, turn.next_open(None))


def _skip(turn: Turn) -> None:
    focus = turn.session.focus
    if isinstance(focus, session.FailedCheck):
        failed_check.next_check(turn, focus, later=True)
    elif isinstance(focus, session.CheckExplanations):
        turn.say("submit.stopped")
        turn.look_at(session.Summary())
    elif isinstance(focus, session.Preview):
        preview.leave_preview(turn, focus)
    else:
        navigation.skip_rows(turn, ())


def _skip_group(turn: Turn) -> None:
    here = turn.open_row
    group = turn.form.group_of(here).key if here else None
    navigation.skip_rows(turn, turn.form.asked_by_heading[group] if group else ())


def _skip_section(turn: Turn, argument: str) -> None:
    here = turn.open_row
    named = named_row(turn.form, argument)
    section = named.key if named else turn.form.section_of(here).key if here else None
    navigation.skip_rows(turn, turn.form.asked_by_heading.get(section or "", ()))


def _jump(turn: Turn, argument: str) -> None:
    focus = turn.session.focus
    if isinstance(focus, session.Preview) and preview_edits.edit_preview(
        turn, focus, f"sửa {argument}"
    ):
        return
    row = list_input.row_by_number(turn, argument)
    if row is not None:
        navigation.open_row(turn, row)
    elif argument:
        navigation.jump_to(turn, argument)
    else:
        turn.say("jump.how")


def _note(turn: Turn, argument: str, *, of_group: bool = False) -> None:
    key, words = _noted(turn, argument)
    if key is None:
        turn.say("note.nowhere")
    else:
        start_note(turn, turn.form.group_of(key).key if of_group else key, words)


def _noted(turn: Turn, argument: str) -> tuple[str | None, str]:
    """The row a note is for, and its words: `I.2: Kế hoạch …`, `3: Kế hoạch …` with a number of
    the list; else all is words for the open row."""
    place, colon, words = argument.partition(":")
    if colon and words.strip():
        named = named_row(turn.form, place)
        key = list_input.row_by_number(turn, place.strip()) or (named.key if named else None)
        if key is not None:
            return key, words.strip()
    return turn.open_row, argument


def _pause(turn: Turn) -> None:
    turn.look_at(session.Pause(back_to=turn.open_row))


def _submit(turn: Turn) -> None:
    if isinstance(turn.session.focus, session.SubmitConfirmation):
        submission.confirm_submission(turn)
    else:
        submission.submit_report(turn)


_PLAIN: dict[Command, Callable[[Turn], None]] = {
    Command.START: _start,
    Command.RESUME: _resume,
    Command.BACK: navigation.go_back,
    Command.SKIP: _skip,
    Command.SKIP_GROUP: _skip_group,
    Command.BY_ROW: partial(bulk_commands.ask_by, mode=session.AskingMode.ROW),
    Command.BY_GROUP: partial(bulk_commands.ask_by, mode=session.AskingMode.GROUP),
    Command.BY_SECTION: partial(bulk_commands.ask_by, mode=session.AskingMode.SECTION),
    Command.KEEP_ALL: bulk_commands.keep_all,
    Command.GROUP_NONE: partial(bulk_commands.settle_rest, state=AnswerState.NONE),
    Command.GROUP_ZERO: partial(bulk_commands.settle_rest, state=AnswerState.VALUE),
    Command.SECTIONS: overview_commands.show_sections,
    Command.STATUS: overview_commands.show_status,
    Command.HELP: overview_commands.show_help,
    Command.PAUSE: _pause,
    Command.SUBMIT: _submit,
    Command.REOPEN: submission.recall_report,
    Command.CANCEL: _cancel,
    Command.LINK: lambda turn: turn.replies.append(SendLinkCode()),
    Command.SEND_FILE: lambda turn: turn.replies.append(SendPageLink(page="upload")),
    Command.OPEN_WEB: lambda turn: turn.replies.append(SendPageLink(page="chat")),
}
_WITH_ARGUMENT: dict[Command, Callable[[Turn, str], None]] = {
    Command.SKIP_SECTION: _skip_section,
    Command.JUMP: _jump,
    Command.KEEP: bulk_commands.keep_previous,
    Command.GROUP_PENDING: bulk_commands.settle_later,
    Command.REMIND: fill_rest.remind_later,
    Command.MISSING: overview_commands.show_missing,
    Command.SUMMARY: overview_commands.show_summary,
    Command.DOWNLOAD: overview_commands.give_file,
    Command.TREND: overview_commands.give_trend,
    Command.NOTE: _note,
    Command.GROUP_NOTE: partial(_note, of_group=True),
    Command.CORRECT: submission.correct_report,
    Command.ABANDON: submission.abandon_correction,
}


def run_command(turn: Turn, command: RunCommand) -> None:
    """Carry out one command; it never changes an answer by itself but for a note."""
    before, spec = turn.session.focus, command.command.spec
    if not turn.report.editable and Mark.EDITS in spec.marks:
        submission.say_locked(turn)
        return
    if spec.is_too_long(command.argument) and not _mends(turn, command):
        size = len(command.argument)
        turn.say("command.too_long", read=command.argument, length=size, limit=spec.limit)
        return
    if (plain := _PLAIN.get(command.command)) is not None:
        plain(turn)
    else:
        _WITH_ARGUMENT[command.command](turn, command.argument)
    told = command.command in (Command.CANCEL, Command.SKIP)
    if isinstance(before, session.Preview) and not told and turn.session.focus.at != before.at:
        turn.replies.insert(0, Reply(code="preview.left"))


def _mends(turn: Turn, command: RunCommand) -> bool:
    """Whether it is `sửa 1=21; 2=5; …` before a preview, which may mend many lines."""
    return command.command is Command.JUMP and isinstance(turn.session.focus, session.Preview)
