"""The report in words on the desk: written question by question, read as a draft, downloaded."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

from docx import Document

from conversations.reports.lifecycle import ReportState
from tests.support.desk import DeskBrowser, desk_at, words_of
from tests.support.sheets import entry, open_sheet, write
from tests.support.words import FIRST, QUESTIONS

SAID = "Thiếu cán bộ chuyên trách về công nghệ thông tin."


async def save(
    browser: DeskBrowser, path: str, text: str, revision: int = 0, seen: str = "", status: int = 303
) -> str:
    fields = {"key": FIRST, "text": text, "revision": str(revision), "seen": seen}
    return await browser.post(f"{path}/loi", fields, status)


async def test_words_are_written_and_stand_in_the_draft(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        assert f'href="{sheet.path}/loi"' in await browser.get(sheet.path)
        page = await browser.get(f"{sheet.path}/loi")
        assert page.count("<textarea") == len(QUESTIONS)
        assert f'href="{sheet.path}#r-I.01.02"' in page  # a row that cannot be written yet
        await save(browser, sheet.path, f"{SAID}\r\nKinh phí còn hạn chế.")
        await write(browser, sheet, entry("I.01.01", "21"), entry("I.01.02", "7"))
        page = words_of(await browser.get(f"{sheet.path}/loi"))
        assert f"đã viết 1/{len(QUESTIONS)} câu" in page
        assert "7/21 nhiệm vụ" in page
        assert page.count(SAID) == 2  # in its field and in the draft
        stored = (await sheet.office.report(sheet.report)).answer(FIRST)
        assert stored.value is not None
        assert stored.value.printed == f"{SAID}\nKinh phí còn hạn chế."


async def test_what_somebody_else_wrote_is_not_written_over(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        await save(browser, sheet.path, SAID)
        page = await save(browser, sheet.path, "Việc khác.", status=422)
        assert 'role="alert"' in page
        assert "Việc khác.</textarea>" in page
        stored = (await sheet.office.report(sheet.report)).answer(FIRST)
        assert stored.value is not None
        assert stored.value.printed == SAID


async def test_nothing_to_write_is_said_with_a_button(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        fields = {"key": FIRST, "text": "", "revision": "0", "seen": "", "nothing": "1"}
        await browser.post(f"{sheet.path}/loi", fields, 303)
        assert "không phát sinh</textarea>" in await browser.get(f"{sheet.path}/loi")


async def test_too_long_words_are_refused_and_kept_in_the_field(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        long = "Còn khó khăn về kinh phí. " * 400
        page = await save(browser, sheet.path, long, status=422)
        assert long in page
        assert "ký tự" in words_of(page)


async def test_the_words_are_frozen_with_the_submission(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        await write(browser, sheet, entry("I.01.01", "21"), entry("I.01.02", "7"))
        await save(browser, sheet.path, SAID)
        draft = await browser.client.get(f"{sheet.path}/tep/word?phan=loi")
        assert "Bản nháp" in _text(draft.content)
        assert SAID in _text(draft.content)
        submitted = words_of(await browser.post(f"{sheet.path}/lam/nop"))
        assert "Đã nộp" in submitted
        report = await sheet.office.report(sheet.report)
        assert report.state is ReportState.SUBMITTED
        assert report.text is not None
        assert SAID in report.text.lines
        page = await browser.get(f"{sheet.path}/loi")
        assert "Lời đã nộp" in page
        assert 'name="nothing"' not in page
        assert page.count("readonly") == len(QUESTIONS)
        whole = await browser.client.get(f"{sheet.path}/tep/word?phan=ca")
        assert "Mã bản: PL-" in _text(whole.content)
        assert len(Document(BytesIO(whole.content)).sections) == 2
        pdf = await browser.client.get(f"{sheet.path}/tep/pdf?phan=ca")
        assert re.match(rb"%PDF-1\.\d", pdf.content)
        assert "BC-PL_CCHC" in pdf.headers["content-disposition"]


def _text(content: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)
