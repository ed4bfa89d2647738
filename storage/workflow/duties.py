"""Which reports units owe, and which one a member works on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, select, update

from conversations.forms.form_names import name_period
from conversations.reports.lifecycle import EDITABLE
from storage.core.queries import Queries
from storage.reports.forms_in_use import FORM_VERSION, IS_ONE_OF_SEVERAL, form_name_of
from storage.tables.core import member, org_unit, report, round_, session

_OBLIGATION: tuple[ColumnElement[Any], ...] = (
    *(report.c.id, report.c.round, report.c.org_unit, org_unit.c.short_name),
    *(round_.c.form_key, FORM_VERSION, round_.c.period),
    *(report.c.state, report.c.due_at, report.c.version, report.c.late, report.c.filled),
    report.c.approved,
    (report.c.locked_at.is_not(None) | round_.c.locked_at.is_not(None)).label("locked"),
    IS_ONE_OF_SEVERAL,
)

_UNIT_OF = select(report.c.org_unit).where(report.c.id == bindparam("report"))


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report that a unit owes, or has handed in."""

    report: int
    round: int
    unit: int
    short_name: str
    form_key: str
    form_version: str
    period: dict[str, Any]
    state: str
    due_at: datetime | None
    version: int
    late: bool
    filled: dict[str, int] | None
    approved: int
    locked: bool  # by itself, or with its round
    form_name: str = ""  # where more than one form is in use

    @property
    def period_name(self) -> str:
        """The name of its period, and of its form where there are others."""
        return name_period(self.period["name"], self.form_name)


class DutyQueries(Queries):
    async def busy_members(self, member_ids: Sequence[int]) -> set[int]:
        """Those of the members who have a report of a round at hand that is still open."""
        found = await self._db.execute(
            select(member.c.id)
            .join(report, report.c.id == member.c.report)
            .where(member.c.id.in_([*member_ids]), report.c.state.in_(EDITABLE))
            .where(report.c.due_at.is_not(None))
        )
        return {*found.scalars()}

    async def of_units(
        self, unit_ids: Sequence[int], *, open_only: bool = False, state: str | None = None
    ) -> list[DueReport]:
        """The reports these units owe or owed, the next due first; only those still open to
        change, or those in one state."""
        if not unit_ids:
            return []
        which = {"units": [*unit_ids]} | ({"state": state} if state else {})
        found = await self._db.execute(_of_units(open_only, bool(state)), which)
        return [self._due(row) for row in found]

    async def of_reports(self, report_ids: Collection[int]) -> dict[int, DueReport]:
        """These reports, by their numbers; without those that there are not."""
        found = await self._db.execute(
            select(*_OBLIGATION)
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.id.in_([*report_ids]))
        )
        return {row.id: self._due(row) for row in found}

    async def still_owed(
        self, report_ids: Collection[int], *, locked: bool = False
    ) -> dict[int, DueReport]:
        """Those of the reports that are still to be handed in and are not locked, or those that
        are."""
        found = await self._db.execute(
            select(*_OBLIGATION)
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.id.in_([*report_ids]), report.c.state.in_(EDITABLE))
            .where(~_IS_OPEN if locked else _IS_OPEN)
        )
        return {row.id: self._due(row) for row in found}

    def _due(self, row: Row[Any]) -> DueReport:
        *facts, _ = tuple(row)
        found = DueReport(*facts)
        return replace(found, form_name=form_name_of(self._work, row._mapping))

    async def unit_of(self, report_id: int) -> int:
        """The unit that owes this report; LookupError when there is none."""
        found = await self._db.scalar(_UNIT_OF, {"report": report_id})
        if found is None:
            message = f"no report {report_id}"
            raise LookupError(message)
        return int(found)

    async def trial_of(self, member_id: int, form: str) -> int | None:
        """The report on this form that the member has tried already, the newest."""
        found = await self._db.scalar(
            select(report.c.id)
            .join(session, session.c.report == report.c.id)
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(
                session.c.member == member_id, round_.c.form_key == form, org_unit.c.trial.is_(True)
            )
            .order_by(report.c.id.desc())
            .limit(1)
        )
        return None if found is None else int(found)

    async def take_up_each(self, reports: Mapping[int, int]) -> None:
        """Each of these members works on the given report next."""
        query = update(member).where(member.c.id == bindparam("who")).values(report=bindparam("on"))
        await self._for_each(query, [{"who": who, "on": on} for who, on in reports.items()])

    async def take_up(self, member_ids: Sequence[int], report_id: int | None) -> None:
        """These members work on this report next, or on none."""
        if member_ids:
            await self._db.execute(
                update(member).where(member.c.id.in_([*member_ids])).values(report=report_id)
            )


def still_owed() -> ColumnElement[bool]:
    """Whether a report counts: a unit that has ended owes no more what it never handed in, and
    nobody owes anything in a round that was withdrawn."""
    withdrawn = select(round_.c.id).where(round_.c.withdrawn_at.is_not(None))
    here = org_unit.c.ended_at.is_(None) | (report.c.version > 0)
    return here & report.c.round.not_in(withdrawn)


_IS_OPEN = report.c.locked_at.is_(None) & round_.c.locked_at.is_(None)


@cache
def _of_units(open_only: bool, in_state: bool) -> Select[Any]:
    query = (
        select(*_OBLIGATION)
        .join(round_, round_.c.id == report.c.round)
        .join(org_unit, org_unit.c.id == report.c.org_unit)
        .where(report.c.org_unit.in_(bindparam("units", expanding=True)), still_owed())
        .order_by(report.c.due_at.nulls_last(), report.c.id)
    )
    if open_only:
        query = query.where(report.c.state.in_(EDITABLE), _IS_OPEN)
    return query.where(report.c.state == bindparam("state")) if in_state else query
