"""A bot's events by polling, the same on every platform: nothing lost, nothing that stops it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.channels.retry import Backoff
from tests.fakes.world import Fault
from tests.support.bots import BOTS, SECRET, BotCase, Say
from tests.support.fake_inbox import FakeInbox
from tests.support.patience import until
from tests.support.polling import PollingLoop


@dataclass
class Scene:
    """One platform's fake, with an officer who writes and a feed that can be started."""

    case: BotCase
    server: Any
    say: Say
    inbox: FakeInbox
    loops: list[PollingLoop]

    def poll(self) -> PollingLoop:
        self.loops.append(PollingLoop(self.case.channel(self.server.url), self.inbox))
        return self.loops[-1]


@pytest.fixture(params=BOTS)
async def scene(
    request: pytest.FixtureRequest, inbox: FakeInbox, loops: list[PollingLoop]
) -> AsyncIterator[Scene]:
    case = BOTS[request.param]
    async with case.open() as (server, say):
        yield Scene(case, server, say, inbox, loops)
        for loop in loops:
            await loop.stop()


async def test_what_cannot_be_stored_is_held_and_stored_later(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    failures = [OSError("database is locked"), OSError("disk full")]

    def fail() -> None:
        if failures:
            raise failures.pop()

    scene.inbox.before = fail
    for text in "ab":
        await scene.say(text)
    loop = scene.poll()
    await scene.inbox.wait_for(2)
    assert scene.inbox.texts == ["a", "b"]
    assert len(loop.waits) == 2
    assert "database is locked" in caplog.text


@pytest.mark.parametrize("trouble", ["error", "reset"])
async def test_trouble_passes(scene: Scene, trouble: Any) -> None:
    fault = Fault(trouble, ("getUpdates",), times=6)
    scene.server.faults.active = [fault]
    await scene.say("a")
    loop = scene.poll()
    await scene.inbox.wait_for(1)
    assert len(loop.waits) == fault.hits == 6


@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", times=None),
        Fault("error", times=None, code=400),
        Fault("error", times=None, code=502),
        Fault("reset", times=None),
        Fault("lost", times=None),
        Fault("flood", times=None, retry_after=3_600),
    ],
    ids=lambda fault: f"{fault.trouble}-{fault.code}",
)
async def test_what_is_not_needed_holds_nothing_up(scene: Scene, fault: Fault) -> None:
    scene.server.faults.active = [replace(fault, methods=("deleteWebhook", "getMe"), hits=0)]
    await scene.say("a")
    loop = scene.poll()
    await scene.inbox.wait_for(1)
    assert loop.waits == []


async def test_a_webhook_that_is_set_is_removed_first(scene: Scene) -> None:
    channel = scene.case.channel(scene.server.url)
    await channel.feed.register_webhook("https://127.0.0.1:9/", SECRET)
    await channel.close()
    scene.poll()
    await until(lambda: "deletewebhook" in str(scene.case.calls(scene.server)).lower())
    await scene.say("a")
    await scene.inbox.wait_for(1)


async def test_a_wrong_token_is_one_clear_error(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = "987654321:AAwrong-Wrong_wrong0wrong1wrong2wro"
    channel = scene.case.channel(scene.server.url, wrong)
    with caplog.at_level(logging.DEBUG):
        await channel.feed.poll(scene.inbox)
    await channel.close()
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert "refuses the token" in record.getMessage()
    assert scene.case.api.token_setting in record.getMessage()
    assert wrong not in caplog.text


async def test_registering_survives_trouble(scene: Scene) -> None:
    scene.server.faults.active = [Fault("error", ("setWebhook",)), Fault("reset", ("setWebhook",))]
    channel = scene.case.channel(scene.server.url)
    await channel.feed.register_webhook("https://example.org", SECRET)
    await channel.close()
    assert "https://example.org" in str(scene.case.calls(scene.server))


@pytest.mark.parametrize("name", BOTS)
async def test_a_secret_that_guards_nothing_is_refused(name: str, inbox: FakeInbox) -> None:
    channel = BOTS[name].channel(None)
    for secret in BOTS[name].wrong_secrets:
        with pytest.raises(ValueError, match="webhook secret"):
            channel.feed.webhook(inbox, secret)
        with pytest.raises(ValueError, match="webhook secret"):
            await channel.feed.register_webhook("https://example.org", secret)
    await channel.close()


async def test_waits_grow_and_are_spread() -> None:
    waits: list[float] = []

    async def pause(seconds: float) -> None:
        waits.append(seconds)

    backoff = Backoff(pause)
    for _ in range(12):
        await backoff.wait()
    backoff.reset()
    await backoff.wait(asked=17)
    for number, wait in enumerate(waits[:12]):
        wide = min(30, 0.5 * 2**number)
        assert wide / 2 <= wait <= wide
    assert len({round(wait, 6) for wait in waits[6:12]}) > 1
    assert 17 < waits[12] <= 17.5
