"""A drafted form is tried behind a link, on a database of its own, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bot import form_trials
from bot.access.browser_sessions import BrowserSessions
from bot.access.signed_links import TRIAL_PATH, SignedLinks
from bot.channels.web.auth import WebAuth
from bot.channels.web.link_forms import LinkForms
from bot.channels.web.link_pages import LinkPages
from bot.channels.web.protocol import CHANNEL, LOCAL, opened_event
from bot.channels.web.trial_entrance import NoTrial, TrialEntrance
from bot.files.draft_folder import DraftFolder, sweep_trials
from bot.form_trials import FormTrials, OpenTrial
from bot.ports.channel import IncomingKind
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from templates.loading.wording import load_wording
from tests.bot.workflow.forms.test_drafted import START, blank_form, send
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, department

ADDRESS = "http://127.0.0.1"


@dataclass
class Author:
    """An administrator with a draft, at a browser."""

    office: Office
    trials: FormTrials
    browser: httpx.AsyncClient
    folder: DraftFolder

    async def link(self, words: str = "thử biểu nháp tv") -> str:
        said = await self.office.say(words, who="tu")
        found = re.search(rf"{ADDRESS}/trang/(\S+)", said)
        assert found, said
        return found[1]

    async def open(self, token: str) -> httpx.Response:
        """Tap the button of the link's page, and go where it leads."""
        return await self.browser.post(f"/trang/{token}", follow_redirects=True)

    @property
    def at_work(self) -> list[OpenTrial]:
        return [*self.trials._open.values()]


@pytest.fixture
async def author(tmp_path: Path) -> AsyncIterator[Author]:
    links, forms = SignedLinks(ADDRESS), tmp_path / "forms"
    catalogs = replace(open_catalogs(), forms=forms, links=links)
    async with office(tmp_path, START, catalogs=catalogs) as opened:
        province = Province(opened)
        await province.found([department("NV", "Nội vụ")])
        await province.comes("tu", "TINH", Role.ADMINISTRATOR, "Anh Tú")
        await send(opened, "tu", "mau.docx", blank_form(), "tạo biểu tv")
        access = WebAuth.for_host("127.0.0.1", tmp_path, ADDRESS)
        trials = FormTrials(opened.store, links, catalogs, forms, access, opened.clock)
        words = LinkForms(load_wording())
        sessions = BrowserSessions(opened.store, opened.clock, access.key, access.secure)
        pages = LinkPages(opened.store, opened.desk, links, sessions, words, opened.clock)
        entrance = Mount(TRIAL_PATH + "/{token}", TrialEntrance(trials, words, secure=False))
        app = Starlette(routes=[*pages.routes(), entrance])
        wired = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=wired, base_url=ADDRESS) as browser:
            yield Author(opened, trials, browser, DraftFolder(forms, "tv"))
        for number in [*trials._open]:
            await trials._close(number)


async def talk(trial: OpenTrial, *texts: str) -> str:
    """Say something in a trial; all that stands there in the end."""
    desk = trial.service.dispatcher
    await desk.receive([opened_event()])
    for at, text in enumerate(texts):
        said = replace(opened_event(), event_id=f"{text} {at}", kind=IncomingKind.SAID, text=text)
        await desk.receive([said])
        await desk.idle()
    await desk.idle()
    lines = await desk.transcript(CHANNEL, LOCAL, limit=500)
    return "\n".join("".join(span.text for span in line.spans) for line in lines)


async def count_reports(author: Author) -> int:
    async with author.office.store.transaction() as tx:
        return len(await tx.published_forms.count_reports())


async def test_a_trial_is_a_page_that_says_so_on_a_database_of_its_own(author: Author) -> None:
    token = await author.link()
    assert token == await author.link()  # the same, as long as it holds
    page = await author.open(token)
    assert page.status_code == 200
    assert page.url.path == f"/thu/{token}/"
    assert "Bản thử, không phải báo cáo thật" in page.text
    assert 'id="trial" hidden' not in page.text
    said = await talk(author.at_work[0], "12 7")
    assert "(bản thử)" in said
    assert "Tổng số 12" in said
    assert not await count_reports(author)
    [database] = author.folder.path.glob(".trial-*.db")
    assert database.stat().st_mode & 0o077 == 0


async def test_nothing_of_the_installation_can_be_had_in_a_trial(author: Author) -> None:
    await author.open(await author.link())
    code = await author.office.link_code(who="tu")
    [trial] = author.at_work
    asked = ("bảng", "tạo biểu", "công bố tv", "mở web", f"/start {code}")
    said = await talk(trial, *asked)
    assert "Anh Tú" not in said
    assert "Nội vụ" not in said
    assert "/trang/" not in said
    async with author.office.store.transaction() as tx:
        assert await tx.members.find(CHANNEL, LOCAL) is None
    async with trial.store.transaction() as tx:
        assert not await tx.units.roots()


async def test_a_trial_is_of_one_browser_and_one_person(author: Author) -> None:
    token = await author.link()
    assert (await author.browser.get(f"/thu/{token}/")).status_code == 403  # not opened yet
    await author.open(token)
    mine = author.browser.cookies
    for cookies in ({}, {"phuluc-browser": "x"}):
        author.browser.cookies = httpx.Cookies(cookies)
        assert (await author.browser.get(f"/thu/{token}/")).status_code == 403
        assert (await author.browser.get(f"/thu/{token}/who")).status_code == 403
    author.browser.cookies = mine
    assert (await author.browser.get(f"/thu/{token}x/")).status_code == 410
    [trial] = author.at_work
    who = await author.browser.get(f"/thu/{token}/who")
    assert (who.status_code, who.text) == (200, LOCAL)
    assert trial in author.at_work
    author.office.clock.moment += timedelta(hours=25)
    assert (await author.browser.get(f"/thu/{token}/")).status_code == 410


async def test_a_changed_draft_begins_anew_and_one_that_is_gone_ends(author: Author) -> None:
    token = await author.link()
    await author.open(token)
    [first] = author.at_work
    await talk(first, "12 7")
    workbook = (author.folder.path / "sửa-biểu.xlsx").read_bytes()
    await send(author.office, "tu", "sua.xlsx", workbook)
    assert not [*author.folder.path.glob(".trial-*")]
    assert (await author.browser.get(f"/thu/{token}/who")).status_code == 200
    [second] = author.at_work
    assert second is not first
    assert "Tổng số 12" not in await talk(second)
    (author.folder.path / ".draft.json").unlink()
    assert (await author.browser.get(f"/thu/{token}/who")).status_code == 410


async def test_a_trial_is_on_any_period(author: Author) -> None:
    said = await author.office.say("thử biểu nháp tv tháng mười ba", who="tu")
    assert "Chưa hiểu kỳ" in said
    for words in ("thử biểu nháp tv năm 2024", "thử biểu nháp 6 tháng 2025"):
        await author.open(await author.link(words))
    first, second = author.at_work
    assert "kỳ Năm 2024" in await talk(first)
    assert "6 tháng" in await talk(second)


async def test_few_are_open_and_quiet_ones_close(author: Author) -> None:
    years = range(2021, 2022 + form_trials.MOST_OPEN)
    tokens = [await author.link(f"thử biểu nháp tv năm {year}") for year in years]
    for token in tokens[:-1]:
        await author.open(token)
    pages = [one.web.enter(LOCAL) for one in author.at_work]
    assert (await author.open(tokens[-1])).status_code == 503
    first = author.at_work[0]
    assert pages[0] is not None
    first.web.leave(pages[0])
    assert (await author.open(tokens[-1])).status_code == 200
    assert first not in author.at_work
    assert len(author.at_work) == form_trials.MOST_OPEN
    author.office.clock.moment += form_trials.IDLE + timedelta(minutes=1)
    await author.trials._tidy()
    assert len(author.at_work) == form_trials.MOST_OPEN - 1  # those that are looked at stay


async def test_what_was_tried_is_removed_in_the_end(author: Author) -> None:
    await author.open(await author.link())
    [number] = author.trials._open
    await author.trials._close(number)
    sweep_trials(author.folder.path.parent, 0)
    assert [*author.folder.path.glob(".trial-*.db")]
    author.office.clock.moment += timedelta(days=400_00)
    await author.trials._tidy()
    assert not [*author.folder.path.glob(".trial-*")]
    assert author.folder.is_draft


async def test_who_may_make_no_forms_any_more_has_no_trial(author: Author) -> None:
    token = await author.link()
    await author.open(token)
    async with author.office.store.transaction() as tx:
        found = await tx.members.find("telegram", "tu")
        assert found is not None
        [grant] = await tx.roles.of_member(found.id)
        who = AuditContext(None, found.id, "telegram", None, author.office.clock())
        await tx.roles.revoke(who, found.id, grant.unit, grant.role)
    assert await author.trials.find(token, "") is NoTrial.GONE
