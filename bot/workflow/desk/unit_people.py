"""Who answers for the units of a round: for finding, sorting and telling who cannot be reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.workflow.context import RequestContext
from bot.workflow.reachability import filter_reachable, limited_channels
from conversations.text.collation import person_key
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Role
from conversations.workflow.unit_state import UnitSort
from storage.workflow.unit_table import ReachRule, UnitFilter

SHORTEST_NUMBER = 4  # digits of a telephone number that is looked for


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """Somebody of a unit: who, in which role, how to call them, and when they were seen last.
    `reached`: whether they can be written to now. `came`: whether they ever did."""

    name: str
    role: str
    phone: str
    seen: datetime | None
    reached: bool
    came: bool


async def find_people(ctx: RequestContext, round_id: int, root: int, text: str) -> frozenset[int]:
    """The units of people whose name or telephone number has this folded text in it."""
    roles = (Role.OFFICER, Role.REVIEWER)
    people = await ctx.tx.unit_people.list_names(round_id, root, *roles)
    digits = "".join(filter(str.isdigit, text))
    number = digits if len(digits) >= SHORTEST_NUMBER and not any(map(str.isalpha, text)) else ""
    if number:
        return frozenset(unit for unit, _, phone in people if number in _bare(phone))
    return frozenset(unit for unit, name, _ in people if text in fold_text(name))


async def sort_by_people(
    ctx: RequestContext, which: UnitFilter, by: UnitSort, *, descending: bool
) -> list[int]:
    """All units that are meant, by a column of their people; those without stand last."""
    units = await ctx.tx.unit_table.list_ids(which)
    keys = await _keys(ctx, which, by)
    known = sorted((unit for unit in units if unit in keys), key=keys.__getitem__)
    if descending:
        known.reverse()
    return [*known, *(unit for unit in units if unit not in keys)]


async def _keys(ctx: RequestContext, which: UnitFilter, by: UnitSort) -> Mapping[int, Any]:
    if by is UnitSort.SEEN:
        roles = (Role.OFFICER, Role.REVIEWER)
        return await ctx.tx.unit_people.seen_in_round(which.round, which.root, *roles)
    people = await ctx.tx.unit_people.list_names(which.round, which.root, Role.OFFICER)
    first: dict[int, tuple[Any, str]] = {}
    for unit, name, phone in people:
        key = person_key(name)
        if unit not in first or key < first[unit][0]:
            first[unit] = (key, phone or "")
    if by is UnitSort.PERSON:
        return {unit: key for unit, (key, _) in first.items()}
    numbers = {unit: phone for unit, (_, phone) in first.items() if phone}
    return numbers | await ctx.tx.unit_table.phones(which)


async def reach_rule(ctx: RequestContext) -> ReachRule:
    """Who can be written to now."""
    limited = await limited_channels(ctx.tx, ctx.catalogs, ctx.now)
    frozen = {name: frozenset(where) for name, where in limited.items()}
    return ReachRule(tuple(ctx.catalogs.channels), frozen)


async def people_of_units(
    ctx: RequestContext, units: Sequence[int]
) -> dict[int, tuple[UnitPerson, ...]]:
    """Who answers in each of these units, officers first, and who is invited and has not come."""
    persons = await ctx.tx.roles.people_of(units, Role.OFFICER, Role.REVIEWER)
    reached = {one.id for one in await filter_reachable(ctx.tx, ctx.catalogs, persons, ctx.now)}
    seen = await ctx.tx.unit_people.seen_last({one.id for one in persons})
    found: dict[int, list[UnitPerson]] = {}
    for one in persons:
        when, came = seen.get(one.id), one.channel is not None
        told = UnitPerson(
            str(one.name), one.role, str(one.phone or ""), when, one.id in reached, came
        )
        found.setdefault(one.unit, []).append(told)
    for invited in await ctx.tx.invitations.list_open(units, ctx.now):
        if invited.role in (Role.OFFICER, Role.REVIEWER):
            name, phone = str(invited.person or ""), str(invited.phone or "")
            told = UnitPerson(name, invited.role, phone, None, reached=False, came=False)
            found.setdefault(invited.org_unit, []).append(told)
    return {
        unit: tuple(sorted(people, key=lambda one: one.role != Role.OFFICER))
        for unit, people in found.items()
    }


def _bare(phone: str | None) -> str:
    return "".join(filter(str.isdigit, phone or ""))
