"""Handing in: each submission is kept as it was; the one that counts is there to be added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import delete, func, select, update

from conversations.answers.figure import as_figure
from conversations.answers.values import Answer
from conversations.reports.lifecycle import may_become
from conversations.reports.model import ReportState
from conversations.reports.report_text import OWN_WORDS, ReportText
from conversations.workflow.connections import HookEvent
from storage.core.errors import RevisionConflict
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.answers import AnswerQueries
from storage.reports.hook_events import HookEventQueries, event_of_move
from storage.tables.core import answer, history, org_unit, report
from storage.tables.types import make_storable
from storage.tables.workflow import figure, returned, submission, usage

_ANSWERS = TypeAdapter(dict[str, Answer])
HUNDREDTHS = 100
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


@dataclass(frozen=True, slots=True)
class Decision:
    """That a version of a report was approved or returned, and when."""

    report: int
    version: int
    decision: str
    at: datetime


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
                await self._count(report_id, await self._counted(report_id, row.version))
                await self._settle(report_id)
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
            await self._count(report_id, _without_words(answers, text))
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
        await self._settle(report_id)
        return {"correction": None}

    async def decisions_of(self, member_id: int, since: datetime) -> list[Decision]:
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
        where = report.c.id == report_id
        locked = select(report).where(where).with_for_update(key_share=True)
        row = (await self._db.execute(locked)).one()
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
        await self._db.execute(
            update(submission)
            .where(submission.c.report == report_id, submission.c.version == newest.version)
            .values(decision=None, decided_by=None, decided_at=None)
        )
        if approved:
            await self._count(report_id, await self._counted(report_id, approved))
        values = {"state": ReportState.SUBMITTED, "approved": approved}
        await self._db.execute(
            update(report).where(where).values(**values, correction=newest.reason)
        )
        self._touch(report, (report_id,))
        new = {"state": ReportState.SUBMITTED.value}
        await self._record(context, "state", {"state": row.state}, new)
        await self._tell_undone(report_id, ReportState.SUBMITTED, context.at)
        return True

    async def undo_return(self, context: AuditContext, report_id: int, since: datetime) -> bool:
        """Have the newest version wait for a decision again, or be approved as it was before its
        rows were sent back. False when it was not this member who returned it after `since`, or
        when the report was changed or moved on since."""
        where = report.c.id == report_id
        locked = select(report).where(where).with_for_update(key_share=True)
        row = (await self._db.execute(locked)).one()
        newest = (
            await self._db.execute(
                select(submission).where(
                    submission.c.report == report_id, submission.c.version == row.version
                )
            )
        ).first()
        if row.state != ReportState.RETURNED or newest is None:
            return False
        if newest.decision != "returned" or newest.decided_by != context.member:
            return False
        if newest.decided_at < since or await self._is_changed(report_id, newest.decided_at):
            return False
        approved = row.approved == row.version
        state = ReportState.APPROVED if approved else ReportState.SUBMITTED
        await self._settle(report_id)
        before = await self._last_approval(report_id) if approved else {}
        values = {"decision": None, "decided_by": None, "decided_at": None} | before
        await self._db.execute(
            update(submission)
            .where(submission.c.report == report_id, submission.c.version == row.version)
            .values(values)
        )
        await self._db.execute(update(report).where(where).values(state=state))
        self._touch(report, (report_id,))
        new = {"state": state.value, "undone": "returned"}
        await self._record(context, "state", {"state": row.state}, new)
        await self._tell_undone(report_id, state, context.at)
        return True

    async def _tell_undone(self, report_id: int, state: ReportState, at: datetime) -> None:
        """A decision was taken back: others are told of the state before it as if it were new."""
        kind = HookEvent.APPROVED if state is ReportState.APPROVED else HookEvent.SUBMITTED
        await HookEventQueries(self._work).report_moved(report_id, kind, at)

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

    async def _decide(
        self, context: AuditContext, report_id: int, version: int, decision: str
    ) -> None:
        where = (submission.c.report == report_id, submission.c.version == version)
        values = {"decision": decision, "decided_by": context.member, "decided_at": context.at}
        await self._db.execute(update(submission).where(*where).values(values))

    async def _count(self, report_id: int, answers: Mapping[str, Answer]) -> None:
        """From now on these are the report's numbers in every total."""
        await self._db.execute(delete(figure).where(figure.c.report == report_id))
        rows = [figure_of(report_id, key, one) for key, one in answers.items()]
        if rows:
            await self._db.execute(figure.insert(), rows)

    async def _counted(self, report_id: int, version: int) -> Mapping[str, Answer]:
        """The answers of a version that have figures."""
        found = await self.load(report_id, version)
        return _without_words(found.answers, found.text)

    async def _settle(self, report_id: int) -> None:
        await self._db.execute(delete(returned).where(returned.c.report == report_id))

    async def return_rows(
        self, context: AuditContext, report_id: int, rows: Mapping[str, str]
    ) -> None:
        """Send these rows back, each with its reason; Conflict when the state forbids it."""
        await self._settle(report_id)
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


def _without_words(answers: Mapping[str, Answer], text: ReportText | None) -> Mapping[str, Answer]:
    """The answers of the appendix: own words are nothing to add up."""
    if text is None:
        return answers
    return {key: one for key, one in answers.items() if not key.startswith(OWN_WORDS)}


def _storable(text: ReportText | None) -> ReportText | None:
    """The words as the database holds them, so that their hash is that of what is kept."""
    if text is None:
        return None
    return ReportText.model_validate(make_storable(text.model_dump(mode="json")))


def figure_of(report_id: int, key: str, given: Answer) -> dict[str, Any]:
    """An answer as a row that a database can add up: amounts in hundredths. A number of more
    decimals is kept beside as a text: whoever adds up takes that one."""
    one = as_figure(given)
    amounts = {"amount": _hundredths(one.amount), "base": _hundredths(one.base)}
    return {
        "report": report_id,
        "key": key,
        "state": one.state.value,
        **amounts,
        "code": one.code,
        "text": one.text or _exact(one.amount),
    }


def _exact(amount: Decimal | None) -> str | None:
    """An amount that hundredths cannot hold, written out."""
    if amount is None or (amount * HUNDREDTHS) % 1 == 0:
        return None
    return format(amount, "f")


def _hundredths(amount: Decimal | None) -> int | None:
    return int(amount * HUNDREDTHS) if amount is not None else None
