"""One attempt after the other at the events of a conversation, each counted before it is made.

An attempt is committed, then made, and forgotten in the transaction that handles the event. One
that ends the process stays; whoever comes next counts it. So no event ends two processes more
than it must, and none is tried for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import structlog

from bot.delivery.attachments import FileNotReadyError
from bot.delivery.reply_writer import ReplyWriter
from bot.dispatch.event_handler import EventHandler, HandledEvent
from bot.dispatch.incoming_event import incoming_of
from bot.dispatch.prepared import Prepared
from bot.dispatch.session_cache import SessionCache
from bot.dispatch.set_aside import SetAside, note_silently
from bot.files.generated_file import GeneratedFile
from bot.files.incoming_files import IncomingFiles
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.runtime import request_ids as tracing
from bot.runtime.cpu_limit import CpuLimitError
from bot.runtime.event_guard import STEP_SECONDS, TRANSACTION_SECONDS, EventGuard
from bot.runtime.slow_step import SlowStepError
from bot.runtime.time_limit import TookTooLongError, wait_within
from conversations.dialog.engine import Step
from conversations.protocol.events import Event
from conversations.protocol.messages import Capabilities
from storage.messaging.attempts import FAILED, TIMED_OUT, Attempt
from storage.store import Store, is_away
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
RETRY_SECONDS = 0.5
FILE_SECONDS = 120.0  # to fetch and read a file
PAPER_SECONDS = 120.0  # to make a file
GATHERING_SECONDS = 300.0  # to make one of every report of a round, reading them on the way
MOST_ROUNDS = 20  # times that something is made outside of the transaction of one event

Key = tuple[str, str]  # channel and conversation


class AttemptRunner:
    """`name` is the process's, under which it has events in hand. `answered` is told how many
    answers were written."""

    def __init__(
        self,
        store: Store,
        name: str,
        handling: EventHandler,
        residents: SessionCache,
        files: IncomingFiles,
        channels: Mapping[str, Capabilities],
        speaker: ReplyWriter,
        clock: Clock,
        guard: EventGuard,
        answered: Callable[[int], None],
    ) -> None:
        self._store = store
        self._name = name
        self._handling = handling
        self._residents = residents
        self._files = files
        self._channels = channels
        self._clock = clock
        self._guard = guard
        self._answered = answered
        self._setting_aside = SetAside(speaker, channels, clock)
        self._begun: dict[Key, Attempt] = {}
        # What has failed is tried alone: when the process dies of it, nothing else that has
        # failed before is in hand.
        self._alone = asyncio.Lock()

    async def begin(self, tx: Transaction, key: Key) -> Attempt | None:
        """Take the next event of a conversation in hand, if that needs no waiting, in a
        transaction that is open for something else; once it is committed it must be kept."""
        return await tx.attempts.begin(*key, self._name, self._clock(), fresh=True, patient=False)

    def keep(self, key: Key, attempt: Attempt | None) -> None:
        """What was begun is committed."""
        if attempt is not None and attempt.taken:
            self._begun[key] = attempt

    async def run_next(self, channel: str, conversation: str) -> bool:
        """Handle the oldest waiting event of the conversation, unless another process has it;
        whether there may be another one."""
        key = (channel, conversation)
        try:
            attempt = self._begun.pop(key, None) or await self._begin(key, fresh=True)
            if attempt is None:
                return False
            if attempt.taken:
                return await self._run(attempt)
            async with self._alone:
                attempt = await self._begin(key, fresh=False)
                return attempt is not None and await self._run(attempt)
        except Exception:
            log.exception("events not taken up", channel=channel)
            await asyncio.sleep(RETRY_SECONDS)
            return True

    async def _begin(self, key: Key, *, fresh: bool) -> Attempt | None:
        async with self._store.transaction() as tx:
            return await tx.attempts.begin(*key, self._name, self._clock(), fresh=fresh)

    async def _run(self, attempt: Attempt) -> bool:
        """Make the attempt, and note how it ended; whether there may be another one to make."""
        event = attempt.event
        if attempt.is_spent or event.channel not in self._channels:
            await self._set_aside(attempt)
            return True
        tracing.begin_trace(event.channel, event.body["event_id"])
        try:
            return await self._make(attempt)
        except Exception as error:
            log.exception("event not handled", channel=event.channel)
            if is_away(error):
                self.keep((event.channel, event.conversation), attempt)  # it is ours still
            else:
                await self._fail(attempt, error)
            await asyncio.sleep(RETRY_SECONDS)
            return True

    async def _make(self, attempt: Attempt) -> bool:
        prepared, incoming = Prepared(), incoming_of(attempt.event)
        if incoming.kind is IncomingKind.SENT:
            prepared.opened = await self._open(attempt, incoming)
        for _ in range(MOST_ROUNDS):
            try:
                return await self._handle(attempt, incoming, prepared)
            except FileNotReadyError as waiting:
                paper = waiting.paper
                prepared.papers[paper.file_name] = await self._make_paper(attempt, paper)
            except SlowStepError as slow:
                prepared.steps.keep(slow.inputs, self._work_out(attempt, slow))
        raise TookTooLongError

    async def _open(self, attempt: Attempt, incoming: Incoming) -> Event:
        """Files are fetched and read between transactions: it may take a while."""
        with self._guard.beside(attempt.name):
            return await wait_within(self._files.open(incoming), FILE_SECONDS)

    async def _make_paper(self, attempt: Attempt, paper: GeneratedFile) -> bytes:
        """Make a paper while the database is free."""
        with self._guard.beside(attempt.name):
            if paper.gather is not None:
                async with self._store.reading() as tx:
                    return await wait_within(paper.gather(tx), GATHERING_SECONDS)
            return await wait_within(asyncio.to_thread(paper.make), PAPER_SECONDS)

    def _work_out(self, attempt: Attempt, slow: SlowStepError) -> Step:
        with self._guard.section(attempt.name, STEP_SECONDS):
            return slow.work()

    async def _handle(self, attempt: Attempt, incoming: Incoming, prepared: Prepared) -> bool:
        """Everything the event comes to, in one transaction, unless another process has it;
        whether another event waits."""
        key = (incoming.channel, incoming.conversation)
        async with self._store.transaction() as tx:
            if not await tx.attempts.hold(attempt, self._name):
                return True
            settling = self._settle(tx, attempt, incoming, prepared)
            done = await self._guard.sliced(attempt.name, TRANSACTION_SECONDS, settling)
            following = await self.begin(tx, key)
        self.keep(key, following)
        self._answered(done.answers)
        return following is not None

    async def _settle(
        self, tx: Transaction, attempt: Attempt, incoming: Incoming, prepared: Prepared
    ) -> HandledEvent:
        """Handle the event and note that it is done with; what it came to."""
        number = attempt.event.id
        self._residents.forget(incoming.channel, incoming.conversation)
        done = await self._handling.handle(tx, number, incoming, prepared)
        await tx.inbox.mark_handled(number, done.about, self._clock())
        await tx.attempts.end(attempt.name)
        if prepared.opened is not None:
            await self._files.forget(tx, incoming)
        return done

    async def _fail(self, attempt: Attempt, error: Exception) -> None:
        slow = isinstance(error, CpuLimitError | TookTooLongError)
        what = "it took too long" if slow else type(error).__name__
        points = TIMED_OUT if slow else FAILED
        async with self._store.transaction() as tx:
            await tx.attempts.fail(attempt.name, self._name, points, what)

    async def _set_aside(self, attempt: Attempt) -> None:
        """Give the event up, at least without a word."""
        try:
            async with self._store.transaction() as tx:
                if await tx.attempts.hold(attempt, self._name):
                    telling = self._setting_aside.set_aside(tx, attempt)
                    await self._guard.sliced(attempt.name, TRANSACTION_SECONDS, telling)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("nobody told of an event that is set aside")
            async with self._store.transaction() as tx:
                await note_silently(tx, attempt, self._clock)
