"""Texts as people type them, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F)),
        *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
    )
)
_LOOK_ALIKES = {0x00D0: "Đ", 0x00F0: "đ"}  # old keyboard drivers type the Icelandic letter
_LINE_ENDS = (*range(0x0A, 0x0E), *range(0x1C, 0x1F), 0x85)
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, *_LINE_ENDS)
}
_BROKEN = dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)  # halves of a surrogate pair: no database takes them
_TABLE = _FULL_WIDTH | _INVISIBLE | _LOOK_ALIKES | _CONTROLS | _BROKEN
_FIGURE = re.compile(r"\d[\d.,]*(?: ?%)?")
_BLANKS = re.compile(r"[^\S\n]+")
_STROKE = "\N{COMBINING SHORT STROKE OVERLAY}"
LONGEST_WORD = 30  # characters; the spelling of what is longer is not kept
LONGEST_PHRASE = 60  # characters; what is longer is folded anew each time
MAX_MARKS = 30  # on one letter: the Stream-Safe Text Format of UAX #15
# Of these signs, nearly all that people type, only `_MARK` finds marks; composed letters have none.
_LATIN = re.compile(r"[\x00-\u036f\u1e00-\u1eff\u2000-\u20cf]*")
_COMPOSED = re.compile(r"[\x00-\u02ff\u1e00-\u1eff\u2000-\u20cf]*")
_MARK = re.compile(r"[\u0300-\u034e\u0350-\u036f]")  # combining class above 0
_PAIRS_OF_MARKS = frozenset("\u0f73\u0f75\u0f81")  # class 0, and made of two marks


def clean_text(text: str) -> str:
    """The text in composed letters, with plain digits and spaces and nothing invisible. Line
    ends stay; half a surrogate pair becomes U+FFFD."""
    if text.isascii() and text.isprintable():  # most answers are figures
        return " ".join(text.split())
    plain = compose_letters(text.translate(_TABLE))
    lines = (_BLANKS.sub(" ", line).strip() for line in plain.splitlines())
    return "\n".join(lines).strip()


def mend_halves(text: str) -> str:
    """The text with U+FFFD for each half of a surrogate pair: nothing stores or sends those."""
    return text if text.isascii() else text.translate(_BROKEN)


def compose_letters(text: str) -> str:
    """The text in composed letters (NFC), without the marks beyond `MAX_MARKS` on one letter:
    putting n marks in order takes n² steps."""
    return unicodedata.normalize("NFC", _without_piles(text))


def take_letters_apart(text: str) -> str:
    """The text with every mark behind its letter (NFD), bounded in the same way."""
    return unicodedata.normalize("NFD", _without_piles(text))


def _without_piles(text: str) -> str:
    if len(text) <= MAX_MARKS or text.isascii() or _COMPOSED.fullmatch(text):
        return text
    kept: list[str] = []
    marks = 0
    for sign in text:
        is_mark = unicodedata.combining(sign) or sign in _PAIRS_OF_MARKS
        marks = marks + 1 if is_mark else 0
        if marks <= MAX_MARKS:
            kept.append(sign)
    return "".join(kept)


class Spelling(NamedTuple):
    """A text's small letters, and the marks (accents, the stroke of đ) taken off them."""

    letters: str
    marks: str


def spell_text(text: str) -> Spelling:
    """The text's letters and marks apart."""
    if text.isascii():
        return Spelling(text.lower(), "")
    return _spell_short(text) if len(text) <= LONGEST_WORD else _spell(text)


def _spell(text: str) -> Spelling:
    apart = take_letters_apart(text.casefold()).replace("đ", "d" + _STROKE)
    if _LATIN.fullmatch(apart):
        return Spelling(_MARK.sub("", apart), "".join(_MARK.findall(apart)))
    letters = "".join([sign for sign in apart if not unicodedata.combining(sign)])
    marks = "".join([sign for sign in apart if unicodedata.combining(sign)])
    return Spelling(letters, marks)


_spell_short = lru_cache(maxsize=4_096)(_spell)  # the same words come again and again


def fold_text(text: str) -> str:
    """The text for comparing: no accents, no capitals, single spaces, one line."""
    return _fold_short(text) if len(text) <= LONGEST_PHRASE else _fold(text)


def _fold(text: str) -> str:
    return spell_text(" ".join(clean_text(text).split())).letters


_fold_short = lru_cache(maxsize=4_096)(_fold)


@lru_cache(maxsize=1_024)
def spell_known(word: str) -> Spelling:
    """As `spell_text`, cached, for the few hundred words that are looked for."""
    return spell_text(word)


def may_mean(typed: str, word: str) -> bool:
    """Whether this typed word may stand for that Vietnamese word: same letters, and no mark that
    the word does not have. Marks may be left out, and a tone may stand on another letter: `hai`
    and `muoi` stand for hai and mươi, `huỷ` for hủy, but `bà` is not ba."""
    return stands_for(spell_text(typed), word)


def stands_for(typed: Spelling, word: str) -> bool:
    """`may_mean` for a word that was spelled before."""
    known = spell_known(word)
    return typed.letters == known.letters and all(
        typed.marks.count(mark) <= known.marks.count(mark) for mark in typed.marks
    )


def same_words(typed: str, words: str) -> bool:
    """Whether a typed phrase may stand for that phrase, word by word."""
    parts, known = typed.split(), known_words(words)
    return len(parts) == len(known) and all(map(may_mean, parts, known))


def all_stand_for(typed: Sequence[Spelling], words: str) -> bool:
    """`same_words` for a phrase whose words were spelled before."""
    known = known_words(words)
    return len(typed) == len(known) and all(map(stands_for, typed, known))


@lru_cache(maxsize=1_024)
def known_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase that is looked for."""
    return tuple(phrase.split())


def short_number(text: str) -> int | None:
    """The number that a text of one to three figures is, as people pick from a list; None for
    any other text, however many figures it has."""
    return int(text) if text.isdecimal() and len(text) <= 3 else None


def is_figure(text: str) -> bool:
    """Whether the text is one number in figures, with no word: `21`, `1.234`, `33,3 %`."""
    return text.isdecimal() or _FIGURE.fullmatch(text) is not None


def capitalise(text: str) -> str:
    """The text with a capital at its beginning, all else as it stands."""
    return text[:1].upper() + text[1:]


def shorten_middle(text: str, limit: int) -> str:
    """The text, of a longer one its beginning and its end."""
    if len(text) <= limit:
        return text
    half = (limit - 3) // 2
    return f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def shorten_text(text: str, limit: int = 60) -> str:
    """The text on one line, short enough to be quoted back."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
