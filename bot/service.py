"""Everything between the channels and the store, joined by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.delivery.fallback import Fallbacks
from bot.delivery.message_sender import LEASE_SECONDS
from bot.delivery.outbox_worker import OutboxWorker
from bot.dispatch.desk_acts import DeskActs
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.flood_guard import FloodGuard
from bot.jobs.broadcasts import BroadcastJob
from bot.jobs.digests import DigestJob
from bot.jobs.quota_alerts import QuotaAlertJob
from bot.jobs.warning_counts import WarningCountJob
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.runtime.event_guard import EventGuard
from bot.runtime.metrics import Metrics
from bot.runtime.reader_pool import ReaderPool
from bot.workflow.catalogs import Catalogs
from storage.group_commit import GroupCommit
from storage.store import Store
from templates.loading.wording import load_wording


@dataclass(frozen=True)
class Service:
    """The dispatcher, the outbox, and the jobs that speak to people unasked."""

    dispatcher: Dispatcher
    outbox: OutboxWorker
    digests: DigestJob
    broadcasts: BroadcastJob
    quota_alerts: QuotaAlertJob
    warning_counts: WarningCountJob
    group_commit: GroupCommit
    acts: DeskActs

    @classmethod
    def over(
        cls,
        store: Store,
        catalogs: Catalogs,
        channels: Sequence[Channel],
        now: Clock,
        name: str,
        count: Callable[[], int] = lambda: 1,
        per_minute: int = 0,
        metrics: Metrics | None = None,
        guard: EventGuard | None = None,
        readers: ReaderPool | None = None,
    ) -> Service:
        """Join the parts. `name` is what this process claims messages under, `count` how many
        processes serve the store, `per_minute` how many events of one person are taken, `readers`
        what reads files where it is shared."""
        metrics, words = metrics or Metrics(), load_wording()
        group_commit = GroupCommit(store, now, name, LEASE_SECONDS)
        can = {channel.name: channel.capabilities for channel in channels}
        fallbacks = Fallbacks(store, words, can, catalogs.links)
        outbox = OutboxWorker(store, channels, now, name, group_commit, fallbacks, count)
        dispatcher = Dispatcher(
            store,
            catalogs,
            words,
            channels,
            now,
            group_commit,
            outbox,
            FloodGuard(per_minute),
            metrics.answered,
            guard or EventGuard(),
            readers,
        )
        return cls(
            dispatcher,
            outbox,
            DigestJob(store, catalogs, words, channels, now, outbox.wake),
            BroadcastJob(store, words, channels, now, outbox.wake),
            QuotaAlertJob(store, words, channels, now, outbox.wake),
            WarningCountJob(store, catalogs.catalog),
            group_commit,
            dispatcher.desk_acts(words),
        )

    async def close(self) -> None:
        """Finish what is at work; everything else waits in the store."""
        await self.dispatcher.close()
        await self.group_commit.close()
