"""Due days for calendars: of the reports of units, and of whole rounds, with what has changed in
them since. What was handed in, withdrawn or locked is there too, for calendars to take it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, bindparam, case, func, select

from conversations.calendar.dates import local_day, start_of
from conversations.reports.lifecycle import ReportState
from storage.core.queries import Queries
from storage.tables.core import history, org_unit, report, round_
from storage.workflow.rounds import due_kind
from storage.workflow.units import select_subtree


@dataclass(frozen=True, slots=True)
class ReportDueDay:
    """When a report is due. `open`: it is still to be handed in. `changes` is how many changes of
    due day, state or lock there were, and `changed_at` when the last of them was."""

    report: int
    unit: str
    form: str
    period: str
    due: date
    open: bool
    changes: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RoundDueDay:
    """When the units of one kind are due in a round, by the round itself; `kind` is empty for all
    without a day of their own. The rest as above."""

    round: int
    kind: str
    form: str
    period: str
    due: date
    open: bool
    changes: int
    changed_at: datetime


_TOLD = ("due", "state", "lock")  # subjects of entries that a calendar shows
_GONE = (
    round_.c.withdrawn_at.is_not(None)
    | round_.c.locked_at.is_not(None)
    | report.c.locked_at.is_not(None)
    | (org_unit.c.ended_at.is_not(None) & (report.c.version == 0))
)
_TO_BE_DONE = report.c.state.in_([ReportState.DRAFT, ReportState.RETURNED])
_IS_OPEN = case((_GONE, 0), (_TO_BE_DONE, 1), else_=0)
_OF_UNITS = (
    select(
        *(report.c.id, report.c.round, report.c.due_at, report.c.created_at),
        *(org_unit.c.short_name, round_.c.form_key, round_.c.period),
        _IS_OPEN.label("open"),
    )
    .join(round_, round_.c.id == report.c.round)
    .join(org_unit, org_unit.c.id == report.c.org_unit)
    .where(report.c.org_unit.in_(bindparam("units", expanding=True)))
    .where(report.c.due_at >= bindparam("since"))
    .order_by(report.c.due_at, report.c.id)
)
_OF_ROUNDS = (
    select(
        *(round_.c.id, round_.c.form_key, round_.c.period, round_.c.due, round_.c.created_at),
        org_unit.c.kind,
        func.sum(_IS_OPEN).label("open"),
    )
    .select_from(report)
    .join(round_, round_.c.id == report.c.round)
    .join(org_unit, org_unit.c.id == report.c.org_unit)
    .where(report.c.org_unit.in_(select_subtree(bindparam("root", type_=Integer))))
    .where(round_.c.due.is_not(None), report.c.due_at >= bindparam("since"))
    .group_by(round_.c.id, org_unit.c.kind)
    .order_by(round_.c.id, org_unit.c.kind)
)
_CHANGES_OF_REPORTS = (
    select(history.c.report, func.count(), func.max(history.c.at))
    .where(history.c.report.in_(bindparam("reports", expanding=True)))
    .where(history.c.subject.in_(_TOLD))
    .group_by(history.c.report)
)
_CHANGES_OF_ROUNDS = (
    select(history.c.subject, func.count(), func.max(history.c.at))
    .where(history.c.report.is_(None), history.c.chain.is_(None))
    .where(history.c.subject.in_(bindparam("rounds", expanding=True)))
    .group_by(history.c.subject)
)
_Changes = Mapping[int, tuple[int, datetime]]


class DueDayQueries(Queries):
    async def of_units(self, units: Sequence[int], since: datetime) -> list[ReportDueDay]:
        """The reports of these units that are or were due since then, the next due first."""
        which = {"units": [*units], "since": since}
        rows = (await self._db.execute(_OF_UNITS, which)).all()
        own = await self._of_reports([row.id for row in rows])
        shared = await self._of_rounds({row.round for row in rows})
        return [
            ReportDueDay(
                *(row.id, row.short_name, self._form_name(row.form_key), row.period["name"]),
                *(local_day(row.due_at), bool(row.open)),
                *_summed(row.created_at, own.get(row.id), shared.get(row.round)),
            )
            for row in rows
        ]

    async def of_rounds(self, root: int, since: date) -> list[RoundDueDay]:
        """The rounds in which units of this subtree owe or owed a report, due since then."""
        which = {"root": root, "since": start_of(since)}
        rows = (await self._db.execute(_OF_ROUNDS, which)).all()
        shared = await self._of_rounds({row.id for row in rows})
        found: dict[tuple[int, str], RoundDueDay] = {}
        for row in rows:
            kind = due_kind(row.due, row.kind)
            if kind not in row.due or date.fromisoformat(row.due[kind]) < since:
                continue
            before = found.get((row.id, kind))
            still = bool(row.open) or (before is not None and before.open)
            found[row.id, kind] = RoundDueDay(
                *(row.id, kind, self._form_name(row.form_key), row.period["name"]),
                *(date.fromisoformat(row.due[kind]), still),
                *_summed(row.created_at, shared.get(row.id)),
            )
        return [*found.values()]

    def _form_name(self, key: str) -> str:
        return self._work.form_names.get(key, key)

    async def _of_reports(self, reports: Sequence[int]) -> _Changes:
        if not reports:
            return {}
        found = await self._db.execute(_CHANGES_OF_REPORTS, {"reports": [*reports]})
        return {row[0]: (row[1], row[2]) for row in found}

    async def _of_rounds(self, rounds: set[int]) -> _Changes:
        if not rounds:
            return {}
        subjects = [f"round:{number}" for number in rounds]
        found = await self._db.execute(_CHANGES_OF_ROUNDS, {"rounds": subjects})
        return {int(row[0].partition(":")[2]): (row[1], row[2]) for row in found}


def _summed(made_at: datetime, *changes: tuple[int, datetime] | None) -> tuple[int, Any]:
    """How many changes there were, and when the last was."""
    known = [one for one in changes if one is not None]
    return sum(count for count, _ in known), max([made_at, *(at for _, at in known)])
