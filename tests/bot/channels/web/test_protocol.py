"""The WebSocket of the web chat, message by message, and the downloads."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast

import pytest
import websockets
from websockets.asyncio.client import ClientConnection, connect

from bot.channels.web import app, channel, protocol
from bot.channels.web.channel import OpenPage, WebChannel
from bot.channels.web.files import disposition_header
from bot.ports.channel import Incoming, IncomingKind
from conversations.protocol.messages import Span
from tests.support.web.client import Client
from tests.support.web.scripted_dispatcher import ALL, FILE, FakeDesk
from tests.support.web.server import Served, serve

_LIMIT = re.compile(r"^const (LIMIT|LONGEST_PICK) = ([\d_]+);", re.MULTILINE)


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    web = WebChannel()
    async with serve(FakeDesk(web), web) as running:
        yield running


def page_of(served: Served) -> connect:
    return connect(served.socket, origin=websockets.Origin(served.address))


async def tell(page: ClientConnection, **message: Any) -> None:
    await page.send(json.dumps(message))


async def hear(page: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of this type; dots and the like are passed over."""
    while True:
        message: dict[str, Any] = json.loads(await page.recv())
        if message["type"] == kind:
            return message


def new_id() -> str:
    return str(uuid.uuid4())


async def test_an_empty_conversation_begins_with_the_bot(served: Served) -> None:
    async with page_of(served) as page:
        await tell(page, type="hello")
        assert (await hear(page, "transcript"))["lines"] == []
        line = (await hear(page, "line"))["line"]
    assert line["spans"][0] == {"text": "Chào anh/chị.\n\n"}
    assert line["spans"][1]["bold"] is True
    assert line["buttons"][0][0]["label"] == "Không phát sinh"
    assert line["progress"] == [0, ALL]
    (event,) = served.desk.events
    assert (event.kind, event.channel, event.conversation) == (IncomingKind.OPENED, "web", "local")


async def test_a_line_has_the_same_key_in_the_transcript_as_when_it_was_told(
    served: Served,
) -> None:
    """Or a page that connects anew shows it twice."""
    tapped = new_id()
    async with page_of(served) as one, page_of(served) as other:
        for page in (one, other):
            await tell(page, type="hello")
            await hear(page, "transcript")
        await tell(one, type="tapped", id=tapped, button="1", label="Không phát sinh")
        told = (await hear_own(other))["key"]
        await hear(one, "stored")
    async with page_of(served) as again:
        await tell(again, type="hello")
        lines = (await hear(again, "transcript"))["lines"]
    assert [line["key"] for line in lines if line["mine"]] == [told] == [tapped]


async def hear_own(page: ClientConnection) -> dict[str, Any]:
    """The next line of the officer's that the page is told."""
    while not (line := (await hear(page, "line"))["line"])["mine"]:
        pass
    return dict(line)


async def test_two_pages_open_an_empty_conversation_once(served: Served) -> None:
    served.desk.speaks = False
    async with page_of(served) as one, page_of(served) as other:
        for page in (one, other):
            await tell(page, type="hello")
            assert (await hear(page, "transcript"))["lines"] == []
            await tell(page, type="tapped", id=new_id(), button="1")
            await hear(page, "stored")
            served.desk.lines.clear()
    kinds = [event.kind for event in served.desk.events]
    assert kinds == [IncomingKind.OPENED, IncomingKind.TAPPED, IncomingKind.TAPPED]


async def test_a_text_is_stored_then_confirmed_then_answered(served: Served) -> None:
    said = new_id()
    async with page_of(served) as page:
        await tell(page, type="said", id=said, text="21")
        assert (await hear(page, "stored"))["id"] == said
    assert served.desk.events == [
        Incoming("web", said, "local", "local", IncomingKind.SAID, "21", message_ref=said)
    ]


async def test_the_dots_come_before_the_answer(served: Served) -> None:
    async with page_of(served) as page:
        await tell(page, type="hello")
        await hear(page, "line")
        await tell(page, type="said", id=new_id(), text="21")
        kinds = [json.loads(await page.recv())["type"] for _ in range(3)]
    assert kinds[0] == "typing"
    assert sorted(kinds[1:]) == ["line", "stored"]


async def test_a_repeated_text_is_confirmed_again_and_kept_once(served: Served) -> None:
    said = new_id()
    async with page_of(served) as page:
        for _ in range(3):
            await tell(page, type="said", id=said, text="21")
            assert (await hear(page, "stored"))["id"] == said
    assert [event.event_id for event in served.desk.events] == [said]


async def test_a_tap_and_an_edit_reach_the_inbox(served: Served) -> None:
    tapped, edited, ref = new_id(), new_id(), new_id()
    async with page_of(served) as page:
        await tell(page, type="tapped", id=tapped, button="100.1", label="Bỏ qua")
        await tell(page, type="edited", id=edited, ref=ref, text="12")
        await hear(page, "stored")
        await hear(page, "stored")
    assert served.desk.events == [
        Incoming("web", tapped, "local", "local", IncomingKind.TAPPED, "Bỏ qua", "100.1"),
        Incoming("web", edited, "local", "local", IncomingKind.EDITED, "12", message_ref=ref),
    ]


async def test_what_comes_before_hello_stands_in_the_transcript(served: Served) -> None:
    said = new_id()
    async with page_of(served) as page:
        await tell(page, type="said", id=said, text="21")
        await tell(page, type="hello")
        lines = (await hear(page, "transcript"))["lines"]
    assert [line["ref"] for line in lines if line["mine"]] == [said]


async def test_the_other_page_sees_what_this_one_said(served: Served) -> None:
    said = new_id()
    async with page_of(served) as one, page_of(served) as other:
        for page in (one, other):
            await tell(page, type="hello")
            await hear(page, "transcript")
        await tell(one, type="said", id=said, text="21")
        line = (await hear(other, "line"))["line"]
        while not line["mine"]:
            line = (await hear(other, "line"))["line"]
    assert (line["ref"], line["spans"]) == (said, [{"text": "21"}])


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "said", "text": "không có mã"},
        {"type": "said", "text": "x", "extra": 1},
        {"type": "said", "text": "x" * (protocol.TEXT_LIMIT + 1)},
        {"type": "said", "text": 12},
        {"type": "said", "text": "nửa chữ \ud83d"},
        {"type": "tapped", "button": "1" * 65},
        {"type": "edited", "text": "thiếu ref"},
        {"type": "shutdown"},
    ],
)
async def test_an_event_that_cannot_be_taken_is_refused_by_its_id(
    broken: dict[str, Any], served: Served
) -> None:
    async with page_of(served) as page:
        event_id = "không phải uuid" if broken.get("text") == "không có mã" else new_id()
        await tell(page, **broken, id=event_id)
        assert (await hear(page, "refused"))["id"] == event_id
    assert served.desk.events == []


@pytest.mark.parametrize("frame", ["", "{", "[]", "null", '{"type": "said"}', "[" * 60_000])
async def test_nonsense_ends_the_connection(frame: str, served: Served) -> None:
    async with page_of(served) as page:
        await page.send(frame)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await hear(page, "refused")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1008


async def test_a_frame_that_is_too_long_ends_the_connection(served: Served) -> None:
    async with page_of(served) as page:
        await tell(page, type="said", id=new_id(), text="x" * protocol.FRAME_LIMIT)
        with pytest.raises(websockets.ConnectionClosed):
            await hear(page, "stored")
    assert served.desk.events == []


async def test_a_binary_frame_ends_the_connection(served: Served) -> None:
    async with page_of(served) as page:
        await page.send(b"\x00\x01")
        with pytest.raises(websockets.ConnectionClosed):
            await hear(page, "stored")


async def test_an_event_that_is_not_stored_is_not_confirmed(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(events: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(served.desk, "receive", fails)
    async with page_of(served) as page:
        await tell(page, type="said", id=new_id(), text="21")
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await hear(page, "stored")
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1011


async def test_a_message_counts_as_sent_without_a_page() -> None:
    web = WebChannel()
    outgoing = FakeDesk(web).compose((Span(text="Nhắc hạn nộp"),))
    assert await web.send(outgoing) == str(outgoing.id)


async def test_a_nul_becomes_a_mark_that_every_database_keeps(served: Served) -> None:
    async with page_of(served) as page:
        await tell(page, type="said", id=new_id(), text="a\0b")
        await hear(page, "stored")
    assert served.desk.events[0].text == "a\ufffdb"


async def test_lines_wait_for_the_transcript() -> None:
    page = OpenPage()
    page.push("line")
    page.tell("stored")
    page.begin("transcript")
    page.push("later")
    assert [await page.next() for _ in range(4)] == ["stored", "transcript", "line", "later"]


async def test_a_page_that_does_not_read_is_given_up() -> None:
    page = OpenPage()
    page.begin("transcript")
    for _ in range(channel.WAITING_LIMIT):
        page.push("line")
    assert page.behind


async def test_too_many_pages_are_told_to_come_later(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "PAGES_LIMIT", 1)
    async with page_of(served) as one, page_of(served) as other:
        await tell(one, type="hello")
        await hear(one, "transcript")
        async with page_of(served) as third:
            with pytest.raises(websockets.ConnectionClosed) as closed:
                await hear(third, "transcript")
        await other.close()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1013


async def test_a_file_keeps_its_bytes_its_name_and_its_type() -> None:
    answer = await Client().get("/files/100")
    assert answer.content == FILE.content
    assert answer.headers["content-type"].endswith("wordprocessingml.document")
    assert answer.headers["content-disposition"] == disposition_header(FILE.name)
    assert answer.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/files/101", "/files/-1", "/files/x", "/files/../secret", "/no"])
async def test_there_is_no_other_file(path: str) -> None:
    assert (await Client().get(path)).status_code == 404


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.docx", "attachment; filename=\"a.docx\"; filename*=UTF-8''a.docx"),
        (
            "Phụ lục Đ.docx",
            "attachment; filename=\"Phu luc D.docx\"; filename*=UTF-8''"
            "Ph%E1%BB%A5%20l%E1%BB%A5c%20%C4%90.docx",
        ),
        ('x"\r\ny', "attachment; filename=\"xy\"; filename*=UTF-8''x%22%0D%0Ay"),
        ("报告", "attachment; filename=\"file\"; filename*=UTF-8''%E6%8A%A5%E5%91%8A"),
    ],
)
def test_names_are_written_for_old_and_new_readers(name: str, header: str) -> None:
    assert disposition_header(name) == header


async def test_health_is_answered_under_any_name() -> None:
    answer = await Client().get("/healthz", headers={"host": "probe.internal"})
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize("path", ["/", "/static/chat.js", "/static/chat.css", "/files/100", "/no"])
async def test_every_answer_carries_the_security_headers(path: str) -> None:
    headers = (await Client().get(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_page_knows_how_long_a_text_may_be() -> None:
    script = (Path(app.__file__).parent / "static" / "composer.js").read_text(encoding="utf-8")
    limits = {name: int(found.replace("_", "")) for name, found in _LIMIT.findall(script)}
    assert limits == {"LIMIT": protocol.TEXT_LIMIT, "LONGEST_PICK": protocol.QUOTE_LIMIT}


def test_a_text_may_answer_a_line() -> None:
    own = str(uuid.uuid4())
    for answered in ("", "117", own):
        frame = {"type": "said", "id": own, "text": "28", "re": answered, "quoted": "a\0b"}
        event = protocol.frame_event(
            cast(protocol.ClientEvent, protocol.parse_frame(json.dumps(frame)))
        )
        assert (event.replies_to, event.quoted) == (answered, "a\ufffdb")
    for wrong in ("x", "1" * 17, "1.0", own[:-1], 7, None):
        with pytest.raises(protocol.ProtocolError):
            protocol.parse_frame(json.dumps({"type": "said", "id": own, "text": "28", "re": wrong}))
