"""Names of elements of Word files, in the one namespace that they are read in."""

from __future__ import annotations

from typing import Any

from templates.appendix_import.markup import parse_markup

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_STRICT = b"http://purl.oclc.org/ooxml/"  # Strict Open XML has the same elements by other names
_STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", _M.encode()),
)
OFF = frozenset({"0", "false", "off", "none"})


def qn(name: str) -> str:
    """`w:tbl` as the parser spells it."""
    return f"{{{_W}}}{name.removeprefix('w:')}"


def mathn(name: str) -> str:
    """`m:oMath`, of formulas."""
    return f"{{{_M}}}{name.removeprefix('m:')}"


FALLBACK = f"{{{_MC}}}Fallback"  # the same once more, for an older Word


def parse_word(markup: bytes) -> Any:
    """The root element of a part."""
    if _STRICT in markup:
        for strict, usual in _STRICT_NAMES:
            markup = markup.replace(strict, usual)
    return parse_markup(markup)


def value_of(element: Any, name: str) -> str | None:
    """The value of a child that only says one: `<w:vertAlign w:val="superscript"/>`."""
    found = element.find(qn(name)) if element is not None else None
    return found.get(qn("w:val"), "1") if found is not None else None


def is_on(element: Any, name: str) -> bool | None:
    """Whether a switch is on or off; None where nothing is said."""
    said = value_of(element, name)
    return None if said is None else said not in OFF
