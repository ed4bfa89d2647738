"""A reply to an earlier message: it is read for the rows that this message asked or answered."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.answer_types.reader import read_answer
from conversations.bulk.parser import read_burst
from conversations.commands.report import Command, RunCommand
from conversations.dialog import navigation, overview_commands
from conversations.dialog.checks.quoted_warning import explain_quoted
from conversations.dialog.notes import start_note
from conversations.dialog.outline import describe_place
from conversations.dialog.row_answers import take_text
from conversations.dialog.states.lookup import current_state, state_of
from conversations.dialog.states.row_question import keep_one
from conversations.dialog.turn import Spoken, Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import named_row, plain_label
from conversations.parsing.result import RefusedReading
from conversations.protocol.check_states import FailedCheck
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import FileImport, Preview
from conversations.protocol.row_states import ListInput, RowQuestion, ValueChoice
from conversations.rules.expression import parse_expression
from conversations.speech.acts import Awaited, Correction
from conversations.text.normalize import short_number

FEWEST = 12  # letters of a label that name its row when they are picked out of a list
_NUMBER = re.compile(r"\s*(?:[✓•·☐-]\s*)?(\d{1,3})[.)]\s")
_ANEW = re.compile(r"(?:(?:lại|lai|thành|thanh|là|la)\s+)*", re.IGNORECASE)


def what_is_awaited(turn: Turn) -> Awaited:
    """What the officer's text is for: the row of the message that it quotes, or the state. While
    the report is locked nobody waits for words: `đính chính …` is the command."""
    key = row_quoted(turn)
    if key is None:
        awaited = current_state(turn).awaited(turn.form)
        is_shut = awaited is Awaited.TEXT and not turn.report.editable
        return Awaited.NOTHING if is_shut else awaited
    return Awaited.TEXT if turn.form.row(key).is_free_text else Awaited.VALUE


def take_command(turn: Turn, command: RunCommand) -> bool:
    """Carry out a command about a row for the one that is quoted. False for any other."""
    if not turn.report.editable:
        return False
    key = row_quoted(turn)
    return _in_list(turn, command) if key is None else _for_row(turn, key, command)


def _in_list(turn: Turn, command: RunCommand) -> bool:
    """A command about a row by its number in the list that is quoted; one about the row before
    the officer is not for a message that asked no row alone."""
    rows = turn.quotes
    if rows is None or _stands_open(turn, rows):
        return False
    place, colon, words = command.argument.partition(":")
    number = short_number(place) or 0
    key = rows[number - 1] if 1 <= number <= len(rows) and _are_known(turn.form, rows) else None
    match command.command:
        case Command.NOTE if colon and words.strip() and key is not None:
            start_note(turn, key, words.strip())
        case Command.NOTE if colon and words.strip() and named_row(turn.form, place):
            return False
        case Command.NOTE | Command.GROUP_NOTE:
            return refuse_elsewhere(turn)
        case Command.KEEP if not command.argument:
            return refuse_elsewhere(turn)
        case Command.JUMP if key is not None and not colon:
            navigation.open_row(turn, key)
        case _:
            return False
    return True


def _for_row(turn: Turn, key: str, command: RunCommand) -> bool:
    match command:
        case RunCommand(command=Command.NOTE, argument=words):
            start_note(turn, key, words)
        case RunCommand(command=Command.KEEP, argument=""):
            revision = turn.report.answer(key).revision
            keep_one(turn, RowQuestion(row=key, revision=revision, back_to=turn.open_row))
        case RunCommand(command=Command.TREND, argument=""):
            overview_commands.give_trend(turn, key)
        case RunCommand(command=Command.JUMP, argument=""):
            navigation.open_row(turn, key)
        case RunCommand(command=Command.JUMP, argument=words):
            value = _ANEW.sub("", words, count=1)
            if isinstance(read_answer(turn.form.row(key), value), RefusedReading):
                return False
            return _take_for_row(turn, key, value)
        case _:
            return False
    return True


def correct_quoted(turn: Turn, correction: Correction) -> bool:
    """Correct the row of the message that is quoted, or open it when only the mistake was told.
    False when another row is named, or none is quoted."""
    if correction.place or not turn.report.editable:
        return False
    if correction.value:
        return take_reply(turn, correction.value)
    key = row_quoted(turn)
    if key is not None:
        navigation.open_row(turn, key)
    return key is not None


def refuse_elsewhere(turn: Turn) -> bool:
    """What is said to an earlier message is not for what stands open, as a yes or a no would be;
    whether it is said to such a message."""
    elsewhere = turn.quotes is not None and not _stands_open(turn, turn.quotes)
    if elsewhere:
        turn.say("reply.elsewhere", read=turn.typed)
        turn.quiet = True
    return elsewhere


def take_reply(turn: Turn, text: str) -> bool:
    """Read a reply for the rows of the message that it quotes. False when the text means the same
    without it: it is no reply, or one to what stands open."""
    rows, key = turn.quotes, row_quoted(turn)
    elsewhere = rows is not None and not _stands_open(turn, rows)
    if elsewhere and not turn.picked and explain_quoted(turn, text):
        return True
    if key is not None:
        return _take_for_row(turn, key, text)
    if rows is None or not elsewhere:
        return False
    if not _are_known(turn.form, rows):
        turn.say("reply.unknown", read=text)
        turn.quiet = True
    elif _is_one_value(turn, rows, text):
        turn.say("reply.which", read=text)
        _stay(turn, rows)
    else:
        before = turn.session.focus
        state_of(ListInput(rows=rows)).take_text(turn, text)
        # Only a preview takes in what is typed; a file that would be left is asked about.
        turn.decided = turn.decided and not isinstance(before, FileImport)
    return True


def edit_row(turn: Turn, key: str, text: str) -> None:
    """Read a text for a row that is not the one before the officer, and return to where they
    were. A list or a preview that stands open is not told again."""
    row, stored, focus = turn.form.row(key), turn.report.answer(key), turn.session.focus
    if row.computed is not None:
        _say_computed(turn, row)
        return
    take_text(turn, row, stored.revision, text, turn.open_row)
    turn.replies[:] = [_with_row(one) for one in turn.replies]
    if isinstance(turn.session.focus, FailedCheck | ValueChoice):
        return
    if turn.report.answer(key) is stored:
        turn.replies.insert(0, Reply(code="edited.row", data=describe_place(turn.form, row)))
    state_of(focus).return_from_edit(turn)
    if turn.session.focus == focus and isinstance(focus, ListInput | Preview):
        turn.say("edited.still")
        _stay(turn, (key,))


def _with_row(reply: Spoken) -> Spoken:
    """What was stored, with the row that it is of: it is not the one before the officer."""
    if isinstance(reply, Reply) and reply.code == "saved":
        return replace(reply, code="saved.elsewhere")
    return reply


def _stay(turn: Turn, rows: tuple[str, ...]) -> None:
    """What stands before the officer is not told again; a reply to what is said is for these
    rows."""
    turn.quiet = True
    if turn.replies and isinstance(turn.replies[-1], Reply):
        turn.replies[-1] = replace(turn.replies[-1], rows=rows)


def _stands_open(turn: Turn, rows: tuple[str, ...]) -> bool:
    return bool(rows) and rows == current_state(turn).rows_asked(turn.form, turn.report)


def _are_known(form: Form, rows: tuple[str, ...]) -> bool:
    """Whether these are rows of the form, which may be only a part of it."""
    return bool(rows) and all(key in form.by_key and form.row(key).answer for key in rows)


def row_quoted(turn: Turn) -> str | None:
    """The one row that is quoted, and is not the one before the officer; of a list, also of the
    one that stands open, the row that was picked out."""
    rows = turn.quotes
    if rows is None or not _are_known(turn.form, rows):
        return None
    if len(rows) > 1:
        return _row_picked(turn.form, rows, turn.picked)
    return None if _stands_open(turn, rows) else rows[0]


def _row_picked(form: Form, rows: tuple[str, ...], picked: str) -> str | None:
    """The one row of a list whose number or label the officer picked out of the message."""
    if found := _NUMBER.match(picked):
        number = int(found[1])
        alone = len(picked.strip().splitlines()) == 1
        return rows[number - 1] if alone and 1 <= number <= len(rows) else None
    words = plain_label(picked)
    if len(words) < FEWEST:
        return None
    labels = {key: plain_label(form.row(key).title) for key in rows}
    named = [key for key, label in labels.items() if words in label or label in words]
    return named[0] if len(named) == 1 else None


def _take_for_row(turn: Turn, key: str, text: str) -> bool:
    """What stands in a preview is changed there; all else is written."""
    focus, row = turn.session.focus, turn.form.row(key)
    number = _line_of(focus, key) if isinstance(focus, Preview) else None
    if number is not None:
        return current_state(turn).edit_line(turn, f"{number}={text}")
    edit_row(turn, key, text)
    turn.about = key if row.computed is None else None
    return True


def _say_computed(turn: Turn, row: Row) -> None:
    """It takes no answer: from which rows it is computed."""
    assert row.computed is not None  # noqa: S101 - callers have looked
    keys = parse_expression(row.computed).ordered_keys
    parts = [turn.form.row(key).title for key in keys]
    turn.say("row.computed", **describe_place(turn.form, row), opens=False, parts=parts)
    turn.quiet = True


def _line_of(focus: Preview, key: str) -> int | None:
    return next((line.number for line in focus.lines if line.entry.row == key), None)


def _is_one_value(turn: Turn, rows: tuple[str, ...], text: str) -> bool:
    """Whether this is an answer without a word of which of the rows it is for."""
    if read_burst(turn.form, turn.report, rows, turn.typed, listed=True):
        return False
    readings = (read_answer(turn.form.row(key), text) for key in rows)
    return any(not isinstance(reading, RefusedReading) for reading in readings)
