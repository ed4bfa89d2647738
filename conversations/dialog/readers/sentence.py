"""Sentences that give answers, shown before anything is stored: which row is meant was found by
words of its label alone."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.sentence_values import may_be_rows
from conversations.dialog import carry_over, preview
from conversations.dialog.sentences import hear_sentence
from conversations.dialog.turn import Turn
from conversations.parsing.result import as_reading
from conversations.reports.kept_answers import carried_answer
from conversations.speech.kept_whole import read_keeping


def take_sentence(
    turn: Turn, said: str, hand: Sequence[str] = (), *, listed: tuple[str, ...] = (), least: int = 1
) -> bool:
    """Preview the answers of the text. False for one that has not so many."""
    heard = hear_sentence(turn, said, hand, least=least)
    if heard:
        preview.preview_readings(turn, (BulkAnswers(entries=heard),), said, listed)
    return bool(heard)


def take_kept(turn: Turn, hand: tuple[str, ...], listed: tuple[str, ...]) -> bool:
    """`giữ hết, trừ biên chế có mặt là 45`: last period's answers wherever they may stay, and what
    changes, to be looked at. False for other texts."""
    other = read_keeping(turn.typed)
    if other is None:
        return False
    heard = hear_sentence(turn, other, hand) if other else ()
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
        carry_over.say_nothing_kept(turn)
    way = BulkAnswers(entries=(*heard, *kept))
    preview.preview_readings(turn, (way,), turn.typed, listed)
    return True
