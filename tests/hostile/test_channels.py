"""The corpus over the real channels, into a row that takes any text: every text is answered, and
stored as the engine alone would store it, whichever way it came."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from conversations.answers.values import Answer
from conversations.protocol.messages import utf16_length
from tests.hostile.strings import ALL, TIMES
from tests.support.dialog import Talk
from tests.support.phones import Phone, telegram_phone, terminal_phone, web_phone, webhook_phone
from tests.support.zalo.phones import zalo_bot_phone, zalo_oa_phone

pytestmark = pytest.mark.long

Opener = Callable[[Path], AbstractAsyncContextManager[Phone]]
WAYS: dict[str, Opener] = {
    "telegram": telegram_phone,
    "webhook": webhook_phone,
    "web": web_phone,
    "terminal": terminal_phone,
    "zalo-bot": zalo_bot_phone,
    "zalo-oa": zalo_oa_phone,
}
ROW = "I.09"
STEP = 36 if TIMES == 1 else 1  # each way takes one text in so many, and none that another takes
# What a phone can send: Telegram takes no blank text, no half letter and no NUL, the page sends
# `/start` itself. tests/bot/dispatch/test_properties.py sends the other texts to the dispatcher.
SAID = [
    text
    for text in ALL
    if text.strip()
    and text == text.encode("utf-8", "replace").decode()
    and utf16_length(text) <= 4_096
    and "\0" not in text
    and not text.startswith("/start")
]


def facts(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(exclude={"author", "at"})


def expected(said: Sequence[str]) -> list[dict[str, Any]]:
    """The row after each text, by the engine alone."""
    talk, told = Talk(), []
    talk.say("/start")
    for text in said:
        talk.say("tới I.9")
        talk.say(text)
        told.append(facts(talk.report.answer(ROW)))
    return told


@pytest.mark.parametrize("way", WAYS)
async def test_every_text_is_answered_and_stored_alike(way: str, tmp_path: Path) -> None:
    said = SAID[[*WAYS].index(way) * STEP // len(WAYS) :: STEP]
    with capture_logs() as logs:
        async with WAYS[way](tmp_path) as phone:
            await phone.say("/start")
            for text, wanted in zip(said, expected(said), strict=True):
                await phone.say("tới I.9")
                before = "".join(phone.texts())
                await phone.say(text)
                assert "".join(phone.texts()) != before, text
                assert facts((await phone.product.report()).answer(ROW)) == wanted, text
    assert [log for log in logs if log["log_level"] in ("error", "critical")] == []
