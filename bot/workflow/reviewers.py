"""Whose decision a report that was handed in waits for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.workflow.context import reviewers_of
from conversations.reports.model import ReportState
from storage.transaction import Transaction
from storage.workflow.duties import DueReport
from storage.workflow.waiting_versions import WaitingVersion


async def for_reviewer(tx: Transaction, member: int, units: Sequence[int]) -> list[DueReport]:
    """What these units, and those merged into them, have handed in and their reviewer is to look
    at: not what they handed in themselves, when another may."""
    found = await tx.duties.of_units(
        sorted(await tx.units.with_merged(units)), state=ReportState.SUBMITTED
    )
    by = await tx.submissions.submitters_of([one.report for one in found])
    return [
        one
        for one in found
        if by.get(one.report) != member or not await another_may(tx, member, one.unit)
    ]


async def for_coordinator(tx: Transaction, member: int, root: int) -> list[DueReport]:
    """What was handed in below `root` by units without a reviewer, or by their only one; the next
    due first."""
    own, _ = await split_waiting(tx, member, root)
    found = (await tx.duties.of_reports([one.report for one in own])).values()
    return sorted(found, key=lambda one: (one.due_at is None, one.due_at or 0, one.report))


async def split_waiting(
    tx: Transaction, member: int, root: int
) -> tuple[list[WaitingVersion], list[WaitingVersion]]:
    """What waits in `root` and below it: for this coordinator, as nobody else reviews there, and
    for somebody else; what was handed in first comes first."""
    looking = await tx.waiting.reviewers_under(root)
    own: list[WaitingVersion] = []
    others: list[WaitingVersion] = []
    for one in await tx.waiting.list_under(root):
        alone = not looking.get(one.unit, set()) - {one.by}
        mine = alone and (one.by != member or not await another_may(tx, member, one.unit))
        (own if mine else others).append(one)
    return own, others


async def another_may(tx: Transaction, member: int, unit: int) -> bool:
    """Whether somebody but this member may decide on the unit's reports."""
    return any(one.id != member for one in await reviewers_of(tx, unit, but=member))


async def is_for_another(tx: Transaction, member: int, number: int, unit: int) -> bool:
    """Whether the member handed the report in, and somebody else may decide on it."""
    by = await tx.submissions.submitters_of([number])
    return by.get(number) == member and await another_may(tx, member, unit)
