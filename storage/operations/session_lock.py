"""The locks of a session of PostgreSQL: each process that serves the database holds its own."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from sqlalchemy import Connection, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.core.addresses import show_address
from storage.core.engines import engine_of, parse_database_url
from storage.core.errors import StoreError
from storage.core.queries import lock_number
from storage.operations.processes import process_lock
from storage.tables.operations import process

IDLE_SECONDS = 15  # without a question, after which PostgreSQL ends the session and frees its locks
SAFE_SECONDS = 10.0  # for which an answer makes certain that it has not
REACH_SECONDS = 5  # within which PostgreSQL must be reached


class SessionLock:
    """A ServingLock, in a session of its own. Whatever fails ends the session and all its locks;
    the next question begins another one."""

    def __init__(self, url: str, process_id: str) -> None:
        reach = {"connect_timeout": str(REACH_SECONDS), "tcp_user_timeout": f"{REACH_SECONDS}000"}
        address = parse_database_url(url).update_query_dict(reach)
        self._engine = engine_of(address.render_as_string(hide_password=False))
        self._own = process_lock(process_id)
        self._held: set[str] = set()
        self._session: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self._answered = -math.inf  # by the loop's clock

    async def prove(self) -> None:
        await self._ask(select(1))
        await self.take_job(self._own)

    async def take_job(self, job: str) -> bool:
        if job not in self._held:
            taken = await self._ask(select(func.pg_try_advisory_lock(lock_number(job))))
            self._held |= {job} if taken else set()
        return job in self._held

    async def drop_job(self, job: str) -> None:
        if job in self._held:
            self._held.remove(job)
            await self._ask(select(func.pg_advisory_unlock(lock_number(job))))

    def has_job(self, job: str) -> bool:
        now = asyncio.get_running_loop().time()
        return job in self._held and now - self._answered < SAFE_SECONDS

    async def close(self) -> None:
        async with self._turn:
            await self._end()
            await self._engine.dispose()

    async def _ask(self, question: Select[Any]) -> Any:
        async with self._turn:
            asked = asyncio.get_running_loop().time()
            try:
                session = self._session or await self._begin()
                answer = await session.scalar(question)
            except BaseException:
                await self._end()
                raise
            self._answered = asked
            return answer

    async def _begin(self) -> AsyncConnection:
        self._session = await self._engine.connect()
        await self._session.execution_options(isolation_level="AUTOCOMMIT")
        await self._session.execute(text(f"SET idle_session_timeout = '{IDLE_SECONDS}s'"))
        return self._session

    async def _end(self) -> None:
        session, self._session = self._session, None
        self._held.clear()
        if session is not None:
            await session.invalidate()
            await session.close()


def refuse_served(database: Connection) -> None:
    """Let nobody serve the database until the transaction ends; StoreError when somebody does."""
    database.execute(text("LOCK TABLE process IN ACCESS EXCLUSIVE MODE"))
    for one in database.execute(select(process.c.id, process.c.pid, process.c.host)).all():
        number = lock_number(process_lock(one.id))
        if not database.scalar(select(func.pg_try_advisory_xact_lock(number))):
            where = show_address(database.engine.url)
            message = "{where} is in use: process {process} on {host}; stop it first"
            raise StoreError(message, where=where, process=one.pid, host=one.host)
