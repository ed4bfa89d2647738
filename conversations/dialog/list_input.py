"""What an officer types while a numbered list of rows stands before them, or one question to
which they answer more than was asked."""

from __future__ import annotations

from itertools import islice

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.dialog import carry_over, fill_rest, preview
from conversations.dialog.answering import ask_alone, give_answer
from conversations.dialog.appointments import day_to_remind
from conversations.dialog.notes import MAX_NOTE
from conversations.dialog.outline import describe_place, rows_of_section
from conversations.dialog.row_search import by_words
from conversations.dialog.turn import Turn
from conversations.forms.model import Carry
from conversations.parsing.result import RefusedReading, as_reading
from conversations.parsing.states import read_state
from conversations.protocol.session import (
    HelperQuestion,
    ListInput,
    Preview,
    PreviewSource,
    RowQuestion,
    Summary,
)
from conversations.reports.previous_lookup import past_of, printed_before
from conversations.text.normalize import short_number

AHEAD = 60  # rows that a list of answers to one question may run on to


def handle_list_text(turn: Turn, focus: ListInput, text: str) -> None:
    """Several answers, one answer, a state for all that is open, or words of a label; with notes
    and what is to be kept on lines of their own."""
    state = read_state(text)
    if state is not None and (day := day_to_remind(turn, state)) is not None:
        fill_rest.ask_to_settle(turn, turn.open_among(focus.rows), state.state, day)
        return
    asides = split_extras(turn.form, focus.rows, turn.typed)
    bursts = _read(turn, focus.rows, asides.answers, listed=True)
    if asides and (bursts or not asides.answers.strip()):
        _take_with(turn, focus, asides, bursts)
    elif bursts:
        preview.show_preview(turn, bursts, text, focus.rows)
    elif state is not None and state.remark is None:
        fill_rest.ask_to_settle(turn, turn.open_among(focus.rows), state.state)
    elif (found := read_labelled(turn.form, text)) is not None:
        preview.show_preview(turn, (BulkAnswers(entries=(found,)),), text, focus.rows)
    elif not _take_one(turn, focus.rows, text) and not by_words(turn, text):
        turn.say("list.unclear", read=text)


def is_block(turn: Turn, text: str) -> bool:
    """Whether a text of several lines is for the list before the officer, although its first
    words would be a command if it stood alone."""
    focus = turn.session.focus
    if not isinstance(focus, ListInput) or "\n" not in text.strip():
        return False
    return bool(split_extras(turn.form, focus.rows, text))


def keep_rest(turn: Turn, focus: ListInput) -> None:
    """Last period's answers, which stand in the list, for all of it that may keep them."""
    _take_with(turn, focus, MessageExtras("", {}, keep=True), ())


def _take_with(
    turn: Turn, focus: ListInput, asides: MessageExtras, bursts: tuple[BulkAnswers, ...]
) -> None:
    """Answers with notes beside them, and last period's for the rows that were left out."""
    notes = {key: note for key, note in asides.notes.items() if len(note) <= MAX_NOTE}
    for note in asides.notes.values():
        if len(note) > MAX_NOTE:
            turn.say("note.too_long", read=note[:40], limit=MAX_NOTE, length=len(note))
    ways = bursts or (BulkAnswers(entries=()),)
    if asides.keep:
        ways = tuple(_with_kept(turn, focus.rows, way) for way in ways)
    if notes or any(way.entries for way in ways):
        preview.show_preview(turn, ways, turn.typed, focus.rows, notes)
    else:
        turn.say("keep.nothing")


def _with_kept(turn: Turn, rows: tuple[str, ...], burst: BulkAnswers) -> BulkAnswers:
    given = {entry.row for entry in burst.entries}
    kept = [
        BulkEntry(row=key, said="", reading=as_reading(answer))
        for key in carry_over.filter_keepable(turn.form, turn.report, rows)
        if key not in given
        and (answer := carry_over.carried_answer(turn.report, turn.form.row(key)))
    ]
    return burst.model_copy(update={"entries": (*burst.entries, *kept)})


def _read(turn: Turn, rows: tuple[str, ...], said: str, *, listed: bool) -> tuple[BulkAnswers, ...]:
    return read_burst(turn.form, turn.report, rows, said, listed=listed)


def _take_one(turn: Turn, rows: tuple[str, ...], text: str) -> bool:
    """A single answer is previewed for the first open row."""
    key = turn.first_open(rows) or rows[0]
    reading = read_answer(turn.form.row(key), text)
    if isinstance(reading, RefusedReading):
        return False
    burst = BulkAnswers(entries=(BulkEntry(row=key, said=text, reading=reading),))
    preview.preview_readings(turn, (burst,), text, rows)
    return True


def row_by_number(turn: Turn, words: str) -> str | None:
    """The row that a number names in the list before the officer."""
    focus = turn.session.focus
    match focus:
        case ListInput(rows=rows):
            keys: tuple[str | None, ...] = rows
        case Summary(section=str(section)):
            keys = rows_of_section(turn.form, section)
        case _:
            return None
    number = short_number(words) or 0
    return keys[number - 1] if 1 <= number <= len(keys) else None


def take_again(turn: Turn, focus: Preview, text: str) -> None:
    """The officer types their answers once more, or something that is no answer at all: then what
    stands before them stays."""
    rows = focus.rows or tuple(line.entry.row for line in focus.lines if line.entry.row)
    bursts = _read(turn, rows, turn.typed, listed=True)
    typed = focus.source is PreviewSource.BURST
    entries = (entry for burst in bursts for entry in burst.entries)
    reads = any(
        one.row is not None and not isinstance(one.reading, RefusedReading) for one in entries
    )
    if reads and typed:
        preview.preview_readings(turn, bursts, text, focus.rows)
    elif not (typed and focus.rows and _take_one(turn, focus.rows, text)):
        turn.say("preview.unclear", read=text)


def take_section(turn: Turn, focus: Summary, text: str) -> bool:
    """Answers typed at the summary of a section, by the numbers it shows. False for others."""
    if focus.section is None:
        return False
    rows = rows_of_section(turn.form, focus.section)
    bursts = _read(turn, rows, turn.typed, listed=True)
    addressed = "=" in text
    if bursts and addressed:
        preview.show_preview(turn, bursts, text, rows)
    return bool(bursts) and addressed


def show_list(turn: Turn, heading: str) -> None:
    """The rows under a heading that wait for an answer, or for a number, as a list."""
    keys = turn.form.asked_by_heading.get(heading, ())
    waiting = {*turn.open_among(keys)}
    rows = tuple(
        key
        for key in keys
        if key in waiting or turn.report.answer(key).state is AnswerState.PENDING
    )
    if len(rows) > 1:
        turn.look_at(ListInput(rows=rows))
    elif rows:
        ask_alone(turn, rows[0])
    else:
        turn.say("group.full")


def keep_one(turn: Turn, focus: RowQuestion | HelperQuestion) -> None:
    """Last period's answer of the open question, when it may stand for this one."""
    row = turn.form.row(focus.row)
    last = past_of(turn.report, row)
    stands = carry_over.carried_answer(turn.report, row)
    if last is None:
        turn.say("keep.no_last")
    elif stands is None and not printed_before(turn.report, row):
        turn.say("keep.blank", **describe_place(turn.form, row), period=last.period.name)
    elif stands is None:
        yearly = row.carry is Carry.FIXED_IN_YEAR
        period = last.period.name
        turn.say("keep.never", **describe_place(turn.form, row), period=period, yearly=yearly)
    else:
        give_answer(turn, row, focus.revision, as_reading(stands), focus.back_to)


def take_more(turn: Turn, key: str, text: str) -> bool:
    """Several answers where one was asked: they run on from row `key`. False when it is one."""
    order = turn.form.order
    behind = order[turn.form.asked_at[key] + 1 :]
    ahead = islice((one for one in behind if turn.is_open(turn.form.row(one))), AHEAD)
    bursts = _read(turn, (key, *ahead), turn.typed, listed=False)
    if bursts:
        preview.show_preview(turn, bursts, text, ())
    return bool(bursts)
