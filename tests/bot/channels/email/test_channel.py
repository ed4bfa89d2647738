"""Letters over a real mail server: what they look like, and what its answers come to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from bot.access.mail_tokens import read_stop_token
from bot.access.signatures import signing_key
from bot.channels.email.channel import EmailChannel
from bot.channels.email.connection import try_server
from bot.channels.email.server import LONGEST_WAIT, MOST_TRIES, MailServer
from bot.ports.channel import ChannelError, LetterHead, Outgoing
from conversations.protocol.messages import Span
from storage.store import Store
from templates.loading.wording import load_wording
from tests.fakes.mail import PASSWORD, UNKNOWN, USER, certificate, mail_server
from tests.support.prepared import prepared

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
FROM, LAN = "Sở Tư pháp <baocao@sotuphap.gov.vn>", "lan@x.gov.vn"
URL = "https://baocao.example.gov.vn/"
WORDS = (Span("Hạn nộp "), Span("Thứ Sáu 06/03", bold=True), Span(".\nDòng hai\n\nĐoạn <hai> & ba"))
HEAD = LetterHead("Sở Nội vụ: nhắc nộp báo cáo quý I/2026, hạn nộp Thứ Sáu 06/03", "/ban/bao-cao/7")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(prepared(tmp_path / "store.db"))
    yield opened
    await opened.close()


def letter(number: int = 7, to: str = LAN, attempts: int = 0, head: LetterHead = HEAD) -> Outgoing:
    return Outgoing(number, to, WORDS, letter=head, attempts=attempts)


@asynccontextmanager
async def channel(
    store: Store, port: int, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, **more: Any
) -> AsyncIterator[EmailChannel]:
    server = MailServer(host, FROM, port, **{"security": "none"} | more)
    made = EmailChannel(server, URL, load_wording(), tls=tls)
    made.open(store, lambda: NOW)
    try:
        yield made
    finally:
        await made.close()


async def refusal(made: EmailChannel, outgoing: Outgoing) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        await made.send(outgoing)
    return caught.value


async def test_a_letter_is_whole(store: Store) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        assert await mail.send(letter()) == "2.0.0 taken"
        await mail.send(letter(8, head=LetterHead("Mã", stops=False)))
    first, second = server.taken
    assert (first.sender, first.recipient) == ("baocao@sotuphap.gov.vn", LAN)
    told = first.letter
    assert str(told["from"]) == FROM
    assert str(told["subject"]) == HEAD.subject
    assert parsedate_to_datetime(told["date"]) == NOW
    assert told["auto-submitted"] == "auto-generated"
    assert told["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    assert told["message-id"].endswith("@sotuphap.gov.vn>")
    assert "Hạn nộp Thứ Sáu 06/03.\nDòng hai\n\nĐoạn <hai> & ba" in first.text
    assert f"{URL}ban/bao-cao/7" in first.text
    assert "<strong>Thứ Sáu 06/03</strong>" in first.markup
    assert "Đoạn &lt;hai&gt; &amp; ba" in first.markup
    assert f'href="{URL}ban/bao-cao/7"' in first.markup
    assert not any(word in first.markup for word in ("<img", "<script", "url(", "@import", "src="))
    stop = str(told["list-unsubscribe"]).strip("<>")
    async with store.transaction() as tx:
        assert read_stop_token(await signing_key(tx), stop.rpartition("/")[2]) == LAN
    assert stop in first.text
    assert second.letter["list-unsubscribe"] is None
    assert second.letter["message-id"] != told["message-id"]
    raw = bytes(told)
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) < 998
    assert server.connections == 1


async def test_the_number_of_a_letter_stays_when_it_is_tried_again(store: Store) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        server.cut, server.keeps_cut = [LAN], True
        lost = await refusal(mail, letter())
        assert (lost.unknown, lost.permanent, lost.gone) == (True, False, False)
        await mail.send(letter(attempts=1))
    first, again = server.taken
    assert first.letter["message-id"] == again.letter["message-id"]


@pytest.mark.parametrize(
    ("said", "permanent", "gone"),
    [
        (UNKNOWN, True, True),
        ("550 5.1.1 <lan@x.gov.vn>: no such user", True, True),
        ("550 Requested action not taken: mailbox unavailable", True, True),
        ("550 5.2.1 The email account is disabled", True, True),
        ("553 5.1.3 bad address syntax", True, True),
        ("550 5.7.1 relaying denied", True, False),
        ("554 Relay access denied", True, False),
        ("550 blocked by reputation of 1.2.3.4", True, False),
        ("552 5.2.2 mailbox full", True, False),
        ("450 4.2.0 greylisted, try again later", False, False),
        ("452 4.2.2 mailbox full", False, False),
    ],
)
async def test_what_is_said_of_a_recipient(
    store: Store, said: str, permanent: bool, gone: bool
) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        server.recipients, server.letters = {LAN: [said]}, {"mai@x.gov.vn": [said]}
        for to in (LAN, "mai@x.gov.vn"):
            error = await refusal(mail, letter(to=to))
            never = gone or (permanent and to != LAN)  # what is about us is mended in time
            assert (error.permanent, error.gone, error.unknown) == (never, gone, False)
            assert error.alone is not never
            assert said.split()[0] in str(error)
            assert "@" not in str(error)
        await mail.send(letter())
        assert server.connections == 1  # a refusal is no reason to hang up


async def test_what_is_put_off_waits_longer_each_time_and_ends(store: Store) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        server.recipients = {LAN: ["451 later"] * 4}
        tries = (0, 1, MOST_TRIES - 2)
        waits = [(await refusal(mail, letter(attempts=one))).retry_after for one in tries]
        assert waits == [30.0, 60.0, LONGEST_WAIT]
        last = await refusal(mail, letter(attempts=MOST_TRIES - 1))
        assert (last.permanent, last.gone) == (True, True)
        server.recipients = {LAN: ["550 5.7.1 relaying denied"]}
        last = await refusal(mail, letter(attempts=MOST_TRIES - 1))
        assert (last.permanent, last.gone) == (True, False)  # it says nothing of the address


async def test_the_whole_channel_waits_for_its_server(store: Store) -> None:
    async with mail_server() as server:
        port = server.port
        async with channel(store, port) as mail:
            server.recipients = {LAN: ["421 4.3.2 closing"]}
            shut = await refusal(mail, letter())
    async with channel(store, port) as mail:
        gone = await refusal(mail, letter())
    for error in (shut, gone):
        assert (error.permanent, error.gone, error.unknown, error.alone) == (False,) * 4
        assert error.retry_after > 0


async def test_signs_in_over_a_line_that_nobody_reads(store: Store, tmp_path: Path) -> None:
    shown, trusted = certificate(tmp_path)
    who = {"user": USER, "password": PASSWORD, "tls": trusted}
    for security, wrapped in (("starttls", False), ("tls", True)):
        async with mail_server(shown, wrapped=wrapped, asks=True) as server:
            at = (store, server.port, "localhost")
            async with channel(*at, security=security, **who) as mail:
                await mail.send(letter())
            assert (len(server.taken), server.signed_in, server.encrypted) == (1, 1, 1)
            wrong = who | {"password": "sai"}
            async with channel(*at, security=security, **wrong) as mail:
                error = await refusal(mail, letter())
            assert not error.permanent
            assert "sai" not in str(error)
            async with channel(*at, security=security, **who | {"tls": None}) as mail:
                assert "ertif" in str(await refusal(mail, letter()))  # nobody vouches for it
    async with mail_server() as bare:
        async with channel(store, bare.port, security="starttls") as mail:
            error = await refusal(mail, letter())
        assert (error.permanent, len(bare.taken)) == (False, 0)
    assert PASSWORD not in repr(MailServer("x", FROM, password=PASSWORD))


async def test_very_many_letters_share_few_lines(store: Store) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        people = [f"n{number}@x.gov.vn" for number in range(120)]
        await asyncio.gather(*(mail.send(letter(i, to)) for i, to in enumerate(people)))
    assert sorted(one.recipient for one in server.taken) == sorted(people)
    assert server.connections <= 8


async def test_an_address_that_is_none_breaks_no_command(store: Store) -> None:
    async with mail_server() as server, channel(store, server.port) as mail:
        for bad in ("a@x.vn>\r\nRCPT TO:<b@x.vn", "không@x.vn", "", "a b@x.vn"):
            error = await refusal(mail, letter(to=bad))
            assert error.permanent
        await mail.send(letter())
    assert [one.recipient for one in server.taken] == [LAN]


async def test_a_server_is_tried_without_a_letter() -> None:
    async with mail_server() as server:
        there = MailServer("127.0.0.1", FROM, server.port, security="none")
        assert await try_server(there) == ""
        assert (server.connections, server.taken) == (1, [])
    assert "Error" in await try_server(there)
