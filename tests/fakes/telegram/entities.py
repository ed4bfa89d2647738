"""Texts as Telegram counts and reads them: UTF-16 units, and its small HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from tests.fakes.telegram.refusal import bad

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>/]*)(?P<rest>[^<>]*)>")


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_text(text: str, parse_mode: str | None) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and its entities, trimmed as Telegram does."""
    if parse_mode in (None, ""):
        return _trim(text, [])
    if str(parse_mode).lower() != "html":
        raise bad("unsupported parse_mode")
    return _trim(*_parse_html(text))


def _trim(plain: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    left = units(plain) - units(plain.lstrip())
    trimmed = plain.strip()
    end = left + units(trimmed)
    kept = []
    for entity in entities:
        start = max(entity["offset"], left)
        stop = min(entity["offset"] + entity["length"], end)
        if stop > start:
            kept.append({**entity, "offset": start - left, "length": stop - start})
    return trimmed, sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


def _parse_html(text: str) -> tuple[str, list[dict[str, Any]]]:
    plain: list[str] = []
    length = position = 0
    open_tags: list[tuple[str, int]] = []
    entities: list[dict[str, Any]] = []
    while position < len(text):
        character = text[position]
        if character == "&" and (match := _CHARACTER.match(text, position)):
            plain.append(unescape(match.group()))
            position = match.end()
        elif character == "<":
            where = len(text[:position].encode())
            match = _TAG.match(text, position)
            if match is None:
                raise bad(f"can't parse entities: Unclosed start tag at byte offset {where}")
            name = match["name"].lower()
            if match["end"]:
                entities += _close(open_tags, name, length, where)
            elif name not in _KINDS:
                raise bad(
                    f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {where}'
                )
            else:
                open_tags.append((name, length))
            position = match.end()
            continue
        else:
            plain.append(character)
            position += 1
        length += units(plain[-1])
    if open_tags:
        tag = open_tags[-1][0]
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return "".join(plain), entities


def _close(
    open_tags: list[tuple[str, int]], name: str, length: int, where: int
) -> list[dict[str, Any]]:
    if not open_tags:
        raise bad(f"can't parse entities: Unexpected end tag at byte offset {where}")
    opened, start = open_tags.pop()
    if name != opened:
        raise bad(
            f"can't parse entities: Unmatched end tag at byte offset {where}, "
            f'expected "</{opened}>", found "</{name}>"'
        )
    if length == start:
        return []
    return [{"type": _KINDS[opened], "offset": start, "length": length - start}]
