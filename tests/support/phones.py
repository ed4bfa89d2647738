"""One officer's phone on each channel: the real channel code on a real store, no processes."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import select

from bot.channels import terminal
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.terminal import TerminalChannel
from bot.channels.web import protocol
from bot.channels.web.channel import WebChannel
from bot.delivery.outbox_worker import OutboxWorker
from bot.dispatch.dispatcher import Dispatcher
from bot.jobs.broadcasts import BroadcastJob
from bot.ports.channel import Channel, FileReceipt, Incoming, TranscriptEntry
from bot.service import Service
from conversations.reports.model import Report
from storage.store import Store
from storage.tables.core import event as events
from tests.fakes.telegram import TOKEN, FakeTelegram, Officer
from tests.support.dialog import NOW
from tests.support.http_server import listening
from tests.support.patience import PATIENCE
from tests.support.prepared import prepared
from tests.support.product import catalogs_on, shared_readers
from tests.support.scenario import Answering

LAN = 4_200_000_001


@dataclass
class Product:
    """Store, dispatcher and outbox worker around one channel, on a clock that is nearly still."""

    store: Store
    desk: Dispatcher
    sender: OutboxWorker
    announcing: BroadcastJob
    channel: Channel
    heard: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, found: Sequence[Incoming]) -> None:
        await self.desk.receive(found)
        self.heard += len(found)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def wait_for(self, count: int) -> None:
        """Until so many events were heard."""
        while self.heard < count:
            await self._changed.wait()

    async def receive_file(self, event: Incoming, content: bytes) -> FileReceipt:
        return await self.desk.receive_file(event, content)

    async def settle(self) -> None:
        """Until everything heard is handled and said."""
        await self.desk.idle()
        while await self.announcing.tell_some():
            pass
        await self.sender.drain(self.channel)

    async def report(self) -> Report:
        async with self.store.transaction() as tx:
            return await tx.reports.load(1)

    async def message_about(self, row: str | None) -> str:
        """The reference of the newest message that answered this row, or no row at all."""
        async with self.store.transaction() as tx:
            found = await tx.work.connection.execute(
                select(events.c.message_ref)
                .where(events.c.row_key == row, events.c.message_ref != "")
                .order_by(events.c.id.desc())
            )
        return found.scalars().first() or str(uuid.uuid4())


@asynccontextmanager
async def product(folder: Path, channel: Channel, form: str = "cchc-so") -> AsyncIterator[Product]:
    """The product whose newcomers get a trial report on this form."""
    store = await Store.open(prepared(folder / "phone.db"))
    ticks = itertools.count(1)

    def clock() -> datetime:
        return NOW + timedelta(milliseconds=next(ticks))

    service = Service.over(
        store,
        catalogs_on(form),
        [channel],
        clock,
        "phone",
        readers=shared_readers(),
    )
    try:
        yield Product(store, service.dispatcher, service.outbox, service.broadcasts, channel)
    finally:
        await service.close()
        await store.close()


class Phone(Protocol):
    """What an officer can do, and what they see."""

    product: Product

    async def say(self, text: str) -> None: ...
    async def tap(self, label: str, back: int) -> None: ...
    async def edit(self, row: str | None, text: str) -> None: ...
    async def reply(self, deed: Answering) -> None: ...
    async def send(self, name: str, content: bytes) -> None: ...
    def texts(self) -> list[str]: ...


@dataclass
class TelegramPhone:
    product: Product
    officer: Officer
    server: FakeTelegram

    async def _after(self, heard: int) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.product.wait_for(heard + 1)
        await self.product.settle()

    async def say(self, text: str) -> None:
        heard = self.product.heard
        await self.officer.say(text)
        await self._after(heard)

    async def tap(self, label: str, back: int) -> None:
        heard = self.product.heard
        messages = [message for message in self.officer.messages if message.buttons]
        message = messages[-back]
        full = next(name for name in message.labels if name.startswith(label))
        await self.officer.tap(full, message.id)
        await self._after(heard)

    async def edit(self, row: str | None, text: str) -> None:
        heard = self.product.heard
        await self.officer.edit(int(await self.product.message_about(row)), text)
        await self._after(heard)

    async def reply(self, deed: Answering) -> None:
        heard = self.product.heard
        if deed.row:
            answered = int(await self.product.message_about(deed.row))
        else:
            answered = self.officer.messages[-deed.back].id
        await self.officer.reply(answered, deed.text, deed.picked)
        await self._after(heard)

    async def send(self, name: str, content: bytes) -> None:
        heard = self.product.heard
        await self.officer.send_file(name, content)
        await self._after(heard)

    def texts(self) -> list[str]:
        return [message.text for message in self.officer.messages]

    def calls(self) -> list[tuple[str, dict[str, Any]]]:
        """Every call of the Bot API so far, with what came with it."""
        return self.server.world.calls


@asynccontextmanager
async def telegram_phone(folder: Path, form: str = "cchc-so") -> AsyncIterator[TelegramPhone]:
    async with FakeTelegram() as server:
        channel = TelegramChannel(TOKEN, server.url, per_second=0)
        async with product(folder, channel, form) as made:
            polling = asyncio.create_task(channel.feed.poll(made))
            try:
                yield TelegramPhone(made, server.chat(LAN), server)
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
        await channel.close()


@asynccontextmanager
async def webhook_phone(folder: Path, form: str = "cchc-so") -> AsyncIterator[TelegramPhone]:
    """Telegram again, over a webhook: the answer to a tap rides on the webhook's response."""
    async with FakeTelegram() as server:
        channel = TelegramChannel(TOKEN, server.url, per_second=0)
        async with product(folder, channel, form) as made:
            app = channel.feed.webhook(made, "s")
            async with listening(app) as url:
                await channel.feed.register_webhook(f"{url}/hook", "s")
                yield TelegramPhone(made, server.chat(LAN), server)
        await channel.close()


@dataclass
class WebPhone:
    """Speaks the web chat's own protocol, as the page does."""

    product: Product
    lines: list[TranscriptEntry] = field(default_factory=list)

    async def _do(self, found: Incoming) -> None:
        await self.product.receive([found])
        await self._settle()

    async def _settle(self) -> None:
        await self.product.settle()
        told = await self.product.desk.transcript("web", protocol.LOCAL, limit=5_000)
        self.lines = [line for line in told if not line.mine]

    async def _frame(self, kind: str, **fields: str) -> None:
        frame = json.dumps({"type": kind, "id": str(uuid.uuid4())} | fields)
        deed = protocol.parse_frame(frame)
        assert not isinstance(deed, protocol.HelloFrame)
        await self._do(protocol.frame_event(deed))

    async def say(self, text: str) -> None:
        if text == "/start":  # the page greets by itself
            await self._do(protocol.opened_event())
        else:
            await self._frame("said", text=text)

    async def tap(self, label: str, back: int) -> None:
        offered = [line for line in self.lines if line.buttons][-back]
        button = next(b for row in offered.buttons for b in row if b.label.startswith(label))
        await self._frame("tapped", button=button.payload, label=button.label)

    async def edit(self, row: str | None, text: str) -> None:
        await self._frame("edited", ref=await self.product.message_about(row), text=text)

    async def reply(self, deed: Answering) -> None:
        own = await self.product.message_about(deed.row) if deed.row else ""
        answered = own or str(self.lines[-deed.back].id)
        await self._frame("said", text=deed.text, re=answered, quoted=deed.picked)

    async def send(self, name: str, content: bytes) -> None:
        sent = protocol.file_event(str(uuid.uuid4()), name, len(content))
        await self.product.receive_file(sent, content)
        await self._settle()

    def texts(self) -> list[str]:
        return ["".join(span.text for span in line.spans) for line in self.lines]


@asynccontextmanager
async def web_phone(folder: Path, form: str = "cchc-so") -> AsyncIterator[WebPhone]:
    async with product(folder, WebChannel(), form) as made:
        yield WebPhone(made)


def _is_typed_for(words: str, label: str) -> bool:
    """Whether these words stand for the button of this label where all is typed: the same, or
    shorter ones, `sửa 2` for `Sửa 2. Số người` and `tới I.4` for `3 dòng · I.4 Nhiệm vụ`."""
    place = label.rpartition(" · ")[2].split()[0].rstrip(".")
    return words.startswith(label) or words in (label.rstrip("."), f"tới {place}")


@dataclass
class TerminalPhone:
    """Types everything: a button by its words, a row of a list by its number."""

    product: Product
    folder: Path
    out: io.StringIO

    async def _do(self, found: Incoming) -> None:
        await self.product.receive([found])
        await self.product.settle()

    async def say(self, text: str) -> None:
        await self._do(terminal.opening_event() if text == "/start" else terminal.typed_event(text))

    async def tap(self, label: str, back: int) -> None:
        assert back == 1
        async with self.product.store.transaction() as tx:
            last = await tx.messages.last_with_buttons("terminal", "local")
        assert last is not None
        buttons = [button for row in last.body["buttons"] for button in row]
        button = next(one for one in buttons if _is_typed_for(one["label"], label))
        await self.say(button["label"] if button["typed"] else f"sửa {button['label']}")

    async def edit(self, row: str | None, text: str) -> None:
        raise NotImplementedError

    async def send(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.write_bytes(content)
        await self.say(f"/gửi {path}")

    def texts(self) -> list[str]:
        return [self.out.getvalue()]


@asynccontextmanager
async def terminal_phone(folder: Path, form: str = "cchc-so") -> AsyncIterator[TerminalPhone]:
    out = io.StringIO()
    async with product(folder, TerminalChannel(out, folder / "documents"), form) as made:
        yield TerminalPhone(made, folder, out)
