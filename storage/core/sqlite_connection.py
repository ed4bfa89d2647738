"""A connection to SQLite that makes one trip to its thread for a statement, not four: to begin a
cursor, to execute, to fetch and to close."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import Dialect
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
)


def connect_by_statements(
    dialect: Dialect, _: object, arguments: Any, options: dict[str, Any]
) -> StatementConnection:
    """What an engine does to connect (its hook `do_connect`)."""
    module: Any = dialect.dbapi
    made = module.connect(*arguments, **options)
    return StatementConnection(module, made._connection)


class WholeCursor:
    """A cursor of the driver that is executed once and read whole."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection: Any = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, values: Any = ()) -> Self:
        """Execute it and fetch all its rows."""
        await self._run(sqlite3.Cursor.execute, statement, values)
        return self

    async def executemany(self, statement: str, rows: Iterable[Any]) -> Self:
        """Execute it with each of these rows of values."""
        await self._run(sqlite3.Cursor.executemany, statement, rows)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """It was closed when its rows were fetched."""

    async def _run(self, how: Callable[..., object], statement: str, values: Any) -> None:
        await self._connection._execute(partial(self._carry_out, how, statement, values))

    def _carry_out(self, how: Callable[..., object], statement: str, values: Any) -> None:
        """The work of the connection's thread."""
        cursor = self._connection._conn.cursor()
        try:
            how(cursor, statement, values)
            if cursor.description:
                self._rows = cursor.fetchall()
            self.description = cursor.description
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class StatementCursor(AsyncAdapt_aiosqlite_cursor):
    """SQLAlchemy's, on a cursor that is read whole."""

    __slots__ = ()

    def _make_new_cursor(self, connection: Any) -> Any:
        return WholeCursor(connection)


class StatementConnection(AsyncAdapt_aiosqlite_connection):
    """SQLAlchemy's; a query that is read bit by bit has the driver's own cursor."""

    __slots__ = ()
    _cursor_cls = StatementCursor
