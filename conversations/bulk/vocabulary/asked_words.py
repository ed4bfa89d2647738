"""The words of an officer that rows are sought by, and what each of them weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from conversations.bulk.said_words import are_accented, is_idle
from conversations.bulk.vocabulary.form_vocabulary import FormVocabulary, find_key
from conversations.bulk.vocabulary.said_deeds import cut_done, is_denied, says_done
from conversations.bulk.vocabulary.word_keys import find_bounds, word_keys

UNKNOWN = 0.8  # what a word weighs that no label has
RARE = 3.3  # weight of a word that hardly more than five rows have
BEHIND = 0.5  # how much less a word behind a value says than one before it
_MEN = "nam"
_MAY_BE_OWN = frozenset((_MEN, "xã", "phường"))
_BEFORE_YEAR = (("trong",), ("ca",), ("dau",), ("cuoi",), ("moi",), ("qua",))
_LINKING = frozenset(("thì", "là", "có", "cấp"))


@dataclass(frozen=True)
class AskedWords:
    """What was said before a value and behind it, by keys. `weights`: of each word that tells of a
    row; `pairs`: words beside each other, in order; `paired`: those of them that labels have so;
    `common`: all is one syllable, which many rows have."""

    before: tuple[str, ...]
    weights: Mapping[str, float]
    pairs: Mapping[tuple[str, str], None]
    paired: frozenset[str]
    figures: frozenset[object]
    done: tuple[str, str] | None
    denied: bool | None
    bounds: frozenset[str]
    common: bool

    @classmethod
    def of(
        cls, known: FormVocabulary, before: tuple[str, ...], behind: tuple[str, ...]
    ) -> AskedWords:
        done, before = cut_done(known, before)
        words = (*before, *behind)
        accented = are_accented(words)
        keys = _keys_of(known, before, words, accented=accented)
        # in order, so that of rows that fit alike always the same one comes first
        pairs = dict.fromkeys((*pairwise(keys[: len(before)]), *pairwise(keys[len(before) :])))
        paired = frozenset(key for pair in pairs if pair in known.having for key in pair)
        told = [
            (key, word, at < len(before))
            for at, (key, word) in enumerate(zip(keys, words, strict=True))
            if not (says_done(word, behind, accented=accented) and key not in paired)
        ]
        weights = _weigh(known, before, told)
        men = word_keys(_MEN)[1] in weights  # one syllable, and a name
        return cls(
            before,
            weights,
            pairs,
            paired,
            frozenset(word for word in words if word.isdecimal() and word in known.weights),
            done,
            is_denied(before),
            find_bounds(words),
            common=_is_common(known, weights) and not men,
        )

    @cached_property
    def whole(self) -> float:
        """What all words weigh together."""
        return sum(self.weights.values()) or UNKNOWN

    def rows_having(self, known: FormVocabulary) -> Iterable[str]:
        """The rows that have one of the words, in order."""
        said = (*self.weights, *self.pairs)
        return dict.fromkeys(row for one in said for row in known.having.get(one, ()))


def _keys_of(
    known: FormVocabulary, before: Sequence[str], words: Sequence[str], *, accented: bool
) -> list[str]:
    return [
        word_keys(word)[1]
        if word == _MEN and _is_own_word(known, before, word)
        else find_key(known, word, accented=accented)
        for word in words
    ]


def _weigh(
    known: FormVocabulary, before: Sequence[str], told: Sequence[tuple[str, str, bool]]
) -> dict[str, float]:
    """What each word weighs that tells of a row, each with its key and whether it stands before the
    value; one that was said twice, where it stands first."""
    return {
        key: known.weights.get(key, UNKNOWN) * (1 if is_before else BEHIND)
        for key, word, is_before in reversed(told)
        if not is_idle(word, counted=not is_before) or _is_own_word(known, before, word)
    }


def _is_own_word(known: FormVocabulary, before: Sequence[str], word: str) -> bool:
    """Whether a word that mostly says nothing is one of labels: `nam` where they count men, `xã`
    alone before a value where they count communes."""
    if word_keys(word)[1] not in known.weights or word not in _MAY_BE_OWN:
        return False
    if word == _MEN:
        return [*before[-1:]] == [word] and before[-2:-1] not in _BEFORE_YEAR
    return all(one == word or one in _LINKING for one in before)


def _is_common(known: FormVocabulary, asked: Mapping[str, float]) -> bool:
    """Whether all that was said is one syllable, which many rows have."""
    return len(asked) == 1 and known.weights.get(next(iter(asked)), 0.0) < RARE
