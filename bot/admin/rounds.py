"""Rounds from the command line."""

from __future__ import annotations

from datetime import date, datetime

from bot.admin.units import AdminError, deed, find
from bot.office.launching import due_days, launch, plan_launch
from bot.office.opening import read_opening
from bot.office.visit import Books
from conversations.office.slots import next_morning
from conversations.periods import Period
from conversations.rights import Role
from storage.store import Store

_WRONG = {
    "how": "no such period; for example 'quý I/2026', '6 tháng 2026' or 'năm 2026'",
    "kind": "no such kind of unit; for example 'cho xã, phường'",
    "due": "the due day cannot be read or is past; for example 'hạn 20/3/2026'",
    "early": "the due day leaves no working day after the cut-off",
}


async def open_by_words(
    store: Store, books: Books, unit: str, words: str, now: datetime
) -> tuple[dict[str, date], Period, int]:
    """Open a round in the subtree of a unit, by the words a coordinator would type, or add the
    units to it that it has not; its due days and period, and how many units came to owe a
    report. Their officers are told by the service that runs."""
    found = read_opening(books, words, now)
    if isinstance(found, str):
        raise AdminError(f"{words!r}: {_WRONG[found]}")
    async with store.transaction() as tx:
        root = await find(tx, unit)
        plan = await plan_launch(tx, root, found)
        if not plan.is_new and plan.joins is not None:
            raise AdminError(f"{found.period.name} is open already in {root.short_name}")
        if not plan.is_new:
            raise AdminError(f"no unit of {root.short_name} owes a report")
        if plan.joins is not None and plan.joins.locked:
            raise AdminError(f"{found.period.name} is locked: unlock it first")
        _, reports = await launch(tx, deed(now), root, found, plan)
        officers = await tx.people_of([*reports], Role.OFFICER)
        await tx.announce("notice.round", [(one.id, reports[one.unit]) for one in officers], now)
        await tx.look_again([one.id for one in officers], next_morning(now, books.plan))
        return due_days(found, plan), found.period, len(plan.units)
