"""The code that an issued file carries, wherever it is found: a property, or the visible line."""

from __future__ import annotations

import re

from conversations.sealing import code_in
from templates.filed.opening import open_archive, part
from templates.filed.refusing import FileRefusedError

_PLACES = (
    "docProps/custom.xml",
    "docProps/core.xml",
    "word/document.xml",
    "xl/sharedStrings.xml",
)
_TAG = re.compile(r"<[^>]*>")


def is_pdf(content: bytes) -> bool:
    return content[:1024].lstrip().startswith(b"%PDF")


def code_of(content: bytes) -> str | None:
    """The code of ours that a Word, Excel or PDF file carries; None when there is none, or the
    file cannot be looked into. Nothing in the file is believed by it: a code is looked up."""
    if is_pdf(content):
        return code_in(content.decode("latin-1"))
    try:
        _, archive = open_archive(content)
    except FileRefusedError:
        return None
    with archive:
        for name in _PLACES:
            if name in archive.namelist():
                try:
                    markup = part(archive, name).decode("utf-8", "replace")
                except FileRefusedError:
                    return None
                apart, joined = _TAG.sub(" ", markup), _TAG.sub("", markup)  # torn over runs
                if code := code_in(apart) or code_in(joined):
                    return code
    return None
