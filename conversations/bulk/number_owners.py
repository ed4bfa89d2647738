"""The numbers of a message, with the words around each and the row whose answer it became; and the
rows that these words speak of as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BulkEntry
from conversations.bulk.said_clause import Said
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.sentence_values import read_value
from conversations.bulk.shared_words import words_around
from conversations.bulk.vocabulary.row_fits import RowFit, fit_rows
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.amount import leading_amount
from conversations.text.normalize import clean_text, fold_text

RIVAL = 0.75  # of how well words fit a row: another is meant as likely
_BETWEEN_ROWS = re.compile(r"[,.–-]")
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
            and not (_are_among(numbers, self.parts[at].value) and not any(self.fits_at(at)))
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


def _are_among(numbers: set[str], value: str) -> bool:
    """Whether a value is the number of such a row, or of several: `1,2 chưa có số`."""
    return numbers.issuperset(_BETWEEN_ROWS.split(value))


def find_rivalled(numbers: OwnedNumbers, asked: str | None) -> set[str]:
    """Rows that were found by words which another one near has all of as well: `thanh tra 3 đơn vị
    thuộc sở`."""
    form, found = numbers.form, set[str]()
    bare = {key for at, key in numbers.owners.items() if not own_words(numbers, at, key)}
    taken = {one.row for one in numbers.entries} - (bare & {asked})
    for at, row in numbers.owners.items():
        ways = [way for way in numbers.fits_at(at) if row in way]
        first = row == asked and at == next(iter(numbers.amounts))
        if first or numbers.is_addressed(at) or not ways:
            continue
        fits = max(ways, key=lambda way: (len(way[row].words), way[row].score))
        its = fits[row]
        rivals = [
            key
            for key in fits
            if key != row
            and (_are_beside(form, row, key) or (row not in bare and _is_like(numbers, row, key)))
            and fits[key].words >= its.words
            and (
                key not in taken
                or _is_said_again(numbers, at, row, key)
                or (key == asked and numbers.unowned and fits[key].score > its.score)
            )
            and fits[key].score > its.score * (1 if row == asked else RIVAL)
            and (row in bare or _says_more(form.row(row), form.row(key)))
            and read_value(form.row(key), numbers.parts[at].value) is not None
        ]
        if rivals:
            found |= {row, *(key for key in rivals if key == asked and row not in bare)}
    return found


def _are_beside(form: Form, row: str, other: str) -> bool:
    return form.row(row).parent == form.row(other).parent


def _is_like(numbers: OwnedNumbers, row: str, other: str) -> bool:
    """Whether a row out of hand has a twin under another heading of its section, `mức độ 3` and
    `mức độ 4`, which no clause before tells it from."""
    form = numbers.form
    if row in numbers.rows or form.section_of(row).key != form.section_of(other).key:
        return False
    if any(_are_beside(form, row, key) for key in numbers.owners.values() if key != row):
        return False  # `biên chế được giao 47 có mặt 49`
    about = " ".join(one.clause for one in numbers.parts if not one.value)
    told = fit_rows(form, words_of(about))
    mine, its = (told[key].score if key in told else 0.0 for key in (row, other))
    return not form.row(row).cell and mine <= its


def _is_said_again(numbers: OwnedNumbers, at: int, row: str, other: str) -> bool:
    """Whether the number is what the other row got from another place, whose words these are
    rather: `xét tuyển 6, tổng viên chức tuyển là 6`."""
    its = next((place for place, key in numbers.owners.items() if key == other), at)
    same = its < at and numbers.amounts[its] == numbers.amounts[at]
    fits = [
        [way[key].score if key in way else 0.0 for key in (row, other)]
        for way in numbers.fits_at(at)
    ]
    return (
        same
        and any(one < RIVAL * two for one, two in fits)
        and all(RIVAL * one < two or one == two for one, two in fits)
    )


def _says_more(one: Row, other: Row) -> bool:
    """Whether a label has as many words of its own as the other one."""
    mine, its = ({*map(fold_text, words_of(row.title))} for row in (one, other))
    return len(mine - its) >= len(its - mine)


def own_words(numbers: OwnedNumbers, at: int, row: str) -> frozenset[str]:
    """The words by which the row was found, beside those for what it counts."""
    fits = [way[row] for way in numbers.fits_at(at) if row in way]
    if not fits or numbers.is_addressed(at):
        return frozenset()
    counted = words_of(numbers.form.row(row).measure.casefold())
    letters = {fold_text(word) for word in counted}
    best = max(fits, key=lambda fit: fit.score)
    return frozenset(word for word in best.words if word.partition("+")[0] not in letters)


def _words(text: str) -> list[str]:
    return text.replace("(", " ").replace(")", " ").casefold().split()
