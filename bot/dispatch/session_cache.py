"""Conversations in memory: an officer at work on the own unit's report, answer after answer.

What such an event needs is known already, or loaded in one go, so it is one engine step and its
share of a common commit. A conversation that has changed under its event, over another channel or
in another process, is loaded anew. What is more than answers and words goes by the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot.delivery import message_body
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.recipient import QueuedReply
from bot.dispatch.cached_session import (
    CachedSession,
    event_from_memory,
    may_be_computed,
    needs_store,
    tells_meaning,
)
from bot.dispatch.computed_step import StepResult, compute_step, unchanged_step
from bot.dispatch.incoming_event import as_stored
from bot.dispatch.session_loader import FoundEvent, find_event
from bot.dispatch.stale_events import order_of_event
from bot.dispatch.suspects import Suspects
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.runtime.cpu_limit import CpuLimitError
from bot.runtime.event_guard import STEP_SECONDS, EventGuard
from bot.workflow.catalogs import Catalogs
from conversations.composing.compose import room_of
from conversations.dialog.engine import Step
from conversations.protocol.messages import Capabilities, Wording
from conversations.reports.model import AnswerChange, Report
from conversations.rules.known_verdicts import carry_known
from storage.fast_path.step_rows import Committed, Duplicate, Outcome, Stale, StepWrite
from storage.group_commit import GroupCommit
from storage.store import NotAtOnceError, Store, is_away

log = structlog.get_logger(__name__)
MOST = 10_000  # conversations; one holds 14 to about 140 KB (docs/performance.md)
IDLE_SECONDS = 300.0


class SessionCache:
    """Keeps the conversations that are alive, and takes their events."""

    def __init__(
        self,
        store: Store,
        grouping: GroupCommit,
        wording: Wording,
        channels: Mapping[str, Capabilities],
        clock: Clock,
        sender: OutboxWorker,
        answered: Callable[[int], None],
        guard: EventGuard,
        suspects: Suspects,
        catalogs: Catalogs,
    ) -> None:
        self._store = store
        self._grouping = grouping
        self._wording = wording
        self._channels = channels
        self._rooms = {name: room_of(can, wording) for name, can in channels.items()}
        self._clock = clock
        self._sender = sender
        self._answered = answered
        self._guard = guard
        self._suspects = suspects
        self._catalogs = catalogs
        self._kept: OrderedDict[tuple[str, str], CachedSession] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, cached: CachedSession) -> None:
        """This conversation is alive; the quietest one goes when there are too many."""
        key = (cached.place.channel, cached.place.conversation)
        self._kept[key] = cached
        self._kept.move_to_end(key)
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def forget(self, channel: str, conversation: str) -> None:
        """What is known of this conversation is out of date."""
        self._kept.pop((channel, conversation), None)

    def forget_idle(self) -> None:
        """Let go of the conversations that have been quiet for long."""
        now = self._clock()
        while self._kept:
            key, quietest = next(iter(self._kept.items()))
            if abs((now - quietest.at).total_seconds()) < IDLE_SECONDS:
                return
            del self._kept[key]

    async def take(self, incoming: Incoming) -> bool:
        """Carry out an event, durably; False when it must go the long way, and nothing was
        done."""
        now, can = self._clock(), self._channels.get(incoming.channel)
        if can is None:
            return False  # the channel is off
        key, name = (incoming.channel, incoming.conversation), (incoming.channel, incoming.event_id)
        incoming = as_stored(incoming)
        if may_be_computed(incoming, can) and self._suspects.may_go_fast(name):
            known = self._kept.get(key)
            if known is not None and known.place.sender != incoming.sender:
                known = None
            outcome = await self._take(known, incoming, now)
            if isinstance(outcome, Stale) and known is not None:
                outcome = await self._take(None, incoming, now)
            if isinstance(outcome, Committed | Duplicate):
                return True
        self.forget(*key)
        return False

    async def _take(
        self, cached: CachedSession | None, incoming: Incoming, now: datetime
    ) -> Outcome | None:
        """The same in this conversation, or in one that is loaded; None when it must go the long
        way."""
        found: FoundEvent | None = None
        if cached is None or not tells_meaning(cached, incoming, now):
            looked_up = await self._look_up(cached, incoming, now)
            if looked_up is None:
                return None
            cached, found = looked_up
        return await self._carry_out(cached, found, incoming)

    async def _look_up(
        self, known: CachedSession | None, incoming: Incoming, now: datetime
    ) -> tuple[CachedSession, FoundEvent | None] | None:
        """The conversation and the event's meaning as they stand in the store; None when it does
        not go on in memory, and also when it cannot be loaded: then what is wrong is met on the
        long way."""
        asked = (self._catalogs, known, incoming, self._channels, now)
        try:
            return await self._store.read_at_once(lambda tx: find_event(tx, *asked))
        except NotAtOnceError:
            return None  # its form was published a moment ago
        except Exception as error:
            if not is_away(error):
                log.exception("conversation not loaded", channel=incoming.channel)
            return None

    async def _carry_out(
        self, cached: CachedSession, found: FoundEvent | None, incoming: Incoming
    ) -> Outcome | None:
        """Compute the event in this conversation, and write what it comes to; None when it must go
        the long way."""
        await self._grouping.calm()
        now = self._clock()
        step_result = self._think_calmly(cached, found, incoming, now)
        if step_result is None:
            return None
        stride = self._stride(cached, incoming, step_result, now)
        after = replace(cached, **_seen(cached, incoming))
        return await self._grouping.write_step(
            stride, partial(self._settled, after, step_result, now)
        )

    def _settled(
        self, cached: CachedSession, step_result: StepResult, now: datetime, outcome: Outcome
    ) -> None:
        """What follows once it is known what became of the writing."""
        match outcome:
            case Stale():
                self.forget(cached.place.channel, cached.place.conversation)
            case Committed():
                self._go_on(cached, step_result, outcome, now)

    def _think_calmly(
        self, cached: CachedSession, found: FoundEvent | None, incoming: Incoming, now: datetime
    ) -> StepResult | None:
        """What the event comes to; None when it must go the long way, and also when thinking
        fails: there such an event is tried again, and set aside in the end."""
        name = (incoming.channel, incoming.event_id)
        try:
            with self._guard.section(name, STEP_SECONDS, stored=False):
                return self._think(cached, found, incoming, now)
        except CpuLimitError:
            log.warning("an event took too long from memory", channel=incoming.channel)
            self._suspects.took_too_long(name)
            return None
        except Exception:
            log.exception("event not handled from memory", channel=incoming.channel)
            return None

    def _think(
        self, cached: CachedSession, found: FoundEvent | None, incoming: Incoming, now: datetime
    ) -> StepResult | None:
        can, room = self._channels[incoming.channel], self._rooms[incoming.channel]
        event = found.event if found else event_from_memory(cached, incoming, can)
        if event is None:
            return unchanged_step(cached)
        if needs_store(cached, event):
            return None
        days = self._catalogs.calendars.days
        return compute_step(cached, event, now, can, self._wording, room, days)

    def _stride(
        self, cached: CachedSession, incoming: Incoming, step_result: StepResult, now: datetime
    ) -> StepWrite:
        open_report, place, step = cached.open_report, cached.place, step_result.step
        mode = step.session.mode
        body = replace(incoming, quoted="") if incoming.quoted else incoming  # it may name people
        worker = self._sender.worker(place.channel)
        return StepWrite(
            place=place,
            standing=cached.standing,
            event_id=incoming.event_id,
            message_ref=incoming.message_ref,
            body=body.as_dict(),
            about=step.about,
            session=step.session.model_dump_json(),
            asking=mode.value if mode is not cached.session.mode else None,
            changes=step_result.changes,
            old=open_report.report.answers,
            filled=step_result.filled,
            messages=[
                message_body.stored_body(text, step_result.progress, open_report.report_id)
                for text in step_result.texts
            ],
            at=now,
            in_hand=lambda: worker.under_way(place.conversation),
        )

    def _go_on(
        self, cached: CachedSession, step_result: StepResult, written: Committed, now: datetime
    ) -> None:
        """Say what was written, and keep the conversation as it stands now."""
        self._answered(sum(isinstance(one, AnswerChange) for one in step_result.step.changes))
        place, report = cached.place, _signed(step_result.step, cached.name, now)
        spoken = [
            QueuedReply(*one) for one in zip(written.messages, step_result.texts, strict=True)
        ]
        last = spoken[-1] if spoken else cached.last
        offering = [one for one in spoken if one.text.buttons]
        after = replace(
            cached,
            standing=written.standing,
            open_report=cached.open_report.with_report(report),
            session=step_result.step.session,
            filled=step_result.filled,
            last=last,
            choices=offering[-1] if offering else cached.choices,
            at=now,
            stays=True,
        )
        if after.open_report.stays:
            self.keep(after)
        if written.claimed:
            outgoing = [one.outgoing(place.conversation, step_result.progress) for one in spoken]
            self._sender.worker(place.channel).hand(outgoing)
        elif spoken:
            self._sender.wake()


def _signed(step: Step, name: str, now: datetime) -> Report:
    """The report with the author and the time of the new answers, as it would be loaded."""
    changed = dict.fromkeys(one.key for one in step.changes if isinstance(one, AnswerChange))
    if not changed:
        return step.report
    signed = step.report.with_author(changed, name, now)
    carry_known(step.report, signed)
    return signed


def _seen(cached: CachedSession, incoming: Incoming) -> dict[str, Any]:
    """What is known of the conversation's texts once this event is handled."""
    newest, edited = cached.newest, cached.edited
    if incoming.kind is IncomingKind.SAID:
        newest = max(newest, order_of_event(incoming))
    elif incoming.kind is IncomingKind.EDITED:
        edited |= {incoming.message_ref}
    return {"newest": newest, "edited": edited, "goes_on": False}
