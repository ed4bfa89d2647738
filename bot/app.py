"""The wiring, by hand: from settings to a running product."""

from __future__ import annotations

import asyncio
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from starlette.routing import BaseRoute
from starlette.types import ASGIApp

from bot.access import identity
from bot.access.browser_sessions import BrowserSessions
from bot.access.file_links import FileLinks
from bot.access.page_links import PageLinks
from bot.channels import terminal
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.terminal import TerminalChannel
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth, address_of
from bot.channels.web.channel import WebChannel
from bot.channels.web.file_link_page import link_routes
from bot.channels.web.health import Health
from bot.channels.web.page_link_page import pass_routes
from bot.channels.web.server import WebServer
from bot.channels.zalo.official_account.tokens import OaTokenVault
from bot.channels.zalo.setup import ZaloChannels
from bot.delivery.channel_worker import LEASE_SECONDS
from bot.delivery.fallback import Fallbacks
from bot.delivery.outbox_worker import OutboxWorker
from bot.dispatch.dispatcher import Dispatcher
from bot.dispatch.flood_guard import FloodGuard
from bot.garbage import collect_seldom
from bot.jobs.broadcasts import BroadcastJob
from bot.jobs.digests import DigestJob
from bot.jobs.head_witness import HeadWitness
from bot.jobs.history_keeper import HistoryKeeper
from bot.jobs.quota_alerts import QuotaAlertJob
from bot.jobs.retention import RetentionJob
from bot.ports import clock
from bot.ports.channel import Channel, Inbox, Incoming
from bot.ports.clock import Clock
from bot.runtime.event_guard import EventGuard
from bot.runtime.heartbeat import Heartbeat, new_name
from bot.runtime.history_check import check_history, held_journal
from bot.runtime.leader import Leader
from bot.runtime.metrics import CountedChannel, CountedInbox, Metrics, counting_errors
from bot.runtime.preflight import checked_catalog
from bot.runtime.process_guard import guard_process
from bot.runtime.reader_pool import ReaderPool
from bot.runtime.settings import Settings
from bot.runtime.sign_in_page import sign_in_page
from bot.runtime.watchdog import Watchdog
from bot.simulation.recording import Recording
from bot.workflow.context import Catalogs
from conversations.reports.model import Report
from conversations.workflow.reminder_schedule import ReminderPlan
from storage.group_commit import GroupCommit
from storage.operations.partial_files import sweep_copies, sweep_partial_files
from storage.operations.serving_lock import serving_lock
from storage.store import SchemaChangedError, Store, StoreError, explain_failure, is_away
from templates.loading.calendars import load_calendars
from templates.loading.wording import load_wording

log = structlog.get_logger(__name__)
WEBHOOK_PATH = "/telegram/webhook"


@dataclass(frozen=True)
class Service:
    """Everything between the channels and the store."""

    desk: Dispatcher
    sender: OutboxWorker
    reminders: DigestJob
    announcing: BroadcastJob
    budgets: QuotaAlertJob
    grouping: GroupCommit

    @classmethod
    def over(
        cls,
        store: Store,
        books: Catalogs,
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
        metrics = metrics or Metrics()
        words = load_wording()
        grouping = GroupCommit(store, now, name, LEASE_SECONDS)
        can = {channel.name: channel.capabilities for channel in channels}
        fallbacks = Fallbacks(store, words, can, books.links)
        sender = OutboxWorker(store, channels, now, name, grouping, fallbacks, count)
        floods = FloodGuard(per_minute)
        desk = Dispatcher(
            store,
            books,
            words,
            channels,
            now,
            grouping,
            sender,
            floods,
            metrics.answered,
            guard or EventGuard(),
            readers,
        )
        reminders = DigestJob(store, books, words, channels, now, sender.wake)
        announcing = BroadcastJob(store, words, channels, now, sender.wake)
        budgets = QuotaAlertJob(store, words, channels, now, sender.wake)
        return cls(desk, sender, reminders, announcing, budgets, grouping)

    async def close(self) -> None:
        """Finish what is at work; everything else waits in the store."""
        await self.desk.close()
        await self.grouping.close()


@dataclass(frozen=True)
class Product:
    """The parts that every way of running shares."""

    store: Store
    books: Catalogs
    presence: Heartbeat
    service: Service
    metrics: Metrics
    door: Inbox
    watchdog: Watchdog
    keeper: HistoryKeeper
    witness: HeadWitness
    retention: RetentionJob

    @property
    def jobs(self) -> list[Coroutine[Any, Any, None]]:
        """What runs beside the channels for as long as the product does."""
        service = self.service
        parts = (self.watchdog, self.presence, service.sender, service.desk)
        told = (service.reminders, service.announcing, service.budgets, self.witness)
        return [part.run() for part in (*parts, *told, self.keeper, self.retention)]


def open_books(settings: Settings) -> Catalogs:
    """The forms, found good, and the calendar; CatalogError with every problem."""
    plan = ReminderPlan(
        before=settings.remind_before,
        reviewer_after=settings.remind_reviewer_after,
        coordinator_after=settings.remind_coordinator_after,
        hour=settings.remind_hour,
    )
    calendars = load_calendars(settings.calendar_file, settings.rules_file)
    address = str(settings.public_url) if settings.public_url else None
    return Catalogs(
        checked_catalog(),
        calendars,
        plan,
        settings.telegram_name,
        FileLinks(address) if address else None,
        PageLinks(address) if address else None,
    )


@asynccontextmanager
async def open_product(settings: Settings, channels: Sequence[Channel]) -> AsyncIterator[Product]:
    """Check the forms and words, open the store, and serve it."""
    can = {channel.name: channel.capabilities for channel in channels}
    books = replace(open_books(settings), channels=can)
    metrics, name = Metrics(), new_name()
    counted = [CountedChannel(channel, metrics) for channel in channels]
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    _tidy(settings.data_dir)
    async with AsyncExitStack() as ending:
        lock = serving_lock(settings.database, name)
        ending.push_async_callback(lock.close)
        store = await _open(settings)
        ending.push_async_callback(store.close)
        presence = Heartbeat(store, lock, clock.now, name)
        with guard_process(settings.data_dir, name) as guard, counting_errors(metrics):
            who = (name, presence.count, settings.per_person)
            service = Service.over(store, books, counted, clock.now, *who, metrics, guard)
            await _arrive(service, presence, settings)
            door = CountedInbox(service.desk, metrics)
            watchdog = Watchdog(settings.watchdog_seconds)
            keeper = HistoryKeeper(store, settings.data_dir)
            witness = _witness(store, counted, service, settings)
            retention = RetentionJob(store, settings.retention, clock.now)
            beside = (watchdog, keeper, witness, retention)
            try:
                yield Product(store, books, presence, service, metrics, door, *beside)
            except SchemaChangedError:
                await service.close()  # what is in hand is finished; all else waits for others
                raise
            await service.close()
            await keeper.close()
            await presence.leave()
            watchdog.end()


def _tell_address(settings: Settings, link: str, *, open_browser: bool) -> None:
    """Print where the web chat is, and open it. The key to it is shown on a terminal alone: what a
    service prints is kept in a journal. Nobody who is served hangs on either."""
    try:
        page = link.partition("#")[0]
        print(f"Phuluc: {link if sys.stdout.isatty() else page}", flush=True)
        if not sys.stdout.isatty():
            print("Phuluc: `phuluc web-key` prints the link to sign in by", flush=True)
        if open_browser:
            webbrowser.open(sign_in_page(settings.data_dir, link))
    except Exception:
        log.exception("the address could not be shown")


def sign_in_link(settings: Settings) -> str:
    """The address that signs a browser in, of the settings alone; makes the key if there is
    none."""
    access = WebAuth.for_host(settings.http_host, settings.data_dir, settings.public_url)
    return access.link(address_of(settings.http_host, settings.http_port, settings.public_url))


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
    said = (load_wording(), channels, clock.now, service.sender.wake)
    return HeadWitness(store, *said, settings.data_dir, settings.remind_hour)


async def _open(settings: Settings) -> Store:
    """Open the store, and look whether it still holds the history that was kept beside it."""
    with held_journal(settings.database, settings.data_dir) as journal:
        store = await Store.open(settings.database)
        try:
            await check_history(store, settings.data_dir, journal)
        except BaseException:
            await store.close()
            raise
    return store


async def _arrive(service: Service, presence: Heartbeat, settings: Settings) -> None:
    """The first that is written: what processes of this machine died of, before they count as
    gone, and that this one is there. StoreError where the database takes no writing."""
    try:
        await service.desk.suspects.look()
        await presence.arrive()
    except Exception as error:
        if is_away(error):
            raise StoreError(explain_failure(settings.database, error)) from error
        raise


async def run_product(settings: Settings, *, open_browser: bool) -> None:
    """Serve everything the settings allow, until a signal ends it."""
    web = WebChannel()
    telegram = _telegram(settings)
    zalo = ZaloChannels.of(settings)
    channels: list[Channel] = [web, *([telegram] if telegram else []), *zalo.channels]
    async with open_product(settings, channels) as parts:
        access = WebAuth.for_host(settings.http_host, settings.data_dir, settings.public_url)
        hooks: dict[str, ASGIApp] = {}
        if telegram and settings.telegram_mode == "webhook":
            assert settings.telegram_webhook_secret is not None  # noqa: S101 - settings checked
            secret = settings.telegram_webhook_secret.get_secret_value()
            hooks[WEBHOOK_PATH] = telegram.webhook(parts.door, secret)
        zalo.open(OaTokenVault(parts.store, clock.now, parts.presence.name))
        hooks |= zalo.hooks(parts.door)
        app = web_app(parts, settings, web, access, hooks)
        server = WebServer(app, proxied=access.proxied)
        listening = _listen(settings)
        host, port = listening.getsockname()[:2]
        address = address_of(host, port, settings.public_url)
        _tell_address(settings, access.link(address), open_browser=open_browser)
        jobs = parts.jobs
        collect_seldom()
        if telegram:
            jobs.append(_feed(telegram, parts, settings))
        jobs += zalo.feeds(parts.door, partial(_lead, parts))
        await _serve(server, listening, jobs)
        if telegram:
            await telegram.close()
        await zalo.close()


async def run_chat(settings: Settings, channel: TerminalChannel, record: Recording | None) -> None:
    """The same product in the terminal: read a line, handle it, print the answer."""
    async with open_product(settings, [channel]) as parts:
        desk = parts.service.desk
        beside = [asyncio.create_task(one.run()) for one in (parts.watchdog, parts.presence)]
        await desk.resume()
        event: Incoming | None = terminal.opening_event()
        if record is not None:
            record.officer_says("/start")
        while event is not None:
            await desk.receive([event])
            await desk.idle()
            await parts.service.sender.drain(channel)
            line = await terminal.read_line()
            while line is not None and not line.strip():
                line = await terminal.read_line()
            if record is not None and line is not None:
                record.officer_says(line)
            event = None if line is None else terminal.typed_event(line)
        for one in beside:
            one.cancel()
        await asyncio.gather(*beside, return_exceptions=True)


def web_app(
    parts: Product,
    settings: Settings,
    web: WebChannel,
    access: WebAuth,
    hooks: Mapping[str, ASGIApp],
) -> ASGIApp:
    """Everything that is served by HTTP."""
    sessions = BrowserSessions(parts.store, clock.now, access.key, access.secure)
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    can_write = parts.presence.can_write
    health = Health(parts.store, parts.metrics, clock.now, access, token, can_write).routes()
    routes = _pages(parts, sessions)
    return create_app(parts.door, web, access, sessions, hooks=hooks, routes=routes, health=health)


def _pages(parts: Product, sessions: BrowserSessions) -> list[BaseRoute]:
    """The pages behind links, where the product has an address."""
    books, words = parts.books, load_wording()
    if books.links is None or books.passes is None:
        return []
    own = pass_routes(parts.store, parts.door, books.passes, sessions, words, clock.now)
    return [*link_routes(parts.store, books.links, words, clock.now), *own]


def _telegram(settings: Settings) -> TelegramChannel | None:
    if settings.telegram_token is None:
        return None
    base_url = str(settings.telegram_base_url) if settings.telegram_base_url else None
    proxy = settings.telegram_proxy
    return TelegramChannel(
        settings.telegram_token.get_secret_value(),
        base_url,
        proxy=proxy.get_secret_value() if proxy else None,
        per_second=settings.telegram_per_second,
    )


async def _feed(channel: TelegramChannel, parts: Product, settings: Settings) -> None:
    """Bring Telegram's events in; when its token is refused the rest goes on without it. Of
    several processes one polls."""
    if settings.telegram_mode == "polling":
        await _lead(parts, channel.name, lambda: channel.poll(parts.door))
    elif settings.telegram_webhook_secret is not None:
        url = str(settings.public_url).rstrip("/") + WEBHOOK_PATH
        await channel.register_webhook(url, settings.telegram_webhook_secret.get_secret_value())


async def _lead(parts: Product, channel: str, poll: Callable[[], Awaitable[None]]) -> None:
    """Poll for the channel, while no other process does."""
    await Leader(parts.presence.lock, f"{channel}.polling").run(poll)


def _listen(settings: Settings) -> socket.socket:
    """The web chat's socket; ListenError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in settings.http_host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.http_host, settings.http_port))
        listening.listen()  # now: whoever is told the address may come at once
    except OSError as error:
        listening.close()
        message = (
            f"cannot listen on {settings.http_host}:{settings.http_port} ({error.strerror}); "
            "set PHULUC_HTTP_PORT to a free port, for example 8643"
        )
        raise ListenError(message) from error
    return listening


class ListenError(Exception):
    """The HTTP address is taken or not ours."""


async def _serve(
    server: WebServer, listening: socket.socket, jobs: Sequence[Coroutine[Any, Any, None]]
) -> None:
    """Serve HTTP until a signal, the other jobs beside it; a job that fails ends it all."""
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    tasks = [asyncio.create_task(job) for job in jobs]
    waiting = {serving, *tasks}
    try:
        while serving in waiting:
            done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
    finally:
        server.should_exit = True
        for task in tasks:
            task.cancel()
        await asyncio.gather(serving, *tasks, return_exceptions=True)


async def local_report(settings: Settings) -> Report | None:
    """The report of the person at this machine, if there is one. Makes no database."""
    if settings.database_url is None and not settings.database_file.exists():
        return None
    store = await Store.open(settings.database)
    try:
        async with store.transaction() as tx:
            member = await tx.members.find(
                identity.channel_namespace(terminal.NAME), terminal.CONVERSATION
            )
            report_id = await tx.members.report_of(member.id) if member else None
            return await tx.reports.load(report_id) if report_id is not None else None
    finally:
        await store.close()
