"""A preview of many answers, stored when the officer says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.dialog.answering import ask_alone, ask_plainly, ask_row, listed_with, says_same
from conversations.dialog.appointments import set_appointment
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.turn import Turn
from conversations.forms.model import Row
from conversations.parsing.result import ReadState, ReadValue, RefusedReading, as_answer
from conversations.protocol.session import Preview, PreviewLine, PreviewSource, ReadingChoice
from conversations.reports.formatting import print_answer
from conversations.reports.model import AnswerChange, Report

OPEN = (AnswerState.BLANK, AnswerState.PENDING)


def show_preview(
    turn: Turn,
    bursts: tuple[BulkAnswers, ...],
    said: str,
    rows: tuple[str, ...],
    notes: Mapping[str, str] | None = None,
) -> None:
    """Preview what was read, with notes by key. Where every message counts, answers to a list
    that nothing is doubtful about are stored at once, and told with the next list."""
    if turn.room.scarce and len(bursts) == 1 and rows and _is_plain(turn, bursts[0]):
        lines = number_entries(turn, bursts[0].entries, rows)
        _store_at_once(turn, Preview(lines=lines, rows=rows, notes=dict(notes or {})))
    else:
        preview_readings(turn, bursts, said, rows, notes)


def preview_readings(
    turn: Turn,
    bursts: tuple[BulkAnswers, ...],
    said: str,
    rows: tuple[str, ...],
    notes: Mapping[str, str] | None = None,
) -> None:
    """Preview what was read; ask first which way it was meant when there are several."""
    back_to, beside = turn.open_row, dict(notes or {})
    if len(bursts) > 1:
        focus = ReadingChoice(said=said, bursts=bursts, rows=rows, notes=beside, back_to=back_to)
        turn.look_at(focus)
    else:
        _preview(turn, bursts[0], rows, back_to, beside)


def preview_one(turn: Turn, rows: tuple[str, ...], text: str) -> bool:
    """Preview a single answer for the first open row. False when the text is none."""
    key = turn.first_open(rows) or rows[0]
    reading = read_answer(turn.form.row(key), text)
    if isinstance(reading, RefusedReading):
        return False
    burst = BulkAnswers(entries=(BulkEntry(row=key, said=text, reading=reading),))
    preview_readings(turn, (burst,), text, rows)
    return True


def write_clear(turn: Turn, bursts: tuple[BulkAnswers, ...], rows: tuple[str, ...]) -> bool:
    """Write what was read for named rows and say each, when all of it is clear. False when
    anything is in doubt: then nothing is written."""
    if len(bursts) != 1 or bursts[0].warnings:
        return False
    lines, before = number_entries(turn, bursts[0].entries, rows), turn.report
    if not all(_is_sure(turn, line) for line in lines):
        return False
    _store(turn, lines)
    written = [(line.number, turn.form.row(str(line.entry.row))) for line in lines]
    told = [
        {
            "n": number if row.key in rows else None,
            "label": row.title,
            "old": _printed(before, row),
            "value": print_answer(row, turn.report.answer(row.key)),
        }
        for number, row in written
    ]
    turn.say("answers.written", rows=told)
    tell_consequences(turn, before)
    newly_raised(turn, before)
    return True


def _printed(report: Report, row: Row) -> str:
    answer = report.answer(row.key)
    return "" if answer.state is AnswerState.BLANK else print_answer(row, answer)


def _is_plain(turn: Turn, burst: BulkAnswers) -> bool:
    """Whether all of it can be stored, and nothing is written over."""
    lines = number_entries(turn, burst.entries)
    return not burst.warnings and all(
        _is_sure(turn, line) and turn.report.answer(str(line.entry.row)).state in OPEN
        for line in lines
    )


def _store_at_once(turn: Turn, focus: Preview) -> None:
    focus = focus.model_copy(update={"back_to": turn.open_row})
    before = turn.report
    _store(turn, focus.lines)
    notes = _store_notes(turn, focus)
    pairs = [
        {
            "n": line.number,
            "value": print_answer(turn.form.row(str(line.entry.row)), as_answer(reading)),
        }
        for line in focus.lines
        if isinstance(reading := line.entry.reading, ReadValue | ReadState)
    ]
    turn.say("list.saved", pairs=pairs, notes=notes)
    tell_consequences(turn, before)
    if not stopped_by(turn, newly_raised(turn, before), _next(turn, focus, stay=False)):
        ask_row(turn, _next(turn, focus, stay=False))


def show_file(
    turn: Turn, entries: tuple[BulkEntry, ...], notes: dict[str, str], warnings: tuple[str, ...]
) -> None:
    """Preview the answers of a file, and its notes on rows without an answer."""
    lines, back_to = number_entries(turn, entries), turn.open_row
    turn.look_at(
        Preview(
            source=PreviewSource.FILE, lines=lines, notes=notes, warnings=warnings, back_to=back_to
        )
    )


def choose_reading(turn: Turn, focus: ReadingChoice, index: int) -> None:
    """The officer picked one of the ways to read their list."""
    if 0 <= index < len(focus.bursts):
        _preview(turn, focus.bursts[index], focus.rows, focus.back_to, focus.notes)


def _preview(
    turn: Turn,
    burst: BulkAnswers,
    rows: tuple[str, ...],
    back_to: str | None,
    notes: dict[str, str],
) -> None:
    lines = number_entries(turn, burst.entries, rows)
    beside = {"warnings": burst.warnings, "notes": notes}
    turn.look_at(Preview(lines=lines, rows=rows, back_to=back_to, **beside))


def number_entries(
    turn: Turn, entries: Iterable[BulkEntry], rows: tuple[str, ...] = ()
) -> tuple[PreviewLine, ...]:
    """The entries as lines of a preview, by number: that of the list `rows` they were given
    for, or else, behind those, one by one."""
    free = count(len(rows) + 1)
    lines = [
        PreviewLine(
            number=rows.index(entry.row) + 1 if entry.row in rows else next(free),
            entry=entry,
            revision=_revision(turn, entry),
        )
        for entry in entries
    ]
    return tuple(sorted(lines, key=lambda line: line.number))


def _revision(turn: Turn, entry: BulkEntry) -> int:
    """The row's revision as it stands now."""
    return turn.report.answer(entry.row).revision if entry.row is not None else 0


def sure_lines(turn: Turn, focus: Preview) -> tuple[PreviewLine, ...]:
    """The lines that can be stored as they are."""
    return tuple(line for line in focus.lines if _is_sure(turn, line))


def _is_sure(turn: Turn, line: PreviewLine) -> bool:
    key = line.entry.row
    return (
        key is not None
        and isinstance(line.entry.reading, ReadValue | ReadState)
        and turn.form.row(key).computed is None
        and turn.report.may_write(key)
    )


def refresh_line(turn: Turn, line: PreviewLine, entry: BulkEntry) -> PreviewLine:
    """The line with this entry, and the row's revision as it stands now."""
    return line.model_copy(update={"entry": entry, "revision": _revision(turn, entry)})


def leave_preview(turn: Turn, focus: Preview) -> None:
    """Store nothing and go back to where the officer was."""
    turn.say("preview.left")
    return_to_origin(turn, focus)


def return_to_origin(turn: Turn, focus: Preview | ReadingChoice) -> None:
    """To the row or list that stood open before."""
    key = focus.back_to or turn.next_open(None)
    if key is None:
        ask_row(turn, None)
    elif turn.is_open(turn.form.row(key)):
        ask_plainly(turn, key)
    else:
        ask_row(turn, turn.next_open(key))


def confirm_preview(turn: Turn, focus: Preview, *, stay: bool) -> None:
    """Store the lines that are beyond doubt; what somebody else has changed meanwhile is shown
    again, what is in doubt is asked."""
    if not sure_lines(turn, focus) and not focus.notes:
        turn.say("preview.none")
        return
    stale = tuple(line for line in sure_lines(turn, focus) if _is_stale(turn, line))
    before = turn.report
    _store(turn, [line for line in sure_lines(turn, focus) if line not in stale])
    _store_notes(turn, focus)
    stored = {change.key for change in turn.changes if isinstance(change, AnswerChange)}
    changed = stored & {*_keys(focus.lines), *focus.notes}
    kept = focus.source is PreviewSource.KEEP and not any(line.entry.said for line in focus.lines)
    turn.say("preview.saved", count=len(changed), kept=kept)
    tell_consequences(turn, before)
    broken = newly_raised(turn, before)
    if stale:
        again = tuple(refresh_line(turn, line, line.entry) for line in stale)
        update = {"lines": again, "warnings": ("preview.stale",)}
        turn.look_at(focus.model_copy(update=update))
    elif not stopped_by(turn, broken, _next(turn, focus, stay=stay)):
        _go_on(turn, focus, stay=stay)


def _keys(lines: Iterable[PreviewLine]) -> tuple[str, ...]:
    return tuple(line.entry.row for line in lines if line.entry.row is not None)


def _is_stale(turn: Turn, line: PreviewLine) -> bool:
    key = line.entry.row
    return key is not None and turn.report.answer(key).revision != line.revision


def _store(turn: Turn, lines: Iterable[PreviewLine]) -> None:
    read = [(line, line.entry.row, line.entry.reading) for line in lines]
    states = [(key, one) for _, key, one in read if key and isinstance(one, ReadState)]
    left = dict(zip((key for key, _ in states), set_appointment(turn, states), strict=True))
    for line, key, reading in read:
        if key is None or not isinstance(reading, ReadValue | ReadState):
            continue
        stored = turn.report.answer(key)
        answer = as_answer(left.get(key, reading), line.entry.note or stored.note)
        if not says_same(stored, answer):
            turn.write(key, answer)


def _store_notes(turn: Turn, focus: Preview) -> int:
    """Write the notes that may be written; how many."""
    written = 0
    for key, note in focus.notes.items():
        stored = turn.report.answer(key)
        locked = turn.form.row(key).answer is not None and not turn.report.may_write(key)
        if not locked and stored.note != note:
            turn.write(key, stored.model_copy(update={"note": note}))
            written += 1
    return written


def _go_on(turn: Turn, focus: Preview, *, stay: bool) -> None:
    doubtful = [line for line in focus.lines if not _is_sure(turn, line)]
    open_rows = turn.open_among(_keys(doubtful))
    if open_rows and focus.source is not PreviewSource.KEEP:
        ask_alone(turn, open_rows[0], back_to=focus.back_to)
    else:
        ask_row(turn, _next(turn, focus, stay=stay))


def _next(turn: Turn, focus: Preview, *, stay: bool) -> str | None:
    """The row to ask after the preview: of a list, the next list, unless the officer stays in
    this one or has given it a single answer."""
    here = focus.back_to
    if here is None:
        return turn.next_open(None)
    if not focus.rows:
        return here if turn.is_open(turn.form.row(here)) else turn.next_open(here)
    stays = stay or (len(focus.lines) == 1 and not turn.room.scarce)
    first = turn.first_open(listed_with(turn, here)) if stays else None
    return first or turn.next_open(focus.rows[-1])
