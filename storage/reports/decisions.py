"""Decisions about reports that were handed in, and taking them back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from conversations.reports.model import ReportState
from conversations.workflow.connections import HookEvent
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.figures import FigureQueries
from storage.reports.hook_events import HookEventQueries
from storage.reports.submissions import SubmissionQueries
from storage.tables.core import answer, history, report
from storage.tables.workflow import submission


@dataclass(frozen=True, slots=True)
class Decision:
    """That a version of a report was approved or returned, and when."""

    report: int
    version: int
    decision: str
    at: datetime


class DecisionQueries(AuditedQueries):
    async def list_of(self, member_id: int, since: datetime) -> list[Decision]:
        """What the member has approved or sent back since then and nobody went on with, the newest
        first."""
        found = await self._db.execute(
            select(
                *(submission.c.report, submission.c.version),
                *(submission.c.decision, submission.c.decided_at),
            )
            .join(
                report,
                (report.c.id == submission.c.report)
                & (report.c.version == submission.c.version)
                & (report.c.state == submission.c.decision),
            )
            .where(
                submission.c.decided_by == member_id,
                submission.c.decision.in_(("approved", "returned")),
                submission.c.decided_at >= since,
            )
            .order_by(submission.c.decided_at.desc(), submission.c.report)
        )
        return [Decision(*row) for row in found]

    async def undo_approval(self, context: AuditContext, report_id: int, since: datetime) -> bool:
        """Have the newest version wait for a decision again, and the one approved before it be in
        force, if there is one. False when it was not this member who approved it after `since`, or
        when it is not approved any more."""
        row = await self._locked(report_id)
        versions = await self._db.execute(
            select(submission)
            .where(submission.c.report == report_id)
            .order_by(submission.c.version.desc())
        )
        newest, *before = versions.all()
        if row.state != ReportState.APPROVED or newest.decided_by != context.member:
            return False
        if newest.decision != "approved" or newest.decided_at < since:
            return False  # a correction was given up: another version was approved; or long ago
        approved = next((one.version for one in before if one.decision == "approved"), 0)
        if approved:
            counted = await SubmissionQueries(self._work).counted_of(report_id, approved)
            await FigureQueries(self._work).replace(report_id, counted)
        values = {"approved": approved, "correction": newest.reason}
        await self._reopen(context, report_id, row, newest.version, ReportState.SUBMITTED, values)
        return True

    async def undo_return(self, context: AuditContext, report_id: int, since: datetime) -> bool:
        """Have the newest version wait for a decision again, or be approved as it was before its
        rows were sent back. False when it was not this member who returned it after `since`, or
        when the report was changed or moved on since."""
        row = await self._locked(report_id)
        found = await self._db.execute(
            select(submission).where(
                submission.c.report == report_id, submission.c.version == row.version
            )
        )
        newest = found.first()
        if row.state != ReportState.RETURNED or newest is None:
            return False
        if newest.decision != "returned" or newest.decided_by != context.member:
            return False
        if newest.decided_at < since or await self._is_changed(report_id, newest.decided_at):
            return False
        approved = row.approved == row.version
        state = ReportState.APPROVED if approved else ReportState.SUBMITTED
        await SubmissionQueries(self._work).settle(report_id)
        before = await self._last_approval(report_id) if approved else {}
        told = {"undone": "returned"}
        await self._reopen(context, report_id, row, row.version, state, {}, before, told)
        return True

    async def _locked(self, report_id: int) -> Row[Any]:
        query = select(report).where(report.c.id == report_id).with_for_update(key_share=True)
        return (await self._db.execute(query)).one()

    async def _reopen(
        self,
        context: AuditContext,
        report_id: int,
        row: Row[Any],
        version: int,
        state: ReportState,
        values: dict[str, Any],
        decided: dict[str, Any] | None = None,
        told: dict[str, Any] | None = None,
    ) -> None:
        """Bring the report into the state before its version was decided on, with the decision
        before that; others are told of the state as if it were new."""
        undecided = {"decision": None, "decided_by": None, "decided_at": None}
        await self._db.execute(
            update(submission)
            .where(submission.c.report == report_id, submission.c.version == version)
            .values(undecided | (decided or {}))
        )
        await self._db.execute(
            update(report).where(report.c.id == report_id).values(values | {"state": state})
        )
        self._touch(report, (report_id,))
        new = {"state": state.value} | (told or {})
        await self._record(context, "state", {"state": row.state}, new)
        kind = HookEvent.APPROVED if state is ReportState.APPROVED else HookEvent.SUBMITTED
        await HookEventQueries(self._work).report_moved(report_id, kind, context.at)

    async def _last_approval(self, report_id: int) -> dict[str, Any]:
        """Who approved the report last, and when, as the history has it."""
        found = await self._db.execute(
            select(history.c.new, history.c.member, history.c.at)
            .where(history.c.report == report_id, history.c.subject == "state")
            .order_by(history.c.id.desc())
        )
        last = next(row for row in found if row.new["state"] == ReportState.APPROVED)
        return {"decision": "approved", "decided_by": last.member, "decided_at": last.at}

    async def _is_changed(self, report_id: int, since: datetime) -> bool:
        """Whether an answer of the report was written after this moment."""
        found = await self._db.scalar(
            select(answer.c.key).where(answer.c.report == report_id, answer.c.at > since).limit(1)
        )
        return found is not None
