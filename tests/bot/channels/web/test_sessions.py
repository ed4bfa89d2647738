"""A person's browsers, looked at and signed out from the chat and from the command line."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.access.browser_sessions import BrowserSessions, SignedIn, session_cookie
from bot.access.identity import member_of
from bot.channels.web.browser_name import browser_name
from bot.channels.web.protocol import opened_event
from bot.channels.web.sign_in import conversation_of
from bot.cli.main import app
from storage.store import Store
from tests.bot.access.test_page_links import Paged, paged
from tests.bot.channels.web.test_sockets import Clock
from tests.support.product import office, open_catalogs
from tests.support.store_rows import NOW

WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/130.0.0.0 Safari/537.36"
)
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Paged]:
    async with paged(tmp_path) as made:
        await made.office.say("/start")
        yield made


async def open_web(desk: Paged, agent: str, browser: object = None) -> None:
    chosen = browser or desk.browser
    url = await desk.link("mở web")
    await chosen.post(url, headers={"User-Agent": agent})  # type: ignore[attr-defined]


async def test_where_a_page_is_open_is_told_with_its_times(desk: Paged) -> None:
    assert "không mở trên máy nào" in await desk.office.say("phiên web")
    await open_web(desk, WINDOWS)
    desk.office.clock.moment += timedelta(hours=1)
    async with desk.another() as phone:
        await open_web(desk, PHONE, phone)
        said = await desk.office.say("phiên web")
    assert "đang mở trên 2 máy" in said
    assert "1. Safari, iPhone: mở lúc" in said
    assert "2. Chrome, Windows: mở lúc" in said
    opened, ends = re.findall(r"Windows: mở lúc (\S+ \S+), tự thoát lúc (\S+ \S+)", said)[0]
    assert opened != ends


async def test_one_browser_is_signed_out_by_its_button(desk: Paged) -> None:
    await open_web(desk, WINDOWS)
    async with desk.another() as phone:
        await open_web(desk, PHONE, phone)
        await desk.office.say("phiên web")
        said = await desk.office.tap("Thoát máy 1: Safari, iPhone")
        assert "Đã thoát trang web trên Safari, iPhone; còn mở trên 1 máy khác" in said
        assert (await phone.get("/who")).status_code == 403
        assert (await desk.browser.get("/who")).text == "m1"
        again = await desk.office.tap("Thoát máy 1: Safari, iPhone")
        assert "không còn mở" in again


@pytest.mark.parametrize("words", ["thoát web", "thoát trang", "Đăng xuất", "/dangxuat"])
async def test_all_are_signed_out_by_a_word(desk: Paged, words: str) -> None:
    url = await desk.link("mở web")
    await desk.browser.post(url)
    async with desk.another() as phone:
        await open_web(desk, PHONE, phone)
        assert "Đã thoát trang web trên 2 máy" in await desk.office.say(words)
        assert (await phone.get("/who")).status_code == 403
    assert (await desk.browser.get("/who")).status_code == 403
    assert (await desk.browser.post(url)).status_code == 410  # nor does the old link open it
    assert "không còn mở" in await desk.office.say(words)
    assert (await desk.office.report()).answer("I.01.01").amount is None  # no answer of it


async def test_another_persons_browsers_are_neither_seen_nor_ended(desk: Paged) -> None:
    await open_web(desk, WINDOWS)
    await desk.office.say("phiên web")
    await desk.office.say("/start", who="43")
    assert "không mở trên máy nào" in await desk.office.say("phiên web", who="43")
    assert "không còn mở" in await desk.office.say("thoát web", who="43")
    assert (await desk.browser.get("/who")).text == "m1"


async def test_signing_out_on_the_page_ends_its_link_too(desk: Paged) -> None:
    url = await desk.link("mở web")
    await desk.browser.post(url)
    assert (await desk.browser.post(url)).status_code == 303  # until then it opens again
    await desk.browser.post("/sign-out", headers={"origin": "https://baocao.example.vn"})
    assert (await desk.browser.post(url)).status_code == 410


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Chrome, Windows"),
        (PHONE, "Safari, iPhone"),
        (WINDOWS + " Edg/130.0", "Edge, Windows"),
        (WINDOWS.replace("Chrome", "coc_coc_browser/1 Chrome"), "Cốc Cốc, Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/130.0",
            "Firefox, Linux",
        ),
        ("Mozilla/5.0 (Linux; Android 14) Zalo android/24 Chrome/130", "Zalo, Android"),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_by_what_is_known_of_it(agent: str, name: str) -> None:
    assert browser_name(agent) == name


def phuluc(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, words)
    return done.exit_code, done.stdout


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHULUC_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


async def _signed_in(folder: Path) -> None:
    from bot.ports import clock
    from storage.store import Store

    store = await Store.open(f"sqlite:///{folder / 'phuluc.db'}")
    sessions = BrowserSessions(store, clock.now, "k" * 43)
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", clock.now())
        for agent in ("Chrome, Windows", "Safari, iPhone"):
            await sessions.begin(tx, member, agent)
    await sessions.begin_by_key("k" * 43, "Firefox, Linux")
    await store.close()


async def test_each_browser_that_shows_the_key_has_a_conversation_of_its_own() -> None:
    """Two people at one address; the first is the person at this machine."""
    store, clock = await Store.open("sqlite:///:memory:"), Clock()
    sessions = BrowserSessions(store, clock, "k" * 43)

    async def signs_in(before: SignedIn | None = None) -> SignedIn:
        cookie = str(await sessions.begin_by_key("k" * 43, "", before))
        found = await sessions.find({session_cookie(secure=False): cookie})
        assert found is not None
        return found

    first, second, third = await signs_in(), await signs_in(), await signs_in()
    told = [conversation_of(one) for one in (first, second, third)]
    assert told[0] == "local"
    assert len({*told}) == 3
    again = await signs_in(second)  # the same browser, by the same link
    assert conversation_of(again) == told[1]
    assert conversation_of(await signs_in(first)) == "local"
    async with store.transaction() as tx:
        await tx.web_sessions.end_all(clock())
    assert conversation_of(await signs_in()) == "local"  # whoever comes back to this machine
    clock.moment += timedelta(days=8)
    assert conversation_of(await signs_in()) == "local"
    await store.close()


async def test_a_second_browser_begins_a_trial_of_its_own() -> None:
    async with office("sqlite:///:memory:", NOW) as at:
        sessions = BrowserSessions(at.store, at.clock, "k" * 43)
        for _ in range(2):
            cookie = await sessions.begin_by_key("k" * 43, "")
        found = await sessions.find({session_cookie(secure=False): str(cookie)})
        assert found is not None
        who = conversation_of(found)
        trial = open_catalogs().trial
        async with at.store.transaction() as tx:
            for _ in range(2):
                member = await member_of(tx, opened_event(who), trial, NOW, invited=False)
                assert member == found.member
                report = await tx.members.report_of(member)
                assert report is not None


def test_the_administrator_sees_and_ends_sessions(installed: Path) -> None:
    import asyncio

    installed.mkdir()
    asyncio.run(_signed_in(installed))
    code, said = phuluc("web", "sessions")
    assert code == 0
    lines = [line.split("\t")[:3] for line in said.splitlines()]
    assert lines == [
        ["Session", "Member", "Browser"],
        ["3", "key", "Firefox, Linux"],
        ["2", "1", "Safari, iPhone"],
        ["1", "1", "Chrome, Windows"],
    ]
    assert phuluc("web", "end", "1") == (0, "1 browsers signed out\n")
    assert phuluc("web", "end", "1")[0] != 0
    assert phuluc("web", "end", "--member", "1") == (0, "1 browsers signed out\n")
    assert phuluc("web", "end", "--all") == (0, "1 browsers signed out\n")
    assert phuluc("web", "sessions") == (0, "")
    assert phuluc("web", "end")[0] != 0
    assert phuluc("web", "end", "1", "--all")[0] != 0
