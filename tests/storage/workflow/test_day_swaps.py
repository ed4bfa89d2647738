"""Exchanges of working days in both databases, and how a process learns of those of another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from conversations.calendar.workdays import DaySwap
from storage.core.work import AuditContext
from storage.store import Store
from tests.support.product import open_catalogs
from tests.support.store_rows import NOW

DEED = AuditContext(None, None, "command", None, NOW)
SWAP = DaySwap(off=date(2027, 5, 4), worked=date(2027, 5, 8))


async def test_what_is_entered_and_taken_back(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.day_swaps.mark() == (0, 0)
        numbers = await tx.day_swaps.add(DEED, [SWAP, DaySwap(worked=date(2028, 1, 8))])
        none = await tx.day_swaps.add_none(DEED, 2029)
    async with store.transaction() as tx:
        found = await tx.day_swaps.list_standing()
        assert [one.id for one in found] == [*numbers, none]
        assert [one.year for one in found] == [2027, 2028, 2029]
        assert [one.swap for one in found][::2] == [SWAP, DaySwap()]
        assert await tx.day_swaps.mark() == (3, 0)
        assert [one.id for one in await tx.day_swaps.end(DEED, [numbers[0], 99])] == [numbers[0]]
        assert await tx.day_swaps.end(DEED, [numbers[0]]) == []
    async with store.transaction() as tx:
        assert await tx.day_swaps.mark() == (3, 1)
        assert [one.id for one in await tx.day_swaps.list_standing()] == [numbers[1], none]
        assert [one.subject for one in await tx.audit_log.of_office()] == ["calendar"] * 3


async def test_each_process_learns_of_changes_in_its_next_transaction(store: Store) -> None:
    here = open_catalogs()
    there = open_catalogs()
    ours, theirs = here.calendars.fixed(), there.calendars.fixed()
    here, there = replace(here, calendars=ours), replace(there, calendars=theirs)
    async with store.transaction() as tx:
        await here.renew(tx)
        (number,) = await tx.day_swaps.add(DEED, [SWAP])
    assert 2027 not in ours.known_years
    async with store.reading() as tx:
        await there.renew(tx)
    assert theirs.days.is_working(date(2027, 5, 8))
    assert not theirs.days.is_working(date(2027, 5, 4))
    assert not ours.days.is_working(date(2027, 5, 8))
    async with store.transaction() as tx:
        await here.renew(tx)
        assert ours.days == theirs.days
        await tx.day_swaps.end(DEED, [number])
    async with store.reading() as tx:
        await there.renew(tx)
    assert theirs.days == theirs.shipped
    assert 2027 not in theirs.known_years
