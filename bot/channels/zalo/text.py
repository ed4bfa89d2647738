"""Texts as Zalo takes them: plain, in composed letters, counted in UTF-16 units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from conversations.composing.markup import split_pages
from conversations.protocol.messages import Span, utf16_length
from conversations.text.normalize import compose_letters


def plain_text(spans: Sequence[Span]) -> str:
    """The text alone. A lone surrogate cannot be sent: it becomes the replacement character."""
    text = "".join(span.text for span in spans)
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return compose_letters(whole)


def bold_spans(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Where the text is bold, as the Bot Platform is told."""
    found, at = [], 0
    for span in spans:
        length = utf16_length(plain_text([span]))
        if span.bold and length:
            found.append({"start": at, "len": length, "st": ["b"]})
        at += length
    return found


def cut_text(text: str, limit: int) -> str:
    """The text, or as much of it as fits into so many units with an ellipsis at its end."""
    text = plain_text([Span(text=text)])
    if utf16_length(text) <= limit:
        return text
    page = split_pages([Span(text=text)], limit - 1)[0]
    return plain_text(page).rstrip() + "…"
