"""Where a unit stands in a round, in the table of all of them, and by what the table is sorted."""

from __future__ import annotations

from enum import StrEnum


class UnitState(StrEnum):
    """One word for where a unit's report stands; every report is in one of these."""

    LATE = "late"  # not handed in, past the due date
    NEW = "new"  # nothing answered yet
    OPEN = "open"  # begun
    RETURNED = "returned"
    CORRECTING = "correcting"  # approved before, and being corrected
    REVIEW = "review"  # handed in, waiting for review
    APPROVED = "approved"


class UnitSort(StrEnum):
    """The columns of the table."""

    CODE = "code"
    NAME = "name"
    ABOVE = "above"
    STATE = "state"
    DUE = "due"
    LATE = "late"
    FILLED = "filled"
    WARNINGS = "warnings"
    PERSON = "person"
    PHONE = "phone"
    SEEN = "seen"


OF_PEOPLE = frozenset({UnitSort.PERSON, UnitSort.PHONE, UnitSort.SEEN})
OPEN_STATES = (UnitState.LATE, UnitState.NEW, UnitState.OPEN, UnitState.RETURNED)
FILED_STATES = (UnitState.REVIEW, UnitState.APPROVED)
