"""The office's commands as people type them: each is carried out, asked about, or left to the
report."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path

import pytest

from bot.jobs.duties import duties_of
from bot.workflow.handlers import HANDLERS, TYPED
from conversations.commands.workflow import WorkflowCommand
from conversations.workflow.permissions import Role
from conversations.workflow.requests import REQUESTS
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.breadth import share
from tests.support.founding import founded_once
from tests.support.product import Office, open_catalogs
from tests.support.province import Province, approve, commune, department, local, member_of

pytestmark = pytest.mark.long

START = local(2026, 3, 2)
TROUBLE = "trục trặc"
PEOPLE = {  # who speaks: unit and role
    "dau-moi": ("TINH", Role.COORDINATOR),
    "quan-tri": ("TINH", Role.ADMINISTRATOR),
    "lan": ("NV", Role.OFFICER),
    "giam-doc": ("NV", Role.REVIEWER),
}
ARGUMENTS = ("", "NV câu 2: không khớp kế hoạch")


async def _found(opened: Office) -> Province:
    """Two units with their people, and an open round."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), department("TC", "Tài chính"), commune(1)])
    for who, (unit, role) in PEOPLE.items():
        await made.comes(who, unit, role, who.capitalize())
    await made.comes("hung", "NV", Role.OFFICER, "Hùng")
    await made.comes("tam", "TC", Role.OFFICER, "Tâm")
    await opened.say("mở đợt quý I/2026", who="dau-moi")
    await opened.tap("Mở đợt này", who="dau-moi")
    await opened.tap("Làm: Sở NV", who="lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, START, _found) as made:
        yield made


def test_every_command_and_request_is_served() -> None:
    assert {*TYPED} == {*WorkflowCommand}
    assert {*HANDLERS} == {*REQUESTS}


async def test_every_command_is_answered_to_everybody(province: Province) -> None:
    """Whatever follows it, and whoever says it, nothing breaks and something is said."""
    at = province.office
    code = (await at.say("hỏi đồng nghiệp câu 12 cho chị Hoa", who="lan")).split()[-1]
    await at.say(f"/start {code}", who="hoa")
    await at.tap("Tham gia", who="hoa")
    people = (*PEOPLE, "hoa", "nguoi-la")
    said_by_all = [*product(WorkflowCommand, ARGUMENTS)]
    for turn, who in enumerate(people):
        for command, argument in share(said_by_all, 6, turn):
            said = await at.say(f"{command.spec.phrases[0]} {argument}".strip(), who=who)
            assert said, (who, command, argument)
            assert TROUBLE not in said, (who, command, argument)


async def test_a_role_is_ended_by_its_holders_name_once_it_is_confirmed(
    province: Province,
) -> None:
    at = province.office
    assert "Thôi vai trò của ai" in await at.say("thôi vai trò", who="dau-moi")
    assert "Không thấy ai tên" in await at.say("thôi vai trò Tuấn", who="dau-moi")
    assert "Không thấy ai tên" in await at.say("thôi vai trò Tâm", who="giam-doc")
    assert "ngoài phần việc" in await at.say("thôi vai trò Lan", who="hung")
    said = await at.say("thôi vai trò Hùng", who="dau-moi")
    assert "Cho Hùng thôi làm cán bộ báo cáo của Sở NV?" in said
    async with at.store.transaction() as tx:
        hung = await member_of(tx, "hung")
        assert len(await tx.roles.of_member(hung)) == 1
    assert "✓ Hùng thôi làm" in await at.tap("Đúng, cho thôi", who="dau-moi")
    async with at.store.transaction() as tx:
        assert await tx.roles.of_member(hung) == ()
    assert "không còn vai trò" in await at.tap("Đúng, cho thôi", who="dau-moi")
    assert len([text for text in at.told("hung") if "thôi làm" in text]) == 1


async def test_of_several_by_one_name_the_right_one_is_tapped(province: Province) -> None:
    at = province.office
    await province.comes("lan-2", "X01", Role.OFFICER, "Lan Anh")
    await province.comes("lan-3", "TC", Role.OFFICER, "Lan Chi")
    said = await at.say("thôi vai trò lan c", who="dau-moi")
    assert "Cho Lan Chi thôi làm cán bộ báo cáo của Sở TC" in said
    said = await at.say("thôi nhiệm vụ chi", who="dau-moi")
    assert "Cho Lan Chi" in said
    said = await at.say("thôi vai trò la", who="dau-moi")
    assert "có thể là nhiều người" in said
    assert "Lan Anh – cán bộ báo cáo của Xã số 01" in said
    assert "Cho Lan Anh" in await at.tap("Thôi: Lan Anh", who="dau-moi")


async def test_an_officers_answer_may_begin_like_a_coordinators_command(
    province: Province,
) -> None:
    at = province.office
    for words in ("theo dõi thi hành pháp luật 12", "bảng lương 7", "hợp nhất = 3"):
        said = await at.say(words, who="lan")
        assert "ngoài phần việc" not in said, words
    assert "ngoài phần việc" in await at.say("bảng", who="lan")
    assert "Quý I/2026" in await at.say("bảng", who="dau-moi")


@pytest.mark.parametrize(
    "words",
    [
        "trả lại NV I.01.02: không khớp với kế hoạch",
        "trả lại NV\nI.01.02: không khớp với kế hoạch",
        "trả lại NV câu 2: không khớp với kế hoạch",
        "trả lại Sở Nội vụ: I.1.2 không khớp với kế hoạch",
        "trả lại I.01.02: không khớp với kế hoạch",
    ],
)
async def test_rows_are_returned_with_their_reasons_in_one_message(
    province: Province, words: str
) -> None:
    at = province.office
    await submit(at, "lan", "21", "7", "5")
    said = await at.say(words, who="giam-doc")
    assert "Sẽ trả lại 1 dòng" in said
    assert "không khớp với kế hoạch" in said
    await at.tap("Trả lại 1 dòng", who="giam-doc")
    report = await at.report(await province.report_of("NV"))
    assert [*report.returned] == ["I.01.02"]


async def test_several_rows_are_returned_at_once(province: Province) -> None:
    at = province.office
    await submit(at, "lan", "21", "7", "5")
    words = "trả lại NV câu 1: thiếu số quyết định\ncâu 2: không khớp với kế hoạch"
    assert "Sẽ trả lại 2 dòng" in await at.say(words, who="giam-doc")


async def test_a_lookup_keeps_the_pending_input_and_anything_else_ends_it(
    province: Province,
) -> None:
    at = province.office
    await submit(at, "lan", "21", "7", "5")
    await at.say("trả lại NV", who="giam-doc")
    assert "Đã bỏ" not in await at.say("nhật ký NV", who="giam-doc")
    assert "Sẽ trả lại 1 dòng" in await at.say("câu 2: không khớp kế hoạch", who="giam-doc")
    assert "Đã bỏ việc trả lại" in await at.say("việc của tôi", who="giam-doc")
    assert "Sẽ trả lại" not in await at.say("câu 2: không khớp kế hoạch", who="giam-doc")
    await at.say("gia hạn X01", who="dau-moi")
    assert "Đã bỏ việc gia hạn" in await at.say("mời cán bộ X01", who="dau-moi")
    assert "Đã bỏ" not in await at.say("việc của tôi", who="dau-moi")


async def test_a_guests_link_renames_nobody_who_has_a_role(province: Province) -> None:
    at = province.office
    code = (await at.say("hỏi đồng nghiệp câu 12 cho chị thủ quỹ", who="lan")).split()[-1]
    await at.say(f"/start {code}", who="tam")
    await at.tap("Tham gia", who="tam")
    async with at.store.transaction() as tx:
        tam = await member_of(tx, "tam")
        assert await tx.roles.names_of([tam]) == {tam: "Tâm"}
    assert "Tâm – cán bộ báo cáo" in await at.say("thành viên TC", who="dau-moi")


async def test_a_guest_is_called_by_their_own_name_once_they_get_a_role(province: Province) -> None:
    at = province.office
    code = (await at.say("hỏi đồng nghiệp câu 12 cho chị thủ quỹ", who="lan")).split()[-1]
    await at.say(f"/start {code}", who="hoa")
    await at.tap("Tham gia", who="hoa")
    await province.comes("hoa", "TC", Role.OFFICER, "Nguyễn Thị Hoa")
    async with at.store.transaction() as tx:
        hoa = await member_of(tx, "hoa")
        assert await tx.roles.names_of([hoa]) == {hoa: "Nguyễn Thị Hoa"}


async def test_who_does_what_is_there_for_those_who_watch(province: Province) -> None:
    at = province.office
    await at.say("giao phần II cho Hùng", who="lan")
    for words, who in (
        ("ai đang làm", "giam-doc"),
        ("ai đang làm NV", "dau-moi"),
        ("ai đang làm Sở Nội vụ", "quan-tri"),
        ("ai đang làm", "lan"),
    ):
        assert "→ Hùng: còn" in await at.say(words, who=who), who
    assert "Đơn vị nào?" in await at.say("ai đang làm", who="dau-moi")
    await at.say("xem báo cáo NV", who="dau-moi")
    assert "→ Hùng: còn" in await at.tap("Ai đang làm", who="dau-moi")


async def test_what_was_handed_over_last_counts(province: Province) -> None:
    at = province.office
    await province.comes("tuan", "NV", Role.OFFICER, "Tuấn")
    await at.say("giao phần II cho Hùng", who="lan")
    await at.say("giao II.1.1 cho Tuấn", who="lan")
    said = await at.say("ai đang làm", who="lan")
    assert "→ Tuấn: còn 1" in said
    assert said.index("→ Hùng") < said.index("→ Tuấn")


async def test_a_reviewer_hands_over_and_issues_for_the_unit(province: Province) -> None:
    at = province.office
    said = await at.say("giao phần II cho Hùng", who="giam-doc")
    assert "Đã giao “Cải cách thể chế" in said
    assert "em sẽ không hỏi" not in said
    assert "Anh/chị được giao" in at.told("hung")[-1]
    await submit(at, "lan", "21", "7", "5")
    at.clock.moment = local(2026, 3, 20)
    said = await at.say("ban hành số 45/BC-SNV ngày 20/3/2026", who="giam-doc")
    assert "Đã ghi số 45/BC-SNV ngày 20/03/2026 cho báo cáo Quý I/2026 của Sở NV" in said
    assert at.channels["telegram"].sent[-1].file is not None
    assert "chưa mở báo cáo nào" in await at.say("giao phần II cho Hùng", who="dau-moi")


async def test_a_report_is_issued_in_or_after_its_period_and_not_yet_tomorrow(
    province: Province,
) -> None:
    at = province.office
    number = await province.report_of("NV")
    at.clock.moment = local(2026, 3, 20)
    for day in ("1/1/1999", "14/12/2025", "21/3/2026", "1/9/2030"):
        assert "không thể đúng" in await at.say(f"ban hành số 45 ngày {day}", who="lan"), day
    assert "Chưa đọc được" in await at.say("ban hành số 45 ngày 31/2/2026", who="lan")
    assert (await at.report(number)).issue.number is None
    await at.say("ban hành số 45 ngày 18/12", who="lan")
    issue = (await at.report(number)).issue
    assert (issue.number, issue.day, issue.month, issue.year) == ("45", 18, 12, 2025)
    await at.say("ban hành số 46 ngày 20/3", who="lan")
    assert (await at.report(number)).issue.year == 2026


async def test_what_concerns_many_is_asked_before_it_is_done(province: Province) -> None:
    at = province.office
    await at.say("bảng", who="dau-moi")
    before = len(at.told("lan"))
    assert "Khóa sổ cả đợt Quý I/2026: 3 đơn vị" in await at.tap("Khóa đợt", who="dau-moi")
    assert not (await at.report(await province.report_of("NV"))).closed
    await at.tap("Đúng, khóa đợt", who="dau-moi")
    assert (await at.report(await province.report_of("NV"))).closed
    await at.say("bảng", who="dau-moi")
    await at.tap("Mở khóa đợt", who="dau-moi")
    await at.tap("Đúng, mở khóa đợt", who="dau-moi")
    assert not (await at.report(await province.report_of("NV"))).closed
    assert "Mở khóa đơn vị nào" in await at.say("mở khóa", who="dau-moi")
    await at.say("bảng", who="dau-moi")
    said = await at.tap("Nhắc 3", who="dau-moi")
    assert "Sẽ nhắn ngay cho cán bộ của 2 đơn vị" in said
    assert "Không nhắn được, cần gọi điện: Xã số 01" in said
    assert not any("Đầu mối nhắc" in text for text in at.told("lan")[before:])
    assert "Đã nhắc" in await at.tap("Nhắc 2 đơn vị", who="dau-moi")
    assert any("Đầu mối nhắc" in text for text in at.told("lan")[before:])


async def test_nobody_approves_their_own_submission_while_another_may(province: Province) -> None:
    at = province.office
    await province.comes("lan", "NV", Role.REVIEWER, "Lan")
    await at.tap("Làm: Sở NV", who="lan")
    before = len(at.told("lan"))
    await submit(at, "lan", "21")
    assert not any("Xin xem và duyệt" in text for text in at.told("lan")[before:])
    assert "Xin xem và duyệt" in at.told("giam-doc")[-1]
    assert "Không có báo cáo nào" in await at.say("chờ duyệt", who="lan")
    assert "người khác duyệt: Giam-doc" in await at.say("duyệt NV", who="lan")
    await at.say("xem báo cáo NV", who="lan")
    with pytest.raises(AssertionError, match="no button"):
        at.payload("✓ Duyệt", who="lan")
    assert await province.state("NV") == "submitted"
    await at.say("thôi vai trò Giam-doc", who="dau-moi")
    await at.tap("Đúng, cho thôi", who="dau-moi")
    assert "người khác duyệt: Dau-moi" in await at.say("duyệt NV", who="lan")
    assert "1 báo cáo chờ anh/chị duyệt" in await at.say("chờ duyệt", who="dau-moi")
    async with at.store.transaction() as tx:
        for who, kinds in (("lan", []), ("dau-moi", ["to_review"])):
            owed = await duties_of(tx, open_catalogs(), await member_of(tx, who), at.clock())
            assert [one.kind for one in owed if "review" in one.kind] == kinds
    await at.say("duyệt NV", who="dau-moi")
    assert "✓ Đã duyệt" in await approve(at, "dau-moi")
    await at.say("đính chính ghi nhầm số nhiệm vụ", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("22", who="lan")
    await submit(at, "lan")
    assert "Xin xem và duyệt" in at.told("dau-moi")[-1]


async def test_who_is_alone_approves_their_own_and_is_told_that_it_is_noted(
    province: Province,
) -> None:
    at = province.office
    await province.comes("tam", "TC", Role.REVIEWER, "Tâm")
    await at.tap("Làm: Sở TC", who="tam")
    await submit(at, "tam", "21")
    async with at.store.transaction() as tx:
        mai = await member_of(tx, "dau-moi")
        await tx.roles.revoke(province.deed(), mai, province.units["TINH"], Role.COORDINATOR)
    assert "1 báo cáo chờ anh/chị duyệt" in await at.say("chờ duyệt", who="tam")
    await at.say("duyệt TC", who="tam")
    assert "Chính anh/chị đã nộp bản này" in await approve(at, "tam")
    assert await province.state("TC") == "approved"
