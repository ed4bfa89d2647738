"""What is counted while the product runs, for Prometheus.

Inbox and channels are wrapped, so that neither the dispatcher nor a channel knows of it. Nothing
that is counted names a person, a unit or a figure.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.ports.channel import (
    Channel,
    ChannelError,
    FileOutcome,
    FileReceipt,
    Inbox,
    Incoming,
    Outgoing,
    OutgoingFile,
    TranscriptEntry,
)
from bot.runtime import request_ids as tracing
from storage.operations.queue_stats import QueueLength, QueueStats

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self._answers = Counter("phuluc_answers", "Answers written", registry=registry)
        self._events = Counter(
            "phuluc_events", "Events that came in", ["channel", "kind"], registry=registry
        )
        self._received = Histogram(
            "phuluc_receive_seconds",
            "Until what came in was durable, and mostly answered",
            ["channel"],
            buckets=SECONDS,
            registry=registry,
        )
        self._sent = Histogram(
            "phuluc_send_seconds",
            "Until a channel took a message",
            ["channel"],
            buckets=SECONDS,
            registry=registry,
        )
        self._sends = Counter(
            "phuluc_sends", "Attempts to send", ["channel", "outcome"], registry=registry
        )
        # Looking a figure up by its labels takes longer than counting: each is looked up once.
        self._event = cache(self._events.labels)
        self._receive = cache(self._received.labels)
        self._taken = cache(self._sent.labels)
        self._send = cache(self._sends.labels)
        self._errors = Counter(
            "phuluc_errors", "Warnings and errors in the log", ["kind"], registry=registry
        )
        self._up = Gauge("phuluc_database_up", "Whether the database answers", registry=registry)
        self._waiting = Gauge(
            "phuluc_waiting", "What waits: events, messages, reminders", ["what"], registry=registry
        )
        self._age = Gauge(
            "phuluc_waiting_seconds", "For how long the oldest waits", ["what"], registry=registry
        )
        self._unknown = Gauge(
            "phuluc_messages_unknown", "Messages that may have arrived or not", registry=registry
        )
        self._processes = Gauge(
            "phuluc_processes", "Processes that serve the database", registry=registry
        )
        self._set_aside = Gauge(
            "phuluc_events_set_aside", "Events that nobody handles any more", registry=registry
        )

    def answered(self, count: int) -> None:
        """So many answers have been written."""
        self._answers.inc(count)

    def came_in(self, events: Sequence[Incoming], seconds: float) -> None:
        """These events are durable, after so long."""
        for event in events:
            self._event(event.channel, event.kind).inc()
        if events:
            self._receive(events[0].channel).observe(seconds)

    def sent(self, channel: str, outcome: str, seconds: float) -> None:
        """A channel was given a message: sent, or why not."""
        self._send(channel, outcome).inc()
        if outcome == "sent":
            self._taken(channel).observe(seconds)

    def failed(self, kind: str) -> None:
        """Something went wrong."""
        self._errors.labels(kind).inc()

    def text(self, backlog: QueueStats | None, now: datetime) -> bytes:
        """All figures in Prometheus' own format; `backlog` is None when the database does not
        answer."""
        self._up.set(backlog is not None)
        if backlog is not None:
            for what in ("events", "messages", "reminders"):
                waiting: QueueLength = getattr(backlog, what)
                age = (now - waiting.since).total_seconds() if waiting.since else 0.0
                self._waiting.labels(what).set(waiting.count)
                self._age.labels(what).set(max(age, 0.0))
            self._unknown.set(backlog.unknown)
            self._processes.set(backlog.processes)
            self._set_aside.set(backlog.set_aside)
        return generate_latest(self.registry)


class CountedInbox:
    """An inbox (`bot.ports.channel.Inbox`) at which is counted who comes."""

    def __init__(self, inbox: Inbox, metrics: Metrics) -> None:
        self._inbox = inbox
        self._metrics = metrics

    async def receive(self, events: Sequence[Incoming]) -> None:
        tracing.begin_with(events)
        started = perf_counter()
        await self._inbox.receive(events)
        self._metrics.came_in(events, perf_counter() - started)

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        tracing.begin_with([event])
        started = perf_counter()
        receipt = await self._inbox.receive_file(event, content)
        if receipt.outcome in (FileOutcome.STORED, FileOutcome.REPEATED):
            self._metrics.came_in([event], perf_counter() - started)
        return receipt

    async def transcript(
        self, channel: str, conversation: str, *, limit: int
    ) -> list[TranscriptEntry]:
        return await self._inbox.transcript(channel, conversation, limit=limit)

    async def file(self, channel: str, conversation: str, message: int) -> OutgoingFile | None:
        return await self._inbox.file(channel, conversation, message)


class CountedChannel:
    """A channel (`bot.ports.channel.Channel`) of which is counted what it sends."""

    def __init__(self, channel: Channel, metrics: Metrics) -> None:
        self.name = channel.name
        self.capabilities = channel.capabilities
        self.limits = channel.limits
        self._channel = channel
        self._metrics = metrics

    async def send(self, outgoing: Outgoing) -> str:
        started = perf_counter()
        try:
            reference = await self._channel.send(outgoing)
        except ChannelError as error:
            self._metrics.sent(self.name, _outcome(error), 0)
            raise
        self._metrics.sent(self.name, "sent", perf_counter() - started)
        return reference

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        return await self._channel.fetch(file_ref, limit=limit)


def _outcome(error: ChannelError) -> str:
    if error.gone:
        return "gone"
    if error.permanent:
        return "refused"
    if error.unknown:
        return "unknown"
    return "slowed" if error.retry_after else "failed"


class _CountedLog(logging.Handler):
    """Counts what is logged as a warning or worse: ours by its words, which are always the same,
    a library's by its name."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__(logging.WARNING)
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        said: object = record.msg
        kind = str(said.get("event")) if isinstance(said, dict) else record.name
        self._metrics.failed(kind)


@contextmanager
def counting_errors(metrics: Metrics) -> Iterator[None]:
    """Count the errors in the log for as long as this lasts."""
    handler, root = _CountedLog(metrics), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
