"""Telegram posts to its webhook, and takes the answer to a tap from the response."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import TelegramChannel
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.fake_inbox import FakeInbox
from tests.support.http_server import listening
from tests.support.patience import PATIENCE

OFFICER = 4_200_000_001
SECRET = "bi-mat_2023"
PATH = "/telegram/webhook"


@pytest.fixture
async def channel(telegram: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    opened = TelegramChannel(TOKEN, telegram.url)
    yield opened
    await opened.close()


async def test_telegram_delivers_and_repeats_until_it_is_stored(
    channel: TelegramChannel, inbox: FakeInbox, telegram: FakeTelegram
) -> None:
    failures = 3

    def fail() -> None:
        nonlocal failures
        failures -= 1
        if failures >= 0:
            raise OSError("database is locked")

    inbox.before = fail
    telegram.faults.active = [Fault("error", ("setWebhook",)), Fault("reset", ("getMe",))]
    async with listening(channel.feed.webhook(inbox, SECRET)) as url:
        await channel.feed.register_webhook(url + PATH, SECRET)
        await channel.set_menu()
        officer = telegram.chat(OFFICER)
        for text in "abc":
            await officer.say(text)
        query = officer.tap_data("v1:7", 1)
        await inbox.wait_for(4)
        assert await telegram.world.until(lambda: bool(telegram.world.answered), PATIENCE)
    assert [event.text for event in inbox.events if event.text] == ["a", "b", "c"]
    assert [event.button for event in inbox.events if event.button] == ["v1:7"]
    assert telegram.world.answered == [query]
    assert "503" in telegram.world.webhook.last_error
    assert telegram.world.commands


async def test_a_webhook_with_another_secret_gets_nothing_in(
    channel: TelegramChannel, inbox: FakeInbox, telegram: FakeTelegram
) -> None:
    async with listening(channel.feed.webhook(inbox, SECRET)) as url:
        await channel.feed.register_webhook(url + PATH, "another-secret")
        await telegram.chat(OFFICER).say("a")
        hook = telegram.world.webhook
        assert await telegram.world.until(lambda: bool(hook.last_error), PATIENCE)
        assert "403" in hook.last_error
    assert inbox.events == []
