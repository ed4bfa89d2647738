"""Adding up part by part: the numbers below each unit of one level of the tree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import CTE, ColumnElement, func, literal, select

from conversations.workflow.rollup import FigureGroup
from storage.core.queries import Queries
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import org_unit, report, round_
from storage.tables.workflow import figure
from storage.workflow.duties import still_owed
from storage.workflow.rollups import (
    NO_OTHERS,
    OtherVersion,
    ReportCounts,
    amount_of,
    counts_in_total,
    key_now,
)
from storage.workflow.units import Unit

_UNIT = tuple(org_unit.c[name] for name in Unit.__dataclass_fields__)


class BranchRollupQueries(Queries):
    async def list_branches(self, round_id: int, unit: int) -> list[Unit]:
        """The units directly below this one in whose subtree somebody owes a report in the round,
        by name; before them the unit itself where it owes one."""
        parts = _parts(unit)
        owing = (
            select(parts.c.branch)
            .join(report, report.c.org_unit == parts.c.id)
            .join(org_unit, org_unit.c.id == parts.c.id)
            .where(report.c.round == round_id, still_owed())
        )
        found = await self._db.execute(
            select(*_UNIT)
            .where(org_unit.c.id.in_(owing))
            .order_by(org_unit.c.id != unit, org_unit.c.name_key, org_unit.c.id)
        )
        return [Unit(*row) for row in found]

    async def tallies(
        self,
        round_id: int,
        unit: int,
        branches: Collection[int] | None,
        keys: Collection[str],
        others: Mapping[str, OtherVersion] = NO_OTHERS,
    ) -> dict[int, list[FigureGroup]]:
        """The figures of these rows below each of these branches of the unit, as
        `RollupQueries.tallies` has them; where no branches are named those of all together, as of
        the unit's."""
        parts = _parts(unit)
        branch: ColumnElement[Any] = literal(unit) if branches is None else parts.c.branch
        asked = {
            *keys,
            *(old for one in others.values() for key in keys if (old := one.former.find(key))),
        }
        version = FORM_VERSION if others else literal("")
        with_base = func.coalesce(figure.c.base, 0) > 0
        said = (figure.c.key, figure.c.state, figure.c.code, figure.c.text)
        columns: tuple[ColumnElement[Any], ...] = (
            *(branch.label("branch"), *said, version.label("version")),
            *(func.count().label("units"), func.sum(figure.c.amount).label("amount")),
            func.sum(figure.c.base).label("base"),
        )
        query = (
            select(*columns)
            .join_from(report, parts, parts.c.id == report.c.org_unit)
            .join(round_, round_.c.id == report.c.round)
            .join(figure, figure.c.report == report.c.id)
            .where(report.c.round == round_id, counts_in_total(), figure.c.key.in_(sorted(asked)))
            .group_by(*said, with_base)
        )
        if others:
            query = query.group_by(FORM_VERSION)
        if branches is not None:
            query = query.where(parts.c.branch.in_([*branches])).group_by(parts.c.branch)
        found: dict[int, list[FigureGroup]] = {}
        for row in await self._db.execute(query):
            key = key_now(others, row.version, row.key)
            if key is None:
                continue
            group = FigureGroup(
                key=key,
                state=row.state,
                code=row.code,
                text=row.text if row.amount is None else None,
                units=row.units,
                amount=amount_of(row.amount, row.text, row.units),
                base=amount_of(row.base),
            )
            found.setdefault(row.branch, []).append(group)
        return found

    async def count_reported(
        self, round_id: int, unit: int, branches: Sequence[int]
    ) -> dict[int, ReportCounts]:
        """How many reports there are below each of these branches, and how many of them count."""
        parts = _parts(unit)
        found = await self._db.execute(
            select(
                parts.c.branch,
                func.count(),
                func.count().filter(counts_in_total()),
                func.count().filter(report.c.approved > 0),
            )
            .join_from(report, parts, parts.c.id == report.c.org_unit)
            .join(org_unit, org_unit.c.id == report.c.org_unit)
            .where(report.c.round == round_id, still_owed(), parts.c.branch.in_([*branches]))
            .group_by(parts.c.branch)
        )
        return {row[0]: ReportCounts(*row[1:]) for row in found}


def _parts(unit: int) -> CTE:
    """Every unit of the subtree with the `branch` that it belongs to: the unit below the top that
    it is, or stands below; the top itself is its own."""
    below_top = select(org_unit.c.id, org_unit.c.id.label("branch"))
    own = select(literal(unit).label("id"), literal(unit).label("branch"))
    start = own.union_all(below_top.where(org_unit.c.parent == unit)).subquery("start")
    parts = select(start.c.id, start.c.branch).cte("parts", recursive=True)
    below = select(org_unit.c.id, parts.c.branch).join(parts, org_unit.c.parent == parts.c.id)
    return parts.union_all(below.where(parts.c.id != unit))
