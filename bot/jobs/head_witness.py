"""Telling those at the top where the history ends: once a day, on days on which it has moved.

The head in their chats is out of reach of whoever holds the machine: it proves later that nothing
was taken away or written anew (`phuluc audit verify --head`). What is missing is told at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog

from bot.delivery.notices import Notice
from bot.delivery.reply_writer import ReplyWriter
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from bot.workflow.context import watchers_of
from conversations.calendar.dates import VIETNAM, local_day, print_day, print_moment
from conversations.protocol.messages import Reply, Wording
from conversations.reports.hash_chain import head_code
from conversations.workflow.reminder_schedule import is_decent
from storage.history.kept_head import MOST_NAMED, KeptHeadError, MissingHistory
from storage.store import Store
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
LOOK_SECONDS = 300.0


class HeadWitness:
    """Queues what is to be told and notes it as told in one transaction. `hour` is when the day's
    line goes out at the earliest, in Vietnam."""

    def __init__(
        self,
        store: Store,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
        folder: Path,
        hour: int,
    ) -> None:
        self._store = store
        capabilities = {channel.name: channel.capabilities for channel in channels}
        self._speaker = ReplyWriter(wording, capabilities, clock)
        self._clock = clock
        self._wake = wake
        self._folder = folder
        self._hour = hour

    async def run(self) -> None:
        """Tell what is missing, then look again and again, until cancelled."""
        await self._calmly(self.tell_missing)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            await self._calmly(self.tell_missing)
            await self._calmly(self.tell_head)

    async def _calmly(self, work: Callable[[], Coroutine[Any, Any, bool]]) -> None:
        try:
            if await finish_work(work()):
                self._wake()
        except Exception:
            log.exception("head of the history not told")

    async def tell_missing(self) -> bool:
        """Tell what is missing of the history, once a day until it is accepted."""
        now = self._clock()
        async with self._store.transaction() as tx:
            try:
                missing = await tx.audit_check.missing(self._folder)
            except KeptHeadError:
                return False  # said at the start
            if missing is None or not await self._is_first(tx, missing, now):
                return False
            return await self._tell(tx, Reply(code="history.missing", data=_facts(missing)))

    async def _is_first(self, tx: Transaction, missing: MissingHistory, now: datetime) -> bool:
        return await tx.quota.is_first_time(f"missing.{missing.kept.entry}.{local_day(now):%y%m%d}")

    async def tell_head(self) -> bool:
        """Tell the day's head, if it has moved since the last one that was told."""
        now = self._clock()
        if not is_decent(now) or now.astimezone(VIETNAM).hour < self._hour:
            return False
        async with self._store.transaction() as tx:
            if not await watchers_of(tx):
                return False
            found = await tx.audit_log.take_head(local_day(now).isoformat())
            if found is None:
                return False
            entry, hashed, count = found
            data = {"day": print_day(now), "code": head_code(entry, hashed), "count": count}
            return await self._tell(tx, Reply(code="history.head", data=data))

    async def _tell(self, tx: Transaction, reply: Reply) -> bool:
        whom = await watchers_of(tx)
        await self._speaker.notify(tx, [Notice(one, reply) for one in whom], once=True)
        return bool(whom)


def _facts(missing: MissingHistory) -> dict[str, object]:
    kept, now = missing.kept, missing.now
    return {
        "kept": kept.entry,
        "kept_at": print_moment(kept.at) if kept.at else "",
        "ends": now.entry,
        "ended": print_moment(now.at) if now.at else "",
        "count": missing.count,
        "units": list(missing.units),
        "more": max(len(missing.reports) - MOST_NAMED, 0),
    }
