"""No faster than the channel allows: in all, to each conversation, and for every process its
share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from bot.delivery import rate_limit
from bot.delivery.rate_limit import RateBucket, RateLimiter
from bot.ports.channel import ChannelLimits


@dataclass
class Moment:
    """The loop's clock, which stands still until it is moved on."""

    seconds: float = 1_000.0


@pytest.fixture
async def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    standing = Moment()
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: standing.seconds)
    return standing


class Waits:
    """A pause that only counts."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def test_a_bucket_lets_a_burst_go_and_then_keeps_the_distance() -> None:
    bucket = RateBucket(interval=1.0, burst=3)
    assert [round(bucket.take(100.0), 6) for _ in range(6)] == [0, 0, 0, 1, 2, 3]
    assert round(bucket.take(200.0), 6) == 0


def test_a_rest_gives_no_more_than_one_burst() -> None:
    bucket = RateBucket(interval=0.5, burst=2)
    for _ in range(2):
        bucket.take(0.0)
    assert [bucket.take(1_000.0) for _ in range(3)] == [0, 0, 0.5]


@pytest.mark.usefixtures("moment")
async def test_all_conversations_together_keep_to_the_limit() -> None:
    waits = Waits()
    pace = RateLimiter(ChannelLimits(per_second=10), pause=waits)
    for number in range(21):
        await pace.turn(str(number))
    assert max(waits.seconds) == pytest.approx(2.0)


@pytest.mark.usefixtures("moment")
async def test_each_process_takes_its_share() -> None:
    waits = Waits()
    pace = RateLimiter(ChannelLimits(per_second=10), shares=lambda: 4, pause=waits)
    for number in range(21):
        await pace.turn(str(number))
    assert max(waits.seconds) == pytest.approx(8.0)
    assert pace.within(15) == pytest.approx(37.5)


@pytest.mark.usefixtures("moment")
async def test_one_conversation_waits_and_the_others_do_not() -> None:
    waits = Waits()
    pace = RateLimiter(ChannelLimits(seconds_each=1, burst_each=2), pause=waits)
    for _ in range(4):
        await pace.turn("a")
    assert waits.seconds == [pytest.approx(1), pytest.approx(2)]
    await pace.turn("b")
    assert len(waits.seconds) == 2


@pytest.mark.usefixtures("moment")
async def test_a_channel_without_limits_never_waits() -> None:
    waits = Waits()
    pace = RateLimiter(ChannelLimits(), pause=waits)
    await asyncio.gather(*(pace.turn("a") for _ in range(100)))
    assert waits.seconds == []


@pytest.mark.usefixtures("moment")
async def test_a_held_channel_lets_nothing_go() -> None:
    waits = Waits()
    pace = RateLimiter(ChannelLimits(), pause=waits)
    pace.hold(17)
    await pace.turn("a")
    assert waits.seconds == [pytest.approx(17)]


async def test_quiet_conversations_are_forgotten(
    monkeypatch: pytest.MonkeyPatch, moment: Moment
) -> None:
    monkeypatch.setattr(rate_limit, "FORGET_AT", 10)
    pace = RateLimiter(ChannelLimits(seconds_each=0.0001, burst_each=5), pause=Waits())
    for number in range(50):
        await pace.turn(str(number))
        moment.seconds += 0.0005
    assert len(pace._each) <= 11
