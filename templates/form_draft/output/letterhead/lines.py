"""A line around the tables of a form, and what takes the place of something in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Zone = Literal["head", "title", "under", "foot"]
"""Above the title, in it, between it and the first figures, and below the last figures."""

DOTTED = (
    r"(?:(?:…|[….·_]{2})(?:[ \u00a0]*[….·_])*|\[[^\[\]]{0,60}\]|<[^<>]{1,60}>|\((?:\.\.+|…+)\))"
)
GAP = rf"(?:[ \u00a0]*{DOTTED}[ \u00a0]*|[ \u00a0\t]{{2,}})"  # dots, or room between two words
_BLANKS = " \u00a0\t"


@dataclass(frozen=True)
class HeadLine:
    """`text` keeps blanks and tabs; lines of one `region` stand in one cell, box or column."""

    text: str
    region: int
    zone: Zone


@dataclass(frozen=True)
class HeadGap:
    """The tag that takes the place of the letters from `start` to `end` of a line; `what` says in
    Vietnamese what it prints. A tag that stands for the lines below too has them in `swallows`."""

    line: int
    start: int
    end: int
    tag: str
    what: str
    swallows: tuple[int, ...] = ()


def make_tag(name: str, like: str = "", otherwise: str = "") -> str:
    """The tag of a value: in capitals where the printed words are; what stands there `otherwise`,
    where the value is not known."""
    letters = [sign for sign in like if sign.isalpha()]
    capital = " | upper" if len(letters) > 1 and all(map(str.isupper, letters)) else ""
    known = "".join(sign for sign in otherwise if sign not in '"\\{}%#').strip()
    spared = f' or "{known}"' if known else ""
    return f"{{{{ {name}{capital}{spared} }}}}"


def fill_gap(text: str, start: int, end: int, tag: str) -> str:
    """The tag with the blanks that stood beside the dots, and one where it would touch a word."""
    said = text[start:end]
    left = said[: len(said) - len(said.lstrip(_BLANKS))]
    right = said[len(said.rstrip(_BLANKS)) :] if said.strip(_BLANKS) else ""
    left, right = left[:1], right[:1]
    if not left and start and text[start - 1].isalnum():
        left = " "
    if not right and end < len(text) and text[end].isalnum():
        right = " "
    return f"{left}{tag}{right}"


def holds_gap(text: str) -> bool:
    """Whether dots, or a place holder, stand in the text."""
    return re.search(DOTTED, text) is not None
