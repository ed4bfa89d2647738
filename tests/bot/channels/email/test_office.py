"""An office that writes letters: who gets one, what stands in it, and what becomes of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.access.signed_links import SignedLinks
from bot.channels.email.channel import EmailChannel
from bot.channels.email.pages import LetterPages
from bot.channels.email.server import MailServer
from bot.ports.channel import ChannelError
from conversations.workflow.people_requests import ChangePerson
from conversations.workflow.permissions import Role
from storage.tables.core import message
from templates.loading.wording import load_wording
from tests.bot.workflow.test_round_life_cycle import open_round
from tests.fakes.mail import UNKNOWN, FakeMailServer, mail_server
from tests.support.desk import desk_at
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, department, local, member_of

URL = "https://baocao.example.gov.vn"
LAN, MAI = "lan@x.gov.vn", "mai@x.gov.vn"
START = local(2026, 3, 2)


@dataclass
class MailedOffice:
    """An office, its mail server, and the pages behind its letters."""

    at: Office
    server: FakeMailServer
    province: Province
    pages: httpx.AsyncClient

    async def member(self, who: str) -> int:
        async with self.at.store.transaction() as tx:
            return await member_of(tx, who)

    def letters(self, to: str) -> list[str]:
        return [str(one.letter["subject"]) for one in self.server.taken if one.recipient == to]

    async def open(self, letter: str, *, tap: bool = True) -> httpx.Response:
        """Open the link of a letter, and tap the button there."""
        found = re.search(rf"{URL}(/hom-thu/\S+)", letter)
        assert found is not None
        page = await self.pages.get(found[1])
        return await self.pages.post(found[1]) if tap else page

    async def loses(self, who: str, said: str = "xin chào") -> None:
        """The person blocks the bot; what was to be said to them goes elsewhere."""
        self.at.channels["telegram"].errors = [ChannelError("blocked", permanent=True, gone=True)]
        await self.at.say(said, who=who)
        await self.at.send()

    async def confirms(self, who: str, address: str) -> None:
        await self.at.say(f"email của tôi là {address}", who=who)
        assert (await self.open(self.server.texts_to(address)[-1])).status_code == 200

    async def messages(self) -> list[Any]:
        async with self.at.store.transaction() as tx:
            found = await tx.work.connection.execute(
                select(message).where(message.c.channel == "email").order_by(message.c.id)
            )
            return [*found]


@asynccontextmanager
async def opened(
    folder: Path, server: FakeMailServer, name: str = "office"
) -> AsyncIterator[Office]:
    books = replace(open_catalogs(), links=SignedLinks(URL))
    mail = MailServer("127.0.0.1", "Tỉnh <baocao@tinh.gov.vn>", server.port, security="none")
    channel = EmailChannel(mail, URL, load_wording())
    async with office(folder, START, catalogs=books, more=[channel], name=name) as at:
        channel.open(at.store, at.clock)
        yield at
        await channel.close()


@pytest.fixture
async def mailed(tmp_path: Path) -> AsyncIterator[MailedOffice]:
    async with mail_server() as server, opened(tmp_path, server) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ"), department("TC", "Tài chính")])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
        await province.comes("lan", "NV", Role.OFFICER, "Nguyễn Thị Lan")
        app = Starlette(routes=LetterPages(at.store, load_wording(), at.clock).routes())
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=URL) as pages:
            yield MailedOffice(at, server, province, pages)


async def test_an_address_is_told_confirmed_changed_and_taken_away(mailed: MailedOffice) -> None:
    at, lan = mailed.at, await mailed.member("lan")
    assert "Chưa đọc được" in await at.say("email của tôi là lan@x", who="lan")
    said = await at.say("email của tôi là Lan@X.gov.vn", who="lan")
    assert f"Đã ghi địa chỉ {LAN}" in said
    (letter,) = mailed.server.texts_to(LAN)
    assert "Nguyễn Thị Lan" in letter
    assert "Không nhận thư" not in letter
    looked = await mailed.open(letter, tap=False)
    assert "Xác nhận" in looked.text
    async with at.store.transaction() as tx:
        assert not (await tx.mailboxes.of_member(lan)).confirmed  # a look changes nothing
    assert "Đã xác nhận" in (await mailed.open(letter)).text
    assert "từ trước" in await at.say(f"email của tôi {LAN}", who="lan")
    async with at.store.transaction() as tx:
        assert (await tx.members.find_by_email(LAN)).id == lan
    await at.say(f"email của tôi là {MAI}", who="lan")
    assert (await mailed.open(letter)).status_code == 410  # made for the earlier one
    assert "Đã xóa" in await at.say("email của tôi là không có", who="lan")
    assert (await mailed.open(mailed.server.texts_to(MAI)[0])).status_code == 410
    for _ in range(3):
        said = await at.say(f"email của tôi là {LAN}", who="lan")
        await at.say("email của tôi là không có", who="lan")
    assert "Đã gửi 3 thư xác nhận" in said
    assert "không thấy" not in (await at.say("tìm cán bộ Lan", who="dau-moi")).lower()


async def test_forged_links_do_nothing(mailed: MailedOffice) -> None:
    at, lan = mailed.at, await mailed.member("lan")
    await at.say(f"email của tôi là {LAN}", who="lan")
    (letter,) = mailed.server.texts_to(LAN)
    token = re.search(r"/hom-thu/xac-nhan/(\S+)", letter)[1]
    number, until, mac = token.split(".")
    for forged in (
        f"{number}.{int(until) + 1}.{mac}",
        f"{int(number) + 1}.{until}.{mac}",
        f"{number}.{until}.{'A' * 22}",
        f"{number}.1.{mac}",
        "x",
        f"0{number}.{until}.{mac}",
    ):
        assert (await mailed.pages.post(f"/hom-thu/xac-nhan/{forged}")).status_code == 410
        assert (await mailed.pages.post(f"/hom-thu/dung/{forged}")).status_code == 410
    async with at.store.transaction() as tx:
        assert not (await tx.mailboxes.of_member(lan)).confirmed
    at.clock.moment += timedelta(days=8)
    assert (await mailed.open(letter)).status_code == 410


async def test_letters_come_where_nothing_else_reaches_and_hold_no_figure(
    mailed: MailedOffice,
) -> None:
    at = mailed.at
    await mailed.confirms("lan", LAN)
    before = len(mailed.letters(LAN))
    await open_round(mailed.province)
    await at.say("chọn", who="lan")
    assert len(mailed.letters(LAN)) == before  # the chat comes first
    await mailed.loses("lan", "4711")
    await at.say("nhắn NV: số 4711 có đúng không?", who="dau-moi")
    await at.tap("Gửi 1", who="dau-moi")
    await at.remind()
    assert mailed.letters(LAN)[before:] == [
        "Có việc mới trong hệ thống báo cáo",
        "Đầu mối tổng hợp có lời nhắn",
    ]
    told = "\n".join(one.text + one.markup for one in mailed.server.taken)
    assert "4711" not in told
    assert "4.711" not in told
    at.clock.moment = local(2026, 3, 13)
    await at.remind()
    assert "Sở NV" in mailed.letters(LAN)[-1]
    assert f"{URL}/ban/bao-cao/1" in mailed.server.texts_to(LAN)[-1]
    assert "hạn nộp" in mailed.server.texts_to(LAN)[-1]


async def test_letters_are_stopped_by_one_tap_of_the_mail_program(mailed: MailedOffice) -> None:
    at, lan = mailed.at, await mailed.member("lan")
    await mailed.confirms("lan", LAN)
    await open_round(mailed.province)
    await mailed.loses("lan")
    (letter,) = [one for one in mailed.server.taken if one.letter["list-unsubscribe"]]
    stop = str(letter.letter["list-unsubscribe"]).strip("<>").removeprefix(URL)
    assert "Dừng nhận thư" in (await mailed.pages.get(stop)).text
    async with at.store.transaction() as tx:
        assert await tx.mailboxes.members_at(LAN) == [lan]
    one_click = {"List-Unsubscribe": "One-Click"}
    assert (await mailed.pages.post(stop, data=one_click)).status_code == 200
    async with at.store.transaction() as tx:
        assert await tx.mailboxes.members_at(LAN) == []
    count = len(mailed.server.taken)
    at.clock.moment = local(2026, 3, 13)
    await at.remind()
    assert len(mailed.server.taken) == count
    assert "chưa liên hệ được" in await at.say("thành viên NV", who="dau-moi")


async def test_a_refused_address_counts_as_one_where_nobody_is(mailed: MailedOffice) -> None:
    at, lan = mailed.at, await mailed.member("lan")
    await mailed.confirms("lan", LAN)
    mailed.server.recipients = {LAN: [UNKNOWN]}
    await mailed.loses("lan")
    async with at.store.transaction() as tx:
        assert (await tx.mailboxes.of_member(lan)).lost
    assert [row.state for row in await mailed.messages()][-1] == "failed"


async def test_an_invitation_goes_by_mail_and_its_address_is_asked_about(
    mailed: MailedOffice,
) -> None:
    at = mailed.at
    said = await at.say(f"mời cán bộ TC, Lê Hoa, {MAI}", who="dau-moi")
    assert f"Thư mời đang được gửi đến {MAI}" in said
    (letter,) = mailed.server.taken
    assert "Lê Hoa" in letter.text
    assert "cán bộ báo cáo của Sở Tài chính" in letter.text
    assert letter.letter["list-unsubscribe"] is None
    code = re.search(r"Mã mời, nếu được hỏi: (\S{22})\.", letter.text)[1]
    assert code in said
    await at.say(f"/start {code}", who="hoa")
    await at.tap("Tham gia", who="hoa")
    assert any(f"địa chỉ thư của anh/chị là {MAI}" in one for one in at.told("hoa"))
    hoa = await mailed.member("hoa")
    async with at.store.transaction() as tx:
        box = await tx.mailboxes.of_member(hoa)
        assert (box.address, box.confirmed) == (MAI, False)
    assert mailed.letters(MAI)[-1] == "Xác nhận địa chỉ thư của anh/chị"
    await mailed.open(mailed.server.texts_to(MAI)[-1])
    async with at.store.transaction() as tx:
        assert (await tx.members.find_by_email(MAI)).id == hoa
    await at.desk.forget_codes()
    at.clock.moment += timedelta(days=2)
    await at.desk.forget_codes()
    assert code not in str([row.body for row in await mailed.messages()])


async def test_an_administrator_writes_an_address_for_somebody(mailed: MailedOffice) -> None:
    at, lan = mailed.at, await mailed.member("lan")
    await mailed.province.comes("quan", "TINH", Role.ADMINISTRATOR, "Anh Quân")
    async with desk_at(at, await mailed.member("quan")) as desk:
        assert "không" not in await desk.ask(ChangePerson(member=lan, email=LAN))
        assert "Chưa đọc được" in await desk.ask(ChangePerson(member=lan, email="lan@"), 422)
    await at.send()
    assert mailed.letters(LAN) == ["Xác nhận địa chỉ thư của anh/chị"]
    async with desk_at(at, lan) as desk:
        await desk.ask(ChangePerson(member=await mailed.member("quan"), email=MAI), 404)


async def test_a_crash_between_acceptance_and_note_doubles_nothing_that_is_said_once(
    tmp_path: Path,
) -> None:
    async with mail_server() as server:
        async with opened(tmp_path, server) as at:
            async with at.store.transaction() as tx:
                body = {"spans": [{"text": "Nhắc"}], "buttons": [], "turn": 0}
                once = await tx.outbox.add("email", LAN, body, None, at.clock(), once=True)
                again = await tx.outbox.add("email", MAI, body, None, at.clock())
            channel = at.channels["email"]
            async with at.store.transaction() as tx:  # a process claims, sends, and dies
                claimed = await tx.outbox.claim("email", "dead", at.clock(), 60, 10)
                assert await tx.outbox.begin(once, "dead", at.clock())
            for one in claimed:
                outgoing = await _as_sent(at, one)
                await channel.send(outgoing)
        async with opened(tmp_path, server, "later") as at:
            at.clock.moment += timedelta(minutes=2)
            await at.send()
            async with at.store.transaction() as tx:
                (unsure,) = await tx.messages.list_unknown("email", LAN)
                assert unsure.id == once
    assert len(server.texts_to(LAN)) == 1
    first, second = [one for one in server.taken if one.recipient == MAI]
    assert first.letter["message-id"] == second.letter["message-id"]  # so that it can be told
    assert again != once


async def _as_sent(at: Office, claimed: Any) -> Any:
    from bot.delivery.outbox_worker import _outgoing

    async with at.store.transaction() as tx:
        return await _outgoing(tx, at.channels["email"], claimed, at.clock())


async def test_a_big_queue_goes_out_once_each_through_trouble(tmp_path: Path) -> None:
    async with mail_server() as server, opened(tmp_path, server) as at:
        people = [f"n{number}@x.gov.vn" for number in range(200)]
        server.recipients = {one: ["451 4.3.0 later"] for one in people[::40]}
        server.letters = {one: ["452 4.3.1 later"] for one in people[20::40]}
        body = {"spans": [{"text": "Nhắc"}], "buttons": [], "turn": 0}
        async with at.store.transaction() as tx:
            for one in people:
                await tx.outbox.add("email", one, body, None, at.clock())
        await at.send()
        assert len(server.taken) == 190
        at.clock.moment += timedelta(seconds=31)
        await at.send()
    assert sorted(one.recipient for one in server.taken) == sorted(people)


async def test_an_invitation_moves_nobodys_address(mailed: MailedOffice) -> None:
    """Who has a role is not written to elsewhere because an invitation says so: whoever reads that
    mailbox could sign in as them."""
    at, lan = mailed.at, await mailed.member("lan")
    await mailed.confirms("lan", LAN)
    for code in ("TC", "NV"):
        said = await at.say(f"mời lãnh đạo {code}, Lan, {MAI}", who="dau-moi")
        token = re.findall(r"(?<![\w-])[\w-]{22}(?![\w-])", said)[-1]
        await at.say(f"/start {token}", who="lan")
        await at.tap("Tham gia", who="lan")
        async with at.store.transaction() as tx:
            assert (await tx.mailboxes.of_member(lan)).address == LAN
            assert len(await tx.roles.of_member(lan)) > 1
