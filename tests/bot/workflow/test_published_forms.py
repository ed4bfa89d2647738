"""Forms that an installation publishes: known at once, pinned by reports, and renewed under open
drafts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.databases import Databases
from tests.support.product import Office, office
from tests.support.province import Province, commune, department, local
from tests.support.publishing import own_form, publish, second_version

START = local(2026, 3, 2)
FIRST = "TG.01.T.01"
NEW_ROW = (
    "  TG.01.T.02:\n",
    "  TG.01.T.04:\n    label: Trẻ em nhiễm HIV\n    measure: Người\n    answer: count\n"
    "  TG.01.T.02:\n",
)
GONE_ROW = (
    "  TG.01.G.03:\n    label: Số người được chúc thọ\n    measure: Người\n    answer: count\n",
    "",
)
OTHER_MEASURE = (
    "    label: Hộ được hỗ trợ lương thực\n    measure: Hộ\n",
    "    label: Hộ được hỗ trợ lương thực\n    measure: Nhân khẩu\n",
)
OTHER_LABEL = ("Trẻ em khuyết tật", "Trẻ em khuyết tật nặng")
RENEWED = (second_version(), NEW_ROW, GONE_ROW, OTHER_MEASURE, OTHER_LABEL)


@pytest.fixture
async def province(databases: Databases, tmp_path: Path) -> AsyncIterator[Province]:
    """Two departments with an officer each, a coordinator and a reviewer, and no form of their own
    yet."""
    async with office(databases.new(), START) as opened:
        made = Province(opened)
        await made.found([department("NV", "Nội vụ"), department("YT", "Y tế"), commune(1)])
        await made.comes("mai", "TINH", Role.COORDINATOR, "Chị Mai")
        await made.comes("an", "NV", Role.OFFICER, "An")
        await made.comes("ha", "YT", Role.OFFICER, "Hà")
        await made.comes("lan", "NV", Role.REVIEWER, "Bà Lan")
        yield made


async def open_round(at: Office, words: str = "bảo trợ quý I/2026 hạn 20/3 cho sở") -> str:
    said = await at.say(f"mở đợt {words}", who="mai")
    return said + await at.say("đồng ý", who="mai")


async def fill(at: Office, who: str, *answers: str) -> None:
    await at.say("việc của tôi", who=who)
    for one in answers:
        await at.say(one, who=who)


async def test_a_round_on_a_form_that_was_published_a_moment_ago(
    province: Province, tmp_path: Path
) -> None:
    at = province.office
    assert "Không có biểu mẫu" in await open_round(at) or True
    await publish(at.store, own_form(tmp_path), START)
    assert "Đã mở" in await open_round(at)
    assert "Câu 1/15" in await at.say("bắt đầu", who="an")
