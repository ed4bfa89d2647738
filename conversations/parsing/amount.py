"""The number a text begins with, and what is left of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from conversations.parsing.digits import NUMERAL, read_figures
from conversations.parsing.number_words import NumberMeaning, numbers_in_words
from conversations.text.normalize import LONGEST_PHRASE, same_words
from conversations.text.phrases import Phrases

ZERO = Decimal(0)
MAX_WORDS = 24  # nobody says a longer number
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_LETTERS = re.compile(r"[^\W\d_]+")
_NO_NUMBERS = Phrases(  # begin with the word for a number and say none
    (phrase, None)
    for phrase in (
        *("năm nay", "năm ngoái", "năm trước", "năm sau", "năm tới", "năm học"),
        *("năm ni", "năm nớ", "năm này", "năm rồi", "năm qua"),
        *("một số", "một vài", "một ít", "một chút", "một phần"),
    )
)


@dataclass(frozen=True)
class Amount:
    """`meanings` has one entry that is not loose when the number is beyond doubt; it is empty
    for figures put together wrongly. `glued`: the rest follows without a space."""

    meanings: tuple[NumberMeaning, ...]
    text: str
    rest: str
    glued: bool

    @property
    def is_sure(self) -> bool:
        return len(self.meanings) == 1 and not self.meanings[0].loose

    def signed(self, sign: int) -> Amount:
        """The same, below zero when `sign` is."""
        if sign > 0:
            return self
        told = tuple(replace(one, value=ZERO - one.value) for one in self.meanings)
        return replace(self, meanings=told)


def leading_amount(text: str, *, whole: bool) -> Amount | None:
    """The longest number the text begins with, in words or in figures; None without one."""
    in_words = _in_few_words if len(text) <= LONGEST_PHRASE else _in_words
    return in_words(text) or leading_figures(text, whole=whole)


def _in_words(text: str) -> Amount | None:
    """Words, or figures with a word for thousands after them."""
    found = _leading_words(text)
    first_two = " ".join(word for word, _ in found[:2])
    if any(same_words(first_two, phrase) for phrase, _ in _NO_NUMBERS.like(first_two)):
        return None
    first = next((at for at, (word, _) in enumerate(found) if _LETTERS.fullmatch(word)), None)
    if first is None:
        return None
    told = numbers_in_words([word for word, _ in found])
    longest = max((count for count in told if count > first), default=0)
    if not longest:
        return None
    meanings = _settled(told[longest])
    if longest == 2 and found[0][0].casefold() == found[1][0].casefold() and 1 in told:
        once = tuple(replace(one, loose=True) for one in _settled(told[1]))
        meanings = (*meanings, *once)  # `chín chín`: ninety-nine, or nine said twice
    return _amount(meanings, text, found[longest - 1][1])


_in_few_words = lru_cache(maxsize=4_096)(_in_words)  # a sentence is cut up again and again


def _leading_words(text: str) -> list[tuple[str, int]]:
    """The words at the beginning with where they end; figures and letters part (`1tr5`)."""
    words: list[tuple[str, int]] = []
    at = 0
    while len(words) < MAX_WORDS and (match := _WORD.match(text, at)):
        words.append((match[0], match.end()))
        at = match.end()
        while at < len(text) and text[at] == " ":
            at += 1
    return words


def _settled(told: tuple[NumberMeaning, ...]) -> tuple[NumberMeaning, ...]:
    """Sure meanings alone, when there are any."""
    sure = tuple(meaning for meaning in told if not meaning.loose)
    return sure or told


def leading_figures(text: str, *, whole: bool) -> Amount | None:
    """The number in figures that the text begins with; no words are looked at."""
    match = NUMERAL.match(text)
    if match is None:
        return None
    return _amount(read_figures(match[0], whole=whole), text, match.end())


def _amount(told: tuple[NumberMeaning, ...], text: str, end: int) -> Amount:
    rest = text[end:]
    glued = bool(rest) and not rest[0].isspace()
    return Amount(told, text[:end], rest.strip(), glued)
