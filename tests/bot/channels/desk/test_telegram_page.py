"""The desk inside of Telegram: its button, and who comes in by what Telegram has signed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.access.signed_links import SignedLinks
from bot.channels.telegram.markup import to_keyboard
from bot.ports.channel import OutgoingButton
from bot.service import Service
from conversations.workflow.permissions import Role
from tests.bot.access.test_telegram_data import LAN, TOKEN, signed
from tests.bot.channels.desk.test_entry import province_at
from tests.support.desk import ADDRESS, DeskBrowser, member_in, stranger_at
from tests.support.product import BUTTONS, FakeChannel, office, open_catalogs

PUBLIC = "https://baocao.example.vn"


async def show(browser: DeskBrowser, data: str) -> httpx.Response:
    headers = {"Origin": ADDRESS}
    return await browser.client.post("/ban/telegram", content=data, headers=headers)


async def test_who_telegram_names_comes_in_once_by_each_signature(tmp_path: Path) -> None:
    async with province_at(tmp_path) as province:
        at = province.office
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        async with at.store.transaction() as tx:
            await tx.members.bind("telegram", "42", nam, "42", at.clock())
        data = signed(at=at.clock())
        async with stranger_at(at, TOKEN) as browser:
            assert "Đang vào" in await browser.get("/ban/telegram")
            answer = await show(browser, data)
            assert answer.json() == {"to": "/ban"}
            assert "Nam" in await browser.get("/ban")
            assert "Telegram" in await browser.get("/ban/phien")
        async with stranger_at(at, TOKEN) as thief:
            assert (await show(thief, data)).status_code == 403  # seen over a shoulder
            for bad in ("", "x" * 20_000, signed("54321:OTHER", at.clock())):
                assert (await show(thief, bad)).status_code == 403
            late = signed(at=at.clock() - timedelta(minutes=11))
            assert (await show(thief, late)).status_code == 403
            stranger = signed(at=at.clock(), user=LAN | {"id": 43})
            assert "chưa có ai" in (await show(thief, stranger)).json()["why"]
            assert (await thief.client.get("/ban")).status_code == 303
            foreign = {"Origin": "https://evil.example"}
            again = signed(at=at.clock(), query_id="2")
            answer = await thief.client.post("/ban/telegram", content=again, headers=foreign)
            assert answer.status_code == 403
        async with stranger_at(at) as browser:  # a product without a bot
            assert (await show(browser, signed("", at.clock()))).status_code == 403


@pytest.mark.parametrize(
    ("public", "mini_apps", "shown"),
    [(PUBLIC, True, True), (PUBLIC, False, False), ("http://baocao.example.vn", True, False)],
)
async def test_the_button_is_there_where_telegram_opens_our_pages(
    tmp_path: Path, public: str, mini_apps: bool, shown: bool
) -> None:
    async with office(tmp_path) as at:
        can = replace(BUTTONS, mini_apps=mini_apps)
        at.channels = {"telegram": FakeChannel("telegram", can)}
        catalogs = replace(open_catalogs(), links=SignedLinks(public))
        service = Service.over(at.store, catalogs, [*at.channels.values()], at.clock, "inside")
        at.desk, at.sender = service.dispatcher, service.outbox
        await at.say("/start")
        assert at.channels["telegram"].sent[-1].page is None
        await at.say("mở web")
        page = at.channels["telegram"].sent[-1].page
        assert page == (("Mở bàn làm việc", f"{PUBLIC}/ban/telegram") if shown else None)
        await service.close()


def test_the_button_stands_above_the_others() -> None:
    rows = [[OutgoingButton("Có", "1:0")]]
    page = ("Mở bàn", "https://x.vn/ban/telegram")
    keyboard: Any = to_keyboard(rows, page)
    assert keyboard["inline_keyboard"] == [
        [{"text": "Mở bàn", "web_app": {"url": "https://x.vn/ban/telegram"}}],
        [{"text": "Có", "callback_data": "1:0"}],
    ]
    assert to_keyboard([], None) is None
