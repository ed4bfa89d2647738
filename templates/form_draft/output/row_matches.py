"""Which rows of a newer paper are which of an older one: by their words, their place and their
printed codes; renumbered rows are the same rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from conversations.text.labels import plain_label
from templates.form_draft.rules.label_words import bare_label

ALIKE = 0.8  # of the words of two labels, that are one row under other words
ALIKE_WITH_CODE = 0.5  # the same, where the printed code is the same too
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(19|20)\d\d")
MOST_COMPARED = 3_000  # pairs of labels; of a paper that is another one altogether no more
LONGEST = 200  # characters of a label that are compared


@dataclass(frozen=True)
class NamedPart:
    """A row or a column. `code` is printed, `above` are the words of the row that it stands
    below."""

    name: str
    label: str
    code: str = ""
    above: str = ""

    @property
    def words(self) -> str:
        return plain_label(bare_label(self.label))[:LONGEST]

    @property
    def full_words(self) -> tuple[str, str]:
        return plain_label(bare_label(self.above))[:LONGEST], self.words


@dataclass(frozen=True)
class Matched:
    """The names by the place of each part on the new paper."""

    names: Mapping[int, str] = field(default_factory=dict)
    renamed: tuple[tuple[str, str], ...] = ()
    new: tuple[NamedPart, ...] = ()
    gone: tuple[NamedPart, ...] = ()


def match_parts(old: Sequence[NamedPart], new: Sequence[NamedPart]) -> Matched:
    """Parts of the same words first, in printed order, then those that were moved; then, between
    two that are known, parts of similar words."""
    pairs = _in_order(old, new)
    _by_unique_words(old, new, pairs)
    _between(old, new, pairs)
    renamed = [
        (old[was].label, new[at].label)
        for at, was in sorted(pairs.items())
        if old[was].words != new[at].words
    ]
    matched = {*pairs.values()}
    return Matched(
        {at: old[was].name for at, was in pairs.items()},
        tuple(renamed),
        tuple(one for at, one in enumerate(new) if at not in pairs),
        tuple(one for at, one in enumerate(old) if at not in matched),
    )


def _in_order(old: Sequence[NamedPart], new: Sequence[NamedPart]) -> dict[int, int]:
    """The longest runs of equal words, below equal words, by the place on the new paper."""
    blocks = SequenceMatcher(
        None, [one.full_words for one in old], [one.full_words for one in new], autojunk=False
    ).get_matching_blocks()
    return {one.b + step: one.a + step for one in blocks for step in range(one.size)}


def _by_unique_words(
    old: Sequence[NamedPart], new: Sequence[NamedPart], pairs: dict[int, int]
) -> None:
    """Rows that were moved, or stand below another heading: the only ones left of their words."""
    free = [at for at in range(len(new)) if at not in pairs]
    left = [at for at in range(len(old)) if at not in pairs.values()]
    for full in (True, False):
        theirs = _places(old, [was for was in left if was not in pairs.values()], full=full)
        for words, mine in _places(new, [at for at in free if at not in pairs], full=full).items():
            same = theirs.get(words, [])
            if len(same) == 1 and len(mine) == 1:
                pairs[mine[0]] = same[0]


def _places(
    parts: Sequence[NamedPart], places: Sequence[int], *, full: bool
) -> dict[object, list[int]]:
    """The places of each words, those of the row above among them or not."""
    found: dict[object, list[int]] = {}
    for at in places:
        words = parts[at].full_words if full else parts[at].words
        found.setdefault(words, []).append(at)
    return found


def _between(old: Sequence[NamedPart], new: Sequence[NamedPart], pairs: dict[int, int]) -> None:
    """Between two rows that are known: those that are alike, the most alike first."""
    taken = {*pairs.values()}
    places = (
        (at, was)
        for at in range(len(new))
        if at not in pairs
        for was in _gap(at, pairs, len(old))
        if was not in taken
    )
    likely = sorted(
        (-_likeness(old[was], new[at]), at, was) for at, was in islice(places, MOST_COMPARED)
    )
    for likeness, at, was in likely:
        if likeness < 0 and at not in pairs and was not in taken:
            pairs[at] = was
            taken.add(was)


def _gap(at: int, pairs: Mapping[int, int], size: int) -> range:
    """The places on the old paper between the neighbours of a place on the new one."""
    before = max((one for one in pairs if one < at), default=None)
    after = min((one for one in pairs if one > at), default=None)
    first = pairs[before] + 1 if before is not None else 0
    last = pairs[after] if after is not None else size
    return range(first, last)


def likeness(one: str, other: str) -> float:
    """How much two labels have in common: 1 where they are the same."""
    mine, theirs = (plain_label(bare_label(label))[:LONGEST] for label in (one, other))
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio()


def _numbers(words: str) -> list[str]:
    return ["year" if _YEAR.fullmatch(one) else one for one in _NUMBER.findall(words)]


def _likeness(old: NamedPart, new: NamedPart) -> float:
    """How alike two labels are; 0 where they are not alike enough to be one row. Another number is
    another row, `Từ 41 đến 45` and `Từ 41 đến 50`, but for a year, which goes on."""
    if _numbers(old.words) != _numbers(new.words):
        return 0.0
    found = likeness(old.label, new.label)
    needed = ALIKE_WITH_CODE if old.code and old.code == new.code else ALIKE
    return found if found >= needed else 0.0
