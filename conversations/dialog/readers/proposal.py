"""How a typed text is taken: readers, in a table, each say what they make of it, and one rule
picks. What is certain is taken; what is not is asked about beside the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from conversations.bulk.mixed import find_clearer_mix
from conversations.bulk.model import BulkAnswers
from conversations.dialog import preview
from conversations.dialog.sentences import (
    Heard,
    hear_in_ways,
    hear_sentence,
    is_beyond_doubt,
    is_heard_clearer,
    name_several,
)
from conversations.dialog.turn import Turn


@dataclass(frozen=True)
class TypedText:
    """A text, and what it was typed at: the rows of a list by their numbers, or one row alone."""

    turn: Turn
    text: str
    rows: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        """What of it may be a sentence of answers."""
        return self.turn.typed

    @property
    def headed(self) -> str:
        """What of it may name headings, as it was typed."""
        return self.said

    @property
    def has_notes(self) -> bool:
        """Whether notes stood beside it."""
        return False

    @cached_property
    def heard(self) -> Heard:
        """The answers of the text as a sentence that names its rows."""
        return hear_sentence(self.turn, self.said)

    @cached_property
    def named(self) -> Heard:
        """Several answers that name rows, for sure or not."""
        return name_several(hear_sentence(self.turn, self.said, least=0))

    def complete(self, found: Proposal) -> Proposal:
        """What is proposed, with what else the text says."""
        return found


@dataclass(frozen=True)
class Proposal:
    """The answers that a reader finds, in one way or several, or what else is to be done."""

    ways: tuple[BulkAnswers, ...] = ()
    act: Callable[[], object] | None = None
    certain: bool = True


def propose_heard(asked: TypedText) -> Proposal:
    """The sentence as it was heard, in all ways that it may be."""
    return Proposal(ways=hear_in_ways(asked.turn, asked.said))


def propose_named(asked: TypedText) -> Proposal | None:
    """The rows that such answers may be for, to be chosen from."""
    return Proposal(ways=(BulkAnswers(entries=asked.named),)) if asked.named else None


def is_clearer(asked: TypedText, bursts: tuple[BulkAnswers, ...]) -> bool:
    """Whether words of labels say what was read otherwise with doubts, or not at all."""
    return not is_beyond_doubt(bursts) and is_heard_clearer(asked.turn, asked.heard, bursts)


def propose_mixed(
    turn: Turn,
    rows: tuple[str, ...],
    said: str,
    bursts: tuple[BulkAnswers, ...],
    *,
    beside: bool = False,
) -> Proposal | None:
    """Rows by their numbers beside rows by their words, where this gives more answers than any
    other way to read the text; `beside`: more is to be added to them."""
    way = find_clearer_mix(turn.form, turn.report, rows, said, lambda: bursts)
    if way is None:
        return None
    if beside:
        return Proposal(ways=(way,))
    return act_on(preview.show_preview, turn, (way,), turn.typed, rows)


def act_on(act: Callable[..., object], *data: object) -> Proposal:
    """A proposal to do something."""
    return Proposal(act=lambda: act(*data))


DONE = Proposal()  # the reader has acted


def done(acted: bool) -> Proposal | None:
    """What a reader proposes that acts by itself, when it did."""
    return DONE if acted else None


Taken = TypeVar("Taken", bound=TypedText)


def take_proposal(asked: Taken, readers: Sequence[Callable[[Taken], Proposal | None]]) -> bool:
    """Take what the first reader proposes that is certain; what is not is asked about beside it,
    where both can be stored. False when none proposes anything."""
    doubtful: list[BulkAnswers] = []
    for read in readers:
        proposed = read(asked)
        if proposed is None:
            continue
        found = asked.complete(proposed)
        if found.certain and not doubtful and (found.act is not None or not found.ways):
            if found.act is not None:
                found.act()
            return True
        doubtful += found.ways
        if found.certain:
            break
    if doubtful:
        preview.preview_readings(asked.turn, tuple(doubtful), asked.turn.typed, asked.rows)
    return bool(doubtful)
