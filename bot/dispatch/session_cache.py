"""Conversations in memory: an officer at work on the own unit's report, answer after answer.

What such an event needs is known already, or loaded in one go, so it is one engine step and its
share of a common commit. A conversation that has changed under its event, over another channel or
in another process, is loaded anew. What is more than answers and words goes by the database.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from bot.delivery import message_body
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.recipient import QueuedReply
from bot.dispatch.cached_session import CachedSession, event_from_memory, is_plain
from bot.dispatch.report_step import names_nobody
from bot.dispatch.session_loader import load_session
from bot.dispatch.stale_events import order_of_event
from bot.dispatch.suspects import Suspects
from bot.ports.channel import Incoming, IncomingKind
from bot.ports.clock import Clock
from bot.runtime.cpu_limit import CpuLimitError
from bot.runtime.event_guard import STEP_SECONDS, EventGuard
from bot.workflow.catalogs import Catalogs
from conversations.calendar.dates import local_day
from conversations.composing.compose import compose_message, room_of
from conversations.dialog import engine
from conversations.dialog.engine import Step
from conversations.dialog.overview import answered_of
from conversations.forms.dated import date_form
from conversations.forms.growth import fit_form
from conversations.protocol.events import Event
from conversations.protocol.messages import Capabilities, ComposedMessage, Reply, Wording
from conversations.protocol.person_names import has_references
from conversations.reports.model import AnswerChange, ReasonChange, Report
from conversations.rules.checks import learn_broken
from conversations.rules.known_verdicts import carry_known
from conversations.workflow.report_status import filled_after
from storage.fast_path.step_rows import Committed, Duplicate, Outcome, Stale, StepWrite
from storage.group_commit import GroupCommit
from storage.store import NotAtOnceError, Store, is_away

log = structlog.get_logger(__name__)
MOST = 10_000  # conversations; one holds up to about 0.1 MB
IDLE_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class StepResult:
    """What an event comes to, before it is written."""

    step: Step
    changes: Sequence[AnswerChange | ReasonChange]
    filled: Mapping[str, int]
    texts: Sequence[ComposedMessage]
    progress: tuple[int, int]


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
        name = (incoming.channel, incoming.event_id)
        if not is_plain(incoming, now, can) or not self._suspects.may_go_fast(name):
            self.forget(incoming.channel, incoming.conversation)
            return False
        cached = self._kept.get((incoming.channel, incoming.conversation))
        outcome: Outcome | None = Stale()
        if cached is not None:
            outcome = await self._carry_out(cached, incoming)
        if isinstance(outcome, Stale):
            loaded = await self._load(incoming, can, now)
            outcome = await self._carry_out(loaded, incoming) if loaded is not None else None
        return isinstance(outcome, Committed | Duplicate)

    async def _load(
        self, incoming: Incoming, can: Capabilities, now: datetime
    ) -> CachedSession | None:
        """The conversation as it stands in the store; None when it does not go on in memory, and
        also when it cannot be loaded: then what is wrong is met on the long way."""
        look = partial(load_session, catalogs=self._catalogs, incoming=incoming, can=can, now=now)
        try:
            return await self._store.read_at_once(look)
        except NotAtOnceError:
            return None  # its form was published a moment ago
        except Exception as error:
            if not is_away(error):
                log.exception("conversation not loaded", channel=incoming.channel)
            return None

    async def _carry_out(self, cached: CachedSession, incoming: Incoming) -> Outcome | None:
        """Compute the event in this conversation, and write what it comes to; None when it must go
        the long way."""
        await self._grouping.calm()
        now = self._clock()
        step_result = self._think_calmly(cached, incoming, now)
        if step_result is None:
            self.forget(incoming.channel, incoming.conversation)
            return None
        stride = self._stride(cached, incoming, step_result, now)
        newest = cached.newest
        if incoming.kind is IncomingKind.SAID:
            newest = max(newest, order_of_event(incoming))
        then = partial(self._settled, replace(cached, newest=newest), step_result, now)
        return await self._grouping.write_step(stride, then)

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
        self, cached: CachedSession, incoming: Incoming, now: datetime
    ) -> StepResult | None:
        """What the event comes to; None when it must go the long way, and also when thinking
        fails: there such an event is tried again, and set aside in the end."""
        name = (incoming.channel, incoming.event_id)
        try:
            with self._guard.section(name, STEP_SECONDS, stored=False):
                can = self._channels[incoming.channel]
                event = event_from_memory(cached, incoming, now, can)
                return self._think(cached, event, now) if event is not None else None
        except CpuLimitError:
            log.warning("an event took too long from memory", channel=incoming.channel)
            self._suspects.took_too_long(name)
            return None
        except Exception:
            log.exception("event not handled from memory", channel=incoming.channel)
            return None

    def _think(self, cached: CachedSession, event: Event, now: datetime) -> StepResult | None:
        """The engine's step and its words; None when it is more than answers, reasons and
        words."""
        open_report, session = cached.open_report, cached.session
        can, room = self._channels[cached.place.channel], self._rooms[cached.place.channel]
        form, report, days = open_report.form, open_report.report, self._catalogs.calendars.days
        if cached.stays and form.pattern is None:  # it pays with the answers that follow
            learn_broken(date_form(form, report.period, local_day(now)), report)
        step = engine.step(form, report, session, event, now=now, room=room, calendar=days)
        changes = [one for one in step.changes if isinstance(one, AnswerChange | ReasonChange)]
        replies = [reply for reply in step.replies if isinstance(reply, Reply)]
        whole = (len(changes), len(replies)) == (len(step.changes), len(step.replies))
        if not whole or step.session.mode is not session.mode or names_nobody(replies):
            return None
        texts = compose_message(replies, self._wording, can, step.session.turn) if replies else []
        if any(map(_names_people, texts)):
            return None  # the store puts the names in
        keys = [change.key for change in changes if isinstance(change, AnswerChange)]
        filled = filled_after(
            cached.filled, open_report.form, open_report.report, step.report, keys
        )
        fitted = fit_form(open_report.form, step.report.answers)
        answered = (
            sum(filled.values()) if fitted.pattern is None else answered_of(fitted, step.report)
        )
        progress = (answered, fitted.asked_count)
        return StepResult(step, changes, filled, texts, progress)

    def _stride(
        self, cached: CachedSession, incoming: Incoming, step_result: StepResult, now: datetime
    ) -> StepWrite:
        open_report, place, step = cached.open_report, cached.place, step_result.step
        worker = self._sender.worker(place.channel)
        return StepWrite(
            place=place,
            standing=cached.standing,
            event_id=incoming.event_id,
            message_ref=incoming.message_ref,
            body=incoming.as_dict(),
            about=step.about,
            session=step.session.model_dump_json(),
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
        self._answered(sum(isinstance(one, AnswerChange) for one in step_result.changes))
        place, report = cached.place, _signed(step_result.step, cached.name, now)
        spoken = [
            QueuedReply(*one) for one in zip(written.messages, step_result.texts, strict=True)
        ]
        last = spoken[-1] if spoken else cached.last
        offering = [one for one in spoken if one.text.buttons]
        self.keep(
            replace(
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
        )
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


def _names_people(text: ComposedMessage) -> bool:
    labels = [button.label for row in text.buttons for button in row]
    return any(map(has_references, [span.text for span in text.spans] + labels))
