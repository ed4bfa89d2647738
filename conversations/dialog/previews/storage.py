"""Storing what a preview holds, by the officer's word, and saying exactly what was stored."""

from __future__ import annotations

from collections.abc import Iterable

from conversations.answers.values import Answer
from conversations.dialog import submission
from conversations.dialog.appointments import set_appointment
from conversations.dialog.effects import newly_raised, note_checks, stopped_by, tell_consequences
from conversations.dialog.lists.list_at_hand import first_open_cell, names_beside
from conversations.dialog.previews.lines import (
    count_lines,
    describe_line,
    is_sure,
    name_line,
    notes_to_write,
    refresh_line,
)
from conversations.dialog.prompts.line_examples import exemplify_lines
from conversations.dialog.row_answers import ask_alone, ask_row, listed_with, says_same
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource

MOST_NAMED = 6  # lines that are named one by one when they are not stored


def confirm_preview(
    turn: Turn, focus: Preview, *, stay: bool = False, only: tuple[int, ...] = ()
) -> None:
    """Store the lines that are beyond doubt, or `only` those of these numbers; what somebody else
    has changed meanwhile is shown again, what is in doubt is asked."""
    part, rest = _parted(focus, only)
    tally = count_lines(turn.form, turn.report, part)
    if not tally.kept and not tally.notes:
        turn.say("preview.none", change=exemplify_lines(turn.form, focus.lines)["change"])
        turn.quiet = True
        return
    before = turn.report
    stale = store_lines(turn, part, named=bool(rest))
    if not rest:
        _name_unstored(turn, part)
    tell_consequences(turn, before)
    broken = newly_raised(turn, before)
    if stale:
        again = tuple(refresh_line(turn, line, line.entry) for line in stale)
        update = {"lines": (*again, *rest), "warnings": ("preview.stale",), "asked": 0}
        turn.look_at(focus.model_copy(update=update))
    elif rest:
        note_checks(turn, broken)
        turn.look_at(focus.model_copy(update={"lines": rest, "asked": 0}))
    elif focus.submitting:
        submission.submit_report(turn)
    elif not stopped_by(turn, broken, next_after(turn, focus, stay=stay), together=True):
        _go_on(turn, focus, stay=stay)


def _parted(focus: Preview, only: tuple[int, ...]) -> tuple[Preview, tuple[PreviewLine, ...]]:
    """What is to be stored, and the lines that still stand."""
    if not only:
        return focus, ()
    chosen = tuple(line for line in focus.lines if line.number in only)
    rest = tuple(line for line in focus.lines if line.number not in only)
    notes = {} if rest else focus.notes
    return focus.model_copy(update={"lines": chosen, "notes": notes}), rest


def store_lines(turn: Turn, focus: Preview, *, named: bool = False) -> tuple[PreviewLine, ...]:
    """Store what is beyond doubt, and say how much that was, or which, `named`, where others are
    not stored; the lines that somebody else has changed meanwhile are left."""
    turn.decided = True
    sure = [line for line in focus.lines if is_sure(turn, line)]
    stale = tuple(line for line in sure if _is_stale(turn, line))
    fresh = [line for line in sure if line not in stale]
    told = {line.number: describe_line(turn.form, turn.report, line) for line in fresh}
    written = store_each(turn, fresh)
    notes = store_notes(turn, focus)
    kept = focus.source is PreviewSource.KEEP and not any(line.entry.said for line in focus.lines)
    some = [told[line.number] for line in written] if named and len(written) > 1 else []
    turn.say(
        "preview.saved",
        some=[f"{name_line(one)}: {one['value']}" for one in some[:MOST_NAMED]],
        count=len(written),
        same=len(fresh) - len(written),
        notes=notes,
        kept=kept,
        only=told[written[0].number] if len(written) == 1 else None,
    )
    return stale


def store_all(turn: Turn, focus: Preview) -> None:
    """Store what is beyond doubt before something else is done; name what is not stored."""
    before = turn.report
    stale = store_lines(turn, focus)
    _name_unstored(turn, focus, stale)
    tell_consequences(turn, before)
    note_checks(turn, newly_raised(turn, before))


def _name_unstored(turn: Turn, focus: Preview, stale: tuple[PreviewLine, ...] = ()) -> None:
    """The lines that were read and not stored, with what was typed for them."""
    doubtful = [line for line in focus.lines if not is_sure(turn, line)]
    lines = [describe_line(turn.form, turn.report, line) for line in (*doubtful, *stale)]
    if lines := [line for line in lines if line["kind"] != "computed"]:
        placed = sum(line["kind"] != "unplaced" for line in lines)
        told = lines[:MOST_NAMED]
        turn.say("preview.unstored", lines=told, count=len(lines), placed=placed)


def _is_stale(turn: Turn, line: PreviewLine) -> bool:
    key = line.entry.row
    return key is not None and turn.report.answer(key).revision != line.revision


def store_each(turn: Turn, lines: Iterable[PreviewLine]) -> list[PreviewLine]:
    """Write the lines; those that changed something."""
    read = [(line, line.entry.row, line.entry.reading) for line in lines]
    states = [(key, one) for _, key, one in read if key and isinstance(one, ReadState)]
    left = dict(zip((key for key, _ in states), set_appointment(turn, states), strict=True))
    written: list[PreviewLine] = []
    answers: dict[str, Answer] = {}
    for line, key, reading in read:
        if key is None or not isinstance(reading, ReadValue | ReadState):
            continue
        stored = turn.report.answer(key)
        answer = as_answer(left.get(key, reading), line.entry.note or stored.note)
        if not says_same(stored, answer):
            answers[key] = answer
            written.append(line)
    turn.write_together(answers)
    return written


def store_notes(turn: Turn, focus: Preview) -> int:
    """Write the notes that may be written; how many."""
    notes = notes_to_write(turn.form, turn.report, focus)
    for key, note in notes.items():
        stored = turn.report.answer(key)
        turn.write(key, stored.model_copy(update={"note": note}))
    return len(notes)


def _go_on(turn: Turn, focus: Preview, *, stay: bool) -> None:
    doubtful = [line for line in focus.lines if not is_sure(turn, line)]
    open_rows = turn.open_among(line.entry.row for line in doubtful if line.entry.row is not None)
    if open_rows and focus.source is not PreviewSource.KEEP:
        ask_alone(turn, open_rows[0], back_to=focus.back_to)
    else:
        ask_row(turn, next_after(turn, focus, stay=stay))


def next_after(turn: Turn, focus: Preview, *, stay: bool = False) -> str | None:
    """The row to ask after the preview: of a list what is still open in it, then the next list."""
    here = focus.back_to
    if here is None:
        return turn.next_open(None)
    if here not in turn.form.by_key:  # of an item that was taken out
        here = names_beside(turn.form, here)
    if turn.form.row(here).holds_names:
        here = first_open_cell(turn, turn.form.row(here)) or here
    if not focus.rows:
        return here if turn.is_open(turn.form.row(here)) else turn.next_open(here)
    in_hand = focus.rows == turn.session.listed or turn.report.only is not None
    stays = stay or (in_hand and not focus.done)
    first = turn.first_open(listed_with(turn, here)) if stays else None
    return first or turn.next_open(focus.rows[-1])
