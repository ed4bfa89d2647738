"""The sheet beside the chat, with colleagues, and the report as a whole: without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from templates.loading.catalog import load_catalog
from tests.support.desk import ADDRESS, DeskBrowser, desk_at, member_in, words_of
from tests.support.province import member_of
from tests.support.reports import past
from tests.support.sheets import BEFORE, OpenSheet, entry, fates, open_sheet, patch, write

TASKS, DONE = "I.01.01", "I.01.02"
WHY = "Số liệu của kỳ trước chuyển sang"


async def test_chat_and_sheet_at_once_see_each_other(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        at = sheet.office
        await sheet.province.comes("minh", "NV", Role.OFFICER, "Minh")
        async with at.store.transaction() as tx:
            await tx.duties.take_up([await member_of(tx, "minh")], sheet.report)
        asked = await at.say("tới I.01.01", who="minh")
        assert "Số nhiệm vụ đề ra" in asked
        await at.say("tới I.01.02", who="minh")  # the conversation is in memory now
        async with desk_at(at, sheet.officer) as browser:
            await write(browser, sheet, entry(TASKS, "20"), entry(DONE, "8"))
            said = await at.say("9", who="minh")
            assert "Lan" in said
            assert "8" in said
            assert (await sheet.answer(DONE)).amount == 8
            await at.tap("Ghi 9", who="minh")
            assert (await sheet.answer(DONE)).amount == 9
            stale = await write(browser, sheet, entry(DONE, "7", 1, "8"))
            assert fates(stale) == ["conflict"]
            assert stale["outcomes"][0]["author"] == "Minh"


async def _ask(browser: DeskBrowser, sheet: OpenSheet, **body: Any) -> str:
    sent = {"event": str(uuid4()), **body}
    headers = {"Origin": ADDRESS}
    answer = await browser.client.post(f"{sheet.path}/nho", json=sent, headers=headers)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["said"])


async def test_a_colleague_is_asked_and_a_guest_sees_only_theirs(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet:
        minh = await member_in(sheet.province, "NV", Role.OFFICER, "Minh")
        guest = await member_in(sheet.province, "NV", Role.GUEST, "Khách")
        async with desk_at(sheet.office, sheet.officer) as lan:
            info = await lan.client.get(f"{sheet.path}/o?cell=value {TASKS}")
            told = info.json()
            assert {one["name"] for one in told["people"]} == {"Minh"}
            assert told["lines"] == ["Chưa có ai ghi ô này."]
            assert await _ask(lan, sheet, key=TASKS, member=minh)
            page = await lan.get(sheet.path)
            assert "Nhờ Minh" in page
            await write(lan, sheet, entry(TASKS, "5"))
            told = (await lan.client.get(f"{sheet.path}/o?cell=value {TASKS}")).json()
            assert "Lan (bàn làm việc): trống → 5" in told["lines"][0]
        async with sheet.office.store.transaction() as tx:
            deed = replace(sheet.province.deed(), member=sheet.officer)
            await tx.assignments.hand_over(deed, sheet.report, DONE, member_id=guest)
        async with desk_at(sheet.office, guest) as browser:
            page = await browser.get(sheet.path)
            assert f'data-cell="value {DONE}"' in page
            assert f'data-cell="value {TASKS}"' not in page
            await browser.get(f"{sheet.path}/nop", status=404)
            await browser.post(f"{sheet.path}/lam/nop", status=404)
            stolen = await write(browser, sheet, entry(TASKS, "6"), entry(DONE, "3"))
            assert fates(stolen) == ["refused", "stored"]
            assert (await sheet.answer(TASKS)).amount == 5
            assert (await sheet.answer("I.01")).revision == 1  # what others see is computed


async def test_a_report_is_handed_in_taken_back_and_what_is_missing_is_said(
    tmp_path: Path,
) -> None:
    async with open_sheet(tmp_path, "cchc-so", past(BEFORE, I_01_01=12)) as sheet:
        binh = await member_in(sheet.province, "NV", Role.REVIEWER, "Bình")
        async with desk_at(sheet.office, sheet.officer) as browser:
            told = await write(browser, sheet, entry(TASKS, "5"), entry(DONE, "9"))
            assert told["counts"]["hard"] + told["counts"]["soft"] >= 1
            page = words_of(await browser.get(f"{sheet.path}/nop"))
            assert "Số nhiệm vụ" in page
            await browser.post(f"{sheet.path}/lam/nop", status=422)
            assert await sheet.province.state("NV") == "draft"
            told = await write(browser, sheet, entry(DONE, "3", 1, "9"))
            assert patch(told, f"value {DONE}")["warned"] is False
            for _ in range(5):
                page = await browser.get(f"{sheet.path}/nop")
                if 'name="event"' in page:
                    break
                form = load_catalog().forms["cchc-so"]
                raised = [one for one in form.checks if one.message in page]
                cells = [entry(one.id, WHY, part="reason") for one in raised]
                told = await write(browser, sheet, *cells)
                assert {*fates(told)} <= {"stored", "same"}, told["outcomes"]
            assert "chưa trả lời" in words_of(page)
            event = str(uuid4())
            said = words_of(await browser.post(f"{sheet.path}/lam/nop", {"event": event}))
            assert "Đã nộp" in said
            assert "Bình" in said
            again = words_of(await browser.post(f"{sheet.path}/lam/nop", {"event": event}))
            assert "đã làm rồi" in again
            locked = await write(browser, sheet, entry(TASKS, "6", 1, "5"))
            assert fates(locked) == ["locked"]
            assert "Rút lại" in await browser.get(sheet.path)
            await browser.post(f"{sheet.path}/lam/rut-lai")
            report = await sheet.office.report(sheet.report)
            assert report.state is ReportState.DRAFT
            await browser.post(f"{sheet.path}/lam/khong-co", status=422)
        async with desk_at(sheet.office, binh) as browser:
            await browser.post(f"{sheet.path}/lam/nop", status=404)
