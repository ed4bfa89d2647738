"""Watching the budgets of channels: coordinators and administrators are warned in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog

from bot.delivery.notices import Notice
from bot.delivery.quota import Quota, all_quotas, meter_data
from bot.delivery.reply_writer import ReplyWriter
from bot.jobs.batch_loop import in_batches
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.workflow.context import watchers_of
from conversations.protocol.messages import Reply, Wording
from storage.store import Store
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
LOOK_SECONDS = 60.0
WARN_AT = (80, 95, 100)  # percent of the messages of a month
PEOPLE_AT = (90, 100)  # percent of the people that a channel takes


class QuotaAlertJob:
    """Tells each warning once a month, in the transaction that notes it as told."""

    def __init__(
        self,
        store: Store,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = ReplyWriter(wording, self._channels, clock)
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        if any(can.metered for can in self._channels.values()):
            await in_batches(self.look, self._wake, LOOK_SECONDS)

    async def look(self) -> int:
        """Warn of what has been passed since the last look; how many warnings there were."""
        async with self._store.transaction() as tx:
            warnings = [
                warning
                for one in await all_quotas(tx, self._channels, self._clock())
                for warning in await _due(tx, one)
            ]
            whom = await watchers_of(tx) if warnings else []
            notices = [Notice(person, warning) for warning in warnings for person in whom]
            await self._speaker.notify(tx, notices)
        for warning in warnings:
            log.warning("budget", **{k: v for k, v in warning.data.items() if k != "event"})
        return len(warnings)


async def _due(tx: Transaction, one: Quota) -> list[Reply]:
    """The highest mark of each kind that was passed and not told of yet."""
    found = []
    for code, percent, marks in (
        ("budget.messages", one.percent, WARN_AT),
        ("budget.people", one.people_percent, PEOPLE_AT),
    ):
        passed = [mark for mark in marks if percent >= mark]
        new = [mark for mark in passed if await tx.quota.is_first_time(_name(code, one, mark))]
        if new and new[-1] == passed[-1]:
            found.append(Reply(code=code, data=meter_data(one) | {"mark": passed[-1]}))
    return found


def _name(code: str, one: Quota, mark: int) -> str:
    """What a warning is remembered by: 32 characters at most."""
    what = "msg" if code == "budget.messages" else "ppl"
    return f"warned.{one.channel[:10]}.{one.month}.{what}{mark}"
