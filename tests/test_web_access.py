"""Who may use the web chat: hosts, origins, the sign-in link, the key file."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.web.access import KEY_FILE, Access
from bot.web.app import NOT_SIGNED_IN
from tests.web_client import HERE, OPEN, Client
from tests.web_desk import FILE

LAN = "http://192.168.1.5:8642"


@pytest.fixture
def lan(tmp_path: Path) -> Access:
    return Access.for_host("0.0.0.0", tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
def test_the_loopback_needs_no_key(host: str, tmp_path: Path) -> None:
    access = Access.for_host(host, tmp_path)
    assert not access.needs_sign_in
    assert access.link("http://127.0.0.1:8642") == "http://127.0.0.1:8642/"
    assert not (tmp_path / KEY_FILE).exists()


@pytest.mark.parametrize(
    ("host", "public_url"),
    [
        ("0.0.0.0", None),
        ("192.168.1.5", None),
        ("::", None),
        ("127.0.0.1", "https://baocao.example.vn/"),
    ],
)
def test_beyond_the_loopback_the_link_is_secret(
    host: str, public_url: str | None, tmp_path: Path
) -> None:
    access = Access.for_host(host, tmp_path / "data", public_url)
    key = (tmp_path / "data" / KEY_FILE).read_text().strip()
    assert len(key) >= 43
    assert access.link("http://host:1") == f"http://host:1/#key={key}"
    assert key not in repr(access)
    assert stat.S_IMODE((tmp_path / "data" / KEY_FILE).stat().st_mode) == 0o600
    assert Access.for_host(host, tmp_path / "data", public_url) == access


def test_an_open_key_file_is_closed_and_an_empty_one_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / KEY_FILE
    file.write_text("")
    file.chmod(0o644)
    access = Access.for_host("0.0.0.0", tmp_path)
    assert access.key == file.read_text().strip() != ""
    file.chmod(0o644)
    assert Access.for_host("0.0.0.0", tmp_path) == access
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


def test_a_proxy_that_renames_the_host_keeps_the_public_origin(tmp_path: Path) -> None:
    access = Access.for_host("127.0.0.1", tmp_path, "https://BaoCao.example.vn/chat/")
    assert access.allows_origin("https://baocao.example.vn", "127.0.0.1:8642")
    assert not access.allows_origin("https://evil.example", "127.0.0.1:8642")
    assert access.cookie_name.startswith("__Host-")


async def test_without_the_cookie_nothing_is_told(lan: Access) -> None:
    browser = Client(lan, LAN)
    assert (await browser.get("/")).status_code == 200
    assert (await browser.get("/files/100")).status_code == 403
    _, closed = await browser.knock(LAN.split("//")[1], LAN)
    assert (closed["type"], closed["code"]) == ("websocket.close", NOT_SIGNED_IN)


@pytest.mark.parametrize("key", ["", "x" * 43, "ă" * 30, "y" * 100_000])
async def test_a_wrong_key_signs_nobody_in(key: str, lan: Access) -> None:
    browser = Client(lan, LAN)
    answer = await browser.post("/sign-in", content=key.encode(), headers={"origin": LAN})
    assert answer.status_code == 403
    assert not browser.cookies


async def test_the_right_key_gives_a_cookie_no_script_can_read(lan: Access) -> None:
    browser = Client(lan, LAN)
    answer = await browser.post("/sign-in", content=lan.key, headers={"origin": LAN})
    assert answer.status_code == 204
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert lan.key not in cookie
    assert (await browser.get("/files/100")).content == FILE.content
    _, told = await browser.knock(LAN.split("//")[1], LAN)
    assert told["text"].startswith('{"type": "transcript"')


async def test_a_cookie_of_another_key_is_worth_nothing(lan: Access, tmp_path: Path) -> None:
    browser = Client(lan, LAN)
    await browser.post("/sign-in", content=lan.key, headers={"origin": LAN})
    (tmp_path / KEY_FILE).unlink()
    later = Client(Access.for_host("0.0.0.0", tmp_path), LAN)
    later.cookies = browser.cookies
    assert (await later.get("/files/100")).status_code == 403


@pytest.mark.parametrize("origin", ["http://evil.example", ""])
async def test_a_foreign_page_cannot_sign_in(origin: str, lan: Access) -> None:
    answer = await Client(lan, LAN).post("/sign-in", content=lan.key, headers={"origin": origin})
    assert answer.status_code == 403


async def test_where_no_key_is_needed_an_empty_one_gives_no_cookie() -> None:
    answer = await Client(OPEN).post("/sign-in", content="", headers={"origin": HERE})
    assert answer.status_code == 403
