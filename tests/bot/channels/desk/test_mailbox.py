"""A person without a chat says on a page where letters may go."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.access.signed_links import SignedLinks
from bot.delivery.letters import MAIL_CAPABILITIES
from conversations.workflow.permissions import Role
from tests.support.desk import desk_at, member_in, stranger_at, words_of
from tests.support.product import FakeChannel, office, open_catalogs
from tests.support.province import Province, department, local

MAILBOX = "/ban/thu"


async def test_an_address_is_written_and_waits_to_be_confirmed(tmp_path: Path) -> None:
    mail = FakeChannel("email", MAIL_CAPABILITIES)
    books = replace(open_catalogs(), links=SignedLinks("https://x.gov.vn"))
    async with office(tmp_path, local(2026, 3, 2), catalogs=books, more=[mail]) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        lan = await member_in(province, "TC", Role.OFFICER, "Lan")
        async with desk_at(at, lan) as desk:
            assert "chưa có" in words_of(await desk.get(MAILBOX))
            await desk.post(MAILBOX, {"email": "lan@"}, 422)
            assert "thư xác nhận" in words_of(await desk.post(MAILBOX, {"email": "Lan@X.vn"}))
            await at.send()
            assert [one.conversation for one in mail.sent] == ["lan@x.vn"]
            assert "chờ xác nhận" in words_of(await desk.get(MAILBOX))
            assert "Thư điện tử của tôi" in words_of(await desk.get("/ban/phien"))
            async with at.store.transaction() as tx:
                await tx.mailboxes.confirm(lan, "lan@x.vn", at.clock())
            assert "đã xác nhận" in words_of(await desk.get(MAILBOX))
            assert "Đã xóa" in words_of(await desk.post(MAILBOX, {"email": ""}))
        async with stranger_at(at) as browser:
            assert (await browser.client.get(MAILBOX)).status_code == 303
            await browser.post(MAILBOX, {"email": "x@x.vn"}, 401)
