"""What an Official Account's webhook tells, in the channel's own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.channels.zalo.fields import ID_LIMIT, id_of, part_of
from bot.ports.channel import Incoming, IncomingKind

CHANNEL = "zalo-oa"
MARK = "#pl:"  # before the payload of a button: a tap arrives as a text
_TAP = re.compile(rf"{MARK}(\d{{1,16}}\.\d{{1,4}})")
_OTHER = re.compile(r"user_send_(image|link|audio|video|sticker|gif|location|business_card)")
_URL_LIMIT = 2_000  # characters of a file's address


def to_incoming(event: Mapping[str, Any]) -> Incoming | None:
    """The event for the inbox, or None when it asks nothing of it: what the account itself sent,
    receipts, somebody who leaves, kinds that nobody knows yet."""
    name = event.get("event_name")
    if not isinstance(name, str):
        return None
    if name == "follow":
        return _made(event, id_of(part_of(event, "follower"), "id"), IncomingKind.OPENED)
    who = id_of(part_of(event, "sender"), "id")
    if name == "user_submit_info":
        info = part_of(event, "info")
        called, phone = id_of(info, "name"), id_of(info, "phone")
        return _made(event, who, IncomingKind.CONTACT, text=phone, sender_name=called)
    message = part_of(event, "message")
    number = id_of(message, "msg_id")
    if not number:
        return None
    if name == "user_send_text":
        return _said(event, who, number, message)
    if name == "user_send_file":
        return _file(event, who, number, message)
    other = _OTHER.fullmatch(name)
    return _made(event, who, IncomingKind.UNSUPPORTED, number, text=other[1]) if other else None


def _said(
    event: Mapping[str, Any], who: str, number: str, message: Mapping[str, Any]
) -> Incoming | None:
    text = message.get("text")
    if not isinstance(text, str) or not text.strip():
        return _made(event, who, IncomingKind.UNSUPPORTED, number, text="empty")
    tap = _TAP.fullmatch(text.strip())
    if tap is not None:
        return _made(event, who, IncomingKind.TAPPED, number, button=tap[1])
    named = {"message_ref": number, "replies_to": id_of(message, "quote_msg_id")}
    return _made(event, who, IncomingKind.SAID, number, text=text, **named)


def _file(
    event: Mapping[str, Any], who: str, number: str, message: Mapping[str, Any]
) -> Incoming | None:
    found = message.get("attachments")
    first = found[0] if isinstance(found, list) and found else None
    payload = part_of(first, "payload") if isinstance(first, Mapping) else {}
    url, size = payload.get("url"), str(payload.get("size", ""))
    if not isinstance(url, str) or not 0 < len(url) <= _URL_LIMIT:
        return _made(event, who, IncomingKind.UNSUPPORTED, number, text="file")
    return _made(
        event,
        who,
        IncomingKind.SENT,
        number,
        file_name=str(payload.get("name", ""))[:200],
        file_ref=url,
        file_size=int(size) if size.isascii() and size.isdecimal() and len(size) < 16 else 0,
    )


def _made(
    event: Mapping[str, Any], who: str, kind: IncomingKind, number: str = "", **more: Any
) -> Incoming | None:
    """The event of this person; what has no number of its own goes by its kind and time."""
    if not who:
        return None
    number = number or f"{kind}-{who}-{id_of(event, 'timestamp')}"[:ID_LIMIT]
    return Incoming(CHANNEL, number, who, who, kind, **more)
