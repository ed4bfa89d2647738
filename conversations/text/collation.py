"""The order of Vietnamese names: a ă â b c d đ e ê …, tones only where all letters are the same,
and figures by their value: Xã 2 before Xã 10."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PARTS = re.compile(r"(\d+)")
_LETTERS = {letter: place for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền hỏi ngã sắc nặng
_SIGNS = 1_000  # before letters stand blanks and signs, behind them what is foreign
_END = b"\0\0"  # before every place
SortKey = tuple[tuple[tuple[int, ...], ...], tuple[int, ...], str]


@lru_cache(maxsize=20_000)
def collation_key(text: str) -> SortKey:
    """By this a list of names is sorted."""
    places: list[tuple[int, ...]] = []
    tones: list[int] = []
    for n, part in enumerate(_PARTS.split(text.casefold())):
        if n % 2:
            places.append((_SIGNS + 1, int(part[:40])))
            tones.append(0)
            continue
        for letter, tone in map(_without_tone, unicodedata.normalize("NFC", part)):
            places.append(_place(letter))
            tones.append(tone)
    return tuple(places), tuple(tones), text


def person_key(name: str) -> tuple[SortKey, SortKey]:
    """By this a list of people is sorted: by the given name, which comes last, then by the rest."""
    given = name.rpartition(" ")[2]
    return collation_key(given), collation_key(name)


def collation_bytes(text: str) -> bytes:
    """The same order as bytes, which a database compares one by one."""
    places, tones, said = collation_key(text)
    return b"".join(
        (
            *map(_place_bytes, places),
            _END,
            bytes(tone + 1 for tone in tones),
            b"\0",
            said.encode("utf-8", "replace"),
        )
    )


def _place_bytes(place: tuple[int, ...]) -> bytes:
    """Its kind, then its number: a longer one is a greater one."""
    kind, *number = place
    size = ((number[0].bit_length() + 7) // 8) if number else 0
    value = number[0].to_bytes(size, "big") if number else b""
    return (kind + 1).to_bytes(2, "big") + bytes([size]) + value


@lru_cache(maxsize=1_000)
def _without_tone(letter: str) -> tuple[str, int]:
    apart = unicodedata.normalize("NFD", letter)
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), 0)
    bare = "".join(mark for mark in apart if mark not in _TONES) or letter  # a tone alone
    return unicodedata.normalize("NFC", bare), tone


def _place(letter: str) -> tuple[int, ...]:
    """Blanks first, then other signs, figures, letters, and what is foreign."""
    if letter in _LETTERS:
        return (2 * _SIGNS, _LETTERS[letter])
    if letter.isspace():
        return (0,)
    return (3 * _SIGNS if letter.isalpha() else 1, ord(letter[0]))
