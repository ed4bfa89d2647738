"""What the Bot Platform tells, in the channel's own words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.zalo.fields import id_of, part_of
from bot.ports.channel import Incoming, IncomingKind

CHANNEL = "zalo-bot"
_TEXT = "message.text.received"
_OTHER = {
    "message.image.received": "photo",
    "message.sticker.received": "sticker",
    "message.voice.received": "voice",
    "message.unsupported.received": "unsupported",
}


def event_in(body: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The event in a webhook's body or a poll's result: it comes wrapped, as the documents show
    it, or flat, as it is reported from the field."""
    inner = body.get("result", body)
    return inner if isinstance(inner, Mapping) and "event_name" in inner else None


def to_incoming(event: Mapping[str, Any]) -> Incoming | None:
    """The event for the inbox, or None when it concerns no officer: only private chats are heard,
    and no other bots. What is not text is told as such; what is in it is not needed."""
    message, name = event.get("message"), event.get("event_name")
    if not isinstance(message, Mapping) or not isinstance(name, str):
        return None
    sender, chat = part_of(message, "from"), part_of(message, "chat")
    who, where, number = id_of(sender, "id"), id_of(chat, "id"), id_of(message, "message_id")
    if not (who and where and number) or sender.get("is_bot") is True:
        return None
    if not _is_private(chat, who, where):
        return None
    text = message.get("text")
    said = name == _TEXT and isinstance(text, str) and bool(text.strip())
    if not said and name not in _OTHER and name != _TEXT:
        return None
    return Incoming(
        channel=CHANNEL,
        event_id=number,
        conversation=where,
        sender=who,
        kind=IncomingKind.SAID if said else IncomingKind.UNSUPPORTED,
        text=str(text) if said else _OTHER.get(name, "empty"),
        message_ref=number,
        sender_name=_name(sender),
    )


def _is_private(chat: Mapping[str, Any], sender: str, conversation: str) -> bool:
    """Where the kind of chat is not told, only a chat that bears its sender's own id is one of
    two: anything else may be a group, which is never heard."""
    kind = chat.get("chat_type")
    return kind == "PRIVATE" if kind is not None else conversation == sender


def _name(sender: Mapping[str, Any]) -> str:
    found = sender.get("display_name")
    return found[:100] if isinstance(found, str) else ""
