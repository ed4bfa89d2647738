"""A province that is administered, and its administrator at the desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from conversations.workflow.permissions import Role
from tests.support.desk import DeskBrowser, desk_at
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, commune, department, local

START = local(2026, 3, 2)


async def _found(at: Office) -> Province:
    made = Province(at)
    await made.found(
        [department("TC", "Tài chính"), department("NV", "Nội vụ"), commune(2), commune(10)]
    )
    await made.comes("quan", "TINH", Role.ADMINISTRATOR, "Anh Quân")
    await made.comes("lan", "NV", Role.OFFICER, "Nguyễn Thị Lan")
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, START, _found) as made:
        yield made


@pytest.fixture
async def desk(province: Province) -> AsyncIterator[DeskBrowser]:
    async with desk_at(province.office, 1) as browser:
        yield browser
