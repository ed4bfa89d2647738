"""What a message says and none of its answers has: a value, or words of a row. It is told of, so
that nothing of a long sentence is lost without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile

from conversations.bulk.dictated.inner_states import JOINS
from conversations.bulk.label_match import all_labels
from conversations.bulk.lead_ins.named_headings import without_headings
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.said_clause import Said
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import is_idle, words_of
from conversations.bulk.sentence_values import FITS
from conversations.bulk.vocabulary.known_words import is_of_labels
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of a message that is looked at; a longer one was pasted
LEAST_WORDS = 2  # of a label that was said, and is of no answer
SENTENCE = 5  # words from which a message is one
_ROWS = frozenset(("dong", "cau", "muc", "nhom", "phan"))
_LISTED = re.compile(r"[=:\t\n]")  # signs of answers that stand in a list
MOST_AROUND = 3  # known words on each side with which they are quoted


def tell_untold(
    form: Form, rows: Sequence[str], said: str, burst: BulkAnswers, beside: Iterable[str]
) -> BulkAnswers:
    """The answers, with a line without a row for each part of the message that none of them has,
    nor what stands `beside` them, nor are numbers of the `rows` that are answered."""
    if not _is_sentence(said) or not all(
        one.row in form.by_key for one in burst.entries if one.row
    ):
        return burst
    answered = {one.row for one in burst.entries}
    numbers = (str(at) for at, key in enumerate(rows, 1) if key in answered)
    known = _Known(form, burst.entries, (*beside, *burst.notes.values(), *numbers))
    parts = cut_values(clean_text(without_headings(form, said)), all_labels(form))
    if not parts:
        return burst
    glued = [one.before if one.glued else () for one in parts[1:]]
    around = zip(parts, (*glued, ()), strict=True)
    lines = dict.fromkeys(
        line for one, next_ in around for line in known.left_of(one, one.behind or next_)
    )
    if not lines:
        return burst
    more = (read_entry(form, None, line) for line in lines)
    return burst.model_copy(update={"entries": (*burst.entries, *more)})


def _is_sentence(said: str) -> bool:
    words = said.split()
    lettered = sum(any(map(str.isalpha, word)) for word in words)
    return len(said) <= LONGEST and lettered >= SENTENCE and not _LISTED.search(said)


class _Known:
    """What the answers have of the words of a message."""

    def __init__(self, form: Form, entries: Sequence[BulkEntry], beside: Iterable[str]) -> None:
        self.form = form
        told = [text for entry in entries for text in _texts_of(entry)]
        self._told = {word for text in (*told, *beside) for word in _spelled(text)}
        rows = {one.row for one in entries if one.row is not None}
        above = (row for key in rows for row in form.headings_of(key) if row.answer is None)
        titles = [f"{form.row(key).title} {form.row(key).measure}" for key in rows]
        titles += [row.title for row in above]
        self._printed = {fold_text(word) for title in titles for word in words_of(title)}

    def left_of(self, one: Said, behind: Sequence[str]) -> Iterator[str]:
        """The lines that tell of what none of the answers has of a part, which
        has these words `behind` its value."""
        value = set[str]() if _counts_rows(one, behind) else _spelled(one.value)
        if value and leading_amount(one.value, whole=False) and not self._told >= value:
            yield one.line
            return
        for words in (one.before, one.behind):
            yield from self._runs(words)

    def _runs(self, words: Sequence[str]) -> Iterator[str]:
        """Clauses with words of a row beside each other that are of no answer."""
        start = 0
        for at, word in enumerate((*words, "")):
            if word and (is_idle(word) or not self._is_known(word)):
                continue
            if self._names_row(words[start:at]):
                yield " ".join(_around(words, start, at))
            start = at + 1

    def _is_known(self, word: str) -> bool:
        spelled = {fold_text(one) for one in words_of(word)}
        return spelled <= self._printed or _spelled(word) <= self._told

    def _names_row(self, run: Sequence[str]) -> bool:
        said = words_of(" ".join(run))
        telling = [word for word in said if not is_idle(word)]
        if len(telling) < LEAST_WORDS or not all(is_of_labels(self.form, one) for one in telling):
            return False
        return max(score_rows(self.form, said).values(), default=0.0) >= FITS


def _around(words: Sequence[str], start: int, end: int) -> Sequence[str]:
    """The words with a few on both sides of them, up to one that begins another clause."""
    least, most = max(0, start - MOST_AROUND), min(len(words), end + MOST_AROUND)
    while start > least and fold_text(words[start - 1]) not in JOINS:
        start -= 1
    while end < most and fold_text(words[end]) not in JOINS:
        end += 1
    return [*dropwhile(lambda one: fold_text(one) in JOINS, words[start:end])]


def _counts_rows(one: Said, behind: Sequence[str]) -> bool:
    """Whether the number only says of how many rows something is said: `4 dòng đầu`."""
    return bool(behind) and fold_text(behind[0]) in _ROWS


def _texts_of(entry: BulkEntry) -> Iterator[str]:
    yield entry.said
    yield entry.note or ""
    reading = entry.reading
    readings = reading.readings if isinstance(reading, AmbiguousReading) else (reading,)
    for one in readings:
        if isinstance(one, ReadValue | ReadState):
            yield one.remark or ""


def _spelled(text: str) -> set[str]:
    return {word.strip(",.;:!?()").casefold() for word in text.split()}
