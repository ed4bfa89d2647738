"""What the queries of all nouns share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Function, Insert, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.core.work import OpenWork


class Queries:
    """The queries of one noun. All nouns of a transaction share its work."""

    def __init__(self, work: OpenWork) -> None:
        self._work = work
        self._db = work.connection
        self._touch = work.touch

    async def _hold(self, what: str) -> None:
        """Let nobody else into what is called so until this transaction ends. SQLite's
        transactions exclude each other anyway."""
        if self._db.dialect.name == "postgresql":
            await self._db.execute(select(func.pg_advisory_xact_lock(lock_number(what))))

    async def _try_to_hold(self, what: str) -> bool:
        """The same without waiting; whether nobody else was in it."""
        if self._db.dialect.name != "postgresql":
            return True
        held = await self._db.scalar(select(func.pg_try_advisory_xact_lock(lock_number(what))))
        return bool(held)

    async def _new(self, table: Table, **values: Any) -> int:
        """Insert a row; its id."""
        result = await self._db.execute(table.insert().values(**values))
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101 - every such table has an id
        return int(key[0])

    def _upsert(self, table: Table, keys: list[str], **values: Any) -> Insert:
        """Insert, or write over the row with the same keys."""
        insert = self._insert(table).values(**values)
        rest = {name: insert.excluded[name] for name in values if name not in keys}
        return insert.on_conflict_do_update(index_elements=keys, set_=rest)

    def _insert_once(self, table: Table, keys: list[str], **values: Any) -> Insert:
        """Insert, unless there is a row with the same keys."""
        insert = self._insert(table).values(**values)
        return insert.on_conflict_do_nothing(index_elements=keys)

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        return insert_of(self._db.dialect.name, table)


def lock_number(what: str) -> Function[int]:
    """The number of PostgreSQL's lock on what is called so."""
    return func.hashtextextended(what, 0)


def insert_of(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that knows what to do when the row is there already, for this database."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
