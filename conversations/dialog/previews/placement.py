"""Putting a line without a row where the officer says it belongs."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.dialog.outline import MAX_LIST
from conversations.dialog.previews.additions import add_answers
from conversations.dialog.previews.changed import show_changed
from conversations.dialog.previews.proposals import split_line
from conversations.dialog.turn import Turn
from conversations.forms.search import find_rows, named_rows
from conversations.parsing.result import RefusedReading
from conversations.protocol.preview_states import Preview, PreviewLine, RowChoice


def place_line(turn: Turn, focus: Preview, number: int, key: str) -> None:
    """The line belongs to this row: read its value for it. Where another line answers that row
    too, it is replaced, and that is said."""
    line = next((one for one in focus.lines if one.number == number), None)
    if line is None:
        return
    placed = placed_line(turn, line, key)
    others = tuple(one for one in focus.lines if one.number != number)
    if any(one.entry.row == key for one in others):
        held = focus.model_copy(update={"lines": others})
        add_answers(turn, held, BulkAnswers(entries=(placed.entry,)))
        return
    lines = tuple(placed if one.number == number else one for one in focus.lines)
    show_changed(turn, focus, lines, fixed=(number,))


def placed_line(turn: Turn, line: PreviewLine, key: str) -> PreviewLine:
    """The line with its value read for this row."""
    _, value = split_line(line.entry.said)
    entry = read_entry(turn.form, key, value or line.entry.said, line.entry.note)
    revision = turn.report.answer(key).revision
    return PreviewLine(number=line.number, entry=entry, revision=revision)


def rows_named(turn: Turn, words: str) -> tuple[str, ...]:
    """The rows with an answer that these words name."""
    rows = [*named_rows(turn.form, words)] or find_rows(turn.form, words)
    return tuple(row.key for row in rows if row.answer is not None)[:MAX_LIST]


def named_answer(turn: Turn, focus: Preview, line: PreviewLine, words: str) -> BulkEntry | None:
    """What the words say of a line without a row: `tổng số hồ sơ qua bưu chính 238` names the row
    beside its value, `không phát sinh` answers the row that is proposed. None for other words, and
    for a row that another line answers."""
    label, value = split_line(words)
    rows = rows_named(turn, label) if value else ()
    if not rows and line.proposed:
        rows, value = line.proposed[:1], words
    if len(rows) != 1 or any(one.entry.row == rows[0] for one in focus.lines):
        return None
    entry = read_entry(turn.form, rows[0], value)
    return None if isinstance(entry.reading, RefusedReading) else entry


def place_among(turn: Turn, focus: Preview, number: int, keys: tuple[str, ...]) -> None:
    """The line belongs to this row; of several one is chosen."""
    if len(keys) == 1:
        place_line(turn, focus, number, keys[0])
    else:
        list_other_rows(turn, focus, number, keys)


def list_other_rows(
    turn: Turn, focus: Preview, number: int, rows: tuple[str, ...] | None = None
) -> None:
    """Other rows than the first proposed that the line may belong to; any can be typed."""
    line = next((one for one in focus.lines if one.number == number), None)
    if line is None:
        return
    label, value = split_line(line.entry.said)
    turn.decided = True
    turn.look_at(
        RowChoice(
            words=label,
            rows=line.proposed[1:] if rows is None else rows,
            value=value,
            back_to=focus.back_to,
            held=focus,
            line=number,
        )
    )
