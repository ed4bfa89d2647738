"""The units that an administrator looks after, and one of them with its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.lookup import units_with
from bot.workflow.reachability import is_reached
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission, Role
from storage.workflow.units import Unit


@dataclass(frozen=True, slots=True)
class AdministeredUnit:
    """A unit in the table: how far it stands below the first one, and how many people it has."""

    unit: Unit
    depth: int
    kind: str
    parent: str
    people: int
    reached: int
    invited: int


@dataclass(frozen=True, slots=True)
class PersonInUnit:
    """Somebody in a unit, or invited there (`invitation`, until a day)."""

    name: str
    role: Role
    member: int = 0
    phone: str = ""
    email: str = ""
    reached: bool = False
    invitation: int = 0
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AdministeredSheet:
    """One unit with what may be changed of it; `kinds` are keys and names to choose from."""

    unit: Unit
    kind: str
    parent: Unit | None
    people: tuple[PersonInUnit, ...]
    kinds: tuple[tuple[str, str], ...]
    open_reports: int


async def administered_units(ctx: RequestContext) -> list[Unit]:
    """Those the member may change; DeniedError when there is none."""
    units = await units_with(ctx, Permission.UNITS)
    if not units:
        raise DeniedError
    return units


async def list_units(ctx: RequestContext, words: str = "") -> list[AdministeredUnit]:
    """The units, each behind the one it stands below; those that the words find in name or code."""
    units = await administered_units(ctx)
    numbers = [one.id for one in units]
    people = await ctx.tx.roles.people_of(numbers)
    having, reached = (
        Counter(unit for unit, _ in {(one.unit, one.id) for one in people}),
        Counter(unit for unit, _ in {(one.unit, one.id) for one in people if is_reached(one)}),
    )
    invited = Counter(one.org_unit for one in await ctx.tx.invitations.list_open(numbers, ctx.now))
    short = {one.id: one.short_name for one in units}
    kinds = ctx.catalogs.calendars
    return [
        AdministeredUnit(
            one,
            depth,
            kinds.kind_name(one.kind) if one.kind else "",
            short.get(one.parent or 0, ""),
            having[one.id],
            reached[one.id],
            invited[one.id],
        )
        for one, depth in in_tree(units)
        if _is_found(one, words)
    ]


def in_tree(units: Sequence[Unit]) -> list[tuple[Unit, int]]:
    """Each unit behind the one it stands below, in the order they come, and how deep it stands."""
    ids = {one.id for one in units}
    below: dict[int | None, list[Unit]] = {}
    for one in units:
        below.setdefault(one.parent if one.parent in ids else None, []).append(one)
    found: list[tuple[Unit, int]] = []
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        one, depth = waiting.pop()
        found.append((one, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(one.id, []))]
    return found


def _is_found(unit: Unit, words: str) -> bool:
    asked = fold_text(words).split()
    codes = (unit.abbreviation, unit.code or "", unit.identification_code or "")
    named = fold_text(" ".join((unit.name, unit.short_name, *codes)))
    return all(word in named for word in asked)


async def read_unit(ctx: RequestContext, number: int) -> AdministeredSheet:
    """One unit; DeniedError when it is not the member's to change."""
    await ctx.check(Permission.UNITS, number)
    unit = await ctx.tx.units.find(number)
    kinds = ctx.catalogs.calendars.kinds
    owed = await ctx.tx.duties.of_units([number], open_only=True)
    return AdministeredSheet(
        unit,
        ctx.catalogs.calendars.kind_name(unit.kind) if unit.kind else "",
        await ctx.tx.units.find(unit.parent) if unit.parent is not None else None,
        await _people(ctx, number),
        tuple((key, one.name) for key, one in kinds.items()),
        len(owed),
    )


async def _people(ctx: RequestContext, unit: int) -> tuple[PersonInUnit, ...]:
    there = [
        PersonInUnit(
            one.name, Role(one.role), one.id, one.phone or "", one.email or "", is_reached(one)
        )
        for one in await ctx.tx.roles.people_of([unit])
    ]
    waiting = [
        PersonInUnit(
            one.person or "",
            Role(one.role),
            phone=one.phone or "",
            email=one.email or "",
            invitation=one.id,
            until=one.expires_at,
        )
        for one in await ctx.tx.invitations.list_open([unit], ctx.now)
    ]
    return (*there, *waiting)


async def unit_rows(ctx: RequestContext) -> list[tuple[str, ...]]:
    """The units and their people as a list that can be imported again, one line a unit."""
    units = [one for one, _ in in_tree(await administered_units(ctx))]
    codes = {one.id: one.code or "" for one in units}
    people = await ctx.tx.roles.people_of([*codes])
    told: dict[tuple[int, str], list[str]] = {}
    phones: dict[tuple[int, str], list[str]] = {}
    emails: dict[tuple[int, str], list[str]] = {}
    for one in people:
        key = (one.unit, one.role)
        told.setdefault(key, []).append(one.name)
        phones.setdefault(key, []).append((one.phone or "").replace(";", ","))
        emails.setdefault(key, []).append(one.email or "")
    name_kind = ctx.catalogs.calendars.kind_name
    return [
        (
            *(one.code or "", one.name, one.short_name, one.abbreviation),
            *(name_kind(one.kind) if one.kind else "", codes.get(one.parent or 0, "")),
            *_cells(one.id, Role.OFFICER, told, phones, emails),
            *_cells(one.id, Role.REVIEWER, told, phones, emails),
            *(_joined(told, one.id, Role.COORDINATOR), one.phone or ""),
            one.identification_code or "",
        )
        for one in units
    ]


_Told = Mapping[tuple[int, str], list[str]]


def _cells(unit: int, role: Role, *told: _Told) -> list[str]:
    return [_joined(one, unit, role) for one in told]


def _joined(told: _Told, unit: int, role: Role) -> str:
    found = told.get((unit, role.value), [])
    return "; ".join(found) if any(found) else ""
