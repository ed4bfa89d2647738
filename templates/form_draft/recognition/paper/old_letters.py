"""A paper in letters of before Unicode, whose fonts do not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conversations.text.legacy_fonts import find_decoder, has_old_letters

_ENOUGH = 20_000  # characters that tell in which letters a paper is

Letters = Callable[[str], str]


def find_letters(texts: Iterable[str]) -> Letters:
    """What reads the texts of a paper, of which these are some: most of its words are Vietnamese
    only once they are decoded. Texts of today are read as they are."""
    said = "\n".join(filter(None, texts))[:_ENOUGH]
    decode = find_decoder(said) if has_old_letters(said) else None
    if decode is None:
        return str
    known = decode
    return lambda text: _read(text, known)


def _read(text: str, decode: Letters) -> str:
    """A capital font has small letters for its marked ones: a line whose other letters are all
    large is of such a font."""
    found = [decode(line) for line in text.split("\n")]
    return "\n".join(line.upper() if _is_large(line) else line for line in found)


def _is_large(line: str) -> bool:
    plain = [sign for sign in line if sign.isascii() and sign.isalpha()]
    return len(plain) > 1 and all(sign.isupper() for sign in plain)
