"""The office in the chat: joining, rounds, work together, review, corrections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from bot.ports.channel import IncomingKind
from conversations.answers.values import AnswerState
from conversations.reports.model import ReportState
from conversations.workflow.permissions import Role
from tests.support.databases import Databases
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, commune, department, local, member_of

pytestmark = pytest.mark.long

START = local(2026, 3, 2)


async def _found(opened: Office) -> Province:
    """Two units with their people, a coordinator, and no round yet."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("hung", "NV", Role.OFFICER, "Hùng")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Ông Bình")
    return made


@pytest.fixture
async def province(databases: Databases) -> AsyncIterator[Province]:
    async with founded_once(databases, START, _found) as made:
        yield made


async def open_round(province: Province, words: str = "mở đợt quý I/2026") -> str:
    await province.office.say(words, who="dau-moi")
    return await province.office.tap("Mở đợt này", who="dau-moi")


async def submit(at: Office, who: str, *answers: str) -> None:
    """Answer some rows and hand in what is there."""
    for answer in answers:
        await at.say(answer, who=who)
    await at.say("nộp", who=who)
    for _ in range(60):
        said = await at.say("nộp", who=who)
        if "Đã nộp" in said:
            return
        await at.say("tất cả: theo thực tế đã kiểm tra", who=who)
    raise AssertionError(said)


async def test_a_stranger_is_asked_for_a_code(province: Province) -> None:
    said = await province.office.say("xin chào", who="la")
    assert "mã mời" in said
    assert "Câu 1/" not in said


async def test_a_code_shows_what_it_is_for_and_counts_once(province: Province) -> None:
    at = province.office
    code = await province.token("NV", Role.OFFICER, "Tuấn")
    said = await at.say(f"/start {code}", who="tuan")
    assert "cán bộ báo cáo của Sở Nội vụ" in said
    async with at.store.transaction() as tx:
        assert await tx.roles.of_member(await member_of(tx, "tuan")) == ()
    assert "Anh/chị đã là cán bộ báo cáo" in await at.tap("Tham gia", who="tuan")
    assert "Mã này đã dùng" in await at.tap("Tham gia", who="tuan")
    assert "không đúng" in await at.say(f"/start {code}", who="la")


async def test_after_five_wrong_codes_even_a_right_one_waits(province: Province) -> None:
    at = province.office
    for number in range(5):
        await at.say(f"/start {number:022}", who="la")
    code = await province.token("NV", Role.OFFICER)
    assert "Đã thử sai nhiều mã" in await at.say(f"/start {code}", who="la")


async def test_a_round_is_shown_before_it_is_opened_and_its_officers_hear_of_it(
    province: Province,
) -> None:
    at = province.office
    said = await at.say("mở đợt quý I/2026", who="dau-moi")
    assert "Đơn vị phải nộp: 2" in said
    assert "xã, phường: 17/03/2026" in said
    assert "20/03/2026" in said
    assert "Đã mở đợt" in await at.tap("Mở đợt này", who="dau-moi")
    assert "hạn nộp 20/03/2026" in at.told("lan")[-1]
    assert "Câu 1/152" in await at.tap("Làm: Sở NV", who="lan")
    assert "đã mở rồi" in await at.say("mở đợt quý I/2026", who="dau-moi")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("mở đợt quý X", "Chưa rõ kỳ nào"),
        ("mở đợt quý I/2026 cho huyện đảo", "Chưa rõ loại đơn vị"),
        ("mở đợt quý I/2026 hạn 14/3/2026", "không để lại ngày làm việc nào"),
        ("mở đợt quý I/2026 hạn 40/3", "Chưa đọc được hạn nộp"),
    ],
)
async def test_a_round_that_cannot_be_is_explained(
    province: Province, words: str, said: str
) -> None:
    assert said in await province.office.say(words, who="dau-moi")


async def test_a_section_is_handed_to_a_colleague_and_back(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    assert "Đã giao “Cải cách thể chế" in (await at.say("giao phần II cho Hùng", who="lan"))
    assert "Anh/chị được giao" in at.told("hung")[-1]
    said = await at.say("ai đang làm", who="lan")
    assert "→ Hùng: còn" in said
    await at.tap("Lấy lại", who="lan")
    assert "không còn giao" in at.told("hung")[-1]


async def test_a_guest_sees_only_the_rows_they_were_asked_for(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    said = await at.say("hỏi đồng nghiệp câu 12 cho anh Tuấn", who="lan")
    code = said.strip().splitlines()[-1]
    said = await at.say(f"/start {code}", who="tuan")
    assert "Sở Nội vụ nhờ anh/chị cho số một chỉ tiêu:" in said
    said = await at.tap("Tham gia", who="tuan")
    assert "Câu 1/1" in said
    assert "kỳ trước" not in said
    assert "Word" not in said
    for words in ("nộp", "tải", "đính chính vì sai số liệu"):
        said = await at.say(words, who="tuan")
        assert "Phụ lục Word" not in said
    report = await province.report_of("NV")
    assert (await at.report(report)).state is ReportState.DRAFT
    before = len(at.told("lan"))
    said = await at.say("5", who="tuan")
    assert "Đã đủ số được hỏi" in said
    assert ["đã trả lời “" in text for text in at.told("lan")[before:]] == [True]
    stored = await at.report(report)
    given = [key for key, one in stored.answers.items() if one.state is AnswerState.VALUE]
    assert [stored.answers[key].author for key in given] == ["anh Tuấn"] * len(given)


async def test_submit_return_mend_approve(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21", "7", "5")
    assert "đã nộp báo cáo" in at.told("giam-doc")[-1]
    said = await at.tap("↩ Trả lại", who="giam-doc")
    assert "Mỗi dòng một chỉ tiêu" in said
    assert "Chưa trả lại gì" in await at.say("câu 2", who="giam-doc")
    said = await at.say("câu 2: không khớp với kế hoạch", who="giam-doc")
    assert "Sẽ trả lại 1 dòng" in said
    await at.tap("Trả lại 1 dòng", who="giam-doc")
    assert await province.state("NV") == "returned"
    assert "không khớp với kế hoạch" in at.told("lan")[-1]
    said = await at.tap("Làm: Sở NV", who="lan")
    assert "Bị trả lại: không khớp với kế hoạch" in said
    await at.say("8", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("99", who="lan")
    report = await at.report(await province.report_of("NV"))
    assert [report.answers[key].amount for key in ("I.01.01", "I.01.02")] == [21, 8]
    await submit(at, "lan")
    assert "lần 2" in at.told("giam-doc")[-1]
    assert "7 → 8" in at.told("giam-doc")[-1]
    assert "7 → 8" in await at.tap("Chỗ khác", who="giam-doc")
    await at.tap("Xem báo cáo", who="giam-doc")
    assert "Đã duyệt" in await approve(at, "giam-doc")
    assert await province.state("NV") == "approved"
    assert "Ông Bình đã duyệt báo cáo Quý I/2026 của Sở NV" in at.told("lan")[-1]


async def test_a_correction_keeps_the_old_version_and_tells_its_users(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21", "7", "5")
    await approve(at, "giam-doc")
    await at.say("xem báo cáo NV", who="dau-moi")
    await at.say("đính chính ghi nhầm số nhiệm vụ", who="lan")
    number = await province.report_of("NV")
    await at.say("sửa câu 1", who="lan")
    await at.say("22", who="lan")
    async with at.store.transaction() as tx:
        assert (await tx.submissions.load(number, 1)).answers["I.01.01"].amount == 21
    await submit(at, "lan")
    await approve(at, "giam-doc")
    assert "đã đính chính báo cáo" in at.told("dau-moi")[-1]
    assert "21 → 22" in await at.tap("Chỗ khác", who="dau-moi")


async def test_the_board_is_one_message_and_its_total_explains_itself(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21", "7", "5")
    said = await at.say("bảng", who="dau-moi")
    assert "chờ duyệt 1" in said
    said = await at.tap("Chưa nộp", who="dau-moi")
    assert "Xã số 01" in said
    sent = [one for one in at.channels["telegram"].sent if one.conversation == "dau-moi"]
    assert sent[-1].edits == f"telegram-{sent[-2].id}"
    said = await at.say("hợp nhất I.1.1", who="dau-moi")
    assert "Tổng: 21" in said
    assert "1 đơn vị có số, 1 chưa báo cáo" in said
    assert "Dự thảo" in await at.say("hợp nhất", who="dau-moi")


async def test_files_of_the_board_and_the_total_are_handed_out(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21", "7", "5")
    await at.say("bảng", who="dau-moi")
    for label in ("Hình", "Excel"):
        await at.tap(label, who="dau-moi")
    await at.say("hợp nhất", who="dau-moi")
    for label in ("Tải Word hợp nhất", "Tải Excel hợp nhất"):
        await at.tap(label, who="dau-moi")
    await at.say("nhật ký NV", who="dau-moi")
    await at.tap("Nhật ký Excel", who="dau-moi")
    await at.say("hợp nhất I.1.1", who="dau-moi")
    await at.tap("Biểu đồ", who="dau-moi")
    await at.say("so sánh I.1.1", who="dau-moi")
    files = [one.file for one in at.channels["telegram"].sent if one.file is not None]
    mine = [file for file in files if file.name != "PL_CCHC_Q1-2026_SNV.docx"]
    starts = [file.content[:4] for file in mine]
    png, archive = b"\x89PNG", b"PK\x03\x04"
    assert starts == [png, *[archive] * 4, png, png]
    assert mine[2].name.startswith("DU-THAO_")
    book = CalamineWorkbook.from_filelike(BytesIO(mine[3].content))
    assert book.get_sheet_by_name("Phần I").to_python()[1][4:] == ["Sở NV"]
    assert len(book.get_sheet_by_name("Lịch sử").to_python()) > 3


async def test_an_extension_has_a_day_and_a_reason(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.say("xem báo cáo X01", who="dau-moi")
    await at.tap("Gia hạn", who="dau-moi")
    assert "cần lý do" in await at.say("25/3", who="dau-moi")
    assert "đến 25/03/2026 (thứ tư): mất điện hai ngày" in await at.say(
        "25/3: mất điện hai ngày", who="dau-moi"
    )
    report = await at.report(await province.report_of("X01"))
    assert report.due is not None
    assert report.due.astimezone(START.tzinfo).date() == local(2026, 3, 25).date()


async def test_a_locked_report_is_closed_until_it_is_opened(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    assert "Khóa sổ báo cáo Quý I/2026 của Sở NV?" in await at.say("khóa sổ NV", who="dau-moi")
    await at.tap("Đúng, khóa sổ", who="dau-moi")
    assert "khóa sổ" in at.told("lan")[-1]
    assert "khóa" in await at.say("21", who="lan")
    assert (await at.report(await province.report_of("NV"))).answers == {}
    await at.say("mở khóa NV", who="dau-moi")
    await at.say("dạ mở khóa đi em", who="dau-moi")
    await at.say("tiếp", who="lan")
    assert "Đã ghi: 21" in await at.say("21", who="lan")


async def test_late_is_recorded(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    at.clock.moment = local(2026, 3, 24)
    await submit(at, "lan", "21", "7", "5")
    assert "nộp muộn" in at.told("giam-doc")[-1]
    async with at.store.transaction() as tx:
        (row, *_) = [
            one
            for one in await tx.boards.list_rows(1, province.units["TINH"])
            if one.short_name == "Sở NV"
        ]
    assert row.late


async def test_an_officer_is_relieved_and_the_report_stays(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await at.say("21", who="lan")
    await at.say("thành viên NV", who="dau-moi")
    assert "Cho Lan thôi làm" in await at.tap("Thôi: Lan", who="dau-moi")
    assert "✓ Lan thôi làm" in await at.tap("Đúng, cho thôi", who="dau-moi")
    assert "Anh/chị thôi làm" in at.told("lan")[-1]
    said = await at.say("7", who="lan")
    assert "Đã ghi" not in said
    report = await at.report(await province.report_of("NV"))
    assert report.answers["I.01.01"].amount == 21
    await at.tap("Làm: Sở NV", who="hung")
    assert "Đã ghi: 7" in await at.say("7", who="hung")


async def test_number_and_date_are_entered_when_it_is_issued(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21", "7", "5")
    at.clock.moment = local(2026, 3, 20)
    assert "Chưa đọc được" in await at.say("ban hành số 45", who="lan")
    said = await at.say("ban hành số 45/BC-SNV ngày 20/3/2026", who="lan")
    assert "Đã ghi số 45/BC-SNV ngày 20/03/2026" in said
    files = [one.file for one in at.channels["telegram"].sent if one.file is not None]
    assert files[-1] is not None
    assert (await at.report(await province.report_of("NV"))).issue.number == "45/BC-SNV"


async def test_forwarded_home_and_own_data(province: Province) -> None:
    at = province.office
    await open_round(province)
    assert "Sở NV · Quý I/2026 · hạn 20/03/2026" in await at.say("việc của tôi", who="lan")
    await at.say("dữ liệu của tôi", who="lan")
    file = at.channels["telegram"].sent[-1].file
    assert file is not None
    assert "Lan" in file.content.decode()


async def test_an_unknown_button_does_nothing(province: Province) -> None:
    at = province.office
    event = at.event(IncomingKind.TAPPED, button="999999.0", who="lan")
    assert "Sở NV" not in await at.handle(event)
