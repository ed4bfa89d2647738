"""Every issued file is known again: untouched, edited, older, or of somebody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from bot.ports.channel import IncomingKind
from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.seal import code_in, make_seal
from conversations.workflow.permissions import Role
from templates.appendix_import.verification_code import code_of
from templates.documents.excel.appendix import render_sheet
from templates.documents.formats import FORMATS
from templates.documents.word.render import render_word
from tests.support.appendix import empty_report, form, sample_report
from tests.support.filed.pdf import raw_pdf, typeset
from tests.support.filed.signing import sign
from tests.support.product import Office, office
from tests.support.province import Province, approve, department, local

pytestmark = pytest.mark.long

SUBMITTED = {"state": "submitted", "version": 1}


def issued_report():
    return sample_report().model_copy(update=SUBMITTED)


def test_a_draft_has_no_seal() -> None:
    assert make_seal(sample_report()) is None


def test_the_code_hangs_on_every_value_and_on_what_it_is_of() -> None:
    report = issued_report()
    other = report.with_answer("I.01.03", report.answer("I.01.03").model_copy(update={"note": "x"}))
    changed = [
        other,
        report.model_copy(update={"version": 2}),
        report.model_copy(update={"unit": report.unit.model_copy(update={"name": "Sở B"})}),
        report.model_copy(
            update={"period": report.period.model_copy(update={"name": "Quý II/2023"})}
        ),
        report.with_answer("II.01", Answer(state=AnswerState.VALUE, value=Number(amount=0))),
    ]
    codes = {one.code for one in map(make_seal, [report, *changed]) if one}
    assert len(codes) == 6
    assert all(code_in(f"xx {code}.") == code for code in codes)


def test_what_prints_alike_has_the_same_seal() -> None:
    """A blank row and one where nothing arose print the same cells."""
    none = issued_report().with_answer("II.01", Answer(state=AnswerState.NONE))
    assert make_seal(none) == make_seal(issued_report())


@pytest.mark.parametrize("what", ["word", "pdf", "excel"])
@pytest.mark.parametrize("layout", ["tinh", "nd30"])
def test_every_issued_file_carries_its_code(what: str, layout: str) -> None:
    report = issued_report()
    sealed = make_seal(report)
    assert sealed is not None
    content = FORMATS[what].render(form(), report, layout=layout)
    assert code_of(content) == sealed.code
    assert sealed.digest.encode() in content or what != "pdf"
    assert code_of(FORMATS[what].render(form(), sample_report(), layout=layout)) is None


def test_the_visible_line_is_enough() -> None:
    """Saved by a program that drops properties."""
    content = render_word(form(), issued_report(), layout="nd30")
    document = Document(BytesIO(content))
    assert any("Mã bản: PL-" in line.text for line in document.paragraphs)
    made = BytesIO()
    copy = Document()
    copy.add_paragraph(document.paragraphs[-1].text)
    copy.save(made)
    assert code_of(made.getvalue()) == code_of(content)


def test_the_visible_line_is_enough_in_other_kinds_of_files() -> None:
    code = code_of(render_word(form(), issued_report(), layout="nd30"))
    page = f"<html><body><table><tr><td>1</td></tr></table><p>Mã bản: {code}</p></body></html>"
    printed = typeset(f"#table(columns: 2, [a], [b])\n\nMã bản: {code}")
    assert code is not None
    assert [code_of(page.encode()), code_of(printed)] == [code, code]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7 PL-ABCD", b"x" * 100])
def test_a_file_without_a_code_has_none(content: bytes) -> None:
    assert code_of(content) is None


@pytest.fixture
async def desk(database: str) -> AsyncIterator[Office]:
    async with office(database) as made:
        await made.say("/start")
        yield made


async def send(desk: Office, name: str, content: bytes) -> str:
    kept = await desk.keep_file("telegram", "42", content)
    event = desk.event(IncomingKind.SENT)
    return await desk.handle(replace(event, file_name=name, file_ref=kept, file_size=len(content)))


async def hand_in(desk: Office, changes: dict[str, str] | None = None) -> None:
    """The sample's answers, some of them changed, submitted with reasons for every warning."""
    report = sample_report()
    if changes is None:
        await send(desk, "PL.docx", render_word(form(), report))
        await desk.say("đồng ý")
    else:
        for key, text in changes.items():
            await desk.say(f"sửa {key}")
            await desk.say(text)
    said = await desk.say("nộp")
    for _ in range(30):
        if "Nộp báo cáo?" in said:
            await desk.say("nộp")
            return
        said = await desk.say("tất cả: số liệu đã được kiểm tra kỹ")
    raise AssertionError(said)


def newest_file(desk: Office) -> bytes:
    sent = [one.file for one in desk.channels["telegram"].sent if one.file]
    return sent[-1].content


def edited_word(content: bytes, old: str, new: str) -> bytes:
    document = Document(BytesIO(content))
    for row in document.tables[0].rows:
        for cell in row.cells[3:4]:
            if cell.text == old:
                cell.paragraphs[0].runs[0].text = new
                made = BytesIO()
                document.save(made)
                return made.getvalue()
    raise AssertionError(old)


async def test_the_round_trip_of_each_format(desk: Office) -> None:
    await hand_in(desk)
    word = newest_file(desk)
    assert "khớp hoàn toàn với lần nộp 1" in await send(desk, "a.docx", word)
    said = await send(desk, "b.docx", edited_word(word, "594", "595"))
    assert "khác bản nộp (lần 1) ở 1 ô" in said
    assert "VII.03.01 Tổng số văn bản đi" in said
    assert "tệp ghi 595, bản nộp là 594" in said
    assert "đã bị sửa sau khi xuất" in said
    await desk.say("tải excel")
    sheet = newest_file(desk)
    assert "khớp hoàn toàn với lần nộp 1" in await send(desk, "a.xlsx", sheet)
    await desk.say("tải pdf")
    pdf = newest_file(desk)
    assert "nguyên vẹn như khi xuất" in await send(desk, "a.pdf", pdf)
    assert "khớp hoàn toàn với lần nộp 1" in await send(desk, "b.pdf", pdf + b"\n%%EOF")
    said = await send(desk, "c.pdf", await asyncio.to_thread(sign, pdf))
    assert "khớp hoàn toàn với lần nộp 1" in said
    assert "Ký số bởi Nguyễn Văn A (Sở Nội vụ tỉnh Mẫu)" in said
    assert "tệp không đổi từ khi ký; chưa kiểm tra chuỗi tin cậy" in said
    scan = raw_pdf(b"q 500 0 0 700 40 40 cm /P Do Q", picture=True)
    code = (code_of(pdf) or "").encode()
    assert "không còn nguyên vẹn" in await send(desk, "d.pdf", scan + b"\n%" + code)
    assert (await desk.report()).answer("VII.03.01").amount == 594


async def test_an_older_version_is_told_from_the_one_in_force(desk: Office) -> None:
    await hand_in(desk)
    first = newest_file(desk)
    await desk.say("mở lại")
    await desk.say("đồng ý")
    await hand_in(desk, {"I.01.03": "6"})
    second = newest_file(desk)
    assert first != second
    said = await send(desk, "cu.docx", first)
    assert "bản cũ: lần nộp 1" in said
    assert "I.01.03 Số văn bản chỉ đạo CCHC đã ban hành: tệp ghi 5, lần 2 là 6" in said
    assert "khớp hoàn toàn với lần nộp 2" in await send(desk, "moi.docx", second)
    await desk.say("tải bản 1")
    assert newest_file(desk) == first
    assert desk.channels["telegram"].sent[-2].file is not None
    names = [one.file.name for one in desk.channels["telegram"].sent if one.file]
    assert names[-1] == "PL_CCHC_Q1-2023_SLDTBXH_ban-1.docx"
    assert "mới nộp 2 lần, không có bản 9" in await desk.say("tải bản 9")


async def test_a_file_that_was_cleaned_of_its_code_is_compared_too(desk: Office) -> None:
    await hand_in(desk)
    bare = render_word(form(), sample_report())  # the same values, never issued
    said = await send(desk, "PL.docx", bare)
    assert "khớp hoàn toàn với lần nộp 1" in said
    assert "không mang mã của hệ thống" in said


async def test_a_report_of_another_unit_is_not_shown_to_the_sender(desk: Office) -> None:
    await hand_in(desk)
    word = newest_file(desk)
    await desk.say("/start", who="77")
    kept = await desk.keep_file("telegram", "77", word)
    event = desk.event(IncomingKind.SENT, who="77")
    said = await desk.handle(replace(event, file_name="a.docx", file_ref=kept, file_size=9))
    assert "lần nộp 1" not in said
    assert "Xem lại số đọc từ tệp" in said


async def test_a_cell_that_cannot_be_read_counts_as_changed(desk: Office) -> None:
    await hand_in(desk)
    said = await send(desk, "b.docx", edited_word(newest_file(desk), "594", "rất nhiều"))
    assert "tệp ghi rất nhiều, bản nộp là 594" in said


def test_an_empty_report_seals_too() -> None:
    report = empty_report().model_copy(update=SUBMITTED)
    assert code_of(render_sheet(form(), report)) == make_seal(report).code


async def test_reviewer_and_coordinator_see_what_a_units_file_is(database: str) -> None:
    """A file of a unit's approved report, sent by people who only look at it; and by one who has
    nothing to do with the unit."""
    async with office(database, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ"), department("TC", "Tài chính")])
        for who, unit, role in (
            ("dau-moi", "TINH", Role.COORDINATOR),
            ("lan", "NV", Role.OFFICER),
            ("giam-doc", "NV", Role.REVIEWER),
            ("nguoi-la", "TC", Role.OFFICER),
        ):
            await province.comes(who, unit, role, who)
        await at.say("mở đợt quý I/2026", who="dau-moi")
        await at.tap("Mở đợt này", who="dau-moi")
        await at.tap("Làm: Sở NV", who="lan")
        for answer in ("21", "7", "5"):
            await at.say(answer, who="lan")
        said = ""
        for _ in range(60):
            said = await at.say("nộp", who="lan")
            if "Đã nộp" in said:
                break
            await at.say("theo thực tế đã kiểm tra", who="lan")
        await at.say("duyệt NV", who="giam-doc")
        await approve(at, "giam-doc")
        await at.say("tải về", who="lan")
        word = [one.file for one in at.channels["telegram"].sent if one.file][-1].content

        async def sends(who: str, content: bytes) -> str:
            kept = await at.keep_file("telegram", who, content)
            event = at.event(IncomingKind.SENT, who=who)
            return await at.handle(replace(event, file_name="a.docx", file_ref=kept, file_size=9))

        assert "đúng là bản đã duyệt (lần nộp 1) của Sở NV" in await sends("dau-moi", word)
        assert "đúng là bản đã duyệt (lần nộp 1) của Sở NV" in await sends("giam-doc", word)
        changed = edited_word(word, "21", "22")
        said = await sends("dau-moi", changed)
        assert "khác bản đã duyệt (lần 1) ở 1 ô" in said
        assert "tệp ghi 22, bản đã duyệt là 21" in said
        assert "Sở NV" not in await sends("nguoi-la", word)
        await at.say("xem báo cáo NV", who="dau-moi")
        await at.tap("Tải PDF", who="dau-moi")
        pdf = [one.file for one in at.channels["telegram"].sent if one.file][-1]
        assert pdf.name == "PL_CCHC_Q1-2026_SNV.pdf"
        assert "nguyên vẹn như khi xuất" in await sends("dau-moi", pdf.content)
        assert "Sở NV" not in await sends("nguoi-la", pdf.content)
