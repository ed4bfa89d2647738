"""Forms say on which periods they are reported, and when they are due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from templates.loading.catalog import load_catalog
from tests.support.beside import catalogs_of
from tests.support.product import office
from tests.support.province import Province, commune, department, local


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    catalogs = catalogs_of(load_catalog())
    async with office(tmp_path, local(2026, 3, 2), catalogs=catalogs) as at:
        made = Province(at)
        await made.found([department("NV", "Nội vụ"), commune(1)])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        yield made


@pytest.mark.parametrize(
    ("said", "kinds", "example"),
    [
        ("mở đợt 0605 quý I/2026", "báo cáo năm, không", "mở đợt năm 2026"),
        ("mở đợt 13a tháng 3/2026", "báo cáo 6 tháng, năm, Năm chính thức 2026", "6 tháng 2026"),
        ("mở đợt giá thị trường năm 2026", "báo cáo tháng, không", "mở đợt tháng 3/2026"),
        (
            "mở đợt sử dụng lao động quý II/2026",
            "báo cáo 6 tháng, năm, không",
            "mở đợt 6 tháng 2026",
        ),
    ],
)
async def test_another_period_is_refused_with_those_there_are(
    province: Province, said: str, kinds: str, example: str
) -> None:
    told = await province.office.say(said, who="mai")
    assert "Chưa mở đợt nào" in told
    assert kinds in told
    assert example in told


@pytest.mark.parametrize(
    ("said", "period"),
    [
        ("mở đợt 13a năm chính thức 2025", "Năm chính thức 2025"),
        ("mở đợt 13a 6 tháng 2026", "6 tháng/2026"),
        ("mở đợt nd73 2d năm học 2025-2026", "Năm học 2025-2026"),
        ("mở đợt giá thị trường tháng 3/2026", "Tháng 3/2026"),
        ("mở đợt công tác mặt trận ngày 15/3/2026", "Ngày 15/03/2026"),
        ("mở đợt công tác mặt trận giai đoạn 2024-2026", "Giai đoạn 2024-2026"),
    ],
)
async def test_a_round_is_opened_and_named_again(
    province: Province, said: str, period: str
) -> None:
    at = province.office
    assert period in await at.say(said, who="mai")
    assert "Đã mở" in await at.tap("Mở đợt này", who="mai")
    assert period in await at.say(f"bảng {period}", who="mai")


async def test_the_due_day_is_the_forms(province: Province) -> None:
    at = province.office
    assert "15/12/2026" in await at.say("mở đợt 0605 năm 2026", who="mai")
    assert "20/12/2026" not in at.told("mai")[-1]
    assert "18/12/2026" in await at.say(
        "mở đợt sử dụng lao động năm 2026", who="mai"
    )  # 20/12 is a Sunday
