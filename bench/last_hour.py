"""The last hour before a deadline, on a simulated clock: officers come within half an hour, answer
the last rows and hand in, while the bot may send so many messages a second and no more.

The conversations, commits and documents are the product's own; only waiting is not done. A second
of the simulation ends when what it let go is sent and noted.
"""

from __future__ import annotations

import asyncio
import heapq
import random
import re
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update

from bench.engine import full
from bench.large_office import LargeOffice
from bench.quarters import nearly_fill
from bench.steps import Steps
from bot.delivery.rate_limit import RateLimiter
from bot.ports.channel import Incoming, IncomingKind
from conversations.forms.model import Form
from storage.tables.core import binding, member, report
from storage.tables.workflow import role
from storage.transaction import Transaction
from templates.loading.sample import blank_report
from tests.support.product import Office

PER_SECOND = 30  # messages that one bot may send
HOUR = 3_600  # seconds
LONGEST = 4 * HOUR  # after which it is given up
THINKS = (5.0, 40.0)  # seconds that an officer takes to answer
OPENING, FILE, SKIP, REASON = "tiếp", "nộp", "bỏ qua", "tất cả: theo thực tế đã kiểm tra"
CONFIRM, FILED = "Nộp báo cáo?", "Đã nộp"
TURNS = 3  # of the loop, until a task that was begun waits
MOST = 40  # texts of one officer, who gives up then
_QUESTION = re.compile(r"Câu (\d+)/\d+")


async def seat_officers(
    tx: Transaction,
    root: int,
    communes: Sequence[int],
    count: int,
    at: datetime,
    on_zalo: int,
) -> None:
    """A coordinator `mai`, and so many officers spread over the communes, each on one channel: all
    on Telegram, but one in `on_zalo`."""
    people = [("Mai", "telegram", "mai", root, "coordinator")]
    for n in range(count):
        channel = "zalo" if n % on_zalo == on_zalo - 1 else "telegram"
        people.append((f"N{n}", channel, f"n{n}", communes[n % len(communes)], "officer"))
    write = tx.work.connection.execute
    rows: list[dict[str, object]] = [
        {"name": name, "created_at": at, "heard_channel": channel, "heard_conversation": where}
        for name, channel, where, _, _ in people
    ]
    await write(insert(member), rows)
    rows = [
        {"member": number, "org_unit": unit, "role": what, "since": at}
        for number, (*_, unit, what) in enumerate(people, 1)
    ]
    await write(insert(role), rows)
    rows = [
        {"channel": channel, "sender": where, "conversation": where}
        | {"member": number, "bound_at": at}
        for number, (_, channel, where, *_) in enumerate(people, 1)
    ]
    await write(insert(binding), rows)


Turn = tuple[str, "asyncio.Future[None]"]


class SimulatedLimit(RateLimiter):
    """Lets a message go when the simulation says so; in order, and to one person each second."""

    def wait_in(self, line: deque[Turn]) -> None:
        """Whoever wants to send waits in this line."""
        self._line = line

    async def turn(self, conversation: str) -> None:
        gate = asyncio.get_running_loop().create_future()
        self._line.append((conversation, gate))
        await gate


def answer_to(form: Form, known: Mapping[str, str], said: str) -> str | None:
    """What an officer who knows these answers types, having read this; None when the report is
    handed in."""
    if FILED in said:
        return None
    asked = _QUESTION.findall(said)
    if asked:
        return known.get(form.order[int(asked[-1]) - 1], SKIP)
    return REASON if "lý do" in said and CONFIRM not in said else FILE


@dataclass
class LastHour:
    """The simulation. `said` is what each officer has still to send."""

    at: Office
    form: Form
    known: Mapping[str, str]  # what officers answer, by row
    start: datetime
    said: dict[str, str] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)  # sent by each officer
    second: int = 0
    line: deque[Turn] = field(default_factory=deque)
    asked: dict[str, int] = field(default_factory=dict)  # when an officer sent the last text
    waits: list[int] = field(default_factory=list)  # seconds from a text to what is said
    done: dict[str, int] = field(default_factory=dict)  # the second in which each had handed in
    longest_line: int = 0
    sent: int = 0
    _due: list[tuple[float, str]] = field(default_factory=list)
    _numbers: int = 0

    def come(self, who: str, second: float, text: str) -> None:
        """The officer sends this text then, in place of what was to be sent."""
        if who not in self.said:
            heapq.heappush(self._due, (second, who))
        self.said[who] = text

    async def live(self, chance: random.Random) -> None:
        """Second by second, until nobody has anything more to say or hear."""
        while (self._due or self.line or self.asked) and self.second < LONGEST:
            self.at.clock.moment = self.start + timedelta(seconds=self.second)
            await self._say()
            for who, text in await self._let_go():
                self._hear(who, text, chance)
            self.second += 1

    async def _say(self) -> None:
        """What officers say in this second, all at once."""
        events = []
        while self._due and self._due[0][0] <= self.second:
            who = heapq.heappop(self._due)[1]
            self._numbers += 1
            said = (IncomingKind.SAID, self.said.pop(who))
            events.append(Incoming("telegram", f"hour-{self._numbers}", who, who, *said))
            self.asked[who] = self.second
            self.texts[who] += 1
        if events:
            await self.at.desk.receive(events)
            await self.at.desk.idle()
        await self._hand_over()
        self.longest_line = max(self.longest_line, len(self.line))

    async def _hand_over(self) -> None:
        """Have what is queued in the store stand in line, as the outbox does when it is woken."""
        outbox = self.at.service.outbox
        woken = outbox._woken["telegram"]
        while woken.is_set():
            woken.clear()
            await outbox._hand_over(outbox.worker("telegram"))
        for _ in range(TURNS):
            await asyncio.sleep(0)  # whoever is to send takes a place

    async def _let_go(self) -> list[tuple[str, str]]:
        """Have a second's messages sent; to whom, and what they say."""
        channel = self.at.channels["telegram"]
        before, gone, kept = len(channel.sent), set[str](), deque[Turn]()
        while self.line and len(gone) < PER_SECOND:
            who, gate = self.line.popleft()
            if who in gone:
                kept.append((who, gate))
                continue
            gone.add(who)
            gate.set_result(None)
        self.line.extendleft(reversed(kept))
        self.sent += len(gone)
        while len(channel.sent) < before + len(gone):  # noqa: ASYNC110 - the list tells nobody
            await asyncio.sleep(0)
        texts = ["".join(span.text for span in one.spans) for one in channel.sent]
        heard = [*zip([one.conversation for one in channel.sent], texts, strict=True)]
        channel.sent.clear()
        return heard

    def _hear(self, who: str, text: str, chance: random.Random) -> None:
        asked = self.asked.pop(who, None)
        if asked is not None:
            self.waits.append(self.second - asked)
        if who in self.done or who not in self.texts:
            return  # whoever decides reads what comes in, and types nothing
        answer = answer_to(self.form, self.known, text)
        if answer is None:
            self.done[who] = self.second
        elif self.texts[who] < MOST:
            self.come(who, self.second + chance.uniform(*THINKS), answer)


async def live_last_hour(
    steps: Steps, at: Office, form: Form, made: LargeOffice, count: int
) -> None:
    """So many officers, one of each unit; all others have not begun."""
    chance = random.Random(7)
    async with at.store.transaction() as tx:
        people = await _officers(tx, made, count)
        await nearly_fill(tx, at, form, made, [number for _, number, _ in people])
        for one, number, _ in people:
            values = {"report": number}
            await tx.work.connection.execute(
                update(member).where(member.c.id == one).values(values)
            )
    _, known = full(form, blank_report(form, at.catalogs.catalog.sample(form.key)))
    hour = LastHour(at, form, known, at.clock.moment)
    _simulate(at, hour)
    for _, _, who in people:
        hour.come(who, chance.uniform(0, HOUR / 2), OPENING)
    async with steps.timed(f"the last hour of {len(people)} officers"):
        await hour.live(chance)
    async with at.store.transaction() as tx:
        asked = select(func.count()).select_from(report)
        asked = asked.where(report.c.round == made.rounds[-1], report.c.state == "submitted")
        filed = await tx.work.connection.scalar(asked)
    waits = sorted(hour.waits) or [0]
    last = max(hour.done.values(), default=0)
    steps.note(f"handed in: {filed} of {len(people)}, the last after {last} s")
    typed = sum(hour.texts.values())
    steps.note(
        f"in the hour: {sum(one < HOUR for one in hour.done.values())}; {hour.sent} messages, "
        f"{typed / max(1, len(people)):.1f} texts an officer"
    )
    steps.note(
        f"an answer waits {waits[len(waits) // 2]} s, at most {waits[-1]} s; "
        f"longest line {hour.longest_line}"
    )


async def _officers(tx: Transaction, made: LargeOffice, count: int) -> list[tuple[int, int, str]]:
    """One on Telegram of each unit: member, report of the last round, conversation."""
    asked = (
        select(func.min(member.c.id), report.c.id)
        .join(role, role.c.member == member.c.id)
        .join(report, report.c.org_unit == role.c.org_unit)
        .where(report.c.round == made.rounds[-1], role.c.role == "officer")
        .where(member.c.heard_channel == "telegram")
        .group_by(report.c.id)
        .order_by(report.c.id)
        .limit(count)
    )
    found = (await tx.work.connection.execute(asked)).all()
    named = select(member.c.id, member.c.heard_conversation)
    names = dict((await tx.work.connection.execute(named)).tuples().all())
    return [(one, number, str(names[one])) for one, number in found]


def _simulate(at: Office, hour: LastHour) -> None:
    """Have Telegram's worker wait for the simulation in place of its own clock."""
    worker = at.service.outbox.worker("telegram")
    limit = SimulatedLimit(worker.channel.limits)
    limit.wait_in(hour.line)
    worker._rate_limiter = worker._sender.rate_limiter = limit
