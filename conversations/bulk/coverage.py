"""Whether the answers that were read account for all that was said: a number of the message that
none of them has taken makes those doubtful that it may belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.row_vocabulary import RowFit, fit_rows
from conversations.bulk.said_clause import Said
from conversations.bulk.said_values import cut_values
from conversations.bulk.sentence_values import read_value
from conversations.bulk.word_sharing import words_around
from conversations.forms.model import Form, Row
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import AmbiguousReading, ReadValue
from conversations.parsing.suffix import read_rest
from conversations.text.normalize import clean_text, shorten_text

LONGEST = 1_500  # characters of a message that is looked at; a longer one was pasted
NAMES = 0.4  # score from which words speak of a row
MOST_COUNTED = 3  # words behind a number that say what is counted
AS_WELL = 0.7  # of how well the words of an answer speak of its row: others may do as well


def doubt_uncovered(form: Form, rows: Sequence[str], said: str, burst: BulkAnswers) -> BulkAnswers:
    """The answers, those in doubt that a number without a row may belong to: `phát ra 200 phiếu,
    thu về 185`. A number whose words name another row leaves the others as they are; so does one
    that is a row's in the list of `rows`, and what is left or comes to of two that are taken."""
    if not any(map(_is_number, burst.entries)) or not _is_sentence(said):
        return burst
    parts = cut_values(clean_text(said), all_labels(form))
    owners = _owners(parts, burst.entries, rows)
    left = [at for at, one in enumerate(parts) if at not in owners and _amount(one) is not None]
    known = _results([_amount(parts[at]) for at, row in owners.items() if row])
    doubted = {
        row
        for at in left
        if _amount(parts[at]) not in known
        for row in _touched(form, parts, at, owners)
    }
    if not doubted:
        return burst
    entries = tuple(
        _in_doubt(one) if one.row in doubted and _is_number(one) else one for one in burst.entries
    )
    return burst.model_copy(update={"entries": entries})


def _is_sentence(said: str) -> bool:
    short = len(said) <= LONGEST and "\t" not in said and "=" not in said
    return short and any(map(str.isalpha, said))


def _is_number(entry: BulkEntry) -> bool:
    if entry.row is None or not isinstance(entry.reading, ReadValue):
        return False
    return leading_amount(entry.said, whole=False) is not None


def _amount(one: Said) -> Decimal | None:
    amount = leading_amount(one.value, whole=False) if one.value else None
    return amount.meanings[0].value if amount is not None and amount.meanings else None


def _results(taken: Sequence[Decimal | None]) -> set[Decimal | None]:
    """What two of these come to, and how much the one is more than the other."""
    found: set[Decimal | None] = set()
    for one, other in combinations([amount for amount in taken if amount is not None], 2):
        found |= {one + other, abs(one - other)}
    return found


def _owners(
    parts: Sequence[Said], entries: Sequence[BulkEntry], rows: Sequence[str]
) -> dict[int, str]:
    """The rows whose answers the numbers are, by their place; none of one that only tells a row's
    number."""
    placed = [one for one in entries if one.row is not None]
    said = [(str(one.row), _words(one.said)) for one in placed]
    numbers = [str(rows.index(one.row) + 1) for one in placed if one.row in rows]
    found: dict[int, str] = {}
    for at, part in enumerate(parts):
        words = _words(part.value)
        owner = next((n for n, (_, its) in enumerate(said) if {*words} <= {*its}), None)
        if not words or _amount(part) is None:
            continue
        if owner is not None:
            found[at] = said[owner][0]
            for word in words:
                said[owner][1].remove(word)
        elif part.value in numbers:
            numbers.remove(part.value)
            found[at] = ""
    return found


def _words(text: str) -> list[str]:
    return text.replace("(", " ").replace(")", " ").casefold().split()


def _touched(form: Form, parts: Sequence[Said], at: int, owners: Mapping[int, str]) -> set[str]:
    """The answered rows that the number may belong to: those that its words speak of nearly as
    well as the words of their own answer, and beside it one that was named by none."""
    found: set[str] = set()
    for place, row in ((place, form.row(row)) for place, row in owners.items() if row):
        counted = _counts_other(row, parts, at)
        fits = next(filter(None, _fits_at(form, parts, at, counted=not counted)), {})
        own = [ways[row.key].score for ways in _fits_at(form, parts, place) if row.key in ways]
        its, score = fits.get(row.key), max(own, default=0.0)
        speaks = its is not None and _is_of(its, fits) and its.score >= max(NAMES, AS_WELL * score)
        beside = abs(place - at) == 1 and not fits and not counted and score < NAMES
        if (speaks or beside) and read_value(row, parts[at].value) is not None:
            found.add(row.key)
    return found


def _is_of(its: RowFit, fits: Mapping[str, RowFit]) -> bool:
    """Whether the words are of this row rather than only mentioned by its label."""
    return not its.beside or all(one.beside for one in fits.values() if one.score >= its.score)


def _counts_other(row: Row, parts: Sequence[Said], at: int) -> bool:
    """Whether behind the number stands what the row does not count: `6 người` of offices."""
    counted = read_rest(" ".join(_behind(parts, at)[:MOST_COUNTED]), row, glued=False)
    return counted.kind == "measure"


def _behind(parts: Sequence[Said], at: int) -> tuple[str, ...]:
    """The words behind a number, up to the next one or a sign."""
    after = parts[at + 1 : at + 2]
    return after[0].before if after and after[0].glued else parts[at].behind


def _fits_at(
    form: Form, parts: Sequence[Said], at: int, *, counted: bool = True
) -> Iterator[dict[str, RowFit]]:
    """How the words around a number fit rows: those on one side, and all; first those that stand
    beside no other number. `counted`: those behind it too."""
    one, behind = parts[at], _behind(parts, at) if counted else ()
    sides = (((), behind), (one.before, ())) if one.glued else ((one.before, ()), ((), behind))
    for words in (*sides, (one.before, behind)):
        yield fit_rows(form, *words_around(*words))


def _in_doubt(entry: BulkEntry) -> BulkEntry:
    assert isinstance(entry.reading, ReadValue)  # noqa: S101 - `_is_number` has looked
    data = {"read": shorten_text(entry.said)}
    doubt = AmbiguousReading(code="which.sentence", data=data, readings=(entry.reading,))
    return entry.model_copy(update={"reading": doubt})
