"""What the tests of channels share."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.telegram import FakeTelegram
from tests.support.fake_inbox import FakeInbox
from tests.support.polling import PollingLoop


@pytest.fixture
async def inbox() -> FakeInbox:
    return FakeInbox()


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        yield running


@pytest.fixture
async def loops() -> AsyncIterator[list[PollingLoop]]:
    """The polling that ends with the test."""
    running: list[PollingLoop] = []
    yield running
    for loop in running:
        await loop.stop()
