"""The desk: the only place where the pure core meets the store and the channels.

An event is stored, then handled in one transaction: its id, the answers, the history, the
session and the messages to send are committed together, and only then is anything said.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import structlog

from bot import hearing, joining, outbox
from bot.channel import Channel, File, Incoming, Kind, Line
from bot.clock import Clock
from bot.files import Files
from bot.filling import AtHand, open_desk, resuming, take_step
from bot.finishing import finished
from bot.office import entering, front
from bot.office.home import home
from bot.office.visit import Books, Paper, Visit
from bot.speaking import Filling, Listener, NotMadeError, Speaker
from conversations.engine import awaits_words
from conversations.events import Event
from conversations.messages import Deliver, Reply, Wording
from conversations.session import Mode, Session
from storage.store import Store, StoredEvent, Transaction

log = structlog.get_logger(__name__)
ATTEMPTS = 3
RETRY_SECONDS = 0.5
LOOK_SECONDS = 5.0  # how often it is looked whether events were left behind
ORPHANED_AFTER = timedelta(seconds=10)


class Desk:
    """Implements `bot.channel.Door`. `wake` is called after each commit that may have queued
    something to send."""

    def __init__(
        self,
        store: Store,
        books: Books,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._books = books
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = Speaker(wording, self._channels, clock)
        self._files = Files(store, books.catalog, channels)
        self._made: dict[int, dict[str, bytes]] = {}  # papers, by event and file name
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

    async def run(self) -> None:
        """Take up what was stored and not handled: at first what an earlier process left, later
        what another one leaves when it dies."""
        patience = timedelta(0)
        while True:
            try:
                await self.resume(patience)
                patience = ORPHANED_AFTER
            except Exception:
                log.exception("waiting events not taken up")
            await asyncio.sleep(LOOK_SECONDS)

    async def resume(self, patience: timedelta = timedelta(0)) -> None:
        """Take up the events that have waited for so long without being handled."""
        await finished(self._resume(patience))

    async def _resume(self, patience: timedelta) -> None:
        async with self._store.transaction() as tx:
            waiting = await tx.conversations_waiting([*self._channels], self._clock() - patience)
        for channel, conversation in waiting:
            self._call(channel, conversation)

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
                    self._made.pop(event.id, None)
                    return True
            self._opened[event.id] = await self._files.open(_incoming(event))
        except NotMadeError as waiting:
            assert event is not None  # noqa: S101 - it was being handled
            await self._make(event, waiting.paper)
        except Exception:
            log.exception("event not handled", channel=channel)
            await self._try_again_or_set_aside(event)
        return True

    async def _make(self, event: StoredEvent, paper: Paper) -> None:
        """Make a paper while the database is free; the event is handled again afterwards."""
        try:
            content = await asyncio.to_thread(paper.make)
            self._made.setdefault(event.id, {})[paper.file_name] = content
        except Exception:
            log.exception("paper not made", channel=event.channel)
            await self._try_again_or_set_aside(event)

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
                self._made.pop(event.id, None)
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
        code, invitation = joining.code_of(incoming), None
        if code is not None:
            entry = await joining.enter(tx, incoming, code, now)
            invitation = entry.invitation
            if invitation is None:
                first.append(Reply(code=_said_of(entry)))
            incoming = replace(incoming, kind=Kind.OPENED, text="")
        member = await joining.member_of(
            tx, incoming, self._books.catalog, now, invited=invitation is not None
        )
        await tx.heard(member, incoming.channel, incoming.conversation)
        visit = await self._visit(tx, member, incoming, stored.id, now)
        first += await self._unsure(tx, incoming, now)
        if invitation is not None and code is not None:
            await entering.show_invitation(visit, invitation, joining.hashed(code))
            await self._answer(visit, incoming, Session())
            return None
        return await self._step(visit, incoming, first)

    async def _unsure(self, tx: Transaction, incoming: Incoming, now: datetime) -> list[Reply]:
        """Tell who is here again of the files of which nobody knows whether they arrived. Any
        other such message has lost its point by now."""
        unsure = await tx.unsure(incoming.channel, incoming.conversation)
        await tx.settle([one.id for one in unsure], now)
        files = [await tx.file_of(one) for one in unsure if one.has_file]
        names = [file.file_name for file in files if file is not None]
        return [Reply(code="file.unsure", data={"names": names})] if names else []

    async def _visit(
        self, tx: Transaction, member: int, incoming: Incoming, event: int, now: datetime
    ) -> Visit:
        grants, current = await tx.grants_of(member), await tx.report_of(member)
        visit = Visit(tx, self._books, member, grants, incoming.channel, event, now, current)
        visit.made = frozenset(self._made.get(event, ()))
        return visit

    async def _step(self, visit: Visit, incoming: Incoming, first: list[Reply]) -> str | None:
        """What the event asks of the office, or else one step of the member's report."""
        session = await self._session(visit.tx, visit.member)
        if incoming.kind is Kind.RETURNED and await hearing.is_current(visit.tx, incoming, session):
            return None
        assert visit.event is not None  # noqa: S101 - every event is stored
        can = self._channels[incoming.channel]
        event = self._opened.get(visit.event) or await hearing.event_of(
            visit.tx, incoming, session, buttons=bool(can.buttons)
        )
        desk = await open_desk(visit, visit.current) if visit.current is not None else None
        free = desk is not None and awaits_words(desk.form, session)
        visit.replies += first
        if await front.serve(visit, event, free_text=free):
            if not visit.resume or visit.current is None:
                if desk and any(isinstance(reply, Deliver) for reply in visit.replies):
                    desk = await open_desk(visit, desk.report_id)
                await self._answer(visit, incoming, session, desk)
                return None
            session = await self._session(visit.tx, visit.member)
            desk = await open_desk(visit, visit.current)
            event = resuming(desk, session, visit.now) if desk is not None else event
        if desk is None:
            await self._without_report(visit)
            await self._answer(visit, incoming, session)
            return None
        return await self._fill(visit, incoming, desk, session, event)

    async def _without_report(self, visit: Visit) -> None:
        """Nothing to fill: say what there is to do, or that a code is needed."""
        if visit.current is not None:
            await visit.tx.take_up([visit.member], None)
            visit.current = None
            visit.say("denied.report")
        if visit.grants:
            await home(visit)
        else:
            visit.say("join.who")

    async def _fill(
        self, visit: Visit, incoming: Incoming, desk: AtHand, session: Session, event: Event
    ) -> str | None:
        """One engine step, and everything it came to."""
        room = self._channels[incoming.channel].room
        step = await take_step(visit, desk, session, event, room)
        if step is None:
            visit.say("guest.only")
            await self._answer(visit, incoming, session, desk)
            return None
        body = step.session.model_dump_json()
        await visit.tx.save_session(visit.member, desk.report_id, body, visit.now)
        if step.session.mode is not session.mode:
            await visit.tx.set_asking(visit.member, step.session.mode)
        after = replace(desk, report=step.report)
        visit.replies += step.replies
        await self._answer(visit, incoming, step.session, after)
        return step.about

    async def _answer(
        self, visit: Visit, incoming: Incoming, session: Session, desk: AtHand | None = None
    ) -> None:
        """Queue what was said to the member and to others."""
        filling = Filling(desk.report_id, desk.form, desk.report) if desk else None
        to = Listener(
            incoming.channel,
            incoming.conversation,
            visit.member,
            session.turn,
            filling,
            self._made.get(visit.event or 0),
            await hearing.tapped_message(visit.tx, incoming) if visit.replaces else None,
        )
        await self._speaker.speak(visit.tx, to, visit.replies)
        await self._speaker.notify(visit.tx, visit.notices)

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


def _said_of(entry: joining.Entry) -> str:
    if entry.linked:
        return "link.done"
    return "join.wait" if entry.wait else "link.bad"


def _incoming(stored: StoredEvent) -> Incoming:
    return Incoming(**{**stored.body, "kind": Kind(stored.body["kind"])})
