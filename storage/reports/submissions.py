"""Handing in: each submission is kept as it was; the one that counts is there to be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update

from conversations.answers.values import Answer
from conversations.reports.lifecycle import may_become
from conversations.reports.model import ReportState
from conversations.reports.report_text import ReportText
from storage.core.errors import RevisionConflict
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.answers import AnswerQueries
from storage.reports.figures import FigureQueries, without_words
from storage.reports.hook_events import HookEventQueries, event_of_move
from storage.tables.core import org_unit, report
from storage.tables.types import make_storable
from storage.tables.workflow import returned, submission, usage

_ANSWERS = TypeAdapter(dict[str, Answer])
_NAMES = ("name", "short_name", "abbreviation")


@dataclass(frozen=True, slots=True)
class Submitted:
    """A report as it was handed in. `decision` is approved, returned, recalled, or None while
    it waits; `reason` that of a correction; `text` the report in words, where its form has one."""

    version: int
    answers: dict[str, Answer]
    text: ReportText | None
    late: bool
    reason: str | None
    member: int
    at: datetime
    decision: str | None


class SubmissionQueries(AuditedQueries):
    async def move(
        self,
        context: AuditContext,
        report_id: int,
        state: ReportState,
        reason: str | None = None,
        text: ReportText | None = None,
    ) -> None:
        """Bring the report into a state; Conflict when it is not in one that allows it. `text` is
        the report in words that is handed in."""
        text = _storable(text)
        where = report.c.id == report_id
        locked = select(report).where(where).with_for_update(key_share=True)
        row = (await self._db.execute(locked)).one()
        if not may_become(ReportState(row.state), state):
            message = f"a report that is {row.state} cannot become {state}"
            raise RevisionConflict(message)
        values: dict[str, Any] = {"state": state}
        match state:
            case ReportState.SUBMITTED:
                values |= await self._submit(context, report_id, dict(row._mapping), text)
            case ReportState.APPROVED if row.state != ReportState.SUBMITTED:
                values |= await self._abandon(report_id, row.correction)
            case ReportState.APPROVED:
                await self._decide(context, report_id, row.version, "approved")
                await FigureQueries(self._work).replace(
                    report_id, await self.counted_of(report_id, row.version)
                )
                await self.settle(report_id)
                values |= {"approved": row.version, "correction": None}
            case ReportState.RETURNED if row.state == ReportState.SUBMITTED and not reason:
                await self._decide(context, report_id, row.version, "recalled")
            case ReportState.RETURNED:
                await self._decide(context, report_id, row.version, "returned")
            case ReportState.CORRECTING if row.state == ReportState.APPROVED:
                values |= {"correction": reason}
            case ReportState.CORRECTING | ReportState.DRAFT:
                await self._decide(context, report_id, row.version, "recalled")
        await self._db.execute(update(report).where(where).values(values))
        if state is ReportState.SUBMITTED:
            self._touch(report, (report_id,))
        new = {"state": state.value} | ({"reason": reason} if reason else {})
        new |= {"words": text.digest} if text is not None else {}
        await self._record(context, "state", {"state": row.state}, new)
        recalled = state is ReportState.RETURNED and not reason
        event = event_of_move(ReportState(row.state), state, row.approved, recalled=recalled)
        if event is not None:
            await HookEventQueries(self._work).report_moved(report_id, event, context.at)

    async def _submit(
        self,
        context: AuditContext,
        report_id: int,
        row: Mapping[str, Any],
        text: ReportText | None,
    ) -> dict[str, Any]:
        """Keep the answers and the words as they are now, and the unit's names. Late is what first
        comes in after its due date."""
        answers = await AnswerQueries(self._work).of_report(report_id)
        version = row["version"] + 1
        late = version == 1 and row["due_at"] is not None and context.at > row["due_at"]
        await self._db.execute(
            submission.insert().values(
                report=report_id,
                version=version,
                answers=_ANSWERS.dump_python(
                    answers, mode="json", exclude_none=True, exclude={"__all__": {"author"}}
                ),
                words=text.model_dump(mode="json") if text is not None else None,
                late=late,
                reason=row["correction"],
                member=context.member,
                at=context.at,
            )
        )
        if not row["approved"]:
            await FigureQueries(self._work).replace(report_id, without_words(answers, text))
        first_late = row["late"] or late
        unit = await self._db.execute(
            select(*(org_unit.c[name] for name in _NAMES)).where(org_unit.c.id == row["org_unit"])
        )
        return {"version": version, "late": first_late, "unit": dict(unit.mappings().one())}

    async def _abandon(self, report_id: int, correction: str | None) -> dict[str, Any]:
        """A correction is given up; Conflict when none is open."""
        if correction is None:
            message = "only a correction can be given up"
            raise RevisionConflict(message)
        await self.settle(report_id)
        return {"correction": None}

    async def _decide(
        self, context: AuditContext, report_id: int, version: int, decision: str
    ) -> None:
        where = (submission.c.report == report_id, submission.c.version == version)
        values = {"decision": decision, "decided_by": context.member, "decided_at": context.at}
        await self._db.execute(update(submission).where(*where).values(values))

    async def counted_of(self, report_id: int, version: int) -> Mapping[str, Answer]:
        """The answers of a version that have figures."""
        found = await self.load(report_id, version)
        return without_words(found.answers, found.text)

    async def settle(self, report_id: int) -> None:
        """No row of the report is sent back any more."""
        await self._db.execute(delete(returned).where(returned.c.report == report_id))

    async def return_rows(
        self, context: AuditContext, report_id: int, rows: Mapping[str, str]
    ) -> None:
        """Send these rows back, each with its reason; Conflict when the state forbids it."""
        await self.settle(report_id)
        standing = await AnswerQueries(self._work).of_report(report_id)
        for key, why in rows.items():
            revision = standing[key].revision if key in standing else 0
            values: dict[str, Any] = {"report": report_id, "key": key, "reason": why}
            values |= {"revision": revision, "member": context.member, "at": context.at}
            await self._db.execute(returned.insert().values(**values))
            await self._record(context, f"returned:{key}", None, {"reason": why})
        await self.move(context, report_id, ReportState.RETURNED, f"{len(rows)}")

    async def load(self, report_id: int, version: int) -> Submitted:
        """One submission; LookupError when there is none."""
        found = await self._db.execute(
            select(submission).where(
                submission.c.report == report_id, submission.c.version == version
            )
        )
        row = found.first()
        if row is None:
            message = f"report {report_id} was not submitted {version} times"
            raise LookupError(message)
        return Submitted(
            version=row.version,
            answers=_ANSWERS.validate_python(row.answers),
            text=ReportText.model_validate(row.words) if row.words else None,
            late=row.late,
            reason=row.reason,
            member=row.member,
            at=row.at,
            decision=row.decision,
        )

    async def list_of(self, report_id: int) -> list[Submitted]:
        """All submissions, oldest first."""
        found = await self._db.execute(
            select(submission.c.version)
            .where(submission.c.report == report_id)
            .order_by(submission.c.version)
        )
        return [await self.load(report_id, number) for number in found.scalars()]

    async def submitted_at(self, report_ids: Sequence[int]) -> dict[int, datetime]:
        """When the newest version of each of these reports was handed in."""
        found = await self._db.execute(
            select(submission.c.report, func.max(submission.c.at))
            .where(submission.c.report.in_([*report_ids]))
            .group_by(submission.c.report)
        )
        return {row.report: row[1] for row in found}

    async def submitters_of(self, report_ids: Sequence[int]) -> dict[int, int]:
        """Who made the newest submission of each of these reports."""
        if not report_ids:
            return {}
        found = await self._db.execute(
            select(report.c.id, submission.c.member)
            .join(
                submission,
                (submission.c.report == report.c.id) & (submission.c.version == report.c.version),
            )
            .where(report.c.id.in_([*report_ids]))
        )
        return {row.id: row.member for row in found}

    async def mark_used(self, report_id: int, version: int, member_id: int, now: datetime) -> None:
        """The member was given this version: they are told when another comes into force."""
        keys = {"report": report_id, "version": version, "member": member_id}
        await self._add_once(usage, list(keys), **keys, at=now)

    async def users_before(self, report_id: int, before: int) -> list[int]:
        """The members who were given a version before this one."""
        found = await self._db.execute(
            select(usage.c.member)
            .where(usage.c.report == report_id, usage.c.version < before)
            .distinct()
            .order_by(usage.c.member)
        )
        return [*found.scalars()]


def _storable(text: ReportText | None) -> ReportText | None:
    """The words as the database holds them, so that their hash is that of what is kept."""
    if text is None:
        return None
    return ReportText.model_validate(make_storable(text.model_dump(mode="json")))
