"""Carrying out the officer's commands."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from conversations.answers.values import AnswerState
from conversations.bulk.extras import find_noted, split_notes
from conversations.bulk.lead_ins.group_names import headings_above, name_groups
from conversations.bulk.told_notes import ToldNote, part_note, words_alone
from conversations.commands.report import Command, RunCommand
from conversations.commands.spec import Mark
from conversations.dialog import bulk_commands, fill_rest, navigation, overview_commands, submission
from conversations.dialog.notes import keep_notes, start_note
from conversations.dialog.outline import describe_place
from conversations.dialog.readers.table_cells import take_cell
from conversations.dialog.states.lookup import current_state
from conversations.dialog.tables.line_prompt import is_one_line
from conversations.dialog.turn import Turn
from conversations.dialog.words.draft import open_words, read_draft, show_unwritten
from conversations.forms.search import named_row
from conversations.protocol import preview_states, row_states, session
from conversations.protocol.messages import Reply, SendLinkCode, SendPageLink, SendSignInCode
from conversations.text.heading_names import read_name

MAX_NAMED = 3  # rows that a note may be for
_BARE_NOTE = re.compile(r"\s*(?:ghi\s+chú|ghi\s+chu)\s*:", re.IGNORECASE)  # of the open row


def _skip_group(turn: Turn) -> None:
    here = turn.open_row
    group = turn.form.group_of(here).key if here else None
    navigation.skip_rows(turn, turn.form.asked_by_heading[group] if group else ())


def _skip_section(turn: Turn, argument: str) -> None:
    """Go on behind the section, the heading or the row; one that is not before the officer stays
    blank."""
    here, before = turn.open_row, turn.session.focus
    words = navigation.with_section(turn, argument)
    number = current_state(turn).row_by_number(turn, argument) if words == argument else None
    named = turn.form.row(number) if number is not None else named_row(turn.form, words)
    if named is None and any(map(str.isdigit, argument)):
        turn.say("jump.nothing", words=argument)
        return
    section = named.key if named else turn.form.section_of(here).key if here else None
    keys = turn.form.asked_by_heading.get(section or "", ()) or ((section,) if named else ())
    whole = named is None or named in turn.form.sections
    if whole or (here in keys and (keys[1:] or not turn.session.listed)):
        navigation.skip_rows(turn, tuple(filter(None, keys)))
    if named is not None and not whole and turn.session.focus == before:
        one, count = keys == (named.key,), len(turn.open_among(filter(None, keys)))
        turn.say("skip.later", label=named.title, row=one, count=count)


def _jump(turn: Turn, argument: str) -> None:
    state = current_state(turn)
    if state.edit_line(turn, f"sửa {argument}"):
        return
    if take_cell(turn, argument):  # `sửa dòng 1 cột 3 thành 5`
        return
    shown = name_groups(turn.form, turn.rows_in_hand, argument) != argument
    row = None if shown else state.row_by_number(turn, argument)
    if row is not None:
        navigation.open_row(turn, row)
    elif argument:
        navigation.jump_to(turn, argument)
    else:
        turn.say("jump.how")


def _note(turn: Turn, argument: str, *, of_group: bool = False) -> None:
    rows = _numbered_rows(turn)
    told = split_notes(turn.form, rows, turn.typed) if of_group else {}
    if len(told) > 1:
        keep_notes(turn, told)
        return
    if of_group and (whose := _named_group(turn, argument)) is not None:
        start_note(turn, *whose)
        return
    note = None if _BARE_NOTE.match(turn.typed) else part_note(f"ghi chú {argument}")
    # a command's argument stands on one line
    lines = split_notes(turn.form, rows, turn.typed) if "\n" in turn.typed.strip() else {}
    several = lines or split_notes(turn.form, rows, f"ghi chú {argument}")
    several = {_item_of(turn, key): words for key, words in several.items()}
    if len(several) > 1 and not of_group:
        keep_notes(turn, several)
        return
    if note is not None and note.told and (not several or _is_of_no_list(turn, rows, note)):
        _take_told(turn, rows, note)
        return
    key, words = next(iter(several.items()), None) or _noted(turn, argument)
    if key is None:
        turn.say("note.nowhere")
    elif words and not several and _may_be_of_others(turn):
        _ask_whose(turn, rows, argument)
    else:
        start_note(turn, turn.form.group_of(key).key if of_group else key, words)


def _numbered_rows(turn: Turn) -> tuple[str, ...]:
    """The rows that the number of a note means; at one question those of the list it is of."""
    if isinstance(turn.session.focus, row_states.RowQuestion):
        return turn.rows_by_number
    return current_state(turn).rows_asked(turn.form, turn.report)


def _take_told(turn: Turn, rows: tuple[str, ...], note: ToldNote) -> None:
    """A note of the question that stands open, `ghi chú câu này là …`; else it is asked whose."""
    here = turn.open_row if isinstance(turn.session.focus, row_states.RowQuestion) else None
    if here is not None and note.is_of_open_row and note.words.strip():
        start_note(turn, here, note.words.strip())
    else:
        _ask_whose(turn, rows, note.named)


def _is_of_no_list(turn: Turn, rows: tuple[str, ...], note: ToldNote) -> bool:
    """`dòng 5` where no lines stand before the officer, who has a list elsewhere."""
    listed = turn.by_list or not isinstance(turn.session.focus, row_states.RowQuestion)
    return not rows and note.row == "dong" and note.place.isdecimal() and listed


def _may_be_of_others(turn: Turn) -> bool:
    """Whether several rows stand before the officer, and nothing says which one is meant."""
    focus = turn.session.focus
    if _BARE_NOTE.match(turn.typed) or not turn.typed or isinstance(focus, row_states.RowQuestion):
        return False
    if isinstance(focus, preview_states.Preview):
        return len(focus.lines) > 1
    if not isinstance(focus, row_states.ListInput):
        return False
    return len(focus.rows) > 1 and not is_one_line(turn.form, focus.rows)


def _named_group(turn: Turn, argument: str) -> tuple[str, str] | None:
    """The heading of a note, by its number above the rows in hand or with that of its section."""
    place, colon, words = argument.partition(":")
    name = read_name(f"mục {place.strip()}") if colon and words.strip() else None
    if name is None or "\n" in turn.typed.strip():
        return None
    shown = headings_above(turn.form, turn.rows_in_hand)
    row = named_row(turn.form, name.place) if name.section else None
    key = row.key if row is not None else shown.get(".".join(name.points))
    return (key, words.strip()) if key is not None else None


def _ask_whose(turn: Turn, rows: tuple[str, ...], place: str) -> None:
    """Say that it is not known whose the note is, with the rows that may be meant."""
    found = find_noted(turn.form, rows, place)[:MAX_NAMED]
    names = [describe_place(turn.form, row) for row in found]
    turn.say("note.whose", read=place, rows=names)
    turn.quiet = True


def _noted(turn: Turn, argument: str) -> tuple[str | None, str]:
    """The row a note is for, and its words: `I.2: Kế hoạch …`, `3: Kế hoạch …` with a number of
    the list; else all is words for the open row."""
    place, colon, words = argument.partition(":")
    if colon and words.strip():
        named = named_row(turn.form, place)
        numbered = current_state(turn).row_by_number(turn, place.strip())
        key = numbered or (named.key if named else None)
        if key is not None:
            return _item_of(turn, key), words.strip()
    return _open_line(turn), words_alone(argument)


def _item_of(turn: Turn, key: str) -> str:
    """At the question of a list a number is that of an item, whose note stands beside all of it."""
    here, place = turn.open_row, turn.form.row(key).cell
    at_list = here is not None and turn.form.row(here).holds_names
    return place.row if at_list and place is not None else key


def _open_line(turn: Turn) -> str | None:
    """The open row; of cells that are asked together their row, whose note stands beside them."""
    here, focus = turn.open_row, turn.session.focus
    if here is None or not isinstance(focus, row_states.ListInput):
        return here
    place = turn.form.row(here).cell
    return place.row if place is not None and is_one_line(turn.form, focus.rows) else here


def _pause(turn: Turn) -> None:
    turn.look_at(session.Pause(back_to=turn.open_row))


_PLAIN: dict[Command, Callable[[Turn], None]] = {
    Command.START: lambda turn: current_state(turn).welcome(turn),
    Command.RESUME: lambda turn: current_state(turn).resume(turn),
    Command.BACK: lambda turn: current_state(turn).go_back(turn),
    Command.SKIP: lambda turn: current_state(turn).skip(turn),
    Command.SKIP_GROUP: _skip_group,
    Command.BY_ROW: partial(bulk_commands.ask_by, mode=session.AskingMode.ROW),
    Command.BY_GROUP: partial(bulk_commands.ask_by, mode=session.AskingMode.GROUP),
    Command.BY_SECTION: partial(bulk_commands.ask_by, mode=session.AskingMode.SECTION),
    Command.KEEP_ALL: bulk_commands.keep_all,
    Command.GROUP_NONE: partial(bulk_commands.settle_rest, state=AnswerState.NONE),
    Command.GROUP_ZERO: partial(bulk_commands.settle_rest, state=AnswerState.VALUE),
    Command.SECTIONS: overview_commands.show_sections,
    Command.WORDS: open_words,
    Command.UNWRITTEN: show_unwritten,
    Command.STATUS: overview_commands.show_status,
    Command.HELP: overview_commands.show_help,
    Command.PAUSE: _pause,
    Command.SUBMIT: lambda turn: current_state(turn).submit(turn),
    Command.REOPEN: submission.recall_report,
    Command.CANCEL: lambda turn: current_state(turn).cancel(turn),
    Command.SIGN_IN_CODE: lambda turn: turn.replies.append(SendSignInCode()),
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
    Command.DRAFT: read_draft,
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
    told = command.command in (Command.CANCEL, Command.SKIP, Command.KEEP, Command.KEEP_ALL)
    if (
        isinstance(before, preview_states.Preview)
        and not told
        and turn.session.focus.at != before.at
    ):
        turn.replies.insert(0, Reply(code="preview.left", data={"count": 0, "notes": 0}))


def _mends(turn: Turn, command: RunCommand) -> bool:
    """Whether it is `sửa 1=21; 2=5; …` before a preview, which may mend many lines."""
    return command.command is Command.JUMP and isinstance(
        turn.session.focus, preview_states.Preview
    )
