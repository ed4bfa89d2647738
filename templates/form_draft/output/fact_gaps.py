"""A value outside of tables: it takes the place of the dots behind its words."""

from __future__ import annotations

import re
from typing import Any

from templates.form_draft.output.word_cells import (
    CELL,
    PARAGRAPH,
    PRESERVE,
    TEXT,
    add_run,
    fill_cell,
    text_look,
)

DOTS = "….·_ \u00a0\t"
_GAP = re.compile(r"[….·_][….·_ \u00a0]*[….·_]|…|\[[ \u00a0]*\]|(?<=:)[ \u00a0]{3,}(?=\S)")
_SPACES = re.compile(r"\s+")


def write_fact(found: Any, label: str, tag: str) -> None:
    """The tag of the fact of this label in its paragraph, or in its cell."""
    gap = find_gap("".join(one.text or "" for one in found.iter(TEXT)), label)
    if gap is not None:
        _replace(found, *gap, tag)
    elif found.tag == CELL:
        fill_cell(found, tag)
    else:
        last = [*found.iter(PARAGRAPH)][-1]
        look = text_look(last)[1]
        add_run(last, " ", look)
        add_run(last, tag, look)


def find_gap(joined: str, label: str) -> tuple[int, int] | None:
    """Where the dots stand behind the words of the label in a text; None where there are none."""
    words = r"[\s:,]*".join(map(re.escape, _SPACES.split(label.strip(" :"))))
    said = re.search(words, joined, re.IGNORECASE)
    gap = _GAP.search(joined, said.end() if said is not None else 0)
    return gap.span() if gap is not None else None


def _replace(found: Any, start: int, end: int, tag: str) -> None:
    """The tag in place of these letters, wherever a run of the words ends."""
    at = 0
    for one in found.iter(TEXT):
        text = one.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            here = tag if at + first == start else ""
            one.text = text[:first] + here + text[last:]
            one.set(PRESERVE, "preserve")
        at += len(text)
