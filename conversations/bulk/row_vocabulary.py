"""The words that rows are known by: how well a few words of the officer's own fit each row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from rapidfuzz import fuzz, process

from conversations.forms.model import Form, Row
from conversations.text.normalize import Spelling, spell_text

LIKE = 80  # percent of likeness at which a mistyped word is taken for a known one
LEAST_LETTERS = 4  # of a word that may be mistyped
UNKNOWN = 0.8  # what a word weighs that no label has
PAIR = 0.5  # how much two words in their order say beside each of them
UNSAID = 0.3  # how much a label loses whose words were not said
ONE_WORD = 0.55  # how much one syllable alone says, unless it is a rare one
RARE = 3.3  # weight of a word that hardly more than five rows have
HEADING = 0.5  # how much less a word of the heading says than one of the label
_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")
# Words that say nothing of which row is meant; folded.
_IDLE = frozenset(
    re.findall(
        r"\w+",
        "ay chet khoan ui thanh sua doi "
        "da vang thua em chi anh co chu bac ong ba minh toi tui a ah oi nhe nha nhen nghen "
        "hen nghe la thi ma co duoc dc cua ben o xa phuong don ubnd so cac nhung cai con da "
        "roi luon nay nam den tat ca cho voi va ghi bao cung deu van chi dem tong cong tam "
        "khoang gom trong kem ve do day vay thoi tren hon gi nao ai het moi lai may cu nua "
        "them van nhung tu bang dat tai theo de bot giup gium ho nhan vao cho hien ngay gio ",
    )
)
# What people say for words that labels print; folded on the left.
_ACCENTED = frozenset(("tre", "muon", "hđ", "đv"))
_SAID_FOR = {
    "xong": "hoàn thành",
    "tre": "quá hạn",
    "muon": "quá hạn",
    "ht": "hoàn thành",
    "nv": "nhiệm vụ",
    "nvu": "nhiệm vụ",
    "vb": "văn bản",
    "vban": "văn bản",
    "hđ": "hợp đồng",
    "sk": "sáng kiến",
    "kt": "kiểm tra",
    "ktra": "kiểm tra",
    "dv": "đơn vị",
    "dvi": "đơn vị",
    "hs": "hồ sơ",
    "ld": "lãnh đạo",
    "cc": "công chức",
    "vc": "viên chức",
    "pb": "phòng ban",
    "bche": "biên chế",
    "kh": "kế hoạch",
    "tuyentruyen": "tuyên truyền",
    "dvc": "dịch vụ công",
    "kl": "kỷ luật",
    "ql": "quản lý",
    "tthc": "thủ tục hành chính",
    "vbqppl": "văn bản quy phạm pháp luật",
    "sncl": "sự nghiệp công lập",
    "bcci": "bưu chính công ích",
}


@dataclass(frozen=True)
class _RowWords:
    """The words of a row's label, of its measure and of its headings, each pair in order too."""

    label: frozenset[object]
    heading: frozenset[object]
    measure: frozenset[str]
    own: frozenset[str]  # words of the label that its headings do not have
    size: int  # words of the label


@dataclass(frozen=True)
class _Vocabulary:
    rows: dict[str, _RowWords]
    weights: dict[object, float]
    letters: tuple[str, ...]  # of all words, for those that are mistyped


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters; what people shorten is written out."""
    found: list[str] = []
    for word in _WORD.findall(_TAG.sub(" ", text.casefold())):
        spelling = spell_text(word)
        said_for = _SAID_FOR.get(word) or _SAID_FOR.get(spelling.letters)
        accented = bool(spelling.marks)
        if said_for is not None and (not accented or {word, spelling.letters} & _ACCENTED):
            found.extend(said_for.split())
        else:
            found.append(word)
    return found


def telling_words(text: str) -> list[str]:
    """Those of the words that may tell of a row."""
    return [word for word in words_of(text) if not _is_idle(word)]


def _is_idle(word: str) -> bool:
    return spell_text(word).letters in _IDLE


def score_rows(
    form: Form, words: Sequence[str], measure: Sequence[str], rows: Iterable[Row]
) -> dict[str, float]:
    """How well the words fit each of the rows, from 0 to about 1 and a half; rows they do not fit
    are left out. `measure` are the words behind the value, which may name what is counted."""
    known = form.derived(_read_vocabulary)
    accented = any(spell_text(word).marks for word in words)
    keys = [_known_key(known, word, accented=accented) for word in words]
    figures = {word for word in words if word.isdecimal() and word in known.weights}
    single = [key for key, word in zip(keys, words, strict=True) if not _is_idle(word)]
    pairs = [*pairwise(keys)]
    whole = sum(known.weights.get(key, UNKNOWN) for key in single) or UNKNOWN
    behind = {spell_text(word).letters for word in measure}
    found: dict[str, float] = {}
    for row in rows:
        its = known.rows[row.key]
        if not figures <= its.label or (len({*single}) > 1 and not _is_evident(its, keys)):
            continue
        score = _score(known, its, single) + PAIR * _score(known, its, pairs)
        if score > 0:
            counted = 0.2 if behind & its.measure else 0.0
            sure = ONE_WORD if _is_common(known, single) else 1.0
            found[row.key] = score / whole * sure * (1 - UNSAID * _unsaid(its, single)) + counted
    return found


def _is_common(known: _Vocabulary, single: Sequence[str]) -> bool:
    """Whether all that was said is one syllable, which many rows have."""
    return len({*single}) == 1 and known.weights.get(single[0], 0.0) < RARE


def _is_evident(row: _RowWords, keys: Sequence[str]) -> bool:
    """Whether more than one syllable is the row's: `phát` alone is in `phát thanh` and in `phát
    hiện`."""
    own = row.label | row.heading
    return any(pair in own for pair in pairwise(keys)) or (
        sum(key in row.label for key in {*keys}) > 1
    )


def _unsaid(row: _RowWords, asked: Sequence[object]) -> float:
    """The part of the label's words that were not said."""
    said = {key for key in asked if isinstance(key, str)}
    letters = {key.partition("+")[0] for key in said}
    unsaid = sum(one not in said and one.partition("+")[0] not in letters for one in row.own)
    return unsaid / max(1, row.size)


def _score(known: _Vocabulary, row: _RowWords, asked: Sequence[object]) -> float:
    total = 0.0
    for key in dict.fromkeys(asked):
        weight = known.weights.get(key, 0.0)
        if key in row.label:
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
    if bare in known.weights:
        return bare  # an accent is missing or wrong
    if len(bare) < LEAST_LETTERS:
        return key
    near = process.extractOne(bare, known.letters, scorer=fuzz.ratio, score_cutoff=LIKE)
    return near[0] if near is not None else key


def _read_vocabulary(form: Form) -> _Vocabulary:
    rows = {row.key: _row_words(form, row) for row in form.rows if row.answer is not None}
    counts: Counter[object] = Counter()
    for one in rows.values():
        counts.update(one.label | one.heading)
    weights = {key: log(1 + len(rows) / count) for key, count in counts.items()}
    bare = {key for key in counts if isinstance(key, str) and key.isalpha()}
    return _Vocabulary(rows, weights, tuple(sorted(bare)))


def _row_words(form: Form, row: Row) -> _RowWords:
    group = form.group_of(row.key)
    heading = "" if group.key == row.key else group.title
    parents = [one.title for one in form.rows if row.key.startswith(f"{one.key}.")][1:]
    measure = frozenset(spell_text(word).letters for word in telling_words(row.measure))
    above = _all_keys(" ".join([heading, *parents]))
    words = {*telling_words(row.title)}
    own = frozenset(marked for _, marked in map(_keys, words) if marked not in above)
    return _RowWords(_all_keys(row.title), above, measure, own, len(words))


def _all_keys(text: str) -> frozenset[object]:
    keys = [_keys(word) for word in words_of(text)]
    found: set[object] = {key for pair in keys for key in pair}
    for one, two in pairwise(keys):
        found |= {(first, second) for first in one for second in two}
    return frozenset(found)
