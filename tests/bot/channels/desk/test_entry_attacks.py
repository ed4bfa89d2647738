"""What a stranger may try at the pages of coming in, and does not get."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from starlette.routing import Route

from bot.access.browser_sessions import BrowserSessions
from bot.channels.desk.entry.routes import entry_routes
from bot.channels.desk.own_paths import own_path
from bot.channels.web.auth import WebAuth
from conversations.workflow.permissions import Role
from tests.bot.channels.desk.test_entry import (
    LOCALHOST,
    chat_code,
    invite,
    post_json,
    province_at,
)
from tests.bot.channels.desk.test_setup import LIST, by_key
from tests.support.authenticator import Authenticator
from tests.support.desk import (
    ADDRESS,
    COOKIE,
    KEY,
    desk_app,
    desk_at,
    desk_of,
    member_in,
    stranger_at,
)
from tests.support.product import office
from tests.support.province import Province, department, local

EVIL = "https://evil.example"


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with province_at(tmp_path) as made:
        yield made


def posts(province: Province) -> list[str]:
    """The addresses of coming in that something is sent to."""
    routes = entry_routes(desk_of(province.office), "1:token")
    paths = [one.path for one in routes if isinstance(one, Route) and "POST" in (one.methods or ())]
    return [re.sub(r"\{.*?\}", "x" * 22, path) for path in paths]


async def test_another_sites_page_does_nothing_in_anybodys_name(province: Province) -> None:
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    found = posts(province)
    assert len(found) > 12
    async with desk_at(province.office, nam) as browser:
        for path in found:
            for headers in ({"Origin": EVIL}, {"Origin": "null"}, {}):
                answer = await browser.client.post(path, content=b"so=1", headers=headers)
                assert answer.status_code == 403, (path, headers)
                assert "set-cookie" not in answer.headers
        await browser.get("/ban")  # signed in as before


async def test_what_changes_something_is_not_done_by_a_link(province: Province) -> None:
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    code = await invite(province)
    async with desk_at(province.office, nam) as browser:
        for path in ("/ban/phien/roi-di", "/ban/phien/thoat-khac", "/ban/phien/khoa/bo"):
            assert (await browser.client.get(path)).status_code in (404, 405)
        assert (await browser.client.head(f"/moi/{code}")).status_code == 200
        await browser.get("/ban")
        await browser.post(f"/moi/{code}", {"nguoi": str(nam)}, 303)  # not used by looking


async def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(
    province: Province,
) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    thief = await member_in(province, "NV", Role.OFFICER, "Kẻ gian")
    async with desk_at(at, thief) as browser:
        planted = browser.client.cookies[COOKIE]
        code = await chat_code(at, nam)
        answer = await browser.client.post(
            "/ban/vao/ma", data={"ma": code}, headers={"Origin": ADDRESS}
        )
        own = answer.headers["set-cookie"].partition(";")[0].partition("=")[2]
        assert own != planted
        browser.client.cookies = httpx.Cookies({COOKIE: own})
        assert "Nam" in await browser.get("/ban")
    async with stranger_at(at) as other:
        other.client.cookies.set(COOKIE, planted)
        assert (await other.client.get("/ban")).status_code == 303  # neither Nam's nor the old one
        for forged in (f"{own.split('.')[0]}.{'x' * 43}", "1.", "0.x", "9" * 30 + ".x", "ế.ế"):
            headers = {"Cookie": f"{COOKIE}={forged}".encode()}
            answer = await other.client.get("/ban", headers=headers)
            assert answer.status_code == 303


async def test_the_cookies_of_a_public_address_are_bound_to_it(province: Province) -> None:
    """And the Host header of a request decides nothing there."""
    at = province.office
    public = WebAuth(KEY, public="https://baocao.example.vn")
    desk = desk_of(at, public)
    sessions = BrowserSessions(at.store, at.clock, KEY, secure=True)
    app = desk_app(at, desk=type(desk)(**{**vars(desk), "sessions": sessions}))
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=public.public) as client:
        headers = {"Origin": public.public, "Host": "evil.example"}
        options = (await client.post("/ban/vao/khoa/hoi", headers=headers)).json()
        assert options["rpId"] == "baocao.example.vn"
        fields = {"ma": await chat_code(at, nam)}
        refused = await client.post(
            "/ban/vao/ma", data=fields, headers={"Origin": EVIL, "Host": "evil.example"}
        )
        assert refused.status_code == 403
        answer = await client.post("/ban/vao/ma", data=fields, headers=headers)
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-phuluc-session=")
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite=strict"):
            assert part in cookie
        assert answer.headers["location"] == "/ban"
        assert "evil" not in answer.text + str(answer.headers)


async def test_a_foreign_name_for_this_machine_is_not_answered(province: Province) -> None:
    app = desk_app(province.office, desk=desk_of(province.office, WebAuth(KEY, local=True)))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://evil.example") as client:
        for path in ("/ban", "/ban/vao", "/moi/" + "x" * 22, "/ban/telegram", "/ban/cai-dat"):
            assert (await client.get(path)).status_code == 421


@asynccontextmanager
async def province_on(database: str) -> AsyncIterator[Province]:
    async with office(database, local(2026, 3, 2)) as at:
        made = Province(at)
        await made.found([department("TC", "Tài chính")])
        yield made


async def test_of_two_who_accept_at_once_one_comes_in(database: str) -> None:
    async with province_on(database) as province:
        await accept_twice(province)


async def accept_twice(province: Province) -> None:
    at = province.office
    code = await invite(province)
    async with stranger_at(at) as one, stranger_at(at) as two:
        headers = {"Origin": ADDRESS}
        answers = await asyncio.gather(
            *(browser.client.post(f"/moi/{code}", headers=headers) for browser in (one, two))
        )
        assert sorted(answer.status_code for answer in answers) == [303, 410]
        cookies = ["set-cookie" in answer.headers for answer in answers]
        assert sorted(cookies) == [False, True]
    async with at.store.transaction() as tx:
        people = await tx.roles.people_of([province.units["TC"]], Role.OFFICER)
        assert len(people) == 1


async def test_of_two_who_type_a_code_at_once_one_comes_in(database: str) -> None:
    async with province_on(database) as province:
        await type_twice(province)


async def test_of_two_who_found_an_office_at_once_one_does(database: str) -> None:
    async with office(database, local(2026, 3, 2)) as at, by_key(at) as one, by_key(at) as two:
        for browser in (one, two):
            await browser.client.get("/ban/toi")
        answers = await asyncio.gather(
            *(
                browser.client.post(
                    "/ban/cai-dat/ghi",
                    data={"lines": LIST, "ten": "Mai", "event": str(uuid4())},
                    headers={"Origin": ADDRESS},
                )
                for browser in (one, two)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [200, 404]
        async with at.store.transaction() as tx:
            assert len(await tx.units.roots()) == 1


async def type_twice(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    fields, headers = {"ma": await chat_code(at, nam)}, {"Origin": ADDRESS}
    async with stranger_at(at) as one, stranger_at(at) as two:
        answers = await asyncio.gather(
            *(
                browser.client.post("/ban/vao/ma", data=fields, headers=headers)
                for browser in (one, two)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [303, 422]


async def test_a_passkey_is_registered_only_for_who_asked(province: Province) -> None:
    at = province.office
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    hoa = await member_in(province, "NV", Role.OFFICER, "Hoa")
    device = Authenticator(LOCALHOST)
    async with desk_at(at, nam) as mine, desk_at(at, hoa) as other, stranger_at(at) as nobody:
        for browser in (mine, other, nobody):
            browser.client.base_url = LOCALHOST
        made = device.register(json.dumps(await post_json(mine, "/ban/phien/khoa/hoi")))
        await post_json(other, "/ban/phien/khoa", made, 422)
        answer = await nobody.client.post(
            "/ban/phien/khoa", content=json.dumps(made), headers={"Origin": LOCALHOST}
        )
        assert answer.status_code == 401
        await post_json(mine, "/ban/phien/khoa", made, 422)  # it was used up by the other
        too_long = {"id": "x" * 20_000}
        await post_json(mine, "/ban/phien/khoa", too_long, 422)
    async with at.store.transaction() as tx:
        assert await tx.passkeys.of_member(nam) == await tx.passkeys.of_member(hoa) == []


async def test_who_knocks_too_often_is_asked_to_wait_and_nobody_else(province: Province) -> None:
    app, headers = desk_app(province.office), {"Origin": LOCALHOST}
    seen = {"203.0.113.7": set[int](), "203.0.113.8": set[int]()}
    for address, times in (("203.0.113.7", 130), ("203.0.113.8", 3)):
        transport = httpx.ASGITransport(app, client=(address, 40_000))
        async with httpx.AsyncClient(transport=transport, base_url=LOCALHOST) as client:
            for _ in range(times):
                answer = await client.post("/ban/vao/khoa/hoi", headers=headers)
                seen[address].add(answer.status_code)
            assert (await client.get("/ban/vao")).status_code == 200
    assert seen == {"203.0.113.7": {200, 429}, "203.0.113.8": {200}}


async def test_no_page_is_framed_kept_or_tells_where_one_comes_from(province: Province) -> None:
    nam = await member_in(province, "TC", Role.OFFICER, "Nam")
    code = await invite(province)
    async with desk_at(province.office, nam) as signed, stranger_at(province.office) as browser:
        for client, path in (
            *((browser.client, one) for one in ("/ban/vao", "/ban/vao/ma", f"/moi/{code}")),
            *((browser.client, one) for one in ("/moi/none", "/ban/telegram")),
            *((signed.client, one) for one in ("/ban/phien", "/ban/phien/khoa-moi")),
        ):
            headers = (await client.get(path)).headers
            assert "no-store" in headers["cache-control"] or path.endswith("khoa-moi"), path
            assert headers["x-frame-options"] == "DENY", path
            assert headers["referrer-policy"] in ("same-origin", "no-referrer"), path
            policy = headers["content-security-policy"]
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy


@pytest.mark.parametrize(
    ("wanted", "to"),
    [
        ("/ban", "/ban"),
        ("/", "/"),
        ("/ban/dot/7?tim=Xã%202&trang=3", "/ban"),
        ("/ban/dot/7?tim=X%C3%A3%202&trang=3", "/ban/dot/7?tim=X%C3%A3%202&trang=3"),
        ("/ban/bao-cao/12", "/ban/bao-cao/12"),
        ("//evil.example", "/ban"),
        ("/ban//evil.example", "/ban"),
        ("/\\evil.example", "/ban"),
        ("/ban\\..\\x", "/ban"),
        ("/ban/../sign-out", "/ban"),
        ("/bang", "/ban"),
        ("/ban@evil.example", "/ban"),
        ("/ban/\t/evil.example", "/ban"),
        ("/ban\r\nSet-Cookie: a=b", "/ban"),
        ("https://evil.example/ban", "/ban"),
        ("javascript:alert(1)", "/ban"),
        ("/ban?den=" + "x" * 600, "/ban"),
        ("", "/ban"),
    ],
)
def test_nobody_is_sent_to_another_site(wanted: str, to: str) -> None:
    assert own_path(wanted) == to
