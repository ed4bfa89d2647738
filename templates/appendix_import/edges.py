"""Where the columns and rows of a table are parted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

Number = TypeVar("Number", int, float)


def merge_edges(places: Iterable[Number], near: Number) -> list[Number]:
    """The places from the lowest, without those that lie no further than `near` from the last one
    that is kept."""
    edges: list[Number] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > near:
            edges.append(place)
    return edges
