"""The words that rows are known by: how well a few words of the officer's own fit each row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from math import log

from rapidfuzz import fuzz, process

from conversations.bulk.said_words import is_idle, telling_words, words_of
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.text.normalize import Spelling, may_mean, spell_text

MOST_KEPT = 40  # words; what more of them fit is found anew each time
LIKE = 80  # percent of likeness at which a mistyped word is taken for a known one
LEAST_LETTERS = 4  # of a word that may be mistyped
UNKNOWN = 0.8  # what a word weighs that no label has
PAIR = 0.5  # how much two words in their order say beside each of them
UNSAID = 0.3  # how much a label loses whose words were not said
MANY = 4  # of its own words with which a row is named beside one that it has not
ONE_WORD = 0.55  # how much one syllable alone says, unless it is a rare one
RARE = 3.3  # weight of a word that hardly more than five rows have
BEHIND = 0.5  # how much less a word behind a value says than one before it
NOT_DONE = 0.6  # how much of a label fits that does not say that something is done, as was said
HEADING = 0.5  # how much less a word of the heading says than one of the label
_PREPOSITION = re.compile(r"\s(?:trong|tại|theo|của|về|qua|đối với|so với)\s", re.IGNORECASE)
_COLUMNS = " · "  # between the headings of a column, one below the other
_DONE = ("hoàn", "thành")  # `xong`, written out
_ALL = frozenset(("đủ", "du", "hết", "het", "cả", "ca", "luôn", "luon", "được"))  # `rà xong đủ 14`
_ADDRESSES = frozenset(("cau", "dong", "muc", "stt"))  # before the number of a row
_SHORT = "~"  # before the letters of two words by which a label is shortened: khảo sát
_INITIALS = (2, 3, 4)  # how many
# Said of anything that is counted, unless a label has it beside the same word; by their letters.
_DOING = {"phat": "phát", "gui": "gửi", "thu": "thu", "nhan": "nhận", "ra": "ra", "mo": "mở"}
_SIDES = {"above": ("tren", "len"), "below": ("duoi", "xuong")}
OTHER_SIDE = 0.4  # how much less words fit a label that is of the other side of a limit
_LETTERS = re.compile(r"[^\W\d_]+")
_MEN = "nam"
_MAY_BE_OWN = frozenset((_MEN, "xã", "phường"))
_BEFORE_YEAR = (("trong",), ("ca",), ("dau",), ("cuoi",), ("moi",), ("qua",))
_LINKING = frozenset(("thì", "là", "có", "cấp"))
_DENIALS = frozenset(("khong", "ko"))  # that tell two labels apart: *không xác định thời hạn*
LIKE_DENIED, UNLIKE_DENIED = 1.2, 0.8  # how much more and less words with one fit labels


@dataclass(frozen=True)
class _RowWords:
    """The words of a row's label, of its measure and of its headings, each pair in order too."""

    label: frozenset[object]
    heading: frozenset[object]
    measure: frozenset[object]
    own: frozenset[str]  # words of the label that its headings do not have
    size: int  # words of the label
    first: frozenset[object]  # words of its measure, and of its label before a preposition
    denies: bool  # the label says what is not
    bounds: frozenset[str]  # on which side of a limit it is: above, below

    @cached_property
    def all(self) -> frozenset[object]:
        return self.label | self.heading | self.measure


@dataclass(frozen=True)
class _Vocabulary:
    rows: dict[str, _RowWords]
    having: dict[object, tuple[str, ...]]  # the rows that have a word
    weights: dict[object, float]
    choices: frozenset[object]  # the words of choices, and those that stand side by side
    letters: tuple[str, ...]  # of all words, for those that are mistyped


def _does(word: str, behind: Sequence[str], *, accented: bool) -> bool:
    """Whether the word says that something is done. Without accents `ra` is `rà`, but for what
    stands behind the value."""
    letters = _keys(word)[0]
    is_ra = word == letters and (accented or bool(behind))
    if letters not in _DOING or not may_mean(word, _DOING[letters]):
        return False  # `thử việc`
    return letters != "ra" or is_ra


def stand_together(form: Form, first: str, second: str) -> bool:
    """Whether a label, a heading or a choice has these two words side by side."""
    known, pair = form.derived(_read_vocabulary), (_keys(first)[0], _keys(second)[0])
    return pair in known.having or pair in known.choices


def are_one_word(form: Form, first: str, second: str) -> bool:
    """Whether labels have one of these two syllables only beside the other: `xử lý`."""
    known = form.derived(_read_vocabulary)
    one, two = _keys(first)[0], _keys(second)[0]
    pair = len(known.having.get((one, two), ()))
    return pair > 0 and pair in (len(known.having.get(one, ())), len(known.having.get(two, ())))


def is_of_labels(form: Form, word: str) -> bool:
    """Whether a label, a heading or a measure has the word."""
    return _keys(word)[0] in form.derived(_read_vocabulary).having


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
    known = form.derived(_read_vocabulary)
    done, before = _with_done(known, before)
    words = (*before, *behind)
    accented = any(not word.isascii() for word in words)
    keys = [
        _keys(word)[1]
        if word == _MEN and _is_own_word(known, before, word)
        else _known_key(known, word, accented=accented)
        for word in words
    ]
    # in order, so that of rows that fit alike always the same one comes first
    pairs = dict.fromkeys((*pairwise(keys[: len(before)]), *pairwise(keys[len(before) :])))
    paired = {key for pair in pairs if pair in known.having for key in pair}
    figures = {word for word in words if word.isdecimal() and word in known.weights}
    asked = {
        key: known.weights.get(key, UNKNOWN) * (1 if at < len(before) else BEHIND)
        for at, (key, word) in reversed([*enumerate(zip(keys, words, strict=True))])
        if not (
            (is_idle(word, counted=at >= len(before)) and not _is_own_word(known, before, word))
            or (_does(word, behind, accented=accented) and key not in paired)
        )
    }
    bounds = _bounds_of(words)
    men = _keys(_MEN)[1] in asked  # one syllable, and a name
    common, denied = _is_common(known, asked) and not men, _is_denied(before)
    sure = ONE_WORD if common else 1.0
    whole = sum(asked.values()) or UNKNOWN
    found: dict[str, RowFit] = {}
    for key in dict.fromkeys(
        row for said in (*asked, *pairs) for row in known.having.get(said, ())
    ):
        its = known.rows[key]
        if not figures <= its.label or (len(asked) > 1 and not _is_evident(its, asked, pairs)):
            continue
        score = _score(its, asked) + PAIR * sum(
            known.weights[pair] * (1 if pair in its.label else HEADING)
            for pair in pairs
            if pair in its.label or pair in its.heading
        )
        if done is not None and done not in its.label:
            score *= NOT_DONE
        if denied is not None and (denied or its.denies):
            score *= LIKE_DENIED if its.denies == denied else UNLIKE_DENIED
        if bounds and its.bounds and bounds.isdisjoint(its.bounds):
            score *= OTHER_SIDE
        if score > 0:
            own = frozenset(word for word in asked if word in its.all)
            side_by_side = any(pair in its.label for pair in pairs)
            two = len(asked) == len(own) == 2 and not before
            apart = two and not all(key in paired for key in own)
            told = side_by_side or (len(own) > 1 and not own.isdisjoint(its.label) and not apart)
            named = told and len(asked) - len(own) <= len(own) // MANY
            fits = score / whole * sure * (1 - UNSAID * _unsaid(its, asked))
            counted = own.isdisjoint(its.label | its.heading) and not side_by_side
            beside = bool(own) and own.isdisjoint(its.first)
            headed = bool(own) and own.isdisjoint(its.label | its.measure) and not side_by_side
            found[key] = RowFit(fits, own, named, counted, beside, headed)
    return found


def are_of_none(form: Form, key: str, words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether none of the words is in the label or the headings of this row, and some are in those
    of no other row either, nor say what they count."""
    if any(_keys(word)[0] in _ADDRESSES for word in words):
        return False
    known, accented = form.derived(_read_vocabulary), any(not word.isascii() for word in words)
    its, counted = known.rows[key], _all_keys(form.row(key).measure)
    keys = [_known_key(known, word, accented=accented) for word in words if not word.isdecimal()]
    if not {*keys, *pairwise(keys)}.isdisjoint((its.label | its.heading) - counted):
        return False
    said = {
        one
        for one, word in zip(keys, words, strict=False)
        if not _does(word, words, accented=accented)
    }
    said -= counted.union(*(known.rows[other].all for other in others))
    return bool(said)


def words_left(form: Form, key: str, words: Sequence[str]) -> list[str]:
    """The words that tell of a row, and are not in the label, the headings or the measure of this
    one."""
    known, accented = form.derived(_read_vocabulary), any(not word.isascii() for word in words)
    its = known.rows[key]
    counted = _all_keys(form.row(key).measure)
    return [
        word
        for word in words
        if not (is_idle(word) or word.isdecimal() or _does(word, words, accented=accented))
        and (one := _known_key(known, word, accented=accented)) not in its.all
        and one not in counted
    ]


def _with_done(
    known: _Vocabulary, words: tuple[str, ...]
) -> tuple[tuple[str, str] | None, tuple[str, ...]]:
    """`rà xong`, `kiểm tra xong` said as labels do, `đã rà`, `đã kiểm tra`, and the pair of words
    by which such labels are known."""
    while len(words) > 3 and words[-1] in _ALL:
        words = words[:-1]
    if words[-2:] != _DONE or len(words) < 3:
        return None, words
    said, last = words[:-2], _keys(words[-3])[0]
    if (last, _keys(_DONE[0])[0]) in known.having:
        return None, words  # a label has it so: `xử lý xong`
    for size in (2, 1):
        if len(said) < size:
            continue
        bare, marked = _keys(said[-size])
        pair = ("da", bare if said[-size].isascii() else marked)  # `văn bản rà xong`: no *đã ban*
        if pair in known.having:
            return pair, (*said[:-size], "đã", *said[-size:])
    return None, words


def _is_own_word(known: _Vocabulary, before: Sequence[str], word: str) -> bool:
    """Whether a word that mostly says nothing is one of labels: `nam` where they count men, `xã`
    alone before a value where they count communes."""
    if _keys(word)[1] not in known.weights or word not in _MAY_BE_OWN:
        return False
    if word == _MEN:
        return [*before[-1:]] == [word] and before[-2:-1] not in _BEFORE_YEAR
    return all(one == word or one in _LINKING for one in before)


def _bounds_of(words: Sequence[str]) -> frozenset[str]:
    """On which side of a limit something is: `trên 5 tuổi`, `từ 5 tuổi trở lên`, `dưới 5 tuổi`."""
    return frozenset(
        side
        for word in words
        for side, names in _SIDES.items()
        if spell_text(word).letters in names
    )


def _is_denied(before: Sequence[str]) -> bool | None:
    """Whether the words begin to say what is not: `không thời hạn`; None where they say neither
    that nor, with `có` before them, what is."""
    for word, following in pairwise(before):
        if not is_idle(following) and spell_text(word).letters in _DENIALS:
            return True
    return False if len(before) > 1 and may_mean(before[0], "có") else None


def _is_common(known: _Vocabulary, asked: Mapping[str, float]) -> bool:
    """Whether all that was said is one syllable, which many rows have."""
    return len(asked) == 1 and known.weights.get(next(iter(asked)), 0.0) < RARE


def _is_evident(
    row: _RowWords, asked: Mapping[str, float], pairs: Iterable[tuple[str, str]]
) -> bool:
    """Whether more than one syllable is the row's: `phát` alone is in `phát thanh` and in `phát
    hiện`."""
    return (
        any(pair in row.label or pair in row.heading for pair in pairs)
        or sum(key in row.label or key in row.measure for key in asked) > 1
    )


def _unsaid(row: _RowWords, asked: Mapping[str, float]) -> float:
    """The part of the label's words that were not said."""
    letters = {key.partition("+")[0] for key in asked}
    unsaid = sum(one not in asked and one.partition("+")[0] not in letters for one in row.own)
    return unsaid / max(1, row.size)


def _score(row: _RowWords, asked: Mapping[str, float]) -> float:
    total = 0.0
    for key, weight in asked.items():
        if key in row.label or key in row.measure:
            total += weight
        elif key in row.heading:
            total += weight * HEADING
    return total


def _keys(word: str) -> tuple[str, str]:
    """A word with its accents, wherever they stand in it, and without."""
    spelling: Spelling = spell_text(word)
    return spelling.letters, f"{spelling.letters}+{''.join(sorted(spelling.marks))}"


def _known_key(known: _Vocabulary, word: str, *, accented: bool) -> str:
    """The key of a typed word: with its accents in a text that has some, else the bare letters;
    the nearest known word for one that is mistyped."""
    bare, marked = _keys(word)
    key = marked if accented else bare
    if key in known.weights or bare.isdecimal():
        return key
    if len(bare) in _INITIALS and f"{_SHORT}{bare}" in known.weights:
        return f"{_SHORT}{bare}"
    if bare in known.weights:
        return bare  # an accent is missing or wrong
    if len(bare) < LEAST_LETTERS:
        return key
    near = process.extractOne(bare, known.letters, scorer=fuzz.ratio, score_cutoff=LIKE)
    return near[0] if near is not None else key


def _read_vocabulary(form: Form) -> _Vocabulary:
    takes = (row for row in form.rows if row.answer is not None and row.computed is None)
    rows = {row.key: _row_words(form, row) for row in takes}
    having: dict[object, list[str]] = {}
    for key, one in rows.items():
        for word in one.all:
            having.setdefault(word, []).append(key)
    weights = {word: log(1 + len(rows) / len(keys)) for word, keys in having.items()}
    bare = {word for word in having if isinstance(word, str) and word.isalpha()}
    return _Vocabulary(
        rows,
        {word: (*keys,) for word, keys in having.items()},
        weights,
        frozenset().union(*map(_all_keys, _choices(form))),
        tuple(sorted(bare)),
    )


def _choices(form: Form) -> set[str]:
    options = {option for row in form.rows for option in row.options}
    return {name for option in options for name in (option.label, *option.aliases)}


def _row_words(form: Form, row: Row) -> _RowWords:
    group = form.group_of(row.key)
    heading = "" if group.key == row.key else group.title
    parents = [one.title for one in form.rows if row.key.startswith(f"{one.key}.")][1:]
    above = _all_keys(" ".join([heading, *parents]))
    words = {*telling_words(row.title)}
    own = frozenset(marked for _, marked in map(_keys, words) if marked not in above)
    label = _all_keys(row.title)
    measure = _all_keys(row.measure) - label if not row.options else frozenset()
    columns = (_PREPOSITION.split(one, maxsplit=1)[0] for one in row.title.split(_COLUMNS))
    first = " ".join(columns)
    denies = not _DENIALS.isdisjoint(label)
    ends = _bounds_of(_LETTERS.findall(row.title.casefold()))
    return _RowWords(
        label, above, measure, own, len(words), _all_keys(first) | measure, denies, ends
    )


def _all_keys(text: str) -> frozenset[object]:
    keys = [_keys(word) for word in words_of(text)]
    found: set[object] = {key for pair in keys for key in pair}
    for one, two in pairwise(keys):
        found |= {(first, second) for first in one for second in two}
    first = "".join(one[0][:1] for one in keys)
    initials = [f"{_SHORT}{first[at : at + 2]}" for at in range(len(keys) - 1)]
    found |= {
        f"{_SHORT}{first[at : at + size]}"
        for size in _INITIALS
        for at in range(len(keys) - size + 1)
    }
    found |= {*initials, *zip(initials, initials[2:], strict=False)}
    bare = [one[0] for one in keys]
    found |= {*zip(bare, initials[1:], strict=False), *zip(initials, bare[2:], strict=False)}
    return frozenset(found)
