"""Known phrases, looked for at the beginning of what people type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Generic, TypeVar

from conversations.text.normalize import spell_known, spell_text

_FIRST = re.compile(r"\s*([^\s,;:(]+)")
Meant = TypeVar("Meant")


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
