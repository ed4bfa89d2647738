"""The token shows in no log, no error, no printed object."""

from __future__ import annotations

import asyncio
import logging
import traceback

import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import TelegramClient
from bot.ports.channel import ChannelError, Outgoing, OutgoingFile
from bot.runtime.redaction import redact_secrets
from conversations.protocol.messages import Span
from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.fake_inbox import FakeDoor

OFFICER = 4_200_000_001
SECRET = "bi-mat_2023"


@pytest.mark.parametrize(
    "text",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/getMe",
        f"The token `{TOKEN}` was rejected",
        f"Bot[token={TOKEN}]",
        f"{TOKEN} {TOKEN}",
        "http://127.0.0.1/bot12345:SECRETTOKEN/getMe",
        "http://127.0.0.1/bot12345%3ASECRETTOKEN/getMe",
    ],
)
def test_tokens_are_redacted(text: str) -> None:
    clean = redact_secrets(text)
    assert TOKEN not in clean
    assert TOKEN[12:] not in clean
    assert "SECRETTOKEN" not in clean
    assert "[token]" in clean


@pytest.mark.parametrize("text", ["r1: 21", "1234567:12", "12:30:45", "v1:123456789:2", ""])
def test_other_texts_are_left_alone(text: str) -> None:
    assert redact_secrets(text) == text


def test_named_secrets_are_redacted_too() -> None:
    assert redact_secrets("secret is bi-mat", "bi-mat", "") == "secret is [secret]"


def test_the_client_prints_without_its_token() -> None:
    client = TelegramClient(TOKEN)
    assert TOKEN not in f"{client!r} {client}"


async def test_nothing_that_happens_logs_the_token(caplog: pytest.LogCaptureFixture) -> None:
    """Everything the channel does, well and badly, with every logger at DEBUG."""
    said: list[str] = []
    door = FakeDoor()
    with caplog.at_level(logging.DEBUG):
        async with FakeTelegram() as server:
            channel = TelegramChannel(TOKEN, server.url)
            server.faults.active = [
                Fault("reset", ("getMe",)),
                Fault("error", ("sendMessage",)),
                Fault("flood", ("sendMessage",)),
            ]
            polling = asyncio.create_task(channel.poll(door))
            officer = server.chat(OFFICER)
            officer.tap_data("v1:7", await officer.say("21"))
            for chat in (OFFICER, OFFICER, OFFICER, 77):
                said += [await _send(channel, chat, "câu 1")]
            await channel.send(_outgoing(OFFICER, "", OutgoingFile("a.docx", b"x")))
            await door.wait_for(2)
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
            await channel.register_webhook("https://127.0.0.1:9/x", SECRET)
            await channel.close()
        said.append(await _send(channel, OFFICER, "x"))
        wrong = TelegramChannel(TOKEN.replace("fake", "hoax"), server.url)
        said.append(await _send(wrong, OFFICER, "x"))
        await wrong.close()
    assert sum(bool(text) for text in said) >= 5
    everything = caplog.text + "".join(said) + repr(vars(channel))
    for secret in (TOKEN, TOKEN[10:], TOKEN.replace("fake", "hoax"), SECRET):
        assert secret not in everything


def _outgoing(chat: int, text: str, file: OutgoingFile | None = None) -> Outgoing:
    return Outgoing(1, str(chat), (Span(text=text),), file=file)


async def _send(channel: TelegramChannel, chat: int, text: str) -> str:
    """The whole traceback of the refusal, or nothing."""
    try:
        await channel.send(_outgoing(chat, text))
    except ChannelError:
        return traceback.format_exc()
    return ""
