"""The desk: the only place where the pure core meets the store and the channels.

An event is stored, then handled in one transaction: its id, the answers, the history, the
session and the messages to send are committed together, and only then is anything said.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime

import structlog

from bot import hearing, joining, outbox
from bot.channel import Channel, File, Incoming, Kind, Line
from bot.clock import Clock
from bot.files import Files
from bot.finishing import finished
from bot.speaking import Listener, Speaker
from conversations import engine
from conversations.events import Event
from conversations.messages import Reply, Wording
from conversations.session import Mode, Session
from storage.store import Store, StoredEvent, Transaction
from templates.catalog import Catalog

log = structlog.get_logger(__name__)
ATTEMPTS = 3
RETRY_SECONDS = 0.5


class Desk:
    """Implements `bot.channel.Door`. `wake` is called after each commit that may have queued
    something to send."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = Speaker(wording, self._channels, clock)
        self._files = Files(store, catalog, channels)
        self._opened: dict[int, Event] = {}  # files read before their event is handled, by event
        self._clock = clock
        self._wake = wake
        self._lanes: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._called: set[tuple[str, str]] = set()
        self._failures: Counter[int] = Counter()  # of events, by id; 0 when not even that is known

    async def receive(self, events: Sequence[Incoming]) -> None:
        await finished(self._keep(events))

    async def _keep(self, events: Sequence[Incoming]) -> None:
        """Store the events in one commit, and have them handled."""
        async with self._store.transaction() as tx:
            for event in events:
                await tx.receive(
                    event.channel,
                    event.event_id,
                    event.conversation,
                    event.message_ref,
                    asdict(event),
                    self._clock(),
                )
        for event in events:
            self._call(event.channel, event.conversation)

    async def resume(self) -> None:
        """Take up the events that were stored but not handled when the process ended."""
        async with self._store.transaction() as tx:
            waiting = [event for name in self._channels for event in await tx.waiting(name)]
        for event in waiting:
            self._call(event.channel, event.conversation)

    async def idle(self) -> None:
        """Wait until every stored event is handled."""
        while self._lanes:
            await asyncio.gather(*self._lanes.values())

    async def close(self) -> None:
        """Stop after the events at work; what is not handled waits for the next start."""
        lanes = [*self._lanes.values()]
        for lane in lanes:
            lane.cancel()
        await asyncio.gather(*lanes, return_exceptions=True)

    def _call(self, channel: str, conversation: str) -> None:
        """See to it that this conversation's events are handled, now or by the lane at work."""
        key = (channel, conversation)
        self._called.add(key)
        if key not in self._lanes:
            self._lanes[key] = asyncio.create_task(self._lane(key))

    async def _lane(self, key: tuple[str, str]) -> None:
        """Handle one conversation's events, one by one, in order."""
        try:
            while key in self._called:
                self._called.discard(key)
                while await finished(self._next(*key)):
                    self._wake()
        finally:
            del self._lanes[key]

    async def _next(self, channel: str, conversation: str) -> bool:
        event: StoredEvent | None = None
        try:
            async with self._store.transaction() as tx:
                event = await tx.next_waiting(channel, conversation)
                if event is None:
                    return False
                if not self._waits_for_file(event):
                    about = await self._handle(tx, event)
                    await tx.mark_handled(event.id, about, self._clock())
                    if self._opened.pop(event.id, None) is not None:
                        await self._files.forget(tx, _incoming(event))
                    return True
            self._opened[event.id] = await self._files.open(_incoming(event))
        except Exception:
            log.exception("event not handled", channel=channel)
            await self._try_again_or_set_aside(event)
        return True

    def _waits_for_file(self, event: StoredEvent) -> bool:
        """Files are fetched and read between transactions: it may take a while."""
        return event.body["kind"] == Kind.SENT and event.id not in self._opened

    async def _try_again_or_set_aside(self, event: StoredEvent | None) -> None:
        """A database that was busy or away may be back; an event that fails each time goes."""
        number = event.id if event else 0
        self._failures[number] += 1
        if self._failures[number] < ATTEMPTS:
            await asyncio.sleep(RETRY_SECONDS)
            return
        del self._failures[number]
        await self._set_aside(event)

    async def _set_aside(self, event: StoredEvent | None) -> None:
        """Leave an event that cannot be handled, and say so; wait when even that fails."""
        try:
            if event is not None:
                self._opened.pop(event.id, None)
                async with self._store.transaction() as tx:
                    await tx.mark_handled(event.id, None, self._clock())
                    await self._speaker.say_trouble(tx, event.channel, event.conversation)
                return
        except Exception:
            log.exception("store not reachable")
        await asyncio.sleep(RETRY_SECONDS)

    async def _handle(self, tx: Transaction, stored: StoredEvent) -> str | None:
        incoming = _incoming(stored)
        now = self._clock()
        first: list[Reply] = []
        code = joining.code_of(incoming)
        if code is not None:
            joined = await joining.join_by_code(tx, incoming, code, now)
            first.append(Reply(code="link.done" if joined else "link.bad"))
            incoming = replace(incoming, kind=Kind.OPENED, text="")
        member = await joining.member_of(tx, incoming, self._catalog, now)
        return await self._step(tx, stored.id, incoming, member, first, now)

    async def _step(
        self,
        tx: Transaction,
        event_id: int,
        incoming: Incoming,
        member: int,
        first: list[Reply],
        now: datetime,
    ) -> str | None:
        """One engine step, and everything it came to, in the open transaction."""
        report_id = await tx.report_of(member)
        if report_id is None:
            message = f"member {member} has no report"
            raise LookupError(message)
        await tx.lock_report(report_id)
        report = await tx.load_report(report_id)
        form = self._catalog.get(report.form_key, report.form_version)
        session = await self._session(tx, member)
        await tx.heard(member, incoming.channel, incoming.conversation)
        if incoming.kind is Kind.RETURNED and await hearing.is_current(tx, incoming, session):
            return None
        channel = incoming.channel
        can = self._channels[channel]
        event = self._opened.get(event_id) or await hearing.event_of(
            tx, incoming, session, buttons=bool(can.buttons)
        )
        step = engine.step(form, report, session, event, now=now, room=can.room)
        await tx.apply(
            report_id, step.changes, member_id=member, channel=channel, event_id=event_id, now=now
        )
        await tx.save_session(member, report_id, step.session.model_dump_json(), now)
        if step.session.mode is not session.mode:
            await tx.set_asking(member, step.session.mode)
        turn, conversation = step.session.turn, incoming.conversation
        to = Listener(channel, conversation, member, report_id, form, step.report, turn)
        await self._speaker.speak(tx, to, [*first, *step.replies])
        return step.about

    async def _session(self, tx: Transaction, member: int) -> Session:
        """Where the member's conversation stands; a new one asks as he liked it before."""
        saved = await tx.session(member)
        if saved:
            return Session.model_validate_json(saved)
        asking = await tx.asking(member)
        return Session(mode=Mode(asking)) if asking else Session()

    async def keep_file(self, channel: str, conversation: str, content: bytes) -> str:
        return await finished(self._files.keep(channel, conversation, content, self._clock()))

    async def transcript(self, channel: str, conversation: str, *, limit: int) -> list[Line]:
        return await finished(self._transcript(channel, conversation, limit))

    async def _transcript(self, channel: str, conversation: str, limit: int) -> list[Line]:
        async with self._store.transaction() as tx:
            lines = await tx.transcript(channel, conversation, limit)
        return [outbox.line_of(line) for line in lines]

    async def file(self, channel: str, conversation: str, message: int) -> File | None:
        return await finished(self._file(channel, conversation, message))

    async def _file(self, channel: str, conversation: str, message: int) -> File | None:
        async with self._store.transaction() as tx:
            found = await tx.message(channel, conversation, message)
            if found is None or not found.has_file:
                return None
            document = await tx.file_of(found)
        return File(name=document.file_name, content=document.content) if document else None


def _incoming(stored: StoredEvent) -> Incoming:
    return Incoming(**{**stored.body, "kind": Kind(stored.body["kind"])})
