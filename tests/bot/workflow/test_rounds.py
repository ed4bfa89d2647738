"""Rounds in the chat: which one is meant, who owes a report, due days, locks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.calendar.period_words import is_named, named_period
from conversations.workflow.permissions import Role
from storage.workflow.units import NewUnit
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office, open_catalogs
from tests.support.province import ROOT, Province, commune, department, local, member_of

START = local(2026, 3, 16)
WINDOWS = open_catalogs().calendars.windows


async def _found_province(opened: Office) -> Province:
    """Two units with an officer in one of them, a coordinator, and no round yet."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 16), _found_province) as made:
        yield made


@pytest.fixture
async def two_rounds(province: Province) -> Province:
    """Quý I with a report handed in, and quý II with none."""
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21")
    await open_round(province, "mở đợt quý II/2026")
    return province


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("quý I/2026", ("quý I/2026", "")),
        ("SNV quý I/2026", ("quý I/2026", "SNV")),
        ("quý I/2026 I.1.1", ("quý I/2026", "I.1.1")),
        ("I.1.1 quý 1", ("quý 1", "I.1.1")),
        ("Xã số 01, 6 tháng 2026", ("6 tháng 2026", "Xã số 01")),
        ("SNV từ 1/4/2026 đến 30/6/2026", ("từ 1/4/2026 đến 30/6/2026", "SNV")),
        ("SNV", None),
        ("câu 12", None),
        ("", None),
    ],
)
def test_a_period_is_found_among_other_words(text: str, named: tuple[str, str] | None) -> None:
    assert named_period(text, WINDOWS) == named


def test_a_period_without_a_year_is_that_of_any_year() -> None:
    first = next(one for one in WINDOWS if one.key == "quy_1").period(2024)
    assert is_named("quý I", first, WINDOWS)
    assert is_named("quý I/2024", first, WINDOWS)
    assert not is_named("quý I/2025", first, WINDOWS)
    assert not is_named("quý II", first, WINDOWS)


async def test_an_older_round_is_reached_by_its_period(two_rounds: Province) -> None:
    at = two_rounds.office
    said = await at.say("bảng", who="dau-moi")
    assert "Quý II/2026" in said
    assert "chờ duyệt 0" in said
    said = await at.say("bảng quý I/2026", who="dau-moi")
    assert "Quý I/2026" in said
    assert "chờ duyệt 1" in said
    said = await at.say("hợp nhất quý I/2026", who="dau-moi")
    assert "Quý I/2026" in said
    assert "1/2 đơn vị có số" in said
    assert "Tổng: 21" in await at.say("hợp nhất quý I/2026 I.1.1", who="dau-moi")
    said = await at.say("xem báo cáo SNV quý I/2026", who="dau-moi")
    assert "Sở Nội vụ · Quý I/2026" in said
    assert "chờ duyệt" in said
    said = await at.say("xem báo cáo SNV", who="dau-moi")
    assert "Sở Nội vụ · Quý II/2026" in said


async def test_what_has_no_round_is_named_with_what_there_is(two_rounds: Province) -> None:
    at = two_rounds.office
    said = await at.say("bảng quý III/2026", who="dau-moi")
    assert "Không có đợt “quý III/2026”" in said
    assert "Quý II/2026; Quý I/2026" in said
    said = await at.say("xem báo cáo SNV quý III/2026", who="dau-moi")
    assert "Sở NV không có báo cáo kỳ “quý III/2026”" in said


async def test_the_rounds_are_listed_and_lead_to_their_boards(two_rounds: Province) -> None:
    at = two_rounds.office
    said = await at.say("các đợt", who="dau-moi")
    assert "Quý II/2026: 2 đơn vị, đã duyệt 0" in said
    assert "chờ duyệt 1" in await at.tap("Quý I/2026", who="dau-moi")
    assert "Các đợt báo cáo" in await at.tap("Đợt khác", who="dau-moi")
    assert "ngoài phần việc" in await at.say("các đợt", who="lan")


async def test_an_administrator_is_offered_only_what_they_may_do(two_rounds: Province) -> None:
    at = two_rounds.office
    await two_rounds.comes("quan-tri", "TINH", Role.ADMINISTRATOR, "Anh Quân")
    await at.say("bảng", who="quan-tri")
    shown = [one for one in at.channels["telegram"].sent if one.conversation == "quan-tri"][-1]
    labels = [button.label for row in shown.buttons for button in row]
    assert not [one for one in labels if one.startswith(("Nhắc", "Hợp nhất"))]
    assert "ngoài phần việc" in await at.say("hợp nhất", who="quan-tri")


async def test_a_member_with_two_parts_sees_either(province: Province) -> None:
    at = province.office
    await open_round(province)
    await province.comes("doi", "NV", Role.COORDINATOR, "Chị Đôi")
    async with at.store.transaction() as tx:
        member = await member_of(tx, "doi")
        await tx.roles.grant(province.deed(), member, province.units["X01"], Role.COORDINATOR)
    said = await at.say("bảng", who="doi")
    assert "Sở NV □" in said
    assert "Xã số 01 □" not in said
    said = await at.tap("Sang Xã số 01", who="doi")
    assert "Xã số 01 □" in said
    assert "Xã số 01 □" in await at.tap("↻", who="doi")
    assert "Xã số 01 □" in await at.say("bảng quý I/2026 X01", who="doi")


async def test_a_member_with_two_parts_says_where_to_open(province: Province) -> None:
    at = province.office
    await province.comes("doi", "NV", Role.COORDINATOR, "Chị Đôi")
    async with at.store.transaction() as tx:
        member = await member_of(tx, "doi")
        await tx.roles.grant(province.deed(), member, province.units["X01"], Role.COORDINATOR)
    assert "đơn vị nào?" in await at.say("mở đợt quý I/2026", who="doi")
    said = await at.tap("Xã số 01", who="doi")
    assert "Đơn vị phải nộp: 1" in said
    await at.tap("Mở đợt này", who="doi")
    assert {*await owing_units(province)} == {"X01"}


# --- who owes a report ----------------------------------------------------------------------
async def _found_town(opened: Office) -> Province:
    """A province with a department, its agency, and a town with two wards."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ")])
    await made.found_more(
        [
            NewUnit("CC", "Chi cục Văn thư", "CC Văn thư", "CCVT", "other", "NV"),
            NewUnit("T1", "Thị xã 1", "TX 1", "T1", "district", ROOT),
            *(NewUnit(f"P{n}", f"Phường {n}", f"P {n}", f"P{n}", "commune", "T1") for n in "12"),
        ]
    )
    await made.comes("dau-moi", ROOT, Role.COORDINATOR, "Chị Mai")
    await made.comes("dau-moi-1", "T1", Role.COORDINATOR, "Anh Một")
    return made


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found_town) as made:
        yield made


async def owing_units(made: Province) -> dict[str, list[int]]:
    """The reports of each unit."""
    async with made.office.store.transaction() as tx:
        found = {
            code: [one.report for one in await tx.duties.of_units([unit])]
            for code, unit in made.units.items()
        }
    return {code: reports for code, reports in found.items() if reports}


async def test_who_opens_below_another_adds_to_the_same_round(town: Province) -> None:
    at = town.office
    await open_round(town)
    assert {*await owing_units(town)} == {"CC", "P1", "P2"}
    said = await at.say("mở đợt quý I/2026", who="dau-moi-1")
    assert "đã mở rồi, do đơn vị cấp trên mở" in said
    assert "0 đơn vị" not in said
    await town.found_more([NewUnit("P3", "Phường 3", "P 3", "P3", "commune", "T1")])
    said = await at.say("mở đợt quý I/2026", who="dau-moi-1")
    assert "đã mở; sẽ thêm 1 đơn vị: P 3" in said
    assert "Đã thêm 1 đơn vị vào đợt" in await at.tap("Thêm vào đợt", who="dau-moi-1")
    assert "4 đơn vị" in await at.say("bảng", who="dau-moi")
    assert all(len(reports) == 1 for reports in (await owing_units(town)).values())


async def test_who_opens_above_another_takes_that_round_in(town: Province) -> None:
    at = town.office
    await town.comes("lan", "P1", Role.OFFICER, "Lan")
    await at.say("mở đợt quý I/2026 hạn 25/3", who="dau-moi-1")
    await at.tap("Mở đợt này", who="dau-moi-1")
    await at.tap("Làm: P 1", who="lan")
    await submit(at, "lan", "21")
    said = await at.say("mở đợt quý I/2026", who="dau-moi")
    assert "Đã mở trước ở TX 1: sẽ gộp vào đợt này" in said
    await at.tap("Mở đợt này", who="dau-moi")
    assert all(len(reports) == 1 for reports in (await owing_units(town)).values())
    said = await at.say("bảng", who="dau-moi")
    assert "3 đơn vị" in said
    assert "chờ duyệt 1" in said
    assert "Tổng: 21" in await at.say("hợp nhất I.1.1", who="dau-moi")
    assert "2 đơn vị" in await at.say("bảng", who="dau-moi-1")
    async with at.store.transaction() as tx:
        assert (await tx.audit_log.find_break(None)) is None
    report = await at.report(await town.report_of("P1"))
    assert report.due is not None
    assert report.due.astimezone(START.tzinfo).day == 25


async def test_a_round_taken_in_while_locked_stays_closed(town: Province) -> None:
    at = town.office
    await at.say("mở đợt quý I/2026", who="dau-moi-1")
    await at.tap("Mở đợt này", who="dau-moi-1")
    await at.say("khóa sổ quý I/2026", who="dau-moi-1")
    await at.tap("Đúng, khóa đợt", who="dau-moi-1")
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.tap("Mở đợt này", who="dau-moi")
    assert (await at.report(await town.report_of("P1"))).closed
    assert not (await at.report(await town.report_of("CC"))).closed


async def test_a_department_owes_although_it_has_units_below(town: Province) -> None:
    at = town.office
    await town.comes("lan", "NV", Role.OFFICER, "Lan")
    said = await at.say("mở đợt quý I/2026", who="dau-moi")
    assert "Đơn vị phải nộp: 4" in said
    await at.tap("Mở đợt này", who="dau-moi")
    assert {*await owing_units(town)} == {"NV", "CC", "P1", "P2"}


async def test_one_kind_and_then_another(town: Province) -> None:
    at = town.office
    said = await at.say("mở đợt quý I/2026 cho sở", who="dau-moi")
    assert "Đơn vị phải nộp: 1 (1 sở, ban, ngành)" in said
    await at.tap("Mở đợt này", who="dau-moi")
    said = await at.say("mở đợt quý I/2026 hạn 24/3 cho xã", who="dau-moi")
    assert "sẽ thêm 2 đơn vị" in said
    await at.tap("Thêm vào đợt", who="dau-moi")
    assert {*await owing_units(town)} == {"NV", "P1", "P2"}
    said = await at.say("bảng", who="dau-moi")
    assert "Hạn sở, ban, ngành: 20/03/2026" in said
    assert "Hạn xã, phường: 24/03/2026" in said


async def test_a_unit_alone_opens_its_own_round(town: Province) -> None:
    at = town.office
    await town.comes("mot-minh", "CC", Role.COORDINATOR, "Chị Chi")
    assert "Đơn vị phải nộp: 1" in await at.say("mở đợt quý I/2026", who="mot-minh")


async def test_each_kind_may_have_its_due_day(town: Province) -> None:
    at = town.office
    await town.comes("lan", "NV", Role.OFFICER, "Lan")
    said = await at.say("mở đợt quý I/2026 hạn sở 23/3, xã 18/3, đơn vị khác 17/3", who="dau-moi")
    for kind, day in (("sở, ban, ngành", 23), ("xã, phường", 18), ("đơn vị khác", 17)):
        assert f"• {kind}: {day}/03/2026" in said
    await at.tap("Mở đợt này", who="dau-moi")
    for code, day in (("NV", 23), ("P1", 18), ("CC", 17)):
        due = (await at.report(await town.report_of(code))).due
        assert due is not None
        assert due.astimezone(START.tzinfo).day == day


async def test_a_due_day_that_is_past_is_said(town: Province) -> None:
    town.office.clock.moment = local(2026, 4, 20)
    assert "Hạn này đã qua" in await town.office.say("mở đợt quý I/2026", who="dau-moi")


async def test_opening_says_who_was_told_and_where_there_is_nobody(province: Province) -> None:
    at = province.office
    await province.token("X01", Role.OFFICER, "An")
    await province.token("X01", Role.REVIEWER, "Bình")
    said = await open_round(province)
    assert "đã báo 1 cán bộ, 1 đơn vị chưa liên hệ được ai" in said
    await at.say("bảng", who="dau-moi")
    said = await at.tap("Gọi trước", who="dau-moi")
    assert "đã mời, chưa vào: An, Bình (lãnh đạo)" in said


# --- due days and locks ---------------------------------------------------------------------
async def test_an_extension_is_never_sooner(province: Province) -> None:
    at = province.office
    await open_round(province)
    said = await at.say("gia hạn SNV đến 18/3: mất điện", who="dau-moi")
    assert (
        "Chưa gia hạn: ngày 18/03/2026 (thứ tư) không muộn hơn hạn nộp 20/03/2026 (thứ sáu)" in said
    )
    assert "không muộn hơn" in await at.say("gia hạn SNV đến 20/3: mất điện", who="dau-moi")
    report = await at.report(await province.report_of("NV"))
    assert report.due is not None
    assert report.due.astimezone(START.tzinfo).day == 20
    assert "gia hạn" not in at.told("lan")[-1]
    said = await at.say("gia hạn SNV đến 29/3: mất điện", who="dau-moi")
    assert "Hạn 29/03/2026 (chủ nhật) là ngày nghỉ cuối tuần" in said
    said = await at.say("giữ nguyên", who="dau-moi")
    assert (
        "29/03/2026 (chủ nhật) là ngày nghỉ; ngày làm việc sau đó là 30/03/2026 (thứ hai)" in said
    )
    said = await at.say("gia hạn SNV đến 27/3: mất điện", who="dau-moi")
    assert "Đã đổi hạn" in said
    assert "đổi hạn thành 27/03/2026" in at.told("lan")[-1]


async def test_one_unit_is_not_unlocked_in_a_locked_round(province: Province) -> None:
    at = province.office
    await open_round(province)
    assert "sẽ không sửa được gì nữa" in await at.say("khóa sổ quý I/2026", who="dau-moi")
    assert not (await at.report(await province.report_of("NV"))).closed
    assert "mọi đơn vị" in await at.tap("Đúng, khóa đợt", who="dau-moi")
    assert "khóa sổ, không sửa được nữa" in at.told("lan")[-1]
    before = len(at.told("lan"))
    said = await at.say("mở khóa SNV", who="dau-moi")
    assert "✓" not in said
    assert "Cả đợt Quý I/2026 đang khóa sổ nên chưa mở riêng Sở NV được" in said
    assert len(at.told("lan")) == before
    await at.tap("Mở khóa đợt", who="dau-moi")
    assert "✓ Đã mở khóa" in await at.tap("Đúng, mở khóa đợt", who="dau-moi")
    assert "đã được mở khóa" in at.told("lan")[-1]
    await at.tap("Làm: Sở NV", who="lan")
    assert "Đã ghi: 21" in await at.say("21", who="lan")


async def test_locking_twice_is_said_and_tells_nobody(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.say("khóa sổ SNV", who="dau-moi")
    await at.say("khóa luôn em", who="dau-moi")
    before = len(at.told("lan"))
    assert "đã khóa sổ rồi" in await at.say("khóa sổ SNV", who="dau-moi")
    assert len(at.told("lan")) == before
    assert "Mở khóa đơn vị nào" in await at.say("mở khóa", who="dau-moi")


async def test_a_unit_locked_alone_stays_so_when_its_round_is_opened(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.say("khóa sổ SNV", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    await at.say("khóa sổ quý I/2026", who="dau-moi")
    await at.tap("Đúng, khóa đợt", who="dau-moi")
    await at.say("mở khóa quý I/2026", who="dau-moi")
    said = await at.tap("Đúng, mở khóa đợt", who="dau-moi")
    assert "1 đơn vị khóa riêng vẫn khóa" in said
    assert (await at.report(await province.report_of("NV"))).closed


async def test_nothing_is_returned_or_chased_while_locked(two_rounds: Province) -> None:
    at = two_rounds.office
    await at.say("khóa sổ quý I/2026", who="dau-moi")
    await at.tap("Đúng, khóa đợt", who="dau-moi")
    said = await at.say("trả lại SNV quý I/2026", who="dau-moi")
    assert "đang khóa sổ: trả lại thì đơn vị cũng không sửa được" in said
    assert "đang khóa sổ nên không nhắc ai" in await at.say("đôn đốc quý I/2026", who="dau-moi")
    await at.say("khóa sổ SNV quý II/2026", who="dau-moi")
    await at.say("ok em", who="dau-moi")
    before = len(at.told("lan"))
    await at.say("đôn đốc quý II/2026", who="dau-moi")
    assert len(at.told("lan")) == before
