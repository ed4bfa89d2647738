"""What kind of file it is, and whether it is safe to look into. Nothing is unpacked before its
size is known, and nothing is believed about that size while unpacking."""

from __future__ import annotations

from io import BytesIO
from typing import Literal
from zipfile import BadZipFile, ZipFile, ZipInfo

from templates.filed import limits
from templates.filed.refusing import FileRefusedError

Kind = Literal["word", "excel"]
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Word and Excel before 2007, and files with a password
_MAIN: dict[str, Kind] = {"word/document.xml": "word", "xl/workbook.xml": "excel"}
_CHUNK = 65_536


def open_archive(content: bytes) -> tuple[Kind, ZipFile]:
    """The kind of a Word or Excel file and its archive; FileRefusedError for all else."""
    _check_outside(content)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, OSError) as error:
        code = "file.broken" if content.startswith(b"PK") else "file.kind"
        raise FileRefusedError(code) from error
    entries = archive.infolist()
    _check_sizes(entries)
    names = {entry.filename for entry in entries}
    if any(name.rpartition("/")[2] == "vbaProject.bin" for name in names):
        raise FileRefusedError("file.macros")
    kind = next((kind for name, kind in _MAIN.items() if name in names), None)
    if kind is None:
        raise FileRefusedError("file.kind")
    if b"macroEnabled" in part(archive, "[Content_Types].xml"):
        raise FileRefusedError("file.macros")
    return kind, archive


def _check_outside(content: bytes) -> None:
    if not content:
        raise FileRefusedError("file.empty")
    if len(content) > limits.MAX_BYTES:
        size, limit = -(-len(content) // limits.MEBIBYTE), limits.MAX_BYTES // limits.MEBIBYTE
        raise FileRefusedError("file.too_large", size_mb=size, limit_mb=limit)
    if content.startswith(_OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise FileRefusedError("file.encrypted" if locked else "file.doc")
    if content[:1024].lstrip().startswith(b"%PDF"):
        raise FileRefusedError("file.pdf")


def _check_sizes(entries: list[ZipInfo]) -> None:
    large = (entry for entry in entries if entry.file_size > limits.LARGE_PART)
    dense = any(e.file_size > limits.MAX_RATIO * max(e.compress_size, 1) for e in large)
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MAX_ENTRIES or whole > limits.MAX_UNPACKED or dense:
        raise FileRefusedError("file.bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefusedError("file.encrypted")


def part(archive: ZipFile, name: str) -> bytes:
    """One part of the archive, counted while it is unpacked."""
    found = bytearray()
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                found += chunk
                if len(found) > limits.MAX_UNPACKED:
                    raise FileRefusedError("file.bomb")
    except (BadZipFile, KeyError, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise FileRefusedError("file.broken") from error
    except Exception as error:  # zlib.error, lzma.LZMAError: one for each way to pack
        if isinstance(error, FileRefusedError):
            raise
        raise FileRefusedError("file.broken") from error
    return bytes(found)


def check_markup(markup: bytes) -> None:
    """No document type, and so no entity of any kind, in any encoding XML knows by its mark."""
    wide = (b"<\0!\0D\0O\0C\0T\0Y\0P\0E", b"\0<\0!\0D\0O\0C\0T\0Y\0P\0E")
    if b"<!DOCTYPE" in markup or b"<!ENTITY" in markup or any(w in markup for w in wide):
        raise FileRefusedError("file.entities")
