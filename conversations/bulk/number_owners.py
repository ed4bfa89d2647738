"""The numbers of a message, with the words around each and the row whose answer it became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BulkEntry
from conversations.bulk.row_vocabulary import RowFit, fit_rows
from conversations.bulk.said_clause import Said
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import telling_words
from conversations.bulk.shared_words import words_around
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.text.normalize import clean_text

Fits = dict[str, RowFit]  # how well words fit rows, by their keys


def read_amount(text: str) -> Decimal | None:
    """The number that a text begins with, the likeliest of its meanings."""
    amount = leading_amount(text, whole=False) if text else None
    return amount.meanings[0].value if amount is not None and amount.meanings else None


@dataclass(frozen=True)
class OwnedNumbers:
    """A message that was read for these entries; `rows` are those of the list in hand."""

    form: Form
    said: str
    entries: Sequence[BulkEntry]
    rows: Sequence[str]
    _known: dict[tuple[tuple[str, ...], tuple[str, ...]], Fits] = field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[Said, ...]:
        return cut_values(clean_text(self.said), all_labels(self.form))

    @cached_property
    def amounts(self) -> dict[int, Decimal]:
        """The numbers by their place."""
        read = ((at, read_amount(one.value)) for at, one in enumerate(self.parts))
        return {at: amount for at, amount in read if amount is not None}

    @cached_property
    def owners(self) -> dict[int, str]:
        """The row whose answer a number is, by its place; of several that were said alike the one
        with the words that fit best."""
        found: dict[int, str] = {}
        for number, entry in enumerate(self.entries):
            said = {*_words(entry.said)} if entry.row is not None else set()
            alike = [
                at
                for at in self.amounts
                if at not in found and {*_words(self.parts[at].value)} <= said
            ]
            if alike and entry.row is not None:
                row, value = entry.row, {*_words(self.parts[alike[0]].value)}
                later = sum(
                    value <= {*_words(one.said)} for one in self.entries[number:] if one.row
                )
                in_order = later >= len(alike)  # each has one
                best = alike[0] if in_order else max(alike, key=lambda at: self.score(at, row))
                found[best] = row
        return dict(sorted(found.items()))

    def is_addressed(self, at: int) -> bool:
        """Whether the number of the answered row stands before the answer."""
        row, before = self.owners.get(at), [*self.parts[at].before]
        if row not in self.rows:
            return False
        if at - 1 in self.amounts and at - 1 not in self.owners:
            before += self.parts[at - 1].value.split()
        return str(self.rows.index(row) + 1) in before

    @cached_property
    def unowned(self) -> tuple[int, ...]:
        """The places of numbers that are no answer, nor the number of the row of one."""
        answered = {one.row for one in self.entries}
        numbers = {str(n) for n, row in enumerate(self.rows, 1) if row in answered}
        return tuple(
            at
            for at in self.amounts
            if at not in self.owners
            and not (at + 1 in self.owners and self.is_addressed(at + 1))
            and not (self.parts[at].value in numbers and not any(self.fits_at(at)))
        )

    def score(self, at: int, row: str) -> float:
        """How well the words around a number fit a row."""
        return max((way[row].score for way in self.fits_at(at) if row in way), default=0.0)

    def behind(self, at: int) -> tuple[str, ...]:
        """The words behind a number, up to the next one or a sign."""
        after = self.parts[at + 1 : at + 2]
        return after[0].before if after and after[0].glued else self.parts[at].behind

    def words_at(self, at: int) -> list[str]:
        """The words on both sides of a number that may tell of a row, as labels print them."""
        before, behind = words_around(self.parts[at].before, self.behind(at))
        return [*telling_words(" ".join(before)), *behind]

    def fits_at(self, at: int) -> Iterator[Mapping[str, RowFit]]:
        """How the words around a number fit rows: those on one side, and all."""
        yield from self.sides_of(at)
        yield fit_rows(self.form, *words_around(self.parts[at].before, self.behind(at)))

    def sides_of(self, at: int, *, counted: bool = True) -> Iterator[Mapping[str, RowFit]]:
        """How the words on each side fit rows; first those that stand beside no other number.
        `counted`: those behind it too."""
        before = (self.parts[at].before, ())
        behind = ((), self.behind(at) if counted else ())
        for words in (behind, before) if self.parts[at].glued else (before, behind):
            yield fit_rows(self.form, *words_around(*words))


def _words(text: str) -> list[str]:
    return text.replace("(", " ").replace(")", " ").casefold().split()
