"""The board as a picture: a line for each unit, a cell for each section, drawn by typst."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from templates.documents.typst_runner import typeset_source

PIXELS_PER_INCH = 110.0


def heat_map(title: str, sections: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> bytes:
    """A PNG. Each line has `n`, `unit`, `show` (late, open, …), `fills` of its sections (none,
    some, most, all; empty when it was handed in), how many are `answered` in each, `filled` and
    `total`."""
    data = {"title": title, "sections": [*sections], "lines": [dict(line) for line in lines]}
    return typeset_source("charts/heat_map.typ", data, format="png", ppi=PIXELS_PER_INCH)
