"""Two officers of one unit answer the same questions of one report at the same moment, each over
whatever process a message comes to: whoever is second is asked, and nothing goes unasked."""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from conversations.workflow.permissions import Role
from storage.history.entries import HistoryEntry
from storage.store import Store
from tests.fakes.telegram import Officer
from tests.support.patience import PATIENCE
from tests.support.product import office
from tests.support.province import Province, department
from tests.torture.bench import Bench, Work
from tests.torture.clock import present
from tests.torture.cluster import Setting
from tests.torture.tally import Tally

LAN, HUNG, MAI = 4_400_000_001, 4_400_000_002, 4_400_000_003
ROWS = ("I.01.03", "I.02.01", "I.02.02", "I.03.02", "I.03.03")  # each a number that needs no other
NOW_STANDS = re.compile(r"^Đang ghi: ([\d.]+)\.", re.M)


@dataclass
class Writer:
    """One of the two. `meant` are the rows each number was typed for, `knew` what was shown to
    stand there when it was typed; `insisted` the numbers put in the place of a colleague's when
    asked."""

    officer: Officer
    numbers: count[int]
    dice: random.Random
    meant: dict[str, str] = field(default_factory=dict)
    knew: dict[str, str | None] = field(default_factory=dict)
    insisted: set[str] = field(default_factory=set)
    asked: int = 0

    async def open(self, key: str) -> None:
        """Have this row asked."""
        await self._say(f"sửa {key}")

    async def answer(self, key: str) -> None:
        """Type a number that nobody typed before; when asked, insist or give way."""
        number = str(next(self.numbers))
        stands = NOW_STANDS.search(self.officer.last.text)
        self.meant[number] = key
        self.knew[number] = plain(stands[1]) if stands else None
        await self._say(number)
        last = self.officer.last
        choice = [label for label in last.labels if label.startswith(("Ghi ", "Giữ "))]
        if len(choice) == 2:
            self.asked += 1
            label = self.dice.choice(choice)
            if label.startswith("Ghi "):
                self.insisted.add(number)
            await self.officer.tap(label, last.id)
            await self.officer.next(last.id, PATIENCE)

    async def _say(self, text: str) -> None:
        last = self.officer.last.id if self.officer.messages else 0
        await self.officer.say(text)
        await self.officer.next(last, PATIENCE)


async def two_on_one_row(bench: Bench, setting: Setting, times: int) -> Tally:
    """So many times both answer one row at once."""
    async with bench.product(setting, started=False) as work:
        report = await _prepare(work)
        await work.cluster.start()
        writers = [
            Writer(work.telegram.chat(chat, started=True), numbers, work.dice)
            for chat, numbers in ((LAN, count(1, 2)), (HUNG, count(2, 2)))
        ]
        for turn in range(times):
            key = ROWS[turn % len(ROWS)]
            await asyncio.gather(*(writer.open(key) for writer in writers))
            await asyncio.gather(*(writer.answer(key) for writer in writers))
            work.tally.kills += 1
        await work.settled()
        work.tally.dirty += await work.cluster.close()
        async with work.opening:
            await _judge(work, report, writers)
    return work.tally


async def _prepare(work: Work) -> int:
    """A unit with its two officers, each with the open report; its number."""
    # Nobody is told of anything at night.
    morning = present().replace(hour=3, minute=0)
    year = morning.year
    async with work.opening, office(work.cluster.url, morning) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ")])
        await province.comes(str(MAI), "TINH", Role.COORDINATOR, "Mai")
        await province.comes(str(LAN), "NV", Role.OFFICER, "Lan")
        await province.comes(str(HUNG), "NV", Role.OFFICER, "Hùng")
        middle = date(year + 1, 1, 15)  # a due day on a day off is asked about
        due = middle + timedelta(days=(7 - middle.weekday()) % 7 if middle.weekday() > 4 else 0)
        await at.say(f"mở đợt năm {year} hạn {due:%d/%m/%Y}", who=str(MAI))
        await at.tap("Mở đợt này", who=str(MAI))
        for who in (LAN, HUNG):
            await at.tap("Làm: Sở NV", who=str(who))
        return await province.report_of("NV")


async def _judge(work: Work, report: int, writers: list[Writer]) -> None:
    tally = work.tally
    store = await Store.open(work.cluster.url)
    try:
        async with store.transaction() as tx:
            history = await tx.audit_log.of_report(report)
            stored = await tx.reports.load(report)
            if await tx.audit_log.find_break(report) is not None:
                tally.broken += 1
    finally:
        await store.close()
    last: dict[str, HistoryEntry] = {}
    meant = {number: key for writer in writers for number, key in writer.meant.items()}
    insisted = {number for writer in writers for number in writer.insisted}
    knew = {number: stood for writer in writers for number, stood in writer.knew.items()}
    for entry in history:
        if not entry.subject.startswith("answer:"):
            continue
        before, number = last.get(entry.key), number_of(entry.new)
        if before is not None and (before.new != entry.old or before.revision >= entry.revision):
            tally.extra += 1
            tally.note(f"{entry.key}: {entry.old} does not follow {before.new}")
        if number in meant and meant[number] != entry.key:
            tally.wrong += 1
            tally.note(f"{number} was meant for {meant[number]} and stands at {entry.key}")
        over = before is not None and before.member != entry.member
        known = number in insisted or knew.get(number or "") == number_of(entry.old)
        if over and not known:
            tally.silent += 1
            tally.note(f"{entry.key}: {number} written over a colleague's, unasked")
        last[entry.key] = entry
    told = {
        number for writer in writers for number in confirmed(writer.officer) & set(writer.meant)
    }
    tally.answers += len(told)
    tally.asked += sum(writer.asked for writer in writers)
    lost = told - {number_of(entry.new) for entry in history}
    tally.lost += len(lost)
    if lost:
        tally.note(f"confirmed and not in the history: {sorted(lost)[:10]}")
    for key, entry in last.items():
        if number_of(entry.new) != shown(stored.answer(key).amount):
            tally.wrong += 1


def confirmed(officer: Officer) -> set[str]:
    """The numbers that they saw confirmed."""
    found: set[str] = set()
    for message in officer.messages:
        for line in message.text.splitlines():
            if line.startswith(("✓ Đã ghi", "✓ Đã sửa")):
                found |= {plain(word) for word in re.findall(r"[\d.]+", line.rpartition("→")[2])}
    return found


def number_of(said: dict[str, object] | None) -> str | None:
    value = (said or {}).get("value")
    return shown(value.get("amount")) if isinstance(value, dict) else None


def shown(amount: object) -> str | None:
    return None if amount is None else str(amount)


def plain(number: str) -> str:
    return number.replace(".", "").strip()
