"""Patterns of words, looked for in a sentence as people type it: with accents or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from textwrap import dedent

from conversations.text.normalize import Spelling, spell_text

MAX_GAP = 4  # words that may stand between two parts of a pattern
_END = "$"
Phrase = tuple[Spelling, ...]


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, spelled once for all patterns that are looked for in it."""

    words: tuple[Spelling, ...]

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset(word.letters for word in self.words)

    def holds(self, at: int, phrase: Phrase) -> bool:
        """Whether the phrase stands at this place."""
        here = self.words[at : at + len(phrase)]
        return len(here) == len(phrase) and all(map(_may_be, here, phrase))


def _may_be(typed: Spelling, known: Spelling) -> bool:
    """As `stands_for`, for a known word that was spelled before."""
    return typed.letters == known.letters and all(
        typed.marks.count(mark) <= known.marks.count(mark) for mark in typed.marks
    )


def read_sentence(words: Iterable[str]) -> Sentence:
    """The sentence of these words."""
    return Sentence(tuple(spell_text(word) for word in words))


@dataclass(frozen=True)
class WordPattern:
    """Parts in this order, each the phrases it may be by the letters of their first word, with a
    few words between them at most; `at_end`: nothing follows the last."""

    parts: tuple[Mapping[str, Sequence[Phrase]], ...]
    at_end: bool = False
    _firsts: tuple[frozenset[str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_firsts", tuple(frozenset(part) for part in self.parts))

    @property
    def rarest_firsts(self) -> frozenset[str]:
        """The letters of the first words of the part that the fewest phrases may be: a sentence
        that fits holds one of these words."""
        return min(self._firsts, key=len)

    def fits(self, sentence: Sentence) -> bool:
        """Whether the sentence holds all parts of the pattern."""
        if any(map(sentence.letters.isdisjoint, self._firsts)):
            return False
        return self._fits_within(sentence, 0, len(sentence.words), 0)

    def _fits_within(self, sentence: Sentence, start: int, stop: int, part: int) -> bool:
        """Whether this part begins at one of these places and all that follow it fit."""
        phrases = self.parts[part]
        for at in range(start, min(stop, len(sentence.words))):
            for phrase in phrases.get(sentence.words[at].letters, ()):
                if sentence.holds(at, phrase) and self._goes_on(
                    sentence, at + len(phrase), part + 1
                ):
                    return True
        return False

    def _goes_on(self, sentence: Sentence, at: int, part: int) -> bool:
        if part < len(self.parts):
            return self._fits_within(sentence, at, at + MAX_GAP + 1, part)
        return not self.at_end or at == len(sentence.words)


def compile_patterns(table: str, named: Mapping[str, str]) -> tuple[WordPattern, ...]:
    """The patterns of a table, one a line; a line that is set in further goes on the one above.

    `hạn nộp/hạn chót .. @khi .. $`: parts set apart by ` .. `, phrases by `/`, `@name` for the
    phrases that `named` gives, `$` for the end of the sentence.
    """
    lines: list[str] = []
    for line in dedent(table).strip().splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += ("" if lines[-1].endswith("/") else " ") + line.strip()
        else:
            lines.append(line.strip())
    return tuple(_compile(line, named) for line in lines)


def _compile(line: str, named: Mapping[str, str]) -> WordPattern:
    texts = line.split(" .. ")
    at_end = texts[-1] == _END
    parts = tuple(_compile_part(text, named) for text in (texts[:-1] if at_end else texts))
    return WordPattern(parts, at_end)


def _compile_part(text: str, named: Mapping[str, str]) -> dict[str, list[Phrase]]:
    found: dict[str, list[Phrase]] = {}
    for words in (deep for one in text.split("/") for deep in _phrases(one.strip(), named)):
        phrase = tuple(spell_text(word) for word in words.split())
        found.setdefault(phrase[0].letters, []).append(phrase)
    return found


def _phrases(phrase: str, named: Mapping[str, str]) -> list[str]:
    """The phrases that one stands for; words around a name go with each of its phrases."""
    before, at, rest = phrase.partition("@")
    if not at:
        return [phrase]
    name, _, behind = rest.partition(" ")
    within = [deep for one in named[at + name].split("/") for deep in _phrases(one.strip(), named)]
    return [f"{before}{one} {behind}".strip() for one in within]
