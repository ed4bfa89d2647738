"""Words that say that something is done, or is not: `gửi`, `rà xong`, `không thời hạn`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from conversations.bulk.said_words import is_idle
from conversations.bulk.vocabulary.form_vocabulary import DENIALS, FormVocabulary
from conversations.bulk.vocabulary.word_keys import word_keys
from conversations.text.normalize import may_mean, spell_text

_DONE = ("hoàn", "thành")  # `xong`, written out
_ALL = frozenset(("đủ", "du", "hết", "het", "cả", "ca", "luôn", "luon", "được"))  # `rà xong đủ 14`
# Said of anything that is counted, unless a label has it beside the same word; by their letters.
_DOING = {"phat": "phát", "gui": "gửi", "thu": "thu", "nhan": "nhận", "ra": "ra", "mo": "mở"}


def says_done(word: str, behind: Sequence[str], *, accented: bool) -> bool:
    """Whether the word says that something is done. Without accents `ra` is `rà`, but for what
    stands behind the value."""
    letters = word_keys(word)[0]
    is_ra = word == letters and (accented or bool(behind))
    if letters not in _DOING or not may_mean(word, _DOING[letters]):
        return False  # `thử việc`
    return letters != "ra" or is_ra


def cut_done(
    known: FormVocabulary, words: tuple[str, ...]
) -> tuple[tuple[str, str] | None, tuple[str, ...]]:
    """`rà xong`, `kiểm tra xong` said as labels do, `đã rà`, `đã kiểm tra`, and the pair of words
    by which such labels are known."""
    while len(words) > 3 and words[-1] in _ALL:
        words = words[:-1]
    if words[-2:] != _DONE or len(words) < 3:
        return None, words
    said, last = words[:-2], word_keys(words[-3])[0]
    if (last, word_keys(_DONE[0])[0]) in known.having:
        return None, words  # a label has it so: `xử lý xong`
    for size in (2, 1):
        if len(said) < size:
            continue
        bare, marked = word_keys(said[-size])
        pair = ("da", bare if said[-size].isascii() else marked)  # `văn bản rà xong`: no *đã ban*
        if pair in known.having:
            return pair, (*said[:-size], "đã", *said[-size:])
    return None, words


def is_denied(before: Sequence[str]) -> bool | None:
    """Whether the words begin to say what is not: `không thời hạn`; None where they say neither
    that nor, with `có` before them, what is."""
    for word, following in pairwise(before):
        if not is_idle(following) and spell_text(word).letters in DENIALS:
            return True
    return False if len(before) > 1 and may_mean(before[0], "có") else None
