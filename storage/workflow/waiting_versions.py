"""The reports that wait for a decision, by the bare facts: there may be thousands."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, select

from conversations.reports.lifecycle import ReportState
from conversations.workflow.permissions import Role
from storage.core.queries import Queries
from storage.tables.core import org_unit, report
from storage.tables.workflow import role, submission
from storage.workflow.duties import still_owed
from storage.workflow.units import select_subtree


class WaitingVersion(NamedTuple):
    """A report whose newest version waits: its unit, and who handed it in, when."""

    report: int
    unit: int
    by: int
    filed_at: datetime


_UNDER = select_subtree(bindparam("root", type_=Integer))
_WAITING = (
    select(report.c.id, report.c.org_unit, submission.c.member, submission.c.at)
    .join(
        submission,
        (submission.c.report == report.c.id) & (submission.c.version == report.c.version),
    )
    .join(org_unit, org_unit.c.id == report.c.org_unit)
    .where(report.c.state == ReportState.SUBMITTED, report.c.org_unit.in_(_UNDER), still_owed())
    .order_by(submission.c.at, report.c.id)
)
_REVIEWERS = select(role.c.org_unit, role.c.member).where(
    role.c.role == Role.REVIEWER, role.c.until.is_(None), role.c.org_unit.in_(_UNDER)
)


class WaitingQueries(Queries):
    async def list_under(self, root: int) -> list[WaitingVersion]:
        """What waits in the unit and in all below it, also in those that have ended; what was
        handed in first comes first."""
        found = await self._db.execute(_WAITING, {"root": root})
        return [WaitingVersion(*row) for row in found]

    async def reviewers_under(self, root: int) -> dict[int, set[int]]:
        """Who reviews in the unit and in those below it, by unit."""
        found: dict[int, set[int]] = defaultdict(set)
        for unit, member in await self._db.execute(_REVIEWERS, {"root": root}):
            found[unit].add(member)
        return found
