"""Exchanges of working days entered in the chat: what is shown first, what moves, what never does,
and how they are taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

NOW = local(2026, 3, 2)
SWAP = "ngày làm bù 21/3/2026 thay 20/3/2026"


async def _found(opened: Office) -> Province:
    """A department and two communes with a round of quý I/2026: due on 20/3 (the department) and
    17/3; a coordinator and an administrator of the whole, and a coordinator of a part."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    await made.comes("quan-tri", "TINH", Role.ADMINISTRATOR, "Anh Bình")
    await made.comes("mot-phan", "NV", Role.COORDINATOR, "Hoa")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("an", "X01", Role.OFFICER, "An")
    await open_round(made)
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, NOW, _found) as made:
        yield made


async def _works(at: Office, day: date) -> bool:
    """Whether the product knows the day as a working day at its next event."""
    await at.say("việc của tôi", who="dau-moi")
    return at.catalogs.calendars.days.is_working(day)


async def _due_of(province: Province, unit: str) -> date:
    report = await province.office.report(await province.report_of(unit))
    assert report.due is not None
    return report.due.date()


async def test_a_swap_is_shown_with_what_it_moves_before_it_counts(province: Province) -> None:
    at = province.office
    said = await at.say(SWAP, who="dau-moi")
    assert "nghỉ 20/03/2026 (thứ sáu), làm bù 21/03/2026 (thứ bảy)" in said
    assert "hạn 20/03/2026 (thứ sáu), 1 đơn vị chưa nộp" in said
    assert "hạn theo lịch mới là 19/03/2026" in said  # by the rule it would be sooner
    assert "sớm hơn nên hạn đã báo giữ nguyên" in said
    assert await _works(at, date(2026, 3, 20))
    await at.say(SWAP, who="dau-moi")
    said = await at.say("đồng ý", who="dau-moi")
    assert "✓ Đã ghi" in said
    assert not await _works(at, date(2026, 3, 20))
    assert await _works(at, date(2026, 3, 21))
    assert await _due_of(province, "NV") == date(2026, 3, 20)  # was told, and stays
    assert "nghỉ 20/03/2026" in await at.say("ngày làm bù", who="quan-tri")


async def test_others_who_watch_over_the_whole_are_told(province: Province) -> None:
    at = province.office
    await at.say(SWAP, who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert any("Lịch làm việc có thay đổi" in text for text in at.told("quan-tri"))
    assert not any("Lịch làm việc" in text for text in at.told("lan"))


async def test_reminders_move_by_themselves(province: Province) -> None:
    """The communes' due day is 17/3, with reminders 5, 2 and 1 working days before."""
    at = province.office
    said = await at.say("nghỉ bù 16/3/2026, làm bù 14/3/2026", who="dau-moi")
    assert "nhắc trước hạn bỏ 16/03/2026 (thứ hai), thêm 14/03/2026 (thứ bảy)" in said
    assert "xã, phường" in said
    await at.say("đồng ý", who="dau-moi")
    before = len(at.told("an"))
    at.clock.moment = local(2026, 3, 14, 8, 30)  # a Saturday
    await at.remind()
    (told,) = at.told("an")[before:]
    assert "còn 1 ngày làm việc, hạn 17/03/2026 (thứ ba)" in told
    at.clock.moment = local(2026, 3, 16, 8, 30)  # a Monday that is off
    await at.remind()
    assert len(at.told("an")) == before + 1


async def test_a_later_due_day_is_asked_about_and_moved_with_the_notices_of_an_extension(
    province: Province,
) -> None:
    at = province.office
    await at.say("nghỉ bù 17/3/2026", who="dau-moi")
    said = await at.say("đồng ý", who="dau-moi")
    assert "hạn đã báo 17/03/2026 (thứ ba), hạn theo lịch mới là 18/03/2026 (thứ tư)" in said
    assert await _due_of(province, "X01") == date(2026, 3, 17)
    said = await at.tap("Đổi sang 18/03/2026 (thứ tư)", who="dau-moi")
    assert "18/03/2026" in said
    assert await _due_of(province, "X01") == date(2026, 3, 17)
    await at.say("đồng ý", who="dau-moi")
    assert await _due_of(province, "X01") == date(2026, 3, 18)
    assert await _due_of(province, "NV") == date(2026, 3, 20)


async def test_a_due_day_is_kept(province: Province) -> None:
    at = province.office
    await at.say("nghỉ bù 17/3/2026", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert "giữ nguyên 17/03/2026" in await at.tap("Giữ 17/03/2026 (thứ ba)", who="dau-moi")
    assert await _due_of(province, "X01") == date(2026, 3, 17)


async def test_where_an_administrator_enters_the_coordinator_is_asked(province: Province) -> None:
    at = province.office
    await at.say("nghỉ bù 17/3/2026", who="quan-tri")
    assert "Giữ hay đổi" not in await at.say("đồng ý", who="quan-tri")
    assert any("Giữ hay đổi" in text for text in at.told("dau-moi"))
    await at.tap("Đổi sang 18/03/2026 (thứ tư)", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert await _due_of(province, "X01") == date(2026, 3, 18)


@pytest.mark.parametrize("way", ["button", "words"])
async def test_a_swap_is_taken_back(province: Province, way: str) -> None:
    at = province.office
    await at.say(SWAP, who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert await _works(at, date(2026, 3, 21))
    if way == "button":
        await at.say(SWAP, who="dau-moi")  # is refused, and leaves the button
        await at.say("bỏ ngày làm bù 20/3/2026", who="quan-tri")
        said = await at.say("đồng ý", who="quan-tri")
    else:
        assert "Sẽ bỏ" in await at.say("hủy ngày làm bù 21/3/2026", who="dau-moi")
        said = await at.say("bỏ", who="dau-moi")
    assert "✓ Đã bỏ: nghỉ 20/03/2026" in said
    assert not await _works(at, date(2026, 3, 21))
    assert await _works(at, date(2026, 3, 20))
    assert "Không có ngày nào đã nhập" in await at.say("bỏ ngày làm bù 21/3/2026", who="dau-moi")
    trail = await at.say("nhật ký phân công", who="dau-moi")
    assert "Ngày làm việc" in trail
    assert "bỏ: nghỉ 20/03/2026, làm bù 21/03/2026" in trail


async def test_a_year_without_any(province: Province) -> None:
    at = province.office
    assert "2027 chưa có ngày làm bù" in await at.say("ngày làm bù", who="dau-moi")
    await at.say("không có ngày làm bù 2027", who="dau-moi")
    assert "✓ Đã ghi: năm 2027" in await at.say("đồng ý", who="dau-moi")
    assert "2027 chưa có" not in await at.say("ngày làm bù", who="dau-moi")
    assert "Đã ghi năm 2027" in await at.say("ngày làm bù 2027: không có", who="dau-moi")
    assert "năm 2026 đã có" in (await at.say("không có ngày làm bù 2026", who="dau-moi")).lower()
    await at.say("bỏ ngày làm bù 2027", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    assert "2027 chưa có ngày làm bù" in await at.say("ngày làm bù", who="dau-moi")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("ngày làm bù 20/3/2026", "20/03/2026 (thứ sáu) vốn đã là ngày làm việc"),
        ("nghỉ bù 21/3/2026", "21/03/2026 (thứ bảy) vốn đã là ngày nghỉ"),
        ("nghỉ bù 20/3", "thiếu năm"),
        ("nghỉ bù thứ hai 20/3/2026", "đó là 20/03/2026 (thứ sáu)"),
        ("ngày làm bù tuần sau", "Chưa hiểu “tuan sau”"),
        ("không có ngày làm bù", "không có ngày làm bù 2027"),
        ("bỏ ngày làm bù", "Bỏ ngày nào"),
    ],
)
async def test_what_is_refused_says_what_was_read(
    province: Province, words: str, told: str
) -> None:
    at = province.office
    assert told in await at.say(words, who="dau-moi")
    assert (await at.say("ngày làm bù", who="dau-moi")).count("•") == 0


async def test_who_watches_over_a_part_is_told_who_may(province: Province) -> None:
    at = province.office
    assert "chỉ đầu mối tổng hợp hoặc quản trị của UBND tỉnh" in await at.say(SWAP, who="mot-phan")
    assert "ngoài phần việc" in await at.say(SWAP, who="lan")


async def test_who_watches_over_the_whole_is_reminded_of_a_year_that_is_not_known(
    province: Province,
) -> None:
    at = province.office
    for who in ("dau-moi", "quan-tri", "mot-phan"):
        await at.say("hoãn nhắc 3", who=who)
    before = {who: len(at.told(who)) for who in ("dau-moi", "quan-tri", "mot-phan")}
    at.clock.moment = local(2026, 11, 30, 8, 30)
    await at.remind()
    assert not any("Năm 2027" in one for who in before for one in at.told(who))
    at.clock.moment = local(2026, 12, 3, 8, 30)  # the second working day of December
    await at.remind()
    for who in ("dau-moi", "quan-tri"):
        assert any("Năm 2027 chưa có ngày làm bù" in one for one in at.told(who)[before[who] :])
    assert not any("Năm 2027" in one for one in at.told("mot-phan"))
    await at.say("không có ngày làm bù 2027", who="quan-tri")
    await at.say("đồng ý", who="quan-tri")
    before = {who: len(at.told(who)) for who in before}
    at.clock.moment = local(2026, 12, 15, 8, 30)
    await at.remind()
    told = [one for who in before for one in at.told(who)[before[who] :]]
    assert not any("Năm 2027" in one for one in told)


async def test_kinds_that_share_a_due_day_have_each_their_own_rule(province: Province) -> None:
    at = province.office
    await at.say("gia hạn xã, phường đến 20/3: bão", who="dau-moi")
    await at.say("đúng", who="dau-moi")
    assert await _due_of(province, "X01") == date(2026, 3, 20)
    said = await at.say(SWAP, who="dau-moi")
    assert "1 đơn vị chưa nộp: hạn theo lịch mới là 19/03/2026" in said
    assert "2 đơn vị chưa nộp: hạn theo lịch mới là 21/03/2026" in said
