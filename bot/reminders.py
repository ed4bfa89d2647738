"""Telling the reminders that are due: each once, at a decent hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import structlog

from bot.channel import Channel
from bot.clock import Clock
from bot.finishing import finished
from bot.speaking import Listener, Speaker
from conversations.dates import VIETNAM
from conversations.messages import Wording
from conversations.reminding import still_pending
from conversations.session import Session
from storage.store import DueReminder, Store, Transaction
from templates.catalog import Catalog

log = structlog.get_logger(__name__)
LOOK_SECONDS = 30.0
AT_ONCE = 50
DECENT_HOURS = range(7, 21)  # in Vietnam


class Reminders:
    """Queues each due reminder and notes it as told in one transaction, so that no restart
    loses or repeats one. What was settled meanwhile is not told."""

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
        capabilities = {channel.name: channel.capabilities for channel in channels}
        self._speaker = Speaker(wording, capabilities, clock)
        self._names = tuple(capabilities)
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                while await finished(self.tell_due()):
                    self._wake()
            except Exception:
                log.exception("reminders not served")
            await asyncio.sleep(LOOK_SECONDS)

    async def tell_due(self) -> int:
        """Tell one batch; how many there were."""
        now = self._clock()
        if now.astimezone(VIETNAM).hour not in DECENT_HOURS:
            return 0
        async with self._store.transaction() as tx:
            due = await tx.due_reminders(self._names, now, AT_ONCE)
            for one in due:
                await self._tell(tx, one)
                await tx.mark_told(one.id, now)
        return len(due)

    async def _tell(self, tx: Transaction, due: DueReminder) -> None:
        report = await tx.load_report(due.report)
        form = self._catalog.get(report.form_key, report.form_version)
        rows = still_pending(report, due.rows)
        if not rows:
            return
        saved = await tx.session(due.member)
        turn = Session.model_validate_json(saved).turn if saved else 0
        to = Listener(due.channel, due.conversation, due.member, due.report, form, report, turn)
        await self._speaker.say_reminder(tx, to, rows)
