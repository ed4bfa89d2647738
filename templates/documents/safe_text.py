"""Making any text safe to stand in a Word file, and marking what is italic in it."""

from __future__ import annotations

import re

# Three of Unicode's noncharacters: kept for a program's own use, never part of a text. They mark
# italics and gaps until the XML is made, so that the template's formatting of the place is kept.
ITALIC_ON = "\ufdd0"
ITALIC_OFF = "\ufdd1"
GAP = "\ufdd2"  # room to write something by hand: blanks on a dotted line
BLANKS = "\u00a0" * 7  # the room of a gap

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls
    "\u202a-\u202e\u2066-\u2069"  # direction overrides: they would reorder the words around
    "\ud800-\udfff"  # halves of a character
    "\ufdd0-\ufdef\ufffe\uffff]"  # noncharacters
)


def clean_xml_text(text: str) -> str:
    """The text without what XML cannot hold; every kind of line end becomes a plain one."""
    lines = "\n".join(text.splitlines()).replace("\t", " ")
    return _FORBIDDEN.sub("", lines).strip()


def mark_italics(label: str) -> str:
    """A form's label, with its <i>…</i> turned into marks that survive escaping."""
    text = clean_xml_text(label)
    return text.replace("<i>", ITALIC_ON).replace("</i>", ITALIC_OFF)
