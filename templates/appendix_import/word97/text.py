"""The letters of a Word file before 2007, each with its place in the file: the text is kept in
pieces ([MS-DOC], 2.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from struct import unpack_from

from templates.appendix_import.compound import open_compound, read_stream
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.word97.formats import Formatting, read_characters, read_paragraphs

_SIGN = 0xA5EC  # of Word since 6
_WORD_97 = 0x00C1
_SECRET, _FIRST_TABLE = 0x100, 0x200
_PLACES = 0x9A  # where the places of what stands in the table begin
_PIECES, _CHARACTERS, _PARAGRAPHS = 33, 12, 13
_COUNTS = 0x4C  # letters of the body, of footnotes, headers, …, boxes
_NARROW = 0x40000000
_OLD_SIGNS = frozenset({0xA5DC, 0xA5DB, 0xA59B, 0xA59C, 0xA697, 0xA699})  # of older versions
MAX_LETTERS = 2_000_000


@dataclass(frozen=True)
class Text97:
    """The letters of the body and the place of each in the file; those of footnotes and of boxes;
    the formatting, and the stream in which some of it stands."""

    letters: str
    places: list[int]
    notes: str
    boxes: str
    characters: Formatting
    paragraphs: Formatting
    data: bytes


def read_text(content: bytes) -> Text97:
    """FileRefusedError for a password, macros, damage, or a version before Word 97."""
    with open_compound(content) as streams:
        document = read_stream(streams, "WordDocument", len(content))
        sign, version = unpack_from("<HH", document)
        flags = unpack_from("<H", document, 10)[0]
        if sign in _OLD_SIGNS or (sign == _SIGN and version < _WORD_97):
            raise FileRefusedError("file.old_word")
        if sign != _SIGN:
            raise FileRefusedError("file.broken")
        if flags & _SECRET:
            raise FileRefusedError("file.encrypted")
        table = read_stream(streams, "1Table" if flags & _FIRST_TABLE else "0Table", len(content))
        letters, places = _letters(document, _part(document, table, _PIECES))
        counts = [max(one, 0) for one in unpack_from("<8i", document, _COUNTS)]
        body, notes, headers, _, comments, ends, boxes, _ = counts
        before_boxes = body + notes + headers + comments + ends
        return Text97(
            letters[:body],
            places[:body],
            letters[body : body + notes],
            letters[before_boxes : before_boxes + boxes],
            read_characters(document, _part(document, table, _CHARACTERS)),
            read_paragraphs(document, _part(document, table, _PARAGRAPHS)),
            read_stream(streams, "Data", len(content)) if streams.exists("Data") else b"",
        )


def _part(document: bytes, table: bytes, number: int) -> bytes:
    start, length = unpack_from("<II", document, _PLACES + 8 * number)
    return table[start : start + length]


def _letters(document: bytes, pieces: bytes) -> tuple[str, list[int]]:
    at = 0
    while at < len(pieces) and pieces[at] == 1:  # properties of single pieces
        at += 3 + unpack_from("<H", pieces, at + 1)[0]
    if at >= len(pieces) or pieces[at] != 2:
        raise FileRefusedError("file.broken")
    length = unpack_from("<I", pieces, at + 1)[0]
    table = pieces[at + 5 : at + 5 + length]
    count = (len(table) - 4) // 12
    said: list[str] = []
    places: list[int] = []
    for number in range(count):
        first, after = unpack_from("<II", table, 4 * number)
        place = unpack_from("<I", table, 4 * (count + 1) + 8 * number + 2)[0]
        if after < first or len(places) + after - first > MAX_LETTERS:
            raise FileRefusedError("file.too_many_rows" if after > first else "file.broken")
        text, start, step = _piece(document, place, after - first)
        said.append(text)
        places += range(start, start + step * len(text), step)
    return "".join(said), places


def _piece(document: bytes, place: int, count: int) -> tuple[str, int, int]:
    """The letters of a piece, where they begin, and how many bytes each has. Letters beyond the
    first 65,536 of Unicode stay two, so that each has its place."""
    if place & _NARROW:
        start = (place & ~_NARROW) // 2
        return document[start : start + count].decode("cp1252", "replace"), start, 1
    kept = document[place : place + 2 * count]
    units = unpack_from(f"<{len(kept) // 2}H", kept)
    return "".join(map(chr, units)), place, 2
