"""An administrator sends a ministry's blank form into the chat: it is shown, asked about, corrected
by its workbook, printed, and published when they say so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.files.draft_folder import CORRECTIONS, DraftFolder
from bot.ports.channel import IncomingKind
from conversations.workflow.permissions import Role
from templates.form_draft.model import DraftDoubt, DraftReading
from templates.form_draft.output.file_template import dump_draft, load_draft
from tests.support.product import Office, office, open_catalogs
from tests.support.province import Province, department, local

START = local(2026, 3, 2)


TITLE = "BÁO CÁO HOẠT ĐỘNG THƯ VIỆN NĂM 2026"


def blank_form(*changes: tuple[str, ...], title: str = TITLE) -> bytes:
    """The paper; each change is a row that takes the place of the one with this label, or stands
    behind it where the label begins with `+`."""
    document = Document()
    document.add_paragraph("Biểu số: 07/TV")
    document.add_paragraph(title)
    table = document.add_table(rows=0, cols=4)
    table.style = "Table Grid"
    rows = [
        ("Nội dung", "Mã số", "Tổng số (Người)", "Trong đó: Nữ"),
        ("A", "B", "1", "2"),
        ("Tổng số bạn đọc", "01", "", ""),
        ("Chia theo độ tuổi", "", "", ""),
        ("- Dưới 16 tuổi", "02", "", ""),
        ("- Từ 16 tuổi trở lên", "03", "", ""),
    ]
    for after, *row in changes:
        at = next(at for at, texts in enumerate(rows) if texts[0] == after.lstrip("+"))
        rows[at + 1 if after.startswith("+") else at : at + 1] = [(*row, "", "")]
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
async def at(tmp_path: Path) -> AsyncIterator[Office]:
    catalogs = replace(open_catalogs(), forms=tmp_path / "forms")
    async with office(tmp_path, START, catalogs=catalogs) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ")])
        await made.comes("tu", "TINH", Role.ADMINISTRATOR, "Anh Tú")
        await made.comes("an", "NV", Role.OFFICER, "An")
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        yield opened


async def send(at: Office, who: str, name: str, content: bytes, text: str = "") -> str:
    kept = await at.keep_file("telegram", who, content)
    event = at.event(IncomingKind.SENT, text, who=who)
    return await at.handle(replace(event, file_name=name, file_ref=kept, file_size=len(content)))


def newest_file(at: Office, who: str, ending: str) -> bytes:
    for outgoing in reversed(at.channels["telegram"].sent):
        file = outgoing.file
        if outgoing.conversation == who and file is not None and file.name.endswith(ending):
            return file.content
    raise AssertionError(f"no file {ending} for {who}")


async def test_a_file_becomes_a_form_that_is_published(at: Office, tmp_path: Path) -> None:
    assert "Gửi vào đây" in await at.say("tạo biểu thu-vien", who="tu")
    said = await send(at, "tu", "mau.docx", blank_form())
    assert "Biểu nháp thu-vien" in said
    assert "Bảng 1: 4 dòng × 2 cột số liệu" in said
    assert (tmp_path / "forms" / "thu-vien" / "appendix.docx").is_file()
    assert newest_file(at, "tu", "thu-vien.xlsx").startswith(b"PK")
    await at.tap("Xem bản Word", who="tu")
    printed = Document(BytesIO(newest_file(at, "tu", ".docx")))
    assert printed.tables[0].rows[2].cells[2].text.isdecimal()
    asked = await at.say("công bố", who="tu")
    assert "Biểu mới, 6 câu" in asked
    assert "chưa công bố" in await at.say("7", who="tu")  # a number never means it
    async with at.store.transaction() as tx:
        assert not await tx.published_forms.list_all()
    assert "Đã công bố" in await at.say("đồng ý", who="tu")
    async with at.store.transaction() as tx:
        assert [one.key for one in await tx.published_forms.list_all()] == ["thu-vien"]
    assert "đã công bố đúng như vậy" in await at.say("công bố thu-vien", who="tu")


async def test_a_title_of_another_form_is_told_at_once_and_when_published(at: Office) -> None:
    title = open_catalogs().catalog.forms["cchc-so"].title
    said = await send(at, "tu", "mau.docx", blank_form(title=title.upper()), "tạo biểu tv")
    ways = ("tạo biểu cchc-so", "đổi ô “Tên biểu” trong tệp sửa biểu")
    assert [way for way in ways if way not in said] == []
    refused = await at.say("công bố tv", who="tu")
    assert "lập lại bằng mã đó: tạo biểu cchc-so" in refused
    assert "allowed" not in refused


NEWER = (
    ("+- Dưới 16 tuổi", "- Từ 16 đến 60 tuổi", "03"),
    ("- Từ 16 tuổi trở lên", "- Trên 60 tuổi", "04"),
    ("Tổng số bạn đọc", "Tổng số bạn đọc có thẻ", "01"),
)


async def test_a_newer_paper_becomes_the_next_version(at: Office, tmp_path: Path) -> None:
    """Rows that are there still keep their names; the officer who has begun is told what is new."""
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu thu-vien")
    await at.say("công bố", who="tu")
    await at.say("đồng ý", who="tu")
    await at.say("mở đợt 07/TV năm 2026 hạn 31/12/2026 cho sở", who="mai")
    assert "Đã mở đợt" in await at.say("đồng ý", who="mai")
    await at.say("việc của tôi", who="an")
    await at.say("bắt đầu", who="an")
    for figures in ("50 20", "30 15", "20 5"):
        await at.say(figures, who="an")
    said = await send(at, "tu", "mau-2027.docx", blank_form(*NEWER), "tạo biểu thu-vien")
    assert "“Tổng số bạn đọc” của bản đang dùng nay là “Tổng số bạn đọc có thẻ”" in said
    assert "2 dòng mới so với bản đang dùng: “- Từ 16 đến 60 tuổi”; “- Trên 60 tuổi”" in said
    assert "03 “- Từ 16 tuổi trở lên”" in said
    text = (tmp_path / "forms" / "thu-vien" / "form.yaml").read_text(encoding="utf-8")
    assert 'version: "2026.2"' in text
    assert '"03a": {label: "- Từ 16 đến 60 tuổi", code: "03"' in text
    await at.say("công bố", who="tu")
    assert "Đã công bố" in await at.say("đồng ý", who="tu")
    await at.announce()
    await at.send()
    told = at.told("an")[-1]
    assert "2026.1 → 2026.2: 4 số liệu đã ghi được giữ nguyên" in told
    assert "2 chỉ tiêu mới, 1 bỏ, 1 đổi tên" in told
    assert "03. - Từ 16 tuổi trở lên: 20 · 5" in told.replace("03. Từ", "03. - Từ")


async def test_a_corrected_workbook_comes_back_and_again(at: Office, tmp_path: Path) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    workbook = (tmp_path / "forms" / "tv" / CORRECTIONS).read_bytes()
    for _ in range(2):
        assert "Đã nhận phần sửa" in await send(at, "tu", "sua.xlsx", workbook)
    said = await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    assert "Đã có biểu tv" in said
    assert "tạo biểu tv-2" in said


async def test_an_old_workbook_does_not_undo_what_was_decided_in_the_chat(
    at: Office, tmp_path: Path
) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    folder = DraftFolder(tmp_path / "forms", "tv")
    old = (folder.path / CORRECTIONS).read_bytes()
    ways = (DraftReading("count", "số người"), DraftReading("percent", "tỷ lệ %"))
    doubt = DraftDoubt("table.0.column.2.answer", "Cột “Nữ” ghi gì?", ways)
    stored = folder.load()
    (folder.path / ".draft.json").write_bytes(dump_draft(replace(stored.draft, doubts=(doubt,))))
    await at.say("biểu nháp tv", who="tu")
    await at.tap("Tỷ lệ %", who="tu")
    assert "Đã nhận phần sửa" in await send(at, "tu", "sua.xlsx", old)
    assert folder.load().draft.tables[0].columns[1].answer == "percent"
    for kept in folder.path.glob(".handed-*"):
        kept.unlink()
    said = await send(at, "tu", "sua.xlsx", old)
    assert "đọc được dấu tệp “0001”" in said
    assert "Hãy lấy tệp sửa mới" in said


async def test_each_form_file_that_was_edited_by_hand_is_kept(at: Office, tmp_path: Path) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    folder = tmp_path / "forms" / "tv"
    for number, name in enumerate(("_form.yaml", "_form-2.yaml")):
        edited = (folder / "form.yaml").read_text(encoding="utf-8") + f"# {number}\n"
        (folder / "form.yaml").write_text(edited, encoding="utf-8")
        said = await send(at, "tu", "sua.xlsx", (folder / CORRECTIONS).read_bytes())
        assert f"cất ở {name}" in said
        assert (folder / name).read_text(encoding="utf-8") == edited


async def test_a_doubtful_point_is_asked_with_buttons(at: Office, tmp_path: Path) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    folder = DraftFolder(tmp_path / "forms", "tv")
    doubt = DraftDoubt(
        "table.0.column.2.answer",
        "Cột “Nữ” ghi gì?",
        (DraftReading("count", "số người"), DraftReading("percent", "tỷ lệ %")),
    )
    stored = folder.load()
    (folder.path / ".draft.json").write_bytes(dump_draft(replace(stored.draft, doubts=(doubt,))))
    assert "Cột “Nữ” ghi gì?" in await at.say("biểu nháp tv", who="tu")
    assert "Đã ghi: Cột “Nữ” ghi gì? tỷ lệ %" in await at.tap("Tỷ lệ %", who="tu")
    draft = load_draft((folder.path / ".draft.json").read_bytes())
    assert draft.doubts == ()
    assert draft.tables[0].columns[1].answer == "percent"
    assert "answer: percent" in (folder.path / "form.yaml").read_text(encoding="utf-8")
    assert "đã quyết rồi" in await at.tap("Số người", who="tu")


async def test_a_draft_is_tried_on_figures_of_its_own(at: Office, tmp_path: Path) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    said = await at.tap("Thử trả lời", who="tu")
    assert "Đang thử biểu tv" in said
    assert "Tổng số bạn đọc" in said
    said = await at.say("12 7", who="tu")
    assert "Tổng số 12" in said
    assert "Đã thử xong" in await at.say("thôi thử", who="tu")
    assert "Tổng số bạn đọc" not in await at.say("việc của tôi", who="tu")
    assert "Đang thử biểu tv" in await at.say("thử biểu tv", who="tu")
    workbook = (tmp_path / "forms" / "tv" / CORRECTIONS).read_bytes()
    await send(at, "tu", "sua.xlsx", workbook)
    await at.say("thử biểu nháp tv", who="tu")
    assert "Biểu nháp tv" in await at.say("biểu nháp tv", who="tu")
    async with at.store.transaction() as tx:
        assert not await tx.published_forms.count_reports()


async def test_a_heading_that_takes_figures_gets_its_cells(at: Office, tmp_path: Path) -> None:
    await send(at, "tu", "mau.docx", blank_form(), "tạo biểu tv")
    folder = DraftFolder(tmp_path / "forms", "tv")
    ways = (DraftReading("heading", "tiêu đề"), DraftReading("row", "có ghi số"))
    doubt = DraftDoubt("table.0.row.1.kind", "Dòng “Chia theo độ tuổi” có ghi số không?", ways)
    stored = folder.load()
    (folder.path / ".draft.json").write_bytes(dump_draft(replace(stored.draft, doubts=(doubt,))))
    await at.say("biểu nháp tv", who="tu")
    await at.tap("Có ghi số", who="tu")
    template = Document(str(folder.path / "appendix.docx"))
    assert "{{ cells" in template.tables[0].rows[3].cells[2].text


@pytest.mark.parametrize("words", ["tạo biểu", "biểu nháp", "công bố tv"])
async def test_only_who_administers_all_makes_forms(at: Office, words: str) -> None:
    said = await at.say(words, who="an")
    assert "biểu nháp" not in said.casefold().replace(words, "")
    await send(at, "an", "mau.docx", blank_form(), "tạo biểu tv")
    assert "Biểu nháp" not in "\n".join(at.told("an"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("công bố", "Chưa có biểu nháp nào"),
        ("công bố xyz", "Không có biểu nháp “xyz”"),
        ("biểu nháp", "Chưa có biểu nào đang làm"),
        ("biểu nháp ../..", "Không có biểu nháp"),
    ],
)
async def test_what_is_not_there_is_told_with_the_way_out(
    at: Office, words: str, told: str
) -> None:
    assert told in await at.say(words, who="tu")


async def test_a_file_that_is_no_form_is_told(at: Office, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Kính gửi các sở.")
    buffer = BytesIO()
    document.save(buffer)
    said = await send(at, "tu", "cong-van.docx", buffer.getvalue(), "tạo biểu cv")
    assert "không thấy bảng" in said
    assert "PDF" in await send(at, "tu", "mau.pdf", b"%PDF-1.4 x", "tạo biểu cv")
    assert not (tmp_path / "forms" / "cv").exists()
