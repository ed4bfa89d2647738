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
from conversations.calendar.dates import print_weekday
from conversations.protocol.messages import Reply, Wording
from conversations.workflow.permissions import Role, units_with_role
from conversations.workflow.reminder_schedule import is_decent
from conversations.workflow.report_status import is_late
from storage.messaging.broadcasts import Announcement
from storage.store import Store
from storage.transaction import Transaction
from storage.workflow.duties import DueReport

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0
AT_ONCE = 10
LOCK = "notice.locked"  # what is told of locked reports too
LETTER, WITHDRAWN = "notice.letter", "notice.withdrawn"  # told of no report that is owed


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
            if not taken:
                return 0
            about = [one.report for one in taken if one.report is not None]
            open_, locked = (
                await tx.duties.still_owed(about),
                await tx.duties.still_owed(about, locked=True),
            )
            notices, owing = await _letters(tx, taken), {}
            for one in taken:
                known = open_ | locked if one.code == LOCK else open_
                if one.report in known:
                    owing[one.member] = known[one.report]
                    words = _words(one, known[one.report], now, one.report in locked)
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


async def _letters(tx: Transaction, taken: Sequence[Announcement]) -> list[Notice]:
    """What is told of no report that is still owed: letters, and rounds that were withdrawn."""
    gone = await tx.withdrawals.names_of([one.report for one in taken if one.report is not None])
    notices = []
    for one in taken:
        if one.code == WITHDRAWN and one.report in gone:
            unit, period = gone[one.report]
            notices.append(
                Notice(one.member, Reply(code=one.code, data={"unit": unit, "period": period}))
            )
        elif one.code == LETTER and one.writer is not None:
            names = await tx.roles.names_of([one.writer])
            grants = await tx.roles.of_member(one.writer)
            heads = units_with_role(grants, Role.COORDINATOR)
            office = (await tx.units.find(heads[0])).short_name if heads else ""
            data = {"text": one.text or "", "name": names.get(one.writer, ""), "office": office}
            notices.append(Notice(one.member, Reply(code=one.code, data=data)))
    return notices


def _words(told: Announcement, one: DueReport, now: datetime, locked: bool) -> Reply:
    period = one.period_name
    data = {
        "unit": one.short_name,
        "period": period,
        "due": print_weekday(one.due_at) if one.due_at else "",
        "text": told.text or "",
        "late": is_late(one.state, one.due_at, now),
        "filled": sum((one.filled or {}).values()),
        "locked": locked,
    }
    buttons = () if locked else ((take_up_button(one.report, one.short_name, period),),)
    return Reply(code=told.code, data=data, buttons=buttons)
