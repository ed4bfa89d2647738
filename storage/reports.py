"""Reports: their answers as they stand, and the history that is never rewritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Insert, Update, select, update

from conversations.dates import VIETNAM
from conversations.past import Past
from conversations.periods import Period
from conversations.report import (
    AnswerChange,
    Change,
    Issue,
    OrgUnit,
    PastChange,
    Reason,
    ReasonChange,
    ReminderChange,
    Report,
    ReportState,
    StateChange,
)
from conversations.values import Answer
from storage.pasts import Pasts
from storage.records import Conflict, HistoryEntry
from storage.reminders import Reminders
from storage.schema import answer, history, org_unit, reason, report, round_

REMINDER_HOUR = time(8)  # in Vietnam
_SAID = ("state", "value", "remark", "note")


@dataclass(frozen=True, slots=True)
class Deed:
    """Who changes a report, over which channel, by which event, and when."""

    report: int
    member: int
    channel: str
    event: int
    at: datetime


class Reports(Pasts, Reminders):
    async def add_org_unit(self, unit: OrgUnit, now: datetime) -> int:
        return await self._new(org_unit, **unit.model_dump(), created_at=now)

    async def add_round(
        self, form_key: str, form_version: str, period: Period, issue: Issue, now: datetime
    ) -> int:
        """Open a form for one period."""
        return await self._new(
            round_,
            form_key=form_key,
            form_version=form_version,
            period=period.model_dump(mode="json"),
            issue=issue.model_dump(mode="json"),
            created_at=now,
        )

    async def add_report(
        self,
        round_id: int,
        org_unit_id: int,
        now: datetime,
    ) -> int:
        """One org unit's report in a round."""
        return await self._new(
            report,
            round=round_id,
            org_unit=org_unit_id,
            state=ReportState.DRAFT,
            created_at=now,
        )

    async def lock_report(self, report_id: int) -> None:
        """Keep others from changing the report until this transaction ends."""
        await self._db.execute(
            select(report.c.id).where(report.c.id == report_id).with_for_update()
        )

    async def load_report(self, report_id: int) -> Report:
        """The report as it stands; LookupError when there is none."""
        found = await self._db.execute(
            select(report, round_, org_unit)
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.id == report_id)
        )
        row = found.mappings().first()
        if row is None:
            message = f"no report {report_id}"
            raise LookupError(message)
        period = Period.model_validate(row[round_.c.period])
        last, year_before, latest = await self.pasts_of(
            row[report.c.org_unit], row[round_.c.form_key], period
        )
        return Report(
            form_key=row[round_.c.form_key],
            form_version=row[round_.c.form_version],
            unit=OrgUnit.model_validate(
                {name: row[org_unit.c[name]] for name in OrgUnit.model_fields}
            ),
            period=period,
            issue=Issue.model_validate(row[round_.c.issue]),
            state=ReportState(row[report.c.state]),
            answers=await self._answers(report_id),
            reasons=await self._reasons(report_id),
            last=last,
            year_before=year_before,
            latest=latest,
        )

    async def _reasons(self, report_id: int) -> dict[str, Reason]:
        found = await self._db.execute(select(reason).where(reason.c.report == report_id))
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
        deed = Deed(report_id, member_id, channel, event_id, now)
        for change in changes:
            match change:
                case AnswerChange():
                    await self._answer(deed, change)
                case ReasonChange():
                    await self._reason(deed, change)
                case StateChange(state=state):
                    await self._state(deed, state)
                case PastChange(past=past):
                    await self._past(deed, past)
                case ReminderChange(rows=rows, day=day):
                    due = datetime.combine(day, REMINDER_HOUR, VIETNAM)
                    await self.add_reminder(deed.report, deed.member, rows, due, deed.at)

    async def _answer(self, deed: Deed, change: AnswerChange) -> None:
        where = (answer.c.report == deed.report, answer.c.key == change.key)
        stored = (await self._db.execute(select(answer).where(*where))).first()
        revision = stored.revision if stored else 0
        if revision != change.expected:
            message = f"row {change.key} is at revision {revision}, not {change.expected}"
            raise Conflict(message)
        said = _said(change.answer)
        values = said | {"revision": change.answer.revision, "member": deed.member, "at": deed.at}
        written: Insert | Update
        if stored is None:
            keys = {"report": deed.report, "key": change.key}
            written = self._insert_once(answer, list(keys), **keys, **values)
        else:
            same = answer.c.revision == change.expected
            written = update(answer).where(*where, same).values(values)
        done = await self._db.execute(written.returning(answer.c.key))
        if done.first() is None:
            message = f"row {change.key} was changed at this moment"
            raise Conflict(message)
        old = {name: getattr(stored, name) for name in _SAID} if stored else None
        await self._record(deed, f"answer:{change.key}", change.answer.revision, old, said)

    async def _reason(self, deed: Deed, change: ReasonChange) -> None:
        where = (reason.c.report == deed.report, reason.c.check_id == change.check)
        stored = (await self._db.execute(select(reason).where(*where))).first()
        old = {"text": stored.text, "operands": stored.operands} if stored else None
        new = change.reason.model_dump()
        keys = {"report": deed.report, "check_id": change.check}
        values = keys | new | {"member": deed.member, "at": deed.at}
        await self._db.execute(self._upsert(reason, list(keys), **values))
        revision = await self._changes(deed.report, f"reason:{change.check}") + 1
        await self._record(deed, f"reason:{change.check}", revision, old, new)

    async def _state(self, deed: Deed, state: ReportState) -> None:
        where = report.c.id == deed.report
        old = await self._db.scalar(select(report.c.state).where(where))
        await self._db.execute(update(report).where(where).values(state=state))
        revision = await self._changes(deed.report, "state") + 1
        await self._record(deed, "state", revision, {"state": old}, {"state": state.value})

    async def _past(self, deed: Deed, past: Past) -> None:
        """Kept with the unit; the report's history tells who sent the file."""
        found = await self._db.execute(
            select(report.c.org_unit, round_.c.form_key)
            .join(round_, round_.c.id == report.c.round)
            .where(report.c.id == deed.report)
        )
        org_unit_id, form_key = found.one()
        await self.keep_past(org_unit_id, form_key, past, deed.member, deed.at)
        subject = f"past:{past.period.end.isoformat()}"
        revision = await self._changes(deed.report, subject) + 1
        new = {"file_name": past.file_name, "answers": len(past.answers)}
        await self._record(deed, subject, revision, None, new)

    async def _changes(self, report_id: int, subject: str) -> int:
        last = await self._db.scalar(
            select(history.c.revision)
            .where(history.c.report == report_id, history.c.subject == subject)
            .order_by(history.c.id.desc())
            .limit(1)
        )
        return last or 0

    async def _record(
        self,
        deed: Deed,
        subject: str,
        revision: int,
        old: Mapping[str, Any] | None,
        new: Mapping[str, Any],
    ) -> None:
        await self._db.execute(
            history.insert().values(
                report=deed.report,
                subject=subject,
                revision=revision,
                old=old,
                new=new,
                member=deed.member,
                channel=deed.channel,
                event=deed.event,
                at=deed.at,
            )
        )

    async def history(self, report_id: int, key: str | None = None) -> list[HistoryEntry]:
        """The report's changes, oldest first; of one row when its key is given."""
        columns = [history.c[name] for name in HistoryEntry.__dataclass_fields__]
        where: list[ColumnElement[bool]] = [history.c.report == report_id]
        if key is not None:
            where.append(history.c.subject == f"answer:{key}")
        found = await self._db.execute(select(*columns).where(*where).order_by(history.c.id))
        return [HistoryEntry(*row) for row in found]


def _said(given: Answer) -> dict[str, Any]:
    value = given.value.model_dump(mode="json") if given.value is not None else None
    return {
        "state": given.state.value,
        "value": value,
        "remark": given.remark,
        "note": given.note,
    }
