"""The wiring, by hand: from settings to a running product."""

from __future__ import annotations

import asyncio
import socket
import sys
import webbrowser
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import Any

import structlog
from starlette.routing import BaseRoute, Mount
from starlette.types import ASGIApp

from bot.access import identity
from bot.access.browser_sessions import BrowserSessions
from bot.access.hook_addresses import read_hook_rules
from bot.access.signed_links import TRIAL_PATH
from bot.channels import terminal
from bot.channels.api.app import ReadApi
from bot.channels.api.callers import Callers
from bot.channels.desk.app import desk_routes
from bot.channels.desk.own_paths import HOME, LANDING
from bot.channels.desk.visitors import Desk
from bot.channels.email.pages import LetterPages
from bot.channels.hook_post import HookPoster
from bot.channels.platforms import ChatPlatforms
from bot.channels.terminal import TerminalChannel
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth, address_of
from bot.channels.web.calendar_pages import CalendarPages
from bot.channels.web.channel import WebChannel
from bot.channels.web.health import Health
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.link_pages import LinkPages
from bot.channels.web.server import WebServer, open_listener
from bot.channels.web.trial_entrance import TrialEntrance
from bot.delivery.reply_writer import ReplyWriter
from bot.form_trials import FormTrials
from bot.garbage import collect_seldom
from bot.jobs.hook_deliveries import HookDeliveryJob
from bot.ports import clock
from bot.ports.channel import Incoming
from bot.product import Product, open_product
from bot.runtime.leader import Leader
from bot.runtime.settings import Settings
from bot.runtime.sign_in_page import sign_in_page
from bot.simulation.recorded_talk import Recording
from conversations.reports.model import Report
from conversations.workflow.connections import API_ROOT
from storage.store import Store
from templates.loading.catalog import SampleReport
from templates.loading.wording import load_wording

log = structlog.get_logger(__name__)


async def run_product(settings: Settings, *, open_browser: bool) -> None:
    """Serve everything the settings allow, until a signal ends it."""
    web, platforms = WebChannel(), ChatPlatforms.of(settings)
    async with open_product(settings, [web, *platforms.channels]) as product:
        access = WebAuth.for_host(settings.http_host, settings.data_dir, settings.public_url)
        platforms.open(product.store, clock.now, product.heartbeat.name)
        trials = form_trials(product, access)
        app = web_app(product, settings, web, access, platforms.hooks(product.inbox), trials)
        server = WebServer(app, proxied=access.proxied)
        listening = open_listener(settings.http_host, settings.http_port)
        host, port = listening.getsockname()[:2]
        address = address_of(host, port, settings.public_url)
        with server.ended_by_signals():
            _tell_address(settings, access.link(address), open_browser=open_browser)
            platforms.tell_states()
            collect_seldom()
            polling, named = partial(_lead, product), partial(_keep_name, product)
            jobs = [*product.jobs, *platforms.jobs(product.inbox, polling, named)]
            jobs += [trials.run()] if trials is not None else []
            jobs.append(hook_job(product, settings).run())
            await _serve(server, listening, jobs)
        await platforms.close()


async def run_chat(
    settings: Settings,
    channel: TerminalChannel,
    record: Recording | None,
    tried: SampleReport | None = None,
) -> None:
    """The same product in the terminal: read a line, handle it, print the answer. `tried` is a form
    that need not be published."""
    # Nobody else is served: a script may type as fast as it is answered.
    settings = settings.model_copy(update={"per_person": 0})
    async with open_product(settings, [channel], tried) as product:
        dispatcher = product.service.dispatcher
        jobs = [asyncio.create_task(one.run()) for one in (product.watchdog, product.heartbeat)]
        await dispatcher.resume()
        event: Incoming | None = terminal.opening_event()
        if record is not None:
            record.officer_says("/start")
        while event is not None:
            await dispatcher.receive([event])
            await dispatcher.idle()
            await product.service.outbox.drain(channel)
            line = await terminal.read_line()
            while line is not None and not line.strip():
                line = await terminal.read_line()
            if record is not None and line is not None:
                record.officer_says(line)
            event = None if line is None else terminal.typed_event(line)
        for job in jobs:
            job.cancel()
        await asyncio.gather(*jobs, return_exceptions=True)


def web_app(
    product: Product,
    settings: Settings,
    web: WebChannel,
    access: WebAuth,
    hooks: Mapping[str, ASGIApp],
    trials: FormTrials | None = None,
) -> ASGIApp:
    """Everything that is served by HTTP."""
    sessions = BrowserSessions(product.store, clock.now, access.key, access.secure)
    token = settings.metrics_token.get_secret_value() if settings.metrics_token else ""
    can_write = product.heartbeat.can_write
    health = Health(product.store, product.metrics, clock.now, access, token, can_write).routes()
    routes = [*_pages(product, sessions), *_trial_pages(trials)]
    bot = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    pages = desk_routes(_desk(product, sessions, access, settings), bot)
    return create_app(
        product.inbox,
        web,
        access,
        sessions,
        hooks=hooks,
        routes=routes,
        health=health,
        desk=pages,
        landing=LANDING,
        api={API_ROOT: _read_api(product, settings)},
    )


def hook_job(product: Product, settings: Settings) -> HookDeliveryJob:
    """What tells other systems of acts."""
    speaker = ReplyWriter(load_wording(), product.catalogs.channels, clock.now)
    post, name = HookPoster(read_hook_rules(settings)).post, product.heartbeat.name
    wake = product.service.outbox.wake
    return HookDeliveryJob(product.store, post, speaker, clock.now, name, wake)


def _read_api(product: Product, settings: Settings) -> ASGIApp:
    """What other systems read."""
    callers = Callers(product.store, clock.now, settings.api_per_minute)
    return ReadApi(product.store, product.catalogs, callers, clock.now).app()


def _desk(product: Product, sessions: BrowserSessions, access: WebAuth, settings: Settings) -> Desk:
    acts = product.service.acts
    parts = (product.store, acts.catalogs, acts, product.inbox, sessions, access, clock.now)
    return Desk(*parts, settings.data_dir, read_hook_rules(settings))


def _pages(product: Product, sessions: BrowserSessions) -> list[BaseRoute]:
    """The pages behind links, where the product has an address."""
    links, words = product.catalogs.links, load_wording()
    if links is None:
        return []
    forms = LinkForms(words)
    pages = LinkPages(product.store, product.inbox, links, sessions, forms, clock.now, HOME)
    calendars = CalendarPages(product.store, product.catalogs, clock.now).routes()
    return [*pages.routes(), *calendars, *LetterPages(product.store, words, clock.now).routes()]


def form_trials(product: Product, access: WebAuth) -> FormTrials | None:
    """Where drafted forms are tried, where the product has an address."""
    catalogs = product.catalogs
    if catalogs.links is None or catalogs.forms is None:
        return None
    return FormTrials(product.store, catalogs.links, catalogs, catalogs.forms, access, clock.now)


def _trial_pages(trials: FormTrials | None) -> list[BaseRoute]:
    if trials is None:
        return []
    entrance = TrialEntrance(trials, LinkForms(load_wording()), secure=trials.links.secure)
    return [Mount(TRIAL_PATH + "/{token}", entrance)]


async def _lead(product: Product, channel: str, poll: Callable[[], Awaitable[None]]) -> None:
    """Poll for the channel, while no other process does."""
    await Leader(product.heartbeat.lock, f"{channel}.polling").run(poll)


async def _keep_name(product: Product, number: int, name: str) -> None:
    """The bot on Telegram is called so: invitations have links from now on, those of the command
    line too."""
    product.catalogs.telegram.name = name or None
    async with product.store.transaction() as tx:
        await tx.bot_names.keep(number, name)


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
