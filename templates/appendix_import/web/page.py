"""A web page that Word, Excel or another program saved: its markup, out of whatever holds it."""

from __future__ import annotations

import codecs
import re
from email import parser, policy
from typing import Any

from lxml import html

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:-]{2,40})""", re.IGNORECASE)
_LOOKED_AT = 4_096  # bytes in which a page says how its letters are kept
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN = {"windows-1258": "cp1258", "x-user-defined": "cp1252", "unicode": "utf-16"}
MAX_PARTS = 200  # of a page that is saved with its pictures


def page_roots(content: bytes) -> list[Any]:
    """The root of each page that the file holds: one, or the sheets of a workbook."""
    return [_parse(one) for one in [content] if one.strip()]


def saved_roots(content: bytes) -> list[Any]:
    """The same of a page that is saved with all that belongs to it, as a letter (`.mht`)."""
    letter = parser.BytesParser(policy=policy.compat32).parsebytes(content)
    found = []
    for number, part in enumerate(letter.walk()):
        if number > MAX_PARTS:
            raise FileRefusedError("file.too_many_rows")
        if part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                found.append(_parse(body, part.get_content_charset()))
    if not found:
        raise FileRefusedError("file.broken")
    return found


def _parse(content: bytes, said: str | None = None) -> Any:
    text = _decoded(content, said)
    if text.count("<") > limits.MAX_ELEMENTS:
        raise FileRefusedError("file.too_many_rows")
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml takes no text that names its encoding
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True))
    except (html.etree.ParserError, html.etree.XMLSyntaxError, ValueError) as error:
        raise FileRefusedError("file.broken") from error
    return root


def _decoded(content: bytes, said: str | None) -> str:
    """The text by its mark, by what it says, else as UTF-8 or as Windows keeps Vietnamese."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace").lstrip("\ufeff").replace("\0", " ")
    if said is None:
        found = _CHARSET.search(content[:_LOOKED_AT])
        said = found[1].decode("ascii") if found else None
    for name in filter(None, (said, "utf-8", "cp1258")):
        encoding = _KNOWN.get(name.lower(), name)
        try:
            return content.decode(encoding).replace("\0", " ")
        except (LookupError, UnicodeError, OSError):  # no file can be opened to look one up
            continue
    return content.decode("utf-8", "replace").replace("\0", " ")
