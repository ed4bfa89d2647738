"""Pages for one person: sending a file into a chat that carries none, and their report in the web
chat, signed in already."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.access.browser_sessions import BrowserSessions, session_cookie
from bot.access.sign_in_codes import SignInCodes
from bot.access.signed_links import SignedLinks
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.files import FILE_LIMIT
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.link_pages import LinkPages
from bot.ports.channel import IncomingKind
from bot.service import Service
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from templates.loading.wording import load_wording
from tests.support.product import BUTTONS, FakeChannel, Office, office, open_catalogs
from tests.support.scenario import FILES

NO_FILES = replace(BUTTONS, files=False, takes_files=False)
ADDRESS = "https://baocao.example.vn"
LAST_QUARTER = FILES["PL_Q4-2022.docx"]()


@dataclass
class Paged:
    """An office whose `telegram` brings no files, and its pages."""

    office: Office
    app: Starlette
    browser: httpx.AsyncClient

    def another(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ADDRESS)

    async def link(self, words: str, who: str = "42") -> str:
        said = await self.office.say(words, who=who)
        return address(said)

    async def send(
        self,
        url: str,
        content: bytes = LAST_QUARTER,
        name: str = "PL_Q4-2022.docx",
        event: str = "",
        browser: httpx.AsyncClient | None = None,
    ) -> int:
        headers = {"X-Event": event or str(uuid.uuid4()), "X-File-Name": name}
        answer = await (browser or self.browser).post(url, content=content, headers=headers)
        await self.office.desk.idle()
        for channel in self.office.channels.values():
            await self.office.sender.drain(channel)
        return answer.status_code


@asynccontextmanager
async def paged(folder: Path, home: str = "") -> AsyncIterator[Paged]:
    async with office(folder) as made:
        links = SignedLinks(ADDRESS)
        telegram, web = FakeChannel("telegram", NO_FILES), WebChannel()
        made.channels = {"telegram": telegram, "web": web}
        channels = [telegram, web]
        catalogs = replace(open_catalogs(), links=links)
        words = load_wording()
        service = Service.over(made.store, catalogs, channels, made.clock, "paged")
        made.desk, made.sender = service.dispatcher, service.outbox

        access = WebAuth.for_host("127.0.0.1", folder, ADDRESS)
        sessions = BrowserSessions(made.store, made.clock, access.key, access.secure)
        forms = LinkForms(words)
        pages = LinkPages(made.store, made.desk, links, sessions, forms, made.clock, home)
        app = create_app(made.desk, web, access, sessions, routes=pages.routes())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:
            yield Paged(made, app, browser)
        await service.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Paged]:
    async with paged(tmp_path) as made:
        await made.office.say("/start")
        yield made


def address(said: str) -> str:
    found = re.search(rf"{ADDRESS}/trang/\S+", said)
    assert found, said
    return found[0]


def told(desk: Paged) -> str:
    return desk.office.channels["telegram"].texts[-1]


@pytest.mark.parametrize(
    ("agent", "to"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36", "/ban"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) Version/17.0 Mobile/15E148 Safari/604.1", "/"),
        ("Mozilla/5.0 (Linux; Android 14; SM-A5) Chrome/130.0 Mobile Safari/537.36", "/"),
        ("", "/ban"),
    ],
)
async def test_a_large_screen_comes_to_the_desk_and_a_phone_to_the_chat(
    tmp_path: Path, agent: str, to: str
) -> None:
    async with paged(tmp_path, "/ban") as made:
        await made.office.say("/start")
        url = await made.link("mở web")
        answer = await made.browser.post(url, headers={"User-Agent": agent})
        assert answer.headers["location"] == to


async def test_a_code_for_the_desk_is_told_counts_and_is_blotted_out(desk: Paged) -> None:
    said = await desk.office.say("mã vào bàn")
    assert f"Mở {ADDRESS}/ban/vao trên máy tính" in said
    found = re.search(r"phút: ([A-Z0-9]{5}-[A-Z0-9]{5})", said)
    assert found, said
    codes = SignInCodes(desk.office.store, desk.office.clock)
    assert await codes.take(found[1], "") == 1
    desk.office.clock.moment += timedelta(hours=2)
    await desk.office.desk.forget_codes()
    lines = await desk.office.desk.transcript("telegram", "42", limit=9)
    assert found[1] not in str(lines)
    assert "Mã vào bàn làm việc" in str(lines)


async def test_a_file_sent_on_the_page_comes_into_the_chat(desk: Paged) -> None:
    url = await desk.link("gửi tệp")
    page = await desk.browser.get(url)
    assert "Gửi tệp vào báo cáo" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert await desk.send(url) == 204
    assert "Đã đọc PL_Q4-2022.docx" in told(desk)
    await desk.office.say("đồng ý")
    assert (await desk.office.report()).last is not None


async def test_a_file_sent_again_comes_once(desk: Paged) -> None:
    url, event = await desk.link("gửi tệp"), str(uuid.uuid4())
    for _ in range(2):
        assert await desk.send(url, event=event) == 204
    assert sum("Đã đọc" in text for text in desk.office.channels["telegram"].texts) == 1


async def test_a_photo_is_answered_with_the_page(desk: Paged) -> None:
    event = desk.office.event(IncomingKind.UNSUPPORTED, "photo")
    said = await desk.office.handle(event)
    assert "chưa đọc được nên chưa ghi gì" in said
    assert f"{ADDRESS}/trang/" in said


@pytest.mark.parametrize(
    ("content", "name", "status"),
    [(b"x" * (FILE_LIMIT + 1), "a.docx", 413), (b"%PDF-1.7", "a.pdf", 204)],
)
async def test_files_that_are_refused(desk: Paged, content: bytes, name: str, status: int) -> None:
    assert await desk.send(await desk.link("gửi tệp"), content, name) == status
    if status == 204:
        assert "Tệp bị hỏng hoặc chưa tải lên hết" in told(desk)


async def test_what_is_no_event_of_the_page(desk: Paged) -> None:
    url = await desk.link("gửi tệp")
    assert await desk.send(url, event="x") == 400


@pytest.mark.parametrize("words", ["gửi tệp", "mở web"])
async def test_it_opens_in_one_browser_and_looking_uses_nothing_up(desk: Paged, words: str) -> None:
    url = await desk.link(words)
    async with desk.another() as preview:
        assert (await preview.get(url)).status_code == 200  # a chat program fetches a preview
    assert await desk.send(url) in (204, 303)
    assert await desk.send(url) in (204, 303)
    async with desk.another() as other:
        assert await desk.send(url, browser=other) == 403


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "1." + token.partition(".")[2],
        lambda token: token.partition(".")[0],
        lambda token: "9" * 30 + ".x",
        lambda token: "²." + token.partition(".")[2],
        lambda token: token + "é",
        lambda token: "0" + token,
        lambda token: "+" + token,
        lambda token: " " + token,
        lambda token: token + "=",
        lambda token: token.replace(".", ".."),
        lambda token: "%00",
    ],
)
async def test_no_other_token_opens_anything(desk: Paged, spoil) -> None:
    await desk.link("gửi tệp")
    head, _, token = (await desk.link("mở web")).rpartition("/")
    assert await desk.send(f"{head}/{spoil(token)}") == 410
    assert not desk.browser.cookies


async def test_a_link_of_one_kind_opens_nothing_of_another(desk: Paged) -> None:
    page = await desk.link("mở web")
    assert (await desk.browser.post(page.replace("/trang/", "/tep/"))).status_code == 410
    file = re.search(rf"{ADDRESS}/tep/\S+", await desk.office.say("tải về"))
    assert file is not None
    assert (await desk.browser.post(file[0].replace("/tep/", "/trang/"))).status_code == 410
    assert not desk.browser.cookies


@pytest.mark.parametrize(("words", "hours"), [("gửi tệp", 24), ("mở web", 12)])
async def test_it_ends_with_its_time(desk: Paged, words: str, hours: int) -> None:
    url = await desk.link(words)
    desk.office.clock.moment += timedelta(hours=hours, minutes=-1)
    assert (await desk.browser.get(url)).status_code == 200
    desk.office.clock.moment += timedelta(minutes=2)
    gone = await desk.browser.post(url)
    assert gone.status_code == 410
    assert "đã hết hạn" in gone.text


async def test_a_forgotten_person_opens_nothing(desk: Paged) -> None:
    url = await desk.link("mở web")
    await desk.browser.post(url)
    assert (await desk.browser.get("/who")).text == "m1"
    async with desk.office.store.transaction() as tx:
        await tx.erasure.erase(AuditContext(None, None, "command", None, desk.office.clock()), 1)
    assert (await desk.browser.get(url)).status_code == 410
    assert (await desk.browser.get("/who")).status_code == 403


async def test_the_report_goes_on_in_the_browser(desk: Paged) -> None:
    await desk.office.say("21")
    opened = await desk.browser.post(await desk.link("mở web"))
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    cookies = opened.headers.get_list("set-cookie")
    assert all("HttpOnly" in one and "Secure" in one for one in cookies)
    assert (await desk.browser.get("/who")).text == "m1"
    async with Talking(desk) as page:
        await page.says("7")
    assert (await desk.office.report()).answer("I.01.02").amount == 7
    assert "✓ Đã ghi: 5" in await desk.office.say("5")


async def test_a_member_without_a_channel_is_found_where_they_write(desk: Paged) -> None:
    await desk.browser.post(await desk.link("mở web"))
    async with Talking(desk) as page:
        await page.says("21")
    async with desk.office.store.transaction() as tx:
        (place,) = (await tx.members.places_of([1])).values()
    assert (place.channel, place.conversation) == ("telegram", "42")


async def test_two_people_in_two_browsers_have_their_own_conversations(desk: Paged) -> None:
    await desk.office.say("/start", who="43")
    await desk.browser.post(await desk.link("mở web", who="43"))
    assert (await desk.browser.get("/who")).text == "m2"
    async with desk.another() as other:
        await other.post(await desk.link("mở web"))
        assert (await other.get("/who")).text == "m1"
        async with Talking(desk, other, "m1") as page:
            await page.says("21")
        async with Talking(desk, desk.browser, "m2") as page:
            await page.says("9")
    assert (await desk.office.report(1)).answer("I.01.01").amount == 21
    assert (await desk.office.report(2)).answer("I.01.01").amount == 9


async def test_a_page_cannot_speak_for_who_came_after(desk: Paged) -> None:
    """The same browser, another person's link: the page of the first is not heard any more."""
    await desk.browser.post(await desk.link("mở web"))
    await desk.office.say("/start", who="43")
    url = await desk.link("mở web", who="43")
    await desk.browser.post(url)
    assert (await desk.browser.get("/who")).text == "m2"
    async with Talking(desk, desk.browser, "m1") as page:
        assert page.closed == 4401
    answer = await desk.browser.post(
        "/upload?as=m1", content=b"x", headers={"origin": ADDRESS, "X-Event": str(uuid.uuid4())}
    )
    assert answer.status_code == 403


async def test_signing_out_ends_what_is_open(desk: Paged) -> None:
    await desk.browser.post(await desk.link("mở web"))
    async with desk.office.store.transaction() as tx:
        assert await tx.signed_links.revoke_pages(1, desk.office.clock()) == 1
    assert (await desk.browser.get("/who")).status_code == 403


async def test_who_loses_a_role_opens_pages_anew(desk: Paged) -> None:
    await desk.browser.post(await desk.link("mở web"))
    async with desk.office.store.transaction() as tx:
        report = await tx.members.report_of(1)
        assert report is not None
        unit = await tx.duties.unit_of(report)
        deed = AuditContext(None, None, "command", None, desk.office.clock())
        await tx.roles.grant(deed, 1, unit, Role.OFFICER)
        await tx.roles.revoke(deed, 1, unit, Role.OFFICER)
    assert (await desk.browser.get("/who")).status_code == 403


@pytest.mark.parametrize("cookie", ["", "1", "1.", "1.x", "x.y", "9999999999999999999.x", "².x"])
async def test_a_made_up_cookie_is_nobodys(desk: Paged, cookie: str) -> None:
    await desk.browser.post(await desk.link("mở web"))
    async with desk.another() as other:
        other.cookies.set(session_cookie(secure=True), cookie.encode("ascii", "ignore").decode())
        assert (await other.get("/who")).status_code == 403


async def test_a_planted_cookie_is_never_taken_over(desk: Paged) -> None:
    """Neither one that nobody knows, nor one that belongs to somebody else's link."""
    await desk.office.say("/start", who="43")
    async with desk.another() as thief:
        await thief.post(await desk.link("mở web", who="43"))
        stolen = dict(thief.cookies)
    url = await desk.link("mở web")
    for name, value in {**stolen, "__Host-phuluc-browser": "planted"}.items():
        desk.browser.cookies.set(name, value)
    desk.browser.cookies.set("__Host-phuluc-browser", stolen["__Host-phuluc-browser"])
    opened = await desk.browser.post(url)
    assert opened.status_code == 303
    for one in opened.headers.get_list("set-cookie"):
        assert not any(value in one for value in [*stolen.values(), "planted"] if value)
    async with desk.another() as thief:
        for number in range(10):
            for secret in ("planted", stolen["__Host-phuluc-browser"]):
                thief.cookies.set("__Host-phuluc-session", f"{number}.{secret}")
                assert (await thief.get("/who")).text != "m1"


async def test_a_browser_that_is_known_opens_its_link_again(desk: Paged) -> None:
    upload, chat = await desk.link("gửi tệp"), await desk.link("mở web")
    assert await desk.send(upload) == 204
    assert await desk.send(chat) == 303
    assert await desk.send(upload) == 204
    assert await desk.send(chat) == 303


async def test_another_sites_page_signs_nobody_in(desk: Paged) -> None:
    url = await desk.link("mở web")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        assert (await desk.browser.post(url, headers=headers)).status_code == 403
    assert (await desk.browser.get("/who")).status_code == 403


async def test_a_session_of_a_link_ends_after_twelve_hours_of_use(desk: Paged) -> None:
    await desk.browser.post(await desk.link("mở web"))
    for _ in range(11):
        desk.office.clock.moment += timedelta(hours=1)
        assert (await desk.browser.get("/who")).text == "m1"
    desk.office.clock.moment += timedelta(hours=1)
    assert (await desk.browser.get("/who")).status_code == 403


async def test_signing_out_in_one_browser_leaves_the_other(desk: Paged) -> None:
    await desk.browser.post(await desk.link("mở web"))
    async with desk.another() as other:
        await other.post(await desk.link("mở web"))
        answer = await other.post("/sign-out", headers={"origin": ADDRESS})
        assert answer.status_code == 204
        assert (await other.get("/who")).status_code == 403
    assert (await desk.browser.get("/who")).text == "m1"


async def test_without_an_address_it_says_what_to_do(tmp_path: Path) -> None:
    async with office(tmp_path) as made:
        await made.say("/start")
        assert "chưa có địa chỉ web" in await made.say("gửi tệp")
        assert "chưa có địa chỉ web" in await made.say("mở web")


class Talking:
    """One connection to the web chat's socket, with this browser's cookies."""

    def __init__(
        self, desk: Paged, browser: httpx.AsyncClient | None = None, who: str = "m1"
    ) -> None:
        self._desk = desk
        self._browser = browser or desk.browser
        self._who = who
        self.closed: int | None = None

    async def __aenter__(self) -> Talking:
        await self._visit([])
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def says(self, text: str) -> None:
        frame = {"type": "said", "id": str(uuid.uuid4()), "text": text}
        await self._visit([json.dumps(frame)])
        await self._desk.office.desk.idle()

    async def _visit(self, frames: list[str]) -> None:
        jar = "; ".join(f"{one.name}={one.value}" for one in self._browser.cookies.jar)
        host = ADDRESS.removeprefix("https://")
        waiting = [{"type": "websocket.connect"}]
        waiting += [{"type": "websocket.receive", "text": frame} for frame in frames]
        waiting += [{"type": "websocket.disconnect", "code": 1000}]

        async def receive() -> dict[str, object]:
            return waiting.pop(0)

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "websocket.close":
                self.closed = int(str(message["code"]))

        scope = {
            "type": "websocket",
            "scheme": "wss",
            "path": "/ws",
            "raw_path": b"/ws",
            "root_path": "",
            "query_string": f"as={self._who}".encode(),
            "headers": [
                (b"host", host.encode()),
                (b"origin", ADDRESS.encode()),
                (b"cookie", jar.encode()),
            ],
            "subprotocols": [],
        }
        await self._desk.app(scope, receive, send)


async def test_photos_bring_one_link_and_no_list(tmp_path: Path) -> None:
    """Each costs a message where messages are counted, and what stands open is known."""
    async with paged(tmp_path) as at:
        desk = at.office
        await desk.handle(desk.event(IncomingKind.OPENED))
        await desk.say("theo nhóm")
        first = await desk.handle(desk.event(IncomingKind.UNSUPPORTED, "photo"))
        assert "chưa ghi gì" in first
        assert address(first)
        assert "Số nhiệm vụ đề ra" not in first
        second = await desk.handle(desk.event(IncomingKind.UNSUPPORTED, "photo"))
        assert "cũng chưa đọc được" in second
        assert ADDRESS not in second
        await desk.say("1=21")
        third = await desk.handle(desk.event(IncomingKind.UNSUPPORTED, "photo"))
        assert address(third) == address(first)
        desk.clock.moment += timedelta(hours=24)
        later = await desk.handle(desk.event(IncomingKind.UNSUPPORTED, "photo"))
        assert ADDRESS not in later  # still the photo right behind a photo
        await desk.say("tiếp tục")
        renewed = await desk.handle(desk.event(IncomingKind.UNSUPPORTED, "photo"))
        assert address(renewed) != address(first)


async def test_photos_that_come_together_are_answered_once(tmp_path: Path) -> None:
    async with paged(tmp_path) as at:
        desk = at.office
        await desk.handle(desk.event(IncomingKind.OPENED))
        before = len(desk.channels["telegram"].sent)
        photos = [desk.event(IncomingKind.UNSUPPORTED, "photo") for _ in range(5)]
        await desk.desk.receive(photos)
        await desk.desk.idle()
        await desk.send()
        assert len(desk.channels["telegram"].sent) == before + 1
