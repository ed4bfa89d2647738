"""The board as a picture: a line for each unit, a cell for each section, drawn by typst."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

PIXELS_PER_INCH = 110.0


def heat_map(title: str, sections: Sequence[str], lines: Sequence[Mapping[str, Any]]) -> bytes:
    """A PNG. Each line has `n`, `unit`, `show` (late, open, …), `fills` of its sections (none,
    some, most, all), `filled` and `total`."""
    import typst

    data = {"title": title, "sections": [*sections], "lines": [dict(line) for line in lines]}
    made = typst.compile(
        _source(),
        format="png",
        ppi=PIXELS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(made if isinstance(made, bytes) else made[0])


@cache
def _source() -> bytes:
    return (files("templates") / "documents" / "heat_map.typ").read_bytes()
