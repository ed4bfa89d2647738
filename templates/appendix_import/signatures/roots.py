"""The roots by which certificates of digital signatures are verified: files of the installation."""

from __future__ import annotations

import base64
import json
from pathlib import Path

ENDINGS = frozenset({".pem", ".crt", ".cer", ".der"})
MAX_FILES = 200  # of the folder
MAX_BYTES = 1_048_576  # of a file
_PEM, _DER = b"-----BEGIN CERTIFICATE-----", b"\x30\x82"


def pack_roots(folder: Path | None) -> bytes:
    """The files of the folder for the process that reads signatures; none where there is no
    folder. OSError when it cannot be read."""
    kept = [path.read_bytes() for path in _files(folder)] if folder is not None else []
    return json.dumps([base64.b64encode(one).decode() for one in kept]).encode()


def find_unfit_roots(folder: Path) -> list[str]:
    """The names of files that are no certificates. OSError when the folder cannot be read."""
    return [path.name for path in _files(folder) if not _is_certificate(path)]


def has_roots(folder: Path) -> bool:
    return any(_files(folder))


def _files(folder: Path) -> list[Path]:
    found = sorted(one for one in folder.iterdir() if one.suffix.lower() in ENDINGS)
    return [one for one in found if one.stat().st_size <= MAX_BYTES][:MAX_FILES]


def _is_certificate(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(_DER) or _PEM in content
