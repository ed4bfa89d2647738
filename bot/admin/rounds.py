"""Rounds from the command line."""

from __future__ import annotations

from datetime import datetime

from bot.admin.units import AdminError, deed, find
from bot.office.opening import Opening, open_round, owing, read_opening
from bot.office.visit import Books
from conversations.office.slots import next_morning
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
) -> tuple[Opening, int]:
    """Open a round in the subtree of a unit, by the words a coordinator would type; the round
    and how many units owe a report. Their officers are told at the next reminder."""
    found = read_opening(books, words, now)
    if isinstance(found, str):
        raise AdminError(f"{words!r}: {_WRONG[found]}")
    async with store.transaction() as tx:
        root = await find(tx, unit)
        if await tx.round_for(found.form.key, found.period, root.id) is not None:
            raise AdminError(f"{found.period.name} is open already in {root.short_name}")
        units = await owing(tx, root.id, found.kind)
        if not units:
            raise AdminError(f"no unit below {root.short_name} owes a report")
        await open_round(tx, deed(now), root, found, units)
        officers = await tx.people_of([one.id for one in units], Role.OFFICER)
        await tx.look_again([one.id for one in officers], next_morning(now, books.plan))
    return found, len(units)
