"""Rows that a line may belong to when its label names none for sure: retyped, or with a place that
two rows have."""

from __future__ import annotations

import re
from collections.abc import Collection

from rapidfuzz import fuzz, process

from conversations.bulk.model import read_entry
from conversations.dialog.outline import MAX_LIST
from conversations.forms.model import Form, Row
from conversations.forms.search import named_rows, plain_label, split_trailing_value
from conversations.parsing.result import RefusedReading
from conversations.protocol.session import PreviewLine

LIKELY = 70  # percent of likeness from which a row is proposed
LEAST_LETTERS = 6  # of a label that rows are proposed for
_YEAR = re.compile(r"\b(?:nam )?20\d\d\b")


def split_line(said: str) -> tuple[str, str]:
    """The label and the value of a line; without a value it is all label."""
    label, colon, value = said.rpartition(": ")
    if colon:
        return label, value
    return split_trailing_value(said) or (said, "")


def propose_rows(form: Form, said: str, taken: Collection[str]) -> tuple[str, ...]:
    """The rows that the line's label resembles and that can take its value, the likeliest first;
    none that is answered by another line."""
    label, value = split_line(said)
    places = [row for row in named_rows(form, label) if _takes(form, row, value)]
    if places:
        return tuple(row.key for row in places)
    wanted = _YEAR.sub("", plain_label(label)).strip()
    if len(wanted) < LEAST_LETTERS:
        return ()
    rows = [row for row in form.rows if row.answer is not None and row.key not in taken]
    texts = [plain_label(row.title) for row in rows]
    near = process.extract(
        wanted, texts, scorer=fuzz.token_sort_ratio, score_cutoff=LIKELY, limit=MAX_LIST
    )
    return tuple(rows[at].key for _, _, at in near if _takes(form, rows[at], value))


def _takes(form: Form, row: Row, value: str) -> bool:
    if row.answer is None or row.computed is not None or not value:
        return False
    return not isinstance(read_entry(form, row.key, value).reading, RefusedReading)


def propose_for_lines(form: Form, lines: tuple[PreviewLine, ...]) -> tuple[PreviewLine, ...]:
    """The lines, those without a row with what is proposed for them."""
    taken = {line.entry.row for line in lines if line.entry.row is not None}
    return tuple(
        line.model_copy(update={"proposed": propose_rows(form, line.entry.said, taken)})
        if line.entry.row is None and not line.proposed
        else line
        for line in lines
    )
