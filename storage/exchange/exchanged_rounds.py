"""Rounds as other programs read them: the units and reports of a subtree, and what counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, Select, exists, select

from conversations.answers.values import Answer
from conversations.exchange.records import ReportRecord, UnitRecord, print_utc
from storage.core.queries import Queries
from storage.exchange.served_reports import IN_FORCE
from storage.reports.figure_sums import counts_in_total
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import org_unit, report, round_
from storage.tables.workflow import submission
from storage.workflow.duties import still_owed
from storage.workflow.units import select_subtree

AT_ONCE = 200  # rows that are read together
_ANSWERS = TypeAdapter(dict[str, Answer])


class ExchangedRoundQueries(Queries):
    async def list_reports(self, round_id: int, root: int) -> list[ReportRecord]:
        """Every report that is owed in this round and subtree, or was handed in there, by number;
        of those that count which submission does."""
        query = (
            select(
                *(report.c.id, report.c.org_unit, report.c.state, report.c.late),
                *(report.c.approved, FORM_VERSION, counts_in_total().label("counted")),
                *(submission.c.version, submission.c.at, submission.c.decision),
                submission.c.decided_at,
            )
            .select_from(report)
            .join(round_, round_.c.id == report.c.round)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .outerjoin(submission, IN_FORCE)
            .where(report.c.round == round_id, report.c.org_unit.in_(select_subtree(root)))
            .where(still_owed() | counts_in_total())
            .order_by(report.c.id)
        )
        return [_report(row) async for row in self._stream(query)]

    async def list_units(self, round_id: int, root: int) -> list[UnitRecord]:
        """The unit, those below it that have a report in the round, and those that stand between
        them, by number. What is above the unit is not told."""
        query = (
            select(
                *(org_unit.c.id, org_unit.c.name, org_unit.c.short_name, org_unit.c.code),
                *(org_unit.c.identification_code, org_unit.c.kind, org_unit.c.parent),
                exists()
                .where(report.c.org_unit == org_unit.c.id, report.c.round == round_id)
                .label("reports"),
            )
            .where(org_unit.c.id.in_(select_subtree(root)))
            .order_by(org_unit.c.id)
        )
        rows = {row.id: row async for row in self._stream(query)}
        wanted = {root}
        for row in rows.values():
            at: int | None = row.id if row.reports else None
            while at is not None and at in rows and at not in wanted:
                wanted.add(at)
                at = rows[at].parent
        return [_unit(rows[number], root) for number in rows if number in wanted]

    async def _stream(self, query: Select[Any]) -> AsyncIterator[Row[Any]]:
        """The rows, some at a time: there may be thousands, and others are served in between."""
        async with self._db.stream(query) as found:
            async for some in found.partitions(AT_ONCE):
                for row in some:
                    yield row
                await asyncio.sleep(0)

    async def counted_answers(self, report_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
        """The answers of those of these reports that count, in the submission that does: the
        approved one, or else the last. They are as they are stored; `read_answers` reads them,
        which takes a while and may be done on another thread."""
        found = await self._db.execute(
            select(submission.c.report, submission.c.answers)
            .join(report, IN_FORCE)
            .where(report.c.id.in_([*report_ids]))
        )
        return {row.report: row.answers for row in found}


def read_answers(stored: Mapping[str, Any]) -> dict[str, Answer]:
    """Answers as they were stored with a submission."""
    return _ANSWERS.validate_python(stored)


def _report(row: Row[Any]) -> ReportRecord:
    decided = row.decided_at if row.decision == "approved" else None
    return ReportRecord(
        report=row.id,
        unit=row.org_unit,
        version=row.form_version,
        state=row.state,
        counted=row.counted,
        approved=row.approved > 0,
        late=row.late,
        submission=row.version or 0,
        submitted_at=print_utc(row.at),
        approved_at=print_utc(decided),
    )


def _unit(row: Row[Any], root: int) -> UnitRecord:
    return UnitRecord(
        unit=row.id,
        name=row.name,
        short_name=row.short_name,
        code=row.code or "",
        identification_code=row.identification_code or "",
        kind=row.kind or "",
        parent=None if row.id == root else row.parent,
    )
