"""Whether an archive is safe to look into. Nothing is unpacked before its size is known, and the
size is checked while unpacking."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError

_CHUNK = 65_536
_ENTRY = b"PK\x01\x02"  # begins each entry of an archive's directory
_LOCAL_BYTES = 30  # before the name of a part, where its content stands
_UNSOUND = (BadZipFile, KeyError, EOFError, OSError, ValueError, RuntimeError)
_PACKINGS = frozenset({ZIP_STORED, ZIP_DEFLATED})  # those of Word and Excel


def open_zip(content: bytes) -> ZipFile:
    """Any archive whose directory is what it says; FileRefusedError for all else. The entries
    are counted before a list of them is made, wherever the directory says that they are."""
    if content.count(_ENTRY) > limits.MAX_ENTRIES:
        raise FileRefusedError("file.bomb")
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        code = "file.broken" if content.startswith(b"PK") else "file.kind"
        raise FileRefusedError(code) from error
    _check_sizes(archive.infolist())
    _check_places(archive.infolist(), len(content))
    return archive


def check_size(content: bytes) -> None:
    """FileRefusedError for what is told from the size alone."""
    if not content:
        raise FileRefusedError("file.empty")
    if len(content) > limits.MAX_BYTES:
        size, limit = -(-len(content) // limits.MEBIBYTE), limits.MAX_BYTES // limits.MEBIBYTE
        raise FileRefusedError("file.too_large", size_mb=size, limit_mb=limit)


def _check_sizes(entries: list[ZipInfo]) -> None:
    large = (entry for entry in entries if entry.file_size > limits.LARGE_PART)
    dense = any(e.file_size > limits.MAX_RATIO * max(e.compress_size, 1) for e in large)
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MAX_ENTRIES or whole > limits.MAX_UNPACKED or dense:
        raise FileRefusedError("file.bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError("file.encrypted")


def _check_places(entries: list[ZipInfo], size: int) -> None:
    """No part stands in the place of another one, or partly outside of the file."""
    entries = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [entry.header_offset for entry in entries[1:]] + [size]
    for entry, end in zip(entries, ends, strict=False):
        if entry.header_offset + _LOCAL_BYTES + entry.compress_size > end:
            raise FileRefusedError("file.broken")


def read_part(archive: ZipFile, name: str, limit: int, code: str = "file.bomb") -> bytes:
    """One part of the archive, counted while it is unpacked; FileRefusedError with this code for
    one of more than `limit` bytes."""
    found = bytearray()
    try:
        entry = archive.getinfo(name)
        if entry.compress_type not in _PACKINGS:
            raise FileRefusedError("file.bomb")
        if entry.file_size > limit:
            raise FileRefusedError(code)
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                found += chunk
                if len(found) > limit:
                    raise FileRefusedError(code)
    except (*_UNSOUND, ZlibError) as error:
        raise FileRefusedError("file.broken") from error
    return bytes(found)


def check_markup(markup: bytes) -> None:
    """No document type, and so no entity, as far as that is seen before anything is parsed; the
    parser sees the rest (`templates.appendix_import.markup`)."""
    wide = (b"<\0!\0D\0O\0C\0T\0Y\0P\0E", b"\0<\0!\0D\0O\0C\0T\0Y\0P\0E")
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup or any(w in markup for w in wide):
        raise FileRefusedError("file.entities")
