"""A dispatcher on a real store, with channels that only record what they were given to send."""

from __future__ import annotations

import itertools
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psutil
from sqlalchemy import select

from bot.access import identity
from bot.delivery.outbox_worker import OutboxWorker
from bot.dispatch.dispatcher import Dispatcher
from bot.jobs.broadcasts import BroadcastJob
from bot.jobs.digests import DigestJob
from bot.jobs.quota_alerts import QuotaAlertJob
from bot.ports.channel import Channel, ChannelError, ChannelLimits, Incoming, IncomingKind, Outgoing
from bot.runtime.event_guard import EventGuard
from bot.runtime.heartbeat import new_name
from bot.runtime.metrics import Metrics
from bot.runtime.reader_pool import ReaderPool
from bot.service import Service
from bot.workflow.catalogs import Catalogs
from conversations.protocol.messages import Capabilities
from conversations.reports.model import Report
from conversations.workflow.reminder_schedule import ReminderPlan
from storage.operations.processes import ServingProcess
from storage.store import Store
from storage.tables.core import message
from templates.loading.calendars import load_calendars
from templates.loading.catalog import Catalog, load_catalog
from tests.support.prepared import prepared

NOON = datetime(2023, 3, 14, 5, tzinfo=UTC)
BUTTONS = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
PLAIN = Capabilities(buttons=0, edits=False, files=True, text_limit=4096)
_WAITING = message.c.settled_at.is_(None) & (message.c.state == "waiting")


@dataclass
class FakeChannel:
    """Remembers what it sent; `errors` are raised first, one for each attempt."""

    name: str
    capabilities: Capabilities = BUTTONS
    limits: ChannelLimits = ChannelLimits()  # noqa: RUF009 - immutable
    sent: list[Outgoing] = field(default_factory=list)
    errors: list[ChannelError] = field(default_factory=list)

    async def send(self, outgoing: Outgoing) -> str:
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(outgoing)
        return f"{self.name}-{outgoing.id}"

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        raise ChannelError("no files here", permanent=True)

    @property
    def texts(self) -> list[str]:
        return ["".join(span.text for span in outgoing.spans) for outgoing in self.sent]

    def payload(self, label: str) -> str:
        """The payload of this button on the newest message that has it."""
        for outgoing in reversed(self.sent):
            for button in (button for row in outgoing.buttons for button in row):
                if button.label == label:
                    return button.payload
        raise AssertionError(f"no button {label!r}")


@dataclass
class Clock:
    """Set by the test; every look at it is a millisecond later than the last."""

    moment: datetime = NOON
    _ticks: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __call__(self) -> datetime:
        return self.moment + timedelta(milliseconds=next(self._ticks))


@dataclass
class Office:
    """One running product without its outer doors."""

    store: Store
    desk: Dispatcher
    sender: OutboxWorker
    reminders: DigestJob
    announcing: BroadcastJob
    channels: dict[str, FakeChannel]
    clock: Clock
    budgets: QuotaAlertJob
    service: Service
    catalogs: Catalogs
    name: str = "office"
    process: str = "office"
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def in_memory(self) -> int:
        """How many conversations are in memory."""
        return len(self.desk._residents)

    async def handle(self, event: Incoming) -> str:
        """Take an event in, handle and answer it; what was said, all messages in one."""
        channel = self.channels[event.channel]
        before = len(channel.sent)
        await self.desk.receive([event])
        await self.desk.idle()
        await self.announce()
        await self.send()
        said = [one for one in channel.sent[before:] if one.conversation == event.conversation]
        return "\n\n".join("".join(span.text for span in one.spans) for one in said)

    def event(
        self,
        kind: IncomingKind,
        text: str = "",
        *,
        channel: str = "telegram",
        who: str = "42",
        button: str = "",
        ref: str = "",
    ) -> Incoming:
        number = f"{self.name}-{next(self._numbers)}"
        return Incoming(
            channel=channel,
            event_id=number,
            conversation=who,
            sender=who,
            kind=kind,
            text=text,
            button=button,
            message_ref=ref or number,
        )

    async def say(self, text: str, *, channel: str = "telegram", who: str = "42") -> str:
        return await self.handle(self.event(IncomingKind.SAID, text, channel=channel, who=who))

    async def tap(self, label: str, *, channel: str = "telegram", who: str = "42") -> str:
        """Tap the button of this label on the newest message to this person that has it."""
        payload = self.payload(label, channel=channel, who=who)
        return await self.handle(
            self.event(IncomingKind.TAPPED, channel=channel, who=who, button=payload)
        )

    def payload(self, label: str, *, channel: str = "telegram", who: str = "42") -> str:
        """What the newest button of this label, to this person, sends; the start of a label is
        enough."""
        for outgoing in reversed(self.channels[channel].sent):
            if outgoing.conversation != who:
                continue
            for button in (button for row in outgoing.buttons for button in row):
                if button.label.startswith(label):
                    return button.payload
        raise AssertionError(f"no button {label!r} for {who}")

    def told(self, who: str, *, channel: str = "telegram") -> list[str]:
        """Everything this person was told, oldest first."""
        return [
            "".join(span.text for span in outgoing.spans)
            for outgoing in self.channels[channel].sent
            if outgoing.conversation == who
        ]

    async def link_code(self, *, channel: str = "telegram", who: str = "42") -> str:
        """A code for another channel of this person."""
        said = await self.say("nối", channel=channel, who=who)
        return next(word for word in said.split() if identity.code_in(word))

    async def join(self, who: str, *, channel: str, owner: str = "42") -> str:
        """Join a channel to the person of this name on Telegram, agreed to on both sides; what
        is said there in the end."""
        code = await self.link_code(who=owner)
        await self.say(f"/start {code}", channel=channel, who=who)
        await self.tap("Nối khung chat này", channel=channel, who=who)
        await self.tap("Đồng ý nối", who=owner)
        return self.told(who, channel=channel)[-1]

    def forget(self, who: str = "42", channel: str = "telegram") -> None:
        """Let go of this person's conversation in memory: it is loaded for their next event."""
        self.desk._residents.forget(channel, who)

    def go_long(self) -> None:
        """From now on every event goes the long way."""

        async def never(_: Incoming) -> bool:
            return False

        self.desk._residents.take = never  # type: ignore[method-assign]

    async def keep_file(self, channel: str, conversation: str, content: bytes) -> str:
        """Keep a file by itself, for an event that the test makes; its `file_ref`."""
        async with self.store.transaction() as tx:
            return str(await tx.uploads.add(channel, conversation, content, self.clock()))

    async def announce(self) -> None:
        """Tell what may be told to many now."""
        while await self.announcing.tell_some():
            pass

    async def remind(self) -> None:
        """Serve all reminders that are due now."""
        await self.announce()
        while await self.reminders.tell_due():
            pass
        await self.send()

    async def watch(self) -> int:
        """Look at the budgets; how many warnings went out."""
        count = await self.budgets.look()
        await self.send()
        return count

    async def send(self) -> None:
        """Send all that waits and may go now."""
        for _ in range(2):  # what is not taken may be said over another channel
            async with self.store.transaction() as tx:
                asked = select(message.c.channel).where(_WAITING).distinct()
                waiting = {*(await tx.work.connection.execute(asked)).scalars()}
            for channel in self.channels.values():
                if channel.name in waiting:
                    await self.sender.drain(channel)
            if not waiting:
                break

    async def report(self, number: int = 1) -> Report:
        async with self.store.transaction() as tx:
            return await tx.reports.load(number)


@asynccontextmanager
async def office(
    place: Path | str,
    start: datetime = NOON,
    can: Capabilities = BUTTONS,
    *,
    name: str = "office",
    per_minute: int = 0,
    metrics: Metrics | None = None,
    guard: EventGuard | None = None,
    catalogs: Catalogs | None = None,
    more: Sequence[Channel] = (),
) -> AsyncIterator[Office]:
    """Open (again, or once more) the office whose database is in this folder or at this URL, at
    this moment; `can` is what its `telegram` does, `name` the process's, `catalogs` its forms and
    calendar, `more` further channels."""
    telegram = FakeChannel("telegram", can)
    channels = [telegram, FakeChannel("web"), FakeChannel("terminal", PLAIN), *more]
    url = place if isinstance(place, str) else prepared(place / "office.db")
    catalogs = catalogs or open_catalogs()
    # What is published, and what days are entered, is this one's.
    own = {"catalog": catalogs.catalog.copy(), "calendars": catalogs.calendars.fixed()}
    catalogs = replace(catalogs, **own)
    store = await Store.open(url, catalogs.catalog.form_names)
    clock = Clock(start)
    able = {channel.name: channel.capabilities for channel in channels}
    catalogs = replace(catalogs, channels=able)
    process = f"{name}-{new_name()}"[:32]
    await _arrive(store, ServingProcess(process, "tests", os.getpid(), start, start))
    beside = {"metrics": metrics, "guard": guard, "per_minute": per_minute}
    beside |= {"readers": shared_readers()}
    service = Service.over(store, catalogs, channels, clock, process, **beside)
    named = {channel.name: channel for channel in channels}
    try:
        parts = (service.dispatcher, service.outbox, service.digests, service.broadcasts)
        yield Office(
            store, *parts, named, clock, service.quota_alerts, service, catalogs, name, process
        )
    finally:
        await service.close()
        async with store.transaction() as tx:
            await tx.attempts.release(process)
            await tx.processes.remove_dead([process])
        await store.close()


async def _arrive(store: Store, me: ServingProcess) -> None:
    """A process of the tests is there; those of other test processes that died are gone."""
    async with store.transaction() as tx:
        dead = [one.id for one in await tx.processes.list_all() if not psutil.pid_exists(one.pid)]
        await tx.processes.remove_dead(dead)
        await tx.processes.register(me)


@cache
def shared_readers() -> ReaderPool:
    """One pool for all tests of a process: a reader takes a while to start."""
    return ReaderPool()


@cache
def open_catalogs() -> Catalogs:
    """The form that most tests are about, whatever others stand beside it, and the calendar."""
    found = load_catalog()
    only = Catalog(
        {"cchc-so": found.forms["cchc-so"]},
        {name: form for name, form in found.versions.items() if form.key == "cchc-so"},
        {"cchc-so": found.sample("cchc-so")},
    )
    return Catalogs(only, load_calendars(), ReminderPlan())


def catalogs_on(form: str) -> Catalogs:
    """The same, for newcomers who get a trial report on this form of the product's own."""
    if form == "cchc-so":
        return open_catalogs()
    return replace(open_catalogs(), catalog=load_catalog(), trial_form=form)
