"""Rounds in the chat: which one is meant, who owes a report, due days, locks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.rights import Role
from conversations.windows import is_named, named_period
from tests.desks import office, open_books
from tests.province import Province, commune, department, local, member_of
from tests.test_office import open_round, submit

WINDOWS = open_books().calendars.windows


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    """Two units with an officer in one of them, a coordinator, and no round yet."""
    async with office(tmp_path, local(2026, 3, 16)) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ"), commune(1)])
        await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
        await made.comes("lan", "NV", Role.OFFICER, "Lan")
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


async def test_an_administrator_is_offered_only_what_he_may_do(two_rounds: Province) -> None:
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
        await tx.grant(province.deed(), member, province.units["X01"], Role.COORDINATOR)
    said = await at.say("bảng", who="doi")
    assert "Sở NV □" in said
    assert "Xã số 01 □" not in said
    said = await at.tap("Sang Xã số 01", who="doi")
    assert "Xã số 01 □" in said
    assert "Xã số 01 □" in await at.tap("↻", who="doi")
    assert "Xã số 01 □" in await at.say("bảng quý I/2026 X01", who="doi")
