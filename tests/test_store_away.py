"""What says that the database is away for a while, and nothing of the work itself."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.store import Store, is_away
from tests.databases import Postgres


async def test_a_stand_by_that_takes_no_writing_is_away(postgres: Postgres) -> None:
    store = await Store.open(postgres.new_database())
    async with store.transaction() as tx:
        await tx._db.execute(text("SET TRANSACTION READ ONLY"))
        with pytest.raises(DBAPIError) as caught:
            await tx.drop_lease("polling", "me")
    assert is_away(caught.value)
    await store.close()


async def test_a_wrong_statement_is_no_absence(store: Store) -> None:
    async with store.transaction() as tx:
        with pytest.raises(DBAPIError) as caught:
            await tx._db.execute(text("INSERT INTO lease (name) VALUES (NULL)"))
    assert not is_away(caught.value)
