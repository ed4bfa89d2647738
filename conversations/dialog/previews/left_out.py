"""What a file holds and what was not taken of it, in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conversations.reports.previous import FiledAppendix

MOST_PLACES = 3  # of one kind, that are told with their places
UNREMARKABLE = frozenset({"aside.words"})  # a letterhead, a signature
SHORT = 30  # characters of what stood there


def keep_examples(filed: FiledAppendix) -> FiledAppendix:
    """The file with a few examples of each kind of thing that was left out: a session is small."""
    seen: dict[str, int] = {}
    kept = []
    for one in filed.left_out:
        seen[one.why] = seen.get(one.why, 0) + 1
        if seen[one.why] <= MOST_PLACES:
            kept.append(one)
    return filed.model_copy(update={"left_out": tuple(kept)})


def describe_left_out(filed: FiledAppendix) -> list[Mapping[str, Any]]:
    """How many things were left out for each reason, and where the first of them stand."""
    return [
        {
            "why": why,
            "count": count,
            "places": [
                {"where": one.where, "text": one.text[:SHORT]}
                for one in filed.left_out
                if one.why == why
            ][:MOST_PLACES],
        }
        for why, count in filed.left_counts.items()
        if why not in UNREMARKABLE
    ]


def count_left_out(filed: FiledAppendix) -> int:
    return sum(group["count"] for group in describe_left_out(filed))
