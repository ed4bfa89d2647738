"""The parts of the tree that a table of units can be narrowed to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.workflow.context import RequestContext
from conversations.workflow.unit_state import OPEN_STATES, UnitState
from storage.workflow.unit_table import UnitFilter
from storage.workflow.units import Unit


@dataclass(frozen=True, slots=True)
class UnitBranch:
    """A unit with others below it: how many of them owe a report, have handed it in, and are
    late."""

    unit: int
    name: str
    expected: int
    filed: int
    late: int


async def read_branches(
    ctx: RequestContext, which: UnitFilter, root: int, under: int
) -> tuple[tuple[UnitBranch, ...], tuple[Unit, ...]]:
    """The branches of the next level below `under`, or below the root, and the path to there."""
    heads = {one.id: one for one in await ctx.tx.unit_table.list_heads(root)}
    top = under if under in heads else root
    at = under or root
    path = await _path(ctx, root, at)
    counts = await ctx.tx.unit_table.count_by_parent(which)
    sums: dict[int, Counter[UnitState]] = {}
    for parent, counted in counts.items():
        branch = _branch_of(heads, parent, top)
        if branch is not None:
            sums.setdefault(branch, Counter()).update(counted.states)
    found = [_branch(heads[number], states) for number, states in sums.items()]
    places = {number: place for place, number in enumerate(heads)}
    return tuple(sorted(found, key=lambda one: places[one.unit])), path


def _branch_of(heads: dict[int, Unit], unit: int | None, top: int) -> int | None:
    """The child of `top` that this unit is, or stands below."""
    seen = 0
    while unit is not None and unit in heads and seen <= len(heads):
        above = heads[unit].parent
        if above == top:
            return unit
        unit, seen = above, seen + 1
    return None


def _branch(unit: Unit, states: Counter[UnitState]) -> UnitBranch:
    filed = sum(count for state, count in states.items() if state not in OPEN_STATES)
    return UnitBranch(unit.id, unit.short_name, states.total(), filed, states[UnitState.LATE])


async def _path(ctx: RequestContext, root: int, at: int) -> tuple[Unit, ...]:
    """The units from the root down to this one; the root alone when it is not below it."""
    line = await ctx.tx.units.lineage(at)
    if root not in line:
        return (await ctx.tx.units.find(root),)
    upwards = line[: line.index(root) + 1]
    return tuple([await ctx.tx.units.find(number) for number in reversed(upwards)])
