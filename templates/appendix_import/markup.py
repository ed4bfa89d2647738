"""One part of a Word or Excel file as a tree, without a document type, whatever its encoding."""

from __future__ import annotations

import html
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from templates.appendix_import import limits
from templates.appendix_import.archive import check_markup
from templates.appendix_import.errors import FileRefusedError

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_EXCEL_ENCODINGS = frozenset({"utf-8", "us-ascii", "ascii"})


def parse_markup(markup: bytes) -> Any:
    """The root element; FileRefusedError for unsound XML, for any document type, and for more
    elements than a tree is made of."""
    check_markup(markup)
    if markup.count(b"<") > limits.MAX_ELEMENTS:
        raise FileRefusedError("file.too_many_rows")
    try:
        root = etree.fromstring(markup, etree.XMLParser(**_SAFE))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefusedError("file.broken") from error
    _check_document(root)
    return root


def walk_markup(markup: bytes) -> Iterator[tuple[str, Any]]:
    """Each element at its start and its end, while the part is parsed. Only UTF-8: what reads
    Excel files takes every part for that, and must see the same elements."""
    check_markup(markup)
    events = etree.iterparse(BytesIO(markup), events=("start", "end"), **_SAFE)
    try:
        for number, (event, element) in enumerate(events):
            if number == 0:
                _check_document(element)
                encoding = element.getroottree().docinfo.encoding or "utf-8"
                if encoding.lower() not in _EXCEL_ENCODINGS:
                    raise FileRefusedError("file.broken")
            yield event, element
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileRefusedError("file.broken") from error


def text_of(markup: bytes) -> str:
    """All that stands in a part, its markup too, to look for letters in it."""
    text = markup.decode("utf-8", "replace")
    return html.unescape(text) if "&#" in text else text


def local_name(element: Any) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _check_document(root: Any) -> None:
    """The parser knows a document type in every encoding that it reads."""
    about = root.getroottree().docinfo
    if about.internalDTD is not None or about.externalDTD is not None or about.doctype:
        raise FileRefusedError("file.entities")


def release_element(element: Any) -> None:
    """Forget an element that is done with, and those before it."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
