"""Telling very many people that a round is open, or that their report is waited for.

Who asked for it only writes down whom to tell. They are told here, some at a time and never at
night, so that nobody's answer waits until all of them have been; and each is told how their report
stands by then, or nothing when it is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import structlog

from bot.delivery.notices import Notice
from bot.delivery.reply_writer import ReplyWriter
from bot.jobs.batch_loop import in_batches
from bot.ports.channel import Channel
from bot.ports.clock import Clock
from bot.workflow.context import people_above
from bot.workflow.home import take_up_button
from conversations.calendar.dates import print_day
from conversations.protocol.messages import Reply, Wording
from conversations.workflow.permissions import Role
from conversations.workflow.reminder_schedule import is_decent
from conversations.workflow.report_status import is_late
from storage.store import Store
from storage.transaction import Transaction
from storage.workflow.duties import DueReport

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0
AT_ONCE = 10
LOCK = "notice.locked"  # what is told of locked reports too


class BroadcastJob:
    """Queues each announcement and forgets it in one transaction: a restart loses and repeats
    none."""

    def __init__(
        self,
        store: Store,
        wording: Wording,
        channels: Sequence[Channel],
        clock: Clock,
        wake: Callable[[], None],
    ) -> None:
        self._store = store
        capabilities = {channel.name: channel.capabilities for channel in channels}
        self._speaker = ReplyWriter(wording, capabilities, clock)
        self._names = tuple(capabilities)
        self._clock = clock
        self._wake = wake

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        await in_batches(self.tell_some, self._wake, LOOK_SECONDS)

    async def tell_some(self) -> int:
        """Tell the next few; how many there were."""
        now = self._clock()
        if not is_decent(now):
            return 0
        async with self._store.transaction() as tx:
            taken = await tx.broadcasts.take(self._names, AT_ONCE)
            about = [one.report for one in taken]
            open_, locked = (
                await tx.duties.still_owed(about),
                await tx.duties.still_owed(about, locked=True),
            )
            notices, owing = [], {}
            for one in taken:
                known = open_ | locked if one.code == LOCK else open_
                if one.report in known:
                    owing[one.member] = known[one.report]
                    words = _words(one.code, known[one.report], now, one.report in locked)
                    notices.append(Notice(one.member, words))
            silent = await self._speaker.notify(tx, notices, once=True)
            if silent:
                await self._say_untold(tx, {person: owing[person] for person in silent})
        return len(taken)

    async def _say_untold(self, tx: Transaction, silent: Mapping[int, DueReport]) -> None:
        """Tell the coordinators of these members' units whom to call: by now they are silent for
        longer than their channel lets us write to them."""
        names = await tx.roles.names_of([*silent])
        whom: dict[int, list[dict[str, str]]] = {}
        for person, one in silent.items():
            for watcher in await people_above(tx, one.unit, Role.COORDINATOR):
                where = f"{one.short_name}, {one.period['name']}"
                line = {"name": names[person], "where": where}
                whom.setdefault(watcher.id, []).append(line)
        notices = [
            Notice(one, Reply(code="untold", data={"people": lines})) for one, lines in whom.items()
        ]
        await self._speaker.notify(tx, notices)


def _words(code: str, one: DueReport, now: datetime, locked: bool) -> Reply:
    period = one.period_name
    data = {
        "unit": one.short_name,
        "period": period,
        "due": print_day(one.due_at) if one.due_at else "",
        "late": is_late(one.state, one.due_at, now),
        "filled": sum((one.filled or {}).values()),
        "locked": locked,
    }
    buttons = () if locked else ((take_up_button(one.report, one.short_name, period),),)
    return Reply(code=code, data=data, buttons=buttons)
