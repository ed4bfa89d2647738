"""What the labels of a form have of the words of a text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from conversations.bulk.said_words import are_accented, is_idle
from conversations.bulk.vocabulary.form_vocabulary import find_key, read_vocabulary
from conversations.bulk.vocabulary.said_deeds import says_done
from conversations.bulk.vocabulary.word_keys import all_keys, word_keys
from conversations.forms.model import Form

_ADDRESSES = frozenset(("cau", "dong", "muc", "stt"))  # before the number of a row


def stand_together(form: Form, first: str, second: str) -> bool:
    """Whether a label, a heading or a choice has these two words side by side."""
    known, pair = form.derived(read_vocabulary), (word_keys(first)[0], word_keys(second)[0])
    return pair in known.having or pair in known.choices


def are_one_word(form: Form, first: str, second: str) -> bool:
    """Whether labels have one of these two syllables only beside the other: `xử lý`."""
    known = form.derived(read_vocabulary)
    one, two = word_keys(first)[0], word_keys(second)[0]
    pair = len(known.having.get((one, two), ()))
    return pair > 0 and pair in (len(known.having.get(one, ())), len(known.having.get(two, ())))


def is_of_labels(form: Form, word: str) -> bool:
    """Whether a label, a heading or a measure has the word."""
    return word_keys(word)[0] in form.derived(read_vocabulary).having


def are_of_none(form: Form, key: str, words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether none of the words is in the label or the headings of this row, and some are in those
    of no other row either, nor say what they count."""
    if any(word_keys(word)[0] in _ADDRESSES for word in words):
        return False
    known, accented = form.derived(read_vocabulary), are_accented(words)
    if key not in known.rows:  # a heading
        return False
    its, counted = known.rows[key], all_keys(form.row(key).measure)
    keys = [find_key(known, word, accented=accented) for word in words if not word.isdecimal()]
    if not {*keys, *pairwise(keys)}.isdisjoint((its.label | its.heading) - counted):
        return False
    said = {
        one
        for one, word in zip(keys, words, strict=False)
        if not says_done(word, words, accented=accented)
    }
    said -= counted.union(*(known.rows[one].all for one in others if one in known.rows))
    return bool(said)


def words_left(form: Form, key: str, words: Sequence[str]) -> list[str]:
    """The words that tell of a row, and are not in the label, the headings or the measure of this
    one."""
    known, accented = form.derived(read_vocabulary), are_accented(words)
    if key not in known.rows:  # a heading
        return []
    its = known.rows[key]
    counted = all_keys(form.row(key).measure)
    return [
        word
        for word in words
        if not (is_idle(word) or word.isdecimal() or says_done(word, words, accented=accented))
        and (one := find_key(known, word, accented=accented)) not in its.all
        and one not in counted
    ]
