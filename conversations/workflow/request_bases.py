"""What requests of the office have in common."""

from __future__ import annotations

from enum import StrEnum

from conversations.frozen import Frozen


class BoardFilter(StrEnum):
    """Which reports a board shows."""

    ALL = "all"
    LATE = "late"  # not handed in, past the due date
    OPEN = "open"  # not handed in
    REVIEW = "review"  # handed in, waiting for review
    RETURNED = "returned"
    CORRECTING = "correcting"  # approved before, and being corrected
    APPROVED = "approved"
    AWAY = "away"  # nobody of the unit can be reached


class ReportRequest(Frozen):
    """A request about a report."""

    do: str
    report: int


class RoundRequest(Frozen):
    """A request about a round, for a `unit` and all below it: the first that the member watches
    over, when none is named."""

    do: str
    round: int
    unit: int | None = None


class BoardRequest(Frozen):
    """A request about the reports of a board: `only` units of one kind, and only those behind in a
    `section`."""

    do: str
    unit: int | None = None
    show: BoardFilter = BoardFilter.ALL
    only: str | None = None
    section: str | None = None


class ConfirmedRequest(Frozen):
    """A request that is carried out once the member is `sure`."""

    do: str
    sure: bool = False


class BoardGrouping(StrEnum):
    """What the lines of a board stand for, where they are no units."""

    PARENT = "parent"  # the units of the next level below the board's own
    KIND = "kind"
