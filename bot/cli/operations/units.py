"""A list of units from the command line: read from a file, shown, carried out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.cli.administration import AdminError, command_line_context
from bot.runtime.language import tell
from bot.runtime.reader_pool import ReaderPool
from bot.workflow.units.listed_units import (
    HasCalendars,
    ImportPlan,
    Invited,
    Lines,
    ListRefusedError,
    carry_out_import,
    plan_import,
)
from bot.workflow.units.listed_ways import ListedNumber
from bot.workflow.words import name_role
from conversations.workflow.unit_list import BadLine
from storage.transaction import Transaction
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.limits import MAX_BYTES
from templates.appendix_import.spreadsheet import MAX_LINES

MOST_NOTES = 20


async def read_unit_list(path: Path) -> list[list[str]]:
    """The lines of the list, read by a process of its own. AdminError for a file that is none;
    OSError when it cannot be opened."""
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


async def plan_list(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> ImportPlan:
    """What importing these lines would do. AdminError names the columns that are not read, and
    every bad line."""
    try:
        return await plan_import(tx, catalogs, lines, now)
    except ListRefusedError as refused:
        bad = map(describe_bad_line, refused.bad)
        raise AdminError(*unread_notes(refused.unread), *bad) from refused


async def import_units(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> tuple[int, list[Invited]]:
    """Make the units of a spreadsheet and the invitations of their people; how many units are
    new, and the codes. AdminError names every bad line."""
    plan = await plan_list(tx, catalogs, lines, now)
    context = command_line_context(now)
    return len(plan.found.units), await carry_out_import(tx, context, plan)


async def passed_over(
    tx: Transaction, catalogs: HasCalendars, lines: Lines, now: datetime
) -> list[str]:
    """What a spreadsheet holds that its import passes over, each in a line: columns that are
    none of its own, lines about no unit, and other names, kinds or places of units that are there
    already."""
    plan = await plan_list(tx, catalogs, lines, now)
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


def number_notes(changes: Sequence[ListedNumber]) -> list[str]:
    """Each of the changes in a line."""
    texts = {
        "phone": "{unit}, {role} {name}: has the telephone number {old}, not {new}",
        "email": "{unit}, {role} {name}: has the e-mail address {old}, not {new}",
    }
    return [
        tell(
            texts[one.way],
            unit=one.said.unit,
            role=name_role(one.said.role),
            name=one.said.name,
            old=str(one.old) if one.old else tell("nothing"),
            new=one.new,
        )
        for one in changes
    ]


def describe_bad_line(bad: BadLine) -> str:
    found = repr(bad.found or tell("nothing"))
    data = {"line": bad.line, "column": bad.column, "found": found}
    allowed = tell(bad.allowed, **bad.data)
    return tell("line {line}, {column}: found {found}; allowed: {allowed}", allowed=allowed, **data)


UNREADABLE = "is no spreadsheet that can be read"
REFUSED = {
    "file.too_large": "is longer than 10 MB",
    "file.too_many_rows": "holds too much; it may have {most} lines",
    "file.far_cells": "has the cell {cell} in the sheet {sheet}, far away from all others",
    "file.heavy": "takes more time or memory than one file may take",
    "file.bomb": "is packed in an unusual way; save it anew",
    "file.busy": "cannot be read now: no process for it can be started",
}
