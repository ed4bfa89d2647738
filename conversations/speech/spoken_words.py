"""The words of a text as people speak: what is shortened written out, what is only polite left
out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from conversations.text.normalize import Spelling, fold_text, known_words, spell_text, stands_for
from conversations.text.phrases import find_phrase
from conversations.text.polite_words import PARTICLES, SPOKEN_TO

_CLAUSE = re.compile(r"[,;!?\n:]+|\.(?=\s|$)|\s[-–—]\s")
_WORD = re.compile(r"[\w%]+(?:[./][\w]+)*")
_SHORTENED = {
    **dict.fromkeys(("ko", "k", "kh", "khg", "kg", "hông", "hong", "hok", "hổng", "khom"), "không"),
    **dict.fromkeys(("dc", "đc", "dk", "đk", "đươc"), "được"),
    **dict.fromkeys(("j", "ji", "rì"), "gì"),
    **dict.fromkeys(("z", "zậy", "zay", "v", "vay"), "vậy"),
    **dict.fromkeys(("sđt", "sdt"), "số điện thoại"),
    **dict.fromkeys(("bn", "bnhiu", "bnhiêu", "nhiu"), "bao nhiêu"),
    **dict.fromkeys(("ntn", "nnào", "tnào"), "như thế nào"),
    **dict.fromkeys(("hem", "hk"), "không"),
    **dict.fromkeys(("bit", "bít"), "biết"),
    "bc": "báo cáo",
    "kps": "không phát sinh",
    "ktq": "không thuộc thẩm quyền",
    "ccs": "chưa có số",
    "r": "rồi",
    "h": "giờ",
    "lm": "làm",
    "mún": "muốn",
}
_AFTER = (  # says nothing by itself at the end of a question
    *SPOKEN_TO,
    *PARTICLES,
    *("vậy", "thế", "nhỉ", "ơi", "luôn", "với", "rứa", "á", "ak", "đấy", "ta"),
    *("ấy", "giờ", "e", "a", "c", "nhể", "dzậy", "dợ", "mà", "xíu", "chút", "giúp", "hộ", "đi"),
    *("bây", "trời", "quá", "nữa", "lắm", "thôi", "zậy", "dạ", "đây", "ngay"),
)
_COPY = ("bản sao", "sao y", "sao lục", "sao chép", "sao kê")  # where it asks nothing
_COPIED = "sao"
_ASKING = frozenset(  # letters of the words without one of which nothing asks
    (
        *("gi", "sao", "nao", "ai", "dau", "khong", "chua", "may"),
        *("bao", "nhieu", "ha", "ho", "chu", "hay", "rang", "mo"),
        *("chi", "nhi", "a", "cach", "kho", "giai", "muon", "nhung"),
        *("hotline", "zalo", "kip", "nghia", "cong", "hieu", "ntn", "thieu"),
        *("hong", "lam", "thoai"),
    )
)
ENDS_ASKING = (
    *("là gì", "gì vậy", "thế nào", "làm sao", "ở đâu", "khi nào", "bao giờ", "được không"),
    *("phải không", "đúng không", "là ai", "là sao", "cái gì", "gì nữa", "chỗ nào", "vì sao"),
    *("tại sao", "làm gì", "ra sao", "có sao không", "bao lâu", "hay sao", "là mấy"),
)


@lru_cache(maxsize=4_096)
def spell_word(word: str) -> Spelling:
    """As `spell_text`, cached: one word is compared with hundreds."""
    return spell_text(word)


@lru_cache(maxsize=4_096)
def is_one_of(word: str, known: tuple[str, ...]) -> bool:
    """Whether a typed word may stand for one of these words."""
    spelled = spell_word(word)
    return any(stands_for(spelled, one) for one in known)


def _same(words: Sequence[str], phrase: str) -> bool:
    known = known_words(phrase)
    return len(words) == len(known) and all(map(stands_for, map(spell_word, words), known))


def split_clauses(text: str) -> list[list[str]]:
    """The words of each clause of the text."""
    return [words for words in map(_words, _CLAUSE.split(text)) if words]


def _words(clause: str) -> list[str]:
    """The words of a clause, the shortened ones written out."""
    found: list[str] = []
    for word in _WORD.findall(clause.casefold()):
        found += _SHORTENED.get(word, word).split()
    if _COPIED not in found:
        return found
    copies = [
        at + pair.split().index(_COPIED)
        for at in range(len(found) - 1)
        for pair in _COPY
        if _same(found[at : at + 2], pair)
    ]
    return [word for at, word in enumerate(found) if at not in copies]


def without_courtesy(words: list[str]) -> list[str]:
    """The words without those at the end that are only polite."""
    kept, accented = list(words), not "".join(words).isascii()
    while len(kept) > 1 and (kept[-1] in _AFTER or (not accented and is_one_of(kept[-1], _AFTER))):
        if kept[-1] == "chi" and is_one_of(kept[-2], ("là", "cái", "làm")):
            return kept  # `là chi` asks in the middle of the country
        if is_one_of(kept[-1], ("giờ",)) and is_one_of(kept[-2], ("bao", "mấy")):
            return kept  # `hạn là bao giờ`
        kept.pop()
    return kept


def may_ask(text: str) -> bool:
    """A quick look: most texts are figures."""
    if "?" in text:
        return True
    words = _WORD.findall(fold_text(text))
    return not _ASKING.isdisjoint(words) or any(word in _SHORTENED for word in words)


def ends_asking(words: list[str]) -> bool:
    """Whether the last words ask."""
    bare = without_courtesy(words)
    ends = ("sao", "gì", "không", "ai", "đâu", "nào", "hả", "mấy", "bao nhiêu", "hở", "chưa")
    return len(bare) > 1 and any(ends_with(bare, one) for one in (*ends, *ENDS_ASKING))


def ends_with(words: list[str], phrase: str) -> bool:
    """Whether the words end in this phrase."""
    size = len(phrase.split())
    return _same(words[-size:], phrase)


def starts_with(words: list[str], phrases: tuple[str, ...]) -> bool:
    """Whether the words begin with one of these phrases."""
    return any(_same(words[: len(one.split())], one) for one in phrases)


def holds_phrase(words: list[str], phrase: str) -> bool:
    """Whether the phrase stands among the words."""
    return bool(places_of(words, phrase))


def places_of(words: list[str], phrase: str) -> list[int]:
    """Where the phrase stands among the words."""
    return find_phrase([spell_word(word) for word in words], phrase)
