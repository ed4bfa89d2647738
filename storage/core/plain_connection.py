"""Queries that are run to their end on the store's own thread, without a turn of the loop each.

A statement by way of the loop costs several times what it takes by itself. Where many are needed
before anything can be done, all of them are run in one go, by the same methods of the store.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Executable, ScalarResult

T = TypeVar("T")
P = ParamSpec("P")


class NotAtOnceError(Exception):
    """The queries wait for something else than the database."""


class PlainConnection:
    """What queries use of an asynchronous connection, done at once on a plain one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @property
    def dialect(self) -> Dialect:
        return self._connection.dialect

    async def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:
        return self._connection.execute(statement, values)

    async def scalar(self, statement: Executable, values: Any = None) -> Any:
        return self._connection.scalar(statement, values)

    async def scalars(self, statement: Executable, values: Any = None) -> ScalarResult[Any]:
        return self._connection.scalars(statement, values)

    async def run_sync(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **more: P.kwargs
    ) -> T:
        return work(self._connection, *args, **more)


def finish_at_once(work: Coroutine[Any, Any, T]) -> T:
    """The result of queries on a plain connection; NotAtOnceError when they wait for anything."""
    try:
        work.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    work.close()
    raise NotAtOnceError
