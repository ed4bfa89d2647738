"""Whose decision a report that was handed in waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bot.workflow.context import reviewers_of
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from storage.transaction import Transaction
from storage.workflow.duties import DueReport


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
    """What was handed in below `root` by units without a reviewer, or by their only one."""
    below = (*await tx.units.list_under(root), *await tx.units.ended_under(root))
    units = [unit.id for unit in below]
    found = await tx.duties.of_units(units, state=ReportState.SUBMITTED)
    by = await tx.submissions.submitters_of([one.report for one in found])
    looking: dict[int, set[int]] = defaultdict(set)
    for person in await tx.roles.people_of({one.unit for one in found}, Role.REVIEWER):
        looking[person.unit].add(person.id)
    return [
        one
        for one in found
        if not looking[one.unit] - {by.get(one.report, 0)}
        and (by.get(one.report) != member or not await another_may(tx, member, one.unit))
    ]


async def another_may(tx: Transaction, member: int, unit: int) -> bool:
    """Whether somebody but this member may decide on the unit's reports."""
    return any(one.id != member for one in await reviewers_of(tx, unit, but=member))


async def is_for_another(tx: Transaction, member: int, number: int, unit: int) -> bool:
    """Whether the member handed the report in, and somebody else may decide on it."""
    by = await tx.submissions.submitters_of([number])
    return by.get(number) == member and await another_may(tx, member, unit)
