"""What other systems may read of an office, and of what they may be told: the words of both are a
public contract."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

API_ROOT = "/api/v1"  # where the programming interface is
LONGEST_SAID = 40  # characters of a word that is repeated to who said it
W = TypeVar("W", bound=StrEnum)


class ApiScope(StrEnum):
    """What a token lets another system read. `people` adds the names of persons to the history."""

    FORMS = "forms"
    UNITS = "units"
    ROUNDS = "rounds"
    REPORTS = "reports"
    VALUES = "values"
    TOTALS = "totals"
    DOCUMENTS = "documents"
    HISTORY = "history"
    PEOPLE = "people"


class HookEvent(StrEnum):
    """What an address is told of. A correction that is approved takes the place of the version that
    was in force: `corrected` tells of it, and `approved` of a first approval."""

    SUBMITTED = "report.submitted"
    RECALLED = "report.recalled"
    RETURNED = "report.returned"
    APPROVED = "report.approved"
    CORRECTED = "report.corrected"
    ROUND_OPENED = "round.opened"


class PauseReason(StrEnum):
    """Why an address is told nothing for the time being."""

    FAILING = "failing"  # for days it took nothing
    GONE = "gone"  # it says that it is no more
    UNSIGNED = "unsigned"  # a restored backup holds none to sign by
    ASKED = "asked"  # by the administrator


def join_words(words: tuple[StrEnum, ...]) -> str:
    """Words of a list as they are stored: in its order, each once, with blanks between them."""
    return " ".join(one.value for one in type(words[0]) if one in words) if words else ""


def split_words(kind: type[W], stored: str) -> tuple[W, ...]:
    """Words that `join_words` has stored, without those that are no longer known."""
    known = {one.value: one for one in kind}
    return tuple(known[word] for word in stored.split() if word in known)


def read_words(kind: type[W], said: Iterable[str]) -> tuple[tuple[W, ...], str]:
    """The words of a list that somebody says, in its order, and the first that is not of it: empty
    where all are."""
    asked = {part for some in said for part in some.replace(",", " ").split()}
    unknown = sorted(asked - {one.value for one in kind})
    found = tuple(one for one in kind if one.value in asked)
    return found, unknown[0][:LONGEST_SAID] if unknown else ""
