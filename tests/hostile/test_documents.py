"""The corpus in every kind of file that goes out: valid, nothing in it acts, and read back."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from bot.cli.operations import audit
from bot.ports.channel import IncomingKind
from conversations.answers.values import Text
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.appendix_import.reader import read_filed
from templates.documents.excel.appendix import render_sheet
from templates.documents.excel.fill_in import render_fill
from templates.documents.excel.workbook import LONGEST, ListSheet, write_workbook
from templates.documents.pdf.render import render_pdf
from templates.documents.safe_text import clean_xml_text
from templates.documents.word.render import render_word
from tests.hostile.strings import TEXTS
from tests.support.appendix import form
from tests.support.breadth import share
from tests.support.product import office
from tests.templates.documents.test_safe_text import _report as report_full_of

TEXT_ROW = "I.09"
HELD = 900  # characters: the longest answer has 1,000
SETS = {kind: [text for text in texts if len(text) <= HELD] for kind, texts in TEXTS.items()}
EACH = {kind: "\n".join(texts)[:HELD] for kind, texts in SETS.items()}


def sheets_of(content: bytes) -> bytes:
    """The markup of all sheets, where formulas and links would stand."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = [name for name in archive.namelist() if "worksheets/" in name]
        return b"".join(archive.read(name) for name in names)


@pytest.mark.parametrize("kind", SETS)
def test_an_appendix_with_any_text_is_read_back(kind: str) -> None:
    """In Word or in Excel, in turn."""
    text = EACH[kind]
    files = (("docx", render_word), ("xlsx", render_sheet))
    for ending, render in share(files, 2, [*SETS].index(kind)):
        content = render(form(), report_full_of(text))
        filed = read_filed(form(), f"x.{ending}", content)
        assert filed.matched == len(form().rows)
        if clean_xml_text(text):
            assert isinstance(filed.answers[TEXT_ROW].value, Text)


@cache
def harmless(render: Callable[[Form, Report], bytes]) -> bytes:
    return sheets_of(render(form(), report_full_of("x")))


@pytest.mark.parametrize("kind", SETS)
def test_no_workbook_acts(kind: str) -> None:
    """A sheet for filling in has formulas of its own: as many as with a harmless text."""
    for render in (render_sheet, render_fill):
        plain, nasty = harmless(render), sheets_of(render(form(), report_full_of(EACH[kind])))
        assert nasty.count(b"<f>") == plain.count(b"<f>")
        assert nasty.count(b"<hyperlink") == plain.count(b"<hyperlink")


@pytest.mark.parametrize("kind", ["half letters", "directions", "templates"])
def test_a_pdf_takes_any_text(kind: str) -> None:
    content = render_pdf(form(), report_full_of(EACH[kind]))
    assert content.startswith(b"%PDF-")
    assert b"/JavaScript" not in content
    assert b"/Launch" not in content


def test_a_list_for_coordinators_takes_any_text() -> None:
    texts = [text for group in TEXTS.values() for text in group]
    content = write_workbook(
        [ListSheet("Nhật ký", ("Trước", "Sau"), [(text, text) for text in texts])]
    )
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    told = {str(cell) for row in rows for cell in row}
    markup = sheets_of(content)
    assert b"<f>" not in markup
    assert b"<hyperlink" not in markup
    for text in ("=cmd|' /C calc'!A0", "@SUM(1+1)", "+cmd|' /C calc'!A0", "http://example.org/"):
        assert text in told
    assert not any(sign in cell for cell in told for sign in "\0\x1b\u202e\u2066")


def test_a_text_too_long_for_a_cell_is_cut_and_not_left_out() -> None:
    content = write_workbook([ListSheet("Nhật ký", ("Trước",), [("x" * (LONGEST + 1),)])])
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "x" * (LONGEST - 1) + "…"


@pytest.mark.parametrize("kind", ["formulas", "controls", "markup"])
async def test_what_is_typed_stands_in_the_history_and_its_chain_is_whole(
    kind: str, tmp_path: Path
) -> None:
    async with office(tmp_path) as at:
        await at.handle(at.event(IncomingKind.OPENED))
        for text in SETS[kind]:
            await at.say("tới I.9")
            await at.say(text)
        stored = (await at.report()).answer(TEXT_ROW)
        found = await audit.verify_history(at.store)
        content, count = await audit.export_history(at.store)
    assert found.good, found.wrong
    assert stored.value is not None
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    new = [json.loads(str(row[7])) for row in rows[1:]]
    assert len(new) == count
    texts = [one["value"]["text"] for one in new if "text" in (one.get("value") or {})]
    assert texts[-1] == stored.value.text
    assert b"<f>" not in sheets_of(content)
