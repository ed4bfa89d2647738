"""Telling people what they owe: everything in one message a day, at a decent hour."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from bot.delivery.recipient import Recipient, ReportAtHand
from bot.delivery.reply_writer import ReplyWriter
from bot.jobs.batch_loop import in_batches
from bot.jobs.duties import DutyReminder, duties_of
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.workflow.catalogs import Catalogs
from conversations.calendar.dates import local_day, start_of
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.reminder_text import compose_reminder, still_pending
from conversations.protocol.messages import Button, Reply, Wording
from conversations.protocol.session import Session
from conversations.workflow.own_requests import Snooze
from conversations.workflow.reminder_schedule import (
    HOURS,
    LONGEST,
    is_decent,
    next_slot,
    reminder_moment,
    slot_between,
)
from storage.reports.appointments import Appointment
from storage.store import Store
from storage.transaction import Transaction
from storage.workflow.digests import DueDigest

log = structlog.get_logger(__name__)
LOOK_SECONDS = 30.0
AT_ONCE = 10
PUT_BACK = timedelta(days=2)  # what was reckoned so far ahead was, by a clock that went wrong


class DigestJob:
    """Queues each digest and notes it as told in one transaction, so that no restart loses or
    repeats one. What it says is looked up at that moment: what was settled is not told."""

    def __init__(
        self,
        store: Store,
        catalogs: Catalogs,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        self._books = catalogs
        self._channels = {channel.name: channel.capabilities for channel in channels}
        self._speaker = ReplyWriter(wording, self._channels, clock)
        self._names = tuple(self._channels)
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await in_batches(self.tell_due, self._wake, LOOK_SECONDS)

    async def tell_due(self) -> int:
        """Serve one batch of members; how many there were."""
        now = self._clock()
        if not is_decent(now):
            return 0
        async with self._store.transaction() as tx:
            await self._books.renew(tx)
            due = await tx.digests.take_due(self._names, now, AT_ONCE)
            due = due or await tx.digests.take_misreckoned(self._names, now + PUT_BACK, AT_ONCE)
            for one in due:
                await self._serve(tx, one, now)
        return len(due)

    async def _serve(self, tx: Transaction, due: DueDigest, now: datetime) -> None:
        """Tell the member what has come up, and note when to look again."""
        if due.snoozed_until is not None and now < due.snoozed_until <= now + LONGEST:
            await tx.digests.snooze(due.member, due.snoozed_until, due.reckoned_at or now)
            return
        days, plan, today = self._books.calendars.days, self._books.plan, local_day(now)
        owed = await duties_of(tx, self._books, due.member, now)
        appointments = await tx.reminders.of_member(due.member)
        first, told_on = await self._since(tx, due, now)
        up = [one for one in owed if slot_between(first, today, [one.duty], days, plan)]
        if told_on is not None and told_on >= today.isoformat():
            up = []
        kept = [one for one in appointments if one.due_at <= now]
        told = await self._tell(tx, due, up, kept)
        for one in kept:
            await tx.reminders.mark_told(one.id, now)
        slot = next_slot(today, [one.duty for one in owed], days, plan)
        later = [one.due_at for one in appointments if one.due_at > now]
        moments = [*later, *([reminder_moment(slot, plan)] if slot else [])]
        on = today.isoformat() if told else told_on
        await tx.digests.mark_told(due.member, on, min(moments, default=None), now)

    async def _since(
        self, tx: Transaction, due: DueDigest, now: datetime
    ) -> tuple[date, str | None]:
        """The first day of which something may still be untold, and the day of the last digest,
        None when it does not count: after a snooze what was told comes again, and what a clock
        that went wrong had us note is no guide."""
        today = local_day(now)
        if due.reckoned_at is not None and due.reckoned_at > now + PUT_BACK:
            midnight = start_of(today)
            told = await tx.messages.was_told_once(due.channel, due.conversation, midnight, now)
            return today, today.isoformat() if told else None
        if due.snoozed_until is not None:
            return min(local_day(due.reckoned_at or now), today), None
        return min(local_day(due.next_at), today), due.told_on

    async def _tell(
        self,
        tx: Transaction,
        due: DueDigest,
        up: Sequence[DutyReminder],
        appointments: Sequence[Appointment],
    ) -> bool:
        replies, filling = await self._appointments(tx, appointments)
        if up:
            rows = [row for one in up for row in one.buttons]
            rows += [row for reply in replies for row in reply.buttons]
            replies = [replace(reply, buttons=()) for reply in replies]
            rows.append((_snooze_button(),))
            items = [{"kind": one.kind, **one.data} for one in up]
            replies.append(Reply(code="digest", data={"items": items}, buttons=tuple(rows)))
        if not replies:
            return False
        saved = await tx.sessions.of_member(due.member)
        turn = Session.model_validate_json(saved).turn if saved else 0
        to = Recipient(due.channel, due.conversation, due.member, turn, filling, once=True)
        if await self._is_spared(tx, to, replies):
            return False
        await self._speaker.speak(tx, to, replies)
        return True

    async def _is_spared(self, tx: Transaction, to: Recipient, replies: Sequence[Reply]) -> bool:
        """Whether the person is left out: what is left of the channel's month is for answers, or
        they were silent for too long to be written to."""
        if await self._speaker.saves(tx, to.channel):
            return True
        return not await self._speaker.may_write(tx, to, replies)

    async def _appointments(
        self, tx: Transaction, appointments: Sequence[Appointment]
    ) -> tuple[list[Reply], ReportAtHand | None]:
        """What the member wanted to be reminded of, without what is settled by now."""
        replies: list[Reply] = []
        filling = None
        for one in appointments:
            report = await tx.reports.load(one.report)
            form = self._books.catalog.of_report(report)
            rows = still_pending(report, one.rows)
            if rows:
                replies.append(compose_reminder(form, report, rows))
                filling = ReportAtHand(one.report, form, report)
        return replies, filling


def _snooze_button() -> Button:
    return make_button("snooze", Snooze(hours=HOURS), hours=HOURS)
