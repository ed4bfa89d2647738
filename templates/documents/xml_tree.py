"""Parts of Word and Excel files as trees: nothing outside a part is ever fetched or filled in."""

from __future__ import annotations

from typing import Any

from lxml import etree


def read_tree(part: bytes | str) -> Any:
    """The root element of a part; lxml's XMLSyntaxError for what is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(part.encode() if isinstance(part, str) else part, parser)


def write_tree(root: Any) -> bytes:
    """The part, as Word and Excel declare it."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
