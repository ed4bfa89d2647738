"""Reports: their answers as they stand, and every change of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, case, select, update

from conversations.answers.values import Answer
from conversations.calendar.dates import VIETNAM
from conversations.calendar.periods import Period
from conversations.reports.lifecycle import EDITABLE
from conversations.reports.model import (
    AnswerChange,
    Change,
    LetterReference,
    OrgUnit,
    PreviousReportChange,
    Reason,
    ReasonChange,
    ReminderChange,
    Report,
    ReportState,
    ReturnedRow,
    StateChange,
)
from conversations.reports.previous import PreviousReport
from conversations.reports.report_text import ReportText
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries, AuditLogQueries
from storage.reports.answers import AnswerQueries
from storage.reports.appointments import ReminderQueries
from storage.reports.change_rows import ChangeRows, write_over
from storage.reports.forms_in_use import FORM_VERSION, IS_ONE_OF_SEVERAL, form_name_of
from storage.reports.previous import PreviousReportQueries
from storage.reports.submissions import SubmissionQueries
from storage.tables.core import answer, org_unit, reason, report, round_
from storage.tables.workflow import returned, submission

REMINDER_HOUR = time(8)  # in Vietnam

_IT = report.c.id == bindparam("report")
_HEADS = select(report.c.id, report.c.head).where(
    report.c.id.in_(bindparam("reports", expanding=True))
)
_HOLD = select(report.c.id).where(_IT).with_for_update(key_share=True)
_ABOVE = org_unit.alias("above")
_PARENT_NAME = _ABOVE.c.name.label("parent_name")
_WORDS_OF = case(  # the version whose words stand: the one that waits, else the approved one
    (report.c.state == ReportState.SUBMITTED, report.c.version), else_=report.c.approved
)
_FILED_WORDS = submission.c.words.label("filed_words")
_LOAD = (
    select(report, round_, org_unit, FORM_VERSION, IS_ONE_OF_SEVERAL, _PARENT_NAME, _FILED_WORDS)
    .join(round_, round_.c.id == report.c.round)
    .join(org_unit, org_unit.c.id == report.c.org_unit)
    .outerjoin(_ABOVE, _ABOVE.c.id == org_unit.c.parent)
    .outerjoin(
        submission,
        (submission.c.report == report.c.id) & (submission.c.version == _WORDS_OF),
    )
    .where(_IT)
)
_RETURNED = select(returned).where(returned.c.report == bindparam("report"))
_REASONS = select(reason).where(reason.c.report == bindparam("report"), reason.c.text != "")


class ReportQueries(AuditedQueries):
    async def hold(self, report_id: int) -> None:
        """Keep others from changing the report until this transaction ends. Rows that only refer
        to it may be added meanwhile."""
        await self._db.execute(_HOLD, {"report": report_id})

    async def heads_of(self, report_ids: Sequence[int]) -> dict[int, str]:
        """The newest entry of each of these reports' histories, by its hash: it changes with
        every change of the report. Empty for one without a history."""
        found = await self._db.execute(_HEADS, {"reports": [*report_ids]})
        return {row.id: row.head or "" for row in found}

    async def load(self, report_id: int, *, earlier: bool = True) -> Report:
        """The report as it stands; LookupError when there is none. Without the `earlier` reports
        of the unit where nobody looks at them: each is as much to read as the report itself."""
        row = (await self._db.execute(_LOAD, {"report": report_id})).mappings().first()
        if row is None:
            message = f"no report {report_id}"
            raise LookupError(message)
        period = Period.model_validate(row[round_.c.period])
        last = year_before = latest = None
        if earlier:
            last, year_before, latest = await PreviousReportQueries(self._work).list_for(
                row[report.c.org_unit], row[round_.c.form_key], period
            )
        return Report(
            form_key=row[round_.c.form_key],
            form_version=row[FORM_VERSION],
            unit=_unit(row),
            period=period,
            issue=LetterReference.model_validate(row[report.c.issue] or row[round_.c.issue]),
            state=ReportState(row[report.c.state]),
            answers=await AnswerQueries(self._work).of_report(report_id),
            reasons=await self._reasons(report_id),
            last=last,
            year_before=year_before,
            latest=latest,
            due=row[report.c.due_at],
            closed=bool(row[report.c.locked_at] or row[round_.c.locked_at]),
            version=row[report.c.version],
            approved=row[report.c.approved],
            returned=await self._returned(report_id),
            form_name=form_name_of(self._work, row),
            parent_name=row[_PARENT_NAME] or "",
            in_force=await self._in_force(report_id, row) if row[report.c.correction] else None,
            text=ReportText.model_validate(row[_FILED_WORDS]) if row[_FILED_WORDS] else None,
        )

    async def _in_force(self, report_id: int, row: Mapping[Any, Any]) -> dict[str, Answer] | None:
        """The approved answers, while a correction of them is with the officer."""
        if row[report.c.state] not in EDITABLE:
            return None
        return (await SubmissionQueries(self._work).load(report_id, row[report.c.approved])).answers

    async def _returned(self, report_id: int) -> dict[str, ReturnedRow]:
        found = await self._db.execute(_RETURNED, {"report": report_id})
        return {row.key: ReturnedRow(reason=row.reason, revision=row.revision) for row in found}

    async def _reasons(self, report_id: int) -> dict[str, Reason]:
        """Why checks are kept; one without words was withdrawn, and only its history stands."""
        found = await self._db.execute(_REASONS, {"report": report_id})
        return {row.check_id: Reason(text=row.text, operands=row.operands) for row in found}

    async def apply(
        self,
        report_id: int,
        changes: Sequence[Change],
        *,
        member_id: int,
        channel: str,
        event_id: int,
        now: datetime,
    ) -> None:
        """Write the changes and their history. Conflict when one of them was made for a
        revision that is no longer the row's: then the transaction must not be committed."""
        context = AuditContext(report_id, member_id, channel, event_id, now)
        for plain, some in groupby(changes, key=_is_plain):
            if plain:
                said = [one for one in some if isinstance(one, AnswerChange | ReasonChange)]
                await self._write(context, said)
                continue
            for change in some:
                match change:
                    case StateChange(state=state, reason=why, text=text):
                        submissions = SubmissionQueries(self._work)
                        await submissions.move(context, report_id, state, why, text)
                    case PreviousReportChange(past=past):
                        await self._past(context, report_id, past)
                    case ReminderChange():
                        await self._remind(report_id, member_id, change, now)

    async def _write(
        self, context: AuditContext, changes: Sequence[AnswerChange | ReasonChange]
    ) -> None:
        self._work.context = context
        head = await AuditLogQueries(self._work).lock_head(context.report)  # it keeps others out
        await self._db.run_sync(write_over, ChangeRows(context, head), changes)

    async def write_computed(
        self, context: AuditContext, report_id: int, changes: Sequence[AnswerChange]
    ) -> None:
        """Write what the form computes from the report's answers, in the name of who answered last;
        nothing where nobody has."""
        newest = select(answer.c.member).where(answer.c.report == report_id)
        newest = newest.order_by(answer.c.at.desc(), answer.c.key).limit(1)
        member = await self._db.scalar(newest)
        context = replace(context, report=report_id, member=member)
        if member is not None and changes:
            await self._write(context, changes)

    async def _remind(
        self, report_id: int, member_id: int, change: ReminderChange, now: datetime
    ) -> None:
        reminders, rows = ReminderQueries(self._work), change.rows
        if change.moved is not None:
            await reminders.drop(report_id, member_id, rows, _moment(change.moved))
        await reminders.add(report_id, member_id, rows, _moment(change.day), now)

    async def _past(self, context: AuditContext, report_id: int, past: PreviousReport) -> None:
        """Kept with the unit; the report's history tells who sent the file."""
        found = await self._db.execute(
            select(report.c.org_unit, round_.c.form_key)
            .join(round_, round_.c.id == report.c.round)
            .where(report.c.id == report_id)
        )
        org_unit_id, form_key = found.one()
        assert context.member is not None  # noqa: S101 - only an officer sends a file
        await PreviousReportQueries(self._work).save(
            org_unit_id, form_key, past, context.member, context.at
        )
        new = {"file_name": past.file_name, "answers": len(past.answers)}
        await self._record(context, f"past:{past.period.end.isoformat()}", None, new)

    async def note_progress(self, report_id: int, filled: Mapping[str, int]) -> None:
        """How many rows of each section are answered, for the coordinator's board."""
        where = report.c.id == report_id
        values = {"filled": dict(filled), "answered": sum(filled.values())}
        await self._db.execute(update(report).where(where).values(values))


def _unit(row: Mapping[Any, Any]) -> OrgUnit:
    """The unit by the names it had when the report was handed in, or has now."""
    names = row[report.c.unit] or {name: row[org_unit.c[name]] for name in OrgUnit.model_fields}
    return OrgUnit.model_validate(names)


def _is_plain(change: Change) -> bool:
    """Whether it is an answer, or why a check is kept."""
    return isinstance(change, AnswerChange | ReasonChange)


def _moment(day: date) -> datetime:
    return datetime.combine(day, REMINDER_HOUR, VIETNAM)
