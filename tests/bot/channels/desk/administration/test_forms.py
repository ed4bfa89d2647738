"""A form is made of a file on a page: read, decided about, printed, corrected, tried, published."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from docx import Document

from bot.access.signed_links import SignedLinks
from bot.files.draft_folder import DraftFolder
from conversations.workflow.permissions import Role
from templates.form_draft.model import DraftDoubt, DraftReading
from templates.form_draft.output.file_template import dump_draft
from tests.bot.channels.desk.administration.test_units import confirm
from tests.bot.workflow.forms.test_drafted import blank_form
from tests.support.desk import ADDRESS, DeskBrowser, desk_at, words_of
from tests.support.product import office, open_catalogs
from tests.support.province import Province, department, local

START = local(2026, 3, 2)
FORMS = "/ban/quan-tri/bieu-mau"


@dataclass
class FormsAt:
    """An administrator at the page of forms, whose folder this is."""

    desk: DeskBrowser
    folder: Path

    async def send(self, content: bytes, query: str = "", name: str = "mau.docx") -> Any:
        headers = {"Origin": ADDRESS, "x-file-name": name}
        return await self.desk.client.post(f"{FORMS}/tep{query}", content=content, headers=headers)


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[FormsAt]:
    catalogs = replace(open_catalogs(), forms=tmp_path / "forms", links=SignedLinks(ADDRESS))
    async with office(tmp_path, START, catalogs=catalogs) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ")])
        await made.comes("tu", "TINH", Role.ADMINISTRATOR, "Anh Tú")
        async with desk_at(opened, 1) as desk:
            yield FormsAt(desk, tmp_path / "forms")


async def test_a_file_becomes_a_form_that_is_published(at: FormsAt) -> None:
    desk = at.desk
    assert "cchc-so" in words_of(await desk.get(FORMS))
    answer = await at.send(blank_form(), "?ma=Thư viện")
    assert answer.json() == {"to": f"{FORMS}/nhap/thu-vien"}
    one = answer.json()["to"]
    said = words_of(await desk.get(one))
    for words in ("BÁO CÁO HOẠT ĐỘNG THƯ VIỆN", "Bảng 1: 4 dòng × 2 cột", "chưa công bố"):
        assert words in said
    assert "thu-vien" in words_of(await desk.get(FORMS))
    printed = await file_of(desk, f"{one}/tep/word")
    assert Document(BytesIO(printed)).tables[0].rows[2].cells[2].text.isdecimal()
    workbook = await file_of(desk, f"{one}/tep/sua")
    assert (await at.send(workbook, "?sua=1", "sua.xlsx")).json() == {"to": one}
    headers = {"Origin": ADDRESS}
    tried = await desk.client.post(f"{one}/thu", data={"event": str(uuid4())}, headers=headers)
    assert tried.status_code == 303
    assert tried.headers["location"].startswith("/trang/")
    await desk.post(f"{one}/thu", {"period": "mai kia"}, 422)
    asked = await desk.post(f"{one}/cong-bo")
    assert "chưa công bố" in words_of(await desk.get(one))
    assert "Đã công bố" in await confirm(desk, asked)
    assert "đã công bố" in words_of(await desk.get(one))
    assert "HOẠT ĐỘNG THƯ VIỆN" in words_of(await desk.get(FORMS)).upper()


async def file_of(desk: DeskBrowser, path: str) -> bytes:
    answer = await desk.client.post(path, data={"event": str(uuid4())}, headers={"Origin": ADDRESS})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


async def test_a_doubt_is_decided_on_the_page(at: FormsAt) -> None:
    await at.send(blank_form(), "?ma=tv")
    folder = DraftFolder(at.folder, "tv")
    ways = (DraftReading("count", "số người"), DraftReading("percent", "tỷ lệ %"))
    doubt = DraftDoubt("table.0.column.2.answer", "Cột “Nữ” ghi gì?", ways)
    stored = folder.load()
    (folder.path / ".draft.json").write_bytes(dump_draft(replace(stored.draft, doubts=(doubt,))))
    assert "Cột “Nữ” ghi gì?" in words_of(await at.desk.get(f"{FORMS}/nhap/tv"))
    chosen = {"doubt": doubt.key, "value": "percent"}
    await at.desk.post(f"{FORMS}/nhap/tv/quyet", chosen, 303)
    assert folder.load().draft.tables[0].columns[1].answer == "percent"
    assert "Không còn chỗ nào chưa chắc" in words_of(await at.desk.get(f"{FORMS}/nhap/tv"))


async def test_one_of_several_forms_in_a_file_is_named(at: FormsAt) -> None:
    both = Document()
    for number in (7, 8):
        both.add_paragraph(f"Biểu số: 0{number}/TV")
        both.add_paragraph(f"BÁO CÁO THƯ VIỆN SỐ {number}")
        table = both.add_table(rows=0, cols=3)
        for texts in (
            ("Nội dung", "Mã số", "Tổng số (Người)"),
            ("A", "B", "1"),
            (f"Bạn đọc {number}", "01", ""),
            (f"Bạn đọc nữ {number}", "02", ""),
        ):
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    buffer = BytesIO()
    both.save(buffer)
    answer = await at.send(buffer.getvalue(), "?ma=hai")
    assert "ghi biểu thứ mấy" in answer.json()["problem"]
    answer = await at.send(buffer.getvalue(), "?ma=hai&so=2")
    assert answer.json() == {"to": f"{FORMS}/nhap/hai"}
    assert "THƯ VIỆN SỐ 8" in words_of(await at.desk.get(f"{FORMS}/nhap/hai"))


async def test_what_is_no_form_is_told(at: FormsAt) -> None:
    for content, query, name in (
        (b"%PDF-1.7", "", "x.pdf"),
        (b"", "", "x.docx"),
        (b"PK\x03\x04rubbish", "?sua=1", "x.xlsx"),
    ):
        answer = await at.send(content, query, name)
        assert answer.status_code == 422, name
        assert answer.json()["problem"]
    await at.send(blank_form(), "?ma=tv")
    again = await at.send(blank_form(), "?ma=tv")
    assert "Đã có biểu tv" in again.json()["problem"]
    await at.desk.get(f"{FORMS}/nhap/..%2F..%2Fetc", 404)
    await at.desk.post(f"{FORMS}/nhap/khong-co/cong-bo", status=422)
