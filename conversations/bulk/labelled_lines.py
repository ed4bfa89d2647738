"""Lines pasted without tabs, as phones copy tables: a label and its answer in each line, or every
cell in a line of its own. A number whose place is not certain is asked, never counted off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from conversations.bulk.label_match import read_labelled, row_of_label, strip_number
from conversations.bulk.model import (
    MAX_ENTRIES,
    BulkEntry,
    once_each,
    read_entry,
    refuse_entry,
    split_outside_brackets,
)
from conversations.bulk.table import EMPTY, HEADINGS, NUMBER
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.text.normalize import clean_text

LEAST_LETTERS = 7  # of a line that is looked up as a label
_HEADER = HEADINGS | {"stt", "ghi chu"}
_BETWEEN = re.compile(r";|,\s+|(?<=\d)\.\s+(?=[^\W\d])")


@dataclass(frozen=True)
class _Line:
    """One line: a label with its answer, a bare label or heading, or something else."""

    said: str
    entry: BulkEntry | None = None
    row: Row | None = None

    @property
    def names(self) -> bool:
        return self.entry is not None or self.row is not None

    @property
    def is_number(self) -> bool:
        return NUMBER.fullmatch(self.said) is not None


@dataclass
class _Walk:
    """Going down the lines. `row` waits for its answer; `done` is what was found; `filled`, of
    those, belongs to the row that was passed last and may be followed by a further number."""

    form: Form
    numbered: bool
    row: Row | None = None
    done: list[BulkEntry] = field(default_factory=list)
    filled: bool = False

    def take(self, line: _Line, following: _Line | None) -> None:
        if line.entry is not None:
            self._add(line.entry)
        elif line.row is not None:
            self.row, self.filled = (line.row if line.row.answer else None), False
        elif self.row is not None and _is_measure(self.row, line.said):
            pass
        elif line.is_number and following is not None and following.row is not None:
            self._before_label(line, following.row)
        elif line.is_number:
            self._number(line)
        else:
            self._words(line)

    def _before_label(self, line: _Line, label: Row) -> None:
        """A number right above a label or heading: an answer, or the printed number of that."""
        if self.numbered and label.answer is not None:
            self.row = None
        elif label.answer is None and line.said == label.stt:
            if self.row is not None:
                self._doubt(line.said)
        else:
            self._number(line)

    def _number(self, line: _Line) -> None:
        if self.row is not None:
            self._add(read_entry(self.form, self.row.key, line.said), filled=True)
        elif self.filled:
            before = self.done.pop()
            self.row = self.form.row(before.row or "")
            self._doubt(f"{before.said} / {line.said}")
        else:
            self.done.append(read_entry(self.form, None, line.said))

    def _words(self, line: _Line) -> None:
        if self.row is not None:
            self._add(read_entry(self.form, self.row.key, line.said))
        else:
            self.done.append(read_entry(self.form, None, line.said))
            self.filled = False

    def _doubt(self, said: str) -> None:
        assert self.row is not None  # noqa: S101 - callers have looked
        self._add(
            BulkEntry(row=self.row.key, said=said, reading=refuse_entry("burst.columns", said))
        )

    def _add(self, found: BulkEntry, *, filled: bool = False) -> None:
        self.done.append(found)
        self.row, self.filled = None, filled


def read_lines(
    form: Form, rows: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkEntry, ...] | None:
    """The entries; None when the text is something else: no line has a label. On one line, each
    part between semicolons, commas or full stops has to be a label with its answer."""
    if not rows or (not listed and form.row(rows[0]).is_free_text):
        return None
    lines = _looked_up(form, rows if listed else (), _said(text))
    one_line = "\n" not in text.strip()
    if len(lines) < 2 or not any(line.names and not _is_heading(line) for line in lines):
        return None
    if (one_line and not all(line.entry for line in lines)) or not (listed or lines[0].names):
        return None
    walk = _Walk(form, numbered=_are_numbered(lines))
    for line, following in pairwise([*lines, None]):
        assert line is not None  # noqa: S101 - only the last is
        walk.take(line, following)
    return once_each(walk.done)


def _said(text: str) -> list[str]:
    """What stands in the lines, without the header's words and empty cells."""
    raw = text.splitlines() if "\n" in text.strip() else split_outside_brackets(_BETWEEN, text)
    if len(raw) > MAX_ENTRIES:
        return []
    lines = [line for one in raw if (line := clean_text(one).strip("| ").strip())]
    return [
        line for line in lines if plain_label(line) not in _HEADER and not EMPTY.fullmatch(line)
    ]


def _is_heading(line: _Line) -> bool:
    return line.entry is None and line.row is not None and line.row.answer is None


def _are_numbered(lines: Sequence[_Line]) -> bool:
    """Whether the labels have numbers of their own above them, 1, 2, 3."""
    above = [
        one.said
        for one, other in pairwise(lines)
        if one.is_number and other.row is not None and other.row.answer is not None
    ]
    first_is_one = lines[0].said == "1" and above[:1] == ["1"]
    return first_is_one and above == [str(n + 1) for n in range(len(above))]


def _looked_up(form: Form, rows: Sequence[str], said: Sequence[str]) -> list[_Line]:
    """The lines as labels, looked for under the heading, in hand, then everywhere."""
    found: list[_Line] = []
    around: Sequence[str] = ()
    for text in said:
        if sum(sign.isalpha() for sign in text) < LEAST_LETTERS and "." not in text:
            found.append(_Line(text))
            continue
        heading = _heading(form, text)
        around = form.asked_by_heading[heading.key] if heading else around
        answered = None if heading else read_labelled(form, text, around, rows)
        label = (
            None if answered else heading or row_of_label(form, strip_number(text), (around, rows))
        )
        found.append(_Line(text, answered, label))
    return found


def _heading(form: Form, text: str) -> Row | None:
    """The heading without an answer of its own that this line is, with its number or without."""
    wanted = plain_label(text)
    for key in form.asked_by_heading:
        row = form.row(key)
        if row.answer is None and wanted in (
            plain_label(row.title),
            plain_label(f"{row.stt} {row.title}"),
        ):
            return row
    return None


def _is_measure(row: Row, said: str) -> bool:
    codes = bool(row.options) and "=" in said
    return codes or (bool(row.measure) and plain_label(said) == plain_label(row.measure))
