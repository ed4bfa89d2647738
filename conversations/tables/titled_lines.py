"""A whole row of a table by words of its label: `dòng khai sinh: 12 10 2`, `htx: 12 5 3 12`,
`hợp tác xã không phát sinh`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, once_each
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form
from conversations.forms.places import asked_lines, cells_under
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.result import ReadState
from conversations.reports.model import Report
from conversations.tables.cell_names import find_cell
from conversations.tables.named_cells import read_named_cells
from conversations.tables.placed_lines import read_line
from conversations.tables.typed_values import strip_end

LONGEST = 400  # characters
LEAST_LETTERS = 3  # of the first letters of a label: `htx`
MOST_STATE_WORDS = 5
_FIGURES = re.compile(
    r"\s*(?:(?:dòng|dong|hàng|hang)\s+)?(?P<words>[^\W\d][^\d:=;,\n]*?)\s*[:=]?\s+"
    r"(?P<said>(?:\d[\d.,]*|_)(?:[\s,;]+(?:\d[\d.,]*|_))+)\s*"
)
_ROW = re.compile(r"\s*(?:(?:cả|ca)\s+)?(?:(?:dòng|dong|hàng|hang)\s+)?(?=[^\W\d])", re.IGNORECASE)
_APART = re.compile(r"\s*[;\n]\s*|,\s+(?=[^\W\d])")
_WORD = re.compile(r"\S+")
MOST_LABEL_WORDS = 8


def read_titled_line(
    form: Form, report: Report, rows: Sequence[str], text: str
) -> tuple[BulkAnswers, ...]:
    """The ways to read a text of labels of rows, each with figures for its cells, with cells by
    their heads, or a state of all of them; none for other texts, or where the words may name a
    column of the row in hand."""
    if len(text) > LONGEST or not form.blocks:
        return ()
    if (one := _of_line(form, report, rows, text)) is not None:
        return (one,)
    parts = [part for part in _APART.split(text) if part.strip()]
    found = [_of_line(form, report, rows, part) for part in parts] if len(parts) > 1 else []
    ways = [way for way in found if way is not None]
    if not ways or len(ways) < len(parts):
        return ()
    return (BulkAnswers(entries=once_each(entry for way in ways for entry in way.entries)),)


def _of_line(form: Form, report: Report, rows: Sequence[str], text: str) -> BulkAnswers | None:
    said = _parted(text)
    if said is not None and find_cell(form, rows, said[0]) is None:
        lines = _lines_named(form, said[0])
        if len(lines) == 1 and (ways := read_line(form, report, lines[0], said[1])):
            return ways[0]
    return _of_heads(form, rows, text)


def _of_heads(form: Form, rows: Sequence[str], text: str) -> BulkAnswers | None:
    """`htx tổng 12, nữ 5`: a label before cells by their heads."""
    said = _without_row(text)
    words = [*_WORD.finditer(said)]
    for word in reversed(words[:MOST_LABEL_WORDS]):
        label = said[: word.end()].rstrip(" :")
        if any(map(str.isdigit, label)) or find_cell(form, rows, label) is not None:
            continue
        lines = _lines_named(form, label)
        if len(lines) != 1:
            continue
        keys = [key for key in cells_under(form, lines[0]) if form.row(key).computed is None]
        found = read_named_cells(form, keys, said[word.end() :])
        if found is not None:
            return found
    return None


def _parted(text: str) -> tuple[str, str] | None:
    """The words of the label, and what stands behind them: several figures, or a state."""
    if (match := _FIGURES.fullmatch(strip_end(text))) is not None:
        return match["words"], match["said"]
    words = strip_end(_without_row(text)).split()
    for size in range(min(len(words) - 1, MOST_STATE_WORDS), 0, -1):
        state = " ".join(words[-size:])
        read = read_said_state(state)
        if isinstance(read, ReadState) and read.remark is None:
            return " ".join(words[:-size]).rstrip(" :="), state
    return None


def _without_row(text: str) -> str:
    """The text without the words that a row is meant, at its beginning."""
    found = _ROW.match(text)
    return text[found.end() :] if found is not None else text


def _lines_named(form: Form, words: str) -> list[Row]:
    """The rows of several cells whose label these words are, or a part of which, or its first
    letters."""
    said = plain_label(words)
    if not said:
        return []
    lines = form.derived(_lines)
    labels = {row.key: plain_label(row.title) for row in lines}
    exact = [row for row in lines if labels[row.key] == said]
    holding = [row for row in lines if f" {said} " in f" {labels[row.key]} "]
    short = [row for row in lines if _letters(labels[row.key]) == said]
    return exact or holding or (short if len(said) >= LEAST_LETTERS else [])


def _lines(form: Form) -> list[Row]:
    """The printed rows of several cells, and the heads under which a long one is asked."""
    printed = (line.key for block in form.blocks for line in block.lines if line.cells)
    keys = dict.fromkeys((*printed, *form.derived(asked_lines)))
    return [row for row in map(form.row, keys) if len(cells_under(form, row)) > 1]


def _letters(label: str) -> str:
    return "".join(word[0] for word in label.split())
