"""The words of a form: of each row's label, its measure and its headings, and what each weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from rapidfuzz import fuzz, process

from conversations.bulk.model import BRACKETS
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.vocabulary.word_keys import (
    INITIALS,
    SHORT,
    all_keys,
    find_bounds,
    word_keys,
)
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.text.normalize import fold_text

LIKE = 80  # percent of likeness at which a mistyped word is taken for a known one
LEAST_LETTERS = 4  # of a word that may be mistyped
_PREPOSITION = re.compile(r"\s(?:trong|tại|theo|của|về|qua|đối với|so với)\s", re.IGNORECASE)
_COUNTING = frozenset(("tong", "so", "luong"))
_COLUMNS = " · "  # between the headings of a column, one below the other
_LETTERS = re.compile(r"[^\W\d_]+")
DENIALS = frozenset(("khong", "ko"))  # that tell two labels apart: *không xác định thời hạn*


@dataclass(frozen=True)
class RowVocabulary:
    """The words of a row's label, of its measure and of its headings, each pair in order too."""

    label: frozenset[object]
    heading: frozenset[object]
    measure: frozenset[object]
    own: frozenset[str]  # words of the label that its headings do not have
    size: int  # words of the label
    first: frozenset[object]  # words of its measure, and of its label before a preposition
    denies: bool  # the label says what is not
    bounds: frozenset[str]  # on which side of a limit it is: above, below
    spoken: tuple[str, ...]  # the words of the label as they are said, folded, without *tổng số*
    short: tuple[str, ...]  # those of them that stand in no bracket

    @cached_property
    def all(self) -> frozenset[object]:
        return self.label | self.heading | self.measure


@dataclass(frozen=True)
class FormVocabulary:
    rows: dict[str, RowVocabulary]
    having: dict[object, tuple[str, ...]]  # the rows that have a word
    weights: dict[object, float]
    choices: frozenset[object]  # the words of choices, and those that stand side by side
    letters: tuple[str, ...]  # of all words, for those that are mistyped


def read_vocabulary(form: Form) -> FormVocabulary:
    takes = (row for row in form.rows if row.answer is not None and row.computed is None)
    rows = {row.key: _row_words(form, row) for row in takes}
    having: dict[object, list[str]] = {}
    for key, one in rows.items():
        for word in one.all:
            having.setdefault(word, []).append(key)
    weights = {word: log(1 + len(rows) / len(keys)) for word, keys in having.items()}
    bare = {word for word in having if isinstance(word, str) and word.isalpha()}
    return FormVocabulary(
        rows,
        {word: (*keys,) for word, keys in having.items()},
        weights,
        frozenset().union(*map(all_keys, _choices(form))),
        tuple(sorted(bare)),
    )


def _choices(form: Form) -> set[str]:
    options = {option for row in form.rows for option in row.options}
    return {name for option in options for name in (option.label, *option.aliases)}


def _row_words(form: Form, row: Row) -> RowVocabulary:
    group = form.group_of(row.key)
    heading = "" if group.key == row.key else group.title
    parents = [one.title for one in form.rows if row.key.startswith(f"{one.key}.")][1:]
    above = all_keys(" ".join([heading, *parents]))
    words = {*telling_words(row.title)}
    own = frozenset(marked for _, marked in map(word_keys, words) if marked not in above)
    label = all_keys(row.title)
    measure = all_keys(row.measure) - label if not row.options else frozenset()
    columns = (_PREPOSITION.split(one, maxsplit=1)[0] for one in row.title.split(_COLUMNS))
    first = " ".join(columns)
    denies = not DENIALS.isdisjoint(label)
    ends = find_bounds(_LETTERS.findall(row.title.casefold()))
    return RowVocabulary(
        label,
        above,
        measure,
        own,
        len(words),
        all_keys(first) | measure,
        denies,
        ends,
        spoken_words(words_of(row.title)),
        spoken_words(words_of(BRACKETS.sub(" ", row.title))),
    )


def spoken_words(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a label or of a message, folded, without those before them that only say that
    something is counted."""
    folded = [*map(fold_text, words)]
    while folded and folded[0] in _COUNTING:
        del folded[0]
    return tuple(folded)


def find_key(known: FormVocabulary, word: str, *, accented: bool) -> str:
    """The key of a typed word: with its accents in a text that has some, else the bare letters;
    the nearest known word for one that is mistyped."""
    bare, marked = word_keys(word)
    key = marked if accented else bare
    if key in known.weights or bare.isdecimal():
        return key
    if len(bare) in INITIALS and f"{SHORT}{bare}" in known.weights:
        return f"{SHORT}{bare}"
    if bare in known.weights:
        return bare  # an accent is missing or wrong
    if len(bare) < LEAST_LETTERS:
        return key
    near = process.extractOne(bare, known.letters, scorer=fuzz.ratio, score_cutoff=LIKE)
    return near[0] if near is not None else key
