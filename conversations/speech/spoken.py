"""Patterns of what people say, written with accents, for texts typed with or without them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from conversations.text.normalize import compose_letters

_STROKE = str.maketrans("đĐ", "dD")
_TONES = {  # one spelling for the two places of a tone mark: hoá and hóa, huỷ and hủy
    f"{first}{with_tone}": f"{tone_first}{second}"
    for first, second, firsts, seconds in (
        ("o", "a", "óòỏõọ", "áàảãạ"),
        ("o", "e", "óòỏõọ", "éèẻẽẹ"),
        ("u", "y", "úùủũụ", "ýỳỷỹỵ"),
    )
    for tone_first, with_tone in zip(firsts, seconds, strict=True)
}
_TONE = re.compile("|".join(_TONES))


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text made ready for patterns: on one line in small letters, as typed beside it."""

    plain: str  # as typed, on one line
    said: str  # small letters, one spelling of each tone
    accented: bool


def hear(text: str) -> Utterance:
    """Make a text ready to be matched."""
    plain = " ".join(compose_letters(text).split())
    said = _settle_tones(plain.lower())
    if len(said) != len(plain):  # a letter whose small form is two: its parts lose their capitals
        plain = said
    return Utterance(plain, said, accented=not said.isascii())


@dataclass(frozen=True, slots=True)
class Found:
    """A match, and its groups as they were typed."""

    match: re.Match[str]
    plain: str

    def __getitem__(self, group: str) -> str:
        if group not in self.match.re.groupindex or self.match.start(group) < 0:
            return ""
        start, end = self.match.span(group)
        return self.plain[start:end].strip()


class Spoken:
    """A pattern for texts with accents and for those without any. A text with accents must have
    the pattern's: `bản gửi` does not speak to `bạn`."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    # Compiled when a text first meets it: hundreds of patterns are a second of each start.
    @cached_property
    def _accented(self) -> re.Pattern[str]:
        return re.compile(_composed(self._pattern), re.DOTALL)

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        return re.compile(_fold_pattern(_composed(self._pattern)), re.DOTALL)

    def fits(self, heard: Utterance) -> Found | None:
        """The match of the whole text, if it fits."""
        found = self._of(heard).fullmatch(heard.said)
        return Found(found, heard.plain) if found else None

    def starts(self, heard: Utterance) -> Found | None:
        """The match at the beginning of the text."""
        found = self._of(heard).match(heard.said)
        return Found(found, heard.plain) if found else None

    def is_in(self, heard: Utterance) -> bool:
        """Whether the pattern occurs in the text."""
        return self._of(heard).search(heard.said) is not None

    def _of(self, heard: Utterance) -> re.Pattern[str]:
        return self._accented if heard.accented else self._bare


def spoken(*patterns: str) -> tuple[Spoken, ...]:
    """Several patterns, tried in this order."""
    return tuple(map(Spoken, patterns))


def one_of(*groups: str | Iterable[str]) -> str:
    """An alternation of words and phrases: each string holds several, parted by `|`. The longest
    comes first."""
    words = (
        word for group in groups for word in (group.split("|") if isinstance(group, str) else group)
    )
    return "(?:" + "|".join(sorted({word.strip() for word in words}, key=len, reverse=True)) + ")"


def first_fit(patterns: Iterable[Spoken], heard: Utterance) -> Found | None:
    """The match of the first pattern that the whole text fits."""
    return next((found for one in patterns if (found := one.fits(heard)) is not None), None)


def _settle_tones(text: str) -> str:
    return _TONE.sub(lambda found: _TONES[found[0]], text)


def _composed(pattern: str) -> str:
    return _settle_tones(unicodedata.normalize("NFC", pattern))


def _fold_pattern(pattern: str) -> str:
    apart = unicodedata.normalize("NFD", pattern)
    return "".join(one for one in apart if not unicodedata.combining(one)).translate(_STROKE)
