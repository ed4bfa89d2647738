"""The parts of the tree that a table of units can be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.workflow.context import RequestContext
from conversations.workflow.unit_state import OPEN_STATES, UnitState
from storage.workflow.unit_table import UnitPart
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


@dataclass(frozen=True)
class UnitTree:
    """The part of the tree that is looked at: the `path` from the top down to it, and the units
    that have others below them, by name."""

    path: tuple[Unit, ...]
    heads: Mapping[int, Unit]

    @property
    def at(self) -> int:
        """The unit whose subtree is looked at."""
        return self.path[-1].id

    def branches(self, parts: Sequence[UnitPart]) -> tuple[UnitBranch, ...]:
        """The branches of the next level, or those beside it where there is none, with what these
        counts come to in each."""
        top = self.at if self._has_branches else (self.path[-2].id if self.path[1:] else self.at)
        sums: dict[int, Counter[UnitState]] = {}
        for one in parts:
            branch = self._branch_of(one.parent, top)
            if branch is not None:
                sums.setdefault(branch, Counter())[UnitState(one.status)] += one.units
        return tuple(
            _branch(unit, sums[number]) for number, unit in self.heads.items() if number in sums
        )

    @property
    def _has_branches(self) -> bool:
        return any(one.parent == self.at for one in self.heads.values())

    def _branch_of(self, unit: int | None, top: int) -> int | None:
        """The child of `top` that this unit is, or stands below."""
        seen = 0
        while unit is not None and unit in self.heads and seen <= len(self.heads):
            above = self.heads[unit].parent
            if above == top:
                return unit
            unit, seen = above, seen + 1
        return None


async def read_tree(ctx: RequestContext, root: int, under: int) -> UnitTree:
    """The tree below the root, looked at from `under`; from the root where that is not below it."""
    heads = {one.id: one for one in await ctx.tx.unit_table.list_heads(root)}
    line = await ctx.tx.units.lineage(under) if under else ()
    downwards = [*reversed(line[: line.index(root) + 1])] if root in line else [root]
    path = [heads.get(number) or await ctx.tx.units.find(number) for number in downwards]
    return UnitTree(tuple(path), heads)


def _branch(unit: Unit, states: Counter[UnitState]) -> UnitBranch:
    filed = sum(count for state, count in states.items() if state not in OPEN_STATES)
    return UnitBranch(unit.id, unit.short_name, states.total(), filed, states[UnitState.LATE])
