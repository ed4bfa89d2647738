"""The line of a preview that a text names by words of its row."""

from __future__ import annotations

from conversations.dialog.previews import edit_words
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.search import plain_label, sure_row
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.tables.placed_lines import part_cell
from conversations.tables.shown_cells import with_shown_cell

LAST = ("cuoi", "cuoi cung", "sau cung")


def changed_by_words(turn: Turn, focus: Preview, text: str) -> tuple[int, str] | None:
    """`à xử lý 5 thôi`: another value for the one line whose label has these words. The words may
    be too few to name a row by themselves."""
    words, value = edit_words.read_words_and_value(text)
    labels = {
        line.number: plain_label(turn.form.row(line.entry.row).title)
        for line in focus.lines
        if line.entry.row is not None
    }
    named = [number for number, label in labels.items() if {*words} <= {*label.split()}]
    if not words or len(named) != 1 or not value:
        return None
    if f"{words[-1]} {value}" in labels[named[0]]:
        return None  # `sửa mức độ 3`: the number is the label's own
    return named[0], value


def answered_by_words(turn: Turn, focus: Preview, text: str) -> tuple[int, str] | None:
    """`sáng kiến có`: the answer of the one row that the words name, a line or another row of the
    list that the lines were given for."""
    heard = hear_sentence(turn, text)
    only = heard[0] if len(heard) == 1 and heard[0].is_sure else None
    if only is None or not isinstance(only.reading, ReadValue | ReadState) or only.reading.remark:
        return None
    lines = {line.entry.row: line.number for line in focus.lines}
    listed = {key: number for number, key in enumerate(focus.rows, 1)}
    number = lines.get(only.row) or listed.get(only.row or "")
    return None if number is None else (number, only.said)


def dropped_by_words(turn: Turn, focus: Preview, text: str) -> int:
    """`bỏ biên chế có mặt`, `bỏ dòng cuối`: the one line whose label has these words,
    or 0."""
    label = edit_words.read_dropped_label(text)
    if label in LAST and focus.lines:
        return focus.lines[-1].number
    keys = [line.entry.row for line in focus.lines if line.entry.row is not None]
    row = sure_row(turn.form, label, keys) if label else None
    numbers = (line.number for line in focus.lines if row and line.entry.row == row.key)
    return next(numbers, 0)


def cell_changed(
    form: Form, focus: Preview, text: str
) -> tuple[tuple[PreviewLine, ...], str] | None:
    """`dòng 1 cột 3 thành 6`: the lines of the cell that is meant, two where the printed column is
    not the one with that number before the officer, with the value; None where the text names no
    cell."""
    found = part_cell(form, text)
    if found is None:
        return None
    rows, value = found
    shown = with_shown_cell(form, focus.rows, text, ())
    keys = {row.key for row in rows} | {one.row for way in shown for one in way.entries}
    return tuple(line for line in focus.lines if line.entry.row in keys), value
