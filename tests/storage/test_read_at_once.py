"""Queries that are run to their end in one go."""

from __future__ import annotations

import asyncio

import pytest

from conversations.answers.values import Answer
from storage.store import NotAtOnceError, Store
from storage.transaction import Transaction
from tests.support.store_rows import apply, change, new_report


async def test_the_same_is_found_in_one_go(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", None))

    async def look(tx: Transaction) -> tuple[object, dict[str, Answer], int | None]:
        loaded = await tx.reports.load(report)
        return loaded, await tx.answers.of_report(report), await tx.members.report_of(member)

    async with store.transaction() as tx:
        expected = await look(tx)
    assert await store.read_at_once(look) == expected


async def test_what_waits_for_something_else_is_refused(store: Store) -> None:
    async def look(tx: Transaction) -> int:
        await tx.units.roots()
        await asyncio.sleep(0)
        return 1

    with pytest.raises(NotAtOnceError):
        await store.read_at_once(look)
    async with store.transaction() as tx:  # nothing stays open
        assert await tx.units.roots() == []
