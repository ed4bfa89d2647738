"""The board of a round: how far each unit is, and who was reminded by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select

from conversations.reports.model import ReportState
from conversations.text.collation import collation_key
from conversations.workflow.unit_state import UnitState
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.core import history, org_unit, report
from storage.workflow.duties import still_owed
from storage.workflow.units import select_subtree

_NAMES = ("name", "short_name", "abbreviation", "kind")
_STANDING = ("state", "due_at", "late", "version", "approved", "locked_at", "filled")
_BOARD: tuple[ColumnElement[Any], ...] = (
    *(report.c.id, report.c.org_unit),
    *(org_unit.c[name] for name in _NAMES),
    *(report.c[name] for name in _STANDING),
)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit's report on the coordinator's board."""

    report: int
    unit: int
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    state: str
    due_at: datetime | None
    late: bool
    version: int
    approved: int
    locked_at: datetime | None
    filled: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class RoundCounts:
    """How a round stands: how many reports are expected, were handed in, on time or late, wait, and
    are approved; how many are overdue, and in how many something is answered."""

    expected: int = 0
    submitted: int = 0
    on_time: int = 0
    late: int = 0
    waiting: int = 0
    approved: int = 0
    overdue: int = 0
    begun: int = 0


class BoardQueries(AuditedQueries):
    async def list_rows(
        self, round_id: int, root: int, units: Collection[int] | None = None
    ) -> list[BoardRow]:
        """Every report of the round in this subtree, by the name of its unit; only of these
        `units`, where they are named. Units of one short name are told apart by the unit above
        them."""
        above = org_unit.alias("above")
        query = _on_board(select(*_BOARD, above.c.short_name.label("above")), round_id, root)
        query = query.join(above, above.c.id == org_unit.c.parent, isouter=True)
        if units is not None:
            query = query.where(report.c.org_unit.in_([*units]))
        rows = (await self._db.execute(query.order_by(report.c.id))).all()
        alike = await self._alike(round_id, root) if units is not None else _twice(rows)
        told = [BoardRow(*row[:-1]) for row in rows if not _told_apart(row, alike)]
        for row in rows:
            if _told_apart(row, alike):
                facts = (*row[:3], f"{row.short_name} ({row.above})", *row[4:-1])
                told.append(BoardRow(*facts))
        return sorted(
            told, key=lambda one: (collation_key(one.name), collation_key(one.short_name))
        )

    async def _alike(self, round_id: int, root: int) -> set[str]:
        """The short names that several units on the board have."""
        query = _on_board(select(org_unit.c.short_name), round_id, root)
        query = query.group_by(org_unit.c.short_name).having(func.count() > 1)
        return {*(await self._db.scalars(query)).all()}

    async def mark_nudged(
        self, context: AuditContext, round_id: int, report_ids: Sequence[int]
    ) -> None:
        """The officers of these reports were reminded by hand."""
        if report_ids:
            await self._record(context, f"nudge:{round_id}", None, {"reports": [*report_ids]})

    async def nudged_since(self, round_id: int, since: datetime) -> dict[int, datetime]:
        """The reports whose officers were reminded by hand since then, and when last."""
        found = await self._db.execute(
            select(history.c.new, history.c.at)
            .where(
                history.c.report.is_(None),
                history.c.subject == f"nudge:{round_id}",
                history.c.at >= since,
            )
            .order_by(history.c.id)
        )
        return {number: row.at for row in found for number in row.new["reports"]}

    async def count_rounds(self, root: int, now: datetime) -> dict[int, RoundCounts]:
        """How each round stands in this subtree."""
        filed = report.c.version > 0
        overdue = status_of(now) == UnitState.LATE
        parts: tuple[ColumnElement[bool], ...] = (
            *(filed, filed & ~report.c.late, filed & report.c.late),
            *(report.c.state == ReportState.SUBMITTED, report.c.approved > 0, overdue),
            report.c.answered > 0,
        )
        found = await self._db.execute(
            select(report.c.round, func.count(), *(func.count().filter(one) for one in parts))
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.org_unit.in_(select_subtree(root)), still_owed())
            .group_by(report.c.round)
        )
        return {row[0]: RoundCounts(*row[1:]) for row in found}


def _on_board(query: Select[Any], round_id: int, root: int) -> Select[Any]:
    """The query over the reports of a round in this subtree that are still owed."""
    return (
        query.select_from(report)
        .join(org_unit, org_unit.c.id == report.c.org_unit)
        .where(report.c.round == round_id, still_owed())
        .where(report.c.org_unit.in_(select_subtree(root)))
    )


def _told_apart(row: Row[Any], alike: Collection[str]) -> bool:
    return bool(row.above) and row.short_name in alike


def _twice(rows: Sequence[Row[Any]]) -> set[str]:
    counts = Counter(row.short_name for row in rows)
    return {name for name, count in counts.items() if count > 1}


def status_of(now: datetime) -> ColumnElement[str]:
    """The word of `UnitState` for where a report stands."""
    state = report.c.state
    return case(
        ((state == ReportState.DRAFT) & (report.c.due_at < now), UnitState.LATE.value),
        (state == ReportState.SUBMITTED, UnitState.REVIEW.value),
        (state == ReportState.RETURNED, UnitState.RETURNED.value),
        (state == ReportState.CORRECTING, UnitState.CORRECTING.value),
        (state == ReportState.APPROVED, UnitState.APPROVED.value),
        (report.c.answered == 0, UnitState.NEW.value),
        else_=UnitState.OPEN.value,
    )
