"""Looking for words in files that we made ourselves."""

from __future__ import annotations

from collections.abc import Collection
from io import BytesIO
from zipfile import BadZipFile, ZipFile


def holds_any(content: bytes, words: Collection[str]) -> bool:
    """Whether one of the words stands in a file of ours: in its bytes, or in a part of a
    workbook."""
    needles = [word.encode() for word in words]
    return any(needle in part for part in _parts(content) for needle in needles)


def _parts(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    try:
        with ZipFile(BytesIO(content)) as archive:
            return [archive.read(name) for name in archive.namelist()]
    except BadZipFile:
        return [content]
