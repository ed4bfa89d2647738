"""The parts of an OpenDocument file (.odt, .ods), or of one that is a single XML document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from templates.appendix_import import limits
from templates.appendix_import.archive import open_zip, read_part
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.markup import parse_markup

CONTENT, STYLES, MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_SECRET = b"encryption-data"
_MACROS = ("Basic/", "Scripts/")
_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}


def on(name: str) -> str:
    """`table:table-cell` as lxml names it."""
    space, _, local = name.partition(":")
    return f"{{{_SPACES[space]}}}{local}"


@dataclass(frozen=True)
class OpenParts:
    """The body of the document, and the roots that styles stand in."""

    body: Any
    styles: tuple[Any, ...]


def open_parts(content: bytes) -> OpenParts:
    """FileRefusedError for a password, macros, damage, or more than one looks at."""
    if not content.startswith(b"PK"):
        root = parse_markup(content)
        return OpenParts(_body(root), (root,))
    with open_zip(content) as archive:
        names = set(archive.namelist())
        if MANIFEST in names and _SECRET in read_part(archive, MANIFEST, limits.MAX_PROPERTIES):
            raise FileRefusedError("file.encrypted")
        if "encrypted-package" in names:
            raise FileRefusedError("file.encrypted")
        if any(
            name.startswith(_MACROS) and name.endswith((".xba", ".py", ".js")) for name in names
        ):
            raise FileRefusedError("file.macros")
        root = parse_markup(read_part(archive, CONTENT, limits.MAX_SHEET, "file.too_many_rows"))
        styles = [root]
        if STYLES in names:
            styles.append(parse_markup(read_part(archive, STYLES, limits.MAX_DOCUMENT)))
    return OpenParts(_body(root), tuple(styles))


def _body(root: Any) -> Any:
    body = root.find(on("office:body"))
    if body is None or not len(body):
        raise FileRefusedError("file.broken")
    return body[0]
