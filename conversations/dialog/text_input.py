"""What a typed text means, by what stands before the officer."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.bulk.parser import is_single
from conversations.commands.report import Command, RunCommand
from conversations.dialog import (
    answering,
    check_explanations,
    failed_check,
    file_import,
    fill_rest,
    list_input,
    navigation,
    preview,
    preview_edits,
    submission,
)
from conversations.dialog.answering import ask_row, greet_officer, take_part, take_text
from conversations.dialog.commands import run_command
from conversations.dialog.notes import keep_note
from conversations.dialog.row_search import by_words
from conversations.dialog.turn import Turn
from conversations.parsing.result import RefusedReading
from conversations.protocol.session import (
    CheckExplanations,
    EditConflict,
    FailedCheck,
    FileImport,
    FillRest,
    HelperQuestion,
    ListInput,
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
from conversations.text.normalize import fold_text, short_number

DISSENT = frozenset({"khong", "ko", "k", "chua", "khong dong y"})
CONSENT = frozenset({"co", "dong y", "ok", "oke", "duoc", "xac nhan", "nop", "u", "vang", "dung"})


def handle_text(turn: Turn, text: str) -> None:
    """Act on a text by what stands before the officer."""
    focus = turn.session.focus
    match focus:
        case RowQuestion() | ValueChoice():
            _answer(turn, focus, text)
        case ListInput():
            list_input.handle_list_text(turn, focus, text)
        case ReadingChoice() if (number := short_number(text)) is not None:
            preview.choose_reading(turn, focus, number - 1)
        case Preview() if preview_edits.edit_preview(turn, focus, text):
            pass
        case Preview() if not _is_consent(text):
            list_input.take_again(turn, focus, text)
        case HelperQuestion():
            take_part(turn, focus, text)
        case NoteInput():
            keep_note(turn, focus, text)
        case FailedCheck():
            failed_check.handle_check_text(turn, focus, text)
        case CheckExplanations():
            handle_explanation(turn, focus, text)
        case FillRest() | SubmitConfirmation() | Preview() | FileImport() | ReadingChoice():
            _take_consent(turn, text)
        case EditConflict():
            turn.say("conflict.unclear", read=text)
        case Start():
            greet_officer(turn)
        case RowChoice(rows=rows) if 1 <= (short_number(text) or 0) <= len(rows):
            _choose_row(turn, focus, int(text) - 1)
        case Summary() if (row := list_input.row_by_number(turn, text)) is not None:
            navigation.open_row(turn, row)
        case Summary() if list_input.take_section(turn, focus, text):
            pass
        case Pause():
            turn.say("paused.unread", read=text)
            ask_row(turn, focus.back_to or turn.next_open(None))
        case _ if not by_words(turn, text):
            navigation.jump_to(turn, text)


def _answer(turn: Turn, focus: RowQuestion | ValueChoice, text: str) -> None:
    """One answer to the open question; several that run on from it; or words of a label."""
    turn.about = focus.row
    row = turn.form.row(focus.row)
    reading = read_answer(row, text)
    several = not is_single(turn.typed, reading) and list_input.take_more(turn, row.key, text)
    if several or (isinstance(reading, RefusedReading) and by_words(turn, text)):
        turn.about = None
    else:
        answering.handle_reading(turn, row, focus.revision, reading, focus.back_to)


def _choose_row(turn: Turn, focus: RowChoice, index: int) -> None:
    """Open the row that was picked; with the answer that came with the words, give it."""
    if not 0 <= index < len(focus.rows):
        return
    key = focus.rows[index]
    if focus.value:
        row = turn.form.row(key)
        back_to = focus.back_to if focus.back_to != key else None
        take_text(turn, row, turn.report.answer(key).revision, focus.value, back_to)
    else:
        navigation.open_row(turn, key)


def _is_consent(text: str) -> bool:
    return fold_text(text) in CONSENT | DISSENT


def _take_consent(turn: Turn, text: str) -> None:
    if fold_text(text) in CONSENT:
        confirm_question(turn)
    elif fold_text(text) in DISSENT:
        run_command(turn, RunCommand(command=Command.CANCEL))
    else:
        turn.say("confirm.unclear", read=text)


def confirm_question(turn: Turn, *, stay: bool = False) -> None:
    """Go on with what the bot has just asked about."""
    match turn.session.focus:
        case SubmitConfirmation():
            submission.confirm_submission(turn)
        case FillRest() as focus:
            fill_rest.fill_open_rows(turn, focus)
        case Preview() as focus:
            preview.confirm_preview(turn, focus, stay=stay)
        case FileImport() as focus:
            file_import.confirm_file(turn, focus)
        case ReadingChoice():
            turn.say("split.unclear")
        case _:
            pass


def choose_option(turn: Turn, index: int) -> None:
    """Take the way, or the row, of this number from 0."""
    focus = turn.session.focus
    if isinstance(focus, ReadingChoice):
        preview.choose_reading(turn, focus, index)
    elif isinstance(focus, RowChoice):
        _choose_row(turn, focus, index)


def handle_explanation(turn: Turn, focus: CheckExplanations, text: str) -> None:
    """Reasons for several checks at once; on to the consent when there is one for each."""
    if check_explanations.take_explanations(turn, focus, text):
        submission.submit_report(turn)
