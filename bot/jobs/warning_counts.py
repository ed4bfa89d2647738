"""How many checks of each report do not hold, kept with the report: the table of units shows, sorts
and filters by it, and cannot load thousands of reports.

They are counted here and not with each answer: the rules of a form are judged one by one, which
would take longer than the answer itself."""

from __future__ import annotations

import asyncio

import structlog

from bot.runtime.published_forms import find_pinned
from bot.runtime.shield import finish_work
from conversations.rules.checks import count_broken
from storage.store import Store
from storage.transaction import Transaction
from templates.loading.catalog import Catalog

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
AT_ONCE = 10  # reports: some fifteenth of a second of work


class WarningCountJob:
    """Counts anew what has changed since it was counted, going round all reports, so that those
    that change all the time keep no others waiting."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog
        self._last = 0  # the report that was counted last

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await finish_work(self.count_some())
            except Exception:
                log.exception("warnings not counted")
            await asyncio.sleep(LOOK_SECONDS)

    async def count_some(self) -> int:
        """Count the next few; how many there were."""
        async with self._store.reading() as tx:
            stale = await tx.unit_table.list_uncounted(self._last, AT_ONCE)
            counts = [(number, await self._count(tx, number), head) for number, head in stale]
        self._last = stale[-1][0] if len(stale) == AT_ONCE else 0
        if counts:
            async with self._store.transaction() as tx:
                await tx.unit_table.note_warnings(counts)
        return len(counts)

    async def _count(self, tx: Transaction, number: int) -> int | None:
        """None for a report on a form that is not there any more."""
        report = await tx.reports.load(number)
        try:
            form = await find_pinned(tx, self._catalog, report)
        except KeyError:
            return None
        return count_broken(form, report)
