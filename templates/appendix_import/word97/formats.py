"""Formatting of a Word file before 2007, as it is kept in pages of 512 bytes ([MS-DOC], 2.9)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from struct import unpack_from

PAGE = 512
_TABLE_GRID, _TABS = 0xD608, 0xC615  # of unusual length
_ELSEWHERE = frozenset({0x6645, 0x6646, 0x646B})
_LENGTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}  # by the three highest bits of the code
MAX_RUNS = 400_000


@dataclass(frozen=True, slots=True)
class Run:
    """Bytes of the file from `start` on, before `end`, and what is said of the letters there."""

    start: int
    end: int
    said: bytes


@dataclass
class Formatting:
    """Runs, to be found by where a letter stands."""

    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.runs.sort(key=lambda one: one.start)
        self._starts = [one.start for one in self.runs]

    def at(self, place: int) -> Run | None:
        number = bisect_right(self._starts, place) - 1
        if number < 0 or place >= self.runs[number].end:
            return None
        return self.runs[number]


def read_paragraphs(document: bytes, table: bytes) -> Formatting:
    """What is said of paragraphs; `table` are the numbers of the pages that say it."""
    return Formatting([*_runs(document, table, 13, _paragraph)])


def read_characters(document: bytes, table: bytes) -> Formatting:
    """The same of characters."""
    return Formatting([*_runs(document, table, 1, _character)])


def _runs(
    document: bytes, table: bytes, width: int, find: Callable[[bytes, int], bytes]
) -> Iterator[Run]:
    count = max((len(table) - 4) // 8, 0)
    made = 0
    for number in range(count):
        page_number = unpack_from("<I", table, 4 * (count + 1) + 4 * number)[0] & 0x3FFFFF
        page = document[page_number * PAGE : (page_number + 1) * PAGE]
        if len(page) < PAGE:
            continue
        runs = page[PAGE - 1]
        for at in range(runs):
            start, end = unpack_from("<II", page, 4 * at)
            offset = 2 * page[4 * (runs + 1) + width * at]
            said = find(page, offset) if offset else b""
            made += 1
            if made > MAX_RUNS:
                return
            yield Run(start, end, said)


def _paragraph(page: bytes, at: int) -> bytes:
    """Behind the number of the paragraph's style."""
    length = page[at]
    if length:
        return page[at + 1 : at + 2 * length][2:]
    return page[at + 2 : at + 2 + 2 * page[at + 1]][2:]


def _character(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def walk_paragraph(said: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property of a paragraph. Those of a wide row are too long for their page, and stand in
    the stream `data`, with their place here."""
    for code, value in walk_properties(said):
        if code in _ELSEWHERE and len(value) == 4:
            at = unpack_from("<I", value)[0]
            length = int.from_bytes(data[at : at + 2], "little")
            yield from walk_properties(data[at + 2 : at + 2 + length])
        else:
            yield code, value


def walk_properties(said: bytes) -> Iterator[tuple[int, bytes]]:
    """Each property: its code and what it says."""
    at = 0
    while at + 2 <= len(said):
        code = unpack_from("<H", said, at)[0]
        at += 2
        length = _length(code, said, at)
        yield code, said[at : at + length]
        at += length


def _length(code: int, said: bytes, at: int) -> int:
    if code == _TABLE_GRID:
        return int(unpack_from("<H", said, at)[0]) + 1 if at + 2 <= len(said) else len(said)
    if code >> 13 != 6:
        return _LENGTHS[code >> 13]
    length = said[at] if at < len(said) else 0
    if code == _TABS and length == 255:
        deleted = said[at + 1] if at + 1 < len(said) else 0
        place = at + 2 + 4 * deleted
        return 3 + 4 * deleted + 3 * (said[place] if place < len(said) else 0)
    return 1 + length
