"""Sending over the Zalo Bot Platform, and what each refusal means for a message that waits."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator

import pytest

from bot.channels.zalo.bot_platform.channel import ZaloBotChannel
from bot.ports.channel import ChannelError, Outgoing, OutgoingButton
from conversations.protocol.messages import Span
from tests.fakes.world import Fault
from tests.fakes.zalo import BOT_TOKEN, FakeZaloBot

LAN = "6ede9afa66b88fe6d6a9"


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloBot]:
    async with FakeZaloBot() as running:
        running.person(LAN)
        yield running


@pytest.fixture
async def channel(server: FakeZaloBot) -> AsyncIterator[ZaloBotChannel]:
    made = ZaloBotChannel(BOT_TOKEN, server.url)
    yield made
    await made.close()


def outgoing(text: str = "x", conversation: str = LAN) -> Outgoing:
    return Outgoing(1, conversation, (Span(text=text),))


async def refused(channel: ZaloBotChannel, message: Outgoing) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        await channel.send(message)
    assert BOT_TOKEN not in str(error.value)
    return error.value


async def test_a_text_with_bold_words(channel: ZaloBotChannel, server: FakeZaloBot) -> None:
    spans = (Span(text="😀 Câu 1: "), Span(text="bao nhiêu", bold=True), Span(text="?"))
    row = (OutgoingButton("Có", "1.0"),)  # it has none: words to type stand in the text
    reference = await channel.send(Outgoing(1, LAN, spans, (row,)))
    (message,) = server.person(LAN).messages
    assert (message.id, message.text) == (reference, "😀 Câu 1: bao nhiêu?")
    assert message.styles == ((10, 9),)  # in UTF-16 units: the face counts for two


async def test_styles_that_are_refused_are_left_out_for_good(
    channel: ZaloBotChannel, server: FakeZaloBot
) -> None:
    server.quirks.no_styles = True
    for number in range(2):
        await channel.send(Outgoing(number, LAN, (Span(text="Câu", bold=True),)))
    assert server.person(LAN).texts == ["Câu", "Câu"]
    assert [method for method, _ in server.calls].count("sendMessage") == 3


async def test_letters_are_composed(channel: ZaloBotChannel, server: FakeZaloBot) -> None:
    await channel.send(outgoing(unicodedata.normalize("NFD", "Số tiếng Việt")))
    assert server.person(LAN).texts == [unicodedata.normalize("NFC", "Số tiếng Việt")]


async def test_half_a_surrogate_pair_does_no_harm(
    channel: ZaloBotChannel, server: FakeZaloBot
) -> None:
    await channel.send(outgoing("a\ud83d"))
    assert server.person(LAN).texts == ["a\ufffd"]


@pytest.mark.parametrize("at_200", [False, True], ids=["4xx", "200"])
@pytest.mark.parametrize(
    ("message", "permanent"),
    [
        (outgoing("x" * 2_001), True),
        (outgoing("🙂" * 1_001), True),
        (outgoing(" "), True),
        (outgoing(conversation="nobody"), True),
    ],
    ids=["2001", "emoji", "blank", "nobody"],
)
async def test_what_never_arrives(
    channel: ZaloBotChannel, server: FakeZaloBot, message: Outgoing, permanent: bool, at_200: bool
) -> None:
    server.quirks.errors_at_200 = at_200
    assert (await refused(channel, message)).permanent is permanent


async def test_two_thousand_units_do(channel: ZaloBotChannel, server: FakeZaloBot) -> None:
    await channel.send(outgoing("🙂" * 1_000))
    assert len(server.person(LAN).messages) == 1


@pytest.mark.parametrize("at_200", [False, True], ids=["4xx", "200"])
@pytest.mark.parametrize(
    "fault",
    [
        Fault("error", code=403),  # as their table has it: Internal server error
        Fault("error", code=408),
        Fault("error", code=500),
        Fault("error", code=502, foreign=True),
        Fault("error", code=404, foreign=True),  # a page of something that is not the API
        Fault("reset"),
        Fault("lost"),
    ],
    ids=lambda fault: f"{fault.trouble}-{fault.code}{'-foreign' * fault.foreign}",
)
async def test_what_may_be_tried_again(
    channel: ZaloBotChannel, server: FakeZaloBot, fault: Fault, at_200: bool
) -> None:
    server.quirks.errors_at_200 = at_200
    server.faults.active = [Fault(**{**vars(fault), "hits": 0})]
    assert not (await refused(channel, outgoing())).permanent
    await channel.send(outgoing())


async def test_a_quota_names_no_time_so_we_wait_longer_each_time(
    channel: ZaloBotChannel, server: FakeZaloBot
) -> None:
    server.quirks.quota = 0
    waits = [(await refused(channel, outgoing())).retry_after for _ in range(12)]
    assert waits[:3] == [15, 30, 60]
    assert waits[-1] == 3_600
    server.quirks.quota = 5
    await channel.send(outgoing())
    server.quirks.quota = 0
    assert (await refused(channel, outgoing())).retry_after == 15


async def test_a_wrong_token_keeps_the_messages_waiting(server: FakeZaloBot) -> None:
    channel = ZaloBotChannel("1:wrong-wrong-wrong", server.url)
    error = await refused(channel, outgoing())
    assert not error.permanent
    assert error.retry_after >= 60
    assert "wrong-wrong" not in str(error)
    await channel.close()


async def test_a_server_that_is_not_there() -> None:
    channel = ZaloBotChannel(BOT_TOKEN, "http://127.0.0.1:9")
    assert not (await refused(channel, outgoing())).permanent
    await channel.close()


async def test_it_brings_no_files(channel: ZaloBotChannel) -> None:
    with pytest.raises(ChannelError) as error:
        await channel.fetch("x", limit=1)
    assert error.value.permanent


def test_what_it_can_do() -> None:
    can = ZaloBotChannel(BOT_TOKEN).capabilities
    assert (can.buttons, can.edits, can.files, can.takes_files) == (0, False, False, False)
    assert (can.text_limit, can.budget, can.people) == (2_000, 3_000, 50)
    assert can.scarce
    assert not can.carries("a.docx", 1)
