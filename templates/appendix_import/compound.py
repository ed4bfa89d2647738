"""Files of Microsoft Office before 2007: a small file system with streams in it ([MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import olefile

from templates.appendix_import.errors import FileRefusedError

SIGN = bytes.fromhex("d0cf11e0a1b11ae1")
UNSOUND = (
    OSError,  # olefile's own errors are such
    IndexError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)
_MACROS = ("Macros", "_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA")


@contextmanager
def open_compound(content: bytes) -> Iterator[Any]:
    """The streams of the file. FileRefusedError for macros, and for a file that is damaged,
    whether this is seen now or while it is read."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as streams:
            if any(streams.exists(name) for name in _MACROS):
                raise FileRefusedError("file.macros")
            yield streams
    except UNSOUND as error:
        raise FileRefusedError("file.broken") from error


def read_stream(streams: Any, name: str, size: int) -> bytes:
    """A stream, in a file of this size: one that says to be larger goes round in circles.
    FileRefusedError when it is not there."""
    if not streams.exists(name):
        raise FileRefusedError("file.broken")
    if max(streams.get_size(name), streams.root.size) > size:
        raise FileRefusedError("file.broken")
    with streams.openstream(name) as stream:
        return bytes(stream.read())


def root_names(content: bytes) -> frozenset[str] | None:
    """The names at the root of the file; None for one that cannot be opened."""
    try:
        with olefile.OleFileIO(BytesIO(content)) as streams:
            return frozenset(one.name for one in streams.root.kids)
    except UNSOUND:
        return None
