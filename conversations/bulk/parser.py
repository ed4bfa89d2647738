"""Reading several answers from one message: typed in a line or in lines, addressed by number,
key or label, or pasted from a table. What has two meanings is given twice, to be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.addressed import read_addressed
from conversations.bulk.furniture import strip_furniture
from conversations.bulk.labelled_lines import read_lines
from conversations.bulk.lead_ins.reasons import without_reason
from conversations.bulk.model import (
    MAX_CELLS,
    MAX_ENTRIES,
    MAX_TEXT,
    BulkAnswers,
    BulkEntry,
    refuse_entry,
)
from conversations.bulk.number_columns import may_not_be_pairs, read_columns
from conversations.bulk.numbered import (
    are_counted,
    read_counted,
    read_numbered,
    read_numbered_cells,
    read_pairs,
    without_number,
)
from conversations.bulk.ordered import read_lists
from conversations.bulk.row_words import name_counted, names_rows
from conversations.bulk.spoken_answers import settle_kept, split_states
from conversations.bulk.table import read_table
from conversations.forms.model import Form
from conversations.parsing.aside import bracket_asides
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.reports.model import Report
from conversations.text.normalize import clean_text, shorten_text

_PIECES = ("\n", ";", "=")  # more of one of them than rows that may be answered
_DOTTED_PAIR = re.compile(r"(\d{1,3})\.\s+(\d+)")
_PAIR_OR_ROWS = re.compile(
    r"(\d{1,3})\s(\d{1,3})(?=(?:,\s?\d{1,3}\s\d{1,3})*,\s?\d{1,3}\s[^\W\d_])"
)
_LONE_FIGURE = re.compile(r"(?:^|,\s)\s*\d+(?:[.,]\d+)?\s*%?\s*(?=,)")
_APART = frozenset("\t\n=:")  # what sets lines, cells and addresses apart


def read_burst(
    form: Form, report: Report, rows: Sequence[str], text: str, *, listed: bool
) -> tuple[BulkAnswers, ...]:
    """The ways in which the text is several answers; none when it is not.

    `rows` are in hand, in order. `listed`: they stand before the officer as a list, numbered
    from 1; else the first is the open question and the others would be asked after it.
    """
    hand = tuple(rows)
    free = not listed and hand and form.row(hand[0]).is_free_text
    if _is_too_much(text):
        return () if free else (_too_long(text),)
    bare = strip_furniture(text, signed=form.takes_negatives)
    if listed:
        bare = without_reason(form, hand, name_counted(form, hand, bare))
    said = text if free else bracket_asides(bare)
    ways = _read(form, report, hand, said, listed=listed)
    return tuple(settle_kept(form, report, way) for way in ways)


def _read(
    form: Form, report: Report, hand: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkAnswers, ...]:
    columns = read_columns(form, report, hand, text) if "\t" in text else ()
    if columns and may_not_be_pairs(text):
        return _that_hold(columns)
    cells = read_numbered_cells(form, hand, text) if listed and "\t" in text else ()
    table = read_table(form, hand if listed else (), text, report.period)
    if table is not None:
        return cells or table
    pairs, only = read_pairs(form, hand, text) if listed and hand else ((), False)
    addressed = read_addressed(form, hand, text, listed=listed)
    if addressed and not pairs:
        return _addressed_ways(form, report, hand, text, addressed, listed=listed)
    lines = read_lines(form, hand, text, listed=listed) if hand and not pairs else None
    if lines is not None:
        return (BulkAnswers(entries=lines),) if lines else ()
    counted = read_counted(form, hand, text) if hand and not listed else ()
    if counted:
        return (BulkAnswers(entries=counted),)
    numbered = read_numbered(form, hand, text) if listed and not only else ()
    if numbered and not pairs and are_counted(text):
        return _that_hold(numbered)
    if columns and not (pairs or numbered):  # no column has the numbers of rows
        return _that_hold(columns)
    lists = () if only else read_lists(form, report, hand, text, listed=listed)
    if lists is None:
        return (_too_long(text),)
    clear = tuple(way for way in lists if not (pairs and _is_doubtful(way)))
    return _that_hold((*pairs, *numbered, *clear))


def _addressed_ways(
    form: Form,
    report: Report,
    hand: tuple[str, ...],
    text: str,
    entries: tuple[BulkEntry, ...],
    *,
    listed: bool,
) -> tuple[BulkAnswers, ...]:
    """`2. 46` may be row 2, or two answers between which a phone has made a full stop of two
    blanks. A state that may be either of two is asked once for all rows."""
    dotted = _DOTTED_PAIR.fullmatch(clean_text(text)) if listed else None
    if dotted is not None:
        way = BulkAnswers(entries=entries, words=f"{dotted[1]}={dotted[2]}")
        return _that_hold((way, *(read_lists(form, report, hand, text, listed=True) or ())))
    paired = _PAIR_OR_ROWS.sub(r"\1=\2", clean_text(text)) if listed else text
    if paired != clean_text(text):  # `1 5, 2 kps`: three rows, or two answers
        other = read_addressed(form, hand, paired, listed=True)
        if other and other != entries:
            ways = ((entries, _PAIR_OR_ROWS.sub(r"\1, \2", clean_text(text))), (other, paired))
            return _that_hold(tuple(BulkAnswers(entries=one, words=said) for one, said in ways))
    return split_states(entries) or (BulkAnswers(entries=entries),)


def read_placed(form: Form, report: Report, text: str) -> tuple[BulkAnswers, ...]:
    """The ways in which a text is answers that name their rows themselves, wherever it was typed:
    a pasted table, labels or keys with their answers."""
    if _is_too_much(text):
        return ()
    said = bracket_asides(strip_furniture(text, signed=form.takes_negatives))
    table = read_table(form, (), said, report.period)
    if table is not None:
        ways = table
    elif entries := read_addressed(form, (), said, listed=False):
        ways = (BulkAnswers(entries=entries),)
    else:
        lines = read_lines(form, form.order[:1], said, listed=False)
        ways = (BulkAnswers(entries=lines),) if lines else ()
    placed = [way for way in ways if way.notes or any(one.row for one in way.entries)]
    return tuple(settle_kept(form, report, way) for way in placed)


def read_rows_of_list(
    form: Form, report: Report, rows: tuple[str, ...], text: str
) -> tuple[BulkAnswers, ...]:
    """The way in which a text names rows of a list by their numbers: `5=1`, `dòng 5 là 1`, several
    with verbs; typed at the question of one of them."""
    if _is_too_much(text):
        return ()
    entries = read_addressed(
        form, rows, bracket_asides(strip_furniture(text, signed=form.takes_negatives)), listed=True
    )
    if not names_rows(text) and sum(one.row in rows for one in entries) < 2:
        return ()
    ways = split_states(entries) or ((BulkAnswers(entries=entries),) if entries else ())
    return tuple(settle_kept(form, report, way) for way in ways)


def bare_answer(text: str) -> str:
    """A lone answer without what stands around it: thanks, a bullet, the number of a list."""
    return without_number(strip_furniture(text).strip())


def _is_too_much(text: str) -> bool:
    """Whether the text has more pieces than any message of answers; counted, not read."""
    if len(text) > MAX_TEXT or text.count("\t") > MAX_ENTRIES * MAX_CELLS:
        return True
    return any(text.count(sign) > MAX_ENTRIES for sign in _PIECES)


def _too_long(text: str) -> BulkAnswers:
    return BulkAnswers(
        entries=(
            BulkEntry(
                row=None, said=shorten_text(text), reading=refuse_entry("burst.too_long", text)
            ),
        )
    )


def _that_hold(ways: tuple[BulkAnswers, ...]) -> tuple[BulkAnswers, ...]:
    """The ways whose answers all have a row that can take them, if there are such. One alone
    needs no words to be told from others."""
    held = tuple(way for way in ways if not _fails(way)) or ways
    return held if len(held) != 1 else (held[0].model_copy(update={"words": ""}),)


def _is_doubtful(burst: BulkAnswers) -> bool:
    return _fails(burst) or any(isinstance(one.reading, AmbiguousReading) for one in burst.entries)


def _fails(burst: BulkAnswers) -> bool:
    return any(isinstance(one.reading, RefusedReading) for one in burst.entries)


def is_single(text: str, reading: Reading) -> bool:
    """Whether a text that was read as one answer beyond doubt can be nothing but that."""
    if not isinstance(reading, ReadValue | ReadState) or len(text) > MAX_TEXT:
        return False
    if isinstance(reading, ReadValue) and _LONE_FIGURE.search(f"{reading.remark or ''},"):
        return False  # `240 phiếu, kết hợp, 96,5%` are three
    return _APART.isdisjoint(text) and _APART.isdisjoint(clean_text(text))
