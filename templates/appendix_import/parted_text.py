"""A table that is saved as text: its lines, whatever sign parts the cells and however the letters
are stored."""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from itertools import islice

SIGNS = (";", ",", "\t", "|")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_LOOKED_AT = 50  # lines by which the sign is told


def read_parted_text(content: bytes, most: int) -> list[list[str]] | None:
    """The lines of the table, no more than `most`; None for what is no text, or no table."""
    text = decode_text(content)
    if text is None:
        return None
    said, text = _announced_sign(text)
    sign = said or _likely_sign(text)
    if sign is None:
        return None
    try:
        return _lines(text, sign, most)
    except csv.Error:
        return None


def decode_text(content: bytes) -> str | None:
    """The text of a file by its mark, else as UTF-8, else as Windows writes Vietnamese; None for
    what is no text."""
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content:
        return _decoded(content, _unmarked_utf16(content))
    return _decoded(content, "utf-8") or _decoded(content, "cp1258")


def _unmarked_utf16(content: bytes) -> str:
    """Of a Latin text the second half of each pair is empty, or the first."""
    return "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        text = unicodedata.normalize("NFC", content.decode(encoding))
    except UnicodeError:
        return None
    strange = sum(unicodedata.category(sign) == "Cc" and sign not in "\t\r\n" for sign in text)
    return text if strange == 0 else None


def _announced_sign(text: str) -> tuple[str | None, str]:
    """The sign that Excel's first line `sep=;` tells, and the lines below it."""
    first, _, rest = text.partition("\n")
    first = first.strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return first[4], rest
    return None, text


def _likely_sign(text: str) -> str | None:
    """The sign that parts most lines into cells, the same number in most of them."""
    best, most = None, 0
    for sign in SIGNS:
        try:
            widths = [len(line) for line in _lines(text, sign, _LOOKED_AT) if any(line)]
        except csv.Error:
            continue
        for wide in set(widths):
            score = widths.count(wide) * (wide - 1)  # nothing for lines of one cell
            if score > most:
                best, most = sign, score
    return best


def _lines(text: str, sign: str, most: int) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return [*islice(reader, most)]
