"""The protocol between the product and its reader processes: frames of a few byte strings.

A process that read a foreign file may be controlled by it: nothing from it is unpickled, and
nothing is longer than the receiver allows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO

MAX_PARTS = 8
_COUNT_BYTES, _LENGTH_BYTES = 1, 4


class FrameError(Exception):
    """What the other side said is no frame."""


def write_frame(stream: IO[bytes], parts: Sequence[bytes]) -> None:
    stream.write(len(parts).to_bytes(_COUNT_BYTES, "big"))
    for part in parts:
        stream.write(len(part).to_bytes(_LENGTH_BYTES, "big"))
        stream.write(part)
    stream.flush()


def read_frame(stream: IO[bytes], limit: int) -> list[bytes]:
    """The next frame; EOFError at the end of the stream, FrameError for a part of over `limit`
    bytes."""
    count = int.from_bytes(_exactly(stream, _COUNT_BYTES), "big")
    if count > MAX_PARTS:
        raise FrameError("too many parts")
    parts = []
    for _ in range(count):
        length = int.from_bytes(_exactly(stream, _LENGTH_BYTES), "big")
        if length > limit:
            raise FrameError("a part is too long")
        parts.append(_exactly(stream, length))
    return parts


def _exactly(stream: IO[bytes], length: int) -> bytes:
    found = stream.read(length)
    if len(found) < length:
        raise EOFError("the other side has ended")
    return found
