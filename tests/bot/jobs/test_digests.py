"""Reminders of pending rows: told once, at a decent hour, in the officer's last conversation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from bot.jobs.digests import DigestJob
from bot.ports.channel import IncomingKind
from conversations.calendar.dates import VIETNAM
from templates.loading.wording import load_wording
from tests.support.product import Office, office, open_catalogs


@pytest.fixture
async def made(database: str) -> AsyncIterator[Office]:
    async with office(database) as opened:
        await opened.say("/start")
        yield opened


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2023, 3, day, hour, minute, tzinfo=VIETNAM)


async def tell(made: Office, now: datetime) -> list[str]:
    """Look for what is due at this moment; what the officer gets, on all channels."""
    channels = [*made.channels.values()]
    before = {channel.name: len(channel.sent) for channel in channels}
    reminders = DigestJob(
        made.store, open_catalogs(), load_wording(), channels, lambda: now, lambda: None
    )
    await reminders.tell_due()
    for channel in channels:
        await made.sender.drain(channel)
    return [text for channel in channels for text in channel.texts[before[channel.name] :]]


async def test_it_comes_on_the_morning_of_the_day_and_only_once(made: Office) -> None:
    await made.say("chưa có số, nhắc tôi ngày 20/3")
    assert await tell(made, at(19, 20)) == []
    assert await tell(made, at(20, 7, 59)) == []
    (said,) = await tell(made, at(20, 8))
    assert "Hôm nay anh/chị hẹn bổ sung 1 chỉ tiêu" in said
    assert "Số nhiệm vụ đề ra trong kế hoạch" in said
    assert await tell(made, at(20, 9)) == []


async def test_its_button_opens_the_row(made: Office) -> None:
    await made.say("chưa có số, nhắc tôi ngày 20/3")
    await tell(made, at(20, 8))
    telegram = made.channels["telegram"]
    button = telegram.payload("Số nhiệm vụ đề ra trong kế hoạch")
    event = made.event(IncomingKind.TAPPED, button=button)
    assert "Câu 1/152" in await made.handle(event)


async def test_nobody_is_woken(made: Office) -> None:
    await made.say("chưa có số, nhắc tôi ngày 20/3")
    assert await tell(made, at(20, 22)) == []
    assert len(await tell(made, at(21, 7))) == 1


async def test_what_was_settled_meanwhile_is_not_told(made: Office) -> None:
    await made.say("cả nhóm chưa có số, nhắc tôi ngày 20/3")
    await made.say("đồng ý")
    await made.say("tới I.1.1")
    await made.say("21")
    (said,) = await tell(made, at(20, 8))
    assert "hẹn bổ sung 2 chỉ tiêu" in said
    assert "Số nhiệm vụ đề ra" not in said


async def test_nothing_is_told_when_all_is_settled(made: Office) -> None:
    await made.say("chưa có số, nhắc tôi ngày 20/3")
    await made.say("tới I.1.1")
    await made.say("21")
    assert await tell(made, at(20, 8)) == []


async def test_it_comes_where_the_officer_wrote_last(made: Office) -> None:
    await made.say("chưa có số, nhắc tôi ngày 20/3")
    await made.join("local", channel="web")
    await made.say("tiếp tục", channel="web", who="local")
    assert len(await tell(made, at(20, 8))) == 1
    assert "hẹn bổ sung" in made.channels["web"].texts[-1]


async def test_a_day_in_words_is_the_day_in_vietnam(made: Office) -> None:
    said = await made.say("chưa có số, nhắc tôi ngày mai")  # it is noon of 14/3
    assert "Sẽ nhắc anh/chị ngày 15/03/2023" in said
    assert len(await tell(made, at(15, 8) + timedelta(minutes=1))) == 1
