"""Carrying out the officer's commands."""

from __future__ import annotations

from collections.abc import Callable

from conversations import navigating, submitting
from conversations.answering import ask, begin, go_on
from conversations.events import Command, OpenRow, Run
from conversations.helping import help_data
from conversations.messages import Button, Deliver, LinkCode
from conversations.noting import start_note
from conversations.placing import MAX_LIST, open_rows, place
from conversations.report import ReportState
from conversations.reviewing import missing, overview
from conversations.session import (
    Asking,
    ChoosingRow,
    Conflicting,
    HelperPart,
    Noting,
    Paused,
    Picking,
    Raised,
    Settling,
    Start,
    Submitting,
    Summary,
)
from conversations.turn import Turn
from conversations.values import State

NOT_WHEN_SUBMITTED = frozenset(
    {
        Command.BACK,
        Command.SKIP,
        Command.SKIP_GROUP,
        Command.SKIP_SECTION,
        Command.JUMP,
        Command.NOTE,
        Command.GROUP_NOTE,
        Command.GROUP_NONE,
        Command.SUBMIT,
    }
)


def run(turn: Turn, command: Run) -> None:
    """Carry out one command; it never changes an answer by itself but for a note."""
    submitted = turn.report.state is ReportState.SUBMITTED
    if submitted and command.command in NOT_WHEN_SUBMITTED:
        turn.say("locked")
    else:
        _ACTIONS[command.command](turn, command.argument)


def _start(turn: Turn, _: str) -> None:
    if isinstance(turn.session.focus, Start):
        begin(turn)
        return
    turn.say("welcome.back", period=turn.report.period.name)
    if isinstance(turn.session.focus, Paused):
        _resume(turn, "")


def _resume(turn: Turn, _: str) -> None:
    focus = turn.session.focus
    match focus:
        case Asking(row=row, back_to=back_to):
            if turn.report.answer(row).state is not State.BLANK:
                go_on(turn, row, back_to)
        case Paused(back_to=back_to):
            ask(turn, back_to or turn.next_open(None))
        case Start():
            begin(turn)
        case Summary() | Submitting():
            ask(turn, turn.next_open(None))
        case _:
            pass


def _cancel(turn: Turn, _: str) -> None:
    focus = turn.session.focus
    match focus:
        case Picking(row=row, back_to=back_to):
            ask(turn, row, back_to)
        case HelperPart(row=row, revision=revision, back_to=back_to):
            turn.look_at(Asking(row=row, revision=revision, back_to=back_to))
        case Conflicting(row=row, back_to=back_to):
            go_on(turn, row, back_to)
        case Noting(back_to=back_to) | Settling(back_to=back_to) | ChoosingRow(back_to=back_to):
            ask(turn, back_to or turn.next_open(None))
        case Submitting():
            turn.look_at(Summary())
        case _:
            turn.say("cancel.nothing")


def _back(turn: Turn, _: str) -> None:
    navigating.back(turn)


def _skip(turn: Turn, _: str) -> None:
    if isinstance(turn.session.focus, Raised):
        submitting.next_check(turn, turn.session.focus, later=True)
    else:
        navigating.skip(turn, ())


def _skip_group(turn: Turn, _: str) -> None:
    here = turn.open_row
    group = turn.form.group_of(here).key if here else None
    navigating.skip(turn, turn.form.asked_by_heading[group] if group else ())


def _skip_section(turn: Turn, argument: str) -> None:
    here = turn.open_row
    named = navigating.find_exactly(turn.form, argument) if argument else None
    section = named.key if named else turn.form.section_of(here).key if here else None
    navigating.skip(turn, turn.form.asked_by_heading.get(section or "", ()))


def _jump(turn: Turn, argument: str) -> None:
    if argument:
        navigating.jump(turn, argument)
    else:
        turn.say("jump.how")


def _sections(turn: Turn, _: str) -> None:
    data = overview(turn.form, turn.report)
    buttons = tuple(
        (
            Button(
                code="button.section",
                data=part,
                action=Run(command=Command.JUMP, argument=part["stt"]),
            ),
        )
        for part in data["sections"]
    )
    resume = Button(code="button.resume", action=Run(command=Command.RESUME))
    turn.say("sections", (*buttons, (resume,)), **data)


def _status(turn: Turn, _: str) -> None:
    turn.say("status", **overview(turn.form, turn.report))


def _missing(turn: Turn, argument: str) -> None:
    named = navigating.find_exactly(turn.form, argument) if argument else None
    here = named.key if named else None
    groups = missing(turn.form, turn.report, here)
    rows = [row for group in groups for row in group["rows"]]
    buttons = tuple(
        (Button(code="button.open", data=row, action=OpenRow(row=row["key"])),)
        for row in rows[:MAX_LIST]
    )
    turn.say("missing", buttons if rows else (), groups=groups, count=len(rows))


def _help(turn: Turn, _: str) -> None:
    turn.say("help", **help_data(turn))


def _note(turn: Turn, argument: str) -> None:
    here = turn.open_row
    if here is None:
        turn.say("note.nowhere")
    else:
        start_note(turn, here, argument)


def _group_note(turn: Turn, argument: str) -> None:
    here = turn.open_row
    if here is None:
        turn.say("note.nowhere")
    else:
        start_note(turn, turn.form.group_of(here).key, argument)


def _group_none(turn: Turn, _: str) -> None:
    here = turn.open_row
    group = turn.form.group_of(here) if here else None
    if group is None:
        turn.say("group.nowhere")
    elif not open_rows(turn.form, turn.report, group.key):
        turn.say("group.full", **place(turn.form, group))
    else:
        turn.look_at(Settling(heading=group.key, back_to=here))


def _pause(turn: Turn, _: str) -> None:
    turn.look_at(Paused(back_to=turn.open_row))


def _summary(turn: Turn, argument: str) -> None:
    named = navigating.find_exactly(turn.form, argument) if argument else None
    section = turn.form.section_of(named.key).key if named else None
    turn.look_at(Summary(section=section))


def _submit(turn: Turn, _: str) -> None:
    if isinstance(turn.session.focus, Submitting):
        submitting.confirm(turn)
    else:
        submitting.submit(turn)


def _reopen(turn: Turn, _: str) -> None:
    if turn.report.state is ReportState.SUBMITTED:
        submitting.reopen(turn)
    else:
        turn.say("reopen.draft")


def _download(turn: Turn, _: str) -> None:
    turn.replies.append(Deliver(final=turn.report.state is ReportState.SUBMITTED))


def _link(turn: Turn, _: str) -> None:
    turn.replies.append(LinkCode())


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
    Command.GROUP_NONE: _group_none,
    Command.PAUSE: _pause,
    Command.SUMMARY: _summary,
    Command.SUBMIT: _submit,
    Command.REOPEN: _reopen,
    Command.DOWNLOAD: _download,
    Command.CANCEL: _cancel,
    Command.LINK: _link,
}
