"""The line of a unit: itself and the units above it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, literal, select

from storage.tables.core import org_unit


def line_above(start: ColumnElement[Any]) -> CTE:
    """The unit of this number and its parents up to the root, with how far up each stands."""
    line = (
        select(org_unit.c.id, org_unit.c.parent, literal(0).label("height"))
        .where(org_unit.c.id == start)
        .cte("line", recursive=True)
    )
    above = select(org_unit.c.id, org_unit.c.parent, line.c.height + 1).join(
        line, org_unit.c.id == line.c.parent
    )
    return line.union_all(above)


def select_lineage(start: ColumnElement[Any]) -> Select[tuple[int]]:
    """Their numbers, the unit first."""
    line = line_above(start)
    return select(line.c.id).order_by(line.c.height)
