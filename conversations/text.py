"""Texts as people type them, brought to one form."""

from __future__ import annotations

import re
import unicodedata

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x034F, 0x061C, 0x180E, 0xFEFF),
        *(*range(0x200B, 0x2010), *range(0x202A, 0x202F)),
        *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10)),
    )
)
_LOOK_ALIKES = {0x00D0: "Đ", 0x00F0: "đ"}  # old keyboard drivers type the Icelandic letter
_LINE_ENDS = (*range(0x0A, 0x0E), *range(0x1C, 0x1F), 0x85)
_CONTROLS = {
    code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, *_LINE_ENDS)
}
_BROKEN = dict.fromkeys(
    range(0xD800, 0xE000), "\ufffd"
)  # halves of a letter: no database takes them
_TABLE = _FULL_WIDTH | _INVISIBLE | _LOOK_ALIKES | _CONTROLS | _BROKEN
_BLANKS = re.compile(r"[^\S\n]+")
_STROKE = "\N{COMBINING SHORT STROKE OVERLAY}"


def clean(text: str) -> str:
    """The text in composed letters, with plain digits and spaces and nothing invisible. Line
    ends stay; half a surrogate pair becomes U+FFFD."""
    plain = unicodedata.normalize("NFC", text.translate(_TABLE))
    lines = (_BLANKS.sub(" ", line).strip() for line in plain.splitlines())
    return "\n".join(lines).strip()


def fold(text: str) -> str:
    """For comparing: no accents, no capitals, single spaces on one line."""
    letters = (c for c in _apart(" ".join(clean(text).split())) if not unicodedata.combining(c))
    return "".join(letters)


def _apart(text: str) -> str:
    """Letters and their marks apart, small; the stroke of đ counts as a mark."""
    return unicodedata.normalize("NFD", text.casefold()).replace("đ", "d" + _STROKE)


def may_mean(typed: str, word: str) -> bool:
    """Whether this typed word may stand for that Vietnamese word: same letters, and no mark that
    the word does not have. Marks may be left out, and a tone may stand on another letter: `hai`
    and `muoi` stand for hai and mươi, `huỷ` for hủy, but `bà` is not ba."""
    ours, theirs = _apart(typed), _apart(word)
    if [c for c in ours if not unicodedata.combining(c)] != [
        c for c in theirs if not unicodedata.combining(c)
    ]:
        return False
    marks = [c for c in theirs if unicodedata.combining(c)]
    for mark in (c for c in ours if unicodedata.combining(c)):
        if mark not in marks:
            return False
        marks.remove(mark)
    return True


def same_words(typed: str, words: str) -> bool:
    """Whether a typed phrase may stand for that phrase, word by word."""
    ours, theirs = typed.split(), words.split()
    return len(ours) == len(theirs) and all(map(may_mean, ours, theirs))


def short_number(text: str) -> int | None:
    """The number that a text of one to three figures is, as people pick from a list; None for
    any other text, however many figures it has."""
    return int(text) if text.isdecimal() and len(text) <= 3 else None


def shown(text: str, limit: int = 60) -> str:
    """The text on one line, short enough to be quoted back."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
