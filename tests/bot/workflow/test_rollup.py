"""Totals in the chat: which units stand behind a percentage, a text, a comparison."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round, submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

START = local(2026, 3, 2)


async def _found(opened: Office) -> Province:
    """A department, two communes, one officer each, and a coordinator."""
    made = Province(opened)
    await made.found([department("NV", "Nội vụ"), commune(1), commune(2)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    for code in ("NV", "X01", "X02"):
        await made.comes(code, code, Role.OFFICER, f"Cán bộ {code}")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, START, _found) as made:
        yield made


async def hand_in(province: Province, who: str, *answers: str) -> None:
    """Take the newest report up and hand it in with these answers."""
    await province.office.tap("Làm:", who=who)
    await submit(province.office, who, *answers)


async def test_a_percentage_is_of_the_units_that_have_both_parts(province: Province) -> None:
    at = province.office
    await open_round(province)
    await hand_in(province, "NV", "10", "5")
    await hand_in(province, "X01", "chưa có số", "30")
    said = await at.say("hợp nhất I.01", who="dau-moi")
    assert "Tổng: 5/10 = 50" in said
    assert "1 đơn vị có số, 1 để trống, 1 chưa báo cáo" in said
    assert "Tổng: 35" in await at.say("hợp nhất I.1.2", who="dau-moi")


async def test_texts_are_in_the_total(province: Province) -> None:
    at = province.office
    await open_round(province)
    await hand_in(province, "NV", "tới I.09", "Tổ chức hội thi trực tuyến")
    await hand_in(province, "X01", "tới I.09", "Tổ chức hội thi trực tuyến")
    await hand_in(province, "X02", "tới I.09", "Một cửa lưu động")
    said = await at.say("hợp nhất I.09", who="dau-moi")
    assert "Tổ chức hội thi trực tuyến: 2 đơn vị" in said
    assert "Xã số 02: Một cửa lưu động" in said
    assert "chưa có số" not in said


async def test_codes_are_in_words(province: Province) -> None:
    at = province.office
    await open_round(province)
    await hand_in(province, "X01", "tới III.02", "có")
    said = await at.say("hợp nhất III.02", who="dau-moi")
    assert "Có: 1 đơn vị" in said
    assert "Xã số 01: Có (1)" in said


async def test_a_half_year_is_held_against_quarters_of_the_same_units(province: Province) -> None:
    at = province.office
    await open_round(province, "mở đợt quý I/2026")
    await hand_in(province, "X01", "5")
    await hand_in(province, "X02", "4")
    await open_round(province, "mở đợt quý II/2026 hạn 19/6/2026")
    for who, amount in (("X01", "6"), ("X02", "5")):
        await at.tap(f"Làm: Xã số {who[1:]} · Quý II", who=who)
        await submit(at, who, "tới I.1.1", amount)
    await open_round(province, "mở đợt 6 tháng 2026 hạn 19/6/2026")
    said = await at.say("hợp nhất 6 tháng 2026", who="dau-moi")
    assert "Chưa so được với cộng các quý" in said
    await at.tap("Làm: Xã số 01 · 6 tháng", who="X01")
    await submit(at, "X01", "tới I.1.1", "6")  # what the plan holds is counted at a date
    said = await at.say("hợp nhất 6 tháng 2026", who="dau-moi")
    assert "Khớp với cộng các quý (1 đơn vị có số đủ mọi kỳ)" in said
    await at.tap("Làm: Xã số 02 · 6 tháng", who="X02")
    await submit(at, "X02", "tới I.1.1", "8")
    said = await at.say("hợp nhất 6 tháng 2026", who="dau-moi")
    assert "1 dòng khác với cộng các quý (2 đơn vị có số đủ mọi kỳ)" in said
    assert "14, các quý 11" in said


async def test_several_periods_are_one_total(province: Province) -> None:
    at = province.office
    await open_round(province, "mở đợt quý I/2026")
    await hand_in(province, "X01", "5", "tới I.02.01", "3")
    await hand_in(province, "X02", "4", "tới I.02.01", "1")
    await open_round(province, "mở đợt quý II/2026 hạn 19/6/2026")
    await at.tap("Làm: Xã số 01 · Quý II", who="X01")
    await submit(at, "X01", "tới I.1.1", "6", "tới I.02.01", "2")
    for words in ("quý I/2026 và quý II/2026", "từ quý I/2026 đến quý II/2026"):
        said = await at.say(f"hợp nhất {words}", who="dau-moi")
        assert "Quý I/2026 + Quý II/2026" in said
        assert "3/6 báo cáo của các kỳ có số" in said
        assert "Xã số 02 (Quý II/2026)" in said
        said = await at.say(f"hợp nhất {words} I.02.01", who="dau-moi")
        assert "Tổng: 6" in said  # flows: 3 + 1 + 2
        assert "3 báo cáo có số, 3 chưa báo cáo" in said
        assert "Xã số 01: 5" in said
        said = await at.say(f"hợp nhất {words} I.1.1", who="dau-moi")
        assert "Tổng: 6" in said  # of the last period alone: counted from the year's first day
        assert "1 đơn vị có số, 2 chưa báo cáo" in said
    said = await at.say("hợp nhất quý I/2026 và quý II/2026 X01", who="dau-moi")
    assert "Xã số 01 · Quý I/2026 + Quý II/2026" in said
    assert "2/2 báo cáo của các kỳ có số" in said
    await at.say("hợp nhất quý I/2026 và quý II/2026", who="dau-moi")
    for label in ("Tải Word hợp nhất", "Tải Excel hợp nhất"):
        await at.tap(label, who="dau-moi")
        assert at.channels["telegram"].sent[-1].file is not None


async def test_periods_of_the_same_days_are_not_added(province: Province) -> None:
    at = province.office
    await open_round(province, "mở đợt quý I/2026")
    await open_round(province, "mở đợt 6 tháng 2026 hạn 19/6/2026")
    said = await at.say("hợp nhất quý I/2026 và 6 tháng 2026", who="dau-moi")
    assert "hai kỳ trùng ngày" in said
