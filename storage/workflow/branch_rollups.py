"""Adding up part by part: the numbers below each unit of one level of the tree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import CTE, literal, select

from conversations.workflow.rollup import FigureGroup
from storage.core.queries import Queries
from storage.reports.figure_sums import (
    NO_OTHERS,
    OtherVersion,
    counts_in_total,
    figure_group,
    key_now,
    report_counts,
    sum_figures,
)
from storage.tables.core import org_unit, report
from storage.tables.workflow import figure
from storage.workflow.duties import still_owed
from storage.workflow.rollups import ReportCounts
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
        asked = {
            *keys,
            *(old for one in others.values() for key in keys if (old := one.former.find(key))),
        }
        query = sum_figures(others, *([parts.c.branch] if branches is not None else []))
        query = query.join(parts, parts.c.id == report.c.org_unit)
        query = query.where(report.c.round == round_id, counts_in_total())
        query = query.where(figure.c.key.in_(sorted(asked)))
        if branches is not None:
            query = query.where(parts.c.branch.in_([*branches]))
        found: dict[int, list[FigureGroup]] = {}
        for row in await self._db.execute(query):
            key = key_now(others, row.version, row.key)
            if key is not None:
                branch = unit if branches is None else row.branch
                found.setdefault(branch, []).append(figure_group(key, row))
        return found

    async def count_reported(
        self, round_id: int, unit: int, branches: Sequence[int]
    ) -> dict[int, ReportCounts]:
        """How many reports there are below each of these branches, and how many of them count."""
        parts = _parts(unit)
        found = await self._db.execute(
            select(parts.c.branch, *report_counts())
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
