"""What is done to many units at once: which are meant, what is shown first, what became of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.workflow.many.commands import split_extension
from conversations.calendar.dates import local_day
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

UNITS = ("NV", "TC", "X01", "X02", "X03")


async def _found(at: Office) -> Province:
    """Two departments and three communes with an open round; an officer in each but X03."""
    made = Province(at)
    departments = (department("NV", "Nội vụ"), department("TC", "Tài chính"))
    await made.found([*departments, *map(commune, (1, 2, 3))])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    for who, unit in (("lan", "NV"), ("binh", "TC"), ("hoa", "X01"), ("son", "X02")):
        await made.comes(who, unit, Role.OFFICER, who.capitalize())
    await made.comes("hung", "NV", Role.REVIEWER, "Ông Hùng")
    await open_round(made, "mở đợt quý I/2026 hạn 20/3")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 16), _found) as made:
        yield made


async def due_days(province: Province) -> dict[str, date]:
    found = {}
    for unit in UNITS:
        report = await province.office.report(await province.report_of(unit))
        assert report.due is not None
        found[unit] = local_day(report.due)
    return found


async def closed_units(province: Province) -> set[str]:
    return {
        unit
        for unit in UNITS
        if (await province.office.report(await province.report_of(unit))).closed
    }


# --- a later day ----------------------------------------------------------------------------
OLD, NEW = date(2026, 3, 20), date(2026, 3, 25)


@pytest.mark.parametrize(
    ("words", "moved"),
    [
        ("gia hạn đợt quý I/2026 đến 25/3: bão", {*UNITS}),
        ("gia hạn tất cả đến 25/3: bão", {*UNITS}),
        ("gia hạn TINH đến 25/3: bão", {*UNITS}),
        ("gia hạn xã, phường đến 25/3: bão", {"X01", "X02", "X03"}),
        ("gia hạn các sở đến 25/3 vì bão lớn", {"NV", "TC"}),
        ("lùi hạn X01, X02 và SNV sang 25/3: bão", {"X01", "X02", "NV"}),
        ("gia hạn các xã trừ X02 đến 25/3: bão", {"X01", "X03"}),
        ("gia hạn đến 25/3 cho X01; X03: bão", {"X01", "X03"}),
        ("gia han x01 va x03 den 25/3 vi bao", {"X01", "X03"}),
        ("mưa đá, mấy xã cho thêm 5 ngày đi em", {"X01", "X02", "X03"}),
        ("gia hạn đợt thêm 5 ngày: bão", {*UNITS}),
        ("gia han xa phuong den 25/3: bao", {"X01", "X02", "X03"}),
        ("mở đợt quý I/2026 hạn 25/3", {*UNITS}),
        ("mở đợt quý I/2026 hạn 25/3 cho xã, phường", {"X01", "X02", "X03"}),
    ],
)
async def test_many_get_a_later_day(province: Province, words: str, moved: set[str]) -> None:
    at = province.office
    said = await at.say(words, who="dau-moi")
    if "vì sao" in said:  # the day is not dropped
        assert "25/03/2026 (thứ tư)" in said
        said = await at.say("bão số 5", who="dau-moi")
    assert f"gia hạn báo cáo Quý I/2026 của {len(moved)} đơn vị đến 25/03/2026 (thứ tư)" in said
    assert {*(await due_days(province)).values()} == {OLD}  # nothing has happened yet
    said = await at.say("đồng ý", who="dau-moi")
    assert f"✓ Đã gia hạn báo cáo Quý I/2026 của {len(moved)} đơn vị" in said
    assert await due_days(province) == {unit: NEW if unit in moved else OLD for unit in UNITS}


async def test_who_gets_a_later_day_hears_of_it_and_the_round_has_it(province: Province) -> None:
    at = province.office
    await at.say("gia hạn xã, phường đến 25/3: bão", who="dau-moi")
    await at.say("ừ", who="dau-moi")
    assert any("hạn nộp mới là 25/03/2026 (thứ tư) (bão)" in one for one in at.told("hoa"))
    assert not any("hạn nộp mới" in one for one in at.told("lan"))
    board = await at.say("bảng", who="dau-moi")
    assert "Hạn xã, phường: 25/03/2026 (thứ tư)" in board
    assert "20/03/2026 (thứ sáu)" in board


async def test_who_has_handed_in_is_left_out_by_name(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "21")
    said = await at.say("gia hạn các sở đến 25/3: bão", who="dau-moi")
    assert "của 1 đơn vị" in said
    assert "Không làm với 1 đơn vị (đã nộp nên không cần gia hạn): Sở NV" in said
    said = await at.say("gia hạn các sở đến 20/3: bão", who="dau-moi")
    assert "hạn đang có đã muộn bằng hoặc hơn: Sở TC" in said
    assert (await due_days(province))["TC"] == OLD


async def test_a_list_with_an_unknown_unit_does_nothing(province: Province) -> None:
    at = province.office
    said = await at.say("gia hạn X01, Sở Ma Thuật đến 25/3: bão", who="dau-moi")
    assert "Không thấy đơn vị “Sở Ma Thuật”" in said
    assert {*(await due_days(province)).values()} == {OLD}


async def test_without_a_day_both_are_asked(province: Province) -> None:
    at = province.office
    assert "đến ngày nào, vì sao" in await at.say("gia hạn xã, phường", who="dau-moi")
    said = await at.say("28/3: lũ", who="dau-moi")
    assert "Hạn 28/03/2026 (thứ bảy) là ngày nghỉ cuối tuần" in said
    await at.say("lấy thứ hai", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert (await due_days(province))["X01"] == date(2026, 3, 30)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("xã đến 25/3: bão", ("xã", "25/3: bão")),
        ("đến 25/3 cho xã, phường: bão", ("xã, phường", "25/3: bão")),
        ("cho SNV thêm 3 ngày: bão", ("SNV", "thêm 3 ngày: bão")),
        ("SNV", ("SNV", "")),
    ],
)
def test_who_and_until_when_are_told_apart(text: str, parts: tuple[str, str]) -> None:
    assert split_extension(text) == parts


# --- a day off ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "due"),
    [
        ("ừ", date(2026, 3, 27)),
        ("lấy thứ sáu", date(2026, 3, 27)),
        ("lấy thứ hai đi em", date(2026, 3, 30)),
        ("giữ nguyên", date(2026, 3, 28)),
        ("vẫn lấy thứ bảy", date(2026, 3, 28)),
        ("26/3", date(2026, 3, 26)),
        ("lấy ngày 31/3", date(2026, 3, 31)),
    ],
)
async def test_a_due_day_off_is_asked_about(province: Province, answer: str, due: date) -> None:
    at = province.office
    said = await at.say("gia hạn X01 đến 28/3: bão", who="dau-moi")
    assert "Hạn 28/03/2026 (thứ bảy) là ngày nghỉ cuối tuần" in said
    assert "Lấy 27/03/2026 (thứ sáu)?" in said
    assert (await due_days(province))["X01"] == OLD
    assert "✓ Đã gia hạn" in await at.say(answer, who="dau-moi")
    assert (await due_days(province))["X01"] == due


async def test_an_unclear_answer_sets_no_day(province: Province) -> None:
    at = province.office
    await at.say("gia hạn X01 đến 28/3: bão", who="dau-moi")
    assert "Chưa rõ lấy ngày nào" in await at.say("hoa sen", who="dau-moi")
    await at.say("thôi", who="dau-moi")
    assert (await due_days(province))["X01"] == OLD


async def test_a_round_is_not_opened_on_a_holiday_unasked(province: Province) -> None:
    at = province.office
    said = await at.say("mở đợt quý I/2026 (dương lịch) hạn sở 30/4, xã 9/4", who="dau-moi")
    assert "Hạn sở, ban, ngành 30/04/2026 (thứ năm) là ngày nghỉ lễ" in said
    assert "xã, phường" not in said.partition("Lấy")[0]
    said = await at.say("đồng ý", who="dau-moi")
    assert "sở, ban, ngành: 29/04/2026 (thứ tư)" in said
    assert "xã, phường: 09/04/2026 (thứ năm)" in said


# --- locks ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ("khóa sổ X01, X02", {"X01", "X02"}),
        ("khóa sổ các xã", {"X01", "X02", "X03"}),
        ("khóa sổ xã trừ X03", {"X01", "X02"}),
        ("khóa sổ tất cả", {*UNITS}),
    ],
)
async def test_many_are_locked_and_opened(province: Province, words: str, closed: set[str]) -> None:
    at = province.office
    assert "Đúng vậy không" in await at.say(words, who="dau-moi")
    assert await closed_units(province) == set()
    await at.say("đồng ý", who="dau-moi")
    assert await closed_units(province) == closed
    await at.say(words.replace("khóa sổ", "mở khóa"), who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert await closed_units(province) == set()


# --- approvals ------------------------------------------------------------------------------
async def test_many_are_approved_and_the_odd_ones_named(province: Province) -> None:
    at = province.office
    for who, unit, value in (("lan", "Sở NV", "21"), ("hoa", "Xã số 01", "7")):
        await at.tap(f"Làm: {unit}", who=who)
        await submit(at, who, value)
    said = await at.say("duyệt tất cả", who="dau-moi")
    assert "duyệt báo cáo Quý I/2026 của 2 đơn vị: Sở NV; Xã số 01" in said
    assert "2 báo cáo có điểm cần để ý" in said
    said = await at.tap("Duyệt 2 đơn vị", who="dau-moi")
    assert "✓ Đã duyệt báo cáo Quý I/2026 của 2 đơn vị" in said
    assert [await province.state(unit) for unit in ("NV", "X01")] == ["approved", "approved"]
    assert any("Chị Mai đã duyệt báo cáo" in one for one in at.told("lan"))


async def test_one_of_many_approvals_is_taken_back_by_its_unit(province: Province) -> None:
    at = province.office
    for who, unit in (("lan", "Sở NV"), ("hoa", "Xã số 01")):
        await at.tap(f"Làm: {unit}", who=who)
        await submit(at, who, "21")
    await at.say("duyệt tất cả", who="dau-moi")
    await at.say("ok", who="dau-moi")
    for other in ("xã 1 nhầm số ở câu 2 rồi", "xã 1 nhầm à?"):
        assert "hoàn tác" not in await at.say(other, who="dau-moi")
    said = await at.say("ủa xã 1 chưa xem kỹ, nhầm rồi", who="dau-moi")
    assert "✓ Đã hoàn tác: báo cáo Quý I/2026 của Xã số 01" in said
    assert [await province.state(unit) for unit in ("NV", "X01")] == ["approved", "submitted"]


async def test_of_many_approvals_those_that_were_slips(province: Province) -> None:
    at = province.office
    for who, unit in (("lan", "Sở NV"), ("hoa", "Xã số 01"), ("son", "Xã số 02")):
        await at.tap(f"Làm: {unit}", who=who)
        await submit(at, who, "21")
    for text, left in (
        ("nhầm rồi em", {"NV", "X01", "X02"}),  # which one is asked
        ("ủa xã 1 với sở nội vụ nhầm", {"X02"}),
        ("nhầm hết trừ xã 1", {"X01", "X02"}),  # of those that were approved at once
        ("nhầm cả loạt rồi", {"X01", "X02"}),
    ):
        await at.say("duyệt tất cả", who="dau-moi")
        await at.say("duyệt", who="dau-moi")
        said = await at.say(text, who="dau-moi")
        states = {unit: await province.state(unit) for unit in ("NV", "X01", "X02")}
        assert {unit for unit, state in states.items() if state == "approved"} == left, text
        assert ("Nhầm đơn vị nào?" in said) is (len(left) == 3)
        if len(left) == 3:
            assert "Xã số 02 lại chờ duyệt" in await at.tap("Hoàn tác Xã số 02", who="dau-moi")
            assert "Nhầm đơn vị nào?" in await at.say("nhầm cái nữa", who="dau-moi")


async def test_the_due_day_of_one_unit_is_its_own(province: Province) -> None:
    at = province.office
    assert "hạn <b>" not in await at.say("gia hạn X01 đến 25/3 tai mat dien", who="dau-moi")
    for words, due in (
        ("xã 1 hạn bao giờ", "25/03/2026"),
        ("hạn xã 2 là khi nào em", "20/03/2026"),
    ):
        said = await at.say(words, who="dau-moi")
        assert f"hạn {due}" in said, words
    assert any("(mat dien)" in one for one in at.told("hoa"))


async def test_what_came_in_meanwhile_is_not_approved_unseen(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Xã số 01", who="hoa")
    await submit(at, "hoa", "7")
    await at.say("duyệt X01, X02", who="dau-moi")
    await at.say("mở lại", who="hoa")
    await at.say("đồng ý", who="hoa")
    await submit(at, "hoa", "8")
    said = await at.say("duyệt", who="dau-moi")
    assert "vừa nộp lại, cần xem lại: Xã số 01" in said
    assert await province.state("X01") == "submitted"


async def test_only_what_shows_nothing_odd(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Xã số 01", who="hoa")
    await submit(at, "hoa", "7")  # the rest is unanswered
    said = await at.say("duyệt những đơn vị không có cảnh báo", who="dau-moi")
    assert "Không có đơn vị nào như vậy" in said
    assert await province.state("X01") == "submitted"


@pytest.mark.parametrize(
    "words",
    ["UBND tỉnh", "UBND tỉnh chưa nộp", "các đơn vị chưa nộp của UBND tỉnh", "tinh chua nop"],
)
async def test_a_unit_that_owes_nothing_itself_is_named_for_those_below_it(
    province: Province, words: str
) -> None:
    await submit(province.office, "lan", "5")
    said = await province.office.say(f"đôn đốc {words}", who="dau-moi")
    assert "3 đơn vị" in said, said
    assert "Sở TC; Xã số 01; Xã số 02" in said, said


# --- reminders ------------------------------------------------------------------------------
async def test_a_reminder_says_what_is_sent_and_when_it_was(province: Province) -> None:
    at = province.office
    said = await at.say("đôn đốc xã, phường", who="dau-moi")
    assert "cán bộ của 2 đơn vị" in said
    assert "Lời nhắn: “📣 Đầu mối nhắc: báo cáo Quý I/2026 của Xã số 01 chưa nộp" in said
    assert "Không nhắn được, cần gọi điện: Xã số 03" in said
    assert not any("Đầu mối nhắc" in one for one in at.told("hoa"))
    await at.say("ừ", who="dau-moi")
    assert any("Đầu mối nhắc" in one for one in at.told("hoa"))
    assert not any("Đầu mối nhắc" in one for one in at.told("lan"))
    said = await at.say("đôn đốc X01, X02", who="dau-moi")
    assert (
        "Đã nhắc 2 đơn vị này về báo cáo Quý I/2026 lúc 09:00 hôm nay; từ 10:00 mới nhắc lại được"
        in said
    )
    at.clock.moment += timedelta(hours=2)
    said = await at.say("đôn đốc", who="dau-moi")
    assert "2 đơn vị trong đó đã được nhắc lúc 09:00 hôm nay" in said
    at.clock.moment += timedelta(days=1)
    await at.say("chưa", who="dau-moi")
    assert "hôm nay" not in await at.say("đôn đốc", who="dau-moi")


# --- letters --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("nhắn tất cả: họp lúc 14 giờ", {"lan", "binh", "hoa", "son"}),
        ("nhắn xã, phường: họp lúc 14 giờ", {"hoa", "son"}),
        ("gửi thông báo cho các sở: họp lúc 14 giờ", {"lan", "binh"}),
        ("nhắn X01, SNV: họp lúc 14 giờ", {"hoa", "lan"}),
        ("nhắn lãnh đạo các sở: họp lúc 14 giờ", {"hung"}),
        ("nhắn xã chưa nộp: họp lúc 14 giờ", {"hoa", "son"}),
    ],
)
async def test_a_letter_reaches_whom_it_is_for(
    province: Province, words: str, told: set[str]
) -> None:
    at = province.office
    said = await at.say(words, who="dau-moi")
    assert f"cho {len(told)} " in said
    assert "“họp lúc 14 giờ”" in said
    everybody = ("lan", "binh", "hoa", "son", "hung")
    assert not any("họp lúc" in one for who in everybody for one in at.told(who))
    await at.say("gửi đi", who="dau-moi")
    letter = "✉ Chị Mai (UBND tỉnh) nhắn:\nhọp lúc 14 giờ"
    assert {who for who in everybody if letter in at.told(who)} == told
    assert "họp lúc 14 giờ" in await at.say("nhật ký phân công", who="dau-moi")


async def test_letters_wait_for_the_morning_and_are_few(province: Province) -> None:
    at = province.office
    at.clock.moment = local(2026, 3, 16, 22)
    await at.say("nhắn tất cả: mai họp", who="dau-moi")
    assert "lúc 07:00 17/03" in await at.say("gửi", who="dau-moi")
    assert not any("mai họp" in one for one in at.told("hoa"))
    at.clock.moment = local(2026, 3, 17, 7)
    await at.say("bảng", who="dau-moi")
    assert any("mai họp" in one for one in at.told("hoa"))
    for number in range(5):
        await at.say(f"nhắn tất cả: tin số {number}", who="dau-moi")
        await at.say("gửi", who="dau-moi")
    assert "mai mới gửi tiếp được" in await at.say("nhắn tất cả: tin nữa", who="dau-moi")
    assert "đã gửi lúc 07:00" in await at.say("nhắn tất cả: tin số 1", who="dau-moi")


async def test_a_letter_is_asked_for_what_it_lacks(province: Province) -> None:
    at = province.office
    assert "Nhắn cho ai" in await at.say("nhắn", who="dau-moi")
    assert "Nhắn gì cho 3 đơn vị" in await at.say("nhắn các xã", who="dau-moi")
    said = await at.say("sáng mai\nmang theo tệp", who="dau-moi")
    assert "“sáng mai\nmang theo tệp”" in said
    assert "ngoài phần việc" in await at.say("nhắn tất cả: chào", who="hung")


# --- a round that was opened by mistake ---------------------------------------------------------
async def test_a_round_nobody_has_answered_in_is_withdrawn(province: Province) -> None:
    at = province.office
    said = await at.say("rút đợt quý I/2026", who="dau-moi")
    assert "5 đơn vị không còn phải nộp" in said
    await at.say("đồng ý", who="dau-moi")
    assert any("đã rút báo cáo Quý I/2026 của Xã số 01" in one for one in at.told("hoa"))
    assert "Chưa có đợt báo cáo nào" in await at.say("bảng", who="dau-moi")
    assert "✓ Đã ghi" not in await at.say("5", who="hoa")
    assert "Quý I/2026" not in await at.say("việc của tôi", who="hoa")
    assert "không còn phải nộp" in await at.tap("Làm: Xã số 01", who="hoa")  # an old button
    assert "✓ Đã ghi" not in await at.say("5", who="hoa")
    assert "Không có đợt nào rút được" in await at.say("rút đợt", who="dau-moi")
    await open_round(province)  # and may be opened again
    await open_round(province, "mở đợt quý II/2026")
    said = await at.say("rút đợt", who="dau-moi")
    assert "Rút đợt nào" in said
    assert "Sẽ rút đợt Quý II/2026" in await at.tap("Quý II/2026", who="dau-moi")
    await at.say("chưa", who="dau-moi")
    assert "Quý I/2026" in await at.say("bảng quý I/2026", who="dau-moi")


async def test_a_round_with_an_answer_stays(province: Province) -> None:
    at = province.office
    await at.tap("Làm: Xã số 01", who="hoa")
    await at.say("5", who="hoa")
    said = await at.say("hủy đợt quý I/2026", who="dau-moi")
    assert "Không rút được đợt Quý I/2026: đã có số liệu ở Xã số 01" in said
    await at.say("đồng ý", who="dau-moi")
    assert "Quý I/2026" in await at.say("bảng", who="dau-moi")


async def test_who_was_not_told_yet_hears_nothing_of_a_withdrawal(province: Province) -> None:
    at = province.office
    at.clock.moment = local(2026, 3, 16, 22)
    await open_round(province, "mở đợt quý II/2026")
    await at.say("rút đợt quý II/2026", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    at.clock.moment = local(2026, 3, 17, 8)
    await at.say("bảng", who="dau-moi")
    assert not any("Quý II/2026" in one for one in at.told("hoa"))
