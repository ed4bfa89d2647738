"""Durable polling: nothing lost, nothing acknowledged too early, nothing that stops it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from telegram import Bot

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.menu import set_menu
from bot.ports.channel import IncomingKind
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.fake_inbox import FakeInbox
from tests.support.patience import PATIENCE
from tests.support.polling import PollingLoop

OFFICER = 4_200_000_001


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


def polling(telegram: FakeTelegram, inbox: FakeInbox) -> PollingLoop:
    return PollingLoop(TelegramChannel(TOKEN, telegram.url), inbox)


async def acknowledged(telegram: FakeTelegram) -> None:
    """Until no update is left waiting at Telegram."""
    assert await telegram.world.until(lambda: not telegram.world.updates, PATIENCE)


async def test_a_conversation(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    officer = telegram.chat(OFFICER)
    loops.append(polling(telegram, inbox))
    await officer.start("ma7")
    said = await officer.say("21")
    await officer.edit(said, "22")
    await officer.send("photo")
    await inbox.wait_for(4)
    assert [(event.kind, event.text) for event in inbox.events] == [
        (IncomingKind.OPENED, "ma7"),
        (IncomingKind.SAID, "21"),
        (IncomingKind.EDITED, "22"),
        (IncomingKind.UNSUPPORTED, "photo"),
    ]
    assert {(event.conversation, event.sender) for event in inbox.events} == {
        (str(OFFICER), str(OFFICER))
    }


async def test_a_tap_is_answered_after_it_is_stored(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    officer = telegram.chat(OFFICER)
    answered_before: list[int] = []
    inbox.before = lambda: answered_before.append(len(telegram.world.answered))
    loops.append(polling(telegram, inbox))
    query = officer.tap_data("v1:7", await officer.say("a"))
    assert await telegram.world.until(lambda: bool(telegram.world.answered), PATIENCE)
    assert telegram.world.answered == [query]
    assert set(answered_before) == {0}
    assert [event.button for event in inbox.events] == ["", "v1:7"]


async def test_a_query_too_old_does_no_harm(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    officer = telegram.chat(OFFICER)
    said = await officer.say("a")
    officer.tap_data("v1:7", said)
    telegram.world.queries.clear()
    loops.append(polling(telegram, inbox))
    await inbox.wait_for(2)
    await officer.say("b")
    await inbox.wait_for(3)
    assert loops[0].waits == []


async def test_the_offset_moves_only_after_the_inbox_has_it(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    waiting: list[int] = []
    inbox.before = lambda: waiting.append(len(telegram.world.updates))
    inbox.after = lambda: waiting.append(len(telegram.world.updates))
    for text in "abc":
        await telegram.chat(OFFICER).say(text)
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    assert waiting == [3, 3]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_kill_around_the_commit_loses_nothing(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop], when: str
) -> None:
    def die() -> None:
        raise Killed

    setattr(inbox, when, die)
    for text in "abc":
        await telegram.chat(OFFICER).say(text)
    first = polling(telegram, inbox)
    with pytest.raises(Killed):
        await first.task
    await first.stop()
    assert len(telegram.world.updates) == 3
    setattr(inbox, when, lambda: None)
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    assert inbox.texts == ["a", "b", "c"]
    assert inbox.deliveries == 6


async def test_each_chat_keeps_its_order(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    loops.append(polling(telegram, inbox))
    for number in range(30):
        for chat in range(1, 8):
            await telegram.chat(chat).say(str(number))
    await inbox.wait_for(210)
    for chat in range(1, 8):
        said = [event.text for event in inbox.events if event.conversation == str(chat)]
        assert said == [str(number) for number in range(30)]


async def test_groups_are_acknowledged_and_not_heard(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    await telegram.group(-5).say("/start")
    telegram.chat(OFFICER).block(False)
    await telegram.chat(OFFICER).say("a")
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    assert inbox.texts == ["a"]


async def test_an_answer_that_is_lost_comes_again(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    telegram.faults.active = [Fault("lost", ("getUpdates",), times=3)]
    await telegram.chat(OFFICER).say("a")
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    assert inbox.texts == ["a"]


@pytest.mark.parametrize("method", ["setMyCommands", "getMe"])
async def test_the_menu_is_set_later(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    caplog.set_level(logging.INFO)
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    faults = (
        Fault("error", (method,), times=3),
        Fault("reset", (method,)),
        Fault("flood", (method,)),
    )
    telegram.faults.active = [*faults]
    channel = TelegramChannel(TOKEN, telegram.url)
    await set_menu(channel._bot, pause)
    await channel.close()
    assert [command["command"] for command in telegram.world.commands][:2] == ["tiep", "quaylai"]
    assert len(waits) == 5
    assert "served without it" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_menu_that_is_refused_is_told_of(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.faults.active = [Fault("error", ("setMyCommands",), code=400)]
    channel = TelegramChannel(TOKEN, telegram.url)
    await channel.set_menu()
    await channel.close()
    assert "refuses the command menu" in caplog.text


async def test_a_webhook_that_could_not_be_taken_down_is_taken_down_later(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as bot:
        await bot.set_webhook("https://127.0.0.1:9/")
    telegram.faults.active = [Fault("error", ("deleteWebhook",), times=3)]
    await telegram.chat(OFFICER).say("a")
    loops.append(polling(telegram, inbox))
    await inbox.wait_for(1)


async def test_flood_control_is_waited_out(
    telegram: FakeTelegram, inbox: FakeInbox, loops: list[PollingLoop]
) -> None:
    telegram.faults.active = [Fault("flood", ("getUpdates",), retry_after=17)]
    await telegram.chat(OFFICER).say("a")
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    (wait,) = loops[0].waits
    assert wait > 17


async def test_another_poller_is_told_of_clearly(
    telegram: FakeTelegram,
    inbox: FakeInbox,
    loops: list[PollingLoop],
    caplog: pytest.LogCaptureFixture,
) -> None:
    loops.append(polling(telegram, inbox))
    assert await telegram.world.until(lambda: "getupdates" in dict(telegram.world.calls), PATIENCE)
    async with Bot(TOKEN, base_url=f"{telegram.url}/bot") as intruder:
        await intruder.get_updates()
    await telegram.chat(OFFICER).say("a")
    await inbox.wait_for(1)
    assert "another process takes this bot's updates" in caplog.text


async def test_an_unreadable_update_holds_nobody_up(
    telegram: FakeTelegram,
    inbox: FakeInbox,
    loops: list[PollingLoop],
    caplog: pytest.LogCaptureFixture,
) -> None:
    officer = telegram.chat(OFFICER)
    await officer.say("a")
    telegram.world.push("message", {"message_id": 3, "text": "x", "from": 7, "chat": 7})
    await officer.say("b")
    loops.append(polling(telegram, inbox))
    await acknowledged(telegram)
    assert inbox.texts == ["a", "b"]
    assert "unreadable" in caplog.text


async def test_the_channel_polls_until_it_is_cancelled(
    telegram: FakeTelegram, inbox: FakeInbox
) -> None:
    channel = TelegramChannel(TOKEN, f"{telegram.url}/bot")
    task = asyncio.create_task(channel.feed.poll(inbox))
    await telegram.chat(OFFICER).say("a")
    await inbox.wait_for(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await channel.close()
