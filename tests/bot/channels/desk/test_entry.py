"""Coming in at the desk as people do: by a code, a passkey, an invitation; and one's sessions."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.access.identity import hash_code
from bot.access.sign_in_codes import make_chat_code
from bot.delivery.letters import MAIL_CAPABILITIES
from bot.workflow.people.operations import INVITATION_LIFE, make_invitation
from conversations.workflow.permissions import Role
from tests.support.authenticator import Authenticator
from tests.support.desk import ADDRESS, DeskBrowser, desk_at, member_in, stranger_at, words_of
from tests.support.product import FakeChannel, Office, office
from tests.support.province import Province, department, local

LOCALHOST = "http://localhost"


@asynccontextmanager
async def province_at(folder: Path) -> AsyncIterator[Province]:
    async with office(folder, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        yield province


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with province_at(tmp_path) as made:
        yield made


def sends_letters(at: Office) -> None:
    """E-mail is on."""
    channels = at.service.acts.catalogs.channels
    channels["email"] = MAIL_CAPABILITIES  # type: ignore[index]


async def chat_code(at: Office, member: int) -> str:
    async with at.store.transaction() as tx:
        return await make_chat_code(tx, member, at.clock())


async def invite(
    province: Province, unit: str = "TC", role: Role = Role.OFFICER, person: str | None = "Mai Lan"
) -> str:
    at = province.office
    async with at.store.transaction() as tx:
        until = at.clock() + INVITATION_LIFE
        made = await make_invitation(tx, province.deed(), province.units[unit], role, until, person)
        return made[0]


async def post_json(
    browser: DeskBrowser, path: str, body: Any = None, status: int = 200
) -> dict[str, Any]:
    content = b"" if body is None else json.dumps(body).encode()
    origin = str(browser.client.base_url).rstrip("/")
    answer = await browser.client.post(path, content=content, headers={"Origin": origin})
    assert answer.status_code == status, (answer.status_code, answer.text)
    said: dict[str, Any] = answer.json()
    return said


async def test_a_code_of_the_chat_opens_the_page_that_was_wanted(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    async with stranger_at(at) as browser:
        page = await browser.get("/ban/vao?den=/ban/dot%3Fx%3D1")
        assert 'name="den" value="/ban/dot?x=1"' in page
        assert "e-mail công vụ" not in page  # there is no such channel here
        code = await chat_code(at, nam)
        fields = {"ma": code.lower(), "den": "/ban/dot?x=1"}
        answer = await browser.client.post("/ban/vao/ma", data=fields, headers={"Origin": ADDRESS})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/ban/dot?x=1"
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=strict" in cookie
        assert "Nam" in await browser.get("/ban")
        assert (await browser.client.get("/ban/vao?den=/ban/dot")).headers["location"] == "/ban/dot"
        assert (await browser.client.get("/who")).text == f"m{nam}"  # the chat is open too
    async with stranger_at(at) as thief:
        said = words_of(await thief.post("/ban/vao/ma", {"ma": code}, 422))
        assert "Mã không đúng, đã dùng hoặc quá hạn" in said
        assert (await thief.client.get("/ban/vao/con")).status_code == 401


async def test_a_passkey_is_made_used_renamed_and_taken_away(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    device = Authenticator(LOCALHOST)
    async with desk_at(at, nam) as browser:
        browser.client.base_url = LOCALHOST
        browser.client.cookies.set("phuluc-session", browser.client.cookies["phuluc-session"])
        asked = await post_json(browser, "/ban/phien/khoa/hoi")
        made = device.register(json.dumps(asked))
        assert (await post_json(browser, "/ban/phien/khoa?ten=M%C3%A1y%20b%C3%A0n", made))[
            "name"
        ] == "Máy bàn"
        assert "quá 5 phút" in (await post_json(browser, "/ban/phien/khoa", made, 422))["why"]
        page = await browser.get("/ban/phien")
        assert 'value="Máy bàn"' in page
        assert "chưa dùng lần nào" in page
        async with at.store.transaction() as tx:
            number = (await tx.passkeys.of_member(nam))[0].id
    async with stranger_at(at) as browser:
        browser.client.base_url = LOCALHOST
        signed = device.sign_in(json.dumps(await post_json(browser, "/ban/vao/khoa/hoi")))
        said = await post_json(browser, "/ban/vao/khoa?den=//evil.example", signed)
        assert said == {"to": "/ban"}
        assert (await post_json(browser, "/ban/vao/khoa", signed, 422))["why"]
        page = words_of(await browser.get("/ban/phien"))
        assert "khóa đăng nhập" in page
        assert "dùng gần nhất" in page
        headers = {"Origin": LOCALHOST}
        fields = {"so": str(number), "ten": "Điện thoại"}
        await browser.client.post("/ban/phien/khoa/doi-ten", data=fields, headers=headers)
        assert 'value="Điện thoại"' in await browser.get("/ban/phien")
        await browser.client.post("/ban/phien/khoa/bo", data=fields, headers=headers)
        assert "Chưa có khóa nào" in await browser.get("/ban/phien")
        signed = device.sign_in(json.dumps(await post_json(browser, "/ban/vao/khoa/hoi")))
        assert (await post_json(browser, "/ban/vao/khoa", signed, 422))["why"]


async def test_passkeys_are_not_offered_where_browsers_make_none(province: Province) -> None:
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    async with desk_at(province.office, nam) as browser:  # at 127.0.0.1
        assert "use-passkey" not in await browser.get("/ban/phien")
        said = await post_json(browser, "/ban/phien/khoa/hoi", status=422)
        assert "chưa dùng được khóa" in said["why"]
        answer = await browser.client.get("/ban/phien/khoa-moi")
        assert answer.headers["location"] == "/ban"


async def test_an_invitation_is_looked_at_accepted_once_and_opens_the_desk(
    province: Province,
) -> None:
    at = province.office
    code = await invite(province)
    async with stranger_at(at) as browser:
        for _ in range(3):  # previews
            page = words_of(await browser.get(f"/moi/{code}"))
        assert "Mai Lan" in page
        assert "Tài chính" in page
        await browser.post(f"/moi/{code}", status=303)
        home = words_of(await browser.get("/ban"))
        assert "Mai Lan" in home
        sessions = words_of(await browser.get("/ban/phien"))
        assert "lời mời" in sessions
        again = await browser.client.get(f"/moi/{code}")
        assert again.headers["location"] == "/ban"  # its own browser goes on
        async with at.store.transaction() as tx:
            new = (await tx.roles.people_of([province.units["TC"]], Role.OFFICER))[0].id
        await browser.post(f"/moi/{code}", {"nguoi": str(new)}, 303)  # tapped once more
    async with stranger_at(at) as other:
        assert "đã được dùng" in words_of(await other.get(f"/moi/{code}", 410))
        await other.post(f"/moi/{code}", status=410)
        assert (await other.client.get("/ban")).status_code == 303
    async with at.store.transaction() as tx:
        people = await tx.roles.people_of([province.units["TC"]], Role.OFFICER)
        assert [one.name for one in people] == ["Mai Lan"]


async def test_an_invitation_that_does_not_count_says_why(province: Province) -> None:
    at = province.office
    late, gone = await invite(province), await invite(province, "NV")
    async with at.store.transaction() as tx:
        found = await tx.invitations.find(hash_code(gone), at.clock())
        assert found is not None
        await tx.invitations.revoke(province.deed(), found.id)
    at.clock.moment += INVITATION_LIFE + timedelta(days=1)
    async with stranger_at(at) as browser:
        assert "đã quá hạn" in words_of(await browser.get(f"/moi/{late}", 410))
        assert "đã bị hủy" in words_of(await browser.get(f"/moi/{gone}", 410))
        assert "Không có lời mời" in words_of(await browser.get("/moi/" + "x" * 22, 404))
        for code, status in ((late, 410), (gone, 410), ("x" * 22, 404)):
            await browser.post(f"/moi/{code}", status=status)
    async with at.store.transaction() as tx:
        assert len(await tx.members.list_all()) == 0  # nobody came by a dead link


async def test_who_is_signed_in_gets_the_role_too_and_is_told_whose_it_is(
    province: Province,
) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    code = await invite(province, "NV", Role.REVIEWER, "Hoa")
    async with desk_at(at, nam) as browser:
        page = words_of(await browser.get(f"/moi/{code}"))
        assert "đang đăng nhập là Nam" in page
        assert "Lời mời ghi tên người khác" in page
        unseen = words_of(await browser.post(f"/moi/{code}"))  # as from a link on another site
        assert "đang đăng nhập là Nam" in unseen
        async with at.store.transaction() as tx:
            assert len(await tx.roles.of_member(nam)) == 1
        await browser.post(f"/moi/{code}", {"nguoi": str(nam)}, 303)
    async with at.store.transaction() as tx:
        assert {grant.role for grant in await tx.roles.of_member(nam)} == {
            Role.OFFICER,
            Role.REVIEWER,
        }
        assert (await tx.roles.names_of([nam]))[nam] == "Nam"


async def test_a_person_ends_their_own_sessions_and_no_others(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    hoa = await member_in(province, "NV", Role.OFFICER, "Hoa")
    async with desk_at(at, nam) as one, desk_at(at, nam) as two, desk_at(at, hoa) as third:
        page = await one.get("/ban/phien")
        assert "Đang mở trên 2 máy" in page
        numbers = re.findall(r'thoat"><input type="hidden" name="so" value="(\d+)"', page)
        assert len(numbers) == 1
        async with at.store.transaction() as tx:
            foreign = (await tx.web_sessions.list_open([hoa], at.clock()))[0].id
        await one.post("/ban/phien/thoat", {"so": str(foreign)}, 303)
        await third.get("/ban")
        for bad in ("", "x", "-1", "9" * 30):
            await one.post("/ban/phien/thoat", {"so": bad}, 422)
        await one.post("/ban/phien/thoat", {"so": numbers[0]}, 303)
        assert (await two.client.get("/ban")).status_code == 303
        async with desk_at(at, nam) as three:
            await one.post("/ban/phien/thoat-khac", status=303)
            assert (await three.client.get("/ban")).status_code == 303
        await one.get("/ban")
        await one.post("/ban/phien/roi-di", status=303)
        assert (await one.client.get("/ban")).status_code == 303


async def test_the_last_role_takes_sessions_and_every_way_in_with_it(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    device = Authenticator(LOCALHOST)
    code = await chat_code(at, nam)
    async with desk_at(at, nam) as browser:
        browser.client.base_url = LOCALHOST
        asked = await post_json(browser, "/ban/phien/khoa/hoi")
        await post_json(browser, "/ban/phien/khoa", device.register(json.dumps(asked)))
        async with at.store.transaction() as tx:
            await tx.roles.revoke(province.deed(), nam, province.units["TC"], Role.OFFICER)
        assert (await browser.client.get("/ban")).status_code == 303
    async with stranger_at(at) as browser:
        said = words_of(await browser.post("/ban/vao/ma", {"ma": code}, 403))
        assert "không còn vai trò" in said
        browser.client.base_url = LOCALHOST
        signed = device.sign_in(json.dumps(await post_json(browser, "/ban/vao/khoa/hoi")))
        said = (await post_json(browser, "/ban/vao/khoa", signed, 422))["why"]
        assert "không còn vai trò" in said
        assert (await browser.client.get("/ban")).status_code == 303


async def test_a_code_by_mail_is_asked_for_and_the_answer_tells_nothing(
    province: Province,
) -> None:
    at = province.office
    sends_letters(at)
    async with stranger_at(at) as browser:
        assert "e-mail công vụ" in await browser.get("/ban/vao")
        said = await browser.post("/ban/vao/email", {"email": "khong phai"}, 422)
        assert "không phải địa chỉ e-mail" in said
        assert 'value="khong phai"' in said  # nothing typed is lost
        for _ in range(3):
            await browser.post("/ban/vao/email", {"email": "Ai.Do@x.vn"}, 303)
        assert "Đã xin mã nhiều lần" in await browser.post(
            "/ban/vao/email", {"email": "ai.do@x.vn"}, 422
        )
        page = await browser.get("/ban/vao/ma")
        assert "Nếu địa chỉ vừa nhập là của người dùng" in page
        wrong = words_of(await browser.post("/ban/vao/ma", {"ma": "123456", "trang": "ma"}, 422))
        assert "Còn 4 lần nhập" in wrong


KEY = "k" * 43


async def test_who_comes_by_the_key_begins_at_the_sheet_of_a_trial(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at, stranger_at(at) as browser:
        assert (await browser.client.get("/ban/toi")).headers["location"] == "/ban/vao"
        headers = {"Origin": ADDRESS}
        answer = await browser.client.post("/sign-in", content=KEY, headers=headers)
        assert answer.status_code == 204
        for _ in range(2):
            answer = await browser.client.get("/ban/toi")
            assert answer.headers["location"] == "/ban/bao-cao/1"
        page = words_of(await browser.get("/ban/bao-cao/1"))
        assert "Quý I/2023" in page
        assert "Cài đặt" in page
    async with stranger_at(at) as other:
        assert (await other.client.get("/ban/bao-cao/1")).status_code == 303


async def test_who_comes_by_the_key_to_a_founded_office_begins_at_the_desk(
    province: Province,
) -> None:
    async with stranger_at(province.office) as browser:
        await browser.client.post("/sign-in", content=KEY, headers={"Origin": ADDRESS})
        assert (await browser.client.get("/ban/toi")).headers["location"] == "/ban"
        assert "Hiện không có báo cáo nào" in words_of(await browser.get("/ban"))


async def test_a_code_comes_by_mail_and_signs_in(tmp_path: Path) -> None:
    letters = FakeChannel("email", MAIL_CAPABILITIES)
    async with office(tmp_path, local(2026, 3, 2), more=[letters]) as at:
        province = Province(at)
        await province.found([department("TC", "Tài chính")])
        nam = await member_in(province, "TC", Role.OFFICER, "Nam")
        async with at.store.transaction() as tx:
            await tx.mailboxes.set_address(nam, "nam@x.vn", at.clock())
            await tx.mailboxes.confirm(nam, "nam@x.vn", at.clock())
        async with stranger_at(at) as browser:
            await browser.post("/ban/vao/email", {"email": "ai@x.vn"}, 303)
            await browser.post("/ban/vao/email", {"email": "Nam@X.vn", "den": "/ban"}, 303)
            await at.sender.drain(letters)
            assert [one.conversation for one in letters.sent] == ["nam@x.vn"]
            code = re.search(r"\b\d{6}\b", letters.texts[-1])
            assert code, letters.texts
            await browser.post("/ban/vao/ma", {"ma": code[0]}, 303)
            assert "Nam" in await browser.get("/ban")
            assert "mã đăng nhập" in await browser.get("/ban/phien")


async def test_a_new_passkey_is_told_in_the_persons_own_chat(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    async with at.store.transaction() as tx:
        await tx.members.bind("telegram", "42", nam, "42", at.clock())
        await tx.members.mark_heard(nam, "telegram", "42")
    async with desk_at(at, nam) as browser:
        browser.client.base_url = LOCALHOST
        asked = await post_json(browser, "/ban/phien/khoa/hoi")
        made = Authenticator(LOCALHOST).register(json.dumps(asked))
        await post_json(browser, "/ban/phien/khoa?ten=Laptop", made)
        await at.sender.drain(at.channels["telegram"])
        assert "Vừa có thêm khóa đăng nhập “Laptop”" in at.channels["telegram"].texts[-1]
        said = await at.say("phiên web")
        assert "Khóa đăng nhập: Laptop." in said
        assert "Còn 1 khóa đăng nhập vẫn vào được" in await at.say("thoát web")
        assert "Còn 1 khóa đăng nhập vẫn vào được" in await at.say("thoát web")  # nothing is open
        said = await at.tap("Bỏ mọi khóa và thoát mọi máy")
        assert "Đã bỏ 1 khóa đăng nhập" in said
        assert "Khóa đăng nhập" not in await at.say("phiên web")
    async with at.store.transaction() as tx:
        assert await tx.passkeys.of_member(nam) == []
        assert await tx.audit_log.find_break(None) is None


async def test_a_guest_comes_by_a_link_and_sees_what_they_are_asked_for(
    province: Province,
) -> None:
    at = province.office
    await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    await province.comes("lan", "TC", Role.OFFICER, "Lan")
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.tap("Mở đợt này", who="dau-moi")
    await at.tap("Làm: Sở TC", who="lan")
    code = (await at.say("hỏi đồng nghiệp câu 12 cho Hoa", who="lan")).split()[-1]
    report = await province.report_of("TC")
    async with stranger_at(at) as browser:
        page = words_of(await browser.get(f"/moi/{code}"))
        for words in ("Hoa", "Sở Tài chính", "điền giúp 1 mục", "Người mời Lan"):
            assert words in page
        await browser.post(f"/moi/{code}", status=303)
        assert "Được nhờ điền giúp" in words_of(await browser.get("/ban"))
        sheet = words_of(await browser.get(f"/ban/bao-cao/{report}"))
        assert "Nộp báo cáo" not in sheet
