"""A walk of those who decide and watch in Firefox: what works in Chromium alone is found here."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.access.browser_sessions import BrowserSessions
from conversations.workflow.permissions import Role
from tests.support.desk import COOKIE, KEY, desk_app, member_in
from tests.support.filing import file_report, open_round
from tests.support.http_server import listening
from tests.support.product import Office, office
from tests.support.province import Province, department, local
from tests.support.web.firefox import FirefoxPage, firefox

pytestmark = pytest.mark.browser


async def sign_in(at: Office, page: FirefoxPage, address: str, member: int) -> None:
    sessions = BrowserSessions(at.store, at.clock, KEY)
    async with at.store.transaction() as tx:
        cookie = await sessions.begin(tx, member, "tests")
    await page.set_cookie(COOKIE, cookie, urlsplit(address).hostname or "")


async def test_who_decides_and_watches_works_in_firefox(tmp_path: Path) -> None:
    """The officer's sheet has a walk of its own: `sheet/test_sheet_firefox.py`."""
    async with office(tmp_path, local(2026, 3, 2)) as at, firefox(tmp_path) as page:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
        await province.comes("nam", "TC", Role.OFFICER, "Nam")
        await open_round(province, "hoa")
        async with listening(desk_app(at), sockets=True) as address:
            await page.resize(1440, 900)
            await _review(province, page, address)
            await _watch(province, page, address)
            await _administrate(province, page, address)
        assert page.complaints == []


async def _review(province: Province, page: FirefoxPage, address: str) -> None:
    """A coordinator sends a row back."""
    at = province.office
    report = await file_report(province, "NV", I_01_01=20, I_01_02=30)
    lan = await member_in(province, "TINH", Role.COORDINATOR, "Lan")
    await sign_in(at, page, address, lan)
    await page.goto(f"{address}/ban/duyet/{report}?xem=canh-bao")
    await page.click('input[name="row"][value="I.01.02"]')
    await page.click('input[name="why:I.01.02"]')
    await page.press("Xem lại số này")
    await page.click("#send-back")
    await page.wait_for_text("Đã trả lại")
    assert (await at.report(report)).state.value == "returned"


async def _watch(province: Province, page: FirefoxPage, address: str) -> None:
    """The same person filters the units, ticks one and has it reminded."""
    at = province.office
    async with at.store.transaction() as tx:
        number = (await tx.rounds.list_under(province.units["TINH"]))[0].id
    await page.goto(f"{address}/ban/dot/{number}")
    await page.click("#tim")
    await page.press("tai chinh")
    await page.wait_for("location.search.includes('tai')")
    await page.wait_for("document.querySelectorAll('#units tbody tr').length === 1")
    await page.click("#units tbody input[name=u]")
    await page.click('#bulk button[value="nhac"]')
    await page.wait_for_text("Sở TC")
    before = len(at.told("nam"))
    await page.click("#act-body button.main")
    await page.wait_for("document.querySelector('#act-body [data-done]')")
    await at.announce()
    await at.send()
    assert len(at.told("nam")) == before + 1


async def _administrate(province: Province, page: FirefoxPage, address: str) -> None:
    """An administrator finds a unit."""
    at = province.office
    minh = await member_in(province, "TINH", Role.ADMINISTRATOR, "Minh")
    await sign_in(at, page, address, minh)
    await page.goto(f"{address}/ban/quan-tri/don-vi?tim=noi%20vu")
    await page.wait_for_text("1 đơn vị khớp")
