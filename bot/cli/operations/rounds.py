"""Rounds from the command line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.cli.operations.units import AdminError, command_line_context, find_named_unit
from bot.workflow.context import Catalogs
from bot.workflow.rounds.commands import LONGEST_REASON, SHORTEST_REASON, least_due
from bot.workflow.rounds.opening import carry_out_plan, due_days, plan_launch
from bot.workflow.rounds.parser import read_opening
from conversations.calendar.period_kinds import is_named
from conversations.calendar.periods import Period
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import next_morning
from storage.core.records import Unit
from storage.core.work import AuditContext
from storage.store import Store
from storage.transaction import Transaction

_WRONG = {
    "how": "no such period; for example 'quý I/2026', '6 tháng 2026' or 'năm 2026'",
    "kind": "no such kind of unit; for example 'cho xã, phường'",
    "due": "the due day cannot be read or is past; for example 'hạn 20/3/2026'",
    "early": "the due day leaves no working day after the cut-off",
}


async def open_by_words(
    store: Store, books: Catalogs, unit: str, words: str, now: datetime
) -> tuple[dict[str, date], Period, int]:
    """Open a round in the subtree of a unit, by the words a coordinator would type, or add the
    units to it that it has not; its due days and period, and how many units came to owe a
    report. Their officers are told by the service that runs."""
    found = read_opening(books, words, now)
    if isinstance(found, str):
        raise AdminError(f"{words!r}: {_WRONG[found]}")
    async with store.transaction() as tx:
        root = await find_named_unit(tx, unit)
        plan = await plan_launch(tx, root, found)
        if not plan.is_new and plan.joins is not None:
            raise AdminError(f"{found.period.name} is open already in {root.short_name}")
        if not plan.is_new:
            raise AdminError(f"no unit of {root.short_name} owes a report")
        if plan.joins is not None and plan.joins.locked:
            raise AdminError(f"{found.period.name} is locked: unlock it first")
        _, reports = await carry_out_plan(tx, command_line_context(now), root, found, plan)
        officers = await tx.roles.people_of([*reports], Role.OFFICER)
        await tx.broadcasts.add(
            "notice.round", [(one.id, reports[one.unit]) for one in officers], now
        )
        await tx.digests.reschedule([one.id for one in officers], next_morning(now, books.plan))
        return due_days(found, plan), found.period, len(plan.units)


@dataclass(frozen=True, slots=True)
class ListedRound:
    """A round, and how far it is."""

    period: str
    unit: str
    form: str
    expected: int
    approved: int
    locked: bool


async def rounds_of_unit(store: Store, unit: str | None) -> list[ListedRound]:
    """The rounds of a unit, or all of them, the newest first."""
    found: dict[int, ListedRound] = {}
    async with store.transaction() as tx:
        roots = [await find_named_unit(tx, unit)] if unit else await tx.units.roots()
        for root in roots:
            for one in await tx.rounds.list_under(root.id):
                counts = await tx.rollups.count_reported(one.id, root.id)
                name = (await tx.units.find(one.unit)).short_name if one.unit else ""
                found[one.id] = ListedRound(
                    one.period.name,
                    name,
                    one.form_key,
                    counts.expected,
                    counts.approved,
                    one.locked,
                )
    return [found[number] for number in sorted(found, reverse=True)]


async def lock_round(
    store: Store, books: Catalogs, unit: str, words: str, now: datetime, *, only: bool, locked: bool
) -> str:
    """Close a round of this unit, or `only` the unit's own report, or open it again; what it
    was."""
    async with store.transaction() as tx:
        if only:
            owner, number = await _report(tx, books, unit, words)
            of = await tx.rounds.of_report(number)
            if of.locked:
                message = f"the whole round {of.period.name} is locked"
                raise AdminError(message)
            await tx.rounds.lock_report(deed_of(number, now), number, locked=locked)
            return f"{of.period.name} of {owner.short_name}"
        owner = await find_named_unit(tx, unit)
        found = [
            one
            for one in await tx.rounds.list_under(owner.id)
            if one.unit == owner.id and is_named(words, one.period, books.calendars.windows)
        ]
        if not found:
            message = f"{owner.short_name} has opened no round {words!r}"
            raise AdminError(message)
        await tx.rounds.lock(command_line_context(now), found[0].id, locked=locked)
        return f"{found[0].period.name} of all units"


async def extend_report(
    store: Store, books: Catalogs, unit: str, words: str, day: date, reason: str, now: datetime
) -> str:
    """Give a report a later due day; whose it was."""
    async with store.transaction() as tx:
        owner, number = await _report(tx, books, unit, words)
        report = await tx.reports.load(number)
        if report.filed:
            message = f"{owner.short_name} has handed in"
            raise AdminError(message)
        least = await least_due(tx, number, owner, report)
        if least is not None and day <= least:
            message = f"{day} is not later than {least}, when it is due anyway"
            raise AdminError(message)
        if len(reason) < SHORTEST_REASON:
            message = f"the reason {reason!r} is too short"
            raise AdminError(message)
        await tx.rounds.extend(deed_of(number, now), number, day, reason[:LONGEST_REASON])
        people = await tx.roles.people_of([owner.id])
        await tx.digests.reschedule([one.id for one in people], next_morning(now, books.plan))
        return f"{report.period.name} of {owner.short_name}"


async def _report(tx: Transaction, books: Catalogs, unit: str, words: str) -> tuple[Unit, int]:
    owner = await find_named_unit(tx, unit)
    windows = books.calendars.windows
    for one in reversed(await tx.duties.of_units([owner.id])):
        if is_named(words, Period.model_validate(one.period), windows):
            return owner, one.report
    message = f"{owner.short_name} has no report {words!r}"
    raise AdminError(message)


def deed_of(report: int, now: datetime) -> AuditContext:
    """Something done to a report from the command line."""
    return replace(command_line_context(now), report=report)
