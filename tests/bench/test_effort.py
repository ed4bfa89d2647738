"""The bench's department that comes back for its second quarter is at work on it."""

from __future__ import annotations

from pathlib import Path

from bench.effort import Q2, first_quarter_filed
from tests.support.phones import telegram_phone


async def test_the_second_quarter_can_be_begun(tmp_path: Path) -> None:
    async with telegram_phone(tmp_path) as phone:
        await first_quarter_filed(phone.product.store)
        await phone.say("/start")
        assert Q2.name in phone.texts()[-1]
        assert "Kỳ trước (Quý I/2023)" in phone.texts()[-1]
