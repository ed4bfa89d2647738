"""The desk: what comes in over any channel is stored, handled once and in order, and answered.

An event is stored, then handled in one transaction: its id, the answers, the history, the
session and the messages to send are committed together, and only then is anything said
(`bot.handling`). One of a conversation that is in memory is stored and handled in the same
breath, together with others (`bot.residents`).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import structlog

from bot import outbox, tracing
from bot.channel import Channel, File, FileOutcome, FileReceipt, Incoming, Kind, Line
from bot.clock import Clock
from bot.dispatch.file_intake import FileIntake
from bot.files import Files
from bot.finishing import finished
from bot.flooding import Admission, Floods
from bot.handling import Done, Handling
from bot.lanes import Lanes, Turns
from bot.office.visit import Books, Paper
from bot.residents import Resident, Residents
from bot.sender import Sender
from bot.speaking import NotMadeError, Speaker
from conversations.events import Event
from conversations.messages import Wording
from storage.grouping import Grouping
from storage.store import Store, StoredEvent, Transaction, is_away

log = structlog.get_logger(__name__)
ATTEMPTS = 3
RETRY_SECONDS = 0.5
LOOK_SECONDS = 5.0  # how often it is looked whether events were left behind
CODES_STAY = timedelta(hours=1)  # in a message to somebody who passes them on
ORPHANED_AFTER = timedelta(seconds=10)


class Desk:
    """Implements `bot.channel.Door`. The sender is woken after each commit that may have queued
    something; `answered` is told how many answers were written."""

    def __init__(
        self,
        store: Store,
        books: Books,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        grouping: Grouping,
        sender: Sender,
        floods: Floods,
        answered: Callable[[int], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = Speaker(wording, self._channels, clock, books.links, books.passes)
        self._handling = Handling(books, self._channels, self._speaker, clock)
        self._answered = answered
        self._residents = Residents(grouping, wording, self._channels, clock, sender, answered)
        self._files = Files(store, books.catalog, channels)
        self._made: dict[int, dict[str, bytes]] = {}  # papers, by event and file name
        self._opened: dict[int, Event] = {}  # files read before their event is handled, by event
        self._lanes = Lanes(self._next, sender.wake)
        self._turns = Turns()
        self._floods = floods
        self._intake = FileIntake(store, floods, wording, clock)
        self._failures: Counter[int] = Counter()  # of events, by id

    async def receive(self, events: Sequence[Incoming]) -> None:
        """Store the events: at once what can be done from memory, all others in one commit, to
        be handled soon."""
        lines: dict[tuple[str, str], list[Incoming]] = {}
        for event in await self._admitted(events):
            lines.setdefault((event.channel, event.conversation), []).append(event)
        if len(lines) == 1:
            left = [await self._at_once(*one) for one in lines.items()]
        else:
            left = await asyncio.gather(*(self._at_once(*one) for one in lines.items()))
        rest = {id(event) for line in left for event in line}
        if rest:
            await finished(self._keep([event for event in events if id(event) in rest]))

    async def _admitted(self, events: Sequence[Incoming]) -> list[Incoming]:
        """The events without those of somebody who sends far too many; he is told once."""
        admitted: list[Incoming] = []
        for event in events:
            match self._floods.admit((event.channel, event.conversation)):
                case Admission.TAKEN:
                    admitted.append(event)
                case Admission.REFUSED:
                    await finished(self._ask_to_wait(event))
        return admitted

    async def _ask_to_wait(self, event: Incoming) -> None:
        async with self._store.transaction() as tx:
            rest = self._floods.rest
            await self._speaker.say_wait(tx, event.channel, event.conversation, rest)

    async def _at_once(
        self, key: tuple[str, str], events: Sequence[Incoming]
    ) -> Sequence[Incoming]:
        """Do what can be done of one conversation's events from memory; the rest of them."""
        await self._turns.enter(key)
        try:
            for index, event in enumerate(events):
                if not await self._residents.take(event):
                    return events[index:]
        finally:
            self._turns.leave(key)
        return ()

    async def _keep(self, events: Sequence[Incoming]) -> None:
        """Store the events in one commit, and have them handled."""
        async with self._store.transaction() as tx:
            for event in events:
                await tx.receive(
                    event.channel,
                    event.event_id,
                    event.conversation,
                    event.message_ref,
                    event.as_dict(),
                    self._clock(),
                )
        for event in events:
            self._lanes.call((event.channel, event.conversation))

    async def run(self) -> None:
        """Take up what was stored and not handled, at first what an earlier process left, later
        what another one leaves when it dies; and let go of quiet conversations."""
        patience = timedelta(0)
        while True:
            try:
                await self.resume(patience)
                patience = ORPHANED_AFTER
                self._residents.forget_idle()
                await self.forget_codes()
                await finished(self._intake.sweep())
            except Exception:
                log.exception("waiting events not taken up")
            await asyncio.sleep(LOOK_SECONDS)

    async def resume(self, patience: timedelta = timedelta(0)) -> None:
        """Take up the events that have waited for so long without being handled."""
        await finished(self._resume(patience))

    async def forget_codes(self) -> None:
        """Blot out the codes in messages that were sent long enough ago to have been passed on."""
        async with self._store.transaction() as tx:
            await tx.forget_codes(self._clock() - CODES_STAY)

    async def _resume(self, patience: timedelta) -> None:
        now = self._clock()
        async with self._store.transaction() as tx:
            waiting = await tx.conversations_waiting([*self._channels], now - patience, now)
        for key in waiting:
            self._lanes.call(key)

    async def idle(self) -> None:
        """Wait until every stored event is handled."""
        await self._lanes.idle()

    async def close(self) -> None:
        """Stop after the events at work; what is not handled waits for the next start."""
        await self._lanes.close()

    async def _next(self, channel: str, conversation: str) -> bool:
        """Handle the oldest waiting event of the conversation; False when there is none."""
        event: StoredEvent | None = None
        try:
            async with self._store.transaction() as tx:
                event = await tx.next_waiting(channel, conversation)
                if event is None:
                    return False
                tracing.begin(channel, event.body["event_id"])
                ready = not self._waits_for_file(event)
                done, resident = await self._settle(tx, event) if ready else (Done(), None)
            if not ready:
                self._opened[event.id] = await self._files.open(_incoming(event))
            self._answered(done.answers)
            if resident is not None:
                self._residents.keep(resident)
        except NotMadeError as waiting:
            assert event is not None  # noqa: S101 - it was being handled
            await self._make(event, waiting.paper)
        except Exception as error:
            log.exception("event not handled", channel=channel)
            await self._try_again_or_set_aside(event, error)
        return True

    async def _settle(self, tx: Transaction, event: StoredEvent) -> tuple[Done, Resident | None]:
        """Handle an event and note that it is done with; what it came to, and the conversation
        as it may be kept in memory once this is committed."""
        self._residents.forget(event.channel, event.conversation)
        incoming, made = _incoming(event), self._made.get(event.id, {})
        done = await self._handling.handle(tx, event.id, incoming, self._opened.get(event.id), made)
        await tx.mark_handled(event.id, done.about, self._clock())
        if self._opened.pop(event.id, None) is not None:
            await self._files.forget(tx, incoming)
        self._made.pop(event.id, None)
        self._failures.pop(event.id, None)
        return done, await self._residents.settle_in(tx, incoming, done)

    async def _make(self, event: StoredEvent, paper: Paper) -> None:
        """Make a paper while the database is free; the event is handled again afterwards."""
        try:
            content = await asyncio.to_thread(paper.make)
            self._made.setdefault(event.id, {})[paper.file_name] = content
        except Exception as error:
            log.exception("paper not made", channel=event.channel)
            await self._try_again_or_set_aside(event, error)

    def _waits_for_file(self, event: StoredEvent) -> bool:
        """Files are fetched and read between transactions: it may take a while."""
        return event.body["kind"] == Kind.SENT and event.id not in self._opened

    async def _try_again_or_set_aside(self, event: StoredEvent | None, error: Exception) -> None:
        """A database that is busy, full or away will be back; an event that fails each time for
        reasons of its own goes."""
        if event is not None and not is_away(error):
            self._failures[event.id] += 1
            if self._failures[event.id] >= ATTEMPTS:
                del self._failures[event.id]
                await self._set_aside(event)
        await asyncio.sleep(RETRY_SECONDS)

    async def _set_aside(self, event: StoredEvent) -> None:
        """Leave an event that cannot be handled, and say so."""
        self._opened.pop(event.id, None)
        self._made.pop(event.id, None)
        try:
            async with self._store.transaction() as tx:
                await tx.mark_handled(event.id, None, self._clock())
                await self._speaker.say_trouble(tx, event.channel, event.conversation)
        except Exception:
            log.exception("event not set aside", channel=event.channel)

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        receipt = await self._intake.take(event, content)
        if receipt.outcome is FileOutcome.STORED:
            self._lanes.call((event.channel, event.conversation))
        return receipt

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
