"""Sentences of counts: one row, a sum, several rows in a list, a whole with its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from conversations.forms.narrative_sentences import (
    CountSentence,
    CountsSentence,
    ListedCount,
    SumSentence,
    WholeSentence,
)
from conversations.narrative.phrases import (
    EMPTY,
    Phrase,
    fill_text,
    join_phrases,
    list_phrases,
    say_number,
)
from conversations.narrative.text import NumberSource, WhyUnwritten
from conversations.narrative.told_sentence import NOTHING, SaidSentence, Teller, refused, said


def tell_count(sentence: CountSentence, teller: Teller) -> SaidSentence:
    """One number, its change, and what is noted of it."""
    key, facts = sentence.count, teller.facts
    fill = teller.row_places(key, sentence.measure)
    amount = facts.amount(key)
    if amount is None:
        return SaidSentence(unwritten=facts.unwritten(key))
    if amount == 0:
        return teller.absence(sentence, key, fill=fill)
    return said(fill_text(sentence.text, fill, key))


def tell_sum(sentence: SumSentence, teller: Teller) -> SaidSentence:
    """The sum, when none of its rows owes a number."""
    facts, keys = teller.facts, sentence.sum
    if missing := facts.unwritten(*keys):
        return SaidSentence(unwritten=teller.with_waiting(missing, keys))
    amounts = {key: facts.amount(key) for key in keys}
    known = {key: amount for key, amount in amounts.items() if amount is not None}
    if not known:
        return NOTHING
    total = sum(known.values(), Decimal(0))
    if total == 0:
        return teller.absence(sentence, *known)
    number = say_number(teller.print_amount(total), total, NumberSource.WORKED_OUT, *known)
    return said(fill_text(sentence.text, {"n": lambda: number}, *known))


def tell_counts(sentence: CountsSentence, teller: Teller) -> SaidSentence:
    """Those that are not 0 in one sentence; one absence when all of them are."""
    facts, keys = teller.facts, sentence.said_rows
    missing = facts.unwritten(*keys)
    items = _listed(sentence.counts, teller)
    if items:
        return said(
            fill_text(sentence.text, {"list": lambda: list_phrases(items)}, *_rows(items)), missing
        )
    zero = tuple(key for key in keys if facts.amount(key) is not None)
    if missing or not zero:
        return SaidSentence(unwritten=teller.with_waiting(missing, keys))
    return teller.absence(sentence, *zero)


def tell_whole(sentence: WholeSentence, teller: Teller) -> SaidSentence:
    """A whole, its parts that are not 0, and what is left of it; nothing at all when the parts
    contradict it."""
    facts, key = teller.facts, sentence.whole
    keys = [one.row for one in sentence.parts]
    missing = facts.unwritten(*sentence.said_rows)
    whole = facts.amount(key)
    if whole is None:
        return SaidSentence(unwritten=teller.with_waiting(missing, sentence.said_rows))
    amounts = {row: facts.amount(row) for row in keys}
    known = {row: amount for row, amount in amounts.items() if amount is not None}
    if _contradicts(sentence, whole, known, is_complete=not missing):
        return refused(WhyUnwritten.PARTS, key, *known, missing=missing)
    if whole == 0:
        return replace(teller.absence(sentence, key), unwritten=missing)
    fill = {
        **teller.row_places(key, sentence.measure),
        "parts": lambda: _parts(sentence, teller, whole, known, is_complete=not missing),
    }
    return said(fill_text(sentence.text, fill, key), missing)


def _contradicts(
    sentence: WholeSentence, whole: Decimal, known: dict[str, Decimal], *, is_complete: bool
) -> bool:
    if any(amount > whole for amount in known.values()):
        return True
    total = sum(known.values(), Decimal(0))
    if sentence.overlap or not known:
        return False
    return total > whole or (sentence.exact and is_complete and total != whole)


def _parts(
    sentence: WholeSentence,
    teller: Teller,
    whole: Decimal,
    known: dict[str, Decimal],
    *,
    is_complete: bool,
) -> Phrase:
    items = _listed(sentence.parts, teller, whole)
    left = whole - sum(known.values(), Decimal(0))
    if sentence.rest and is_complete and not sentence.overlap and left > 0:
        rows = (sentence.whole, *known)
        number = say_number(teller.print_amount(left), left, NumberSource.WORKED_OUT, *rows)
        items.append(fill_text(sentence.rest, {"n": lambda: number}, *rows))
    return join_phrases((Phrase(sentence.lead), list_phrases(items))) if items else EMPTY


def _listed(
    counts: Sequence[ListedCount], teller: Teller, whole: Decimal | None = None
) -> list[Phrase]:
    """The texts of the rows that have something, or a text for having nothing."""
    found: list[Phrase] = []
    for one in counts:
        amount = teller.facts.amount(one.row)
        template = one.text if amount else one.zero
        if amount and amount == whole:
            template = one.full or template
        if amount is not None and template:
            found.append(fill_text(template, teller.listed_places(one.row), one.row))
    return found


def _rows(items: Sequence[Phrase]) -> tuple[str, ...]:
    return tuple(row for item in items for row in item.rows)
