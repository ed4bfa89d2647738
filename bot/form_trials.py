"""Drafted forms that are tried in a browser: each behind its link, on a database of its own.

A trial is the product's own dispatcher over a file beside the draft. It has the one form, no
links, no other channel and no way to make forms, so that nothing of the installation can be read
or written there. It ends with the draft and with its link; a changed draft begins anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from starlette.types import ASGIApp

from bot.access.browser_sessions import SignedIn
from bot.access.signatures import is_same_secret, mark_of
from bot.access.signed_links import LIVES, LinkKind, SignedLinks
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.cookies import browser_cookie
from bot.channels.web.protocol import LOCAL
from bot.channels.web.trial_entrance import NoTrial
from bot.channels.web.trial_inbox import PREFIX, TrialInbox
from bot.files.draft_folder import DraftFolder, draft_keys, sweep_trials
from bot.files.form_intake import may_make_forms, read_tried
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from bot.service import Service
from bot.workflow.catalogs import Catalogs
from conversations.calendar.period_words import parse_any_period
from conversations.calendar.periods import Period
from conversations.reports.model import LetterReference
from storage.core.file_urls import sqlite_url
from storage.messaging.signed_links import SignedLink
from storage.store import Store
from templates.loading.catalog import Catalog, SampleReport

log = structlog.get_logger(__name__)
MOST_OPEN = 3  # trials of the whole process
IDLE = timedelta(minutes=30)  # without a page that is looked at, after which one is closed
LOOK_SECONDS = 60.0
MARK = "(bản thử)"  # behind the unit's name, in the chat and in what is printed


@dataclass
class OpenTrial:
    """One trial at work; `stamp` is of the draft as it was when it was opened."""

    folder: DraftFolder
    stamp: str
    store: Store
    service: Service
    web: WebChannel
    app: ASGIApp
    used_at: datetime
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def close(self) -> None:
        """End it; its figures stay beside the draft."""
        self.web.look_again(LOCAL)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.service.close()
        await self.store.close()


@dataclass(frozen=True)
class TrialDoor:
    """Knows the one browser of one trial, while the link and the draft are what they were."""

    trials: FormTrials
    token: str
    stamp: str
    secure: bool

    async def find(self, cookies: Mapping[str, str]) -> SignedIn | None:
        shown = cookies.get(browser_cookie(self.secure), "")
        link = await self.trials.link_of(self.token)
        if link is None or not is_browser_of(link, shown):
            return None
        now = SignedIn(link.id, None, self.stamp)
        return now if await self._is_unchanged(link) else None

    async def holds(self, one: SignedIn) -> bool:
        link = await self.trials.link_of(self.token)
        return link is not None and link.id == one.session and await self._is_unchanged(link)

    async def _is_unchanged(self, link: SignedLink) -> bool:
        return await self.trials.stamp_of(link) == self.stamp

    async def begin_by_key(
        self, key: str, agent: str, before: SignedIn | None = None
    ) -> str | None:
        return None

    async def end(self, one: SignedIn) -> None:
        """A trial has no session to end."""


@dataclass
class FormTrials:
    """Opens and closes them. `store` and `links` are the product's, for the links alone."""

    store: Store
    links: SignedLinks
    catalogs: Catalogs
    forms: Path
    access: WebAuth
    clock: Clock
    _open: dict[int, OpenTrial] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, token: str, browser: str) -> ASGIApp | NoTrial:
        """The page behind a link, opened where it is not yet, for the browser of this secret."""
        link = await self.link_of(token)
        if link is None:
            return NoTrial.GONE
        if not is_browser_of(link, browser):
            return NoTrial.TAKEN
        return await finish_work(self._app_of(link, token))

    async def link_of(self, token: str) -> SignedLink | None:
        """The link of a trial, while it holds and its person may make forms."""
        async with self.store.transaction() as tx:
            link = await self.links.find(tx, token, self.clock(), LinkKind.TRIAL)
            if link is None:
                return None
            grants = await tx.roles.of_member(link.member)
            return link if await may_make_forms(tx, grants) else None

    async def stamp_of(self, link: SignedLink) -> str | None:
        """The stamp of the draft that a link leads to; None where it is gone."""
        key, _ = split_place(link.conversation)
        return await asyncio.to_thread(_stamp, self.forms, key)

    async def run(self) -> None:
        """Close what nobody looks at, and remove what has ended, until cancelled."""
        try:
            while True:
                await asyncio.sleep(LOOK_SECONDS)
                await finish_work(self._tidy())
        finally:
            for one in [*self._open]:
                await self._close(one)

    async def _app_of(self, link: SignedLink, token: str) -> ASGIApp | NoTrial:
        async with self._turn:
            stamp = await self.stamp_of(link)
            found = self._open.get(link.id)
            if found is not None and found.stamp != stamp:
                await self._close(link.id)
                found = None
            if stamp is None:
                return NoTrial.GONE
            if found is None and not await self._makes_room():
                return NoTrial.FULL
            found = found or await self._begin(link, token, stamp)
            if found is None:
                return NoTrial.GONE
            found.used_at = self.clock()
            return found.app

    async def _begin(self, link: SignedLink, token: str, stamp: str) -> OpenTrial | None:
        """Open a trial; None where the draft is not sound."""
        key, words = split_place(link.conversation)
        folder, now = DraftFolder(self.forms, key), self.clock()
        read = await asyncio.to_thread(read_tried, folder)
        if isinstance(read, list):
            return None
        windows = self.catalogs.windows_of([read.form])
        period = parse_any_period(words, windows, now.date()) if words else None
        tried = mark_trial(read, period)
        alone = _alone(self.catalogs, tried)
        database = folder.trial_database(link.id, stamp)
        store = await Store.open(sqlite_url(database), alone.catalog.form_names)
        web = WebChannel(PREFIX)
        service = Service.over(store, alone, [web], self.clock, f"trial-{link.id}")
        door = TrialDoor(self, token, stamp, self.links.secure)
        inbox = TrialInbox(service.dispatcher)
        app = create_app(inbox, web, self.access, door, trial=True)
        made = OpenTrial(folder, stamp, store, service, web, app, now)
        made.tasks = [
            asyncio.create_task(one.run()) for one in (service.outbox, service.dispatcher)
        ]
        self._open[link.id] = made
        return made

    async def _makes_room(self) -> bool:
        """Whether one more may be open; the one that nobody looks at makes way."""
        if len(self._open) < MOST_OPEN:
            return True
        quiet = [number for number, one in self._open.items() if not one.web.is_watched]
        if not quiet:
            return False
        await self._close(min(quiet, key=lambda number: self._open[number].used_at))
        return True

    async def _tidy(self) -> None:
        async with self._turn:
            now = self.clock()
            for number, one in [*self._open.items()]:
                if one.web.is_watched:
                    one.used_at = now
                elif now - one.used_at > IDLE:
                    await self._close(number)
            if not self._open:  # the file of an open one may look old
                before = (now - LIVES[LinkKind.TRIAL]).timestamp()
                await asyncio.to_thread(sweep_trials, self.forms, before)

    async def _close(self, number: int) -> None:
        one = self._open.pop(number)
        with suppress(Exception):
            await one.close()
            return
        log.exception("trial not closed", form=one.folder.key)


def is_browser_of(link: SignedLink, shown: str) -> bool:
    """Whether the browser that shows this secret is the one that opened the link."""
    return link.browser is not None and is_same_secret(link.browser, mark_of(shown))


def split_place(place: str) -> tuple[str, str]:
    """The key of the draft that a link leads to, and the words of the period."""
    key, _, words = place.partition(" ")
    return key, words


def mark_trial(read: SampleReport, period: Period | None) -> SampleReport:
    """The sample, on this period, of a unit whose name says that it is a trial."""
    unit = read.sample.unit
    names = {name: f"{getattr(unit, name)} {MARK}" for name in ("name", "short_name")}
    changes: dict[str, object] = {"unit": unit.model_copy(update=names)}
    if period is not None:
        issue = LetterReference(month=period.end.month, year=period.end.year)
        changes |= {"period": period, "issue": issue}
    return SampleReport(read.form, read.sample.model_copy(update=changes))


def _alone(catalogs: Catalogs, tried: SampleReport) -> Catalogs:
    """What a trial knows of what the installation knows: calendars, and its own form."""
    form = tried.form
    catalog = Catalog({form.key: form}, {(form.key, form.version): form}, {form.key: tried.sample})
    return Catalogs(
        catalog,
        catalogs.calendars.fixed(),
        catalogs.plan,
        trial_form=form.key,
        channels={WebChannel.name: WebChannel.capabilities},
    )


def _stamp(root: Path, key: str) -> str | None:
    with suppress(OSError):
        return DraftFolder(root, key).stamp() if key in draft_keys(root) else None
    return None
