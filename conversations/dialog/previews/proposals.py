"""Rows that a line may belong to when its label names none for sure: retyped, or with a place that
two rows have."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from rapidfuzz import fuzz, process

from conversations.bulk.model import BulkEntry, read_entry
from conversations.bulk.said_words import words_of
from conversations.bulk.sentence_values import may_be_rows
from conversations.bulk.vocabulary.known_words import words_left
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.dialog.outline import MAX_LIST
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import named_rows, plain_label, split_trailing_value
from conversations.parsing.result import ReadValue, RefusedReading
from conversations.protocol.preview_states import PreviewLine

LIKELY = 70  # percent of likeness from which a row is proposed
LEAST_LIKELY = 48  # for a row that the file does not have
RETYPED = 85  # percent of likeness of a label that was written down
MISSING = 20  # percent that such a row is likelier than others
LEAST_LETTERS = 6  # of a label that rows are proposed for
MOST_WORDS = 12  # of a line that was put right by its figure
NEARLY = 0.75  # of the score of the likeliest row, from which the line may be of this one
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_YEAR = re.compile(r"\b(?:nam )?20\d\d\b")


def split_line(said: str) -> tuple[str, str]:
    """The label and the value of a line; without a value it is all label."""
    label, colon, value = said.rpartition(": ")
    if colon:
        return label, value
    return split_trailing_value(said) or (said, "")


def propose_rows(
    form: Form, said: str, taken: Collection[str], absent: Collection[str] = ()
) -> tuple[str, ...]:
    """The rows that the line's label resembles and that can take its value, the likeliest first;
    none that is answered by another line. A row that is `absent` from the file needs less
    likeness: where a label was retyped, its row is missing."""
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
        wanted, texts, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_LIKELY, limit=None
    )
    found = [
        (score + (MISSING if rows[at].key in absent else 0), rows[at])
        for _, score, at in near
        if score >= LIKELY or rows[at].key in absent
    ]
    found.sort(key=lambda pair: -pair[0])
    alike, by_words = [row for _, row in found], may_be_rows(form, said, taken)
    retyped = bool(absent) or (bool(found) and found[0][0] >= RETYPED)
    near_rows = (alike or by_words) if retyped else (by_words or alike)
    keys = (row.key for row in near_rows if row.key not in taken and _takes(form, row, value))
    return tuple(keys)[:MAX_LIST]


def _takes(form: Form, row: Row, value: str) -> bool:
    if row.answer is None or row.computed is not None or not value:
        return False
    return not isinstance(read_entry(form, row.key, value).reading, RefusedReading)


def place_by_neighbours(form: Form, entries: Iterable[BulkEntry]) -> tuple[BulkEntry, ...]:
    """The entries, those placed whose label several rows have, when one of these is beside the
    row of the entry before: a table that is pasted keeps its order."""
    placed: list[BulkEntry] = []
    known = [*entries]
    taken = {one.row for one in known if one.row is not None}
    before: str | None = None
    for one in known:
        key = _beside(form, one.said, before, taken) if one.row is None and before else None
        found = one if key is None else read_entry(form, key, split_line(one.said)[1])
        placed.append(found)
        before = found.row
        taken |= {before} if before is not None else set()
    return tuple(placed)


def _beside(form: Form, said: str, before: str, taken: Collection[str]) -> str | None:
    label, value = split_line(said)
    wanted = plain_label(label)
    alike = [row for row in form.rows if row.answer and plain_label(row.title) == wanted]
    near = [
        row
        for row in alike
        if form.group_of(row.key) == form.group_of(before)
        and row.key not in taken
        and _takes(form, row, value)
    ]
    return near[0].key if len(alike) > 1 and len(near) == 1 else None


def without_retold(
    form: Form, lines: tuple[PreviewLine, ...], fresh: Collection[int]
) -> tuple[PreviewLine, ...]:
    """The lines but for those without a row that were said again with one: of `đã kiểm tra 7` the
    line `số phòng ban đã kiểm tra: 7`, where that is one of the `fresh`."""
    again = [line.entry for line in lines if line.number in fresh and line.entry.is_sure]
    return tuple(
        line
        for line in lines
        if line.entry.row is not None or not any(_is_retold(form, line, one) for one in again)
    )


def _is_retold(form: Form, line: PreviewLine, again: BulkEntry) -> bool:
    label, value = split_line(line.entry.said)
    if again.row is None:
        return False
    if _is_put_right(form, line.entry.said, again):
        return True
    if not value:
        return False
    named = again.row in line.proposed or not words_left(form, again.row, words_of(label))
    return named and read_entry(form, again.row, value).reading == again.reading


def _is_put_right(form: Form, said: str, again: BulkEntry) -> bool:
    """Whether the only figure of a line is that of the answer, and its words are of no other row
    rather: of `khảo sát 200 phiếu lấy từ sở` the line `18=200`."""
    figures = _FIGURE.findall(said)
    reading = again.reading
    if len(figures) != 1 or _FIGURE.findall(again.said) != figures or again.row is None:
        return False
    if not isinstance(reading, ReadValue) or len(words_of(said)) > MOST_WORDS:
        return False
    scores = score_rows(form, words_of(said))
    return not scores or scores.get(again.row, 0.0) >= NEARLY * max(scores.values())


def propose_for_lines(
    form: Form, lines: tuple[PreviewLine, ...], absent: Collection[str] = ()
) -> tuple[PreviewLine, ...]:
    """The lines, those without a row with what is proposed for them."""
    taken = {line.entry.row for line in lines if line.entry.row is not None}
    return tuple(
        line.model_copy(update={"proposed": propose_rows(form, line.entry.said, taken, absent)})
        if line.entry.row is None and not line.proposed
        else line
        for line in lines
    )
