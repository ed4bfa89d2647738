"""A filed appendix on the sheet: read by a reader process, shown, and nothing written by itself."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.file_request import FileFormat
from conversations.reports.model import Report
from templates.documents.formats import FORMATS
from templates.loading.catalog import load_catalog
from tests.support.desk import ADDRESS, DeskBrowser, desk_at
from tests.support.reports import blank_report
from tests.support.sheets import BEFORE, QUARTER, OpenSheet, entry, fates, open_sheet, write

FORM = load_catalog().forms["cchc-so"]
TASKS, DONE = "I.01.01", "I.01.02"


def _number(amount: int) -> Answer:
    return Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(amount)), note="Theo KH 12")


def _file(report: Report) -> bytes:
    return FORMATS[FileFormat.EXCEL].render(FORM, report, layout="")


async def _send(
    browser: DeskBrowser, sheet: OpenSheet, content: bytes, status: int = 200
) -> dict[str, Any]:
    headers = {"Origin": ADDRESS, "X-File-Name": "phu-luc.xlsx"}
    answer = await browser.client.post(f"{sheet.path}/doc-tep", content=content, headers=headers)
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_the_kind_of_a_file_is_told(tmp_path: Path) -> None:
    report = (
        blank_report(FORM).model_copy(update={"period": QUARTER}).with_answer(TASKS, _number(21))
    )
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        told = await _send(browser, sheet, FORMATS[FileFormat.PDF].render(FORM, report, layout=""))
        assert told["origin"] == ["Đọc từ tệp PDF."]
        assert [one["text"] for one in told["cells"]] == ["21", "Theo KH 12"]
        told = await _send(browser, sheet, _file(report))
        assert told["origin"] == []


async def test_a_file_shows_what_it_would_write_and_writes_nothing(tmp_path: Path) -> None:
    report = blank_report(FORM).model_copy(update={"period": QUARTER})
    report = report.with_answer(TASKS, _number(21)).with_answer(DONE, _number(7))
    async with open_sheet(tmp_path) as sheet, desk_at(sheet.office, sheet.officer) as browser:
        await write(browser, sheet, entry(DONE, "7"))
        told = await _send(browser, sheet, _file(report))
        assert [one["cell"] for one in told["cells"]] == [
            f"value {TASKS}",
            f"note {TASKS}",
            f"note {DONE}",
        ]
        assert told["cells"][0]["text"] == "21"
        assert (await sheet.answer(TASKS)).revision == 0
        found = told["cells"][0]
        taken = await write(browser, sheet, entry(TASKS, found["text"], found["v"], found["seen"]))
        assert fates(taken) == ["stored"]
        earlier = report.model_copy(update={"period": BEFORE})
        other = await _send(browser, sheet, _file(earlier))
        assert (other["cells"], BEFORE.name in other["other"]) == ([], True)
        broken = await _send(browser, sheet, b"PK\x03\x04 no file", 422)
        assert broken["refused"]
