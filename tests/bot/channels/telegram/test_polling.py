"""Durable polling: nothing lost, nothing acknowledged too early, nothing that stops it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram import Bot

from bot.channels.telegram.callback_answers import CallbackAnswerer
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import quiet_libraries
from bot.channels.telegram.polling import TelegramPoller
from bot.channels.telegram.requests import TelegramRequests
from bot.channels.telegram.retry import TelegramBackoff
from bot.ports.channel import IncomingKind
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.fake_inbox import FakeDoor
from tests.support.patience import PATIENCE

OFFICER = 4_200_000_001


class Killed(BaseException):
    """The process is gone: nothing after this line runs."""


class Loop:
    """A poller that runs beside the test; its waits are recorded, not slept."""

    def __init__(self, server: FakeTelegram, door: FakeDoor, token: str = TOKEN) -> None:
        quiet_libraries()
        self.waits: list[float] = []
        self._calls = TelegramRequests()
        self._bot = Bot(token, base_url=f"{server.url}/bot", request=TelegramRequests())
        self._taps = CallbackAnswerer(self._bot)
        poller = TelegramPoller(self._bot, self._calls, door, self._taps, pause=self._pause)
        self.task = asyncio.get_running_loop().create_task(poller.run())

    async def _pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        await asyncio.sleep(0)

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self._taps.close()
        await self._bot.shutdown()
        await self._calls.shutdown()


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        yield running


@pytest.fixture
async def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
async def loops() -> AsyncIterator[list[Loop]]:
    running: list[Loop] = []
    yield running
    for loop in running:
        await loop.stop()


async def acknowledged(server: FakeTelegram) -> None:
    """Until no update is left waiting at Telegram."""
    assert await server.world.wait_until(lambda: not server.world.updates, PATIENCE)


async def test_a_conversation(server: FakeTelegram, door: FakeDoor, loops: list[Loop]) -> None:
    officer = server.chat(OFFICER)
    loops.append(Loop(server, door))
    await officer.start("ma7")
    said = await officer.say("21")
    await officer.edit(said, "22")
    await officer.send("photo")
    await door.wait_for(4)
    assert [(event.kind, event.text) for event in door.events] == [
        (IncomingKind.OPENED, "ma7"),
        (IncomingKind.SAID, "21"),
        (IncomingKind.EDITED, "22"),
        (IncomingKind.UNSUPPORTED, "photo"),
    ]
    assert {(event.conversation, event.sender) for event in door.events} == {
        (str(OFFICER), str(OFFICER))
    }
    assert [command["command"] for command in server.world.commands][:2] == ["tiep", "quaylai"]


async def test_a_tap_is_answered_after_it_is_stored(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    officer = server.chat(OFFICER)
    answered_before: list[int] = []
    door.before = lambda: answered_before.append(len(server.world.answered))
    loops.append(Loop(server, door))
    query = officer.tap_data("v1:7", await officer.say("a"))
    assert await server.world.wait_until(lambda: bool(server.world.answered), PATIENCE)
    assert server.world.answered == [query]
    assert set(answered_before) == {0}
    assert [event.button for event in door.events] == ["", "v1:7"]


async def test_a_query_too_old_does_no_harm(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    officer = server.chat(OFFICER)
    said = await officer.say("a")
    officer.tap_data("v1:7", said)
    server.world.queries.clear()
    loops.append(Loop(server, door))
    await door.wait_for(2)
    await officer.say("b")
    await door.wait_for(3)
    assert loops[0].waits == []


async def test_the_offset_moves_only_after_the_inbox_has_it(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    waiting: list[int] = []
    door.before = lambda: waiting.append(len(server.world.updates))
    door.after = lambda: waiting.append(len(server.world.updates))
    for text in "abc":
        await server.chat(OFFICER).say(text)
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert waiting == [3, 3]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_kill_around_the_commit_loses_nothing(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], when: str
) -> None:
    def die() -> None:
        raise Killed

    setattr(door, when, die)
    for text in "abc":
        await server.chat(OFFICER).say(text)
    first = Loop(server, door)
    with pytest.raises(Killed):
        await first.task
    await first.stop()
    assert len(server.world.updates) == 3
    setattr(door, when, lambda: None)
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a", "b", "c"]
    assert door.deliveries == 6


async def test_a_store_that_fails_is_asked_again(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], caplog: pytest.LogCaptureFixture
) -> None:
    failures = [OSError("database is locked"), OSError("disk full")]

    def fail() -> None:
        if failures:
            raise failures.pop()

    door.before = fail
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a"]
    assert len(loops[0].waits) == 2
    assert "database is locked" in caplog.text


async def test_each_chat_keeps_its_order(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    loops.append(Loop(server, door))
    for number in range(30):
        for chat in range(1, 8):
            await server.chat(chat).say(str(number))
    await door.wait_for(210)
    for chat in range(1, 8):
        said = [event.text for event in door.events if event.conversation == str(chat)]
        assert said == [str(number) for number in range(30)]


async def test_groups_are_acknowledged_and_not_heard(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    await server.group(-5).say("/start")
    server.chat(OFFICER).block(False)
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", ("getUpdates",), times=3),
        Fault("reset", ("getUpdates",), times=3),
        Fault("lost", ("getUpdates",), times=3),
    ],
    ids=lambda fault: f"{fault.trouble}-{fault.methods[0]}-{fault.status}",
)
async def test_trouble_passes(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], fault: Fault
) -> None:
    server.faults.active = [fault]
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a"]
    assert fault.hits == fault.times


@pytest.mark.parametrize("method", ["setMyCommands", "getMe", "deleteWebhook"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", times=None),
        Fault("error", times=None, status=400),
        Fault("error", times=None, status=502),
        Fault("reset", times=None),
        Fault("lost", times=None),
        Fault("flood", times=None, retry_after=3_600),
        Fault("slow", times=None, seconds=3_600),
    ],
    ids=lambda fault: f"{fault.trouble}-{fault.status}",
)
async def test_what_is_not_needed_holds_nothing_up(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], fault: Fault, method: str
) -> None:
    if method == "deleteWebhook" and fault.trouble == "slow":
        fault = Fault("error", times=None)  # that call is waited for, as long as any
    server.faults.active = [replace(fault, methods=(method,), hits=0)]
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a"]


async def test_the_menu_is_set_later(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    server.faults.active = [Fault("error", ("setMyCommands",), times=5)]
    loops.append(Loop(server, door))
    assert await server.world.wait_until(lambda: bool(server.world.commands), 10)
    assert len(loops[0].waits) == 5
    assert sorted(loops[0].waits) == loops[0].waits
    assert "served without it" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_webhook_that_could_not_be_taken_down_is_taken_down_later(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
        await bot.set_webhook("https://127.0.0.1:9/")
    server.faults.active = [Fault("error", ("deleteWebhook",), times=3)]
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await door.wait_for(1)


async def test_flood_control_is_waited_out(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    server.faults.active = [Fault("flood", ("getUpdates",), retry_after=17)]
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await acknowledged(server)
    (wait,) = loops[0].waits
    assert wait > 17


async def test_waits_grow_and_are_spread() -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    backoff = TelegramBackoff(pause)
    for _ in range(12):
        await backoff.wait(OSError())
    backoff.reset()
    await backoff.wait(OSError())
    for number, wait in enumerate(waits[:12]):
        wide = min(30, 0.5 * 2**number)
        assert wide / 2 <= wait <= wide
    assert len({round(wait, 6) for wait in waits[6:12]}) > 1
    assert waits[12] <= 0.5


async def test_an_active_webhook_is_taken_down(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop]
) -> None:
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as bot:
        await bot.set_webhook("https://127.0.0.1:9/")
    await server.chat(OFFICER).say("a")
    loops.append(Loop(server, door))
    await door.wait_for(1)


async def test_another_poller_is_told_of_clearly(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], caplog: pytest.LogCaptureFixture
) -> None:
    loops.append(Loop(server, door))
    assert await server.world.wait_until(lambda: "getupdates" in dict(server.world.calls), PATIENCE)
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as intruder:
        await intruder.get_updates()
    await server.chat(OFFICER).say("a")
    await door.wait_for(1)
    assert "another process takes this bot's updates" in caplog.text


async def test_a_wrong_token_is_one_clear_error(
    server: FakeTelegram, door: FakeDoor, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "987654321:AAwrong-Wrong_wrong0wrong1wrong2wro"
    channel = TelegramChannel(wrong, server.url)
    with caplog.at_level(logging.DEBUG):
        await channel.poll(door)
    await channel.close()
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "refuses the token" in record.getMessage()
    assert wrong not in caplog.text


async def test_an_unreadable_update_holds_nobody_up(
    server: FakeTelegram, door: FakeDoor, loops: list[Loop], caplog: pytest.LogCaptureFixture
) -> None:
    officer = server.chat(OFFICER)
    await officer.say("a")
    server.world.push("message", {"message_id": 3, "text": "x", "from": 7, "chat": 7})
    await officer.say("b")
    loops.append(Loop(server, door))
    await acknowledged(server)
    assert door.texts == ["a", "b"]
    assert "unreadable" in caplog.text


async def test_the_channel_polls_until_it_is_cancelled(
    server: FakeTelegram, door: FakeDoor
) -> None:
    channel = TelegramChannel(TOKEN, f"{server.url}/bot")
    task = asyncio.create_task(channel.poll(door))
    await server.chat(OFFICER).say("a")
    await door.wait_for(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await channel.close()
