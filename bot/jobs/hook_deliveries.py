"""Telling other systems of acts: what was committed with an act is posted, again and again for days
where it is not taken, and given up then; an address that takes nothing for so long is paused, and
its administrators are told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.access.hook_addresses import name_of_host
from bot.access.hook_signatures import sign_event
from bot.delivery.notices import Notice
from bot.delivery.reply_writer import ReplyWriter
from bot.ports.clock import Clock
from bot.ports.hook_post import HookAnswer, HookPost
from bot.runtime.shield import finish_work
from bot.runtime.time_limit import wait_for_event
from bot.workflow.context import people_above
from conversations.protocol.messages import Reply
from conversations.workflow.connections import PauseReason
from conversations.workflow.permissions import Role
from storage.exchange.hook_deliveries import HookDelivery
from storage.store import Store
from storage.transaction import Transaction

log = structlog.get_logger(__name__)
LOOK_SECONDS = 2.0
LEASE_SECONDS = 60.0
GRACE_SECONDS = 5.0  # for what is being posted when the process ends
AT_ONCE = 5  # events under way to one address
GONE = 410  # the address says that it wants nothing any more
PAUSE_AFTER = timedelta(days=3)  # of taking nothing
TRY_AFTER = tuple(  # how long after each try the next one comes; there is none after the last
    timedelta(seconds=one) for one in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)


@dataclass
class HookDeliveryJob:
    """Posts what is due. `name` is what this process claims events under; `wake` has queued
    messages sent."""

    store: Store
    post: HookPost
    speaker: ReplyWriter
    clock: Clock
    name: str
    wake: Callable[[], None]
    _busy: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Post until cancelled, first of all what an earlier process left."""
        try:
            while True:
                self._woken.clear()
                try:
                    await finish_work(self.begin_some())
                except Exception:
                    log.exception("webhooks not served")
                await wait_for_event(self._woken, LOOK_SECONDS)
        finally:
            await self._end()

    async def drain(self) -> None:
        """Post until nothing is left that may go now."""
        while await self.begin_some():
            await asyncio.gather(*self._busy.values())

    async def begin_some(self) -> int:
        """Begin to post what is due to addresses that nothing is under way to; how many events."""
        now = self.clock()
        async with self.store.reading() as tx:
            due = await tx.hook_deliveries.list_due(now, AT_ONCE)
        due = {number: most for number, most in due.items() if number not in self._busy}
        if not due:
            return 0
        async with self.store.transaction() as tx:
            found = await tx.hook_deliveries.claim(self.name, now, LEASE_SECONDS, due)
            by_target: dict[int, list[HookDelivery]] = defaultdict(list)
            for one in found:
                by_target[one.webhook].append(one)
            keys = {number: await tx.hook_targets.secrets_of(number, now) for number in by_target}
        for number, some in by_target.items():
            self._busy[number] = asyncio.create_task(self._serve(number, some, keys[number]))
        return len(found)

    async def _serve(self, number: int, some: Sequence[HookDelivery], keys: Sequence[str]) -> None:
        """Post these to one address, side by side."""
        try:
            if keys:
                await asyncio.gather(*(self._send(one, keys) for one in some))
            else:
                await finish_work(self._stop(some, PauseReason.UNSIGNED))
        except Exception:
            log.exception("webhook not served", webhook=number)
        finally:
            del self._busy[number]
            self._woken.set()

    async def _send(self, one: HookDelivery, keys: Sequence[str]) -> None:
        body, seconds = one.body.encode(), int(self.clock().timestamp())
        headers = sign_event(keys, one.message_id, seconds, body)
        answer = await self.post(one.url, headers, body)
        await finish_work(self._note(one, answer))

    async def _note(self, one: HookDelivery, answer: HookAnswer) -> None:
        """Keep what became of it, in one transaction with what administrators are told."""
        now, error = self.clock(), answer.error or f"HTTP {answer.status}"
        async with self.store.transaction() as tx:
            if answer.taken:
                if await tx.hook_deliveries.mark_sent(one, self.name, answer.status or 0, now):
                    await tx.hook_targets.note_outcome(one.webhook, now, taken=True)
                return
            gone, left = answer.status == GONE, one.attempts < len(TRY_AFTER)
            again = now + TRY_AFTER[one.attempts] if left else None
            if not await tx.hook_deliveries.mark_failed(
                one, self.name, answer.status, error, now, now if gone else again
            ):
                return  # another process has taken it over
            await tx.hook_targets.note_outcome(one.webhook, now, taken=False)
            if gone:
                await self._pause(tx, one, PauseReason.GONE, now)
            elif not left:
                await self._give_up(tx, one, now)
        self.wake()

    async def _give_up(self, tx: Transaction, one: HookDelivery, now: datetime) -> None:
        """It was tried for days. An address that took nothing meanwhile is paused."""
        target = await tx.hook_targets.load(one.webhook)
        if target.failing_since is not None and target.failing_since <= now - PAUSE_AFTER:
            await self._pause(tx, one, PauseReason.FAILING, now)
        else:
            await self._tell(tx, one, "webhook.lost", message=one.message_id)

    async def _stop(self, some: Sequence[HookDelivery], why: PauseReason) -> None:
        now = self.clock()
        async with self.store.transaction() as tx:
            await tx.hook_deliveries.hand_back(some, self.name)
            await self._pause(tx, some[0], why, now)
        self.wake()

    async def _pause(
        self, tx: Transaction, one: HookDelivery, why: PauseReason, now: datetime
    ) -> None:
        if await tx.hook_targets.pause(one.webhook, why, now):
            log.warning("webhook paused", webhook=one.webhook, why=why.value)
            await self._tell(tx, one, "webhook.stopped", why=why.value)

    async def _tell(self, tx: Transaction, one: HookDelivery, said: str, **data: str) -> None:
        """Tell who administers the unit that the events are of."""
        target = await tx.hook_targets.load(one.webhook)
        unit = (await tx.units.find(target.unit)).short_name
        about = {"host": name_of_host(one.url), "number": one.webhook, "unit": unit}
        reply = Reply(code=said, data=about | data)
        people = await people_above(tx, target.unit, Role.ADMINISTRATOR)
        members = dict.fromkeys(person.id for person in people)
        await self.speaker.notify(tx, [Notice(member, reply) for member in members])

    async def _end(self) -> None:
        """Finish what is being posted; what takes too long stays claimed, until others may."""
        if self._busy:
            await asyncio.wait(self._busy.values(), timeout=GRACE_SECONDS)
        left = [*self._busy.values()]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
