"""The records of an Excel file before 2007 ([MS-XLS]): a number, a length, and so many bytes."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import NamedTuple

BOF, EOF = 0x0809, 0x000A
_HEAD = 4


class Record(NamedTuple):
    kind: int
    body: bytes

    def short(self, at: int) -> int:
        return int(unpack_from("<H", self.body, at)[0])

    def long(self, at: int) -> int:
        return int(unpack_from("<I", self.body, at)[0])


def walk_records(stream: bytes, start: int = 0) -> Iterator[Record]:
    """The records from a BOF to its EOF, without those of charts that lie in between."""
    at, depth = start, 0
    while at + _HEAD <= len(stream):
        kind, length = unpack_from("<HH", stream, at)
        body = stream[at + _HEAD : at + _HEAD + length]
        at += _HEAD + length
        if kind == BOF:
            depth += 1
        elif kind == EOF:
            depth -= 1
            if depth <= 0:
                return
        if depth <= 1:
            yield Record(kind, body)
