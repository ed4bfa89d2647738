"""A photo over Zalo, where nobody reads it: one short message, and the list is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.zalo.phones import zalo_bot_phone, zalo_oa_phone

PHONES = {"zalo-bot": zalo_bot_phone, "zalo-oa": zalo_oa_phone}
SHORT = 400  # characters


@pytest.mark.parametrize("channel", PHONES)
async def test_a_photo_is_answered_in_short(channel: str, tmp_path: Path) -> None:
    async with PHONES[channel](tmp_path) as phone:
        await phone.say("xin chào")
        await phone.say("theo nhóm")
        for again in (False, True):
            before = len(phone.texts())
            await phone.send_photo()
            (said,) = phone.texts()[before:]
            assert "chưa ghi gì" in said
            assert ("cũng chưa đọc được" in said) is again
            assert len(said) < SHORT
            assert "Số nhiệm vụ đề ra" not in said
