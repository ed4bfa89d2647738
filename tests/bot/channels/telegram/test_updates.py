"""Updates become events, spans become HTML: the pure half of the Telegram channel."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.client import api_prefix
from bot.channels.telegram.markup import to_html, to_keyboard
from bot.channels.telegram.menu import MENU
from bot.channels.telegram.updates import to_incoming
from bot.ports.channel import Incoming, IncomingKind, OutgoingButton
from conversations.commands.report import RunCommand, parse_command
from conversations.protocol.messages import Span
from tests.fakes.telegram.entities import read_text

LAN = {"id": 42, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Lan"}
GROUP = {"id": -7, "type": "group", "title": "Nhóm"}
FILE = {"file_id": "X", "file_unique_id": "U"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": LAN, **content}


def event(kind: str, content: dict[str, Any]) -> Incoming | None:
    return to_incoming({"update_id": 9, kind: content})


def incoming(kind: IncomingKind, said_at: int = 1_700_000_000, **rest: str) -> Incoming:
    return Incoming(
        channel="telegram",
        event_id="9",
        conversation="42",
        sender="42",
        kind=kind,
        message_ref="5",
        sender_name="Lan Nguyễn",
        said_at=0 if kind is IncomingKind.TAPPED else said_at,
        **rest,
    )


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("21", IncomingKind.SAID, "21"),
        ("  8 (HĐ theo NĐ 111)\n", IncomingKind.SAID, "  8 (HĐ theo NĐ 111)\n"),
        ("/boqua", IncomingKind.SAID, "/boqua"),
        ("/started", IncomingKind.SAID, "/started"),
        ("start", IncomingKind.SAID, "start"),
        ("/start", IncomingKind.OPENED, ""),
        ("/start@phuluc_bot", IncomingKind.OPENED, ""),
        ("/start ma-tham-gia_7", IncomingKind.OPENED, "ma-tham-gia_7"),
    ],
)
def test_what_is_said(text: str, kind: IncomingKind, said: str) -> None:
    assert event("message", message(text=text)) == incoming(kind, text=said)


def test_an_edit_names_its_message() -> None:
    edited = message(text="22", edit_date=1_700_000_001)
    assert event("edited_message", edited) == incoming(
        IncomingKind.EDITED, 1_700_000_001, text="22"
    )


def test_a_reply_names_its_message_and_the_part_picked_out() -> None:
    answered = message(text="Câu 1/152") | {"message_id": 3}
    reply = message(text="28", reply_to_message=answered)
    assert event("message", reply) == incoming(IncomingKind.SAID, text="28", replies_to="3")
    part = reply | {"quote": {"text": "1/152", "position": 4, "is_manual": True}}
    picked = incoming(IncomingKind.SAID, text="28", replies_to="3", quoted="1/152")
    assert event("message", part) == picked


@pytest.mark.parametrize(
    "odd",
    [
        {"reply_to_message": 7},
        {"reply_to_message": {"message_id": "3"}},
        {"reply_to_message": {"message_id": 2**70}},
        {"quote": {"text": "of another chat"}, "external_reply": {}},
    ],
)
def test_an_odd_reply_is_a_text_all_the_same(odd: dict[str, Any]) -> None:
    assert event("message", message(text="28", **odd)) == incoming(IncomingKind.SAID, text="28")


def query(**content: Any) -> dict[str, Any]:
    return {"id": "1", "from": LAN, "chat_instance": "1", "data": "v1:7", **content}


def test_a_tap_brings_its_payload_back() -> None:
    assert event("callback_query", query(message=message(text="x"))) == incoming(
        IncomingKind.TAPPED, button="v1:7"
    )


def test_a_tap_on_a_message_too_old_to_be_shown_is_still_a_tap() -> None:
    old = {"message_id": 5, "date": 0, "chat": PRIVATE}
    assert event("callback_query", query(message=old)) == incoming(
        IncomingKind.TAPPED, button="v1:7"
    )


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("photo", {"photo": [FILE | {"width": 1, "height": 1}], "caption": "21"}),
        ("voice", {"voice": FILE | {"duration": 1}}),
        (
            "animation",
            {
                "animation": FILE | {"width": 1, "height": 1, "duration": 1},
                "document": FILE,
            },
        ),
        ("location", {"location": {"longitude": 1.0, "latitude": 1.0}}),
        ("contact", {"contact": {"phone_number": "1", "first_name": "Lan"}}),
    ],
)
def test_what_is_not_text_is_named(kind: str, content: dict[str, Any]) -> None:
    assert event("message", message(**content)) == incoming(IncomingKind.UNSUPPORTED, text=kind)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("message", message(GROUP, text="21")),
        ("message", message(GROUP, photo=[FILE | {"width": 1, "height": 1}])),
        ("edited_message", message(GROUP, text="21")),
        ("callback_query", query(message=message(GROUP, text="x"))),
        ("callback_query", query(inline_message_id="1")),
        ("edited_message", message(location={"longitude": 1.0, "latitude": 1.0})),
        ("message", message(new_chat_title="x")),
        ("channel_post", message({"id": -8, "type": "channel", "title": "K"}, text="21")),
    ],
)
def test_what_concerns_no_officer(kind: str, content: dict[str, Any]) -> None:
    assert event(kind, content) is None


def test_styles_become_tags_and_text_stays_text() -> None:
    spans = (
        Span(text="Câu 1", bold=True),
        Span(text=': a < b & "c" </b>\n'),
        Span(text="", bold=True),
        Span(text="(nếu có)", italic=True),
        Span(text="cả hai", bold=True, italic=True),
    )
    assert to_html(spans) == (
        '<b>Câu 1</b>: a &lt; b &amp; "c" &lt;/b&gt;\n<i>(nếu có)</i><b><i>cả hai</i></b>'
    )


@given(
    st.lists(
        st.builds(Span, text=st.text(st.characters()), bold=st.booleans(), italic=st.booleans())
    )
)
def test_any_text_comes_through_unchanged(spans: list[Span]) -> None:
    plain, _ = read_text(to_html(spans), "HTML")
    said = "".join(span.text for span in spans)
    assert plain == said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip()


def test_a_lone_surrogate_can_be_sent() -> None:
    assert to_html([Span(text="a\ud83d")]) == "a\ufffd"
    assert to_html([Span(text="🙂")]) == "🙂"


def test_buttons_keep_their_rows() -> None:
    rows = ((OutgoingButton("Có", "v1"), OutgoingButton("Không", "v2")), (), ())
    keyboard = to_keyboard(rows)
    assert keyboard == {
        "inline_keyboard": [
            [{"text": "Có", "callback_data": "v1"}, {"text": "Không", "callback_data": "v2"}]
        ]
    }
    assert to_keyboard(((),)) is None


@pytest.mark.parametrize(
    ("given_url", "prefix"),
    [
        (None, "https://api.telegram.org/bot"),
        ("", "https://api.telegram.org/bot"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081/", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081/bot/", "http://127.0.0.1:8081/bot"),
    ],
)
def test_another_server_is_named_with_or_without_bot(given_url: str | None, prefix: str) -> None:
    assert api_prefix(given_url) == prefix


def test_the_engine_knows_every_command_of_the_menu() -> None:
    for command in MENU:
        assert parse_command(f"/{command.spec.slash}") == RunCommand(command=command)
