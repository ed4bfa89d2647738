"""The dispatcher: what comes in over any channel is stored, handled once, in order, and answered.

An event is stored, then handled in one transaction: its id, the answers, the history, the
session and the messages to send are committed together, and only then is anything said
(`bot.dispatch.event_handler`). One of a conversation that is in memory is stored and handled at
once, together with others (`bot.dispatch.session_cache`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.access.identity import channel_namespace
from bot.delivery import message_body
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch.attempt_runner import AttemptRunner
from bot.dispatch.conversation_queue import ConversationLock, ConversationQueue
from bot.dispatch.desk_acts import DeskActs
from bot.dispatch.event_handler import EventHandler
from bot.dispatch.file_intake import FileIntake
from bot.dispatch.flood_guard import Admission, FloodGuard
from bot.dispatch.session_cache import SessionCache
from bot.dispatch.suspects import Suspects
from bot.files.incoming_files import IncomingFiles
from bot.ports.channel import (
    Channel,
    FileOutcome,
    FileReceipt,
    Incoming,
    OutgoingFile,
    TranscriptEntry,
)
from bot.ports.clock import Clock
from bot.runtime.event_guard import EventGuard
from bot.runtime.reader_pool import ReaderPool
from bot.runtime.shield import finish_work
from bot.runtime.sliced_work import measure_work
from bot.workflow.catalogs import Catalogs
from conversations.protocol.messages import Wording
from storage.group_commit import GroupCommit
from storage.messaging.attempts import TIMED_OUT, Attempt
from storage.store import Store
from storage.transaction import Transaction

T = TypeVar("T")
log = structlog.get_logger(__name__)
LOOK_SECONDS = 5.0  # how often it is looked whether events were left behind
CODES_STAY = timedelta(hours=1)  # in a message to somebody who passes them on
ORPHANED_AFTER = timedelta(seconds=10)
LEFT_OVER_AFTER = timedelta(days=7)  # what waits for a channel that is off


class Dispatcher:
    """Implements `bot.ports.channel.Inbox`. The outbox worker is woken after each commit that may
    have queued something; `answered` is told how many answers were written."""

    def __init__(
        self,
        store: Store,
        catalogs: Catalogs,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        grouping: GroupCommit,
        sender: OutboxWorker,
        floods: FloodGuard,
        answered: Callable[[int], None],
        guard: EventGuard,
        readers: ReaderPool | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = ReplyWriter(
            wording, self._channels, clock, catalogs.links, catalogs.catalog
        )
        self.suspects = Suspects(store, clock, guard)
        self._residents = SessionCache(
            store,
            grouping,
            wording,
            self._channels,
            clock,
            sender,
            answered,
            guard,
            self.suspects,
            catalogs,
        )
        self._wake = sender.wake
        self._guard = guard
        own = (catalogs.forms, clock, catalogs.roots)
        self._files = IncomingFiles(
            store, catalogs.catalog, channels, readers, lambda: catalogs.trial, *own
        )
        self._catalogs = replace(catalogs, readers=self._files.readers)
        handler = EventHandler(self._catalogs, self._channels, self._speaker, clock)
        speaking = (self._channels, self._speaker, clock, guard, answered)
        self._attempts = AttemptRunner(
            store, sender.name, handler, self._residents, self._files, *speaking
        )
        self._lanes = ConversationQueue(self._run_next, sender.wake)
        self._turns = ConversationLock()
        self._floods = floods
        self._intake = FileIntake(store, floods, wording, clock)

    def desk_acts(self, wording: Wording) -> DeskActs:
        """What carries out the acts of the desk's pages, over the same store and rights."""
        parts = (self._store, self._catalogs, self._speaker, wording, self._clock)
        return DeskActs(*parts, self._wake, self._guard)

    async def receive(self, events: Sequence[Incoming]) -> None:
        """Store the events: at once what can be done from memory, all others in one commit, to
        be handled soon."""
        await self.suspects.look_for_deaths()
        lines: dict[tuple[str, str], list[Incoming]] = {}
        for event in await self._admitted(events):
            lines.setdefault((event.channel, event.conversation), []).append(event)
        if len(lines) == 1:
            left = [await self._at_once(*one) for one in lines.items()]
        else:
            left = await asyncio.gather(*(self._at_once(*one) for one in lines.items()))
        rest = {id(event) for line in left for event in line}
        if rest:
            await finish_work(self._keep([event for event in events if id(event) in rest]))

    async def _admitted(self, events: Sequence[Incoming]) -> list[Incoming]:
        """The events without those of somebody who sends far too many; they are told once."""
        admitted: list[Incoming] = []
        for event in events:
            match self._floods.admit((event.channel, event.conversation)):
                case Admission.TAKEN:
                    admitted.append(event)
                case Admission.REFUSED:
                    await finish_work(self._ask_to_wait(event))
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
                if not await self._charged(key, self._residents.take(event)):
                    return events[index:]
        finally:
            self._turns.leave(key)
        return ()

    async def _run_next(self, channel: str, conversation: str) -> bool:
        work = self._attempts.run_next(channel, conversation)
        return await self._charged((channel, conversation), work)

    def _charged(self, key: tuple[str, str], work: Awaitable[T]) -> Awaitable[T]:
        """The work, whose cost is counted among this conversation's events."""
        return measure_work(work, partial(self._floods.charge, key))

    async def _keep(self, events: Sequence[Incoming]) -> None:
        """Store the events in one commit, and have them handled. Where nothing is at work, the
        first attempt is begun in the same commit."""
        begun: dict[tuple[str, str], Attempt | None] = {}
        async with self._store.transaction() as tx:
            for event in events:
                await self._receive(tx, event)
            for key in sorted({(event.channel, event.conversation) for event in events}):
                if self._lanes.is_idle(key):
                    begun[key] = await self._attempts.begin(tx, key)
        for key, attempt in begun.items():
            self._attempts.keep(key, attempt)
        for event in events:
            self._lanes.call((event.channel, event.conversation))

    async def _receive(self, tx: Transaction, event: Incoming) -> None:
        now = self._clock()
        places = (event.channel, event.event_id, event.conversation, event.message_ref)
        await tx.inbox.add(*places, event.as_dict(), now)
        name = (event.channel, event.event_id)
        if self.suspects.take_slow(name):
            await tx.attempts.add_points(name, TIMED_OUT, "it took too long", now)

    async def run(self) -> None:
        """Take up what was stored and not handled, at first what an earlier process left, later
        what another one leaves when it dies; and let go of quiet conversations."""
        patience = timedelta(0)
        while True:
            try:
                await self.suspects.look()
                if not patience:
                    await self._leave_unserved()
                await self.resume(patience)
                await self._take_up_left_over()
                patience = ORPHANED_AFTER
                self._residents.forget_idle()
                await self.forget_codes()
                await finish_work(self._intake.sweep())
            except Exception:
                log.exception("waiting events not taken up")
            await asyncio.sleep(LOOK_SECONDS)

    async def resume(self, patience: timedelta = timedelta(0)) -> None:
        """Take up the events that have waited for so long without being handled."""
        await finish_work(self._resume(patience))

    async def forget_codes(self) -> None:
        """Blot out the codes in messages that were sent long enough ago to have been passed on."""
        async with self._store.transaction() as tx:
            await tx.outbox.forget_codes(self._clock() - CODES_STAY)

    async def _resume(self, patience: timedelta) -> None:
        now = self._clock()
        async with self._store.transaction() as tx:
            await self._catalogs.renew(tx)  # also for the conversations that are in memory
            waiting = await tx.inbox.list_waiting([*self._channels], now - patience, now)
        for key in waiting:
            self._lanes.call(key)

    async def _take_up_left_over(self) -> None:
        """Set aside what has long waited for a channel that is off."""
        async with self._store.transaction() as tx:
            before = self._clock() - LEFT_OVER_AFTER
            for key in await tx.attempts.left_over([*self._channels], before):
                self._lanes.call(key)
            await tx.outbox.give_up_unserved([*self._channels], before, self._clock())

    async def _leave_unserved(self) -> None:
        """Write to people of a channel that was switched off where else they can be reached."""
        spaces = {channel_namespace(channel): channel for channel in reversed([*self._channels])}
        async with self._store.transaction() as tx:
            await tx.failover.leave_unserved(spaces, self._clock())

    async def idle(self) -> None:
        """Wait until every stored event is handled."""
        await self._lanes.idle()

    async def close(self) -> None:
        """Stop after the events at work; what is not handled waits for the next start."""
        await self._lanes.close()
        await self._files.close()

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        receipt = await self._intake.take(event, content)
        if receipt.outcome is FileOutcome.STORED:
            self._lanes.call((event.channel, event.conversation))
        return receipt

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        return await finish_work(self._transcript(channel, conversation, limit))

    async def _transcript(
        self, channel: str, conversation: str, limit: int
    ) -> list[TranscriptEntry]:
        async with self._store.transaction() as tx:
            lines = await tx.transcripts.read(channel, conversation, limit)
        return [message_body.line_of(line) for line in lines]

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        return await finish_work(self._file(channel, conversation, message))

    async def _file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        async with self._store.transaction() as tx:
            found = await tx.messages.find(channel, conversation, message)
            if found is None or not found.has_file:
                return None
            document = await tx.documents.of_message(found)
        return OutgoingFile(name=document.file_name, content=document.content) if document else None
