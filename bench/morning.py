"""A coordinator's morning, in the chat and at the desk: how much has to be done and read for it.

    python -m bench.morning

On 3,060 units: who is late in one province; their telephone numbers; remind them all but two; give
five of them three more days; have the list as a file; remind the late ones of five more provinces.
Both ways are carried out on the product, and what they came to is compared: the same units are
reminded and extended. Counted are actions (a message, a tap, a click, a field filled), characters
typed, and screens to read (a message, a page, a dialog).
"""

from __future__ import annotations

import asyncio
import html
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx

from bench.desk_units import served
from bench.large_office import LargeOffice
from bot.access.browser_sessions import BrowserSessions
from conversations.workflow.unit_state import UnitSort
from storage.workflow.unit_table import UnitFilter
from tests.support.desk import ADDRESS, COOKIE, KEY, desk_app
from tests.support.product import Office

WHO = "mai"
PROVINCE, MORE = "Tỉnh Cao Bằng", ("Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai")
SPARED, EXTENDED = 2, 5
DAY, REASON = "2026-12-10", "mưa lũ"


@dataclass
class Effort:
    """What it took so far."""

    actions: int = 0
    typed: int = 0
    screens: int = 0

    def __str__(self) -> str:
        return f"{self.actions:4} actions {self.typed:5} characters {self.screens:4} screens"


@dataclass
class Chat:
    """The coordinator in the chat."""

    at: Office
    effort: Effort

    async def say(self, text: str) -> str:
        self.effort.typed += len(text)
        return self._read(await self.at.say(text, who=WHO))

    async def tap(self, label: str) -> str:
        return self._read(await self.at.tap(label, who=WHO))

    def _read(self, said: str) -> str:
        self.effort.actions += 1
        self.effort.screens += 1
        return said

    async def all_pages(self, text: str) -> None:
        """Say it, and go on to the last page."""
        said = await self.say(text)
        pages = re.search(r"trang 1/(\d+)", said)
        for _ in range(int(pages[1]) - 1 if pages else 0):
            await self.tap("▶")


@dataclass
class DeskClicks:
    """The coordinator at the desk."""

    client: httpx.AsyncClient
    made: LargeOffice
    effort: Effort

    @property
    def path(self) -> str:
        return f"/ban/dot/{self.made.rounds[-1]}"

    async def open(self, path: str, *, clicks: int = 1) -> str:
        """A link or a filter; what the server answers."""
        self.effort.actions += clicks
        self.effort.screens += 1
        answer = await self.client.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def click(self, count: int = 1) -> None:
        """Ticks and buttons that need no answer."""
        self.effort.actions += count

    def type(self, text: str) -> None:
        self.effort.actions += 1
        self.effort.typed += len(text)

    async def act(self, fields: dict[str, str]) -> None:
        """Tap a button of the bar, confirm what is shown, and close what is told."""
        preview = await self._post("viec", fields)
        action = html.unescape(re.findall(r'name="action" value="([^"]+)"', preview)[0])
        await self._post("lam", {"action": action, "event": str(uuid4())})
        self.click()

    async def _post(self, to: str, fields: dict[str, str]) -> str:
        self.effort.actions += 1
        self.effort.screens += 1
        sent = {"HX-Request-Type": "partial", "Origin": ADDRESS}
        answer = await self.client.post(f"{self.path}/{to}", data=fields, headers=sent)
        assert answer.status_code == 200, answer.text
        return answer.text


async def late_units(at: Office, made: LargeOffice, province: int) -> list[tuple[int, str]]:
    """The units below a province that are late, and their codes, by name."""
    async with at.store.reading() as tx:
        which = UnitFilter(made.rounds[-1], made.root + province, at.clock())
        rows = await tx.unit_table.list_page(
            which, UnitSort.NAME, descending=False, offset=0, limit=200
        )
    return [(row.unit, row.code or "") for row in rows if row.status == "late"]


async def in_chat(at: Office, made: LargeOffice, steps: dict[str, Effort]) -> None:
    late = [code for _, code in await late_units(at, made, 4)]
    chat = Chat(at, steps.setdefault("who is late in a province", Effort()))
    await chat.all_pages(f"bảng {PROVINCE} trễ hạn")
    chat.effort = steps.setdefault("their telephone numbers", Effort())
    await chat.all_pages(f"gọi trước {PROVINCE}")
    chat.effort = steps.setdefault("remind all but two", Effort())
    await chat.say(f"đôn đốc {', '.join(late[SPARED:])}")
    await chat.tap("Nhắc")
    chat.effort = steps.setdefault("more time for five", Effort())
    await chat.say(f"gia hạn {', '.join(late[:EXTENDED])} đến 10/12: {REASON}")
    assert "Đã gia hạn" in await chat.tap("Gia hạn")
    chat.effort = steps.setdefault("the list as a file", Effort())
    await chat.say(f"bảng {PROVINCE} trễ hạn")
    await chat.tap("Excel")
    chat.effort = steps.setdefault("remind five more provinces", Effort())
    for name in MORE:
        await chat.say(f"bảng Tỉnh {name} trễ hạn")
        await chat.tap("Nhắc")
        await chat.tap("Nhắc")


async def at_desk(
    client: httpx.AsyncClient, at: Office, made: LargeOffice, steps: dict[str, Effort]
) -> None:
    late = [str(unit) for unit, _ in await late_units(at, made, 4)]
    desk = DeskClicks(client, made, steps.setdefault("who is late in a province", Effort()))
    await desk.open("/ban/dot")
    await desk.open(desk.path)
    await desk.open(f"{desk.path}?trang-thai=qua-han")
    await desk.open(f"{desk.path}?trang-thai=qua-han&thuoc={made.root + 4}")
    steps.setdefault("their telephone numbers", Effort())  # they stand beside the units
    desk.effort = steps.setdefault("remind all but two", Effort())
    desk.click(1 + SPARED)  # the whole page, without two
    await desk.act({"viec": "nhac", "chon": ",".join(late[SPARED:])})
    desk.effort = steps.setdefault("more time for five", Effort())
    desk.click(EXTENDED)
    first = {"viec": "gia-han", "chon": ",".join(late[:EXTENDED])}
    await desk._post("viec", first)
    desk.type(DAY)
    desk.type(REASON)
    await desk.act(first | {"buoc": "2", "den-ngay": DAY, "loi": REASON})
    desk.effort = steps.setdefault("the list as a file", Effort())
    await desk.open(f"{desk.path}/excel?trang-thai=qua-han&thuoc={made.root + 4}")
    desk.effort = steps.setdefault("remind five more provinces", Effort())
    for number in range(5, 5 + len(MORE)):
        await desk.open(f"{desk.path}?trang-thai=qua-han&thuoc={made.root + number}")
        desk.click()
        some = [str(unit) for unit, _ in await late_units(at, made, number)]
        await desk.act({"viec": "nhac", "chon": ",".join(some)})


async def done(at: Office, made: LargeOffice) -> tuple[object, ...]:
    """Who was reminded, and whose due day is another one."""
    async with at.store.reading() as tx:
        told = await tx.boards.nudged_since(made.rounds[-1], at.clock().replace(hour=0))
        rows = await tx.boards.list_rows(made.rounds[-1], made.root)
    moved = {row.unit for row in rows if row.due_at is not None and row.due_at.day == 10}
    return {*told}, moved


async def both(folder: Path) -> None:
    chat, desk = dict[str, Effort](), dict[str, Effort]()
    async with served(f"sqlite:///{folder / 'chat.db'}") as (at, made):
        await in_chat(at, made, chat)
        in_the_chat = await done(at, made)
    async with served(f"sqlite:///{folder / 'desk.db'}") as (at, made):
        async with at.store.transaction() as tx:
            sessions = BrowserSessions(at.store, at.clock, KEY)
            cookie = await sessions.begin(tx, made.coordinator, "bench")
        transport = httpx.ASGITransport(app=desk_app(at))
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            client.cookies.set(COOKIE, cookie)
            await at_desk(client, at, made, desk)
        at_the_desk = await done(at, made)
    assert in_the_chat == at_the_desk
    for name in chat:
        print(f"{name:28} chat {chat[name]}   desk {desk[name]}")
    for where, steps in (("chat", chat), ("desk", desk)):
        fields = ("actions", "typed", "screens")
        total = Effort(*(sum(getattr(one, part) for one in steps.values()) for part in fields))
        print(f"{'in all':28} {where} {total}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(both(Path(folder)))


if __name__ == "__main__":
    main()
