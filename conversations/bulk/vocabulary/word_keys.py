"""The keys that words are known by: with accents, without, two beside each other, and the letters
by which a label is shortened."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from conversations.bulk.said_words import words_of
from conversations.text.normalize import Spelling, spell_text

SHORT = "~"  # before the letters of two words by which a label is shortened: khảo sát
INITIALS = (2, 3, 4)  # how many
_SIDES = {"above": ("tren", "len"), "below": ("duoi", "xuong")}


def word_keys(word: str) -> tuple[str, str]:
    """A word with its accents, wherever they stand in it, and without."""
    spelling: Spelling = spell_text(word)
    return spelling.letters, f"{spelling.letters}+{''.join(sorted(spelling.marks))}"


def all_keys(text: str) -> frozenset[object]:
    keys = [word_keys(word) for word in words_of(text)]
    found: set[object] = {key for pair in keys for key in pair}
    for one, two in pairwise(keys):
        found |= {(first, second) for first in one for second in two}
    first = "".join(one[0][:1] for one in keys)
    initials = [f"{SHORT}{first[at : at + 2]}" for at in range(len(keys) - 1)]
    found |= {
        f"{SHORT}{first[at : at + size]}" for size in INITIALS for at in range(len(keys) - size + 1)
    }
    found |= {*initials, *zip(initials, initials[2:], strict=False)}
    bare = [one[0] for one in keys]
    found |= {*zip(bare, initials[1:], strict=False), *zip(initials, bare[2:], strict=False)}
    return frozenset(found)


def find_bounds(words: Sequence[str]) -> frozenset[str]:
    """On which side of a limit something is: `trên 5 tuổi`, `từ 5 tuổi trở lên`, `dưới 5 tuổi`."""
    return frozenset(
        side
        for word in words
        for side, names in _SIDES.items()
        if spell_text(word).letters in names
    )
