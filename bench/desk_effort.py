"""One officer's report and one reviewer's hour, at the desk and in the chat: what a person does,
counted, and whether the same is stored.

    python -m bench.desk_effort

At the desk a click, a paste and a text that is typed count as one each; in the chat a message and a
tap. Needs Chromium.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from bench.effort import Diligent, Tally, pasted
from bot.access.browser_sessions import BrowserSessions
from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.reports.model import Report, ReportState
from conversations.workflow.permissions import Role
from templates.loading.catalog import SampleAnswers, load_catalog
from tests.support.desk import COOKIE, KEY, desk_app
from tests.support.filing import file_report, open_round
from tests.support.http_server import listening
from tests.support.phones import telegram_phone
from tests.support.product import Office, office
from tests.support.province import Province, commune, local
from tests.support.sheets import open_sheet
from tests.support.web.browser import chromium

WAIT = 6_000  # milliseconds
UNITS = 8  # of a reviewer's hour: every fourth goes back, every third has something odd
RETURNED = "xem lại số hoàn thành"
REASON = "đã kiểm tra, đúng thực tế"
ROWS = """() => [...document.querySelectorAll("tr[data-row]")]
    .map((row) => row.querySelector('[data-cell^="value "]'))
    .filter(Boolean).map((cell) => cell.dataset.cell.slice(6))"""


@dataclass
class Hands:
    """A person at a page; `actions` are what they did."""

    page: Page
    actions: int = 0

    async def click(self, selector: str) -> None:
        self.actions += 1
        await self.page.locator(selector).first.click()

    async def type(self, text: str, *keys: str) -> None:
        self.actions += 1
        await self.page.keyboard.insert_text(text)
        for key in keys:
            await self.page.keyboard.press(key)

    async def paste(self, text: str) -> None:
        self.actions += 1
        await self.page.evaluate(
            """(text) => {
                const data = new DataTransfer();
                data.setData("text/plain", text);
                const given = { clipboardData: data, bubbles: true, cancelable: true };
                document.activeElement.dispatchEvent(new ClipboardEvent("paste", given));
            }""",
            text,
        )


async def open_hands(browser: Browser, at: Office, member: int, url: str) -> Hands:
    """Somebody signed in, at this page."""
    sessions = BrowserSessions(at.store, at.clock, KEY)
    async with at.store.transaction() as tx:
        cookie = await sessions.begin(tx, member, "bench")
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    await context.add_cookies([{"name": COOKIE, "value": cookie, "url": url}])
    page = await context.new_page()
    page.set_default_timeout(WAIT)
    await page.goto(url)
    return Hands(page)


async def fill_at_desk(browser: Browser, sample: SampleAnswers) -> tuple[int, Report]:
    """The sample's report on the sheet: its two columns pasted, kept warnings explained, handed
    in."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_sheet(Path(folder)) as sheet,
            listening(desk_app(sheet.office), sockets=True) as address,
        ):
            hands = await open_hands(browser, sheet.office, sheet.officer, address + sheet.path)
            await hands.page.locator("html[data-ready]").wait_for()
            keys = await hands.page.evaluate(ROWS)
            lines = [f"{sample.texts.get(key, '')}\t{sample.notes.get(key, '')}" for key in keys]
            await hands.click(f'[data-cell="value {keys[0]}"]')
            await hands.paste("\n".join(lines))
            await _saved(hands.page)
            for key in [one for one in sample.notes if one not in keys]:  # of headings
                await hands.click(f'[data-cell="note {key}"]')
                await hands.type(sample.notes[key], "Enter")
                await _saved(hands.page)
            while await _settle_one(hands):
                await _saved(hands.page)
            while check := await _open_check(hands.page):
                await hands.click(f'[data-check="{check}"]')
                await hands.type(sample.reasons.get(check, REASON), "Enter")
                await _saved(hands.page)
                await hands.page.locator(f'[data-check="{check}"].kept').first.wait_for()
            await hands.click("#submit")
            await hands.page.get_by_role("heading", name="Nộp báo cáo").wait_for()
            for field in await hands.page.locator("textarea[name^='why:']").all():
                check = (await field.get_attribute("name") or "").removeprefix("why:")
                await field.focus()
                await hands.type(sample.reasons.get(check, REASON))
            await hands.click("main form button.main")
            await hands.page.get_by_role("heading", name="Kết quả").wait_for()
            return hands.actions, await sheet.office.report(sheet.report)


async def _saved(page: Page) -> None:
    await page.locator('#status[data-how="saved"]').wait_for()


async def _settle_one(hands: Hands) -> bool:
    """Choose the first reading of a doubtful cell; False when there is none."""
    cell = hands.page.locator('[data-fate="doubtful"]').first
    if not await hands.page.locator('[data-fate="doubtful"]').count():
        return False
    await hands.click(f'[data-cell="{await cell.get_attribute("data-cell")}"]')
    hands.actions += 1
    await hands.page.keyboard.press("Alt+1")
    return True


async def _open_check(page: Page) -> str:
    found = page.locator("[data-check].soft:not(.kept)")
    return (await found.first.get_attribute("data-check") or "") if await found.count() else ""


async def fill_in_chat(sample: SampleAnswers) -> tuple[Tally, Report]:
    """The same in the chat, pasted too."""
    form = load_catalog().forms["cchc-so"]
    opening = ["/start", pasted(form, sample)]
    with tempfile.TemporaryDirectory() as folder:
        async with telegram_phone(Path(folder)) as phone:
            officer = Diligent(phone, form, sample, opening)
            report = await officer.work()
            return officer.tally, report


def differing(form: Form, one: Report, other: Report) -> list[str]:
    """The rows that say something else in the two reports."""

    def said(answer: Answer) -> object:
        return answer.state, answer.value, answer.remark, answer.note

    return [key for key in form.by_key if said(one.answer(key)) != said(other.answer(key))]


async def found_hour(at: Office) -> tuple[Province, list[int]]:
    """A coordinator's communes that have filed: every third with more done than planned."""
    province = Province(at)
    await province.found([commune(number) for number in range(1, UNITS + 1)])
    await province.comes("hoa", "TINH", Role.COORDINATOR, "Hoa")
    await open_round(province, "hoa")
    reports = []
    for number in range(1, UNITS + 1):
        done = 30 if number % 3 == 0 else 10
        reports.append(await file_report(province, f"X{number:02}", I_01_01=20, I_01_02=done))
    return province, reports


async def review_at_desk(browser: Browser, folder: Path) -> tuple[int, list[str]]:
    """All reports decided on the pages: those with a warning go back, the others are approved."""
    async with office(folder, local(2026, 3, 2)) as at:
        _, reports = await found_hour(at)
        async with at.store.transaction() as tx:
            member = await tx.members.find("telegram", "hoa")
        assert member is not None
        async with listening(desk_app(at), sockets=True) as address:
            hands = await open_hands(browser, at, member.id, f"{address}/ban/duyet")
            await hands.click("main .button.main")
            for _ in reports:
                await hands.page.locator("#decide").wait_for()
                tick = hands.page.locator('tr:has(.check) input[name="row"]').first
                if await hands.page.locator(".lines .check").count():
                    hands.actions += 1
                    row = await tick.get_attribute("value")
                    await tick.check()
                    await hands.page.locator(f'[name="why:{row}"]').focus()
                    await hands.type(RETURNED)
                    await hands.click("#send-back")
                else:
                    await hands.click(".decide .main")
                await hands.page.locator(".flash").wait_for()
            return hands.actions, await _states(at, reports)


async def review_in_chat(folder: Path) -> tuple[int, list[str]]:
    """The same in the chat."""
    async with office(folder, local(2026, 3, 2)) as at:
        _, reports = await found_hour(at)
        actions = 0
        for number in range(1, UNITS + 1):
            odd = number % 3 == 0
            verb = f"trả lại Xã số {number:02} I.01.01: {RETURNED}" if odd else "duyệt"
            for words in (
                f"xem Xã số {number:02}",
                verb,
                "trả lại đi em" if odd else "duyệt đi em",
            ):
                await at.say(words, who="hoa")
                actions += 1
        return actions, await _states(at, reports)


async def _states(at: Office, reports: list[int]) -> list[str]:
    return [(await at.report(number)).state.value for number in reports]


async def main() -> None:
    catalog = load_catalog()
    form, sample = catalog.forms["cchc-so"], catalog.sample("cchc-so")
    async with chromium() as browser:
        begun = time.perf_counter()
        actions, at_desk = await fill_at_desk(browser, sample)
        desk_seconds = time.perf_counter() - begun
        begun = time.perf_counter()
        tally, in_chat = await fill_in_chat(sample)
        chat_seconds = time.perf_counter() - begun
        assert at_desk.state is in_chat.state is ReportState.SUBMITTED
        apart = differing(form, at_desk, in_chat)
        print(f"officer's report   desk {actions:4} actions {desk_seconds:6.1f} s")
        print(f"                   chat {tally.actions:4} actions {chat_seconds:6.1f} s")
        print(f"                   rows that differ: {len(apart)} {apart[:8]}")
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
            desk, states = await review_at_desk(browser, Path(one))
            chat, others = await review_in_chat(Path(other))
        print(f"reviewer, {UNITS} units  desk {desk:4} actions")
        print(f"                   chat {chat:4} actions")
        print(f"                   decisions: {states}, the same in the chat: {states == others}")


if __name__ == "__main__":
    asyncio.run(main())
