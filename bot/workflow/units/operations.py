"""What is done to units, from the chat or the command line: the rules both share."""

from __future__ import annotations

from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestRejectedError
from bot.workflow.people.operations import end_role
from conversations.reports.model import OrgUnit
from conversations.text.normalize import clean_text
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.roles import Person
from storage.workflow.units import NewUnit, Unit

LONGEST_NAME, LONGEST_SHORT, LONGEST_CODE = 300, 80, 40  # characters, as in lists of units


def names_of(name: str, short_name: str, abbreviation: str) -> OrgUnit:
    """The names of a unit as they are kept; RequestRejectedError when one is empty or too long."""
    given = [clean_text(one) for one in (name, short_name, abbreviation)]
    for one, most in zip(given, (LONGEST_NAME, LONGEST_SHORT, LONGEST_CODE), strict=True):
        if not one or len(one) > most:
            raise RequestRejectedError("units.name", said=one[:LONGEST_SHORT], most=most)
    return OrgUnit(name=given[0], short_name=given[1], abbreviation=given[2])


async def add_unit(
    tx: Transaction, context: AuditContext, catalogs: Catalogs, unit: NewUnit
) -> int:
    """Make one unit; its id. RequestRejectedError when its code is taken or its kind unknown."""
    names_of(unit.name, unit.short_name, unit.abbreviation)
    if not unit.code or len(unit.code) > LONGEST_CODE:
        raise RequestRejectedError("units.name", said=unit.code[:LONGEST_SHORT], most=LONGEST_CODE)
    if unit.kind is not None and unit.kind not in catalogs.calendars.kinds:
        raise RequestRejectedError("units.kind", said=unit.kind)
    if unit.code in await tx.units.ids_by_code():
        raise RequestRejectedError("units.code", said=unit.code)
    return (await tx.units.add_all(context, [unit]))[unit.code]


async def check_change(tx: Transaction, unit: Unit, kind: str | None, parent: Unit | None) -> None:
    """RequestRejectedError when the unit is of this kind, or stands there, already; or when it
    cannot stand there."""
    if unit.ended_at is not None:
        raise RequestRejectedError("units.gone", unit=unit.short_name)
    if parent is not None and unit.id in await tx.units.lineage(parent.id):
        raise RequestRejectedError("units.below_itself", unit=unit.short_name, to=parent.short_name)
    if (kind is None or kind == unit.kind) and (parent is None or parent.id == unit.parent):
        raise RequestRejectedError("units.same", unit=unit.short_name)


async def change_unit(
    tx: Transaction, context: AuditContext, unit: Unit, kind: str | None, parent: Unit | None
) -> None:
    """The unit is of this kind, or stands below this one, from now on. Its due days stay."""
    await check_change(tx, unit, kind, parent)
    if kind is not None and kind != unit.kind:
        await tx.units.set_kind(context, unit.id, kind)
    if parent is not None and parent.id != unit.parent:
        await tx.units.move(context, unit.id, parent.id)


async def set_phone(tx: Transaction, context: AuditContext, unit: Unit, phone: str) -> None:
    """The unit is called at this number, as `read_phones` reads it, from now on; "" for none."""
    await tx.units.set_phone(context, unit.id, phone or None)


async def set_identification_code(
    tx: Transaction, context: AuditContext, unit: Unit, code: str
) -> None:
    """Other offices know the unit by this code, as `read_identification_code` reads it, from now
    on; "" for none. RequestRejectedError when another unit has it."""
    other = await tx.units.identified_by(code) if code else None
    if other is not None and other.id != unit.id:
        raise RequestRejectedError("units.identified", said=code, unit=other.short_name)
    await tx.units.set_identification_code(context, unit.id, code or None)


async def end_unit(
    tx: Transaction, context: AuditContext, unit: Unit, successor: Unit | None
) -> list[Person]:
    """A unit ends, or merges into another one. Its reports stay; its people lose their roles
    there, and get them in the unit that takes its place. Who they were. RequestRejectedError
    when it cannot be."""
    if unit.ended_at is not None:
        raise RequestRejectedError("units.gone", unit=unit.short_name)
    if successor is not None and unit.id in await tx.units.lineage(successor.id):
        raise RequestRejectedError("units.below", unit=unit.short_name, into=successor.short_name)
    below = [one for one in await tx.units.list_under(unit.id) if one.id != unit.id]
    if below and successor is None:
        raise RequestRejectedError("units.has_units", unit=unit.short_name, count=len(below))
    people = await tx.roles.people_of([unit.id])
    for person in people:
        role = Role(person.role)
        to = successor.id if successor is not None and role is not Role.GUEST else None
        await end_role(tx, context, person.id, unit.id, role, to)
    for role in Role:
        await tx.invitations.revoke_all(context, unit.id, role)
    if successor is not None:
        await tx.units.move_under(context, [one.id for one in below], successor.id, unit.id)
    await tx.units.end(context, unit.id, successor.id if successor else None)
    return people
