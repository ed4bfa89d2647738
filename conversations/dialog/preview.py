"""A preview of many answers, stored when the officer says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.coverage import doubt_uncovered
from conversations.bulk.dictated.untold import tell_untold
from conversations.bulk.lead_ins.bounds import doubt_outside_headings
from conversations.bulk.lead_ins.named_headings import without_headings
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.row_words import name_counted
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.previews.additions import add_answers, add_ways, read_additions
from conversations.dialog.previews.idle_lines import without_small_talk
from conversations.dialog.previews.lines import describe_line, is_sure, told_once
from conversations.dialog.previews.parts import place_parts
from conversations.dialog.previews.proposals import place_by_neighbours, propose_for_lines
from conversations.dialog.previews.single_answer import is_clear, is_row_named, store_single
from conversations.dialog.previews.storage import next_after, store_each, store_notes
from conversations.dialog.prompts.lists import describe_written
from conversations.dialog.row_answers import ask_row
from conversations.dialog.tables.contradictions import find_contradictions
from conversations.dialog.tables.line_prompt import is_one_line, tell_written
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import RefusedReading
from conversations.protocol.check_states import CheckExplanations, FailedCheck
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource, ReadingChoice
from conversations.protocol.row_states import ListInput, ValueChoice
from conversations.reports.model import Report
from conversations.reports.previous import FiledAppendix
from conversations.reports.printed_answers import print_answer

MOST_UNREAD = 3  # lines that are named when nothing can be read
OPEN = (AnswerState.BLANK, AnswerState.PENDING)


def show_preview(
    turn: Turn,
    bursts: tuple[BulkAnswers, ...],
    said: str,
    rows: tuple[str, ...],
    notes: Mapping[str, str] | None = None,
) -> None:
    """Preview what was read, with notes by key. One clear answer is stored at once; where every
    message counts, so are answers to a list that nothing is doubtful about, told with the next
    list."""
    bursts = _judged(turn, bursts, said, rows, notes)
    only = bursts[0] if len(bursts) == 1 else None
    at_once = turn.room.scarce or is_one_line(turn.form, rows)
    if at_once and only is not None and rows and _is_plain(turn, only, said, rows):
        lines = number_entries(turn, only.entries, rows)
        beside = {**only.notes, **dict(notes or {})}
        _store_at_once(turn, Preview(lines=lines, rows=rows, notes=beside))
    elif only is not None and not notes and not only.notes and is_clear(turn, only, said, rows):
        store_single(turn, only.entries[0])
    else:
        preview_readings(turn, bursts, said, rows, notes)


def _judged(
    turn: Turn,
    bursts: tuple[BulkAnswers, ...],
    said: str,
    rows: tuple[str, ...],
    notes: Mapping[str, str] | None,
) -> tuple[BulkAnswers, ...]:
    """With what the message says beside its answers made a doubt of them, where it may be one, or
    told of; what was pasted in cells says nothing beside them."""
    bursts = tuple(map(without_small_talk, bursts))
    if "\t" in turn.typed:
        return bursts
    listed = rows or turn.rows_by_number
    form, said = turn.form, name_counted(turn.form, listed, said)
    told = [place_parts(form, one) for one in bursts]
    asked = None if isinstance(turn.session.focus, ListInput | Preview) else turn.open_row
    bare = without_headings(form, said)
    covered = (doubt_uncovered(form, listed, bare, one, asked) for one in told)
    bounded = (doubt_outside_headings(form, said, one) for one in covered)
    return tuple(tell_untold(form, listed, said, one, (notes or {}).values()) for one in bounded)


def preview_readings(
    turn: Turn,
    bursts: tuple[BulkAnswers, ...],
    said: str,
    rows: tuple[str, ...],
    notes: Mapping[str, str] | None = None,
) -> None:
    """Preview what was read; ask first which way it was meant when there are several. A preview
    that stands is added to."""
    beside, before = dict(notes or {}), turn.session.focus
    rows = rows or turn.numbered
    bursts = _judged(turn, bursts, said, rows, beside)
    if isinstance(before, Preview):
        add_ways(turn, before, bursts, said, beside)
    elif len(bursts) > 1:
        turn.decided = True
        turn.look_at(
            ReadingChoice(said=said, bursts=bursts, rows=rows, notes=beside, back_to=turn.open_row)
        )
    elif beside or bursts[0].notes or may_be_stored(turn, bursts[0]):
        _preview(turn, bursts[0], rows, turn.open_row, beside)
    else:
        _say_unread(turn, bursts[0], rows)


def _say_unread(turn: Turn, burst: BulkAnswers, rows: tuple[str, ...]) -> None:
    """What was typed and why nothing of it is an answer; the question or list still stands."""
    lines = [
        describe_line(turn.form, turn.report, line)
        for line in number_entries(turn, burst.entries, rows)
    ]
    turn.decided = True
    once = told_once(lines)
    turn.say("preview.nothing", lines=once[:MOST_UNREAD], count=len(once))
    turn.quiet = True


def may_be_stored(turn: Turn, burst: BulkAnswers) -> bool:
    """Whether something of it is an answer, or would be one of a row that can be proposed."""
    lines = number_entries(turn, burst.entries)
    return any(
        line.proposed
        or (
            line.entry.row
            and (turn.form.row(line.entry.row).computed is None or line.entry.note)
            and turn.report.may_write(line.entry.row)
            and not isinstance(line.entry.reading, RefusedReading)
        )
        for line in lines
    )


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
    if not all(is_sure(turn, line) for line in lines):
        return False
    turn.decided = True
    store_each(turn, lines)
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


def _is_plain(turn: Turn, burst: BulkAnswers, said: str, rows: tuple[str, ...]) -> bool:
    """Whether all of it can be stored, and nothing is written over. Where every message counts one
    row that is named by its number is corrected at once: the echo names both answers."""
    lines = number_entries(turn, burst.entries)
    corrects = (
        len(lines) == 1
        and lines[0].entry.row in rows
        and is_row_named(said, rows, lines[0].entry.row)
    )
    listed = all(line.entry.row in rows for line in lines)  # the echo names no others
    return (
        listed
        and not (burst.warnings or burst.heard)
        and not find_contradictions(turn.form, turn.report, burst.entries)
        and all(
            is_sure(turn, line)
            and (corrects or turn.report.answer(str(line.entry.row)).state in OPEN)
            for line in lines
        )
    )


def _store_at_once(turn: Turn, focus: Preview) -> None:
    focus = focus.model_copy(update={"back_to": turn.open_row})
    before = turn.report
    store_each(turn, focus.lines)
    notes = store_notes(turn, focus)
    if is_one_line(turn.form, focus.rows):
        tell_written(turn, focus.rows, before, notes)
    else:
        turn.say("list.saved", pairs=describe_written(turn, focus.rows, before), notes=notes)
    tell_consequences(turn, before)
    if not stopped_by(turn, newly_raised(turn, before), next_after(turn, focus)):
        ask_row(turn, next_after(turn, focus))


def show_file(
    turn: Turn,
    entries: tuple[BulkEntry, ...],
    notes: dict[str, str],
    warnings: tuple[str, ...],
    filed: FiledAppendix,
) -> None:
    """Preview the answers of a file, and its notes on rows without an answer."""
    lines, back_to = number_entries(turn, entries, absent=filed.absent), turn.open_row
    turn.look_at(
        Preview(
            source=PreviewSource.FILE,
            lines=lines,
            notes=notes,
            warnings=warnings,
            back_to=back_to,
            filed=filed,
        )
    )


def choose_reading(turn: Turn, focus: ReadingChoice, index: int) -> None:
    """The officer picked one of the ways to read their list."""
    if not 0 <= index < len(focus.bursts):
        return
    turn.decided = True
    if focus.held is not None:
        add_answers(turn, focus.held, focus.bursts[index], focus.notes)
    else:
        _preview(turn, focus.bursts[index], focus.rows, focus.back_to, focus.notes)


def _preview(
    turn: Turn,
    burst: BulkAnswers,
    rows: tuple[str, ...],
    back_to: str | None,
    notes: dict[str, str],
) -> None:
    lines = number_entries(turn, burst.entries, rows)
    before = turn.session.focus
    submitting = isinstance(before, CheckExplanations | FailedCheck) and before.submitting
    # a doubt about another row is left behind, and said
    row = before.row if isinstance(before, ValueChoice) else None
    turn.decided = row is None or any(one.row == row for one in burst.entries)
    turn.look_at(
        Preview(
            lines=lines,
            rows=rows,
            back_to=back_to,
            warnings=burst.warnings,
            notes={**burst.notes, **notes},
            submitting=submitting,
        )
    )


def number_entries(
    turn: Turn,
    entries: Iterable[BulkEntry],
    rows: tuple[str, ...] = (),
    absent: tuple[str, ...] = (),
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
        for entry in place_by_neighbours(turn.form, entries)
    ]
    numbered = tuple(sorted(lines, key=lambda line: line.number))
    return propose_for_lines(turn.form, numbered, absent)


def _revision(turn: Turn, entry: BulkEntry) -> int:
    """The row's revision as it stands now."""
    return turn.report.answer(entry.row).revision if entry.row is not None else 0


def take_addition(turn: Turn, focus: Preview, text: str) -> bool:
    """Add the answers of a text to the preview. False when it has none."""
    ways = read_additions(turn, focus, text)
    if ways:
        add_ways(turn, focus, ways, text)
    return bool(ways)
