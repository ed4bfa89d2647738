"""What Telegram tells, in the channel's own words. Pure."""

from __future__ import annotations

from dataclasses import replace

from telegram import CallbackQuery, Chat, Document, Message, Update
from telegram.constants import ChatType

from bot.channel import Incoming, Kind

CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

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


def to_incoming(update: Update) -> Incoming | None:
    """The event this update is, or None when it concerns no officer.

    Only private chats are heard: a report is never discussed in a group. Service messages,
    edits of anything but text, and membership changes say nothing to the desk.
    """
    if update.callback_query is not None:
        return _tapped(update.update_id, update.callback_query)
    if update.edited_message is not None:
        return _edited(update.update_id, update.edited_message)
    if update.message is not None:
        return _message(update.update_id, update.message)
    return None


def _tapped(update_id: int, query: CallbackQuery) -> Incoming | None:
    message = query.message
    if message is None or query.data is None or not _private(message.chat):
        return None
    return Incoming(
        channel=CHANNEL,
        event_id=str(update_id),
        conversation=str(message.chat.id),
        sender=str(query.from_user.id),
        kind=Kind.TAPPED,
        button=query.data,
        message_ref=str(message.message_id),
        sender_name=query.from_user.full_name,
    )


def _edited(update_id: int, message: Message) -> Incoming | None:
    if message.text is None:
        return None
    return _incoming(update_id, message, Kind.EDITED, message.text)


def _message(update_id: int, message: Message) -> Incoming | None:
    if message.text is not None:
        opened = _start_parameter(message.text)
        if opened is not None:
            return _incoming(update_id, message, Kind.OPENED, opened)
        return _incoming(update_id, message, Kind.SAID, message.text)
    for name in _NOT_TEXT:
        if getattr(message, name):
            return _incoming(update_id, message, Kind.UNSUPPORTED, name)
    if message.document is not None:  # an animation carries one too
        sent = _incoming(update_id, message, Kind.SENT, message.caption or "")
        return _with_file(sent, message.document) if sent else None
    return None


def _with_file(sent: Incoming, document: Document) -> Incoming:
    return replace(
        sent,
        file_name=document.file_name or "",
        file_ref=document.file_id,
        file_size=document.file_size or 0,
    )


def _start_parameter(text: str) -> str | None:
    """What follows /start (a deep link's parameter), or None when this is not /start."""
    command, _, parameter = text.partition(" ")
    return parameter.strip() if command.partition("@")[0] == "/start" else None


def _incoming(update_id: int, message: Message, kind: Kind, text: str) -> Incoming | None:
    if message.from_user is None or not _private(message.chat):
        return None
    return Incoming(
        channel=CHANNEL,
        event_id=str(update_id),
        conversation=str(message.chat.id),
        sender=str(message.from_user.id),
        kind=kind,
        text=text,
        message_ref=str(message.message_id),
        sender_name=message.from_user.full_name,
    )


def _private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE
