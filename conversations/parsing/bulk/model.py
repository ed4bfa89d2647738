"""Several answers in one message, as they were read: nothing of it is stored yet."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from conversations.parsing.result import Ambiguous, ReadState, ReadValue, Refused
from conversations.reports.values import Frozen

MAX_ENTRIES = 200  # rows that one message may answer
MAX_TEXT = 16_000  # characters of such a message
MAX_CELLS = 12  # cells in a line of a pasted table, counted over all of its lines
REFUSED = frozenset(
    {
        *("burst.columns", "burst.merged", "burst.no_row", "burst.note"),
        *("burst.too_long", "burst.too_many", "burst.twice"),
    }
)
WARNINGS = frozenset({"burst.fewer", "burst.shifted"})


class Entry(Frozen):
    """One piece of the message. `row` is the key of the row it was read for; None when no row
    was found for it, then `reading` is a refusal that says why. `said` is the officer's text for
    this row alone; `note` what stood in a column of notes beside it."""

    row: str | None
    said: str
    reading: Annotated[ReadValue | ReadState | Ambiguous | Refused, Field(discriminator="outcome")]
    note: str | None = None


class Burst(Frozen):
    """One way to read a message. `words` tell this way from another, as `1.234 · 5`; they are
    empty when there is only one. `warnings` are wording codes about the whole."""

    entries: tuple[Entry, ...]
    words: str = ""
    warnings: tuple[str, ...] = ()
