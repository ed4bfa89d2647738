"""Rounds: who owes a report by when, and how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, select, update

from conversations.calendar.dates import VIETNAM
from conversations.calendar.periods import Period
from conversations.forms.form_names import name_period
from conversations.reports.model import LetterReference, ReportState
from conversations.workflow.connections import API_ROOT, HookEvent
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.reports.forms_in_use import IS_ONE_OF_SEVERAL, form_name_of
from storage.reports.hook_events import HookEventQueries, period_data
from storage.tables.core import report, round_
from storage.workflow.units import Unit, select_subtree

_ROUND: tuple[ColumnElement[Any], ...] = (*round_.c, IS_ONE_OF_SEVERAL)
_IS_UNDER = select(
    select(report.c.id)
    .join(round_, round_.c.id == report.c.round)
    .where(report.c.round == bindparam("round"), round_.c.withdrawn_at.is_(None))
    .where(report.c.org_unit.in_(select_subtree(bindparam("root", type_=Integer))))
    .exists()
)
LAST_MOMENT = time(23, 59, 59)  # of the due day, in Vietnam


@dataclass(frozen=True, slots=True)
class Round:
    """A form in a period; `due` is the last day by kind of unit, "" for all others."""

    id: int
    form_key: str
    form_version: str
    period: Period
    unit: int | None
    due: dict[str, date]
    locked: bool
    form_name: str = ""  # where more than one form is in use

    @property
    def period_name(self) -> str:
        """The name of its period, and of its form where there are others."""
        return name_period(self.period.name, self.form_name)


def due_kind(due: Mapping[str, Any], kind: str | None) -> str:
    """Under which kind of unit the due days of a round keep that of this one; empty for the day of
    all without a day of their own."""
    return kind if kind is not None and kind in due else ""


def end_of(day: date) -> datetime:
    """The last moment of a day in Vietnam."""
    return datetime.combine(day, LAST_MOMENT, VIETNAM)


class RoundQueries(AuditedQueries):
    async def add(
        self,
        form_key: str,
        form_version: str,
        period: Period,
        issue: LetterReference,
        now: datetime,
        *,
        unit: int | None = None,
        due: Mapping[str, date] | None = None,
    ) -> int:
        """Open a form for one period; `due` is the last day by kind of unit, "" for others."""
        number = await self._new(
            round_,
            form_key=form_key,
            form_version=form_version,
            period=period.model_dump(mode="json"),
            issue=issue.model_dump(mode="json"),
            org_unit=unit,
            due={kind: day.isoformat() for kind, day in due.items()} if due else None,
            created_at=now,
        )
        self._touch(round_, (number,))
        return number

    async def add_report(self, round_id: int, org_unit_id: int, now: datetime) -> int:
        """One org unit's report in a round."""
        values = {"round": round_id, "org_unit": org_unit_id, "created_at": now}
        number = await self._new(report, **values, state=ReportState.DRAFT)
        self._touch(report, (number,))
        return number

    async def open(
        self,
        context: AuditContext,
        form: tuple[str, str],
        period: Period,
        issue: LetterReference,
        unit: int,
        due: Mapping[str, date],
        owing: Sequence[Unit],
    ) -> int:
        """Open a round in the subtree of `unit`: each of the units owes a report."""
        round_id = await self.add(*form, period, issue, context.at, unit=unit, due=due)
        await self._add_reports(context, round_id, due, owing)
        new: dict[str, Any] = {"form": form[0], "period": period.name, "units": len(owing)}
        new |= {"due": {kind: day.isoformat() for kind, day in due.items()}}
        await self._record(context, f"round:{round_id}", None, new)
        await self._tell_opened(context, round_id, form, period)
        return round_id

    async def _tell_opened(
        self, context: AuditContext, round_id: int, form: tuple[str, str], period: Period
    ) -> None:
        """Have each address told in whose units somebody owes a report of the round."""
        events = HookEventQueries(self._work)
        live = await events.list_live(HookEvent.ROUND_OPENED)
        targets = [hook for hook, root in live if await self.is_under(round_id, root)]
        data = {"round": round_id, "form": form[0], "version": form[1], **period_data(period)}
        data |= {"path": f"{API_ROOT}/rounds/{round_id}"}
        if targets:
            await events.add(targets, HookEvent.ROUND_OPENED, data, context.at)

    async def _add_reports(
        self, context: AuditContext, round_id: int, due: Mapping[str, date], owing: Sequence[Unit]
    ) -> None:
        rows = [
            {
                "round": round_id,
                "org_unit": one.id,
                "state": ReportState.DRAFT,
                "created_at": context.at,
                "due_at": end_of(due[due_kind(due, one.kind)]),
            }
            for one in owing
        ]
        if rows:
            await self._for_each(report.insert(), rows)
            mine = select(report.c.id).where(
                report.c.round == round_id, report.c.created_at == context.at
            )
            self._touch(report, *((number,) for number in await self._db.scalars(mine)))

    async def add_units(
        self, context: AuditContext, to: Round, due: Mapping[str, date], owing: Sequence[Unit]
    ) -> None:
        """Have more units owe a report in a round that is open; `due` as in `open_round`."""
        await self._add_reports(context, to.id, due, owing)
        days = {**due, **to.due}
        old = {kind: day.isoformat() for kind, day in to.due.items()}
        new = {kind: day.isoformat() for kind, day in days.items()}
        await self._db.execute(update(round_).where(round_.c.id == to.id).values(due=new))
        self._touch(round_, (to.id,))
        added = {"added": [one.id for one in owing], "due": new}
        await self._record(context, f"round:{to.id}", {"due": old}, added)

    async def merge(self, context: AuditContext, into: int, other: Round) -> None:
        """The reports of another round of the same form and period belong to this one from now
        on, with their own due days; what was locked with their round stays locked."""
        mine = report.c.round == other.id
        if other.locked:
            open_ = mine & report.c.locked_at.is_(None)
            locked = update(report).where(open_).values(locked_at=context.at).returning(report.c.id)
            for number in (await self._db.scalars(locked)).all():
                of = replace(context, report=number)
                await self._record(of, "lock", {"locked": False}, {"locked": True})
        moved = await self._db.execute(
            update(report).where(mine).values(round=into).returning(report.c.id)
        )
        new: dict[str, Any] = {"into": into, "reports": [*moved.scalars()]}
        self._touch(report, *((number,) for number in new["reports"]))
        await self._record(context, f"round:{other.id}", None, new)

    async def list_under(self, root: int) -> list[Round]:
        """Rounds in which a unit of this subtree owes a report, the newest first."""
        mine = select(report.c.round).where(report.c.org_unit.in_(select_subtree(root)))
        found = await self._db.execute(
            select(*_ROUND)
            .where(round_.c.id.in_(mine), round_.c.withdrawn_at.is_(None))
            .order_by(round_.c.id.desc())
        )
        return [self._round(row) for row in found.mappings()]

    async def is_under(self, round_id: int, root: int) -> bool:
        """Whether a unit of this subtree owes a report in the round, which was not withdrawn."""
        return bool(await self._db.scalar(_IS_UNDER, {"round": round_id, "root": root}))

    async def list_opened_for(self, unit_ids: Sequence[int]) -> list[Round]:
        """The rounds that were opened for one of these units."""
        where = round_.c.org_unit.in_([*unit_ids])
        found = await self._db.execute(select(*_ROUND).where(where).order_by(round_.c.id))
        return [self._round(row) for row in found.mappings()]

    async def find(self, round_id: int) -> Round:
        """LookupError when there is none."""
        found = await self._db.execute(select(*_ROUND).where(round_.c.id == round_id))
        row = found.mappings().first()
        if row is None:
            message = f"no round {round_id}"
            raise LookupError(message)
        return self._round(row)

    async def list_of_form(self, form_key: str, period: Period) -> list[Round]:
        """The rounds of this form over this window that have reports. Nobody else asks for them
        until this transaction ends, so that no two are opened over the same units."""
        await self._hold("rounds")
        filled = select(report.c.round)
        found = await self._db.execute(
            select(*_ROUND)
            .where(round_.c.form_key == form_key, round_.c.org_unit.is_not(None))
            .where(round_.c.id.in_(filled), round_.c.withdrawn_at.is_(None))
            .order_by(round_.c.id)
        )
        rounds = [self._round(row) for row in found.mappings()]
        window = (period.start, period.end)
        return [one for one in rounds if (one.period.start, one.period.end) == window]

    async def forms_in_use(self) -> set[str]:
        """The keys of the forms of all rounds that were opened for units."""
        opened = (round_.c.org_unit.is_not(None), round_.c.withdrawn_at.is_(None))
        query = select(round_.c.form_key).where(*opened).distinct()
        return {*(await self._db.execute(query)).scalars()}

    async def units_in(self, round_ids: Sequence[int]) -> set[int]:
        """The units that owe a report in one of these rounds."""
        found = await self._db.execute(
            select(report.c.org_unit).where(report.c.round.in_([*round_ids]))
        )
        return {*found.scalars()}

    async def of_report(self, report_id: int) -> Round:
        """The round that the report belongs to; LookupError when there is no such report."""
        number = await self._db.scalar(select(report.c.round).where(report.c.id == report_id))
        if number is None:
            message = f"no report {report_id}"
            raise LookupError(message)
        return await self.find(number)

    async def extend(self, context: AuditContext, report_id: int, day: date, reason: str) -> None:
        """Another last day for one report, and why."""
        where = report.c.id == report_id
        due = select(report.c.due_at).where(where)
        old = await self._db.scalar(due.with_for_update(key_share=True))
        await self._db.execute(update(report).where(where).values(due_at=end_of(day)))
        self._touch(report, (report_id,))
        was = {"due": old.astimezone(VIETNAM).date().isoformat() if old else None}
        await self._record(context, "due", was, {"due": day.isoformat(), "reason": reason})

    async def set_due(self, context: AuditContext, of: Round, due: Mapping[str, date]) -> None:
        """Other last days of the round, by kind of unit; those of its reports stay."""
        old = {kind: day.isoformat() for kind, day in of.due.items()}
        new = {kind: day.isoformat() for kind, day in due.items()}
        await self._db.execute(update(round_).where(round_.c.id == of.id).values(due=new))
        self._touch(round_, (of.id,))
        await self._record(context, f"round:{of.id}", {"due": old}, {"due": new})

    async def lock_report(self, context: AuditContext, report_id: int, *, locked: bool) -> None:
        """Let nothing be changed in the report any more, or again."""
        moment = context.at if locked else None
        await self._db.execute(
            update(report).where(report.c.id == report_id).values(locked_at=moment)
        )
        await self._record(context, "lock", {"locked": not locked}, {"locked": locked})

    async def lock(self, context: AuditContext, round_id: int, *, locked: bool) -> None:
        """Let nothing be changed in any report of the round any more, or again."""
        moment = context.at if locked else None
        await self._db.execute(
            update(round_).where(round_.c.id == round_id).values(locked_at=moment)
        )
        self._touch(round_, (round_id,))
        await self._record(context, f"round:{round_id}", {"locked": not locked}, {"locked": locked})

    async def set_issue(
        self, context: AuditContext, report_id: int, issue: LetterReference
    ) -> None:
        """The number and date under which the report was issued."""
        where = report.c.id == report_id
        old = await self._db.scalar(select(report.c.issue).where(where))
        new = issue.model_dump(mode="json")
        await self._db.execute(update(report).where(where).values(issue=new))
        await self._record(context, "issue", old, new)

    def _round(self, row: Mapping[Any, Any]) -> Round:
        due = row["due"] or {}
        return Round(
            id=row["id"],
            form_key=row["form_key"],
            form_version=row["form_version"],
            period=Period.model_validate(row["period"]),
            unit=row["org_unit"],
            due={kind: date.fromisoformat(day) for kind, day in due.items()},
            locked=row["locked_at"] is not None,
            form_name=form_name_of(self._work, row),
        )
