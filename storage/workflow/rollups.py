"""Adding up: the numbers of many reports, summed where they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select

from conversations.answers.figure import Figure
from conversations.answers.values import AnswerState
from conversations.reports.model import OrgUnit, Reason
from conversations.text.collation import collation_key
from conversations.workflow.rollup import FigureGroup
from storage.core.queries import Queries
from storage.history.entries import HistoryEntry
from storage.reports.figure_sums import (
    NO_OTHERS,
    OtherVersion,
    amount_of,
    counts_in_total,
    figure_group,
    key_now,
    report_counts,
    sum_figures,
)
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import history, org_unit, reason, report, round_
from storage.tables.workflow import figure, submission, usage
from storage.workflow.duties import still_owed
from storage.workflow.units import select_subtree


@dataclass(frozen=True, slots=True)
class ReportCounts:
    """How many reports a total should have, has, and of how many an approved version is in
    force."""

    expected: int
    counted: int
    approved: int


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A report that counts in a total: its unit as it was called when it handed in, answers and
    reasons as they are stored, and the version of the form that it is on."""

    report: int
    unit: OrgUnit
    answers: dict[str, Any]
    reasons: dict[str, Reason]
    version: str = ""


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit's figure in a row of a total."""

    unit: int
    short_name: str
    key: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A change of a unit's report."""

    short_name: str
    entry: HistoryEntry


class RollupQueries(Queries):
    async def versions_of(self, round_id: int, root: int) -> dict[str, int]:
        """How many reports that count are on each version of the round's form."""
        found = await self._db.execute(
            select(FORM_VERSION, func.count())
            .select_from(report)
            .join(round_, round_.c.id == report.c.round)
            .where(*_of(round_id, root))
            .group_by(FORM_VERSION)
        )
        return {row[0]: row[1] for row in found}

    async def tallies(
        self,
        round_id: int,
        root: int,
        also: Collection[int] = (),
        others: Mapping[str, OtherVersion] = NO_OTHERS,
    ) -> list[FigureGroup]:
        """The figures of the subtree in a round, summed by row, state, code, text, and whether a
        percentage has its base; only of the units whose reports count in each of the rounds
        `also`. `others` are the versions that some of the reports are on, beside the total's."""
        query = sum_figures(others).where(*_of(round_id, root, also))
        return [
            figure_group(key, row)
            for row in await self._db.execute(query)
            if (key := key_now(others, row.version, row.key)) is not None
        ]

    async def count_reported(
        self, round_id: int, root: int, also: Collection[int] = ()
    ) -> ReportCounts:
        """How many reports there are in the round and subtree, and how many of them count; only
        of the units whose reports count in each of the rounds `also`."""
        found = await self._db.execute(
            select(*report_counts())
            .join_from(report, org_unit, org_unit.c.id == report.c.org_unit)
            .where(*_asked(round_id, root), still_owed(), *_in_all(also))
        )
        return ReportCounts(*found.one())

    async def not_counted(self, round_id: int, root: int) -> list[str]:
        """The short names of the units whose numbers are missing."""
        found = await self._db.execute(
            select(org_unit.c.name, org_unit.c.short_name)
            .join(report, report.c.org_unit == org_unit.c.id)
            .where(report.c.round == round_id, report.c.org_unit.in_(select_subtree(root)))
            .where(~counts_in_total(), still_owed())
        )
        rows = sorted(found, key=lambda row: collation_key(row.name))
        return [row.short_name for row in rows]

    async def unit_figures(
        self,
        round_id: int,
        root: int,
        key: str | None = None,
        others: Mapping[str, OtherVersion] = NO_OTHERS,
    ) -> list[UnitFigure]:
        """Each unit's own figures, by unit; of one row when its key is given. `others` are the
        versions that some of the reports are on, beside the total's."""
        keys = {key, *(one.former.find(key) for one in others.values())} if key else {None}
        found = await self._db.execute(
            select(
                org_unit.c.id,
                org_unit.c.name,
                org_unit.c.short_name,
                figure.c.key,
                figure.c.state,
                figure.c.amount,
                figure.c.base,
                figure.c.code,
                figure.c.text,
                (FORM_VERSION if others else literal("")).label("version"),
            )
            .join_from(figure, report, report.c.id == figure.c.report)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .join(round_, round_.c.id == report.c.round)
            .where(*_of(round_id, root), figure.c.key.in_([*keys]) if key else literal(True))
            .order_by(org_unit.c.id)
        )
        rows = found.all()
        names = sorted({row.name for row in rows}, key=collation_key)
        place = {name: n for n, name in enumerate(names)}  # there are half a million of them
        return [
            UnitFigure(
                row.id,
                row.short_name,
                now,
                Figure.model_construct(  # from our own table
                    state=AnswerState(row.state),
                    amount=amount_of(row.amount, row.text),
                    base=amount_of(row.base),
                    code=row.code,
                    text=row.text if row.amount is None else None,
                ),
            )
            for row in sorted(rows, key=lambda row: place[row.name])
            if (now := key_now(others, row.version, row.key)) is not None
            and (key is None or now == key)
        ]

    async def unit_reports(self, round_id: int, root: int) -> list[UnitReport]:
        """The reports that count, each with the submission that does, by unit."""
        version = case((report.c.approved > 0, report.c.approved), else_=report.c.version)
        found = await self._db.execute(
            select(
                *(report.c.id, report.c.unit, submission.c.answers, org_unit.c.name),
                FORM_VERSION,
            )
            .join_from(report, org_unit, org_unit.c.id == report.c.org_unit)
            .join(round_, round_.c.id == report.c.round)
            .join(
                submission,
                (submission.c.report == report.c.id) & (submission.c.version == version),
            )
            .where(*_of(round_id, root))
            .order_by(org_unit.c.id)
        )
        reasons = await self._reasons_of(round_id, root)
        return [
            UnitReport(
                row.id,
                OrgUnit.model_validate(row.unit),
                row.answers,
                reasons.get(row.id, {}),
                row.form_version,
            )
            for row in sorted(found, key=lambda row: collation_key(row.name))
        ]

    async def _reasons_of(self, round_id: int, root: int) -> dict[int, dict[str, Reason]]:
        found = await self._db.execute(
            select(reason.c.report, reason.c.check_id, reason.c.text, reason.c.operands)
            .join(report, report.c.id == reason.c.report)
            .where(*_of(round_id, root))
        )
        kept: dict[int, dict[str, Reason]] = {}
        for row in found:
            one = Reason(text=row.text, operands=row.operands)
            kept.setdefault(row.report, {})[row.check_id] = one
        return kept

    async def history_of(self, round_id: int, root: int, limit: int) -> list[UnitChange]:
        """The newest changes of all reports of the round and subtree, newest first."""
        columns = (history.c[name] for name in HistoryEntry.__dataclass_fields__)
        found = await self._db.execute(
            select(org_unit.c.short_name, *columns)
            .join_from(history, report, report.c.id == history.c.report)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.round == round_id, report.c.org_unit.in_(select_subtree(root)))
            .order_by(history.c.id.desc())
            .limit(limit)
        )
        return [UnitChange(row[0], HistoryEntry(*row[1:])) for row in found]

    async def list_counted(self, round_id: int, root: int) -> dict[int, int]:
        """The version of each report that counts in a total of the units below `root`."""
        found = await self._db.execute(
            select(report.c.id, report.c.version, report.c.approved).where(
                report.c.round == round_id,
                report.c.org_unit.in_(select_subtree(root)),
                counts_in_total(),
            )
        )
        return {row.id: row.approved or row.version for row in found}

    async def mark_used(self, versions: Mapping[int, int], member_id: int, now: datetime) -> None:
        """The member was given a total of these versions of reports: they are told when one of them
        is corrected."""
        rows = [
            {"report": number, "version": version, "member": member_id, "at": now}
            for number, version in versions.items()
        ]
        if rows:
            insert = self._insert(usage).on_conflict_do_nothing(
                index_elements=["report", "version", "member"]
            )
            await self._db.execute(insert, rows)


def _asked(round_id: int, root: int) -> Sequence[ColumnElement[bool]]:
    return (report.c.round == round_id, report.c.org_unit.in_(select_subtree(root)))


def _of(round_id: int, root: int, also: Collection[int] = ()) -> Sequence[ColumnElement[bool]]:
    return (*_asked(round_id, root), counts_in_total(), *_in_all(also))


def _in_all(rounds: Collection[int]) -> Sequence[ColumnElement[bool]]:
    """The unit's reports of all these rounds count."""
    return [
        report.c.org_unit.in_(
            select(report.c.org_unit)
            .where(report.c.round == number, counts_in_total())
            .correlate(None)
        )
        for number in rounds
    ]
