"""How well a few words of the officer's own fit each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from conversations.bulk.vocabulary.asked_words import AskedWords
from conversations.bulk.vocabulary.form_vocabulary import (
    DENIALS,
    FormVocabulary,
    RowVocabulary,
    read_vocabulary,
    spoken_words,
)
from conversations.forms.model import Form

MOST_KEPT = 40  # words; what more of them fit is found anew each time
PAIR = 0.5  # how much two words in their order say beside each of them
UNSAID = 0.3  # how much a label loses whose words were not said
MANY = 4  # of its own words with which a row is named beside one that it has not
ONE_WORD = 0.55  # how much one syllable alone says, unless it is a rare one
NOT_DONE = 0.6  # how much of a label fits that does not say that something is done, as was said
LEAST_BEGUN = 3  # words with which a label begins, so that a row is named by them
NOT_BEGUN = 0.6  # how much less they fit a label that does not begin with them
HEADING = 0.5  # how much less a word of the heading says than one of the label
OTHER_SIDE = 0.4  # how much less words fit a label that is of the other side of a limit
LIKE_DENIED, UNLIKE_DENIED = 1.2, 0.8  # how much more and less words with one fit labels


@dataclass(frozen=True)
class RowFit:
    """How well words fit a row, from 0 to about 1 and a half; and which of those that tell of a
    row are its own. `named`: it has all of them, or nearly, and more than one syllable.
    `counted`: they only say what it counts; `beside`: they stand behind a preposition of the label,
    or in its heading; `headed`: in its heading alone."""

    score: float
    words: frozenset[str]
    named: bool
    counted: bool
    beside: bool
    headed: bool


def score_rows(form: Form, before: Sequence[str], behind: Sequence[str] = ()) -> dict[str, float]:
    """How well words fit each row, as in `fit_rows`."""
    return {key: fit.score for key, fit in fit_rows(form, before, behind).items()}


def fit_rows(form: Form, before: Sequence[str], behind: Sequence[str] = ()) -> Mapping[str, RowFit]:
    """How words fit each row that takes an answer; rows they do not fit are left out. Those behind
    a value may only say what is counted: they weigh less."""
    if len(before) + len(behind) > MOST_KEPT:
        return _fit_rows(form, (*before,), (*behind,))
    return form.derived(_known_fits)((*before,), (*behind,))


def _known_fits(form: Form) -> Callable[[tuple[str, ...], tuple[str, ...]], Mapping[str, RowFit]]:
    """The ways to read one message have most pieces in common: each is looked up once."""
    return lru_cache(maxsize=1_024)(partial(_fit_rows, form))


def _fit_rows(form: Form, before: tuple[str, ...], behind: tuple[str, ...]) -> Mapping[str, RowFit]:
    known = form.derived(read_vocabulary)
    asked = AskedWords.of(known, before, behind)
    found: dict[str, RowFit] = {}
    begun = _begun_by(known, asked)
    for key in asked.rows_having(known):
        its = known.rows[key]
        if asked.figures <= its.label and (len(asked.weights) <= 1 or _is_evident(its, asked)):
            score = _score(known, its, asked) * _likelihood(its, asked)
            score *= NOT_BEGUN if begun and key not in begun else 1
            score *= NOT_BEGUN if _is_denied_there(its, asked) else 1
            if score > 0:
                found[key] = _fit(its, asked, score)
    return found


def _begun_by(known: FormVocabulary, asked: AskedWords) -> frozenset[str]:
    """The rows whose labels are all that was said before the value, but for brackets; else those
    whose labels begin with it, if that is enough."""
    said = spoken_words(asked.before)
    if len(said) < LEAST_BEGUN:
        return frozenset()
    rows = asked.rows_having(known)
    whole = frozenset(key for key in rows if known.rows[key].short == said)
    return whole or frozenset(key for key in rows if known.rows[key].spoken[: len(said)] == said)


def _is_denied_there(its: RowVocabulary, asked: AskedWords) -> bool:
    """Whether the label says what was said of what is not: `xác định thời hạn` where it has
    *không xác định thời hạn*."""
    if not its.denies or asked.denied:
        return False
    said = spoken_words(asked.before)
    at = next((n for n, word in enumerate(its.spoken) if word in DENIALS), len(its.spoken))
    return bool(said) and its.spoken[at + 1 : at + 1 + len(said)] == said


def _fit(its: RowVocabulary, asked: AskedWords, score: float) -> RowFit:
    own = frozenset(word for word in asked.weights if word in its.all)
    side_by_side = any(pair in its.label for pair in asked.pairs)
    two = len(asked.weights) == len(own) == 2 and not asked.before
    apart = two and not all(key in asked.paired for key in own)
    told = side_by_side or (len(own) > 1 and not own.isdisjoint(its.label) and not apart)
    return RowFit(
        score
        / asked.whole
        * (ONE_WORD if asked.common else 1)
        * (1 - UNSAID * _unsaid(its, asked)),
        own,
        named=told and len(asked.weights) - len(own) <= len(own) // MANY,
        counted=own.isdisjoint(its.label | its.heading) and not side_by_side,
        beside=bool(own) and own.isdisjoint(its.first),
        headed=bool(own) and own.isdisjoint(its.label | its.measure) and not side_by_side,
    )


def _score(known: FormVocabulary, its: RowVocabulary, asked: AskedWords) -> float:
    total = 0.0
    for key, weight in asked.weights.items():
        if key in its.label or key in its.measure:
            total += weight
        elif key in its.heading:
            total += weight * HEADING
    return total + PAIR * sum(
        known.weights[pair] * (1 if pair in its.label else HEADING)
        for pair in asked.pairs
        if pair in its.label or pair in its.heading
    )


def _likelihood(its: RowVocabulary, asked: AskedWords) -> float:
    """How much of it fits a label that says another thing of what is counted."""
    part = 1.0
    if asked.done is not None and asked.done not in its.label:
        part *= NOT_DONE
    if asked.denied is not None and (asked.denied or its.denies):
        part *= LIKE_DENIED if its.denies == asked.denied else UNLIKE_DENIED
    if asked.bounds and its.bounds and asked.bounds.isdisjoint(its.bounds):
        part *= OTHER_SIDE
    return part


def _is_evident(row: RowVocabulary, asked: AskedWords) -> bool:
    """Whether more than one syllable is the row's: `phát` alone is in `phát thanh` and in `phát
    hiện`."""
    return (
        any(pair in row.label or pair in row.heading for pair in asked.pairs)
        or sum(key in row.label or key in row.measure for key in asked.weights) > 1
    )


def _unsaid(row: RowVocabulary, asked: AskedWords) -> float:
    """The part of the label's words that were not said."""
    letters = {key.partition("+")[0] for key in asked.weights}
    unsaid = sum(
        one not in asked.weights and one.partition("+")[0] not in letters for one in row.own
    )
    return unsaid / max(1, row.size)
