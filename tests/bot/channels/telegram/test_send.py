"""Sending over Telegram, and what each refusal means for a message that waits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.ports.channel import Channel, ChannelError, Outgoing, OutgoingButton, OutgoingFile
from conversations.protocol.messages import Span
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault

OFFICER = 4_200_000_001


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        running.chat(OFFICER, started=True)
        yield running


@pytest.fixture
async def channel(server: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    sender = TelegramChannel(TOKEN, server.url)
    yield sender
    await sender.close()


def outgoing(
    text: str = "x",
    *rows: tuple[OutgoingButton, ...],
    file: OutgoingFile | None = None,
    conversation: int | str = OFFICER,
) -> Outgoing:
    return Outgoing(1, str(conversation), (Span(text=text),), rows, file)


async def refused(channel: Channel, message: Outgoing) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        await channel.send(message)
    assert TOKEN not in str(error.value)
    return error.value


async def test_a_styled_text_with_buttons(channel: Channel, server: FakeTelegram) -> None:
    spans = (Span(text="Câu 1 <&>", bold=True), Span(text="\nBao nhiêu?"))
    row = (OutgoingButton("Có", "v1:1"), OutgoingButton("Không phát sinh", "v1:2"))
    reference = await channel.send(Outgoing(1, str(OFFICER), spans, (row,)))
    shown = server.chat(OFFICER).last
    assert reference == str(shown.id)
    assert shown.text == "Câu 1 <&>\nBao nhiêu?"
    assert shown.entities == (("bold", "Câu 1 <&>"),)
    assert [[(b.label, b.data) for b in line] for line in shown.buttons] == [
        [("Có", "v1:1"), ("Không phát sinh", "v1:2")]
    ]


async def test_a_file_carries_a_short_text(channel: Channel, server: FakeTelegram) -> None:
    file = OutgoingFile("Phụ lục báo cáo.docx", b"PK\x03\x04\x00\xff")
    row = (OutgoingButton("Mở lại", "v1:9"),)
    await channel.send(outgoing("Báo cáo <đã nộp>", row, file=file))
    (shown,) = server.chat(OFFICER).messages
    assert shown.text == "Báo cáo <đã nộp>"
    assert shown.document == (file.name, file.content)
    assert shown.labels == ["Mở lại"]


async def test_a_file_without_words(channel: Channel, server: FakeTelegram) -> None:
    await channel.send(outgoing("", file=OutgoingFile("a.docx", b"x")))
    assert server.chat(OFFICER).last.document == ("a.docx", b"x")


async def test_a_long_text_goes_before_its_file(channel: Channel, server: FakeTelegram) -> None:
    text = "🙂" * 513
    row = (OutgoingButton("Mở lại", "v1:9"),)
    reference = await channel.send(outgoing(text, row, file=OutgoingFile("a.docx", b"x")))
    first, second = server.chat(OFFICER).messages
    assert (first.text, first.document, first.labels) == (text, None, [])
    assert (second.text, second.document, second.labels) == ("", ("a.docx", b"x"), ["Mở lại"])
    assert reference == str(second.id)


async def test_a_file_tried_again_does_not_repeat_its_text(
    channel: Channel, server: FakeTelegram
) -> None:
    server.faults.active = [Fault("error", ("sendDocument",))]
    message = outgoing("x" * 2000, file=OutgoingFile("a.docx", b"x"))
    assert not (await refused(channel, message)).permanent
    await channel.send(message)
    assert [bool(m.document) for m in server.chat(OFFICER).messages] == [False, True]


async def test_what_never_arrives(channel: Channel, server: FakeTelegram) -> None:
    too_big = (OutgoingButton("x", "y" * 65),)
    for message, words in [
        (outgoing(conversation=77), "Chat not found"),
        (outgoing("x" * 4097), "Message is too long"),
        (outgoing(""), "Message text is empty"),
        (outgoing("x", too_big), "Button_data_invalid"),
    ]:
        error = await refused(channel, message)
        assert error.permanent
        assert words in str(error)
    server.chat(OFFICER).block()
    error = await refused(channel, outgoing())
    assert error.permanent
    assert "blocked by the user" in str(error)


@pytest.mark.parametrize(
    ("fault", "retry_after"),
    [
        (Fault("flood", retry_after=7), 7),
        (Fault("error"), 0),
        (Fault("error", code=502), 0),
        (Fault("reset"), 0),
        (Fault("lost"), 0),
    ],
)
async def test_what_may_be_tried_again(
    channel: Channel, server: FakeTelegram, fault: Fault, retry_after: float
) -> None:
    server.faults.active = [fault]
    error = await refused(channel, outgoing())
    assert (error.permanent, error.retry_after) == (False, retry_after)
    await channel.send(outgoing())


async def test_a_wrong_token_keeps_the_messages_waiting(server: FakeTelegram) -> None:
    channel = TelegramChannel("1:AAAA", server.url)
    error = await refused(channel, outgoing())
    assert not error.permanent
    assert error.retry_after >= 60
    assert "1:AAAA" not in str(error)
    await channel.close()


async def test_a_server_that_is_not_there(server: FakeTelegram) -> None:
    channel = TelegramChannel(TOKEN, "http://127.0.0.1:9")
    assert not (await refused(channel, outgoing())).permanent
    await channel.close()


async def test_many_chats_are_served_at_once(channel: Channel, server: FakeTelegram) -> None:
    chats = range(1, 31)
    for chat in chats:
        server.chat(chat, started=True)
    await asyncio.gather(*(channel.send(outgoing(str(c), conversation=c)) for c in chats))
    assert [server.chat(chat).last.text for chat in chats] == [str(chat) for chat in chats]


async def test_a_message_takes_the_place_of_an_earlier_one(
    channel: Channel, server: FakeTelegram
) -> None:
    first = await channel.send(outgoing("Bảng 1", (OutgoingButton("↻", "1.0"),)))
    again = replace(outgoing("Bảng 2", (OutgoingButton("↻", "2.0"),)), edits=first, replaces=1)
    assert await channel.send(again) == first
    (shown,) = server.chat(OFFICER).messages
    assert (shown.text, shown.edited) == ("Bảng 2", True)
    assert await channel.send(again) == first  # nothing new in it: Telegram calls that a mistake
    assert len(server.chat(OFFICER).messages) == 1


async def test_what_cannot_be_edited_any_more_is_sent_anew(
    channel: Channel, server: FakeTelegram
) -> None:
    gone = replace(outgoing("Bảng"), edits="999", replaces=1)
    sent = await channel.send(gone)
    assert sent != "999"
    assert [shown.text for shown in server.chat(OFFICER).messages] == ["Bảng"]
