"""A list of units: understood, shown, carried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.access.identity import hash_code, new_token
from bot.cli.administration import AdminError, command_line_context
from bot.cli.operations.invitations import Invited
from bot.cli.operations.listed_phones import (
    ListedNumber,
    carry_out_numbers,
    find_numbers,
    number_notes,
)
from bot.runtime.language import tell
from bot.runtime.reader_pool import ReaderPool
from bot.workflow.people.operations import INVITATION_LIFE
from bot.workflow.units.operations import change_unit, names_of, set_phone
from conversations.calendar.dates import local_day
from conversations.workflow.permissions import Role
from conversations.workflow.unit_changes import ListedChange, find_changes
from conversations.workflow.unit_doubts import Doubt, find_doubts
from conversations.workflow.unit_import import (
    BadLine,
    ListedUnit,
    UnitList,
    read_list,
    unread_columns,
)
from storage.core.work import AuditContext
from storage.transaction import Transaction
from storage.workflow.invitations import NewInvitation
from storage.workflow.units import NewUnit, Unit
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.limits import MAX_BYTES
from templates.appendix_import.spreadsheet import MAX_LINES
from templates.loading.calendars import Calendars

MOST_NOTES = 20
Lines = Sequence[Sequence[str]]


class HasCalendars(Protocol):
    """What knows the kinds of unit."""

    @property
    def calendars(self) -> Calendars: ...


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


async def read_unit_list(path: Path) -> list[list[str]]:
    """The first sheet of an .xlsx, .xls or .ods file, or a table parted by signs (.csv, .txt), read
    by a process of its own. AdminError for anything else; OSError when the file cannot be
    opened."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    pool = ReaderPool(readers=1)
    try:
        if len(content) > MAX_BYTES:
            raise FileRefusedError("file.too_large")
        return await pool.read_lines(content)
    except FileRefusedError as error:
        said = tell(REFUSED.get(error.code, UNREADABLE), most=MAX_LINES, **error.data)
        raise AdminError(tell("{file} {problem}", file=path, problem=said)) from error
    finally:
        await pool.close()


async def plan_import(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> ImportPlan:
    """What importing these lines would do. AdminError names the columns that are not read, and
    every bad line."""
    units = await _all_units(tx)
    known = _listed(units)
    kinds = "; ".join(kind.name for kind in catalogs.calendars.kinds.values())
    names = {one.code: (one.name, one.short_name, one.abbreviation) for one in known.values()}
    codes = await tx.units.ids_by_code()
    found = read_list(lines, codes, catalogs.calendars.kind_named, kinds, names)
    unread = unread_columns(lines)
    if not isinstance(found, UnitList):
        raise AdminError(*unread_notes(unread), *map(describe_bad_line, found))
    doubts = find_doubts(found, coordinated=await _is_coordinated(tx, units, now))
    numbers = await find_numbers(tx, found.people, codes, now)
    return ImportPlan(found, find_changes(found.known, known), numbers, unread, doubts)


async def _is_coordinated(tx: Transaction, units: Sequence[Unit], now: datetime) -> bool:
    """Whether somebody coordinates, or is invited to."""
    numbers = [one.id for one in units]
    invited = await tx.invitations.list_open(numbers, now)
    if any(one.role == Role.COORDINATOR for one in invited):
        return True
    return bool(await tx.roles.people_of(numbers, Role.COORDINATOR))


async def import_units(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> tuple[int, list[Invited]]:
    """Make the units of a spreadsheet and the invitations of their people; how many units are
    new, and the codes. AdminError names every bad line."""
    plan = await plan_import(tx, catalogs, lines, now)
    return len(plan.found.units), await carry_out_import(tx, plan, now)


async def carry_out_import(tx: Transaction, plan: ImportPlan, now: datetime) -> list[Invited]:
    """Make the units that are new, and the codes of their people. Who was invited into the same
    role before is not again."""
    context, found = command_line_context(now), plan.found
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


async def carry_out_changes(tx: Transaction, plan: ImportPlan, now: datetime) -> None:
    """Have the units that are there, and their people, be as the list says. RequestRejectedError
    when a unit would stand below itself."""
    context = command_line_context(now)
    by_unit: dict[str, dict[str, str]] = {}
    for one in plan.changes:
        by_unit.setdefault(one.code, {})[one.field] = one.new
    ids = await tx.units.ids_by_code()
    for code, said in by_unit.items():
        await _change_unit(tx, context, await tx.units.find(ids[code]), said, ids)
    await carry_out_numbers(tx, plan.numbers, now)


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


async def passed_over(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> list[str]:
    """What a spreadsheet holds that its import passes over, each in a line: columns that are
    none of its own, lines about no unit, and other names, kinds or places of units that are there
    already."""
    plan = await plan_import(tx, catalogs, lines, now)
    return notes_of(plan) + change_notes(plan)


def notes_of(plan: ImportPlan) -> list[str]:
    """What is not read of a list."""
    return unread_notes(plan.unread) + [
        tell("line {line} is passed over: {words!r}", line=line, words=words)
        for line, words in plan.found.passed[:MOST_NOTES]
    ]


def unread_notes(unread: Sequence[str]) -> list[str]:
    return [tell("the column {words!r} is not read", words=one[:60]) for one in unread]


def change_notes(plan: ImportPlan, *, made: bool = False) -> list[str]:
    """What a list has otherwise of units that are there and their people, and how they are
    changed."""
    text = "line {line}, {column}: {code} has {old!r}, not {new!r}"
    nothing = tell("nothing")
    found = [
        tell(text, column=one.column, **one.model_dump() | {"old": one.old or nothing})
        for one in plan.changes
    ] + number_notes(plan.numbers)
    count = len(found)
    if count > MOST_NOTES:
        found = [*found[:MOST_NOTES], tell("… and {count} more", count=count - MOST_NOTES)]
    if count and not made:
        found.append(
            tell(
                "units that are there are changed with --yes; or by phuluc units rename, units move"
            )
        )
    return found


def describe_bad_line(bad: BadLine) -> str:
    found = repr(bad.found or tell("nothing"))
    data = {"line": bad.line, "column": bad.column, "found": found}
    allowed = tell(bad.allowed, **bad.data)
    return tell("line {line}, {column}: found {found}; allowed: {allowed}", allowed=allowed, **data)


async def _all_units(tx: Transaction) -> list[Unit]:
    return [one for root in await tx.units.roots() for one in await tx.units.list_under(root.id)]


def _listed(units: Sequence[Unit]) -> dict[str, ListedUnit]:
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
        )
        for unit in units
        if unit.code is not None
    }


UNREADABLE = "is no spreadsheet that can be read"
REFUSED = {
    "file.too_large": "is longer than 10 MB",
    "file.too_many_rows": "holds too much; it may have {most} lines",
    "file.far_cells": "has the cell {cell} in the sheet {sheet}, far away from all others",
    "file.heavy": "takes more time or memory than one file may take",
    "file.bomb": "is packed in an unusual way; save it anew",
    "file.busy": "cannot be read now: no process for it can be started",
}
