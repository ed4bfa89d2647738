"""Reports as other systems read them: some at a time in a fixed order, those of one subtree, and
only what was handed in of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select, tuple_

from conversations.reports.lifecycle import FILED, ReportState
from storage.core.queries import Queries
from storage.reports.figure_sums import counts_in_total
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import history, org_unit, report, round_
from storage.tables.workflow import submission
from storage.workflow.duties import still_owed
from storage.workflow.units import Unit, select_subtree


@dataclass(frozen=True, slots=True)
class ServedReport:
    """A report as it stands. `version` is that of its form, `submission` the one whose values
    count (0: none do), `submissions` how often it was handed in, `approved` the one in force;
    `submitted_at` and `approved_at` are of the one that counts."""

    report: int
    round: int
    unit: int
    unit_code: str | None
    form: str
    version: str
    state: ReportState
    due_at: datetime | None
    late: bool
    submission: int
    submissions: int
    approved: int
    submitted_at: datetime | None
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServedSubmission:
    """One handing in of a report, with what was decided of it."""

    submission: int
    submitted_at: datetime
    late: bool
    reason: str | None
    decision: str | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServedEntry:
    """An entry of a report's history. `member` is who did it, by number."""

    id: int
    subject: str
    revision: int
    old: dict[str, Any] | None
    new: dict[str, Any]
    member: int | None
    channel: str
    at: datetime


@dataclass(slots=True)
class RoundStates:
    """How many reports of a round stand in each state, of how many the values count, and of how
    many an approved version is in force."""

    states: dict[str, int] = field(default_factory=dict)
    counted: int = 0
    approved: int = 0


_COUNTS = case(
    (report.c.approved > 0, report.c.approved),
    (report.c.state.in_([one.value for one in FILED]), report.c.version),
    else_=0,
)
# The submission whose values count: the approved one, or else the last; none of what is not filed.
IN_FORCE = (submission.c.report == report.c.id) & (submission.c.version == _COUNTS)
_APPROVED_AT = case((submission.c.decision == "approved", submission.c.decided_at))
_REPORT: tuple[ColumnElement[Any], ...] = (
    *(report.c.id, report.c.round, report.c.org_unit, org_unit.c.code, round_.c.form_key),
    *(FORM_VERSION, report.c.state, report.c.due_at, report.c.late, _COUNTS),
    *(report.c.version, report.c.approved, submission.c.at, _APPROVED_AT),
)
_ENTRY = tuple(history.c[name] for name in ServedEntry.__dataclass_fields__)
_UNIT = tuple(org_unit.c[name] for name in Unit.__dataclass_fields__)


def _served(root: int) -> Select[Any]:
    return (
        select(*_REPORT)
        .join(round_, round_.c.id == report.c.round)
        .join(org_unit, org_unit.c.id == report.c.org_unit)
        .outerjoin(submission, IN_FORCE)
        .where(report.c.org_unit.in_(select_subtree(root)), still_owed())
    )


class ServedReportQueries(Queries):
    async def list_units(
        self, root: int, after: int, limit: int, parent: int | None = None, kind: str = ""
    ) -> list[Unit]:
        """The next units of the subtree behind this number, those that have ended too; directly
        below `parent`, or of a kind, where that is asked for."""
        where = [org_unit.c.id > after, org_unit.c.id.in_(select_subtree(root))]
        where += [org_unit.c.parent == parent] if parent is not None else []
        where += [org_unit.c.kind == kind] if kind else []
        found = await self._db.execute(
            select(*_UNIT).where(*where).order_by(org_unit.c.id).limit(limit)
        )
        return [Unit(*row) for row in found]

    async def list_page(
        self,
        root: int,
        round_id: int,
        after: int,
        limit: int,
        *,
        states: Collection[ReportState] = (),
        counted: bool = False,
    ) -> list[ServedReport]:
        """The next reports of the round in the subtree behind this number; in one of these states,
        or only those whose values count, where that is asked for."""
        query = _served(root).where(report.c.round == round_id, report.c.id > after)
        if states:
            query = query.where(report.c.state.in_([one.value for one in states]))
        if counted:
            query = query.where(_COUNTS > 0)
        found = await self._db.execute(query.order_by(report.c.id).limit(limit))
        return [_report(row) for row in found]

    async def find(self, root: int, report_id: int) -> ServedReport | None:
        """The report, if it is one of the subtree."""
        row = (await self._db.execute(_served(root).where(report.c.id == report_id))).first()
        return _report(row) if row is not None else None

    async def answers_of(self, versions: Sequence[tuple[int, int]]) -> dict[int, Any]:
        """The answers of these reports, each as it was handed in by that submission, as they are
        stored: to read many of them takes a while."""
        if not versions:
            return {}
        wanted = tuple_(submission.c.report, submission.c.version).in_([*versions])
        found = await self._db.execute(
            select(submission.c.report, submission.c.answers).where(wanted)
        )
        return {row.report: row.answers for row in found}

    async def list_submissions(self, report_id: int) -> list[ServedSubmission]:
        """Each handing in of the report, the oldest first."""
        names = ("version", "at", "late", "reason", "decision", "decided_at")
        found = await self._db.execute(
            select(*(submission.c[name] for name in names))
            .where(submission.c.report == report_id)
            .order_by(submission.c.version)
        )
        return [ServedSubmission(*row) for row in found]

    async def list_history(self, report_id: int, after: int, limit: int) -> list[ServedEntry]:
        """The next entries of the report's history behind this number, the oldest first."""
        found = await self._db.execute(
            select(*_ENTRY)
            .where(history.c.report == report_id, history.c.id > after)
            .order_by(history.c.id)
            .limit(limit)
        )
        return [ServedEntry(*row) for row in found]

    async def count_states(self, root: int, rounds: Sequence[int]) -> dict[int, RoundStates]:
        """How the reports of these rounds stand, by round; of those in which there are any."""
        found = await self._db.execute(
            select(
                *(report.c.round, report.c.state, func.count()),
                func.count().filter(counts_in_total()),
                func.count().filter(report.c.approved > 0),
            )
            .join_from(report, org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.round.in_([*rounds]), still_owed())
            .where(report.c.org_unit.in_(select_subtree(root)))
            .group_by(report.c.round, report.c.state)
        )
        counts = dict[int, RoundStates]()
        for number, state, reports, counted, approved in found:
            mine = counts.setdefault(number, RoundStates())
            mine.states[state] = reports
            mine.counted += counted
            mine.approved += approved
        return counts


def _report(row: Any) -> ServedReport:
    values = [*row]
    values[6] = ReportState(values[6])
    return ServedReport(*values)
