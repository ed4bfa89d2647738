"""Units and invitations from the command line: one spreadsheet in, one with codes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from bot.access.identity import hash_code, new_token
from bot.runtime.reader_pool import ReaderPool
from bot.workflow.context import Catalogs
from bot.workflow.lookup import match_units
from bot.workflow.people.invitations import invitation_text
from bot.workflow.people.people import INVITATION_LIFE
from bot.workflow.units.operations import UnitError, add_unit, end_unit, names_of
from conversations.calendar.dates import local_day, print_day
from conversations.reports.model import OrgUnit
from conversations.workflow.permissions import Role
from conversations.workflow.unit_import import (
    Invitee,
    ListedUnit,
    UnitList,
    changed_units,
    read_list,
    unread_columns,
)
from storage.core.records import NewInvitation, NewUnit, Unit
from storage.core.work import AuditContext
from storage.store import Store
from storage.transaction import Transaction
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.limits import MAX_BYTES
from templates.appendix_import.spreadsheet import MAX_LINES
from templates.documents.excel.workbook import ListSheet, write_workbook

COMMAND = "command"
MOST_NOTES = 20
_HEAD = ("Mã đơn vị", "Đơn vị", "Vai trò", "Họ tên", "Mã mời", "Đường dẫn", "Hạn dùng")
_ROLES = {
    Role.OFFICER: "cán bộ báo cáo",
    Role.REVIEWER: "lãnh đạo đơn vị",
    Role.COORDINATOR: "đầu mối tổng hợp",
    Role.ADMINISTRATOR: "quản trị",
}


class AdminError(Exception):
    """The command cannot be carried out; each of `lines` says why."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Invited:
    """A code that was made, for whom and where. It is told once: only its hash is kept."""

    unit: str
    unit_name: str
    role: Role
    name: str
    code: str
    until: datetime


def command_line_context(now: datetime) -> AuditContext:
    """Something done from the command line."""
    return AuditContext(None, None, COMMAND, None, now)


async def read_unit_list(path: Path) -> list[list[str]]:
    """The first sheet of an .xlsx, .xls or .ods file, read by a process of its own. AdminError
    for anything else; OSError when the file cannot be opened."""
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    pool = ReaderPool(readers=1)
    try:
        if len(content) > MAX_BYTES:
            raise FileRefusedError("file.too_large")
        return await pool.read_lines(content)
    except FileRefusedError as error:
        said = _REFUSED.get(error.code, "is no spreadsheet that can be read")
        raise AdminError(f"{path} {said.format(**error.data)}") from error
    finally:
        await pool.close()


async def import_units(
    store: Store,
    books: Catalogs,
    lines: Sequence[Sequence[str]],
    now: datetime,
    keep: Callable[[list[Invited]], None] = lambda _: None,
) -> tuple[int, list[Invited]]:
    """Make the units of a spreadsheet and the invitations of their people, all or none; how
    many units are new, and the codes. Who was invited into the same role before is not again.
    `keep` puts the codes away, and when it fails nothing has happened: nobody could find them
    out any more. AdminError names every bad line."""
    async with store.transaction() as tx:
        kinds = "; ".join(kind.name for kind in books.calendars.kinds.values())
        found = read_list(lines, await tx.units.ids_by_code(), books.calendars.kind_named, kinds)
        if not isinstance(found, UnitList):
            raise AdminError(*map(str, found))
        new = [NewUnit(**unit.model_dump()) for unit in found.units]
        ids = (
            await tx.units.add_all(command_line_context(now), new)
            if new
            else await tx.units.ids_by_code()
        )
        names = await tx.units.names_by_code()
        before = await tx.invitations.list_used(now)
        people = [one for one in found.people if (ids[one.unit], one.role, one.name) not in before]
        invited = await _invite(tx, ids, names, people, now)
        keep(invited)
    return len(new), invited


async def passed_over(store: Store, books: Catalogs, lines: Sequence[Sequence[str]]) -> list[str]:
    """What a spreadsheet holds that its import passes over, each in a line: columns that are
    none of its own, and other names, kinds or places of units that are there already."""
    async with store.transaction() as tx:
        units = [
            unit for root in await tx.units.roots() for unit in await tx.units.list_under(root.id)
        ]
    codes = {unit.id: unit.code for unit in units}
    known = {
        unit.code: ListedUnit(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            abbreviation=unit.abbreviation,
            kind=unit.kind,
            parent=codes.get(unit.parent) if unit.parent is not None else None,
        )
        for unit in units
        if unit.code is not None
    }
    columns = unread_columns(lines[0]) if lines else []
    found = [f"the column {one[:60]!r} is not read" for one in columns]
    changed = changed_units(lines, known, books.calendars.kind_named)
    found += changed[:MOST_NOTES]
    if len(changed) > MOST_NOTES:
        found.append(f"… and {len(changed) - MOST_NOTES} more")
    if changed:
        found.append("units that are there are not changed: phuluc units rename, or units end")
    return found


async def _invite(
    tx: Transaction,
    ids: dict[str, int],
    names: dict[str, str],
    people: Sequence[Invitee],
    now: datetime,
) -> list[Invited]:
    until = now + INVITATION_LIFE
    made = [
        Invited(one.unit, names[one.unit], one.role, one.name, new_token(), until) for one in people
    ]
    rows = [NewInvitation(hash_code(one.code), ids[one.unit], one.role, one.name) for one in made]
    await tx.invitations.add_all(command_line_context(now), rows, until)
    return made


async def invite_person(
    store: Store, unit: str, role: Role, name: str | None, now: datetime
) -> Invited:
    """One code for one role; the first administrator comes by this."""
    async with store.transaction() as tx:
        found = await find_named_unit(tx, unit)
        made = Invited(
            found.code or "", found.name, role, name or "", new_token(), now + INVITATION_LIFE
        )
        await tx.invitations.add(
            command_line_context(now), hash_code(made.code), found.id, role, made.until, person=name
        )
    return made


async def find_named_unit(tx: Transaction, words: str) -> Unit:
    """The unit of this code, abbreviation or name; AdminError when it is not just one."""
    units = [unit for root in await tx.units.roots() for unit in await tx.units.list_under(root.id)]
    found = match_units(units, words)
    if len(found) != 1:
        names = ", ".join(f"{unit.code} ({unit.short_name})" for unit in found[:5])
        message = f"several units match {words!r}: {names}" if found else f"no unit {words!r}"
        raise AdminError(message)
    return found[0]


def invitation_sheet(invited: Sequence[Invited], telegram: str | None) -> bytes:
    """The codes as a workbook, to be sent out."""
    rows = [
        (
            *(one.unit, one.unit_name, _ROLES[one.role], one.name, one.code),
            invitation_text(telegram, one.code)["link"],
            print_day(one.until),
        )
        for one in invited
    ]
    sheet = ListSheet("Mã mời", _HEAD, rows, (12, 40, 18, 28, 26, 50, 12), 2)
    return write_workbook((sheet,))


async def rename_named_unit(
    store: Store, unit: str, names: OrgUnit, since: date, now: datetime
) -> Unit:
    """Call a unit otherwise from a day on, which is not to come: it is called so at once."""
    if since > local_day(now):
        message = f"{since} is still to come: rename the unit on that day"
        raise AdminError(message)
    async with store.transaction() as tx:
        found = await find_named_unit(tx, unit)
        with _told():
            names = names_of(names.name, names.short_name, names.abbreviation)
        await tx.units.rename(command_line_context(now), found.id, names, since)
        return await tx.units.find(found.id)


async def end_named_unit(store: Store, unit: str, into: str | None, now: datetime) -> Unit:
    """A unit ends, or merges into another one. Its reports stay; its people lose their roles
    there, and get them in the unit that takes its place."""
    async with store.transaction() as tx:
        found = await find_named_unit(tx, unit)
        successor = await find_named_unit(tx, into) if into else None
        with _told():
            await end_unit(tx, command_line_context(now), found, successor)
        return found


async def add_named_unit(store: Store, books: Catalogs, unit: NewUnit, now: datetime) -> None:
    """Make one unit; `unit.parent` is the code, abbreviation or name of the one above it."""
    async with store.transaction() as tx:
        parent = await find_named_unit(tx, unit.parent) if unit.parent else None
        kind = books.calendars.kind_named(unit.kind) or unit.kind if unit.kind else None
        with _told():
            new = replace(unit, parent=parent.code if parent else None, kind=kind)
            await add_unit(tx, command_line_context(now), books, new)


async def move_named_unit(store: Store, unit: str, under: str, now: datetime) -> tuple[Unit, Unit]:
    """A unit stands below another one from now on."""
    async with store.transaction() as tx:
        found, parent = await find_named_unit(tx, unit), await find_named_unit(tx, under)
        try:
            await tx.units.move(command_line_context(now), found.id, parent.id)
        except LookupError as error:
            message = f"{parent.short_name} is {found.short_name} itself or below it"
            raise AdminError(message) from error
        return found, parent


@contextmanager
def _told() -> Iterator[None]:
    """What units cannot do, in the words of the command line."""
    try:
        yield
    except UnitError as error:
        raise AdminError(_PROBLEMS[error.code].format(**error.data)) from error


_REFUSED = {
    "file.too_large": "is longer than 10 MB",
    "file.too_many_rows": f"holds too much; it may have {MAX_LINES} lines",
    "file.far_cells": "has the cell {cell} in the sheet {sheet}, far away from all others",
    "file.heavy": "takes more time or memory than one file may take",
    "file.bomb": "is packed in an unusual way; save it anew",
    "file.busy": "cannot be read now: no process for it can be started",
}
_PROBLEMS = {
    "name": "{said!r} is empty or longer than {most} characters",
    "kind": "no such kind of unit: {said!r}",
    "code": "the code {said!r} is taken",
    "gone": "{unit} has ended before",
    "below": "{unit} cannot merge into {into}: that is the unit itself, or below it",
    "has_units": "{unit} has {count} units below it; name --into",
}
