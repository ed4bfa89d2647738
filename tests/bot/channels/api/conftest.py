"""The office that is read, on either database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.support.databases import Databases
from tests.support.interface import ReadOffice, read_office


@pytest.fixture
async def here(databases: Databases) -> AsyncIterator[ReadOffice]:
    async with read_office(databases) as made:
        yield made
