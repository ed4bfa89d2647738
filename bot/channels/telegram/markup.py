"""Rich text and buttons as Telegram wants them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from bot.ports.channel import OutgoingButton
from conversations.protocol.messages import Span


def to_html(spans: Sequence[Span]) -> str:
    """The spans as Telegram HTML; every character of the text is data, never markup."""
    return "".join(_tagged(span) for span in spans if span.text)


def _tagged(span: Span) -> str:
    text = escape(_encodable(span.text), quote=False)
    if span.italic:
        text = f"<i>{text}</i>"
    if span.bold:
        text = f"<b>{text}</b>"
    return text


def _encodable(text: str) -> str:
    """A lone surrogate cannot be sent as UTF-8: it becomes the replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def to_keyboard(
    rows: Sequence[Sequence[OutgoingButton]], page: tuple[str, str] | None = None
) -> dict[str, Any] | None:
    """The rows of buttons under a message, as the Bot API writes them, after the one that opens a
    page of ours (label and address), if any; None when there are none."""
    keyboard: list[list[dict[str, Any]]] = []
    if page is not None:
        keyboard.append([{"text": page[0], "web_app": {"url": page[1]}}])
    keyboard += [
        [{"text": _encodable(button.label), "callback_data": button.payload} for button in row]
        for row in rows
        if row
    ]
    return {"inline_keyboard": keyboard} if keyboard else None
