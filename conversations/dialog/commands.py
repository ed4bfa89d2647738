"""Carrying out the officer's commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conversations.answers.values import AnswerState
from conversations.dialog import (
    bulk_commands,
    failed_check,
    list_input,
    navigation,
    preview,
    preview_edits,
    submission,
)
from conversations.dialog.answering import ask_alone, ask_plainly, ask_row, go_on, greet_officer
from conversations.dialog.notes import start_note
from conversations.dialog.outline import MAX_LIST, describe_place
from conversations.dialog.overview import list_missing, show_overview
from conversations.dialog.pace import minutes_left
from conversations.dialog.turn import Turn
from conversations.forms.search import find_rows, named_row
from conversations.protocol.events import Command, ListRows, OpenRow, RunCommand
from conversations.protocol.messages import (
    Button,
    Reply,
    SendChart,
    SendFile,
    SendLinkCode,
    SendPageLink,
)
from conversations.protocol.session import (
    CheckExplanations,
    EditConflict,
    FailedCheck,
    FileImport,
    FillRest,
    HelperQuestion,
    NoteInput,
    Pause,
    Preview,
    ReadingChoice,
    RowChoice,
    RowQuestion,
    Start,
    SubmitConfirmation,
    Summary,
    ValueChoice,
)
from conversations.reports.file_request import read_wanted
from conversations.workflow.command_parser import MAX_ARGUMENT


def help_data(turn: Turn) -> dict[str, Any]:
    """The facts of the open row for the help message; empty `key` when no row is open."""
    here = turn.open_row
    if here is None:
        return {"key": ""}
    row = turn.form.row(here)
    return describe_place(turn.form, row) | {
        "hint": row.hint or "",
        "kind": row.answer.type if row.answer else "",
        "options": [f"{option.code} = {option.label}" for option in row.options],
        "example": row.answer.example if row.answer else "",
        "basis": row.basis.value if row.basis else "",
        "optional": row.optional,
        "helper": row.helper is not None,
        "checks": [check.message for check in turn.form.checks if _speaks_of(check.rules, here)],
    }


def _speaks_of(rules: tuple[Any, ...], key: str) -> bool:
    return any(f"[{key}]" in rule.must or f"[{key}]" in (rule.when or "") for rule in rules)


MOST_TRENDS = 5  # rows that are named when several are meant
MOST_NAMED = 40  # missing rows that are named one by one; of more, only how many in each group
_WORDY = frozenset(  # what follows is a note or a reason, which has a limit of its own
    {Command.NOTE, Command.GROUP_NOTE, Command.CORRECT, Command.ABANDON}
)
NOT_WHEN_LOCKED = frozenset(
    {
        Command.BACK,
        Command.SKIP,
        Command.SKIP_GROUP,
        Command.SKIP_SECTION,
        Command.JUMP,
        Command.NOTE,
        Command.GROUP_NOTE,
        Command.GROUP_NONE,
        Command.GROUP_ZERO,
        Command.GROUP_PENDING,
        Command.REMIND,
        Command.KEEP,
        Command.KEEP_ALL,
        Command.SUBMIT,
    }
)


def run_command(turn: Turn, command: RunCommand) -> None:
    """Carry out one command; it never changes an answer by itself but for a note."""
    before = turn.session.focus
    if not turn.report.editable and command.command in NOT_WHEN_LOCKED:
        submission.say_locked(turn)
        return
    if _is_too_long(command) and not _mends(turn, command):
        size = len(command.argument)
        turn.say("command.too_long", read=command.argument, length=size, limit=MAX_ARGUMENT)
        return
    _ACTIONS[command.command](turn, command.argument)
    told = command.command in (Command.CANCEL, Command.SKIP)
    if isinstance(before, Preview) and not told and turn.session.focus.at != before.at:
        turn.replies.insert(0, Reply(code="preview.left"))


def _is_too_long(command: RunCommand) -> bool:
    return len(command.argument) > MAX_ARGUMENT and command.command not in _WORDY


def _mends(turn: Turn, command: RunCommand) -> bool:
    """Whether it is `sửa 1=21; 2=5; …` before a preview, which may mend many lines."""
    return command.command is Command.JUMP and isinstance(turn.session.focus, Preview)


def _start(turn: Turn, _: str) -> None:
    if isinstance(turn.session.focus, Start):
        greet_officer(turn)
        return
    turn.say("welcome.back", period=turn.report.period.name)
    if isinstance(turn.session.focus, Pause):
        _resume(turn, "")


def _resume(turn: Turn, _: str) -> None:
    focus = turn.session.focus
    match focus:
        case RowQuestion(row=row, back_to=back_to):
            if turn.report.answer(row).state is not AnswerState.BLANK:
                go_on(turn, row, back_to)
        case Pause(back_to=back_to):
            ask_row(turn, back_to or turn.next_open(None))
        case Start():
            greet_officer(turn)
        case Summary() | SubmitConfirmation():
            ask_row(turn, turn.next_open(None))
        case _:
            pass


def _cancel(turn: Turn, _: str) -> None:
    focus = turn.session.focus
    match focus:
        case ValueChoice(row=row, back_to=back_to):
            ask_alone(turn, row, back_to)
        case HelperQuestion(row=row, revision=revision, back_to=back_to):
            turn.look_at(RowQuestion(row=row, revision=revision, back_to=back_to))
        case EditConflict(row=row, back_to=back_to):
            go_on(turn, row, back_to)
        case Preview():
            preview.leave_preview(turn, focus)
        case ReadingChoice():
            preview.return_to_origin(turn, focus)
        case NoteInput() | FillRest() | RowChoice() | FileImport():
            _return(turn, focus.back_to)
        case SubmitConfirmation() | CheckExplanations():
            turn.look_at(Summary())
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


def _back(turn: Turn, _: str) -> None:
    navigation.go_back(turn)


def _skip(turn: Turn, _: str) -> None:
    focus = turn.session.focus
    if isinstance(focus, FailedCheck):
        failed_check.next_check(turn, focus, later=True)
    elif isinstance(focus, CheckExplanations):
        turn.say("submit.stopped")
        turn.look_at(Summary())
    elif isinstance(focus, Preview):
        preview.leave_preview(turn, focus)
    else:
        navigation.skip_rows(turn, ())


def _skip_group(turn: Turn, _: str) -> None:
    here = turn.open_row
    group = turn.form.group_of(here).key if here else None
    navigation.skip_rows(turn, turn.form.asked_by_heading[group] if group else ())


def _skip_section(turn: Turn, argument: str) -> None:
    here = turn.open_row
    named = named_row(turn.form, argument) if argument else None
    section = named.key if named else turn.form.section_of(here).key if here else None
    navigation.skip_rows(turn, turn.form.asked_by_heading.get(section or "", ()))


def _jump(turn: Turn, argument: str) -> None:
    focus = turn.session.focus
    if isinstance(focus, Preview) and preview_edits.edit_preview(turn, focus, f"sửa {argument}"):
        return
    row = list_input.row_by_number(turn, argument)
    if row is not None:
        navigation.open_row(turn, row)
    elif argument:
        navigation.jump_to(turn, argument)
    else:
        turn.say("jump.how")


def _sections(turn: Turn, _: str) -> None:
    data = show_overview(turn.form, turn.report)
    buttons = tuple(
        (
            Button(
                code="button.section",
                data=part,
                action=RunCommand(command=Command.JUMP, argument=part["stt"]),
            ),
        )
        for part in data["sections"]
    )
    resume = Button(code="button.resume", action=RunCommand(command=Command.RESUME))
    turn.say("sections", (*buttons, (resume,)), **data)


def _status(turn: Turn, _: str) -> None:
    data = show_overview(turn.form, turn.report)
    turn.say("status", **data, minutes=minutes_left(turn.session.speed, data["left"]))


def _missing(turn: Turn, argument: str) -> None:
    named = named_row(turn.form, argument) if argument else None
    here = named.key if named else None
    groups = list_missing(turn.form, turn.report, here)
    rows = [row for group in groups for row in group["rows"]]
    brief = len(rows) > MOST_NAMED
    data = {"groups": groups, "count": len(rows), "brief": brief}
    turn.say("missing", _missing_buttons(groups), **data)


def _missing_buttons(groups: list[dict[str, Any]]) -> tuple[tuple[Button, ...], ...]:
    """A few rows can be opened one by one; of many, their groups as lists."""
    rows = [row for group in groups for row in group["rows"]]
    if len(rows) <= MAX_LIST:
        return tuple(
            (Button(code="button.open", data=row, action=OpenRow(row=row["key"])),) for row in rows
        )
    return tuple(
        (
            Button(
                code="button.group",
                data={"label": group["group"], "count": len(group["rows"])},
                action=ListRows(heading=group["key"]),
            ),
        )
        for group in groups[:MAX_LIST]
    )


def _help(turn: Turn, _: str) -> None:
    turn.say("help", **help_data(turn))


def _note(turn: Turn, argument: str) -> None:
    key, words = _noted(turn, argument)
    if key is None:
        turn.say("note.nowhere")
    else:
        start_note(turn, key, words)


def _group_note(turn: Turn, argument: str) -> None:
    key, words = _noted(turn, argument)
    if key is None:
        turn.say("note.nowhere")
    else:
        start_note(turn, turn.form.group_of(key).key, words)


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


def _pause(turn: Turn, _: str) -> None:
    turn.look_at(Pause(back_to=turn.open_row))


def _summary(turn: Turn, argument: str) -> None:
    named = named_row(turn.form, argument) if argument else None
    section = turn.form.section_of(named.key).key if named else None
    turn.look_at(Summary(section=section))


def _submit(turn: Turn, _: str) -> None:
    if isinstance(turn.session.focus, SubmitConfirmation):
        submission.confirm_submission(turn)
    else:
        submission.submit_report(turn)


def _reopen(turn: Turn, _: str) -> None:
    submission.recall_report(turn)


def _correct(turn: Turn, argument: str) -> None:
    submission.correct_report(turn, argument)


def _abandon(turn: Turn, argument: str) -> None:
    submission.abandon_correction(turn, argument)


def _download(turn: Turn, argument: str) -> None:
    wanted = read_wanted(argument, turn.form.layouts)
    if wanted is None:
        turn.say("download.how", read=argument, layouts=[one.label for one in turn.form.layouts])
    elif wanted.version is not None and not 0 < wanted.version <= turn.report.version:
        turn.say("download.no_version", asked=wanted.version, version=turn.report.version)
    else:
        final = turn.report.filed or wanted.version is not None
        turn.replies.append(SendFile(final=final, wanted=wanted))


def _trend(turn: Turn, argument: str) -> None:
    named = named_row(turn.form, argument) if argument else None
    found = [named] if named is not None else find_rows(turn.form, argument) if argument else []
    numeric = [row for row in found if row.holds_number]
    here = turn.open_row if not argument else None
    key = numeric[0].key if len(numeric) == 1 else here
    if key is None or not turn.form.row(key).holds_number:
        labels = [f"{row.key} {row.title}" for row in numeric[:MOST_TRENDS]]
        turn.say("trend.how", read=argument, labels=labels)
    else:
        turn.replies.append(SendChart(row=key))


def _link(turn: Turn, _: str) -> None:
    turn.replies.append(SendLinkCode())


def _send_file(turn: Turn, _: str) -> None:
    turn.replies.append(SendPageLink(page="upload"))


def _open_web(turn: Turn, _: str) -> None:
    turn.replies.append(SendPageLink(page="chat"))


_ACTIONS: dict[Command, Callable[[Turn, str], None]] = {
    Command.START: _start,
    Command.RESUME: _resume,
    Command.BACK: _back,
    Command.SKIP: _skip,
    Command.SKIP_GROUP: _skip_group,
    Command.SKIP_SECTION: _skip_section,
    Command.JUMP: _jump,
    Command.SECTIONS: _sections,
    Command.STATUS: _status,
    Command.MISSING: _missing,
    Command.HELP: _help,
    Command.NOTE: _note,
    Command.GROUP_NOTE: _group_note,
    Command.PAUSE: _pause,
    Command.SUMMARY: _summary,
    Command.SUBMIT: _submit,
    Command.REOPEN: _reopen,
    Command.CORRECT: _correct,
    Command.ABANDON: _abandon,
    Command.DOWNLOAD: _download,
    Command.CANCEL: _cancel,
    Command.LINK: _link,
    Command.SEND_FILE: _send_file,
    Command.OPEN_WEB: _open_web,
    Command.TREND: _trend,
    **bulk_commands.ACTIONS,
}
