"""One walk of each role in Firefox: what works in Chromium alone is found here."""

from __future__ import annotations

import json
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


async def test_each_role_does_its_work_in_firefox(tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at, firefox(tmp_path) as page:
        province = Province(at)
        await province.found([department("TC", "Tài chính"), department("NV", "Nội vụ")])
        await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
        await open_round(province, "hoa")
        async with listening(desk_app(at), sockets=True) as address:
            await page.resize(1440, 900)
            await _fill(province, page, address)
            await _review(province, page, address)
        assert page.complaints == []


async def _fill(province: Province, page: FirefoxPage, address: str) -> None:
    """An officer types a number, one in words, and a remark behind one."""
    at, number = province.office, await province.report_of("TC")
    officer = await member_in(province, "TC", Role.OFFICER, "Nam")
    await sign_in(at, page, address, officer)
    await page.goto(f"{address}/ban/bao-cao/{number}")
    await page.click('[data-cell="value I.01.01"]')
    await page.press("20", "Enter", "mười hai", "Enter", "8 (trong tháng 3)", "Enter")
    for key, shown in (("I.01.01", "20"), ("I.01.02", "12"), ("I.01.03", "8 (trong tháng 3)")):
        cell = f"document.querySelector('[data-cell=\"value {key}\"]').innerText.trim()"
        await page.wait_for(f"{cell} === {json.dumps(shown)}")
    answers = (await at.report(number)).answers
    assert [str(answers[f"I.01.0{place}"].amount) for place in (1, 2, 3)] == ["20", "12", "8"]


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
    await page.wait_for_text("Xem lại số này")
    await page.click(".choices .main")
    await page.wait_for_text("Đã trả lại")
    assert (await at.report(report)).state.value == "returned"
