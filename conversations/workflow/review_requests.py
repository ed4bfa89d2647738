"""Requests that decide about a report."""

from __future__ import annotations

import operator
from datetime import date
from typing import Literal

from pydantic import Field

from conversations.workflow.request_bases import ConfirmedRequest, ReportRequest


class Approve(ReportRequest, ConfirmedRequest):
    """Approve this version of a report."""

    do: Literal["approve"] = "approve"
    version: int
    sure: bool = Field(default=False, exclude_if=operator.not_)


class UndoApproval(ReportRequest):
    """Have the report wait for a decision again, shortly after this version was approved."""

    do: Literal["undo_approval"] = "undo_approval"
    version: int


class Return(ReportRequest, ConfirmedRequest):
    """Send the rows that were named back; ask which, when none was."""

    do: Literal["return"] = "return"
    rows: dict[str, str] = Field(default_factory=dict)


class UndoReturn(ReportRequest):
    """Have the report be as it was before rows of this version were sent back, shortly after."""

    do: Literal["undo_return"] = "undo_return"
    version: int


class Extend(ReportRequest, ConfirmedRequest):
    """Give a report a later due date; ask for it and for the reason, when they are missing.
    `kept`: the day stays though it is a day off."""

    do: Literal["extend"] = "extend"
    day: date | None = None
    reason: str = ""
    sure: bool = Field(default=False, exclude_if=operator.not_)
    kept: bool = Field(default=False, exclude_if=operator.not_)


class RefuseExtension(ReportRequest):
    """Tell the member who asked for a later due date that the old one stays."""

    do: Literal["refuse_extension"] = "refuse_extension"
    member: int


class Lock(ConfirmedRequest):
    """Close a report or a whole round to changes, or open it again."""

    do: Literal["lock"] = "lock"
    locked: bool
    report: int | None = None
    round: int | None = None


class Correct(ReportRequest):
    """Open an approved report for a correction."""

    do: Literal["correct"] = "correct"
    reason: str = ""
