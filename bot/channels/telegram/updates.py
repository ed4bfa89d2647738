"""What Telegram tells, in the channel's own words. Pure.

An update is read as the JSON it comes as: of its many fields few concern an officer, and one
field more, or one of a newer Bot API, holds nobody up.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot.ports.channel import Incoming, IncomingKind

log = logging.getLogger(__name__)
CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

Json = Mapping[str, Any]
_LONGEST_QUOTE = 1_024  # characters, as Telegram's own limit is
_LARGEST = 2**63 - 1  # of Telegram's numbers
_YEAR_3000 = 32_503_680_000  # in seconds since 1970
_NOT_TEXT = (
    "animation",
    "audio",
    "contact",
    "dice",
    "game",
    "location",
    "photo",
    "poll",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
)


def read_update(update: Json) -> Incoming | None:
    """The event this update is, or None when it concerns no officer, or (with an error in the
    log, without its content) when it is unreadable."""
    try:
        return to_incoming(update)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        log.error("update %.40a is unreadable: %s", update.get("update_id"), type(error).__name__)
        return None


def to_incoming(update: Json) -> Incoming | None:
    """The event this update is, or None when it concerns no officer.

    Only private chats are heard: a report is never discussed in a group. Service messages,
    edits of anything but text, and membership changes say nothing.
    """
    number = _number(update["update_id"])
    if (query := update.get("callback_query")) is not None:
        return _tapped(number, query)
    if (edited := update.get("edited_message")) is not None:
        return (
            _incoming(number, edited, IncomingKind.EDITED, edited["text"])
            if "text" in edited
            else None
        )
    if (message := update.get("message")) is not None:
        return _message(number, message)
    return None


def tap_of(update: Json) -> str | None:
    """The id of the callback query that wants to be answered."""
    query = update.get("callback_query")
    found = query.get("id") if isinstance(query, Mapping) else None
    return found if isinstance(found, str) else None


def _tapped(number: str, query: Json) -> Incoming | None:
    message, data = query.get("message"), query.get("data")
    if message is None or data is None or not _private(message["chat"]):
        return None
    return Incoming(
        channel=CHANNEL,
        event_id=number,
        conversation=_number(message["chat"]["id"]),
        sender=_number(query["from"]["id"]),
        kind=IncomingKind.TAPPED,
        button=_text(data),
        message_ref=_number(message["message_id"]),
        sender_name=_name(query["from"]),
    )


def _message(number: str, message: Json) -> Incoming | None:
    text = message.get("text")
    if text is not None:
        opened = _start_parameter(_text(text))
        if opened is not None:
            return _incoming(number, message, IncomingKind.OPENED, opened)
        return _incoming(number, message, IncomingKind.SAID, text, **_quoted(message))
    for name in _NOT_TEXT:
        if name in message:
            return _incoming(number, message, IncomingKind.UNSUPPORTED, name)
    document = message.get("document")  # an animation carries one too
    if document is not None:
        caption = message.get("caption", "")
        return _incoming(number, message, IncomingKind.SENT, caption, **_file(document))
    return None


def _quoted(message: Json) -> dict[str, Any]:
    """The message of this chat that is answered, and what was picked out of it. It only helps to
    understand a text, so nothing odd in it holds the text up."""
    answered, picked = message.get("reply_to_message"), message.get("quote")
    number = answered.get("message_id") if isinstance(answered, Mapping) else None
    if type(number) is not int or abs(number) > _LARGEST:
        return {}
    words = picked.get("text") if isinstance(picked, Mapping) else None
    quoted = words[:_LONGEST_QUOTE] if isinstance(words, str) else ""
    return {"replies_to": str(number), "quoted": quoted}


def _file(document: Json) -> dict[str, Any]:
    return {
        "file_name": _text(document.get("file_name", "")),
        "file_ref": _text(document["file_id"]),
        "file_size": int(_number(document.get("file_size", 0))),
    }


def _start_parameter(text: str) -> str | None:
    """What follows /start (a deep link's parameter), or None when this is not /start."""
    command, _, parameter = text.partition(" ")
    return parameter.strip() if command.partition("@")[0] == "/start" else None


def _incoming(
    number: str, message: Json, kind: IncomingKind, text: Any, **more: Any
) -> Incoming | None:
    person = message.get("from")
    if person is None or not _private(message["chat"]):
        return None
    return Incoming(
        channel=CHANNEL,
        event_id=number,
        conversation=_number(message["chat"]["id"]),
        sender=_number(person["id"]),
        kind=kind,
        text=_text(text),
        message_ref=_number(message["message_id"]),
        sender_name=_name(person),
        said_at=_moment(message.get("edit_date", message.get("date", 0))),
        **more,
    )


def _private(chat: Json) -> bool:
    return bool(chat["type"] == "private")


def _name(person: Json) -> str:
    names = (_text(person.get(part, "")) for part in ("first_name", "last_name"))
    return " ".join(name for name in names if name)


def _number(value: Any) -> str:
    """A whole number of Telegram's as we keep it; one that no database holds is none."""
    if type(value) is not int or abs(value) > _LARGEST:
        raise TypeError(type(value).__name__)
    return str(value)


def _moment(value: Any) -> int:
    seconds = int(_number(value))
    return seconds if 0 <= seconds < _YEAR_3000 else 0


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value
