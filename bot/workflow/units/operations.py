"""What is done to units, from the chat or the command line: the rules both share."""

from __future__ import annotations

from typing import Any

from bot.workflow.context import Catalogs
from conversations.reports.model import OrgUnit
from conversations.text.normalize import clean_text
from conversations.workflow.permissions import Role
from storage.core.records import NewUnit, Person, Unit
from storage.core.work import AuditContext
from storage.transaction import Transaction

LONGEST_NAME, LONGEST_SHORT, LONGEST_CODE = 300, 80, 40  # characters, as in lists of units


class UnitError(Exception):
    """It cannot be done; `code` says why, in one word."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def names_of(name: str, short_name: str, abbreviation: str) -> OrgUnit:
    """The names of a unit as they are kept; UnitError when one is empty or too long."""
    given = [clean_text(one) for one in (name, short_name, abbreviation)]
    for one, most in zip(given, (LONGEST_NAME, LONGEST_SHORT, LONGEST_CODE), strict=True):
        if not one or len(one) > most:
            raise UnitError("name", said=one[:LONGEST_SHORT], most=most)
    return OrgUnit(name=given[0], short_name=given[1], abbreviation=given[2])


async def add_unit(tx: Transaction, deed: AuditContext, books: Catalogs, unit: NewUnit) -> int:
    """Make one unit; its id. UnitError when its code is taken or its kind unknown."""
    names_of(unit.name, unit.short_name, unit.abbreviation)
    if not unit.code or len(unit.code) > LONGEST_CODE:
        raise UnitError("name", said=unit.code[:LONGEST_SHORT], most=LONGEST_CODE)
    if unit.kind is not None and unit.kind not in books.calendars.kinds:
        raise UnitError("kind", said=unit.kind)
    if unit.code in await tx.units.ids_by_code():
        raise UnitError("code", said=unit.code)
    return (await tx.units.add_all(deed, [unit]))[unit.code]


async def end_unit(
    tx: Transaction, deed: AuditContext, unit: Unit, successor: Unit | None
) -> list[Person]:
    """A unit ends, or merges into another one. Its reports stay; its people lose their roles
    there, and get them in the unit that takes its place. Who they were. UnitError when it
    cannot be."""
    if unit.ended_at is not None:
        raise UnitError("gone", unit=unit.short_name)
    if successor is not None and unit.id in await tx.units.lineage(successor.id):
        raise UnitError("below", unit=unit.short_name, into=successor.short_name)
    below = [one for one in await tx.units.list_under(unit.id) if one.id != unit.id]
    if below and successor is None:
        raise UnitError("has_units", unit=unit.short_name, count=len(below))
    people = await tx.roles.people_of([unit.id])
    for person in people:
        role = Role(person.role)
        await tx.roles.revoke(deed, person.id, unit.id, role)
        await tx.assignments.relieve(deed, person.id, unit.id)
        if successor is not None and role is not Role.GUEST:
            await tx.roles.grant(deed, person.id, successor.id, role)
    for role in Role:
        await tx.invitations.revoke_all(deed, unit.id, role)
    if successor is not None:
        await tx.units.move_under(deed, [one.id for one in below], successor.id, unit.id)
    await tx.units.end(deed, unit.id, successor.id if successor else None)
    return people
