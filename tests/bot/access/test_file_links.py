"""Links to files on a channel that carries none: for one person, one file, one browser, one day."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from operator import itemgetter
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.access.browser_sessions import BrowserSessions
from bot.access.signed_links import SignedLinks
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.link_pages import LinkPages
from bot.service import Service
from bot.workflow.rounds.parser import read_opening
from bot.workflow.rounds.round_plan import RoundPlan, carry_out_plan, owing_units
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from templates.loading.wording import load_wording
from tests.support.product import BUTTONS, FakeChannel, Office, office, open_catalogs
from tests.support.province import Province, department

NO_FILES = replace(BUTTONS, files=False)
ADDRESS = "https://baocao.example.vn"


@dataclass
class Linked:
    """An office whose `telegram` carries no files, and its page of links."""

    office: Office
    browser: httpx.AsyncClient
    app: Starlette

    def another(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=ADDRESS)

    async def link(self, words: str = "tải về", who: str = "42") -> str:
        return url_in(await self.office.say(words, who=who))


def url_in(text: str) -> str:
    found = re.search(rf"{ADDRESS}/tep/\S+", text)
    assert found, text
    return found[0]


@asynccontextmanager
async def linked(folder: Path) -> AsyncIterator[Linked]:
    async with office(folder) as made:
        links = SignedLinks(ADDRESS + "/")
        channel = FakeChannel("telegram", NO_FILES)
        made.channels = {"telegram": channel}
        catalogs = replace(open_catalogs(), links=links)
        service = Service.over(made.store, catalogs, [channel], made.clock, "linked")
        made.sender, made.desk, words = service.outbox, service.dispatcher, load_wording()
        sessions = BrowserSessions(made.store, made.clock, "key", secure=True)
        forms = LinkForms(words)
        pages = LinkPages(made.store, made.desk, links, sessions, forms, made.clock)
        app = Starlette(routes=pages.routes())
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:
            yield Linked(made, browser, app)
        await service.close()


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Linked]:
    async with linked(tmp_path) as made:
        await made.office.say("/start")
        yield made


async def test_the_link_leads_to_the_file(desk: Linked) -> None:
    said = await desk.office.say("tải pdf")
    assert "trong 24 giờ, trên một máy" in said
    page = await desk.browser.get(url_in(said))
    assert page.status_code == 200
    assert "PL_CCHC_Q1-2023_SLDTBXH_nhap.pdf" in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    opened = await desk.browser.post(url_in(said))
    assert opened.status_code == 303
    async with desk.another() as download_manager:  # without the browser's cookie
        file = await download_manager.get(opened.headers["location"])
    assert file.content.startswith(b"%PDF")
    assert "nhap.pdf" in file.headers["content-disposition"]
    cookie = opened.headers["set-cookie"]
    assert all(part in cookie for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"))
    assert cookie.startswith("__Host-phuluc-browser=")
    assert all(one.file is None for one in desk.office.channels["telegram"].sent)


async def test_it_opens_in_one_browser_and_looking_uses_nothing_up(desk: Linked) -> None:
    url = await desk.link()
    async with desk.another() as preview:
        assert (await preview.get(url)).status_code == 200  # a chat program fetches a preview
    assert (await desk.browser.post(url)).status_code == 303
    assert (await desk.browser.post(url)).status_code == 303
    async with desk.another() as other:
        refused = await other.post(url)
    assert refused.status_code == 403
    assert "đã được mở trên một máy khác" in refused.text


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "2." + token.partition(".")[2],
        lambda token: token.partition(".")[0],
        lambda token: "",
        lambda token: "9" * 30 + ".x",
        lambda token: "²." + token.partition(".")[2],
        lambda token: token + "é",
        lambda token: "%00",
    ],
)
async def test_no_other_token_opens_anything(desk: Linked, spoil) -> None:
    url = await desk.link()
    await desk.link("tải biểu mẫu")  # link 2, whose signature is another
    head, _, token = url.rpartition("/")
    answer = await desk.browser.post(f"{head}/{spoil(token)}")
    assert answer.status_code in (404, 405, 410)


async def test_the_file_itself_is_at_an_address_for_some_minutes(desk: Linked) -> None:
    url, other = await desk.link(), await desk.link("tải biểu mẫu")
    address = (await desk.browser.post(url)).headers["location"]
    assert (await desk.browser.get(address)).status_code == 200
    ticket = address.rpartition("/")[2]
    until, _, signed = ticket.partition(".")
    for forged in (f"{int(until) + 900}.{signed}", signed, f"{until}.é"):
        refused = await desk.browser.get(f"{url}/{forged}")
        assert refused.status_code in (404, 410)
    assert (await desk.browser.get(f"{other}/{ticket}")).status_code == 410
    desk.office.clock.moment += timedelta(minutes=6)
    assert (await desk.browser.get(address)).status_code == 410


async def test_it_ends_after_a_day(desk: Linked) -> None:
    url = await desk.link()
    desk.office.clock.moment += timedelta(hours=23, minutes=59)
    assert (await desk.browser.get(url)).status_code == 200
    desk.office.clock.moment += timedelta(minutes=2)
    gone = await desk.browser.post(url)
    assert gone.status_code == 410
    assert "đã hết hạn" in gone.text


async def test_it_ends_with_the_persons_role(tmp_path: Path) -> None:
    async with linked(tmp_path) as desk:
        province = Province(desk.office)
        await province.found([department("NV", "Nội vụ")])
        await province.comes("42", "NV", Role.OFFICER, "Lan")
        await open_one(desk, province)
        await desk.office.say("việc của tôi")
        await desk.office.tap("Làm")
        url = await desk.link()
        assert (await desk.browser.get(url)).status_code == 200
        async with desk.office.store.transaction() as tx:
            member = await tx.members.find("telegram", "42")
            assert member is not None
            deed = AuditContext(None, None, "command", None, desk.office.clock())
            await tx.roles.revoke(deed, member.id, province.units["NV"], Role.OFFICER)
        assert (await desk.browser.post(url)).status_code == 410


async def open_one(desk: Linked, province: Province) -> None:
    catalogs = open_catalogs()
    opening = read_opening(catalogs, "quý IV/2023", desk.office.clock(), itemgetter(0))
    assert not isinstance(opening, str)
    async with desk.office.store.transaction() as tx:
        units = await owing_units(tx, province.units["TINH"], None)
        root = await tx.units.find(province.units["TINH"])
        await carry_out_plan(tx, province.deed(), root, opening, RoundPlan(units, None, []))


async def test_an_erased_person_has_no_links(desk: Linked) -> None:
    url = await desk.link()
    async with desk.office.store.transaction() as tx:
        deed = AuditContext(None, None, "command", None, desk.office.clock())
        member = await tx.members.find("telegram", "42")
        assert member is not None
        await tx.erasure.erase(deed, member.id)
    assert (await desk.browser.get(url)).status_code == 410


async def test_without_an_address_it_says_what_to_do(tmp_path: Path) -> None:
    async with office(tmp_path) as made:
        made.channels["telegram"].capabilities = NO_FILES
        made.desk._channels["telegram"] = NO_FILES
        await made.say("/start")
        assert "Kênh này không gửi được tệp" in await made.say("tải về")


async def test_a_browser_that_brings_a_planted_value_is_given_a_new_one(desk: Linked) -> None:
    url = url_in(await desk.office.say("tải pdf"))
    async with desk.another() as victim:
        victim.cookies.set("__Host-phuluc-browser", "planted")
        opened = await victim.post(url)
        assert opened.status_code == 303
        assert "planted" not in opened.headers["set-cookie"]
    async with desk.another() as thief:
        thief.cookies.set("__Host-phuluc-browser", "planted")
        assert (await thief.post(url)).status_code == 403


async def test_another_sites_page_cannot_open_a_link(desk: Linked) -> None:
    url = url_in(await desk.office.say("tải pdf"))
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        assert (await desk.browser.post(url, headers=headers)).status_code == 403
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "null"}  # as browsers say it
    assert (await desk.browser.post(url, headers=own)).status_code == 303
