"""Known phrases, looked for in what people type: at its beginning, or as all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from conversations.text.normalize import Spelling, all_stand_for, spell_known, spell_text

_FIRST = re.compile(r"\s*([^\s,;:(]+)")
Meant = TypeVar("Meant")


def find_phrase(words: Sequence[Spelling], phrase: str) -> list[int]:
    """Where the phrase stands among the words."""
    first, size = spell_known(phrase.split()[0]).letters, len(phrase.split())
    return [
        at
        for at in range(len(words) - size + 1)
        if words[at].letters == first and all_stand_for(words[at : at + size], phrase)
    ]


class Phrases(Generic[Meant]):
    """Phrases with what each of them means, found by the letters of their first word: a text is
    compared with the few that it can begin with."""

    def __init__(self, phrases: Iterable[tuple[str, Meant]]) -> None:
        self._by_letters: dict[str, list[tuple[str, Meant]]] = {}
        for phrase, meant in sorted(phrases, key=lambda pair: -len(pair[0].split())):
            letters = spell_known(phrase.split()[0]).letters
            self._by_letters.setdefault(letters, []).append((phrase, meant))

    def like(self, text: str) -> list[tuple[str, Meant]]:
        """Those whose first word may be the text's, the longest first."""
        first = _FIRST.match(text)
        return self._by_letters.get(spell_text(first[1].rstrip(".!")).letters, []) if first else []


class WholePhrases(Generic[Meant]):
    """Phrases with what each of them means, found by all their letters: whole words are compared
    with the few phrases that have the same. What is given first goes before."""

    def __init__(self, phrases: Iterable[tuple[str, Meant]]) -> None:
        self._by_letters: dict[str, list[tuple[str, Meant]]] = {}
        for phrase, meant in phrases:
            letters = " ".join(spell_known(word).letters for word in phrase.split())
            self._by_letters.setdefault(letters, []).append((phrase, meant))

    def meaning_of(self, words: Sequence[Spelling]) -> Meant | None:
        """What the first phrase means that these words may stand for."""
        for phrase, meant in self._by_letters.get(" ".join([one.letters for one in words]), ()):
            if all_stand_for(words, phrase):
                return meant
        return None

    def meaning_of_text(self, text: str) -> Meant | None:
        """The same of a text, whose words are parted by blanks."""
        return self.meaning_of([spell_text(word) for word in text.split()])
