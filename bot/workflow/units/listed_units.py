"""A list of units: what it would do, and doing it, from the command line or from a page."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.access.identity import hash_code, new_token
from bot.workflow.people.operations import INVITATION_LIFE
from bot.workflow.units.listed_ways import ListedNumber, carry_out_numbers, find_numbers
from bot.workflow.units.operations import change_unit, names_of, set_identification_code, set_phone
from conversations.calendar.dates import local_day
from conversations.workflow.permissions import Role
from conversations.workflow.unit_changes import ListedChange, find_changes
from conversations.workflow.unit_doubts import Doubt, find_doubts
from conversations.workflow.unit_import import read_list, unread_columns
from conversations.workflow.unit_list import BadLine, ListedUnit, UnitList
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.invitations import NewInvitation
from storage.workflow.units import NewUnit, Unit
from templates.loading.calendars import Calendars

Lines = Sequence[Sequence[str]]


class HasCalendars(Protocol):
    """What knows the kinds of unit."""

    @property
    def calendars(self) -> Calendars: ...


class ListRefusedError(Exception):
    """A list that cannot be taken: its bad lines, and the columns that were not read."""

    def __init__(self, bad: Sequence[BadLine], unread: Sequence[str]) -> None:
        super().__init__("; ".join(map(str, bad)))
        self.bad = bad
        self.unread = unread


@dataclass(frozen=True, slots=True)
class Invited:
    """A code that was made, for whom and where. It is told once: only its hash is kept. `phone`
    and `email` are where to send it."""

    unit: str
    unit_name: str
    role: Role
    name: str
    code: str
    until: datetime
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do: `found` is the list as it was read, `changes` what it has otherwise
    of units that are there, `numbers` the telephone numbers of their people, `unread` the columns
    that are passed over, `doubts` what looks wrong."""

    found: UnitList
    changes: Sequence[ListedChange]
    numbers: Sequence[ListedNumber]
    unread: Sequence[str]
    doubts: Sequence[Doubt]

    @property
    def new_addresses(self) -> list[tuple[int, str]]:
        """The members whose e-mail address is changed, and to what: they are to confirm it."""
        mailed = (one for one in self.numbers if one.way == "email")
        return [(one.member, one.new) for one in mailed if one.member is not None]


async def plan_import(
    tx: Transaction,
    catalogs: HasCalendars,
    lines: Lines,
    now: datetime,
    *,
    coordinated: bool = False,
) -> ImportPlan:
    """What importing these lines would do. ListRefusedError names the columns that are not read,
    and every bad line. `coordinated`: whoever imports it will coordinate."""
    units = await _all_units(tx)
    known = listed_units(units)
    kinds = "; ".join(kind.name for kind in catalogs.calendars.kinds.values())
    names = {one.code: (one.name, one.short_name, one.abbreviation) for one in known.values()}
    codes = await tx.units.ids_by_code()
    kind_named = catalogs.calendars.kind_named  # thousands of lines: others are not to wait
    given = {one.identification_code: one.code for one in known.values() if one.identification_code}
    said = (lines, codes, kind_named, kinds, names, given)
    found = await asyncio.to_thread(read_list, *said)
    unread = unread_columns(lines)
    if not isinstance(found, UnitList):
        raise ListRefusedError(found, unread)
    coordinated = coordinated or await _is_coordinated(tx, units, now)
    doubts = await asyncio.to_thread(find_doubts, found, coordinated=coordinated)
    numbers = await find_numbers(tx, found.people, codes, now)
    return ImportPlan(found, find_changes(found.known, known), numbers, unread, doubts)


async def _is_coordinated(tx: Transaction, units: Sequence[Unit], now: datetime) -> bool:
    """Whether somebody coordinates, or is invited to."""
    numbers = [one.id for one in units]
    invited = await tx.invitations.list_open(numbers, now)
    if any(one.role == Role.COORDINATOR for one in invited):
        return True
    return bool(await tx.roles.people_of(numbers, Role.COORDINATOR))


async def carry_out_import(
    tx: Transaction, context: AuditContext, plan: ImportPlan
) -> list[Invited]:
    """Make the units that are new, and the codes of their people. Who was invited into the same
    role before is not again."""
    now, found = context.at, plan.found
    new = [NewUnit(**unit.model_dump()) for unit in found.units]
    ids = await tx.units.add_all(context, new) if new else await tx.units.ids_by_code()
    names = await tx.units.names_by_code()
    before = await tx.invitations.list_used(now)
    until = now + INVITATION_LIFE
    invited = [
        Invited(
            *(one.unit, names[one.unit], one.role, one.name, new_token(), until),
            *(one.phone, one.email),
        )
        for one in found.people
        if (ids[one.unit], one.role, one.name) not in before
    ]
    rows = [
        NewInvitation(
            hash_code(one.code),
            ids[one.unit],
            one.role,
            one.name,
            phone=one.phone or None,
            email=one.email or None,
        )
        for one in invited
    ]
    await tx.invitations.add_all(context, rows, until)
    return invited


async def carry_out_changes(tx: Transaction, context: AuditContext, plan: ImportPlan) -> None:
    """Have the units that are there, and their people, be as the list says. RequestRejectedError
    when a unit would stand below itself."""
    by_unit: dict[str, dict[str, str]] = {}
    for one in plan.changes:
        by_unit.setdefault(one.code, {})[one.field] = one.new
    ids = await tx.units.ids_by_code()
    for code, said in by_unit.items():
        await _change_unit(tx, context, await tx.units.find(ids[code]), said, ids)
    await carry_out_numbers(tx, context, plan.numbers)


async def _change_unit(
    tx: Transaction,
    context: AuditContext,
    unit: Unit,
    said: Mapping[str, str],
    ids: Mapping[str, int],
) -> None:
    naming = ("name", "short_name", "abbreviation")
    if any(field in said for field in naming):
        names = names_of(*(said.get(field, getattr(unit, field)) for field in naming))
        await tx.units.rename(context, unit.id, names, local_day(context.at))
    kind = said.get("kind", unit.kind)
    parent = await tx.units.find(ids[said["parent"]]) if "parent" in said else None
    if kind != unit.kind or parent is not None:
        await change_unit(tx, context, unit, kind, parent)
    if "phone" in said:
        await set_phone(tx, context, unit, said["phone"])
    if "identification_code" in said:
        await set_identification_code(tx, context, unit, said["identification_code"])


async def _all_units(tx: Transaction) -> list[Unit]:
    return [one for root in await tx.units.roots() for one in await tx.units.list_under(root.id)]


def listed_units(units: Sequence[Unit]) -> dict[str, ListedUnit]:
    """The units that are there, as a list would have them."""
    codes = {unit.id: unit.code for unit in units}
    return {
        unit.code: ListedUnit(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            abbreviation=unit.abbreviation,
            kind=unit.kind,
            parent=codes.get(unit.parent) if unit.parent is not None else None,
            phone=unit.phone,
            identification_code=unit.identification_code,
        )
        for unit in units
        if unit.code is not None
    }
