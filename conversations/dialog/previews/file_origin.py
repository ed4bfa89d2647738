"""What kind of file something was read from, and what the signatures on it are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.calendar.dates import print_moment
from conversations.reports.file_signatures import FileSignature
from conversations.reports.previous import FiledAppendix

USUAL = frozenset({"word", "excel"})  # kinds of files that need no word
MOST_TOLD = 5  # signatures of a file that are told one by one


def describe_origin(filed: FiledAppendix) -> dict[str, Any]:
    """For the words `file.origin` and `file.signatures`."""
    kind = "" if filed.kind in USUAL else filed.kind
    return {"kind": kind, **describe_signatures(filed.signatures)}


def describe_signatures(signatures: Sequence[FileSignature]) -> dict[str, Any]:
    """The signatures as the words for them need them; the last ones where there are many."""
    told = []
    for one in signatures[-MOST_TOLD:]:
        moment = one.stamped or one.claimed
        when = print_moment(moment) if moment is not None else ""
        told.append(one.model_dump(exclude={"claimed", "stamped"}) | {"when": when})
    return {"signatures": told, "more_signatures": len(signatures) - len(told)}
