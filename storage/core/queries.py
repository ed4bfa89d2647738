"""What the queries of all nouns share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Executable,
    Function,
    Insert,
    String,
    Table,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.core.work import OpenWork

PORTION = 500  # rows


class Queries:
    """The queries of one noun. All nouns of a transaction share its work.

    To build a statement takes longer than to run it. One that most events need is built once,
    with `bindparam` where its values go, and run with them."""

    def __init__(self, work: OpenWork) -> None:
        self._work = work
        self._db = work.connection
        self._touch = work.touch

    async def _hold(self, what: str) -> None:
        """Let nobody else into what is called so until this transaction ends. SQLite's
        transactions exclude each other anyway."""
        if self._db.dialect.name == "postgresql":
            await self._db.execute(_HOLD, {"what": what})

    async def _try_to_hold(self, what: str) -> bool:
        """The same without waiting; whether nobody else was in it."""
        if self._db.dialect.name != "postgresql":
            return True
        return bool(await self._db.scalar(_TRY_TO_HOLD, {"what": what}))

    async def _new(self, table: Table, **values: Any) -> int:
        """Insert a row; its id."""
        result = await self._db.execute(table.insert(), values)
        key = result.inserted_primary_key
        assert key is not None  # noqa: S101 - every such table has an id
        return int(key[0])

    async def _rows(self, query: Executable) -> list[dict[str, Any]]:
        """What is found, each row by the names of its columns."""
        return [dict(row) for row in (await self._db.execute(query)).mappings()]

    async def _put(self, table: Table, keys: list[str], **values: Any) -> None:
        """Insert, or write over the row with the same keys."""
        rest = tuple(name for name in values if name not in keys)
        await self._db.execute(_upsert(self._db.dialect.name, table, (*keys,), rest), values)

    async def _for_each(self, statement: Executable, rows: Sequence[dict[str, Any]]) -> None:
        """Carry the statement out with each of the rows, a portion at a time: the values of fifty
        thousand would be made ready in one go, and nobody else be served meanwhile."""
        for at in range(0, len(rows), PORTION):
            await self._db.execute(statement, rows[at : at + PORTION])

    async def _add_once(self, table: Table, keys: list[str], **values: Any) -> bool:
        """Insert, unless there is a row with the same keys; whether there was none."""
        found = await self._db.execute(_insert_once(self._db.dialect.name, table, (*keys,)), values)
        return found.first() is not None

    def _insert(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        return insert_of(self._db.dialect.name, table)


@cache
def _upsert(dialect: str, table: Table, keys: tuple[str, ...], rest: tuple[str, ...]) -> Insert:
    insert = insert_of(dialect, table)
    written = {name: insert.excluded[name] for name in rest}
    return insert.on_conflict_do_update(index_elements=keys, set_=written)


@cache
def _insert_once(dialect: str, table: Table, keys: tuple[str, ...]) -> Insert:
    insert = insert_of(dialect, table).on_conflict_do_nothing(index_elements=keys)
    return insert.returning(*(table.c[name] for name in keys))


def lock_number(what: str | BindParameter[str]) -> Function[int]:
    """The number of PostgreSQL's lock on what is called so."""
    return func.hashtextextended(what, 0)


_HOLD = select(func.pg_advisory_xact_lock(lock_number(bindparam("what", type_=String))))
_TRY_TO_HOLD = select(func.pg_try_advisory_xact_lock(lock_number(bindparam("what", type_=String))))


def insert_of(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    """An insert that knows what to do when the row is there already, for this database."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
