"""Patterns of words, looked for in a sentence as people type it: with accents or without."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import dedent

from conversations.text.normalize import Spelling, spell_text, stands_for

MAX_GAP = 4  # words that may stand between two parts of a pattern
_END = ("$",)


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, spelled once for all patterns that are looked for in it."""

    words: tuple[Spelling, ...]

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset(word.letters for word in self.words)

    def holds(self, at: int, phrase: Sequence[str]) -> bool:
        """Whether the phrase stands at this place."""
        here = self.words[at : at + len(phrase)]
        return len(here) == len(phrase) and all(map(stands_for, here, phrase))

    def find(self, phrase: Sequence[str]) -> int | None:
        """Where the phrase stands first."""
        places = range(len(self.words) - len(phrase) + 1)
        return next((at for at in places if self.holds(at, phrase)), None)


def read_sentence(words: Iterable[str]) -> Sentence:
    """The sentence of these words."""
    return Sentence(tuple(spell_text(word) for word in words))


@dataclass(frozen=True)
class WordPattern:
    """Parts in this order, each one of several phrases, with a few words between them at most.
    The part `$` is the end of the sentence."""

    parts: tuple[tuple[tuple[str, ...], ...], ...]

    @cached_property
    def _first_letters(self) -> tuple[frozenset[str], ...]:
        return tuple(
            frozenset(spell_text(phrase[0]).letters for phrase in part)
            for part in self.parts
            if part != (_END,)
        )

    def fits(self, sentence: Sentence) -> bool:
        """Whether the sentence holds all parts of the pattern."""
        if any(sentence.letters.isdisjoint(letters) for letters in self._first_letters):
            return False
        return any(self._fits_from(sentence, at, 0) for at in range(len(sentence.words)))

    def _fits_from(self, sentence: Sentence, at: int, part: int) -> bool:
        for phrase in self.parts[part]:
            if phrase == _END:
                if at == len(sentence.words):
                    return True
            elif sentence.holds(at, phrase) and self._goes_on(sentence, at + len(phrase), part + 1):
                return True
        return False

    def _goes_on(self, sentence: Sentence, at: int, part: int) -> bool:
        if part == len(self.parts):
            return True
        if self.parts[part] == (_END,):
            return at == len(sentence.words)
        return any(self._fits_from(sentence, at + gap, part) for gap in range(MAX_GAP + 1))


def compile_patterns(table: str, named: Mapping[str, str]) -> tuple[WordPattern, ...]:
    """The patterns of a table, one a line; a line that is set in further goes on the one above."""
    lines: list[str] = []
    for line in dedent(table).strip().splitlines():
        if line.startswith(" ") and lines:
            lines[-1] += ("" if lines[-1].endswith("/") else " ") + line.strip()
        else:
            lines.append(line.strip())
    return tuple(compile_pattern(line, named) for line in lines)


def compile_pattern(text: str, named: Mapping[str, str]) -> WordPattern:
    """`hạn nộp/hạn chót .. @khi`: parts set apart by ` .. `, phrases by `/`, `@name` for the
    phrases that `named` gives."""
    parts = []
    for part in text.split(" .. "):
        phrases = [one.strip() for one in part.split("/")]
        full = [deep for one in phrases for deep in _phrases(one, named)]
        parts.append(tuple(tuple(phrase.split()) for phrase in full))
    return WordPattern(tuple(parts))


def _phrases(phrase: str, named: Mapping[str, str]) -> list[str]:
    """The phrases that one stands for; words behind a name follow each of its phrases."""
    if not phrase.startswith("@"):
        return [phrase]
    name, _, rest = phrase.partition(" ")
    heads = [deep for one in named[name].split("/") for deep in _phrases(one.strip(), named)]
    return [f"{head} {rest}".strip() for head in heads]
