"""The page of handing in: what is odd only in a finished report is explained there, all at once."""

from __future__ import annotations

import re
from pathlib import Path

from conversations.reports.lifecycle import ReportState
from tests.support.desk import desk_at, words_of
from tests.support.sheets import entry, open_sheet, write

CHECK = "R12"  # `có`, and the number under it left blank


async def test_reasons_are_given_and_the_report_handed_in_with_one_tap(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        await write(browser, sheet, entry("II.03", "có"), entry("I.01.01", "5"))
        page = await browser.get(f"{sheet.path}/nop")
        assert f'name="why:{CHECK}"' in page
        act = f"{sheet.path}/lam/nop"
        told = words_of(await browser.post(act, {f"why:{CHECK}": ""}, 422))
        assert "Chưa ghi lý do" in told
        told = await browser.post(act, {f"why:{CHECK}": "ok"}, 422)
        assert ">ok</textarea>" in told
        assert (await sheet.office.report(sheet.report)).state is ReportState.DRAFT
        await browser.post(act, {"why:R999": "chưa đúng chỗ này"}, 422)
        why = "số này báo cáo ở kỳ sau theo công văn 12"
        assert "Đã nộp" in words_of(await browser.post(act, {f"why:{CHECK}": why}))
        report = await sheet.office.report(sheet.report)
        assert report.state is ReportState.SUBMITTED
        assert report.reasons[CHECK].text == why


async def test_a_reason_for_other_numbers_stands_there_to_be_kept(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        await write(browser, sheet, entry("I.01.01", "5"), entry("I.01.02", "9"))
        why = "có nhiệm vụ bổ sung"
        await write(browser, sheet, entry("R02", why, part="reason"))
        await write(browser, sheet, entry("I.01.02", "8", 1, "9"))
        page = await browser.get(f"{sheet.path}/nop")
        assert f">{why}</textarea>" in page
        asked = re.findall(r'name="why:(\w+)"', page)
        fields = {f"why:{check}": why for check in asked} | {"seen:R02": why}
        assert "Đã nộp" in words_of(await browser.post(f"{sheet.path}/lam/nop", fields))
