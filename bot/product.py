"""The product without its channels: opened from the settings, and closed in order."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from bot.jobs.head_witness import HeadWitness
from bot.jobs.history_keeper import HistoryKeeper
from bot.jobs.retention import RetentionJob
from bot.ports import clock
from bot.ports.channel import Channel, Inbox
from bot.runtime.heartbeat import Heartbeat, new_name
from bot.runtime.history_check import check_history, held_journal
from bot.runtime.metrics import CountedChannel, CountedInbox, Metrics, counting_errors
from bot.runtime.preflight import checked_catalog
from bot.runtime.process_guard import guard_process
from bot.runtime.settings import PREFIX, Settings, SettingsError
from bot.runtime.watchdog import Watchdog
from bot.service import Service
from bot.shipped_catalogs import open_catalogs
from bot.workflow.catalogs import Catalogs
from storage.operations.partial_files import sweep_copies, sweep_partial_files
from storage.operations.serving_lock import serving_lock
from storage.store import SchemaChangedError, Store, is_away, unusable_database
from templates.loading.catalog import Catalog, SampleReport
from templates.loading.wording import load_wording

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Product:
    """The parts that every way of running shares."""

    store: Store
    catalogs: Catalogs
    heartbeat: Heartbeat
    service: Service
    metrics: Metrics
    inbox: Inbox
    watchdog: Watchdog
    keeper: HistoryKeeper
    witness: HeadWitness
    retention: RetentionJob

    @property
    def jobs(self) -> list[Coroutine[Any, Any, None]]:
        """What runs beside the channels for as long as the product does."""
        service = self.service
        parts = (self.watchdog, self.heartbeat, service.outbox, service.dispatcher)
        told = (service.digests, service.broadcasts, service.quota_alerts, self.witness)
        kept = (self.keeper, self.retention, service.warning_counts)
        return [part.run() for part in (*parts, *told, *kept)]


async def add_published(store: Store, catalogs: Catalogs) -> None:
    """Add what the installation has published. SettingsError when the form of the trial is none of
    all these."""
    async with store.transaction() as tx:
        await catalogs.renew(tx)
    _refuse_unknown_trial(catalogs.catalog, catalogs.trial_form)


def _refuse_unknown_trial(catalog: Catalog, key: str | None) -> None:
    """SettingsError when the form of the trial is none that can be tried."""
    known = [one.form.key for one in catalog.trials]
    if key is not None and key not in known:
        message = f"no form {key!r} with a sample; there is: {', '.join(known)}"
        raise SettingsError([f"{PREFIX}TRIAL_FORM: {message}"])


@asynccontextmanager
async def open_product(
    settings: Settings, channels: Sequence[Channel], tried: SampleReport | None = None
) -> AsyncIterator[Product]:
    """Check the forms and words, open the store, and serve it; also the form that is `tried`,
    though nobody has published it."""
    can = {channel.name: channel.capabilities for channel in channels}
    catalogs = replace(open_catalogs(settings, checked_catalog()), channels=can)
    if tried is not None:
        catalogs.catalog.set_in_force(*tried)
    metrics, name = Metrics(), new_name()
    counted = [CountedChannel(channel, metrics) for channel in channels]
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(settings.data_dir)
    async with AsyncExitStack() as ending:
        lock = serving_lock(settings.database, name)
        ending.push_async_callback(lock.close)
        store = await _open(settings, catalogs.catalog.form_names)
        ending.push_async_callback(store.close)
        await add_published(store, catalogs)
        heartbeat = Heartbeat(store, lock, clock.now, name)
        with guard_process(settings.data_dir, name) as guard, counting_errors(metrics):
            who = (name, heartbeat.count, settings.per_person)
            service = Service.over(store, catalogs, counted, clock.now, *who, metrics, guard)
            await _register(service, heartbeat, settings)
            inbox = CountedInbox(service.dispatcher, metrics)
            watchdog = Watchdog(settings.watchdog_seconds)
            keeper = HistoryKeeper(store, settings.data_dir)
            witness = _witness(store, counted, service, settings)
            retention = RetentionJob(store, settings.retention, clock.now)
            beside = (watchdog, keeper, witness, retention)
            try:
                yield Product(store, catalogs, heartbeat, service, metrics, inbox, *beside)
            except SchemaChangedError:
                await service.close()  # what is in hand is finished; all else waits for others
                raise
            await service.close()
            await keeper.close()
            await heartbeat.leave()
            watchdog.end()


def _tidy(folder: Path) -> None:
    """Remove what killed commands have left, and tell of a folder that others can look into."""
    for one in (*sweep_partial_files(folder), *sweep_partial_files(folder / "backups")):
        log.warning("half a backup removed", file=one.name)
    sweep_copies()
    if folder.stat().st_mode & 0o077:
        log.warning("others can look into the data directory", folder=str(folder))


def _witness(
    store: Store, channels: Sequence[Channel], service: Service, settings: Settings
) -> HeadWitness:
    said = (load_wording(), channels, clock.now, service.outbox.wake)
    return HeadWitness(store, *said, settings.data_dir, settings.remind_hour)


async def _open(settings: Settings, form_names: Mapping[str, str]) -> Store:
    """Open the store, and look whether it still holds the history that was kept beside it."""
    with held_journal(settings.database, settings.data_dir) as journal:
        replica, lag = settings.replica, settings.replica_lag
        store = await Store.open(settings.database, form_names, replica=replica, most_lag=lag)
        try:
            await check_history(store, settings.data_dir, journal)
        except BaseException:
            await store.close()
            raise
    return store


async def _register(service: Service, heartbeat: Heartbeat, settings: Settings) -> None:
    """The first that is written: what processes of this machine died of, before they count as
    gone, and that this one is there. StoreError where the database takes no writing."""
    try:
        await service.dispatcher.suspects.look()
        await heartbeat.arrive()
    except Exception as error:
        if is_away(error):
            raise unusable_database(settings.database, error) from error
        raise
