"""What people of an office type, with the corpus behind it: always answered, never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from structlog.testing import capture_logs

from conversations.workflow.permissions import Role
from tests.hostile.strings import ALL, TIMES
from tests.support.product import office
from tests.support.province import Province, commune, department, local

pytestmark = pytest.mark.long

COMMANDS = (
    *("giao phần II cho ", "hỏi đồng nghiệp câu 12 cho ", "nhật ký ", "tải lần ", "mở đợt "),
    *("mời ", "bảng ", "hoãn nhắc ", "đính chính vì ", "trả lại ", "xem ", "tổng hợp ", "khóa "),
    *("gia hạn ", "xu hướng ", "tiến độ ", ""),
)
TEXTS = [text for text in ALL if len(text) < 6_000]
EVERY = max(1, 120 // TIMES)  # one of so many pairs


@pytest.mark.parametrize("who", ["mai", "lan", "binh"])
async def test_every_command_takes_any_words(who: str, tmp_path: Path) -> None:
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([department("NV", "Nội vụ"), commune(1)])
        await province.comes("mai", "TINH", Role.COORDINATOR, "Mai")
        await province.comes("lan", "NV", Role.OFFICER, "Lan")
        await province.comes("binh", "NV", Role.REVIEWER, "Bình")
        await at.say("mở đợt quý I/2026", who="mai")
        await at.tap("Mở đợt này", who="mai")
        await at.tap("Làm: Sở NV", who="lan")
        pairs = [command + text for text in TEXTS for command in COMMANDS]
        for words in pairs[::EVERY]:
            with capture_logs() as logs:
                said = await at.say(words, who=who)
            assert said, words
            assert [log for log in logs if log["log_level"] in ("error", "critical")] == []
