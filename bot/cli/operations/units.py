"""A list of units: one spreadsheet in, one with codes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.access.identity import hash_code, new_token
from bot.cli.administration import AdminError, command_line_context
from bot.runtime.reader_pool import ReaderPool
from bot.workflow.context import Catalogs
from bot.workflow.people.invitations import invitation_text
from bot.workflow.people.operations import INVITATION_LIFE
from bot.workflow.words import name_role
from conversations.calendar.dates import print_day
from conversations.workflow.permissions import Role
from conversations.workflow.unit_import import (
    ListedUnit,
    UnitList,
    changed_units,
    read_list,
    unread_columns,
)
from storage.transaction import Transaction
from storage.workflow.invitations import NewInvitation
from storage.workflow.units import NewUnit
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.limits import MAX_BYTES
from templates.appendix_import.spreadsheet import MAX_LINES
from templates.documents.excel.workbook import ListSheet, write_workbook

MOST_NOTES = 20
_HEAD = ("Mã đơn vị", "Đơn vị", "Vai trò", "Họ tên", "Mã mời", "Đường dẫn", "Hạn dùng")


@dataclass(frozen=True, slots=True)
class Invited:
    """A code that was made, for whom and where. It is told once: only its hash is kept."""

    unit: str
    unit_name: str
    role: Role
    name: str
    code: str
    until: datetime


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
    tx: Transaction, catalogs: Catalogs, lines: Sequence[Sequence[str]], now: datetime
) -> tuple[int, list[Invited]]:
    """Make the units of a spreadsheet and the invitations of their people; how many units are
    new, and the codes. Who was invited into the same role before is not again. AdminError names
    every bad line."""
    kinds = "; ".join(kind.name for kind in catalogs.calendars.kinds.values())
    found = read_list(lines, await tx.units.ids_by_code(), catalogs.calendars.kind_named, kinds)
    if not isinstance(found, UnitList):
        raise AdminError(*map(str, found))
    context = command_line_context(now)
    new = [NewUnit(**unit.model_dump()) for unit in found.units]
    ids = await tx.units.add_all(context, new) if new else await tx.units.ids_by_code()
    names = await tx.units.names_by_code()
    before = await tx.invitations.list_used(now)
    until = now + INVITATION_LIFE
    invited = [
        Invited(one.unit, names[one.unit], one.role, one.name, new_token(), until)
        for one in found.people
        if (ids[one.unit], one.role, one.name) not in before
    ]
    rows = [
        NewInvitation(hash_code(one.code), ids[one.unit], one.role, one.name) for one in invited
    ]
    await tx.invitations.add_all(context, rows, until)
    return len(new), invited


async def passed_over(
    tx: Transaction, catalogs: Catalogs, lines: Sequence[Sequence[str]]
) -> list[str]:
    """What a spreadsheet holds that its import passes over, each in a line: columns that are
    none of its own, and other names, kinds or places of units that are there already."""
    units = [unit for root in await tx.units.roots() for unit in await tx.units.list_under(root.id)]
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
    changed = changed_units(lines, known, catalogs.calendars.kind_named)
    found += changed[:MOST_NOTES]
    if len(changed) > MOST_NOTES:
        found.append(f"… and {len(changed) - MOST_NOTES} more")
    if changed:
        found.append("units that are there are not changed: phuluc units rename, or units end")
    return found


def invitation_sheet(invited: Sequence[Invited], telegram: str | None) -> bytes:
    """The codes as a workbook, to be sent out."""
    rows = [
        (
            *(one.unit, one.unit_name, name_role(one.role), one.name, one.code),
            invitation_text(telegram, one.code)["link"],
            print_day(one.until),
        )
        for one in invited
    ]
    sheet = ListSheet("Mã mời", _HEAD, rows, (12, 40, 18, 28, 26, 50, 12), 2)
    return write_workbook((sheet,))


_REFUSED = {
    "file.too_large": "is longer than 10 MB",
    "file.too_many_rows": f"holds too much; it may have {MAX_LINES} lines",
    "file.far_cells": "has the cell {cell} in the sheet {sheet}, far away from all others",
    "file.heavy": "takes more time or memory than one file may take",
    "file.bomb": "is packed in an unusual way; save it anew",
    "file.busy": "cannot be read now: no process for it can be started",
}
