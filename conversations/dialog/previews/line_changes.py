"""Lines of a preview that get other values, or go, by the officer's word."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import read_entry
from conversations.dialog.lists.renamed_lines import rename_items
from conversations.dialog.preview import number_entries
from conversations.dialog.previews.changed import show_changed
from conversations.dialog.previews.departure import leave_preview
from conversations.dialog.previews.edit_words import LineEdits
from conversations.dialog.previews.lines import describe_line, refresh_line
from conversations.dialog.previews.placement import named_answer
from conversations.dialog.previews.proposals import without_retold
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.preview_states import Preview, PreviewLine


def change_lines(
    turn: Turn, focus: Preview, edits: LineEdits, settled: frozenset[int] = frozenset()
) -> None:
    """Show the preview with these changes; `settled` are lines that changed before."""
    lines = changed_lines(turn, focus, edits, settled)
    show_changed(turn, focus, lines, fixed={*edits.fixes, *settled}, gone=edits.gone)


def changed_lines(
    turn: Turn, focus: Preview, edits: LineEdits, settled: frozenset[int] = frozenset()
) -> tuple[PreviewLine, ...]:
    """The lines after these changes."""
    known = {line.number for line in focus.lines}
    before, fixes = rename_items(turn, focus.lines, edits.fixes)
    turn.fit_form(focus.model_copy(update={"lines": before}))
    lines = [
        _reread(turn, focus, line, fixes[line.number]) if line.number in fixes else line
        for line in before
        if line.number not in edits.gone
    ]
    added = [
        read_entry(turn.form, focus.rows[number - 1], said)
        for number, said in edits.fixes.items()
        if number not in known
    ]
    lines = sorted((*lines, *number_entries(turn, added, focus.rows)), key=lambda line: line.number)
    return without_retold(turn.form, tuple(lines), {*edits.fixes, *settled})


def ask_line(turn: Turn, focus: Preview, line: PreviewLine) -> None:
    """Ask for the new value of the line."""
    turn.decided = True
    turn.look_at(focus.model_copy(update={"asked": line.number}))
    turn.say("preview.line", line=describe_line(turn.form, turn.report, line))
    turn.quiet = True


def free_numbers(focus: Preview) -> range:
    """The numbers of the list that the preview was made for, whether it answers them or not."""
    return range(1, len(focus.rows) + 1)


def _reread(turn: Turn, focus: Preview, line: PreviewLine, said: str) -> PreviewLine:
    if line.entry.row is None:
        named = named_answer(turn, focus, line, said)
        return line if named is None else refresh_line(turn, line, named)
    reading = read_answer(turn.form.row(line.entry.row), said)
    return refresh_line(
        turn, line, line.entry.model_copy(update={"said": said, "reading": reading})
    )


def drop_lines(turn: Turn, focus: Preview, gone: set[int]) -> None:
    """Drop lines by the officer's word; without any left the preview is."""
    lines = tuple(line for line in focus.lines if line.number not in gone)
    if lines or focus.notes:
        show_changed(turn, focus, lines, gone=gone)
    else:
        leave_preview(turn, focus)


def fill_doubtful_line(
    turn: Turn, focus: Preview, number: int, reading: ReadValue | ReadState
) -> None:
    """The officer tapped how the doubtful line of this number was meant."""
    lines = tuple(
        refresh_line(turn, line, line.entry.model_copy(update={"reading": reading}))
        if line.number == number
        else line
        for line in focus.lines
    )
    show_changed(turn, focus, lines, fixed=(number,))
