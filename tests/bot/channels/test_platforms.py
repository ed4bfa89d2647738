"""What is told of the channels at the start, and the name that Telegram tells."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import _keep_name
from bot.channels.platforms import ChatPlatforms
from bot.cli.operations.bot_name import find_bot_name
from bot.product import open_product
from bot.runtime.settings import Settings


async def test_each_channel_has_a_line_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for settings, lines in (
        (
            Settings(data_dir=tmp_path),
            [
                "Telegram: off (PHULUC_TELEGRAM_TOKEN is not set)",
                "Zalo Bot: off (PHULUC_ZALO_BOT_TOKEN is not set)",
                "Zalo Official Account: off (PHULUC_ZALO_OA_APP_ID is not set)",
                "E-mail: off (PHULUC_SMTP_HOST is not set)",
            ],
        ),
        (Settings(telegram_token=SecretStr("1:a")), ["Telegram: on (polling)"]),
    ):
        caplog.clear()
        platforms = ChatPlatforms.of(settings)
        platforms.tell_states()
        await platforms.close()
        assert caplog.messages[: len(lines)] == lines
        assert len(caplog.messages) == 4


async def test_the_name_that_telegram_tells_is_known_to_commands_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, telegram_token=SecretStr("7:a"))
    async with open_product(settings, []) as product:
        await _keep_name(product, 7, "bacson_bot")
        assert product.catalogs.telegram.name == "bacson_bot"
        async with product.store.transaction() as tx:
            assert await find_bot_name(tx, settings) == ("bacson_bot", "")
            assert await find_bot_name(tx, Settings()) == (None, "")
