"""Who may use the web chat: hosts, origins, the sign-in link, the key file."""

from __future__ import annotations

import stat
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.access.browser_sessions import BrowserSessions, session_cookie
from bot.channels.web.auth import KEY_FILE, WebAuth
from bot.channels.web.socket import NOT_SIGNED_IN
from bot.ports import clock
from storage.store import Store
from tests.support.web.client import HERE, LOCAL, Client
from tests.support.web.open_house import OpenHouse
from tests.support.web.scripted_dispatcher import FILE

LAN = "http://192.168.1.5:8642"


@pytest.fixture
def lan(tmp_path: Path) -> WebAuth:
    return WebAuth.for_host("0.0.0.0", tmp_path)


@pytest.fixture
async def sessions(lan: WebAuth) -> AsyncIterator[BrowserSessions]:
    store = await Store.open("sqlite:///:memory:")
    yield BrowserSessions(store, clock.now, lan.key)
    await store.close()


@pytest.mark.parametrize(
    ("host", "public_url", "local", "proxied"),
    [
        ("127.0.0.1", None, True, False),
        ("::1", None, True, False),
        ("localhost", None, True, False),
        ("127.0.0.9", "http://127.0.0.1:8642", True, False),
        ("0.0.0.0", None, False, False),
        ("192.168.1.5", None, False, False),
        ("::", None, False, False),
        ("127.0.0.1", "https://baocao.example.vn/", False, True),
        ("0.0.0.0", "https://baocao.example.vn/", False, True),
    ],
)
def test_the_link_is_secret_everywhere(
    host: str, public_url: str | None, local: bool, proxied: bool, tmp_path: Path
) -> None:
    access = WebAuth.for_host(host, tmp_path / "data", public_url)
    assert (access.local, access.proxied) == (local, proxied)
    key = (tmp_path / "data" / KEY_FILE).read_text().strip()
    assert len(key) >= 43
    assert access.link("http://host:1") == f"http://host:1/#key={key}"
    assert key not in repr(access)
    assert stat.S_IMODE((tmp_path / "data" / KEY_FILE).stat().st_mode) == 0o600
    assert WebAuth.for_host(host, tmp_path / "data", public_url) == access


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        for number in range(20):
            folder = tmp_path / str(number)
            made = threads.map(lambda _, at=folder: WebAuth.for_host("", at).key, range(8))
            assert len({*made, (folder / KEY_FILE).read_text().strip()}) == 1


def test_an_open_key_file_is_closed_and_an_empty_one_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / KEY_FILE
    file.write_text("")
    file.chmod(0o644)
    access = WebAuth.for_host("0.0.0.0", tmp_path)
    assert access.key == file.read_text().strip() != ""
    file.chmod(0o644)
    assert WebAuth.for_host("0.0.0.0", tmp_path) == access
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("127.0.0.1:8642", True),
        ("localhost:8642", True),
        ("[::1]:8642", True),
        ("LOCALHOST", True),
        ("evil.example:8642", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("192.168.1.5:8642", False),
        ("[::1", False),
    ],
)
async def test_on_the_loopback_only_its_own_names_are_answered(host: str, answered: bool) -> None:
    page = await Client().get("/", headers={"host": host})
    assert (page.status_code == 200) is answered
    assert page.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://127.0.0.1:9999", "", "http://[", "http://127.0.0.1"],
)
async def test_a_foreign_page_cannot_open_the_socket(origin: str) -> None:
    sent = await Client().knock("127.0.0.1:8642", origin)
    assert [(message["type"], message["code"]) for message in sent] == [("websocket.close", 1008)]


async def test_a_foreign_host_cannot_open_the_socket() -> None:
    sent = await Client().knock("evil.example", "http://evil.example")
    assert [message["type"] for message in sent] == ["websocket.close"]


async def test_our_own_page_opens_the_socket() -> None:
    accepted, told = await Client().knock("localhost:8642", "http://localhost:8642")
    assert accepted["type"] == "websocket.accept"
    assert told["text"].startswith('{"type": "transcript"')


@pytest.mark.parametrize(
    ("origin", "host", "allowed"),
    [
        ("https://baocao.example.vn", "127.0.0.1:8642", True),  # the proxy renames the host
        ("https://BaoCao.example.vn:443", "baocao.example.vn", True),
        ("https://evil.example", "evil.example", False),  # Origin and Host agree, and are not ours
        ("http://127.0.0.1:8642", "127.0.0.1:8642", False),
        ("http://baocao.example.vn", "baocao.example.vn", False),
        ("https://baocao.example.vn:8443", "baocao.example.vn:8443", False),
        ("https://baocao.example.vn.evil.example", "baocao.example.vn", False),
        ("null", "baocao.example.vn", False),
        ("", "", False),
    ],
)
def test_behind_a_proxy_only_the_public_origin_counts(
    origin: str, host: str, allowed: bool, tmp_path: Path
) -> None:
    access = WebAuth.for_host("127.0.0.1", tmp_path, "https://BaoCao.example.vn:443/chat/")
    assert access.allows_origin(origin, host) is allowed
    assert access.secure


PASSED_ON = [
    ("Forwarded", "for=9.9.9.9"),
    ("X-Forwarded-For", "9.9.9.9"),
    ("X-Forwarded-Host", "a.example"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded", "1"),
    ("X-Real-IP", "9.9.9.9"),
    ("Via", "1.1 nginx"),
    ("CF-Connecting-IP", "9.9.9.9"),
    ("CF-Ray", "1"),
    ("True-Client-IP", "9.9.9.9"),
    ("X-Client-IP", "9.9.9.9"),
    ("X-Original-URL", "/"),
    ("x-FORWARDED-for", "1"),
]


@pytest.mark.parametrize(("name", "text"), PASSED_ON)
@pytest.mark.parametrize("path", ["/", "/who", "/static/chat.js", "/files/100", "/no"])
async def test_what_a_proxy_passed_on_is_refused_where_none_is_to_be(
    name: str, text: str, path: str
) -> None:
    assert (await Client().get(path, headers={name: text})).status_code == 421


@pytest.mark.parametrize(("name", "text"), PASSED_ON)
async def test_sockets_too(name: str, text: str) -> None:
    sent = await Client().knock("127.0.0.1:8642", HERE, **{name.lower(): text})
    assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize(("name", "text"), PASSED_ON)
async def test_behind_our_proxy_they_belong_there(name: str, text: str, tmp_path: Path) -> None:
    public = "https://baocao.example.vn"
    access = WebAuth.for_host("0.0.0.0", tmp_path, public)
    assert (await Client(access, public).get("/who", headers={name: text})).status_code == 200


async def test_this_machine_needs_the_key_too() -> None:
    browser = Client(LOCAL, sessions=OpenHouse(closed=True))
    assert (await browser.get("/who")).status_code == 403
    assert (await browser.get("/files/100")).status_code == 403
    sent = await browser.knock("127.0.0.1:8642", HERE)
    assert sent[-1]["code"] == NOT_SIGNED_IN


async def test_without_the_cookie_nothing_is_told(lan: WebAuth, sessions: BrowserSessions) -> None:
    browser = Client(lan, LAN, sessions)
    assert (await browser.get("/")).status_code == 200
    assert (await browser.get("/files/100")).status_code == 403
    _, closed = await browser.knock(LAN.split("//")[1], LAN)
    assert (closed["type"], closed["code"]) == ("websocket.close", NOT_SIGNED_IN)


@pytest.mark.parametrize("key", ["", "x" * 43, "ă" * 30, "y" * 100_000])
async def test_a_wrong_key_signs_nobody_in(
    key: str, lan: WebAuth, sessions: BrowserSessions
) -> None:
    browser = Client(lan, LAN, sessions)
    answer = await browser.post("/sign-in", content=key.encode(), headers={"origin": LAN})
    assert answer.status_code == 403
    assert not browser.cookies


async def signed_in(browser: Client, key: str) -> str:
    """Sign in; the cookie's value."""
    answer = await browser.post("/sign-in", content=key, headers={"origin": LAN})
    assert answer.status_code == 204
    return browser.cookies[session_cookie(secure=False)]


async def test_the_right_key_gives_a_cookie_no_script_can_read(
    lan: WebAuth, sessions: BrowserSessions
) -> None:
    browser = Client(lan, LAN, sessions)
    answer = await browser.post("/sign-in", content=lan.key, headers={"origin": LAN})
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Path=/" in cookie
    assert lan.key not in cookie
    assert (await browser.get("/files/100")).content == FILE.content
    _, told = await browser.knock(LAN.split("//")[1], LAN)
    assert told["text"].startswith('{"type": "transcript"')


async def test_each_browser_has_a_session_of_its_own(
    lan: WebAuth, sessions: BrowserSessions
) -> None:
    one, other = Client(lan, LAN, sessions), Client(lan, LAN, sessions)
    assert await signed_in(one, lan.key) != await signed_in(other, lan.key)
    answer = await one.post("/sign-out", headers={"origin": LAN})
    assert answer.status_code == 204
    assert not one.cookies
    assert (await one.get("/who")).status_code == 403
    assert (await other.get("/who")).text == "b1"


async def test_a_cookie_taken_along_is_worth_nothing_after_signing_out(
    lan: WebAuth, sessions: BrowserSessions
) -> None:
    browser = Client(lan, LAN, sessions)
    value = await signed_in(browser, lan.key)
    await browser.post("/sign-out", headers={"origin": LAN})
    thief = Client(lan, LAN, sessions)
    thief.cookies.set(session_cookie(secure=False), value)
    assert (await thief.get("/who")).status_code == 403


async def test_entering_never_takes_over_a_value_that_the_browser_brings(
    lan: WebAuth, sessions: BrowserSessions
) -> None:
    browser = Client(lan, LAN, sessions)
    for name in (session_cookie(secure=False), "phuluc", "phuluc-browser"):
        browser.cookies.set(name, "1.planted")
    answer = await browser.post("/sign-in", content=lan.key, headers={"origin": LAN})
    assert all("planted" not in one for one in answer.headers.get_list("set-cookie"))
    thief = Client(lan, LAN, sessions)
    for number in range(10):
        thief.cookies.set(session_cookie(secure=False), f"{number}.planted")
        assert (await thief.get("/who")).status_code == 403


async def test_over_tls_the_cookie_is_bound_to_this_host(tmp_path: Path) -> None:
    public = "https://baocao.example.vn"
    access = WebAuth.for_host("127.0.0.1", tmp_path, public)
    store = await Store.open("sqlite:///:memory:")
    sessions = BrowserSessions(store, clock.now, access.key, access.secure)
    browser = Client(access, public, sessions)
    answer = await browser.post("/sign-in", content=access.key, headers={"origin": public})
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-phuluc-session=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    await store.close()


async def test_a_cookie_of_another_key_is_worth_nothing(
    lan: WebAuth, sessions: BrowserSessions, tmp_path: Path
) -> None:
    browser = Client(lan, LAN, sessions)
    await signed_in(browser, lan.key)
    (tmp_path / KEY_FILE).unlink()
    access = WebAuth.for_host("0.0.0.0", tmp_path)
    later = Client(access, LAN, BrowserSessions(sessions.store, clock.now, access.key))
    later.cookies = browser.cookies
    assert (await later.get("/files/100")).status_code == 403


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_a_foreign_page_signs_nobody_in_or_out(
    path: str, origin: str, lan: WebAuth, sessions: BrowserSessions
) -> None:
    browser = Client(lan, LAN, sessions)
    await signed_in(browser, lan.key)
    answer = await browser.post(path, content=lan.key, headers={"origin": origin})
    assert answer.status_code == 403
    assert (await browser.get("/who")).text == "local"


@pytest.mark.parametrize(
    "value", ["", "1", "1.", ".x", "01.{0}", "+1.{0}", "1 .{0}", "1.{0}x", "2.{0}", "¹.{0}"]
)
async def test_only_the_cookie_as_it_was_given_counts(
    value: str, lan: WebAuth, sessions: BrowserSessions
) -> None:
    number, _, secret = (await signed_in(Client(lan, LAN, sessions), lan.key)).partition(".")
    assert number == "1"
    name = session_cookie(secure=False)
    assert await sessions.find({name: value.format(secret)}) is None
    assert await sessions.find({name: f"1.{secret}"}) is not None
