"""The life of a report: from which state to which, and by what."""

from __future__ import annotations

from enum import StrEnum


class ReportState(StrEnum):
    """Where a report stands between its officer and its reviewer."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"  # only the rows that were named may be changed
    APPROVED = "approved"
    CORRECTING = "correcting"  # đính chính: the approved version stands until the next one


EDITABLE = frozenset({ReportState.DRAFT, ReportState.RETURNED, ReportState.CORRECTING})
FILED = frozenset({ReportState.SUBMITTED, ReportState.APPROVED})

TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.DRAFT: frozenset({ReportState.SUBMITTED}),
    # A correction may be given up: the approved version stands as before.
    ReportState.RETURNED: frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
    ReportState.CORRECTING: frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
    ReportState.SUBMITTED: frozenset(
        {
            *(ReportState.APPROVED, ReportState.RETURNED),
            *(ReportState.DRAFT, ReportState.CORRECTING),  # recalled before review
        }
    ),
    ReportState.APPROVED: frozenset({ReportState.CORRECTING, ReportState.RETURNED}),
}


def may_become(old: ReportState, new: ReportState) -> bool:
    """Whether a report in one state may be brought into the other."""
    return new in TRANSITIONS[old]
