"""Answers to several rows, typed at the question of one: by their numbers, or in order from it."""

from __future__ import annotations

import re
from itertools import islice

from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.parser import is_single, read_burst, read_rows_of_list
from conversations.dialog import preview
from conversations.dialog.readers.proposal import (
    Proposal,
    act_on,
    is_clearer,
    propose_heard,
    propose_mixed,
)
from conversations.dialog.readers.text_at_row import TextAtRow
from conversations.dialog.sentences import (
    SEVERAL,
    are_all_placed,
)
from conversations.dialog.turn import Turn
from conversations.parsing.result import (
    ReadValue,
    RefusedReading,
)
from conversations.text.normalize import fold_text

_PARTS = re.compile(r",\s+|;\s*|\.\s+(?=\d)")
_NUMBERED = re.compile(
    r"^(?:(?:da|a|vang|em|chi|anh|thi|cho|con)[ ,]+)*"
    r"(?:(?:cau|dong)(?: so)? (?P<n>\d{1,3})\b.*\d|(?P<place>\d{1,3})\s*=)"
)
_QUESTION = re.compile(r"(?:(?:da|vang|em|chi|anh|thi|con|a)[ ,]+)*cau(?: so)? ?\d{1,3}\b")
MOST_PARTS = 30  # answers in a row, parted by commas
MOST_NAMED = 6  # rows that are named where a number is none of them
AHEAD = 60  # rows that a list of answers to one question may run on to


def propose_in_order(asked: TextAtRow) -> Proposal | None:
    """`240 phiếu, kết hợp, 96,5%`: a number with an explanation, or the answers of the next rows
    as well; it is asked where every part is an answer of its row."""
    turn, row = asked.turn, asked.row
    parts = [one for one in _PARTS.split(turn.typed.strip(" .,;")) if one.strip()]
    remarked = isinstance(asked.reading, ReadValue) and asked.reading.remark is not None
    if not remarked or not 1 < len(parts) <= MOST_PARTS:
        return None
    keys = _asked_next(turn, row.key, len(parts) - 1)
    pairs = zip(keys, parts, strict=False)
    entries = tuple(read_entry(turn.form, key, said) for key, said in pairs)
    if len(entries) < len(parts) or not all(one.is_sure and one.remark is None for one in entries):
        return None
    if any(turn.form.row(key).is_free_text for key in keys[1:]):
        return None  # takes any words: `tốt, không có ai vi phạm`
    own = BulkEntry(row=row.key, said=asked.text, reading=asked.reading)
    return Proposal(
        ways=(
            BulkAnswers(entries=entries, words=" · ".join(parts)),
            BulkAnswers(entries=(own,), words=f"{parts[0]} ({', '.join(parts[1:])})"),
        )
    )


def _asked_next(turn: Turn, key: str, most: int) -> tuple[str, ...]:
    """The row, and those that would be asked behind it."""
    behind = turn.form.order[turn.form.asked_at[key] + 1 :]
    open_ = (one for one in behind if turn.is_open(turn.form.row(one)))
    return (key, *islice(open_, most))


def propose_only_numbered(asked: TextAtRow) -> Proposal | None:
    """Answers to several rows of the list in hand by their numbers, and nothing else: no text that
    is asked for reads so: `12 có, 13 là 35`."""
    turn, ways = asked.turn, _numbered_ways(asked.turn)
    if len(ways) != 1 or not are_all_placed(ways[0].entries, SEVERAL):
        return None
    return act_on(preview.preview_readings, turn, ways, turn.typed, turn.rows_by_number)


def _numbered_ways(turn: Turn) -> tuple[BulkAnswers, ...]:
    listed = turn.rows_by_number
    if not listed:
        return _of_questions(turn)
    return read_rows_of_list(turn.form, turn.report, listed, turn.typed)


def _of_questions(turn: Turn) -> tuple[BulkAnswers, ...]:
    """The answers of questions by their numbers in the report, as it tells them: `câu 10 = 5`, `câu
    10, 11 chưa có số, câu 13 có`. Small numbers without a sign may be counted from the heading."""
    said, here = fold_text(turn.typed), turn.open_row
    if _QUESTION.match(said) is None or turn.session.listed or turn.report.only is not None:
        return ()
    form, keys = turn.form, tuple(turn.form.counted_at)
    ways = read_rows_of_list(form, turn.report, keys, turn.typed)
    rows = [one.row for one in ways[0].entries if one.row in form.counted_at] if ways else []
    beside = form.asked_by_heading[form.group_of(here).key] if here in form.by_key else ()
    far = any(form.counted_at[key] >= len(beside) for key in rows if key)
    return ways if rows and ("=" in said or (far and len(rows) > 1)) else ()


def names_numbered_row(turn: Turn) -> bool:
    """Whether the text names a row by its number: `2=5`, `câu 8 là 95%`."""
    said = turn.typed.strip()
    return _NUMBERED.search(fold_text(said)) is not None or bool(_numbered_ways(turn))


def propose_several(asked: TextAtRow) -> Proposal | None:
    """Several answers where one was asked: they name rows of the list in hand, or have words of
    their labels, or run on from this row."""
    turn, row = asked.turn, asked.row
    if asked.is_prose or is_single(turn.typed, asked.reading):
        return None
    ways, listed = _numbered_ways(turn), turn.rows_by_number
    if listed and (mixed := propose_mixed(turn, listed, turn.typed, ways)) is not None:
        return mixed
    if ways:
        return act_on(preview.show_preview, turn, ways, asked.text, listed)
    keys = _asked_next(turn, row.key, AHEAD)
    bursts = read_burst(turn.form, turn.report, keys, turn.typed, listed=False)
    if not row.is_free_text and is_clearer(asked, bursts):
        return propose_heard(asked)
    return act_on(preview.show_preview, turn, bursts, asked.text, ()) if bursts else None


def tell_no_such_row(asked: TextAtRow) -> Proposal | None:
    """`câu 200 là 3`, `dòng 7: 3`: a number that no row has here; which there are is said."""
    turn, found = asked.turn, _NUMBERED.search(fold_text(asked.text))
    if found is None or turn.session.listed or not isinstance(asked.reading, RefusedReading):
        return None
    number, keys = int(found["n"] or found["place"]), tuple(turn.form.counted_at)
    if any(one.is_placed for way in _numbered_ways(turn) for one in way.entries):
        return None
    if (guest := turn.report.only is not None) and number <= len(keys):
        return None
    if found["n"] is None and not guest:
        return None
    meant = turn.form.row(keys[number - 1]).title if 1 <= number <= len(keys) else ""

    def act() -> None:
        few = [turn.form.row(key).title for key in keys] if len(keys) <= MOST_NAMED else []
        turn.say("row.no_number", read=asked.text, n=number, count=len(keys), meant=meant, few=few)
        turn.quiet = True

    return Proposal(act=act)
