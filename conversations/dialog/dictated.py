"""Answers said in one breath, with some words of their labels: shown before anything is stored, for
which row is meant was found by those words alone."""

from __future__ import annotations

from itertools import islice

from conversations.answer_types.reader import read_answer
from conversations.bulk.dictation import may_be_rows, read_dictation
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.dialog import carry_over, preview
from conversations.dialog.turn import Turn
from conversations.forms.model import Row
from conversations.parsing.result import Reading, ReadState, ReadValue, as_reading
from conversations.reports.kept_answers import carried_answer
from conversations.speech.keeping import read_keeping
from conversations.text.normalize import shorten_text

AHEAD = 60  # open rows behind the one that is asked
SEVERAL = 2
LEAST_WORDS = 4  # of a state with words of a label before it


def hear_dictation(turn: Turn, hand: tuple[str, ...], said: str = "") -> tuple[BulkEntry, ...]:
    """What the typed text, or a part of it, answers; the rows in hand come first, then those that
    are asked next."""
    start = turn.form.asked_at.get(hand[0] if hand else "", -1) + 1
    behind = (key for key in turn.form.order[start:] if turn.is_open(turn.form.row(key)))
    rows = tuple(dict.fromkeys((*hand, *islice(behind, AHEAD))))
    return read_dictation(turn.form, rows, said or turn.typed)


def take_dictation(
    turn: Turn, hand: tuple[str, ...], listed: tuple[str, ...], *, least: int = 1
) -> bool:
    """Preview the answers. False for a text that has not so many."""
    entries = hear_dictation(turn, hand)
    if sum(one.row is not None for one in entries) < least:
        return False
    preview.preview_readings(turn, (BulkAnswers(entries=entries),), turn.typed, listed)
    return True


def take_or_text(turn: Turn, row: Row, text: str) -> bool:
    """Where a text is asked: several answers to other rows are asked about, for they may be the
    text as well. False for any other text."""
    heard = hear_dictation(turn, (row.key,))
    if len(heard) < SEVERAL or any(one.row in (None, row.key) for one in heard):
        return False
    shown = " · ".join(f"{turn.form.row(str(one.row)).title[:30]}…: {one.said}" for one in heard)
    own = BulkEntry(row=row.key, said=text, reading=read_answer(row, text))
    ways = (
        BulkAnswers(entries=heard, words=shorten_text(shown, 160)),
        BulkAnswers(entries=(own,), words=shorten_text(f"{row.title}: {text}", 80)),
    )
    preview.preview_readings(turn, ways, turn.typed, ())
    return True


def take_kept(turn: Turn, hand: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """`giữ hết, trừ biên chế có mặt là 45`: last period's answers wherever they may stay, and what
    changes, to be looked at. False for other texts."""
    other = read_keeping(turn.typed)
    if other is None:
        return False
    heard = hear_dictation(turn, hand, other) if other else ()
    if not heard:
        carry_over.offer_many(turn, turn.form.order)
        if any(map(str.isdigit, other)):
            turn.say("keep.other", read=other)
        return True
    given = {one.row for one in heard}
    for one in heard:
        if one.row is None:  # it changes one of these
            given |= {row.key for row in may_be_rows(turn.form, one.said)}
    kept = [
        BulkEntry(row=key, said="", reading=as_reading(answer))
        for key in carry_over.filter_keepable(turn.form, turn.report, turn.form.order)
        if key not in given
        and (answer := carried_answer(turn.report, turn.form.row(key))) is not None
    ]
    if not kept:
        turn.say("keep.nothing" if turn.report.last or turn.report.latest else "keep.no_last")
    way = BulkAnswers(entries=(*heard, *kept))
    preview.preview_readings(turn, (way,), turn.typed, listed)
    return True


def is_of_other_row(turn: Turn, row: Row, reading: Reading) -> bool:
    """Whether a state that was read for the row is said of another one by words of its label:
    `phiếu khảo sát chưa có số, thứ sáu nhắc chị`."""
    if not isinstance(reading, ReadState) or len(turn.typed.split()) < LEAST_WORDS:
        return False
    heard = hear_dictation(turn, (row.key,))
    return bool(heard) and any(one.row not in (None, row.key) for one in heard)


def is_clearer(turn: Turn, hand: tuple[str, ...], bursts: tuple[BulkAnswers, ...]) -> bool:
    """Whether words of labels say what was read otherwise with doubts, or not at all."""
    if len(bursts) == 1 and all(_is_sure(one) for one in bursts[0].entries):
        return False
    if any(burst.column or burst.notes or "\t" in turn.typed for burst in bursts):
        return False
    heard = hear_dictation(turn, hand)
    return len(heard) >= SEVERAL and all(one.row is not None for one in heard)


def _is_sure(entry: BulkEntry) -> bool:
    return entry.row is not None and isinstance(entry.reading, ReadValue | ReadState)
