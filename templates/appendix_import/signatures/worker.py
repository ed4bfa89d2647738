"""The process that reads signatures: `python -m templates.appendix_import.signatures.worker
SETTINGS`. It is another one than that which reads tables, for its libraries take a second and forty
megabytes, and few files are signed."""

from __future__ import annotations

import importlib

from templates.appendix_import.signatures.pdf_signatures import read_signatures
from templates.appendix_import.worker import run

# Loaded by the libraries when they are needed; by then no file can be opened.
_NEEDED = (
    "cryptography.hazmat.backends.openssl.backend",
    "lxml.etree",
    "pyhanko.pdf_utils.filters",
)

if __name__ == "__main__":
    for name in _NEEDED:
        importlib.import_module(name)
    run({"signatures": read_signatures})
