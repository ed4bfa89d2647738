"""A whole row of a table by words of its label: `dòng khai sinh: 12 10 2`, `htx: 12 5 3 12`,
`hợp tác xã không phát sinh`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, once_each, read_entry
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form
from conversations.forms.places import asked_lines, cells_under
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.result import ReadState
from conversations.reports.model import Report
from conversations.tables.cell_names import find_cell
from conversations.tables.line_labels import part_turned, split_labelled
from conversations.tables.named_cells import read_named_cells
from conversations.tables.placed_lines import read_line
from conversations.tables.typed_values import BETWEEN, FIGURE, strip_end

LONGEST = 400  # characters
LONGEST_LABELLED = 2_000
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
    if labelled := read_labelled(form, report, rows, text):
        return labelled
    if (one := _of_line(form, report, rows, text)) is not None:
        return (one.model_copy(update={"by_place": True}),)
    parts = [part for part in _APART.split(text) if part.strip()]
    hand = _in_hand(form, report, rows, parts[0]) if len(parts) > 1 else None
    first = [hand] if hand is not None else []
    others = parts[len(first) :] if len(parts) > 1 else []
    found = [*first, *(_of_line(form, report, rows, part) for part in others)]
    ways = [way for way in found if way is not None]
    if not ways or len(ways) < len(parts):
        return ()
    entries = once_each(entry for way in ways for entry in way.entries)
    return (BulkAnswers(entries=entries, by_place=True),)


def read_labelled(
    form: Form, report: Report, rows: Sequence[str], text: str
) -> tuple[BulkAnswers, ...]:
    """What a text says of rows by their whole labels, each with its figures, its cells by their
    heads or a state; nothing where it does not begin with one, or a part of it is none of this."""
    parts = split_labelled(form, rows, text) if len(text) <= LONGEST_LABELLED else []
    ways = [read_line(form, report, one.row, strip_end(one.said)) for one in parts]
    whole = bool(ways) and all(len(one) == 1 for one in ways)
    entries = once_each(entry for way in ways for entry in way[0].entries) if whole else ()
    if not entries or not all(_is_answer(one.said) for one in entries):
        return _of_turned(form, text)
    return (BulkAnswers(entries=entries, by_place=True),)


def _of_turned(form: Form, text: str) -> tuple[BulkAnswers, ...]:
    """Cells by their columns and then their rows, each with a figure or a state."""
    clauses = [one for one in _APART.split(text) if one.strip()] if len(text) <= LONGEST else []
    parts = [part_turned(form, one) for one in clauses]
    cells = [(one[0], strip_end(one[1])) for one in parts if one is not None]
    if not cells or len(cells) < len(clauses) or not all(_is_answer(said) for _, said in cells):
        return ()
    entries = once_each(read_entry(form, key, said) for key, said in cells)
    return (BulkAnswers(entries=entries, by_place=True),)


def _is_answer(said: str) -> bool:
    return FIGURE.fullmatch(said) is not None or read_said_state(said) is not None


def _columns(form: Form, rows: Sequence[str]) -> Sequence[str]:
    """All cells of the printed row in hand."""
    return form.line_of(rows[0]) or rows if rows else ()


def _in_hand(form: Form, report: Report, rows: Sequence[str], said: str) -> BulkAnswers | None:
    """Figures for the row in hand, before what is said of other rows: `9 4 11, hợp đồng 40 21`."""
    row = form.row(rows[0]) if rows else None
    values = [one for one in BETWEEN.split(said.strip()) if one]
    if row is None or not row.parent or not values or not all(map(FIGURE.fullmatch, values)):
        return None
    ways = read_line(form, report, form.row(row.parent), said.strip())
    return ways[0] if len(ways) == 1 else None


def _of_hand(form: Form, rows: Sequence[str], lines: list[Row]) -> list[Row]:
    """Of heads that several printed rows have, that of the row in hand."""
    cell = form.row(rows[0]).cell if rows else None
    line = {*form.line_of(rows[0])} if cell is not None else set()
    own = [one for one in lines if not line.isdisjoint(cells_under(form, one))]
    return own if len(own) == 1 else lines


def _of_line(form: Form, report: Report, rows: Sequence[str], text: str) -> BulkAnswers | None:
    said = _parted(text)
    lines = _of_hand(form, rows, _lines_named(form, said[0])) if said is not None else []
    if said is not None and len(lines) == 1 and not _is_column(form, rows, lines, said):
        ways = read_line(form, report, lines[0], said[1])
        return ways[0] if ways else None
    return _of_heads(form, rows, text)


def _is_column(form: Form, rows: Sequence[str], lines: list[Row], said: tuple[str, str]) -> bool:
    """Whether the words are those of a column of the row in hand; not where several figures stand
    behind the whole label of a row."""
    words, told = said
    is_label = told[:1].isdigit() and plain_label(words) in [
        plain_label(one.title) for one in lines
    ]
    return not is_label and find_cell(form, _columns(form, rows), words) is not None


def _of_heads(form: Form, rows: Sequence[str], text: str) -> BulkAnswers | None:
    """`htx tổng 12, nữ 5`: a label before cells by their heads."""
    said = _without_row(text)
    words = [*_WORD.finditer(said)]
    for word in reversed(words[:MOST_LABEL_WORDS]):
        label = said[: word.end()].rstrip(" :")
        if any(map(str.isdigit, label)) or find_cell(form, _columns(form, rows), label) is not None:
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
