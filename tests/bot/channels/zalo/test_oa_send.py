"""Sending over an Official Account, and what each refusal means for a message that waits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports.channel import (
    ChannelError,
    FileTooLargeError,
    Outgoing,
    OutgoingButton,
    OutgoingFile,
    SendMode,
)
from conversations.protocol.messages import Span
from storage.store import Store
from tests.fakes.world import Fault
from tests.fakes.zalo import FakeZaloOa
from tests.support.prepared import prepared
from tests.support.zalo.oa import LAN, Process, bring, process

WORDS = (Span(text="Câu 1: "), Span(text="bao nhiêu", bold=True))
WORD_FILE = OutgoingFile("PL.docx", b"PK word")


@pytest.fixture
async def server() -> AsyncIterator[FakeZaloOa]:
    async with FakeZaloOa() as running:
        running.person(LAN).last = running.now()
        yield running


@pytest.fixture
async def at(tmp_path: Path, server: FakeZaloOa) -> AsyncIterator[Process]:
    store = await Store.open(prepared(tmp_path / "tokens.db"))
    await bring(store)
    async with process(store, server) as made:
        yield made
    await store.close()


def outgoing(text: str = "x", conversation: str = LAN) -> Outgoing:
    return Outgoing(1, conversation, (Span(text=text),))


async def refused(at: Process, message: Outgoing) -> ChannelError:
    with pytest.raises(ChannelError) as error:
        await at.channel.send(message)
    return error.value


async def test_a_text_with_buttons(at: Process, server: FakeZaloOa) -> None:
    rows = (
        (OutgoingButton("Có", "1.0"), OutgoingButton("Không", "1.1")),
        (OutgoingButton("Không phát sinh " * 10, "1.2"),),
    )
    reference = await at.channel.send(Outgoing(1, LAN, WORDS, rows))
    (message,) = server.person(LAN).messages
    assert (message.id, message.text) == (reference, "Câu 1: bao nhiêu")
    assert [button.payload for button in message.buttons] == ["#pl:1.0", "#pl:1.1", "#pl:1.2"]
    assert len(message.buttons[2].label) <= 100
    assert message.buttons[2].label.endswith("…")


@pytest.mark.parametrize("attachment_id", [False, True], ids=["token", "attachment_id"])
async def test_a_file_goes_after_its_words(
    at: Process, server: FakeZaloOa, attachment_id: bool
) -> None:
    server.quirks.attachment_id = attachment_id
    await at.channel.send(Outgoing(1, LAN, WORDS, file=WORD_FILE))
    said, sent = server.person(LAN).messages
    assert said.text == "Câu 1: bao nhiêu"
    assert sent.file == ("PL.docx", b"PK word")


@pytest.mark.parametrize("where", ["upload/file", "message/cs"])
async def test_what_is_out_is_not_sent_again(at: Process, server: FakeZaloOa, where: str) -> None:
    await at.channel.send(outgoing("trước"))
    server.faults.active = [Fault("error", (where,), code=-32)]
    message = Outgoing(2, LAN, WORDS, file=WORD_FILE)
    await refused(at, message)
    await at.channel.send(message)
    texts = [one.text for one in server.person(LAN).messages if one.text]
    assert texts == ["trước", "Câu 1: bao nhiêu"]


async def test_an_upload_that_has_expired_is_made_again(at: Process, server: FakeZaloOa) -> None:
    message = Outgoing(2, LAN, WORDS, file=WORD_FILE)
    at.channel._done[2] = {"text": "sent", "upload": "expired"}
    assert not (await refused(at, message)).permanent
    await at.channel.send(message)
    assert [one.file for one in server.person(LAN).messages] == [("PL.docx", b"PK word")]


async def test_a_request_for_name_and_number(at: Process, server: FakeZaloOa) -> None:
    await at.channel.send(Outgoing(1, LAN, WORDS, contact=("Chia sẻ", "Để biết là ai")))
    assert [one.asks_contact for one in server.person(LAN).messages] == [False, True]


async def test_a_reminder_after_the_window_is_the_approved_text(
    at: Process, server: FakeZaloOa
) -> None:
    server.ahead = 20 * 24 * 3_600
    brief = {"unit": "Sở", "period": "Quý I/2026", "due": "20/3/2026", "left": "12"}
    await at.channel.send(Outgoing(1, LAN, WORDS, way=SendMode.TEMPLATE, brief=brief))
    (message,) = server.person(LAN).messages
    assert message.template == {
        "don_vi": "Sở",
        "ky": "Quý I/2026",
        "han": "20/3/2026",
        "con_lai": "12",
    }


@pytest.mark.parametrize(
    ("code", "permanent", "gone", "waits"),
    [
        (-32, False, False, True),  # rate
        (-211, False, False, True),  # quota of the account
        (-218, False, False, True),  # quota of this receiver
        (-223, False, False, True),  # not authorised: the operator's
        (-224, False, False, True),  # package: the operator's
        (-201, True, False, False),  # parameter
        (-213, True, True, False),  # follows no more
        (-227, True, True, False),  # inactive
        (-230, True, False, False),  # silent for seven days
        (-232, True, False, False),  # out of the window
        (-999, False, False, False),  # nobody knows
    ],
)
async def test_what_each_refusal_means(
    at: Process, server: FakeZaloOa, code: int, permanent: bool, gone: bool, waits: bool
) -> None:
    server.faults.active = [Fault("error", ("message/cs",), code=code)]
    error = await refused(at, outgoing())
    assert (error.permanent, error.gone, error.retry_after > 0) == (permanent, gone, waits)


@pytest.mark.parametrize(
    ("fault", "unknown"),
    [
        (Fault("error", code=502, foreign=True), False),
        (Fault("error", code=404, foreign=True), False),
        (Fault("reset"), True),
        (Fault("lost"), True),
    ],
    ids=["502", "404", "reset", "lost"],
)
async def test_what_may_be_tried_again(
    at: Process, server: FakeZaloOa, fault: Fault, unknown: bool
) -> None:
    server.faults.active = [Fault(**{**vars(fault), "hits": 0})]
    error = await refused(at, outgoing())
    assert (error.permanent, error.unknown) == (False, unknown)
    await at.channel.send(outgoing())


async def test_who_was_silent_for_seven_days_is_not_reached(
    at: Process, server: FakeZaloOa
) -> None:
    server.ahead = 8 * 24 * 3_600
    assert (await refused(at, outgoing())).permanent
    await server.person(LAN).follow()
    await at.channel.send(outgoing())


@pytest.mark.parametrize("text", ["x" * 2_001, "🙂" * 1_001, " "])
async def test_what_never_arrives(at: Process, text: str) -> None:
    assert (await refused(at, outgoing(text))).permanent


async def test_a_file_that_a_person_sent(at: Process, server: FakeZaloOa) -> None:
    server.files["f1"] = ("PL.docx", b"PK" * 500)
    url = f"{server.url}/files/f1"
    assert await at.channel.fetch(url, limit=1_000) == b"PK" * 500
    with pytest.raises(FileTooLargeError):
        await at.channel.fetch(url, limit=999)


@pytest.mark.parametrize(
    "url", ["{}/files/none", "http://127.0.0.1:9/x", "file:///etc/passwd", "x", "http://[x/"]
)
async def test_a_file_that_cannot_be_had(at: Process, server: FakeZaloOa, url: str) -> None:
    with pytest.raises(ChannelError) as error:
        await at.channel.fetch(url.format(server.url), limit=1_000)
    assert error.value.permanent


def test_what_it_can_do(at: Process) -> None:
    can = at.channel.capabilities
    assert (can.buttons, can.edits, can.text_limit) == (5, False, 2_000)
    assert (can.free_hours, can.paid_hours, can.templates, can.contacts) == (48, 0, True, True)
    assert can.carries("PL.docx", 5 * 1_048_576)
    assert can.carries("PL.PDF", 1)
    assert not can.carries("PL.docx", 5 * 1_048_576 + 1)
    assert not can.carries("bieu-mau.xlsx", 1)
