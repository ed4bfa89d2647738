"""Units and people in the chat: made, renamed, ended, merged, moved; codes that are taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from conversations.workflow.permissions import Role
from storage.tables.core import event, message
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, commune, department, local, member_of


async def _found(at: Office) -> Province:
    """A department and two communes, with an administrator, a coordinator and officers."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
    await made.comes("quan-tri", "TINH", Role.ADMINISTRATOR, "Anh Quân")
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("mot", "X01", Role.OFFICER, "Một")
    await made.comes("hai", "X02", Role.OFFICER, "Hai")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 16), _found) as made:
        yield made


async def roles_of(made: Province, who: str) -> set[tuple[str, str]]:
    """The member's roles, each with the code of its unit."""
    async with made.office.store.transaction() as tx:
        grants = await tx.roles.of_member(await member_of(tx, who))
    codes = {number: code for code, number in made.units.items()}
    return {(grant.role.value, codes[grant.unit]) for grant in grants}


async def test_a_unit_is_renamed_once_that_was_confirmed(province: Province) -> None:
    at = province.office
    said = await at.say("đổi tên SNV thành Sở Nội vụ và Lao động, Sở NVLĐ, SNVLĐ", who="quan-tri")
    assert "Sở Nội vụ → Sở Nội vụ và Lao động" in said
    async with at.store.transaction() as tx:
        assert (await tx.units.find(province.units["NV"])).name == "Sở Nội vụ"
    assert "nay là Sở Nội vụ và Lao động" in await at.tap("Đổi tên", who="quan-tri")
    async with at.store.transaction() as tx:
        unit = await tx.units.find(province.units["NV"])
    assert (unit.name, unit.short_name, unit.abbreviation) == (
        "Sở Nội vụ và Lao động",
        "Sở NVLĐ",
        "SNVLĐ",
    )
    assert "nay là" in at.told("lan")[-1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("đổi tên SNV", "Tên mới của Sở NV là gì?"),
        ("đổi tên SNV thành Mới, " + "y" * 90, "dài quá 80 ký tự"),
        ("giải thể", "Đơn vị nào?"),
        ("sáp nhập X01", "Đơn vị nào?"),
        ("giải thể X77", "Không thấy đơn vị “X77”"),
        ("thêm đơn vị X99, UBND xã Mới", "Cần mã, tên"),
        ("thêm đơn vị X99, UBND xã Mới, Xã Mới, XM, làng", "Chưa rõ loại đơn vị “làng”"),
        ("chuyển cán bộ Lan", "Chuyển ai, từ đâu, sang đâu?"),
        ("chuyển cán bộ Tư từ SNV sang X01", "Không thấy “Tư” ở Sở NV. Ở đó có: Lan"),
    ],
)
async def test_what_cannot_be_done_to_units_is_explained(
    province: Province, words: str, said: str
) -> None:
    assert said in await province.office.say(words, who="quan-tri")


@pytest.mark.parametrize(
    "words",
    [
        "đổi tên SNV thành Sở Mới",
        "giải thể X01",
        "sáp nhập X01 vào X02",
        "thêm đơn vị X99, UBND xã Mới, Xã Mới, XM, xã",
    ],
)
async def test_only_an_administrator_works_on_units(province: Province, words: str) -> None:
    for who in ("dau-moi", "lan"):
        assert "ngoài phần việc" in await province.office.say(words, who=who)


async def test_a_unit_is_added_and_then_joins_the_open_round(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.say("thêm đơn vị X99, UBND xã Mới, Xã Mới, XMOI, xã, thuộc TINH", who="quan-tri")
    assert "Đã thêm UBND xã Mới" in await at.tap("Thêm đơn vị này", who="quan-tri")
    assert "đã có đơn vị khác dùng" in await at.tap("Thêm đơn vị này", who="quan-tri")
    assert "sẽ thêm 1 đơn vị: Xã Mới" in await at.say("mở đợt quý I/2026", who="dau-moi")


async def test_an_ended_unit_owes_nothing_it_never_handed_in(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Xã số 01", who="mot")
    await at.say("21", who="mot")
    for who, unit in (("lan", "Sở NV"), ("hai", "Xã số 02")):
        await at.tap(f"Làm: {unit}", who=who)
        await submit(at, who, "10")
        await at.say(f"xem báo cáo {unit}", who="dau-moi")
        await approve(at, "dau-moi")
    said = await at.say("giải thể X01", who="quan-tri")
    assert "1 người (Một) thôi vai trò ở đây" in said
    assert "không còn phải nộp: Quý I/2026" in said
    assert "1 người đã được báo tin" in await at.tap("Kết thúc Xã số 01", who="quan-tri")
    assert "UBND Xã số 01 đã kết thúc" in at.told("mot")[-1]
    assert await roles_of(province, "mot") == set()
    at.clock.moment = local(2026, 3, 30)
    said = await at.say("bảng", who="dau-moi")
    assert "2 đơn vị" in said
    assert "trễ hạn 0" in said
    said = await at.say("hợp nhất", who="dau-moi")
    assert "Dự thảo" not in said
    assert "2/2 đơn vị có số" in said


async def test_what_a_merged_unit_handed_in_is_found_and_corrected(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Xã số 01", who="mot")
    await submit(at, "mot", "21")
    await at.say("xem báo cáo X01", who="dau-moi")
    await approve(at, "dau-moi")
    await at.say("sáp nhập X01 vào X02", who="quan-tri")
    await at.tap("Sáp nhập Xã số 01", who="quan-tri")
    assert await roles_of(province, "mot") == {("officer", "X02")}
    assert "đã sáp nhập vào Xã số 02" in at.told("mot")[-1]
    for who in ("hai", "dau-moi"):
        assert "UBND Xã số 01 · Quý I/2026" in await at.say("xem báo cáo X01", who=who)
    await at.say("đính chính quý I/2026 nhầm số", who="hai")
    await at.say("sửa câu 1", who="hai")
    assert "21 → 22" in await at.say("22", who="hai")
    assert "Xã số 01" in await at.say("việc của tôi", who="mot")
    assert "ngoài phần việc" not in await at.tap("Làm: Xã số 01", who="mot")
    await submit(at, "mot")
    assert "1 báo cáo chờ anh/chị duyệt" in await at.say("chờ duyệt", who="dau-moi")
    await at.tap("Xã số 01", who="dau-moi")
    await approve(at, "dau-moi")
    assert "đã duyệt báo cáo" in at.told("hai")[-1]
    assert "Tổng: 22" in await at.say("hợp nhất I.1.1", who="dau-moi")
    await at.say("xem báo cáo X02", who="lan")
    assert "Xã số 01" not in at.told("lan")[-1]


async def test_a_unit_does_not_merge_into_itself(province: Province) -> None:
    at = province.office
    await at.say("sáp nhập TINH vào X02", who="quan-tri")
    said = await at.tap("Sáp nhập UBND tỉnh", who="quan-tri")
    assert "không sáp nhập vào Xã số 02 được" in said


async def test_a_member_is_moved_and_the_report_stays(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Xã số 01", who="mot")
    await at.say("21", who="mot")
    said = await at.say("chuyển cán bộ Một từ X01 sang X02", who="dau-moi")
    assert "Sẽ chuyển Một" in said
    assert await roles_of(province, "mot") == {("officer", "X01")}
    await at.tap("Đồng ý chuyển", who="dau-moi")
    assert await roles_of(province, "mot") == {("officer", "X02")}
    assert "nay làm cán bộ báo cáo của Xã số 02" in at.told("mot")[-1]
    report = await at.report(await province.report_of("X01"))
    assert report.answers["I.01.01"].amount == 21
    assert "Không có gì để chuyển" in await at.tap("Đồng ý chuyển", who="dau-moi")


async def test_outstanding_invitations_are_seen_and_cancelled(province: Province) -> None:
    at = province.office
    code = await province.token("X01", Role.OFFICER, "An")
    said = await at.say("thành viên X01", who="dau-moi")
    assert "Đã mời, chưa vào" in said
    assert "An – cán bộ báo cáo, mã đến 15/04/2026" in said
    assert "Đã hủy mã mời An" in await at.tap("Hủy mời: An", who="dau-moi")
    assert "đã hủy hoặc quá hạn" in await at.tap("Hủy mời: An", who="dau-moi")
    assert "An" not in await at.say("thành viên X01", who="dau-moi")
    assert "Tham gia" not in await at.say(f"/start {code}", who="an")


# --- guests ---------------------------------------------------------------------------------
async def ask_guest(at: Office) -> str:
    said = await at.say("hỏi đồng nghiệp câu 12 cho anh Tuấn", who="lan")
    return said.strip().splitlines()[-1]


async def test_a_code_that_asks_for_nothing_any_more_lets_nobody_in(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    code = await ask_guest(at)
    await at.say("lấy lại câu 12", who="lan")
    assert "Tham gia" not in await at.say(f"/start {code}", who="tuan")
    async with at.store.transaction() as tx:
        assert await tx.roles.of_member(await member_of(tx, "tuan")) == ()


async def test_a_guest_who_is_asked_for_nothing_any_more_is_none(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await at.say(f"/start {await ask_guest(at)}", who="tuan")
    await at.tap("Tham gia", who="tuan")
    assert await roles_of(province, "tuan") == {("guest", "NV")}
    await at.say("lấy lại câu 12", who="lan")
    assert "không còn giao" in at.told("tuan")[-1]
    assert await roles_of(province, "tuan") == set()


async def test_a_guest_may_be_relieved(province: Province) -> None:
    at = province.office
    await open_round(province)
    await at.tap("Làm: Sở NV", who="lan")
    await at.say(f"/start {await ask_guest(at)}", who="tuan")
    await at.tap("Tham gia", who="tuan")
    await at.say("thành viên SNV", who="dau-moi")
    await at.tap("Thôi: anh Tuấn", who="dau-moi")
    await at.tap("Đúng, cho thôi", who="dau-moi")
    assert await roles_of(province, "tuan") == set()
    assert "Chưa giao phần nào" in await at.say("ai đang làm", who="lan")


async def test_codes_do_not_stay_in_what_was_said(province: Province) -> None:
    at = province.office
    said = await at.say("mời cán bộ X01, An", who="dau-moi")
    code = said.strip().splitlines()[-1]
    assert len(code) == 22
    await at.say(f"/start {code}", who="an")
    await at.desk.forget_codes()
    assert await kept(at, code) == {"message"}  # it has yet to be passed on
    at.clock.moment += timedelta(hours=2)
    await at.desk.forget_codes()
    assert await kept(at, code) == set()


async def kept(at: Office, code: str) -> set[str]:
    """The tables in which the code stands."""
    found = set()
    async with at.store.transaction() as tx:
        for table in (event, message):
            bodies = (await tx.work.connection.execute(select(table.c.body))).scalars()
            if any(code in str(body) for body in bodies):
                found.add(table.name)
    return found
