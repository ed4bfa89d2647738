"""Transactions that only read: beside whoever writes, and without a way to write."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select

from storage.store import ReadOnlyError, Store
from storage.tables.core import member
from tests.support.databases import Databases
from tests.support.store_rows import NOW


async def count(store: Store) -> int:
    async with store.reading() as tx:
        return await tx.work.connection.scalar(select(func.count()).select_from(member)) or 0


async def test_reads_what_was_committed_while_somebody_writes(databases: Databases) -> None:
    store = await Store.open(databases.new())
    try:
        async with store.transaction() as tx:
            await tx.members.add("Lan", NOW)
            assert await asyncio.wait_for(count(store), 30) == 0
        assert await count(store) == 1
    finally:
        await store.close()


async def test_nothing_can_be_written_or_locked(databases: Databases) -> None:
    store = await Store.open(databases.new())
    try:
        with pytest.raises(ReadOnlyError):
            async with store.reading() as tx:
                await tx.members.add("Lan", NOW)
        assert await count(store) == 0
    finally:
        await store.close()
