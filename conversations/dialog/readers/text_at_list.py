"""A text that was typed at a list of rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from conversations.bulk.extras import MessageExtras, split_extras, split_notes
from conversations.bulk.mixed import counts_rows
from conversations.bulk.model import BulkAnswers
from conversations.bulk.parser import read_burst
from conversations.bulk.row_words import name_counted
from conversations.dialog.readers.list_asides import take_with
from conversations.dialog.readers.proposal import (
    Proposal,
    TypedText,
    act_on,
)
from conversations.dialog.sentences import (
    hear_lines,
)


@dataclass(frozen=True)
class TextAtList(TypedText):
    """A text that was typed at a list."""

    @cached_property
    def asides(self) -> MessageExtras:
        return split_extras(self.turn.form, self.rows, self.turn.typed)

    @property
    def of_rows(self) -> str:
        """The text without what it says of the rows that are left."""
        return self.text if self.asides.rest is None else self.asides.answers

    @property
    def said(self) -> str:
        """Nothing where rows are told by their numbers, one after the other."""
        answers = name_counted(self.turn.form, self.rows, self.asides.answers)
        return "" if counts_rows(self.rows, answers) else answers

    @property
    def headed(self) -> str:
        """Each part says itself what becomes of the rows that are left below its heading."""
        if self.asides.rest is None:
            return self.asides.answers
        form, lines = self.turn.form, self.turn.typed.splitlines()
        return "\n".join(line for line in lines if not split_notes(form, self.rows, line))

    @property
    def has_notes(self) -> bool:
        return bool(self.asides.notes)

    @cached_property
    def bursts(self) -> tuple[BulkAnswers, ...]:
        turn = self.turn
        said = self.asides.answers
        return hear_lines(turn, read_burst(turn.form, turn.report, self.rows, said, listed=True))

    def complete(self, found: Proposal) -> Proposal:
        """The answers that are proposed, with what stands beside them."""
        if not found.ways or not self.asides:
            return found
        return act_on(take_with, self.turn, self.rows, self.asides, found.ways)
