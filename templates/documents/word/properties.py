"""The properties of a Word file, written anew: whoever edits the template leaves a name in them.

An issued appendix carries its code and hash here; the same names are used in Excel and, as
keywords, in PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import escape

CODE, HASH = "PhulucCode", "PhulucHash"
CORE, APP, CUSTOM = "docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"
TYPES, RELATIONS = "[Content_Types].xml", "_rels/.rels"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_CORE = (
    "<cp:coreProperties "
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title>'
    "<dc:language>vi-VN</dc:language></cp:coreProperties>"
)
_ONE = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}">'
    "<vt:lpwstr>{}</vt:lpwstr></property>"
)


def write_properties(name: str, context: Mapping[str, Any]) -> str:
    """One of the three parts, for this document."""
    match name:
        case "docProps/core.xml":
            return _HEAD + _CORE.format(escape(context["title"]))
        case "docProps/app.xml":
            return f'{_HEAD}<Properties xmlns="{_OFFICE}/extended-properties"/>'
        case _:
            return _HEAD + _custom(context["seal"])


def _custom(sealed: Mapping[str, str]) -> str:
    given = ((CODE, sealed["code"]), (HASH, sealed["hash"])) if sealed["code"] else ()
    inside = "".join(_ONE.format(n, name, escape(text)) for n, (name, text) in enumerate(given, 2))
    return (
        f'<Properties xmlns="{_OFFICE}/custom-properties" xmlns:vt="{_OFFICE}/docPropsVTypes">'
        f"{inside}</Properties>"
    )


def with_custom(parts: tuple[tuple[str, bytes], ...]) -> tuple[tuple[str, bytes], ...]:
    """The parts with room for properties of our own, when the template has none."""
    if CUSTOM in dict(parts):
        return parts
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    entry = f'<Override PartName="/{CUSTOM}" ContentType="{kind}"/></Types>'.encode()
    link = (
        f'<Relationship Id="rIdPhuluc" Type="{_OFFICE}/relationships/custom-properties" '
        f'Target="{CUSTOM}"/></Relationships>'
    ).encode()
    ends = {TYPES: (b"</Types>", entry), RELATIONS: (b"</Relationships>", link)}
    added = [
        (name, content.replace(*ends[name]) if name in ends else content) for name, content in parts
    ]
    return (*added, (CUSTOM, b""))
