"""The office over the real Telegram channel, against the strict fake: deep links, two people at
once, the board edited in place, and somebody who has blocked the bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from bot.access.identity import hash_code, new_token
from bot.channels.telegram.channel import TelegramChannel
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.workflow.units import NewUnit
from tests.fakes.telegram import TOKEN, FakeTelegram, Officer
from tests.support.dialog import NOW
from tests.support.patience import PATIENCE
from tests.support.phones import Product, product
from tests.support.province import commune

MAI, LAN = 4_200_000_001, 4_200_000_002


@asynccontextmanager
async def telegram(folder: Path) -> AsyncIterator[tuple[Product, FakeTelegram]]:
    async with FakeTelegram() as server:
        channel = TelegramChannel(TOKEN, server.url, per_second=0)
        async with product(folder, channel) as made:
            polling = asyncio.create_task(channel.feed.poll(made))
            try:
                yield made, server
            finally:
                polling.cancel()
                await asyncio.gather(polling, return_exceptions=True)
        await channel.close()


async def codes(made: Product) -> dict[Role, str]:
    """A province of one commune, and a code for its officer and its coordinator."""
    deed = AuditContext(None, None, "command", None, NOW)
    root = NewUnit("TINH", "UBND tỉnh", "UBND tỉnh", "UBND", None, None)
    found = {Role.COORDINATOR: new_token(), Role.OFFICER: new_token()}
    async with made.store.transaction() as tx:
        ids = await tx.units.add_all(deed, [root, commune(1)])
        places = {Role.COORDINATOR: ids["TINH"], Role.OFFICER: ids["X01"]}
        for role, code in found.items():
            until = NOW + timedelta(days=30)
            await tx.invitations.add(
                deed, hash_code(code), places[role], role, until, person=role.value
            )
    return found


async def after(made: Product, doing: object) -> None:
    """Wait until what is being done was heard, handled and answered."""
    heard = made.heard
    await doing  # type: ignore[misc]
    async with asyncio.timeout(PATIENCE):
        await made.wait_for(heard + 1)
    await made.settle()


async def tap(made: Product, officer: Officer, label: str) -> None:
    message = next(one for one in reversed(officer.messages) if one.buttons)
    full = next(name for name in message.labels if name.startswith(label))
    await after(made, officer.tap(full, message.id))


async def test_two_people_and_a_board_in_one_message(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (made, server):
        mai, lan = server.chat(MAI), server.chat(LAN)
        invited = await codes(made)
        await after(made, mai.start(invited[Role.COORDINATOR]))
        await tap(made, mai, "Tham gia")
        await after(made, lan.start(invited[Role.OFFICER]))
        await tap(made, lan, "Tham gia")
        await after(made, mai.say(f"mở đợt quý IV/{NOW.year + 1}"))
        await tap(made, mai, "Mở đợt này")
        assert "Đã mở báo cáo" in lan.last.text
        await tap(made, lan, "Làm: Xã số 01")
        await after(made, lan.say("21"))
        await after(made, mai.say("bảng"))
        shown = len(mai.messages)
        await tap(made, mai, "Trễ")
        await tap(made, mai, "Tất cả")
        assert len(mai.messages) == shown
        assert mai.last.edited
        assert "Xã số 01" in mai.last.text
        await tap(made, mai, "Hình")
        assert mai.last.document is not None
        assert mai.last.document[1].startswith(b"\x89PNG")


async def test_who_has_blocked_the_bot_is_known(tmp_path: Path) -> None:
    async with telegram(tmp_path) as (made, server):
        mai, lan = server.chat(MAI), server.chat(LAN)
        invited = await codes(made)
        await after(made, mai.start(invited[Role.COORDINATOR]))
        await tap(made, mai, "Tham gia")
        await after(made, lan.start(invited[Role.OFFICER]))
        await tap(made, lan, "Tham gia")
        lan.block()
        await after(made, mai.say(f"mở đợt quý IV/{NOW.year + 1}"))
        await tap(made, mai, "Mở đợt này")
        await after(made, mai.say("bảng"))
        await tap(made, mai, "Chưa liên hệ")
        assert "Xã số 01" in mai.last.text
        await after(made, mai.say("đôn đốc"))
        await after(made, mai.say("nhắc đi em"))
        assert "không nhận được tin, cần gọi điện: Xã số 01" in mai.last.text
